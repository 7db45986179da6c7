"""CSV and TSV: the delimiter found on the real bytes, broken rows set aside one by one."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nlp.errors import UnreadableFileError
from nlp.readers.decoding import decode_file
from nlp.readers.headers import clean_header
from nlp.readers.notes import Note
from nlp.readers.reading import RowReading
from nlp.types import Reject

_DELIMITERS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "pipe"}
_NO_DELIMITER = "\x1f"
_SNIFFED_LINES = 400
_SEP_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)

# The field limit of the csv module is there to spare memory; here a cell that is
# too large is refused by name and row, further on.
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


def read_delimited(path: Path) -> RowReading:
    """Read a CSV or TSV file.

    Comma, semicolon, tab and vertical bar are told apart on the content. A row with
    another number of cells than the header, or with an unclosed quote, is set aside
    alone: the rows after it are read.

    Args:
        path: The file.

    Returns:
        The rows; every cell is text.

    Raises:
        InputError: The file cannot be opened.
        UnreadableFileError: It is empty, binary or has no header.
    """
    decoded = decode_file(path)
    lines = list(io.StringIO(decoded.text, newline=""))
    if sep := _SEP_LINE.fullmatch(lines[0]):
        delimiter, lines = sep[1], lines[1:]
    else:
        delimiter = sniff_delimiter(lines[:_SNIFFED_LINES])
    records = _Records(lines, delimiter)
    raw_header = next(iter(records), None)
    if raw_header is None:
        raise UnreadableFileError(f"{path} has no header: the first line must name the columns")
    header, renamed = clean_header(raw_header)
    table = _collect(records, path.name, len(header))
    encoding: dict[str, str | int | float] = {
        "encoding": decoded.encoding,
        "delimiter": _DELIMITERS.get(
            delimiter, "none" if delimiter == _NO_DELIMITER else delimiter
        ),
    }
    notes = (Note("table_format", encoding), *decoded.notes, *renamed)
    return RowReading(
        path.name,
        header,
        tuple(table.cells),
        tuple(table.origins),
        tuple(table.rejects),
        notes,
        "" if delimiter == _NO_DELIMITER else delimiter,
    )


def sniff_delimiter(lines: list[str]) -> str:
    """Find the delimiter: the one under which most rows are as wide as the header.

    Args:
        lines: First physical lines of the file, line ends included.

    Returns:
        One of comma, semicolon, tab, vertical bar, or a character that does not
        occur when the file has a single column.
    """
    scores: list[tuple[float, int, str]] = []
    for delimiter in _DELIMITERS:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        if widths and widths[0] > 1:
            same = sum(width == widths[0] for width in widths[1:])
            share = same / (len(widths) - 1) if len(widths) > 1 else 0.0
            scores.append((share, widths[0], delimiter))
    return max(scores)[2] if scores else _NO_DELIMITER


@dataclass(slots=True)
class _Table:
    cells: list[tuple[str, ...]] = field(default_factory=list)
    origins: list[tuple[str, int]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)


def _collect(records: _Records, source: str, width: int) -> _Table:
    """Keep the rows that are as wide as the header, set the others aside."""
    table = _Table()
    records.width = width
    for number, record in enumerate(records, start=1):
        if record is None:
            table.rejects.append(Reject(source, number, "broken_row", "unclosed quote"))
        elif len(record) == width:
            table.cells.append(tuple(record))
            table.origins.append((source, number))
        else:
            detail = f"{len(record)} cells, {width} columns"
            table.rejects.append(Reject(source, number, "broken_row", detail))
    return table


class _Records:
    """Records of a delimited file, resumed at the next line after a broken quote.

    A stray quote makes a CSV parser swallow the rows that follow, up to the next
    quote. So a record that runs over several lines and does not come out right is
    given up at its first line, and reading goes on with the second.
    """

    def __init__(self, lines: list[str], delimiter: str) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._at = 0
        self.width: int | None = None

    def __iter__(self) -> Iterator[list[str] | None]:
        while self._at < len(self._lines):
            yield from self._sound_records()
            if self._at < len(self._lines):
                yield self._first_line_alone()

    def _sound_records(self) -> Iterator[list[str]]:
        """Read on until a record breaks; ``_at`` then stands on its first line."""
        start = self._at
        rest = map(self._lines.__getitem__, range(start, len(self._lines)))
        reader = csv.reader(rest, delimiter=self._delimiter, strict=True)
        while True:
            try:
                record = next(reader)
            except (StopIteration, csv.Error):
                break
            end = start + reader.line_num
            several_lines = end - self._at > 1
            if several_lines and self.width is not None and len(record) != self.width:
                return
            self._at = end
            if record:
                yield record
        if self._rest_is_blank():
            self._at = len(self._lines)

    def _rest_is_blank(self) -> bool:
        return all(not line.strip() for line in self._lines[self._at :])

    def _first_line_alone(self) -> list[str] | None:
        """Read the line that broke by itself, forgiving quotes inside a cell."""
        line = self._lines[self._at]
        self._at += 1
        record = next(csv.reader([line], delimiter=self._delimiter), None)
        return record if record and len(record) == self.width else None
