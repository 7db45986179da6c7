"""Rows of a run on their way to the tables, kept on disk by table and week."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from nlp.storage.checks import check_chunk, conform, model_versions
from nlp.storage.delta import WeekFiles
from nlp.storage.tables import ANNOTATIONS, CONTACT_TABLES, CONTACTS, MENTIONS, VECTORS

_BUFFER_BYTES = 64 * 2**20
"""Rows held in memory before they are written out: enough that a week's rows make few files."""


class Staging:
    """The chunks of a run, checked, and cut by week.

    Args:
        folder: An empty folder of its own.
        buffer_bytes: Memory of the rows not yet on disk.
    """

    def __init__(self, folder: Path, *, buffer_bytes: int = _BUFFER_BYTES) -> None:
        self._folder = folder
        self._buffer_bytes = buffer_bytes
        self._buffers: dict[str, list[pa.Table]] = {spec.name: [] for spec in CONTACT_TABLES}
        self._files: dict[str, WeekFiles] = {spec.name: {} for spec in CONTACT_TABLES}
        self._ids: set[str] = set()
        self.model_version: str | None = None

    @property
    def n_contacts(self) -> int:
        """Contacts added so far."""
        return len(self._ids)

    def add(
        self, contacts: pa.Table, mentions: pa.Table, annotations: pa.Table, vectors: pa.Table
    ) -> None:
        """Take a chunk of contacts with everything that belongs to them.

        Args:
            contacts: Schema ``CONTACT``; no identifier of an earlier chunk.
            mentions: Schema ``MENTION``.
            annotations: Schema ``ANNOTATION``, one for each contact.
            vectors: Schema ``VECTOR``.

        Raises:
            ValueError: The rows break their schema or do not hold together
                (:func:`nlp.storage.checks.check_chunk`), a contact came before, or
                there is more than one model version. Nothing of the chunk is taken.
        """
        given = (contacts, mentions, annotations, vectors)
        specs = (CONTACTS, MENTIONS, ANNOTATIONS, VECTORS)
        chunk = {spec.name: conform(table, spec) for spec, table in zip(specs, given, strict=True)}
        check_chunk(chunk)
        ids = set(chunk[CONTACTS.name]["contact_id"].to_pylist())
        if again := len(ids & self._ids):
            raise ValueError(f"contacts: {again} identifiers were already added to this run")
        self._take_version(model_versions(chunk))
        self._ids |= ids
        for name, table in chunk.items():
            self._buffers[name].append(table)
        held = sum(table.nbytes for tables in self._buffers.values() for table in tables)
        if held >= self._buffer_bytes:
            self._flush()

    def files(self) -> dict[str, WeekFiles]:
        """Write out what is still in memory; Parquet files per table and week."""
        self._flush()
        return self._files

    def _take_version(self, named: set[str]) -> None:
        if self.model_version is not None:
            named = named | {self.model_version}
        if len(named) > 1:
            raise ValueError(
                f"a run has one model version, got {', '.join(sorted(named))}: write a run for each"
            )
        self.model_version = next(iter(named), None)

    def _flush(self) -> None:
        for name, tables in self._buffers.items():
            if tables:
                self._write(name, pa.concat_tables(tables))
            tables.clear()

    def _write(self, name: str, rows: pa.Table) -> None:
        for week in rows["week"].unique().to_pylist():
            files = self._files[name].setdefault(week, [])
            path = self._folder / f"{name}.{week}.{len(files)}.parquet"
            of_week = rows.filter(pc.equal(rows["week"], week))
            pq.write_table(of_week, path, compression="lz4")
            files.append(path)
