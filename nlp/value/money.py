"""Amounts of money as people write them in French and in English."""

from __future__ import annotations

from nlp.formatting import MINUS, NARROW, number, signed
from nlp.types import Lang

_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}

_WHOLE_FROM = 100.0
"""Amounts from which cents say nothing."""


def format_money(value: float, lang: Lang, currency: str = "EUR", *, plus: bool = False) -> str:
    """Write an amount with its currency.

    Args:
        value: The amount; below 100 in size it keeps its cents.
        lang: Language.
        currency: Its ISO code; the code stands where the currency has no common sign.
        plus: Whether a gain bears its plus sign.

    Returns:
        ``1 234 €`` with narrow no-break spaces in French, ``€1,234`` in English; a loss
        begins with a minus sign in both.
    """
    digits = 0 if round(abs(value), 2) >= _WHOLE_FROM or value == 0 else 2
    text = (signed if plus else number)(value, lang, digits=digits)
    symbol = _SYMBOLS.get(currency)
    if lang == "fr":
        return f"{text}{NARROW}{symbol or currency}"
    sign = text[0] if text[0] in f"+{MINUS}" else ""
    before = symbol or f"{currency}{NARROW}"
    return f"{sign}{before}{text.removeprefix(sign)}"
