"""Rules for numbers said in words, as the transcripts of calls have them.

French and English words are read together: the language of a short turn is often unsure,
and no word of one is a number in the other with another count of digits.
"""

from __future__ import annotations

import re
from typing import Final

from nlp.text.redaction.rule import QUANTITY_AFTER, Rule, Span

MIN_SPOKEN_DIGITS: Final = 8
"""Digits of a run of number words that holds a zero or a double, as phone numbers do."""

MIN_PLAIN_SPOKEN_DIGITS: Final = 10
"""Digits of a run without either: below, it may be two years or a list of prices."""

MIN_DIALLED_DIGITS: Final = 6
"""Digits of a run that begins as French numbers do ("zéro six"). The least reading of ten
digits may be six: "quatre-vingts douze" is 80 12 or 92."""

_FR_UNIT = r"un|deux|trois|quatre(?![ -]vingt)|cinq|six|sept|huit|neuf"
_FR_TEEN = "dix[ -](?:sept|huit|neuf)|dix|onze|douze|treize|quatorze|quinze|seize"
_EN_UNIT = "one|two|three|four|five|six|seven|eight|nine"
_EN_TEEN = "ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
_EN_TENS = "twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety"
_ZERO = "z[ée]ro|oh|o|nought|naught"
_TWO_DIGITS = (
    rf"(?:soixante|quatre[ -]vingts?)(?:[ -](?:et[ -])?(?:{_FR_TEEN}|{_FR_UNIT}))?(?!\w)"
    rf"|(?:vingt|trente|quarante|cinquante|septante|huitante|octante|nonante)"
    rf"(?:[ -](?:et[ -])?(?:{_FR_UNIT}))?(?!\w)"
    rf"|(?:{_EN_TENS})(?:[ -](?:{_EN_UNIT}))?(?!\w)|{_FR_TEEN}|{_EN_TEEN}"
)
_NUMBER = re.compile(
    rf"(?P<two>double (?:{_ZERO}|{_FR_UNIT}|{_EN_UNIT})(?!\w))"
    rf"|(?P<three>(?:triple|treble) (?:{_ZERO}|{_FR_UNIT}|{_EN_UNIT})(?!\w)"
    rf"|(?:{_EN_UNIT}) hundred(?!\w)|(?:(?:{_FR_UNIT}) )?cents?(?!\w))"
    rf"|(?P<pair>{_TWO_DIGITS})(?!\w)|(?P<zero>(?:{_ZERO}))(?!\w)"
    rf"|(?P<one>{_FR_UNIT}|{_EN_UNIT})(?!\w)",
    re.IGNORECASE,
)
_DIGITS = {"two": 2, "three": 3, "pair": 2, "zero": 1, "one": 1}
_ANY_WORD = (
    rf"(?:{_ZERO}|{_FR_UNIT}|quatre|{_FR_TEEN}|{_EN_UNIT}|{_EN_TEEN}|{_EN_TENS}|double|triple|treble"
    r"|hundred|cents?|vingts?|trente|quarante|cinquante|soixante|septante|huitante|octante"
    r"|nonante)(?!\w)"
)
_GAP = r"(?:[ ,.…-]{1,3}(?:(?:et|euh|heu|uh|um|er)[ ,.…]{1,3})?)"
NUMBER_WORDS = rf"(?<![\w'’-])(?:{_ANY_WORD}{_GAP}){{3,}}{_ANY_WORD}"
"""Four number words in a row or more; compile it without regard to case."""

_DIALLED = re.compile(rf"z[ée]ro[ ,.-]{{1,3}}(?:{_FR_UNIT})(?!\w)", re.IGNORECASE)
_LARGE_BEFORE = re.compile(r"(?:mille|millions?|thousand|hundred|[€£$])[ -]$", re.IGNORECASE)
_LARGE_AFTER = re.compile(r"[ -](?:mille|millions?|milliards?|thousand|hundred)\b", re.IGNORECASE)


def count_spoken_digits(words: str) -> tuple[int, bool]:
    """Count the digits that number words stand for.

    Args:
        words: Number words, such as ``zéro six quarante-deux`` or ``double oh nine hundred``.

    Returns:
        The least number of digits (``quarante deux`` is read as 42), and whether a zero, a
        double or a triple is among them.
    """
    total, marked = 0, False
    for match in _NUMBER.finditer(words):
        total += _DIGITS[str(match.lastgroup)]
        marked |= match.lastgroup in ("zero", "two") or match.group().lower().startswith("tr")
    return total, marked


def spoken_number_span(match: re.Match[str]) -> Span | None:
    """Keep a run of number words that is too long for an amount, a date or an hour."""
    start, end = match.span("value")
    text = match.string
    if (
        QUANTITY_AFTER.match(text, end)
        or _LARGE_AFTER.match(text, end)
        or _LARGE_BEFORE.search(text, max(0, start - 10), start)
    ):
        return None
    digits, marked = count_spoken_digits(match["value"])
    least = MIN_SPOKEN_DIGITS if marked else MIN_PLAIN_SPOKEN_DIGITS
    if _DIALLED.match(match["value"]):
        least = MIN_DIALLED_DIGITS
    return (start, end) if digits >= least else None


SPOKEN_PHONE = Rule(
    name="phone number said in words",
    kind="PHONE",
    needs="number_words",
    pattern=re.compile(rf"(?P<value>{NUMBER_WORDS})", re.IGNORECASE),
    check=spoken_number_span,
    examples=(
        ("au zéro six quarante-deux dix huit zéro trois onze voilà", "au <PHONE> voilà"),
        ("zéro un quatre vingt dix neuf zéro zéro vingt deux onze", "<PHONE>"),
        ("it's oh seven seven double oh nine hundred one two three ok", "it's <PHONE> ok"),
        ("oh seven, seven double oh, nine oh oh, one two three.", "<PHONE>."),
        ("call five five five oh one four two nine", "call <PHONE>"),
        ("zéro six euh douze trente-quatre cinquante et un soixante-dix-huit", "<PHONE>"),
    ),
    untouched=(
        "nineteen hundred pound and two hundred fifty six left",
        "deux mille cinq cents euros",
        "mille neuf cent quatre vingt dix huit madame",
        "nineteen ninety eight nineteen ninety nine",
        "il y avait vingt trente quarante cinquante personnes",
        "de dix huit mille deux cent quarante",
        "vingt neuf quatre vingt dix au lieu de dix neuf quatre vingt dix",
        "four two two zero six",
        "one two three four five six seven eight",
    ),
)
