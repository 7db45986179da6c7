"""The generic table loader: any kind of table to rows under their column names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from nlp.errors import InputError, UnreadableFileError, did_you_mean
from nlp.readers.columns import recognise_columns
from nlp.readers.delimited import read_delimited
from nlp.readers.headers import clean_header
from nlp.readers.reading import RowReading
from nlp.readers.records import read_json_array, read_json_lines, read_parquet
from nlp.readers.workbooks import read_workbook

WORKBOOK_SUFFIXES = (".xlsx", ".xlsm")

TABLE_SUFFIXES = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".jsonl", ".ndjson", ".parquet", ".pq")
"""Suffixes of the tables read; ``.json`` is one when it holds an array of rows."""


def read_rows(
    path: Path, *, text_columns: Sequence[str] = (), sheet: str | None = None
) -> RowReading:
    """Read a table: CSV, TSV, XLSX, JSON Lines, JSON array or Parquet.

    Args:
        path: The file; its suffix says which kind it is.
        text_columns: Columns that make out the sheet of a workbook; by default the
            first sheet with a column recognised as verbatims is read.
        sheet: Name of the sheet of a workbook to read, whatever its columns.

    Returns:
        The header and the rows with their 1-based numbers; rows that are broken
        are among the rejects.

    Raises:
        InputError: The file does not exist, cannot be opened, or its suffix is unknown.
        UnreadableFileError: It is not what its suffix claims: binary, empty, corrupt.
        MappingError: The workbook has no sheet of that name.
    """
    suffix = path.suffix.lower()
    loaders: dict[str, Callable[[Path], RowReading]] = {
        ".jsonl": read_json_lines,
        ".ndjson": read_json_lines,
        ".json": read_json_array,
        ".parquet": read_parquet,
        ".pq": read_parquet,
    }
    if not path.is_file():
        raise _missing(path)
    if suffix in WORKBOOK_SUFFIXES:
        return read_workbook(
            path, lambda header, rows: _has_text(header, rows, text_columns), sheet
        )
    if suffix == ".xls":
        raise UnreadableFileError(f"{path} is an old Excel file: save it as .xlsx or CSV")
    if suffix in loaders:
        return loaders[suffix](path)
    if suffix in (".csv", ".tsv", ".tab", ".txt", ""):
        return read_delimited(path)
    raise InputError(
        f"{path}: tables end in {', '.join(TABLE_SUFFIXES)}, not in {suffix!r}."
        f"{did_you_mean(suffix, TABLE_SUFFIXES)}"
    )


def _missing(path: Path) -> InputError:
    if path.is_dir():
        return InputError(f"{path} is a folder: expected one file")
    siblings = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
    return InputError(f"{path} does not exist.{did_you_mean(path.name, siblings)}")


def _has_text(
    names: Sequence[str], rows: Sequence[Sequence[Any]], text_columns: Sequence[str]
) -> bool:
    header, _ = clean_header(names)
    if text_columns:
        return set(text_columns) <= set(header)
    fields = recognise_columns(header, rows)
    return "text" in fields or "turns" in fields
