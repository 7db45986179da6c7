"""Write records as JSONL, CSV or Parquet, by the extension, whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from nlp.errors import InputError

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def check_output(path: Path, *, source: Path | None = None) -> None:
    """Check that a file can be written before any work is done.

    Args:
        path: The file to write.
        source: The file it is made from, which must not be overwritten.

    Raises:
        InputError: Unknown extension, missing or read-only folder, a folder of that
            name, or the source itself.
    """
    if source is not None and path.exists() and source.exists() and path.samefile(source):
        raise InputError(f"cannot write {path}: it is the input; give another --output")
    if path.suffix.lower() not in _WRITERS:
        raise InputError(
            f"cannot write {path.name}: its extension must be one of {', '.join(_WRITERS)}"
        )
    if not path.parent.is_dir():
        raise InputError(f"cannot write {path}: the folder {path.parent} does not exist")
    if path.is_dir():
        raise InputError(f"cannot write {path}: a folder has that name")
    if not os.access(path.parent, os.W_OK):
        raise InputError(f"cannot write {path}: the folder {path.parent} is read-only for you")


def write_records(
    records: Sequence[dict[str, Any]],
    path: Path,
    *,
    columns: Sequence[str] | None = None,
    delimiter: str = ",",
) -> None:
    """Write records; a file that was there is replaced once the new one is complete.

    Args:
        records: Rows. In CSV, lists and objects are written as JSON, and a text that a
            spreadsheet would run as a formula is preceded by an apostrophe.
        path: ``.jsonl``, ``.csv`` or ``.parquet``.
        columns: Their order; that of the first record by default.
        delimiter: Put between the cells of a CSV file.

    Raises:
        InputError: See :func:`check_output`.
    """
    check_output(path)
    names = list(columns or (records[0] if records else ()))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    try:
        _WRITERS[path.suffix.lower()](records, names, Path(name), delimiter)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def defuse(cell: str) -> str:
    """Keep a spreadsheet from running a text as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def write_csv(
    records: Sequence[dict[str, Any]], names: Sequence[str], stream: TextIO, delimiter: str = ","
) -> None:
    """Write records as CSV to an open stream; see :func:`write_records`."""
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow(names)
    for record in records:
        writer.writerow([_csv_cell(record.get(name)) for name in names])


def _csv_cell(value: Any) -> Any:
    if isinstance(value, str):
        return defuse(value)
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else value


def _to_jsonl(records: Sequence[dict[str, Any]], _: Sequence[str], path: Path, __: str) -> None:
    with path.open("w", encoding="utf-8") as stream:
        for record in records:
            stream.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")


def _to_csv(
    records: Sequence[dict[str, Any]], names: Sequence[str], path: Path, delimiter: str
) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        write_csv(records, names, stream, delimiter)


def _to_parquet(
    records: Sequence[dict[str, Any]], names: Sequence[str], path: Path, _: str
) -> None:
    """Objects whose keys vary (scores) become JSON, since a column has one type."""
    columns = {name: [_parquet_cell(r.get(name)) for r in records] for name in names}
    pq.write_table(pa.table(columns), path)


def _parquet_cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


_WRITERS: dict[str, Callable[[Sequence[dict[str, Any]], Sequence[str], Path, str], None]] = {
    ".jsonl": _to_jsonl,
    ".csv": _to_csv,
    ".parquet": _to_parquet,
}
