"""Dates of any usual writing; day-first or month-first is settled once per column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, Literal, get_args

from nlp.readers.cells import cell_text, fold, is_missing
from nlp.readers.notes import Note

DateFormat = Literal["iso", "day_first", "month_first"]
DATE_FORMATS: tuple[DateFormat, ...] = get_args(DateFormat)

FIRST_YEAR = 1990
"""Older contacts are misread numbers."""
YEARS_AHEAD = 1
"""A contact later than next year is a misread or mistyped date."""

_NUMERIC = re.compile(r"(\d{1,4})([/.\-])(\d{1,2})\2(\d{1,4})(?:(?:[ T,]|\bà\b|\bat\b)+(.+))?")
_TIME = re.compile(
    r"(?P<h>\d{1,2})(?:[:h](?P<m>\d{2})?)(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?\s*"
    r"(?P<half>[ap]\.?m\.?)?\s*(?P<zone>.*)",
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?:utc|gmt)? ?([+-])(\d{1,2}):?(\d{2})?(?: ?\(.*\))?", re.IGNORECASE)
_NAMED_ZONES = {"": 0, "z": 0, "utc": 0, "gmt": 0, "(utc)": 0, "cet": 1, "cest": 2, "bst": 1}
_WORDED = re.compile(
    r"(?:[^\W\d]+\.?,? )?(?:le )?"
    r"(?:(?P<d1>\d{1,2})(?:er|st|nd|rd|th)?[ \-/.](?:of |de )?(?P<m1>[^\W\d]+)\.?,?"
    r"|(?P<m2>[^\W\d]+)\.? (?P<d2>\d{1,2})(?:er|st|nd|rd|th)?,?)"
    r"[ \-/.](?P<y>\d{4}|\d{2})(?:(?:[ ,]|\bà\b|\bat\b)+(?P<time>.+))?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{5}(?:[.,]\d+)?|\d{10}(?:[.,]\d+)?|\d{13}")
_COMPACT = re.compile(r"\d{14}")
_SHOWABLE = re.compile(r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}(?:[ T].{0,18})?")
_NULL_DATE = re.compile(r"0000[-/]00[-/]00.*|00[-/]00[-/]0000.*")

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan janv janvier january",
            "fev fevr fevrier feb february",
            "mar mars march",
            "avr avril apr april",
            "mai may",
            "juin jun june",
            "juil juill juillet jul july",
            "aou aout aug august",
            "sep sept septembre september",
            "oct octobre october",
            "nov novembre november",
            "dec decembre december",
        ),
        start=1,
    )
    for word in words.split()
}
_EXCEL_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)


class UnreadableDateError(ValueError):
    """A cell that is no date; the message shows it when it cannot hold a verbatim."""


@dataclass(slots=True)
class DateReader:
    """Reads the dates of one column.

    Attributes:
        order: How ``03/11/2026`` is read; ``iso`` refuses it.
        latest_year: A later year is refused.
    """

    order: DateFormat
    latest_year: int = field(default_factory=lambda: datetime.now(UTC).year + YEARS_AHEAD)
    _seen: dict[str, datetime | None] = field(default_factory=dict)

    def read(self, value: Any) -> datetime | None:
        """Read a cell.

        Args:
            value: A text, number, ``date`` or ``datetime``.

        Returns:
            The moment in UTC (a time without a zone is taken as UTC), or ``None``
            for an empty cell.

        Raises:
            UnreadableDateError: The cell is not a date, does not exist in the calendar, or
                lies before 1990 or beyond next year.
        """
        if isinstance(value, datetime | date) and value == value:  # NaT
            return self._checked(_as_datetime(value), cell_text(value))
        text = cell_text(value)
        if text in self._seen:
            return self._seen[text]
        moment = None
        if not is_missing(text) and not _NULL_DATE.fullmatch(text):
            moment = self._checked(_parse(text, self.order), text)
        self._seen[text] = moment
        return moment

    def _checked(self, moment: datetime | None, text: str) -> datetime:
        if moment is None:
            raise UnreadableDateError(_shown(text))
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        if not FIRST_YEAR <= moment.year <= self.latest_year:
            raise UnreadableDateError(f"{_shown(text)}: {FIRST_YEAR}–{self.latest_year}")
        return moment


def settle_dates(
    column: str, values: Iterable[Any], stated: DateFormat | None
) -> tuple[DateReader, tuple[Note, ...]]:
    """Settle once for a column what ``03/11/2026`` means.

    Args:
        column: Its name, for the notes.
        values: All its cells.
        stated: The order that the mapping states, if any.

    Returns:
        The reader of the column's cells, and what to say aloud: the order stated, proved
        by a number above 12, or assumed day first, and numbers read as dates.
    """
    n_day = n_month = n_either = n_numbers = 0
    for value in values:
        text = cell_text(value) if not isinstance(value, datetime | date) else ""
        if _NUMBER.fullmatch(text):
            n_numbers += 1
        match = _NUMERIC.fullmatch(text)
        if match and len(match[1]) <= 2:
            first, second = int(match[1]), int(match[3])
            n_day += first > 12 >= second
            n_month += second > 12 >= first
            n_either += first <= 12 and second <= 12
    order: DateFormat = stated or ("month_first" if n_month > n_day else "day_first")
    notes = _order_notes(column, order, stated, (n_day, n_month, n_either))
    if n_numbers:
        notes.append(Note("dates_serial", {"column": column, "n": n_numbers}))
    return DateReader(order), tuple(notes)


def _order_notes(
    column: str, order: DateFormat, stated: DateFormat | None, counts: tuple[int, int, int]
) -> list[Note]:
    n_day, n_month, n_either = counts
    if stated:
        return [Note("dates_stated", {"column": column, "order": order})]
    if n_day and n_month:
        params: dict[str, str | int | float] = {"n_day": n_day, "n_month": n_month}
        return [Note("dates_conflict", {"column": column, "order": order, **params})]
    if n_day or n_month:
        return [Note(f"dates_{order}_proved", {"column": column, "n": n_day or n_month})]
    return [Note("dates_day_first_assumed", {"column": column, "n": n_either})] if n_either else []


def is_date_like(text: str) -> bool:
    """Whether a cell of a sample reads as a date written out, in either order."""
    return _written(text, "day_first") is not None or _written(text, "month_first") is not None


def _parse(text: str, order: DateFormat) -> datetime | None:
    """A date written out, or a number that stands for one; ``None`` if it is neither."""
    if _NUMBER.fullmatch(text):
        return _from_number(float(text.replace(",", ".")))
    return _written(text, order)


def _written(text: str, order: DateFormat) -> datetime | None:
    try:
        if len(text) >= 8 and text[:4].isdigit():
            if _COMPACT.fullmatch(text):
                return datetime.strptime(text, "%Y%m%d%H%M%S")
            return datetime.fromisoformat(text)
    except ValueError:
        pass  # another writing that begins with a year
    try:
        if match := _NUMERIC.fullmatch(text):
            return _numeric(match, order)
        if match := _WORDED.fullmatch(" ".join(text.replace("\u202f", " ").split())):
            return _worded(match)
    except ValueError:  # the 31st of February, 25 o'clock
        return None
    return None


def _numeric(match: re.Match[str], order: DateFormat) -> datetime | None:
    first, middle, last = int(match[1]), int(match[3]), int(match[4])
    if len(match[1]) == 4:
        year, month, day = first, middle, last
    elif len(match[1]) == 3 or order == "iso" or len(match[4]) not in (2, 4):
        return None
    else:
        year = _full_year(last)
        day, month = (middle, first) if order == "month_first" else (first, middle)
    return _with_time(date(year, month, day), match[5])


def _worded(match: re.Match[str]) -> datetime | None:
    month = _MONTHS.get(fold(match["m1"] or match["m2"]))
    if month is None:
        return None
    day = date(_full_year(int(match["y"])), month, int(match["d1"] or match["d2"]))
    return _with_time(day, match["time"])


def _full_year(year: int) -> int:
    """``26`` is 2026, ``97`` is 1997."""
    if year >= 100:
        return year
    return 1900 + year if year >= FIRST_YEAR % 100 else 2000 + year


def _with_time(day: date, text: str | None) -> datetime | None:
    if not text or not text.strip():
        return datetime(day.year, day.month, day.day)
    match = _TIME.fullmatch(text.strip())
    zone = _zone(match["zone"].strip()) if match else None
    if match is None or zone is None:
        return None
    hour = int(match["h"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    micro = int((match["f"] or "0")[:6].ljust(6, "0"))
    clock = time(hour, int(match["m"] or 0), int(match["s"] or 0), micro, tzinfo=zone)
    return datetime.combine(day, clock)


def _zone(text: str) -> timezone | None:
    if text.lower() in _NAMED_ZONES:
        return timezone(timedelta(hours=_NAMED_ZONES[text.lower()]))
    match = _ZONE.fullmatch(text)
    if match is None:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-offset if match[1] == "-" else offset)


def _from_number(number: float) -> datetime | None:
    """Days of Excel, or seconds or milliseconds of Unix, told apart by their size."""
    if number < 100_000:
        return _EXCEL_EPOCH + timedelta(seconds=round(number * 86_400))
    return datetime.fromtimestamp(number / 1000 if number > 10**11 else number, tz=UTC)


def _as_datetime(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


def _shown(text: str) -> str:
    """The cell where it is a would-be date; its length where it may be anything."""
    return text if _SHOWABLE.fullmatch(text) else f"({len(text)} characters)"
