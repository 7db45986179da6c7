"""Figures and rows put into words: estimates, changes, contacts, where a quote comes from."""

from __future__ import annotations

import math
from typing import Literal

from nlp.digest.findings import Money
from nlp.digest.model import Estimate, Quote
from nlp.digest.texts import say, word
from nlp.digest.weeks import day_name
from nlp.formatting import number, share, signed
from nlp.types import SCALE_BOUNDS, Lang, Satisfaction, Scale
from nlp.value import format_money

Tone = Literal["bad", "good", "flat"]

_MINUS, _JOINER = "\u2212", "\u2060"  # lines break between a minus and a currency

_WIDE_SCALE = 50.0
"""Scales wider than this are told in whole points and tenths."""


def contacts_text(n: int, lang: Lang) -> str:
    """``1 contact``, ``26 contacts``; in French none is singular."""
    return _counted("contacts", number(n, lang), n, lang)


def weeks_text(n: int, lang: Lang) -> str:
    """``1 semaine``, ``9 semaines``."""
    return _counted("weeks", number(n, lang), n, lang)


def share_points(change: float, lang: Lang) -> str:
    """A change of a share, in percentage points: ``+4,1 pts``."""
    points = round(100 * change, 1)
    return _counted("points", signed(points, lang, digits=1), points, lang)


def score_points(change: float, scale: Scale, lang: Lang) -> str:
    """A change of a mean score: ``−0,17 point``."""
    digits = score_digits(scale, change)
    text = signed(change, lang, digits=digits)
    return _counted("score_points", text, round(change, digits), lang)


def share_range(change: Estimate, lang: Lang) -> str | None:
    """The interval of a change of a share: ``+0,8 à +7,9``."""
    if change.low is None or change.high is None:
        return None
    low, high = (signed(100 * end, lang, digits=1) for end in (change.low, change.high))
    return say("range", lang, low=low, high=high)


def estimate_text(estimate: Estimate, lang: Lang, digits: int) -> tuple[str, str | None]:
    """A signed figure and its interval: ``−2,10`` and ``−2,81 à −1,44``."""
    value = signed(estimate.value, lang, digits=digits)
    if estimate.low is None or estimate.high is None:
        return value, None
    low, high = (signed(end, lang, digits=digits) for end in (estimate.low, estimate.high))
    return value, say("range", lang, low=low, high=high)


def with_range(value: str, interval: str | None) -> str:
    """A figure with its interval in parentheses, where it has one."""
    return value if interval is None else f"{value} ({interval})"


def score_digits(scale: Scale, *values: float | None) -> int:
    """Decimals that show points of a scale, more where one would wrongly read as zero."""
    low, high = SCALE_BOUNDS[scale]
    digits = 1 if high - low > _WIDE_SCALE else 2
    vanishing = [v for v in values if v and abs(v) < 0.5 * 10**-digits]
    return digits + 1 if vanishing else digits


def digits_of(estimate: Estimate, scale: Scale) -> int:
    """Decimals for an estimate in points of a scale."""
    return score_digits(scale, estimate.value, estimate.low, estimate.high)


def points_text(estimate: Estimate, scale: Scale, lang: Lang) -> str:
    """A change of a mean in points with its interval: ``+0,07 point (+0,03 à +0,12)``."""
    digits = digits_of(estimate, scale)
    value, interval = estimate_text(estimate, lang, digits)
    counted = _counted("score_points", value, round(estimate.value, digits), lang)
    return with_range(counted, interval)


def money_text(money: Money, lang: Lang) -> str:
    """An amount with its interval: ``12 000 € (8 000 € à 16 000 €)``."""
    amount = money.amount
    value = format_money(amount.value, lang, money.currency)
    if money.is_upper_bound:
        value = say("money.most", lang, amount=value)
    if amount.low is None or amount.high is None:
        return value
    low, high = (format_money(end, lang, money.currency) for end in (amount.low, amount.high))
    told = with_range(value, say("range", lang, low=low, high=high))
    return told.replace(_MINUS, f"{_MINUS}{_JOINER}")


