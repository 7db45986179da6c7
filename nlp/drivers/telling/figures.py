"""Write figures as people of each language do."""

from __future__ import annotations

from nlp.types import Lang

_MINUS = "\u2212"
_NARROW = "\u202f"  # narrow no-break space
_NBSP = "\u00a0"


def format_number(value: float, lang: Lang, digits: int = 2) -> str:
    """A number with a true minus sign, grouped thousands and the language's decimal mark.

    Args:
        value: Any finite number.
        lang: Language.
        digits: Decimals.

    Returns:
        ``−1 234,50`` (no-break space) in French, ``−1,234.50`` in English; never ``−0``.
    """
    text = f"{value:,.{digits}f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")
    if lang == "fr":
        text = text.replace(",", _NARROW).replace(".", ",")
    return text.replace("-", _MINUS)


def format_share(value: float, lang: Lang, digits: int = 1) -> str:
    """A share in [-1, 1] as a percentage: ``12,5 %`` in French, ``12.5%`` in English."""
    return format_number(100 * value, lang, digits) + (f"{_NBSP}%" if lang == "fr" else "%")


def format_points(value: float, lang: Lang, digits: int = 2) -> str:
    """A number of points with its unit: French counts in the plural from 2 on."""
    several = abs(value) >= 2 if lang == "fr" else round(abs(value), digits) != 1
    return f"{format_number(value, lang, digits)}{_NBSP}{'points' if several else 'point'}"


def format_p(value: float, lang: Lang) -> str:
    """A p-value or q-value with its sign of comparison: ``= 0.031`` or ``< 0.001``."""
    small = value < 0.001
    return f"{'<' if small else '='}{_NBSP}{format_number(0.001 if small else value, lang, 3)}"


def format_range(low: str, high: str, lang: Lang) -> str:
    """The two ends of an interval in words: ``de … à …`` or ``… to …``."""
    return f"de {low} à {high}" if lang == "fr" else f"{low} to {high}"
