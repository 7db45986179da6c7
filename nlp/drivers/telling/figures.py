"""Write the figures of an estimate as people of each language do."""

from __future__ import annotations

from nlp.formatting import NO_BREAK, number
from nlp.types import Lang


def format_share(value: float, lang: Lang, *, digits: int = 1) -> str:
    """A share in [-1, 1] as a percentage: ``12,5 %`` in French, ``12.5%`` in English."""
    unit = f"{NO_BREAK}%" if lang == "fr" else "%"
    return number(100 * value, lang, digits=digits) + unit


def format_points(value: float, lang: Lang, *, digits: int = 2) -> str:
    """A number of points with its unit, see :func:`point_word`."""
    return f"{number(value, lang, digits=digits)}{NO_BREAK}{point_word(value, lang, digits)}"


def point_word(value: float, lang: Lang, digits: int) -> str:
    """The unit of a number of points: French counts in the plural from 2 on."""
    several = abs(value) >= 2 if lang == "fr" else round(abs(value), digits) != 1
    return "points" if several else "point"


def format_p(value: float, lang: Lang) -> str:
    """A p-value or q-value with its sign of comparison: ``= 0.031`` or ``< 0.001``."""
    small = value < 0.001
    return f"{'<' if small else '='}{NO_BREAK}{number(0.001 if small else value, lang, digits=3)}"


def format_range(low: str, high: str, lang: Lang) -> str:
    """The two ends of an interval in words: ``de … à …`` or ``… to …``."""
    return f"de {low} à {high}" if lang == "fr" else f"{low} to {high}"
