"""What only the explorer asks: coverage, answers to score, rows to export, and who is writing."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import pyarrow as pa

from nlp.storage.filters import ContactFilter
from nlp.storage.lake import Workspace
from nlp.storage.reader import Reader

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class IrritantCoverage:
    """How many contacts carry an irritant, and how many leave the model in doubt.

    Attributes:
        n_contacts: Contacts chosen.
        n_without: Those without any irritant.
        n_doubtful: Those on whose irritants the model abstained, with or without one.
    """

    n_contacts: int
    n_without: int
    n_doubtful: int


@dataclass(frozen=True, slots=True)
class PresentWriter:
    """Who holds a workspace for writing.

    Attributes:
        pid: Its process.
        host: The machine it runs on.
        since: When it began, UTC.
    """

    pid: int
    host: str
    since: datetime


def irritant_coverage(reader: Reader, chosen: ContactFilter | None = None) -> IrritantCoverage:
    """Count contacts with no irritant, and those the model was in doubt about.

    Args:
        reader: The state to read.
        chosen: The contacts; all by default.

    Returns:
        The counts.
    """
    condition = (chosen or ContactFilter()).condition()
    row = reader.query(
        f"""
        SELECT count(*) AS n_contacts,
               count(*) FILTER (len(irritants) = 0) AS n_without,
               count(*) FILTER (list_contains(abstained, 'irritant')) AS n_doubtful
        FROM annotated WHERE {condition.sql}
        """,
        condition.params,
    ).to_pylist()[0]
    return IrritantCoverage(**row)


def score_answers(reader: Reader, chosen: ContactFilter | None = None) -> pd.DataFrame:
    """Read the satisfaction answers, with who gave them, to score them.

    It carries the customer's pseudonym, to cluster by: for estimation, not for screens.

    Args:
        reader: The state to read.
        chosen: The contacts; all by default.

    Returns:
        One row per contact that answered, by ``contact_id``: ``scale``, ``value`` (points
        of the scale), ``customer`` (null where unknown).
    """
    condition = (chosen or ContactFilter()).condition()
    return reader.frame(
        f"""
        SELECT scale, satisfaction AS value, customer_id AS customer FROM annotated
        WHERE satisfaction IS NOT NULL AND scale IS NOT NULL AND {condition.sql}
        ORDER BY contact_id
        """,
        condition.params,
    )


def export_rows(reader: Reader, chosen: ContactFilter | None = None) -> pa.Table:
    """Read the verbatims chosen as rows of a flat table, to be saved.

    Neither the customer's pseudonym nor the adviser's is among the columns.

    Args:
        reader: The state to read.
        chosen: The contacts; all by default.

    Returns:
        Most recent first, undated last, ties by ``contact_id``: ``contact_id``,
        ``occurred_at``, ``week``, ``kind``, ``channel``, ``lang``, ``product``,
        ``segment``, ``team``, ``crm_reason``, ``satisfaction``, ``scale``, ``sentiment``,
        ``sentiment_score``, ``reasons``, ``irritants``, ``praises``, ``signals``,
        ``abstained`` (lists of codes), ``text`` (redacted), ``source``, ``row``.
    """
    condition = (chosen or ContactFilter()).condition()
    return reader.query(
        f"""
        SELECT contact_id, occurred_at, week, kind, channel, lang, product, segment, team,
               crm_reason, satisfaction, scale, sentiment, sentiment_score, reasons, irritants,
               praises, signals, abstained, text, source, "row"
        FROM annotated WHERE {condition.sql}
        ORDER BY occurred_at DESC NULLS LAST, contact_id
        """,
        condition.params,
    )


def present_writer(workspace: Workspace) -> PresentWriter | None:
    """Say who is writing to a workspace, without touching its lock.

    Taking the lock, even for an instant, could turn a run away that starts just then. So
    the signature in the lock file is read, and believed unless its process, on this
    machine, is gone.

    Args:
        workspace: The workspace.

    Returns:
        The writer; ``None`` if there is none, or it has not signed yet.
    """
    try:
        signed = json.loads(workspace.layout.lock.read_text(encoding="utf-8"))
        writer = PresentWriter(
            int(signed["pid"]), str(signed["host"]), datetime.fromisoformat(signed["since"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    gone = writer.host == socket.gethostname() and not _is_alive(writer.pid)
    return None if gone else writer


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # alive, and another user's
    return True
