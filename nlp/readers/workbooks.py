"""XLSX: the sheet and the row where the table starts, formulas as their values."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from nlp.errors import InputError, MappingError, UnreadableFileError, did_you_mean
from nlp.readers.cells import cell_text, fold
from nlp.readers.headers import clean_header
from nlp.readers.notes import Note
from nlp.readers.reading import RowReading

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_HEADER_ROWS = 10
"""Titles and blank rows that may stand above the header."""
_SAMPLE_ROWS = 200

HasText = Callable[[Sequence[str], Sequence[Sequence[Any]]], bool]
"""Tells from column names and first rows whether a table holds verbatims."""


def read_workbook(path: Path, has_text: HasText, named: str | None = None) -> RowReading:
    """Read the sheet of a workbook that is named, or that holds verbatims.

    Args:
        path: The file.
        has_text: Recognises the sheet: the first that passes wins; if none does, the first
            sheet that is not empty is read.
        named: Name of the sheet to read, forgiving case, accents and punctuation; by
            default ``has_text`` settles it.

    Returns:
        The rows, cells as Excel keeps them: text, numbers, ``datetime``; a cell shown
        as a percentage becomes text such as ``85 %``.

    Raises:
        InputError: The file cannot be opened.
        UnreadableFileError: It is not a workbook, is damaged, or every sheet (or the one
            named) is empty.
        MappingError: It has no sheet of that name.
    """
    with _open_workbook(path) as workbook:
        chosen: tuple[str, list[list[Any]], int] | None = None
        for sheet in _sheets(workbook, named, path):
            rows, above, found = _sheet_rows(sheet, has_text)
            if rows and (chosen is None or found):
                chosen = (sheet.title, rows, above)
            if found:
                break
        names = [sheet.title for sheet in workbook.worksheets]
    if chosen is None:
        which = f"sheet {named!r} is empty" if named else "sheets are all empty"
        raise UnreadableFileError(f"{path} is a workbook whose {which}")
    title, rows, above = chosen
    return _as_reading(path.name, title, rows, above, [name for name in names if name != title])


def _sheets(workbook: Workbook, named: str | None, path: Path) -> Sequence[Worksheet]:
    """All sheets, or the one that is named."""
    sheets: Sequence[Worksheet] = workbook.worksheets
    if named is None:
        return sheets
    found = [sheet for sheet in sheets if sheet.title == named]
    found = found or [sheet for sheet in sheets if fold(sheet.title) == fold(named)]
    if len(found) != 1:
        titles = [sheet.title for sheet in sheets]
        raise MappingError(
            f"{path.name} has no sheet {named!r}; its sheets: {', '.join(titles)}."
            f"{did_you_mean(named, titles)}"
        )
    return found


@contextmanager
def _open_workbook(path: Path) -> Iterator[Workbook]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    with warnings.catch_warnings():
        # openpyxl warns of styles and validations that it does not carry over:
        # only the values are read here.
        warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
        try:
            # Opened here, because openpyxl judges a path by its suffix.
            with path.open("rb") as stream:
                workbook = openpyxl.load_workbook(stream, read_only=True, data_only=True)
                try:
                    yield workbook
                finally:
                    workbook.close()
        except (zipfile.BadZipFile, InvalidFileException, KeyError, ParseError, EOFError) as error:
            raise UnreadableFileError(
                f"{path} is not a readable XLSX workbook ({type(error).__name__}): open it in a "
                "spreadsheet program and save it again as .xlsx or CSV"
            ) from error
        except ValueError as error:
            raise UnreadableFileError(
                f"{path} is a damaged XLSX workbook: open it in a spreadsheet program and save "
                "it again as .xlsx or CSV"
            ) from error
        except OSError as error:
            raise InputError(f"{path} cannot be opened: {error.strerror or error}") from error


def _sheet_rows(sheet: Worksheet, has_text: HasText) -> tuple[list[list[Any]], int, bool]:
    """Rows from the header on, how many stand above it, and whether a text column was found."""
    read_only: Any = sheet  # typed as a full worksheet, which has no such method
    read_only.reset_dimensions()  # written wrong by many exporters
    rows = [[_value(cell) for cell in row] for row in sheet.iter_rows()]
    while rows and not any(map(cell_text, rows[-1])):
        rows.pop()
    for above, row in enumerate(islice(rows, _HEADER_ROWS)):
        below = rows[above + 1 : above + 1 + _SAMPLE_ROWS]
        if _could_be_header(row, below):
            return rows[above:], above, has_text([cell_text(cell) for cell in row], below)
    return rows, 0, False


def _could_be_header(row: Sequence[Any], below: Sequence[Sequence[Any]]) -> bool:
    """A title above the table fills one cell; a header names at least half of the columns."""
    filled = [sum(1 for cell in cells if cell_text(cell)) for cells in (row, *below)]
    return filled[0] > 0 and 2 * filled[0] >= max(filled)


def _value(cell: Any) -> Any:
    """The value as the sheet shows it where that changes its meaning."""
    value = cell.value
    if cell.data_type == "e":
        return None
    if isinstance(value, int | float) and "%" in str(cell.number_format):
        return f"{value * 100:.10g} %"
    return value


def _as_reading(
    source: str, title: str, rows: list[list[Any]], above: int, others: list[str]
) -> RowReading:
    filled = [
        max((i for i, cell in enumerate(row, 1) if cell_text(cell)), default=0) for row in rows
    ]
    width = max(filled)
    padded = [tuple(row[:width]) + (None,) * (width - len(row)) for row in rows]
    header, renamed = clean_header(padded[0])
    notes = list(renamed)
    if others:
        notes.append(Note("sheet_chosen", {"sheet": title, "others": ", ".join(others)}))
    if above:
        notes.append(Note("header_row", {"row": above + 1}))
    cells = tuple(padded[1:])
    origins = tuple((source, number) for number in range(1, len(cells) + 1))
    return RowReading(source, header, cells, origins, (), tuple(notes))
