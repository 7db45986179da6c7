"""Numbers, shares and weeks as people write them in French and in English."""

from __future__ import annotations

from nlp.types import Lang

_NARROW = "\u202f"
_MINUS = "\u2212"


def number(value: float, lang: Lang, *, digits: int = 0) -> str:
    """Write a number with a fixed count of decimals: ``1 234,5`` or ``1,234.5``."""
    text = f"{abs(value):,.{digits}f}"
    if lang == "fr":
        text = text.replace(",", _NARROW).replace(".", ",")
    negative = value < 0 and any(c in "123456789" for c in text)
    return (_MINUS if negative else "") + text


def signed(value: float, lang: Lang, *, digits: int = 0) -> str:
    """Write a number with its sign, plus included; zero has none."""
    text = number(value, lang, digits=digits)
    positive = value > 0 and any(c in "123456789" for c in text)
    return f"+{text}" if positive else text


def share(value: float, lang: Lang, *, digits: int = 1) -> str:
    """Write a share in [0, 1] as a percentage: ``12,3 %`` or ``12.3%``."""
    return number(100 * value, lang, digits=digits) + (f"{_NARROW}%" if lang == "fr" else "%")
