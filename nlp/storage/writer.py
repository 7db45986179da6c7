"""One run's way into the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from nlp.storage import delta
from nlp.storage.checks import check_ledger, conform
from nlp.storage.damage import damage_told
from nlp.storage.delta import WHOLE, DataFile, WeekFiles
from nlp.storage.duck import connect
from nlp.storage.layout import Layout
from nlp.storage.merge import Conflicts, Merge
from nlp.storage.snapshot import Snapshot, save_snapshot
from nlp.storage.staging import Staging
from nlp.storage.tables import CONTACT_TABLES, REJECTS, RUNS, TableSpec

_PER_RUN = ("run_id", "started_at", "seconds")
"""What differs between two runs of the same input."""


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What a run changed.

    Attributes:
        n_new: Contacts that were not stored before.
        n_replaced: Contacts stored before, of which something differs now: the text,
            the labels, the week, or annotations by a model they had not been read by.
        n_unchanged: Contacts stored before exactly as they came again.
        weeks: Weeks of which at least one table was rewritten.
        conflicts: Those of the replaced that another file replaced by another text:
            most likely other contacts under the same identifiers.
    """

    n_new: int
    n_replaced: int
    n_unchanged: int
    weeks: tuple[str, ...]
    conflicts: Conflicts


class RunWriter:
    """Writes one run; made by :meth:`nlp.storage.lake.Workspace.writing`, which holds the lock.

    Args:
        layout: The workspace.
        base: The state to build on; every table's latest version.
        memory_mb: Memory of the comparison with what is stored, in MiB.
        threads: Threads of it; 0 takes every core.
    """

    def __init__(self, layout: Layout, base: Snapshot, *, memory_mb: int, threads: int) -> None:
        self._layout = layout
        self._base = base
        self._memory_mb = memory_mb
        self._threads = threads
        self._staging = Staging(layout.staging)
        self._done = False

    def add(
        self, contacts: pa.Table, mentions: pa.Table, annotations: pa.Table, vectors: pa.Table
    ) -> None:
        """Hand over a chunk of contacts with everything that belongs to them.

        The chunk goes to disk and is stored at :meth:`commit`. How a run is cut into
        chunks makes no difference to what is stored.

        Args:
            contacts: Schema ``CONTACT``.
            mentions: Schema ``MENTION``.
            annotations: Schema ``ANNOTATION``, one for each contact.
            vectors: Schema ``VECTOR``; of the contact and its mentions, or empty.

        Raises:
            ValueError: The rows break their schema, do not hold together, or repeat a
                contact of this run. Nothing of the chunk is taken.
        """
        self._staging.add(contacts, mentions, annotations, vectors)

    def commit(self, run: pa.Table, rejects: pa.Table) -> WriteReport:
        """Store the run and make it what readers see, in one step.

        A week none of whose rows differ is not written. When no week differs and the
        last run had the same sources, counts, rejects and versions, nothing at all is
        written: analysing the same input again leaves every table at its version.

        Args:
            run: Schema ``RUN``, one row; a run of the same ``run_id`` is replaced.
            rejects: Schema ``REJECT``, of that run.

        Returns:
            What changed.

        Raises:
            ValueError: The run is not one row, its counts do not add up, it names
                another model version than its annotations, or it was committed before.
            WorkspaceError: A stored file is missing, unreadable or damaged.
        """
        run, rejects = conform(run, RUNS), conform(rejects, REJECTS)
        self._check(run, rejects)
        self._done = True
        versions = dict(self._base.versions)
        with connect(self._layout.folder, memory_mb=self._memory_mb, threads=self._threads) as con:
            report = self._merge(con, versions, run["model_version"][0].as_py())
        if report.weeks or not self._same_as_last(run, rejects):
            run_id = run["run_id"][0].as_py()
            for spec, rows in ((RUNS, run), (REJECTS, rejects)):
                put_rows(self._layout, spec, versions, rows, replacing=("run_id", run_id))
            latest = run.to_pylist()[0]
            save_snapshot(
                self._layout.snapshot,
                Snapshot(versions, latest["model_version"], latest["taxonomy_version"], run_id),
            )
        return report

    def _check(self, run: pa.Table, rejects: pa.Table) -> None:
        if self._done:
            raise ValueError("this run was committed before: open another writer")
        check_ledger(run, rejects, self._staging.n_contacts)
        stated = run["model_version"][0].as_py()
        if self._staging.model_version not in (None, stated):
            raise ValueError(
                f"the run names model version {stated!r}, its annotations "
                f"{self._staging.model_version!r}"
            )

    def _merge(
        self, con: duckdb.DuckDBPyConnection, versions: dict[str, int], model_version: str
    ) -> WriteReport:
        stored: dict[str, WeekFiles] = {
            spec.name: delta.files_at(self._layout.table(spec.name), versions[spec.name])
            for spec in CONTACT_TABLES
        }
        rewritten: set[str] = set()
        with damage_told({name: _paths(weeks) for name, weeks in stored.items()}):
            merge = Merge(con, stored, self._staging.files(), model_version)
            weeks = merge.weeks()
            for spec in CONTACT_TABLES:
                changed = [week for week in weeks if merge.changes(spec, week)]
                if changed:
                    versions[spec.name] = self._rewrite(merge, spec, changed)
                rewritten |= set(changed)
            return WriteReport(*merge.counts(), tuple(sorted(rewritten)), merge.conflicts())

    def _rewrite(self, merge: Merge, spec: TableSpec, weeks: list[str]) -> int:
        folder = self._layout.table(spec.name)
        written = [
            delta.write_file(folder, spec, merge.rows(spec, week), week=week) for week in weeks
        ]
        files: list[DataFile] = [file for file in written if file is not None]
        return delta.replace_files(folder, spec, files, weeks=weeks)

    def _same_as_last(self, run: pa.Table, rejects: pa.Table) -> bool:
        runs = read_table(self._layout, RUNS, self._base.versions)
        last = runs.filter(pc.equal(runs["run_id"], self._base.run_id))
        if _content(last) != _content(run):
            return False
        ledger = read_table(self._layout, REJECTS, self._base.versions)
        known = ledger.filter(pc.equal(ledger["run_id"], self._base.run_id))
        return _content(known) == _content(rejects)


