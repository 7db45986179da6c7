"""Durations: seconds, minutes, hours, ``hh:mm:ss``, ``5 min 30``."""

from __future__ import annotations

import re
from typing import Literal

from nlp.readers.cells import fold

Unit = Literal["milliseconds", "seconds", "minutes", "hours", "days"]

_SECONDS: dict[Unit, float] = {
    "milliseconds": 0.001,
    "seconds": 1.0,
    "minutes": 60.0,
    "hours": 3600.0,
    "days": 86_400.0,
}
_WORDS_OF_UNIT: dict[Unit, str] = {
    "milliseconds": "ms msec milliseconds millisecondes",
    "seconds": "s sec secs second seconds seconde secondes",
    "minutes": "m mn min mins minute minutes",
    "hours": "h hr hrs heure heures hour hours",
    "days": "d j jour jours day days",
}
_UNIT_WORDS: dict[str, Unit] = {
    word: unit for unit, words in _WORDS_OF_UNIT.items() for word in words.split()
}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_CLOCK = re.compile(
    r"(?:(?P<d>\d+)[.\s]\s*)?(?P<a>\d{1,3}):(?P<b>\d{2})(?::(?P<c>\d{2}(?:[.,]\d+)?))?"
)
_PARTS = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?\s*")
_ISO = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?", re.IGNORECASE)


def header_unit(column: str) -> Unit:
    """The unit that a column's name states (``dmt_min``, ``durée (s)``); seconds if none."""
    for word in reversed(fold(column).split()):
        if word in _UNIT_WORDS:
            return _UNIT_WORDS[word]
    return "seconds"


def without_unit(folded: str) -> str:
    """A folded column name without its unit: ``dmt min`` becomes ``dmt``."""
    words = [
        w
        for w in folded.split()
        if w not in _UNIT_WORDS and w not in ("hh", "mm", "ss", "en", "in")
    ]
    return " ".join(words)


def parse_duration(text: str, unit: Unit = "seconds", *, hours_first: bool = False) -> float | None:
    """Read a duration.

    Args:
        text: A cell: ``332``, ``5,5``, ``00:05:32``, ``5:32``, ``5 min 30``, ``2h15``, ``PT5M32S``.
        unit: What a bare number counts.
        hours_first: Whether ``5:32`` is hours and minutes rather than minutes and seconds.

    Returns:
        Seconds, at least 0; ``None`` if the cell is no duration.
    """
    text = text.replace("\u202f", " ").replace("\u00a0", " ").strip()
    if _NUMBER.fullmatch(text):
        return _float(text) * _SECONDS[unit]
    if match := _CLOCK.fullmatch(text):
        days, first, second = int(match["d"] or 0), int(match["a"]), int(match["b"])
        if match["c"] is not None:
            return days * 86_400 + first * 3600 + second * 60 + _float(match["c"])
        return days * 86_400.0 + (
            first * 3600 + second * 60 if hours_first else first * 60 + second
        )
    if len(text) > 1 and (match := _ISO.fullmatch(text)):
        days_h_m_s = [float(group or 0) for group in match.groups()]
        return sum(n * size for n, size in zip(days_h_m_s, (86_400, 3600, 60, 1), strict=True))
    return _worded(text.lower())


def _worded(text: str) -> float | None:
    """``5 min 30``, ``2h15``: numbers with units, the last one may go without."""
    total, at = 0.0, 0
    last: Unit | None = None
    while match := _PARTS.match(text, at):
        unit = _UNIT_WORDS.get(fold(match[2]))
        if unit is None:
            return None
        total += _float(match[1]) * _SECONDS[unit]
        last, at = unit, match.end()
    rest = text[at:].strip()
    smaller: dict[Unit, Unit] = {"hours": "minutes", "minutes": "seconds"}
    if rest.isdecimal() and last in smaller:
        return total + int(rest) * _SECONDS[smaller[last]]
    return total if at and not rest else None


def _float(text: str) -> float:
    return float(text.replace(",", "."))