def unit_text(scale: Scale, lang: Lang) -> str:
    """What the points are out of: ``sur 10``."""
    return say("unit", lang, top=number(SCALE_BOUNDS[scale][1], lang))


def scale_name(scale: Scale, lang: Lang) -> str:
    """Name of a scale: ``NPS``."""
    return say(f"scale.{scale}", lang)


def half_width(estimate: Estimate) -> float | None:
    """What stands after ±: half the width of the interval."""
    if estimate.low is None or estimate.high is None:
        return None
    return (estimate.high - estimate.low) / 2


def headline_score(score: Estimate, scale: Scale, lang: Lang) -> tuple[str, str | None]:
    """The headline figure, and its half-width: ``+12`` and ``± 9``, or ``3,8`` and ``± 0,2``."""
    nps = scale == "nps"
    digits = 0 if nps else 1
    value = (signed if nps else number)(score.value, lang, digits=digits)
    half = half_width(score)
    return value, None if half is None else f"±\u00a0{number(half, lang, digits=digits)}"


def score_change_text(change: Estimate, scale: Scale, lang: Lang) -> str:
    """A change of the headline figure: ``−9 points (−17 à −1)``."""
    digits = 0 if scale == "nps" else 1
    value, interval = estimate_text(change, lang, digits)
    return with_range(_counted("score_points", value, round(change.value, digits), lang), interval)


def tone_of(value: float, *, is_signal: bool, more_is_bad: bool) -> Tone:
    """Whether a change is bad news, good news or chance."""
    if not is_signal:
        return "flat"
    return "bad" if (value > 0) == more_is_bad else "good"


def mark_of(value: float, *, is_signal: bool) -> str:
    """Direction of a change that is a signal; a wave for one that is not."""
    if not is_signal:
        return "≈"
    return "▲" if value > 0 else "▼"


def signal_word(lang: Lang, is_signal: bool) -> str:
    """``signal`` or ``bruit``."""
    return say("signal" if is_signal else "noise", lang)


def number_of_week(week: str, lang: Lang, beside: str) -> str:
    """``la semaine 44``; with its year where it is not that of the week beside it."""
    year, n = week[:4], str(int(week[-2:]))
    if year == beside[:4]:
        return say("week", lang, n=n)
    return say("week.year", lang, n=n, year=year)


def given_score(satisfaction: Satisfaction, lang: Lang) -> str:
    """The score a customer gave: ``2/10``, or ``40 %``."""
    value = satisfaction.value
    if satisfaction.scale == "percent":
        return share(value / 100, lang, digits=0)
    digits = 0 if value == math.floor(value) else 1
    top = SCALE_BOUNDS[satisfaction.scale][1]
    return f"{number(value, lang, digits=digits)}/{number(top, lang)}"


def quote_source(quote: Quote, lang: Lang) -> str:
    """Where a quote comes from: ``appel, 12 novembre, note 2/10``."""
    parts = [word("channel", quote.channel, lang)]
    if quote.said_on is not None:
        parts.append(day_name(quote.said_on, lang, year=False))
    if quote.satisfaction is not None:
        parts.append(say("scored", lang, score=given_score(quote.satisfaction, lang)))
    return ", ".join(parts)


def counts_text(kind: str, counts: tuple[tuple[str, int], ...], lang: Lang) -> str:
    """Counts per value: ``français 160 · anglais 152``."""
    return " · ".join(f"{word(kind, code, lang)}\u00a0{number(n, lang)}" for code, n in counts)


def _counted(key: str, text: str, value: float, lang: Lang) -> str:
    """A figure with its unit in the singular or plural; French counts as one below two."""
    single = abs(value) < 2 if lang == "fr" else abs(value) == 1
    return say(f"{key}.{'one' if single else 'many'}", lang, value=text)
