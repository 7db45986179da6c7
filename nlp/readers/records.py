"""JSON Lines, JSON arrays and Parquet: files whose rows carry their own names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.errors import InputError, UnreadableFileError
from nlp.readers.decoding import decode_file, read_bytes
from nlp.readers.headers import clean_header
from nlp.readers.reading import RowReading
from nlp.types import Reject

if TYPE_CHECKING:
    import pyarrow as pa


def read_json_lines(path: Path) -> RowReading:
    """Read JSON Lines: one object a line, blank lines skipped.

    A line that is not an object is a ``broken_row``. A file that holds one JSON
    array of objects is read as well, whatever its suffix.

    Raises:
        InputError: The file cannot be opened.
        UnreadableFileError: It is empty, binary, or no line of it is a JSON object.
    """
    text = decode_file(path).text
    if text.lstrip().startswith("["):
        return _from_array(path, text)
    records: list[tuple[int, dict[str, Any]]] = []
    rejects: list[Reject] = []
    lines = (line for line in text.split("\n") if line.strip())
    for number, line in enumerate(lines, start=1):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            records.append((number, value))
        else:
            rejects.append(Reject(path.name, number, "broken_row", "not a JSON object"))
    if not records:
        raise UnreadableFileError(
            f"{path} is not JSON Lines: none of its {len(rejects)} lines is a JSON object"
        )
    return _reading(path.name, records, rejects)


def read_json_array(path: Path) -> RowReading:
    """Read a JSON file that holds an array of objects, one per row.

    Raises:
        InputError: The file cannot be opened.
        UnreadableFileError: It is empty, not JSON, or holds no array of objects.
    """
    return _from_array(path, decode_file(path).text)


def load_json(path: Path, text: str) -> Any:
    """Parse a JSON file, or say where it breaks without quoting it.

    Raises:
        UnreadableFileError: The text is not JSON.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableFileError(
            f"{path} is not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        ) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(
            f"{path} is not JSON that can be read: nested too deep"
        ) from error


def _from_array(path: Path, text: str) -> RowReading:
    values = load_json(path, text)
    if not isinstance(values, list) or not any(isinstance(value, dict) for value in values):
        raise UnreadableFileError(f"{path} holds no array of JSON objects, one per row")
    records = [(i, value) for i, value in enumerate(values, 1) if isinstance(value, dict)]
    rejects = [
        Reject(path.name, i, "broken_row", "not a JSON object")
        for i, value in enumerate(values, 1)
        if not isinstance(value, dict)
    ]
    return _reading(path.name, records, rejects)


def _reading(
    source: str, records: Sequence[tuple[int, dict[str, Any]]], rejects: list[Reject]
) -> RowReading:
    header = tuple(dict.fromkeys(name for _, record in records for name in record))
    cells = tuple(tuple(map(record.get, header)) for _, record in records)
    origins = tuple((source, number) for number, _ in records)
    return RowReading(source, header, cells, origins, tuple(rejects))


def read_parquet(path: Path) -> RowReading:
    """Read a Parquet file.

    Returns:
        The rows with Python values; time stamps to the microsecond.

    Raises:
        InputError: The file cannot be opened.
        UnreadableFileError: It is not Parquet, or is damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    read_bytes(path)
    try:
        table = pq.ParquetFile(path).read()
    except (pa.ArrowException, OSError) as error:
        raise UnreadableFileError(
            f"{path} is not a readable Parquet file: write it again, or export it as CSV"
        ) from error
    except MemoryError as error:
        raise InputError(f"{path} does not fit in memory: split it") from error
    header, notes = clean_header(table.column_names)
    columns = [_python_values(column) for column in table.columns]
    cells = tuple(zip(*columns, strict=True)) if columns else ()
    origins = tuple((path.name, number) for number in range(1, len(cells) + 1))
    return RowReading(path.name, header, cells, origins, (), notes)


def _python_values(column: pa.ChunkedArray) -> list[Any]:
    import pyarrow as pa

    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = column.cast(pa.timestamp("us", tz=column.type.tz), safe=False)
    return list(column.to_pylist())
