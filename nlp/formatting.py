"""Numbers and shares as people write them in French and in English."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from nlp.types import LANGS, Lang, Texts

NARROW = "\u202f"
"""Narrow no-break space: between thousands and before ``% ; ! ?`` in French."""

NO_BREAK = "\u00a0"
"""No-break space: before a colon and inside quotation marks in French."""

MINUS = "\u2212"


def number(value: float, lang: Lang, *, digits: int = 0) -> str:
    """Write a number with a fixed count of decimals.

    Args:
        value: The number.
        lang: Whose convention.
        digits: Decimals.

    Returns:
        ``−1 234,5`` with narrow no-break spaces or ``−1,234.5``; never ``−0``.

    Raises:
        ValueError: The number is missing or infinite, which no reader should see.
    """
    if not math.isfinite(value):
        raise ValueError(f"expected a finite number, got {value!r}")
    text = f"{abs(value):,.{digits}f}"
    if lang == "fr":
        text = text.replace(",", NARROW).replace(".", ",")
    return (MINUS if value < 0 and _is_seen(text) else "") + text


def signed(value: float, lang: Lang, *, digits: int = 0) -> str:
    """Write a number with its sign, plus included; zero has none."""
    text = number(value, lang, digits=digits)
    return f"+{text}" if value > 0 and _is_seen(text) else text


def share(value: float, lang: Lang, *, digits: int = 1) -> str:
    """Write a share in [0, 1] as a percentage: ``12,3 %`` or ``12.3%``."""
    return number(100 * value, lang, digits=digits) + (f"{NARROW}%" if lang == "fr" else "%")


def short_number(value: float, lang: Lang) -> str:
    """Write a number with one decimal, a whole one with none: ``7,5`` and ``7``."""
    return number(value, lang, digits=0 if float(value).is_integer() else 1)


def number_texts(value: float) -> Texts:
    """A whole number as people of each language write it."""
    return {lang: number(value, lang) for lang in LANGS}


def _is_seen(text: str) -> bool:
    """Whether a number written out is more than zero."""
    return any(digit in "123456789" for digit in text)


def fill(texts: Texts, values: Mapping[str, Any], lang: Lang) -> str:
    """Fill the blanks of a text.

    Args:
        texts: The text per language.
        values: What fills it, by blank; what differs between languages is a dictionary with
            a text per language.
        lang: Which language.
    """
    filled = {name: v[lang] if isinstance(v, dict) else v for name, v in values.items()}
    return texts[lang].format(**filled)
