"""What was read, what was not kept and why, and the rankings that were made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from nlp.storage.reader import Reader

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the analysis.

    Attributes:
        run_id: Its identifier.
        started_at: When, UTC.
        seconds: How long it took.
        sources: File names read.
        n_read, n_kept, n_rejected: Rows; read is kept plus rejected.
        mapping: Per source, the column each field was read from.
        notes: What was said aloud: dates, scales, encodings.
        model_version, taxonomy_version: What the contacts were read with.
    """

    run_id: str
    started_at: datetime
    seconds: float
    sources: tuple[str, ...]
    n_read: int
    n_kept: int
    n_rejected: int
    mapping: dict[str, Any]
    notes: tuple[str, ...]
    model_version: str
    taxonomy_version: str


def runs(reader: Reader) -> tuple[Run, ...]:
    """List the runs, the latest first."""
    rows = reader.query("SELECT * FROM runs ORDER BY started_at DESC, run_id DESC").to_pylist()
    return tuple(_run(row) for row in rows)


def last_run(reader: Reader) -> Run | None:
    """The run that made this state; ``None`` if nothing was ever written."""
    sql = "SELECT * FROM runs WHERE run_id = $run_id"
    rows = reader.query(sql, {"run_id": reader.snapshot.run_id}).to_pylist()
    return _run(rows[0]) if rows else None


def rejects(reader: Reader, run_id: str | None = None) -> pd.DataFrame:
    """List the rows that were not kept.

    Args:
        reader: The state to read.
        run_id: Of which run; of all runs by default.

    Returns:
        ``run_id``, ``source``, ``row``, ``reason``, ``detail``; by run, file and row.
    """
    return reader.frame(
        """
        SELECT run_id, source, "row", reason, detail FROM rejects
        WHERE $run_id IS NULL OR run_id = $run_id
        ORDER BY run_id, source, "row", reason
        """,
        {"run_id": run_id},
    )


def reject_counts(reader: Reader, run_id: str | None = None) -> pd.DataFrame:
    """Count the rows that were not kept, by reason.

    Args:
        reader: The state to read.
        run_id: Of which run; of all runs by default.

    Returns:
        ``reason``, ``n``; most frequent first.
    """
    return reader.frame(
        """
        SELECT reason, count(*) AS n FROM rejects
        WHERE $run_id IS NULL OR run_id = $run_id
        GROUP BY reason ORDER BY n DESC, reason
        """,
        {"run_id": run_id},
    )


def model_versions(reader: Reader) -> pd.DataFrame:
    """Count the contacts that each model version has read.

    Args:
        reader: The state to read.

    Returns:
        ``model_version``, ``n_contacts`` (read by it), ``n_missing`` (stored and not read
        by it, so absent from its results), ``in_force`` (whether this reader shows it).
    """
    return reader.frame(
        """
        SELECT model_version, count(*) AS n_contacts,
               (SELECT count(*) FROM contacts) - count(*) AS n_missing,
               model_version = $in_force AS in_force
        FROM annotations GROUP BY model_version ORDER BY in_force DESC, model_version
        """,
        {"in_force": reader.model_version},
    )


def frictions(
    reader: Reader, as_of_week: str | None = None, group: tuple[str, str] | None = None
) -> pd.DataFrame:
    """Read a ranking of the irritants.

    Args:
        reader: The state to read.
        as_of_week: The week it was made for; the latest one by default.
        group: Column and value of the group of contacts it is about; all by default.

    Returns:
        The columns of :data:`nlp.storage.tables.FRICTION`, by rank; no row if there is
        no ranking of that group for that week.
    """
    return reader.frame(
        """
        SELECT * FROM frictions
        WHERE as_of_week = coalesce($week, (SELECT max(as_of_week) FROM frictions))
          AND dimension IS NOT DISTINCT FROM $dimension AND level IS NOT DISTINCT FROM $level
        ORDER BY rank, irritant
        """,
        {"week": as_of_week, "dimension": group and group[0], "level": group and group[1]},
    )


def _run(row: dict[str, Any]) -> Run:
    lists = {name: tuple(row[name]) for name in ("sources", "notes")}
    return Run(**{**row, **lists, "mapping": json.loads(row["mapping"])})
