"""Says which stored file is damaged when reading fails."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from nlp.errors import WorkspaceError
from nlp.storage.tables import TABLES, TableSpec

_SPECS = {spec.name: spec for spec in TABLES}
_RESTORE = "restore it from a backup, or analyse the inputs again into a new folder."


@contextmanager
def damage_told(files: Mapping[str, Collection[Path]]) -> Iterator[None]:
    """Turn the failure to read a stored file into a message a person can act on.

    The files are looked at only once something failed, and an error that none of them
    explains goes on as it is. What the libraries say is not repeated: they may quote the
    very text they could not read.

    Args:
        files: Parquet files that are read inside the block, by name of their table.

    Yields:
        Nothing.

    Raises:
        WorkspaceError: A file is missing, unreadable or damaged; it says which.
    """
    try:
        yield
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        told = _diagnosis(files) or _named(str(error), files)
        if told is None:
            raise
        raise WorkspaceError(told) from error


def _diagnosis(files: Mapping[str, Collection[Path]]) -> str | None:
    """What is wrong with the first file found wanting; every footer before any content."""
    for check in (_look_outside, _look_inside):
        for table, paths in files.items():
            for path in paths:
                if trouble := check(path, _SPECS[table]):
                    return f"the table {table} cannot be read: its file {path} {trouble}"
    return None


def _look_outside(path: Path, spec: TableSpec) -> str | None:
    try:
        with path.open("rb") as file:
            missing = set(spec.schema.names) - set(pq.ParquetFile(file).schema_arrow.names)
    except FileNotFoundError:
        return (
            "is missing. If another process has just cleaned up the workspace, open it again; "
            f"otherwise {_RESTORE}"
        )
    except (OSError, pa.ArrowException) as error:
        return _unreadable(error)
    if missing:
        return f"lacks the columns {', '.join(sorted(missing))}. The file was replaced: {_RESTORE}"
    return None


def _look_inside(path: Path, spec: TableSpec) -> str | None:
    try:
        with path.open("rb") as file:
            for batch in pq.ParquetFile(file).iter_batches(columns=spec.schema.names):
                batch.validate(full=True)
    except (OSError, pa.ArrowException) as error:
        return _unreadable(error)
    return None


def _unreadable(error: Exception) -> str:
    # What the system refuses has a number; what Arrow cannot make sense of has none.
    if isinstance(error, OSError) and error.errno is not None:
        return (
            f"cannot be opened ({error.strerror}). Give yourself read access to the file; "
            f"if that is not what it lacks, {_RESTORE}"
        )
    return f"is damaged: it is not a whole Parquet file. To repair the workspace, {_RESTORE}"


def _named(message: str, files: Mapping[str, Collection[Path]]) -> str | None:
    """The file that DuckDB blames, where Arrow finds nothing wrong with it."""
    blame = message.partition("\n")[0]  # below stands the query, which may name any file
    for table, paths in files.items():
        for path in paths:
            if str(path) in blame:
                return (
                    f"the table {table} cannot be read: DuckDB refuses its file {path}. "
                    f"If the file is damaged, {_RESTORE}"
                )
    return None
