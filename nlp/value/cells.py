"""Read whole columns of amounts, marks and dates; what cannot be read is named by its row."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.errors import InputError
from nlp.readers import Note as ReaderNote
from nlp.readers.cells import cell_text, fold, is_missing
from nlp.readers.dates import UnreadableDateError, settle_dates

Floats = NDArray[np.float64]

_TRUE = frozenset({"true", "1", "yes", "y", "oui", "o", "vrai", "x"})
_FALSE = frozenset({"false", "0", "no", "n", "non", "faux"})

_NOT_NUMBER = re.compile(r"[\s\u00a0\u202f'’€$£]|EUR|GBP|USD|CHF", re.IGNORECASE)
_GROUPED = {
    ",": re.compile(r"[-+\u2212]?\d{1,3}(?:,\d{3})+"),
    ".": re.compile(r"[-+\u2212]?\d{1,3}(?:\.\d{3})+"),
}
_AMOUNT = {
    ".": re.compile(r"[-+\u2212]?(?:\d{1,3}(?:,\d{3})+|\d*)(?:\.\d*)?"),
    ",": re.compile(r"[-+\u2212]?(?:\d{1,3}(?:\.\d{3})+|\d*)(?:,\d*)?"),
}
"""An amount by its column's decimal mark; the other mark only between groups of three."""
_FAR_YEAR = 2900
"""Systems write "no end" as a date of the year 9999 or 2999."""
_FAR = re.compile(r"(?:.*\D)?(?:9999|2999)(?:\D.*)?")

_SHOWN_ROWS = 5


def read_amounts(cells: Sequence[Any], rows: Sequence[int], column: str) -> Floats:
    """Read a column of amounts of money.

    Spaces and currency signs do not count. Whether a comma or a point is the decimal
    mark is settled once for the column: by a cell that leaves no doubt (``1.234,50``,
    ``12,5``), else ``1,234`` is read as a thousand and ``1.234`` as one and a bit.

    Args:
        cells: The cells.
        rows: Row of each in the file, for messages.
        column: The column's name, for messages.

    Returns:
        The amounts, NaN where a cell is empty; (n,).

    Raises:
        InputError: A cell is no number, or is below 0.
    """
    texts = [_NOT_NUMBER.sub("", cell_text(cell)) for cell in cells]
    decimal = _decimal_mark([t for c, t in zip(cells, texts, strict=True) if isinstance(c, str)])
    values = np.full(len(texts), np.nan)
    wrong: list[int] = []
    for i, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        if is_missing(cell_text(cell)):
            continue
        number = _number(cell, text, decimal)
        if number is None:
            wrong.append(rows[i])
        else:
            values[i] = number
    _refuse(wrong, column, "no amount that can be read")
    negative = [rows[i] for i in np.flatnonzero(values < 0).tolist()]
    _refuse(negative, column, "an amount below 0")
    return values


def read_marks(cells: Sequence[Any], rows: Sequence[int], column: str) -> Floats:
    """Read a column of yes and no.

    Returns:
        1, 0 or, where a cell is empty, NaN; (n,).

    Raises:
        InputError: A cell is neither.
    """
    values = np.full(len(cells), np.nan)
    wrong: list[int] = []
    for i, cell in enumerate(cells):
        word = fold(cell_text(cell))
        if word in _TRUE or word in _FALSE:
            values[i] = float(word in _TRUE)
        elif not is_missing(cell_text(cell)):
            wrong.append(rows[i])
    _refuse(wrong, column, "neither yes nor no")
    return values


def read_risks(cells: Sequence[Any], rows: Sequence[int], column: str) -> Floats:
    """Read a column of scores of risk, or of yes and no; see :func:`read_marks`.

    Raises:
        InputError: A cell is neither a number nor yes or no.
    """
    words = {fold(cell_text(cell)) for cell in cells if not is_missing(cell_text(cell))}
    if words <= _TRUE | _FALSE:
        return read_marks(cells, rows, column)
    return read_amounts([_without_percent(cell) for cell in cells], rows, column)


def read_dates(
    cells: Sequence[Any], rows: Sequence[int], column: str
) -> tuple[Floats, int, tuple[ReaderNote, ...]]:
    """Read a column of dates as days.

    Returns:
        Days since 1970, in UTC, NaN where a cell is empty; how many cells hold a date
        so far away that it stands for none; and what was settled about the column.

    Raises:
        InputError: A cell is no date.
    """
    kept = [None if _is_far(cell) else cell for cell in cells]
    reader, notes = settle_dates(column, kept, None)
    values = np.full(len(cells), np.nan)
    wrong: list[int] = []
    for i, cell in enumerate(kept):
        try:
            moment = reader.read(cell)
        except UnreadableDateError:
            wrong.append(rows[i])
            continue
        if moment is not None:
            values[i] = moment.date().toordinal() - _EPOCH
    _refuse(wrong, column, "no date that can be read")
    n_far = sum(_is_far(cell) for cell in cells)
    return values, n_far, notes


_EPOCH = date(1970, 1, 1).toordinal()


def as_day(number: float) -> date:
    """The day of a number of days since 1970."""
    return date.fromordinal(int(number) + _EPOCH)


def day_number(day: date) -> int:
    """Days since 1970."""
    return day.toordinal() - _EPOCH


def _decimal_mark(texts: Sequence[str]) -> str:
    """The column's decimal mark, by the cells that leave no doubt."""
    for text in texts:
        comma, point = text.rfind(","), text.rfind(".")
        if comma >= 0 and point >= 0:
            return "," if comma > point else "."
    for mark, other in ((",", "."), (".", ",")):
        marked = [text for text in texts if mark in text]
        if any(not _GROUPED[mark].fullmatch(text) for text in marked):
            return mark
        if any(text.count(mark) > 1 for text in marked):
            return other
    return "."


def _number(cell: Any, text: str, decimal: str) -> float | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell) if math.isfinite(cell) else None
    if not _AMOUNT[decimal].fullmatch(text) or not any(map(str.isdigit, text)):
        return None
    plain = text.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    return float(plain.replace("\u2212", "-"))


def _without_percent(cell: Any) -> Any:
    return cell.strip().removesuffix("%") if isinstance(cell, str) else cell


def _is_far(cell: Any) -> bool:
    if isinstance(cell, datetime | date) and cell == cell:
        return cell.year >= _FAR_YEAR
    return isinstance(cell, str) and bool(_FAR.fullmatch(cell.strip()))


def _refuse(rows: Sequence[int], column: str, what: str) -> None:
    if rows:
        named = ", ".join(map(str, rows[:_SHOWN_ROWS])) + (", …" if len(rows) > _SHOWN_ROWS else "")
        raise InputError(
            f"column {column!r}: {len(rows)} cell(s) hold {what} (row {named}): correct them or "
            "leave them empty"
        )