def read_table(layout: Layout, spec: TableSpec, versions: Mapping[str, int]) -> pa.Table:
    """Read an unpartitioned table whole.

    Args:
        layout: The workspace.
        spec: The table.
        versions: Version of each table.

    Returns:
        Its rows, under its schema.
    """
    files = delta.files_at(layout.table(spec.name), versions[spec.name])
    return delta.read_rows(files.get(WHOLE, []), spec)


def put_rows(
    layout: Layout,
    spec: TableSpec,
    versions: dict[str, int],
    rows: pa.Table,
    *,
    replacing: tuple[str, str],
) -> None:
    """Put rows into an unpartitioned table in place of those of one key.

    Rows of a new key are appended as a file of their own; nothing is written when the
    key's rows are already these.

    Args:
        layout: The workspace.
        spec: The table.
        versions: Version of each table; the table's is moved on if it is written.
        rows: What the key has from now on, under the table's schema.
        replacing: Column and value of the key.
    """
    folder, (column, value) = layout.table(spec.name), replacing
    stored = read_table(layout, spec, versions)
    of_key = pc.equal(stored[column], value)
    known = stored.filter(of_key)
    order = [(name, "ascending") for name in spec.key]
    rows = rows.sort_by(order)
    if known.sort_by(order).equals(rows):
        return
    if not known.num_rows:
        file = delta.write_file(folder, spec, [rows])
        versions[spec.name] = delta.append_files(folder, spec, [file] if file else [])
        return
    kept = pa.concat_tables([stored.filter(pc.invert(of_key)), rows]).sort_by(order)
    file = delta.write_file(folder, spec, [kept])
    versions[spec.name] = delta.replace_files(folder, spec, [file] if file else [], weeks=None)


def _paths(weeks: WeekFiles) -> list[Path]:
    return [path for of_week in weeks.values() for path in of_week]


def _content(rows: pa.Table) -> list[str]:
    """Rows without what differs between two runs of the same input, in an order of their own."""
    kept: list[dict[str, Any]] = rows.drop_columns(
        [name for name in _PER_RUN if name in rows.column_names]
    ).to_pylist()
    return sorted(repr(row) for row in kept)
