"""The main run: read, prepare, annotate, store, rank."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from nlp.pipeline.annotation import CachedAnnotator, TextAnnotator, annotate_contacts
from nlp.pipeline.preparation import prepare_contacts, redact_cell, split_chunks
from nlp.pipeline.ranking import Ranking, rank_workspace
from nlp.readers import ColumnMapping, FileReading, Note, read_inputs
from nlp.readers.ledger import rejects_table
from nlp.schemas import RUN
from nlp.storage import CustomerKey, RunWriter, Workspace, WriteReport
from nlp.types import Reject

if TYPE_CHECKING:
    import pandas as pd

_CHUNK = 1000

OnProgress = Callable[[str, int, int], None]
"""Called with the stage (read, annotate, store, rank), what is done and the total."""


@dataclass(frozen=True)
class AnalysisReport:
    """What a run did, for people.

    Attributes:
        n_read, n_kept, n_rejected: Rows; read is kept plus rejected.
        rejects: Rows rejected, in order of file and row.
        langs, channels: Contacts kept, by value.
        notes: What the readers found out, by source.
        written: What changed in the workspace.
        ranking: The ranking of the latest week; ``None`` if there is nothing to rank.
        seconds: Wall time.
    """

    n_read: int
    n_kept: int
    n_rejected: int
    rejects: tuple[Reject, ...]
    langs: dict[str, int]
    channels: dict[str, int]
    notes: tuple[tuple[str, Note], ...]
    written: WriteReport
    ranking: Ranking | None
    seconds: float


def analyze(
    inputs: Sequence[Path],
    workspace: Workspace,
    annotator: TextAnnotator,
    key: CustomerKey,
    *,
    mapping: ColumnMapping | None = None,
    id_prefix: str = "",
    max_cell_chars: int = 100_000,
    only: Collection[Path] | None = None,
    effect_weeks: int = 26,
    min_n: int = 20,
    checked: pd.DataFrame | None = None,
    on_progress: OnProgress | None = None,
) -> AnalysisReport:
    """Analyse files into a workspace.

    Args:
        inputs: Files and folders.
        workspace: Where to store.
        annotator: What reads the texts.
        key: Keys the hash of customers and agents.
        mapping: Columns of the tables; recognised by default.
        id_prefix: Put before every contact's id, for files that number their rows anew.
        max_cell_chars: A longer text is rejected.
        only: Files to read among those found in the inputs; all by default.
        effect_weeks: Trailing weeks on which effects are estimated.
        min_n: Scored mentions below which no effect is given.
        checked: Contacts that people read again, under their ids; they correct the ranking.
        on_progress: Told how far the run is.

    Returns:
        What was done. Analysing the same input again changes nothing.

    Raises:
        InputError: A file cannot be read at all.
        WorkspaceError: Another run writes to the workspace.
    """
    started_at, clock = datetime.now(UTC), time.monotonic()
    tell = on_progress or (lambda *_: None)
    readings = []
    n_read = 0
    for reading in read_inputs(inputs, mapping=mapping, max_cell_chars=max_cell_chars, only=only):
        readings.append(_prefixed(reading, id_prefix) if id_prefix else reading)
        n_read += reading.n_read
        tell("read", n_read, n_read)
    with workspace.writing() as writer:
        tally = _Tally()
        cached = CachedAnnotator(annotator)
        _process(readings, cached, key, writer, tally, tell)
        tell("store", 0, 1)
        found = [reject for r in readings for reject in r.rejects] + tally.rejects
        rejects = [replace(r, source=redact_cell(r.source) or r.source) for r in found]
        run_id = _run_id(tally.ids, rejects, annotator)
        run = _run_row(run_id, readings, len(rejects), annotator, started_at, clock)
        written = writer.commit(run, rejects_table(run_id, rejects))
    tell("rank", 0, 1)
    ranking = rank_workspace(
        workspace,
        annotator.taxonomy,
        effect_weeks=effect_weeks,
        min_n=min_n,
        checked=checked,
    )
    return AnalysisReport(
        n_read=n_read,
        n_kept=n_read - len(rejects),
        n_rejected=len(rejects),
        rejects=tuple(sorted(rejects, key=lambda r: (r.source, r.row))),
        langs=dict(tally.langs.most_common()),
        channels=dict(tally.channels.most_common()),
        notes=tuple((r.source, note) for r in readings for note in r.notes),
        written=written,
        ranking=ranking,
        seconds=time.monotonic() - clock,
    )


def _prefixed(reading: FileReading, prefix: str) -> FileReading:
    contacts = (replace(c, contact_id=prefix + c.contact_id) for c in reading.contacts)
    return replace(reading, contacts=tuple(contacts))


class _Tally:
    """Counts what passes by."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.langs: Counter[str] = Counter()
        self.channels: Counter[str] = Counter()
        self.rejects: list[Reject] = []

    def add(self, contacts: pa.Table) -> None:
        self.ids += contacts["contact_id"].to_pylist()
        self.langs.update(contacts["lang"].to_pylist())
        self.channels.update(contacts["channel"].to_pylist())


def _process(
    readings: Sequence[FileReading],
    annotator: TextAnnotator,
    key: CustomerKey,
    writer: RunWriter,
    tally: _Tally,
    tell: OnProgress,
) -> None:
    total = sum(len(r.contacts) for r in readings)
    done = 0
    for reading in readings:
        for chunk in split_chunks(reading.contacts, _CHUNK):
            prepared = prepare_contacts(chunk, key.pseudonym)
            annotations, vectors = annotate_contacts(
                prepared.contacts, prepared.mentions, annotator
            )
            writer.add(prepared.contacts, prepared.mentions, annotations, vectors)
            tally.add(prepared.contacts)
            tally.rejects += prepared.rejects
            done += len(chunk)
            tell("annotate", done, total)


def _run_id(ids: Sequence[str], rejects: Sequence[Reject], annotator: TextAnnotator) -> str:
    """The same input read by the same model is the same run."""
    parts = [annotator.version, annotator.taxonomy.version, *sorted(ids)]
    parts += sorted(f"{r.source}:{r.row}:{r.reason}" for r in rejects)
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


def _run_row(
    run_id: str,
    readings: Sequence[FileReading],
    n_rejected: int,
    annotator: TextAnnotator,
    started_at: datetime,
    clock: float,
) -> pa.Table:
    n_read = sum(r.n_read for r in readings)
    notes = [
        json.dumps(
            {"source": redact_cell(r.source), "code": n.code, "params": n.params},
            ensure_ascii=False,
        )
        for r in readings
        for n in r.notes
    ]
    row = {
        "run_id": run_id,
        "started_at": started_at,
        "seconds": time.monotonic() - clock,
        "sources": [redact_cell(r.source) for r in readings],
        "n_read": n_read,
        "n_kept": n_read - n_rejected,
        "n_rejected": n_rejected,
        "mapping": json.dumps(
            {redact_cell(r.source): r.mapping for r in readings}, ensure_ascii=False
        ),
        "notes": notes,
        "model_version": annotator.version,
        "taxonomy_version": annotator.taxonomy.version,
    }
    return pa.Table.from_pylist([row], RUN)
