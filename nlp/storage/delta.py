"""Delta tables as lists of Parquet files: the only file that speaks to ``deltalake``.

The partition column is written into the files as well (what Delta calls
materialised partition columns): a query then never has to guess values from folder
names, which breaks as soon as a user's own folder is called ``lang=fr``.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError, TableNotFoundError
from deltalake.transaction import AddAction

from nlp.errors import WorkspaceError
from nlp.storage.damage import damage_told
from nlp.storage.tables import TableSpec

WHOLE = ""
"""Key of the files of an unpartitioned table, where others have their week."""

WeekFiles = dict[str, list[Path]]
"""Parquet files per week, or under :data:`WHOLE`."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A Parquet file that no version of the table names yet.

    Attributes:
        path: Relative to the table's folder.
        week: Its partition, or :data:`WHOLE`.
        n_rows: Rows in it, at least 1.
    """

    path: str
    week: str
    n_rows: int


def create_table(folder: Path, spec: TableSpec) -> None:
    """Make an empty table at version 0 unless there is one.

    Args:
        folder: Where the table lies.
        spec: Its columns and partitioning.
    """
    if DeltaTable.is_deltatable(str(folder)):
        return
    folder.mkdir(parents=True, exist_ok=True)
    DeltaTable.create(
        str(folder),
        schema=spec.schema,
        partition_by=_partition_by(spec),
        name=spec.name,
        # Old log entries stay: a snapshot may still name the version they describe.
        configuration={"delta.enableExpiredLogCleanup": "false"},
    )


def latest_version(folder: Path) -> int:
    """Version of the last commit, whether or not a snapshot names it."""
    return _open(folder).version()


def files_at(folder: Path, version: int) -> WeekFiles:
    """List the files that make up one version of a table.

    Args:
        folder: Where the table lies.
        version: The version wanted.

    Returns:
        Absolute paths per week, or under :data:`WHOLE`; empty for an empty table.

    Raises:
        WorkspaceError: The table or that version of it is missing or unreadable.
    """
    actions = pa.table(_open(folder, version).get_add_actions(flatten=True)).to_pylist()
    files: WeekFiles = {}
    for action in sorted(actions, key=lambda action: str(action["path"])):
        week = action.get("partition.week", WHOLE)
        files.setdefault(week, []).append(folder / action["path"])
    return files


def write_file(
    folder: Path, spec: TableSpec, batches: Iterable[pa.Table], *, week: str = WHOLE
) -> DataFile | None:
    """Write rows as one Parquet file inside a table's folder, without committing it.

    Args:
        folder: Where the table lies.
        spec: Its schema.
        batches: Rows in the schema's columns; each batch becomes a row group.
        week: The partition the rows belong to.

    Returns:
        The file, or ``None`` when there was no row to write.
    """
    name = f"part-{uuid4().hex}.parquet"
    path = f"week={week}/{name}" if week else name
    (folder / path).parent.mkdir(exist_ok=True)
    n_rows = 0
    with _LazyParquet(folder / path, spec.schema) as sink:
        for batch in batches:
            sink.write(batch)
            n_rows += batch.num_rows
    return DataFile(path, week, n_rows) if n_rows else None


def append_files(folder: Path, spec: TableSpec, files: Sequence[DataFile]) -> int:
    """Commit files beside those already there; returns the new version."""
    return _commit(folder, spec, files, mode="append")


def replace_files(
    folder: Path, spec: TableSpec, files: Sequence[DataFile], *, weeks: Collection[str] | None
) -> int:
    """Commit files in place of those of some weeks, in one transaction.

    Args:
        folder: Where the table lies.
        spec: Its schema and partitioning.
        files: What the weeks hold from now on; a week without a file becomes empty.
        weeks: The weeks to replace; ``None`` replaces the whole table.

    Returns:
        The new version.
    """
    partitions = None if weeks is None else [("week", "in", sorted(weeks))]
    return _commit(folder, spec, files, mode="overwrite", partitions=partitions)


def restore(folder: Path, version: int) -> int:
    """Make the content of an earlier version the table's content again.

    Args:
        folder: Where the table lies.
        version: The version to go back to.

    Returns:
        The version of the commit that does so.
    """
    _open(folder).restore(version)
    return latest_version(folder)


def read_rows(files: Iterable[Path], spec: TableSpec) -> pa.Table:
    """Read files whole.

    Args:
        files: Parquet files of one table.
        spec: The table.

    Returns:
        Their rows under exactly ``spec.schema``.

    Raises:
        WorkspaceError: A file is missing, unreadable or damaged.
    """
    paths = list(files)
    if not paths:
        return spec.schema.empty_table()
    with damage_told({spec.name: paths}):
        names = [str(path) for path in paths]
        return ds.dataset(names, schema=spec.schema, format="parquet").to_table()


def vacuum(folder: Path, *, keep_hours: int, keep_version: int) -> int:
    """Delete files that neither the kept version nor a recent one names.

    Args:
        folder: Where the table lies.
        keep_hours: Files dropped more recently than this stay.
        keep_version: A version whose files stay whatever their age.

    Returns:
        How many files were deleted.
    """
    removed = _open(folder).vacuum(
        retention_hours=keep_hours,
        dry_run=False,
        enforce_retention_duration=False,
        full=True,
        keep_versions=[keep_version],
    )
    return len(removed)


class _LazyParquet:
    """A Parquet file that comes into being with its first row."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._path = path
        self._schema = schema
        self._writer: pq.ParquetWriter | None = None

    def __enter__(self) -> _LazyParquet:
        return self

    def write(self, rows: pa.Table) -> None:
        if not rows.num_rows:
            return
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, self._schema, compression="zstd")
        self._writer.write_table(rows.cast(self._schema))

    def __exit__(self, *_: object) -> None:
        if self._writer is not None:
            self._writer.close()


def _commit(
    folder: Path,
    spec: TableSpec,
    files: Iterable[DataFile],
    *,
    mode: str,
    partitions: list[tuple[str, str, list[str]]] | None = None,
) -> int:
    # A transaction is built on the state its table object was opened with: always a fresh one.
    _open(folder).create_write_transaction(
        list(_add_actions(folder, files)),
        mode=mode,
        schema=spec.schema,
        partition_by=_partition_by(spec),
        partition_filters=partitions,
    )
    return latest_version(folder)


def _add_actions(folder: Path, files: Iterable[DataFile]) -> Iterator[AddAction]:
    for file in files:
        yield AddAction(
            path=file.path,
            size=(folder / file.path).stat().st_size,
            partition_values={"week": file.week} if file.week else {},
            modification_time=int(time.time() * 1000),
            data_change=True,
            stats=json.dumps({"numRecords": file.n_rows}),
        )


def _partition_by(spec: TableSpec) -> list[str] | None:
    return ["week"] if spec.by_week else None


def _open(folder: Path, version: int | None = None) -> DeltaTable:
    try:
        return DeltaTable(str(folder), version=version)
    except (DeltaError, TableNotFoundError, OSError) as error:
        wanted = "" if version is None else f" at version {version}"
        raise WorkspaceError(
            f"the table {folder} cannot be opened{wanted}: {error}. The workspace is damaged; "
            "restore it from a backup, or analyse the inputs again into a new folder."
        ) from error
