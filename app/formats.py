"""Intervals, weeks and dates as people write them in French and English."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from nlp.formatting import NO_BREAK, number, signed
from nlp.schemas import UNDATED_WEEK
from nlp.types import Lang
from nlp.weeks import monday_of

_MONTHS: dict[Lang, tuple[str, ...]] = {
    "fr": (
        "janv.", "févr.", "mars", "avr.", "mai", "juin",
        "juil.", "août", "sept.", "oct.", "nov.", "déc.",
    ),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}  # fmt: skip
_WEEK_WORD: dict[Lang, str] = {"fr": "semaine", "en": "week"}
_WEEK_LETTER: dict[Lang, str] = {"fr": "S", "en": "W"}
_UNDATED: dict[Lang, str] = {"fr": "sans date", "en": "undated"}


def span(low: float, high: float, lang: Lang, *, digits: int = 1, plus: bool = False) -> str:
    """Write an interval: ``−1,2 à −0,4`` or ``−1.2 to −0.4``; ``plus`` signs what is above zero."""
    write = signed if plus else number
    word = "à" if lang == "fr" else "to"
    ends = (write(end, lang, digits=digits) for end in (low, high))
    return f"{NO_BREAK}{word}{NO_BREAK}".join(ends)


def day(moment: date, lang: Lang, *, year: bool = True) -> str:
    """Write a day: ``1er nov. 2026`` or ``1 Nov 2026``."""
    first = lang == "fr" and moment.day == 1
    words = [f"{moment.day}{'er' if first else ''}", _MONTHS[lang][moment.month - 1]]
    return NO_BREAK.join([*words, str(moment.year)] if year else words)


def moment(at: datetime, lang: Lang) -> str:
    """Write a day and time: ``9 nov. 2026 à 14 h 05`` or ``9 Nov 2026, 14:05``."""
    if lang == "fr":
        return f"{day(at, lang)} à {at.hour}{NO_BREAK}h{NO_BREAK}{at.minute:02d}"
    return f"{day(at, lang)}, {at.hour:02d}:{at.minute:02d}"


def week_name(week: str, lang: Lang) -> str:
    """Write an ISO week: ``semaine 46 · 9–15 nov. 2026`` or ``week 46 · 9–15 Nov 2026``."""
    if week == UNDATED_WEEK:
        return _UNDATED[lang]
    monday = monday_of(week)
    sunday = monday + timedelta(days=6)
    if monday.month == sunday.month:
        first = f"{monday.day}{'er' if lang == 'fr' and monday.day == 1 else ''}"
    else:
        first = day(monday, lang, year=monday.year != sunday.year)
    return f"{_WEEK_WORD[lang]}{NO_BREAK}{int(week[-2:])} · {first}–{day(sunday, lang)}"


def week_short(week: str, lang: Lang) -> str:
    """Write an ISO week shortly: ``S46`` or ``W46``."""
    return _UNDATED[lang] if week == UNDATED_WEEK else f"{_WEEK_LETTER[lang]}{int(week[-2:])}"


def duration(seconds: float, lang: Lang) -> str:
    """Write a duration: ``45 s``, ``3 min 12 s``."""
    if seconds < 60:
        return f"{number(seconds, lang, digits=1 if seconds < 10 else 0)}{NO_BREAK}s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{number(minutes, lang)}{NO_BREAK}min{NO_BREAK}{rest:02d}{NO_BREAK}s"


def clock(seconds: float) -> str:
    """Write a position in a call: ``2:07``."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"
