"""Rules for account numbers dictated in groups or in words after a word that announces them."""

from __future__ import annotations

import re
from typing import Final

from nlp.text.redaction.rule import Rule, Span, count_digits, is_quantity
from nlp.text.redaction.spoken_numbers import NUMBER_WORDS, spoken_number_span

MIN_GROUPED_DIGITS: Final = 7
"""Digits of a number in groups after a word such as ``compte``."""

_CUE = (
    r"(?<![\w<])(?:comptes?|accounts?|acct|client|customer|soci[ée]taire|adh[ée]rent"
    r"|abonn[ée]|allocataire|membership|member|identifiant|matricule)"
    r"(?:[ ,:]{1,2}(?:bancaire|courant|client|number|num[ée]ro|num|no\.?|n[°º]|id|is|est|c['’]est"
    r"|le|it['’]?s|euh|uh))*[ ,:]{0,2}(?<!\w)"
)
_DATE = re.compile(r"\d\d[ .-]\d\d[ .-](?:19|20)\d\d")


def _grouped_span(match: re.Match[str]) -> Span | None:
    """Keep what isn't a date, an amount or too short."""
    start, end = match.span("value")
    value = match["value"]
    if _DATE.match(value) or count_digits(value) < MIN_GROUPED_DIGITS:
        return None
    return None if is_quantity(match.string, start, end) else (start, end)


GROUPED_ACCOUNT = Rule(
    name="account number in groups of digits",
    kind="CUSTOMER",
    needs="long_number",
    pattern=re.compile(
        rf"{_CUE}(?P<value>\d{{1,4}}(?:[ .-]\d{{1,4}}){{2,}})(?![\w]|[.,]\d)", re.IGNORECASE
    ),
    check=_grouped_span,
    examples=(
        ("my account is 77 36 29 10 44 please", "my account is <CUSTOMER> please"),
        ("compte n° 77 36 29 10 44.", "compte n° <CUSTOMER>."),
        ("mon compte 77 36 29 10 bloqué", "mon compte <CUSTOMER> bloqué"),
        ("mon numéro client c'est le 4 40 98 71 2", "mon numéro client c'est le <CUSTOMER>"),
    ),
    untouched=(
        "mon compte 12 03 2024 toujours bloqué",
        "sur mon compte 1 250 000 euros",
        "mon compte 12 500",
        "account 10 20 30",
        "client 06 ans, 2 000 points",
    ),
)

SPOKEN_ACCOUNT = Rule(
    name="account number said in words",
    kind="CUSTOMER",
    needs="number_words",
    pattern=re.compile(rf"{_CUE}(?P<value>{NUMBER_WORDS})", re.IGNORECASE),
    check=spoken_number_span,
    examples=(
        (
            "my account number is seven seven three six two nine one oh four four",
            "my account number is <CUSTOMER>",
        ),
        (
            "mon numéro client c'est zéro trois cinquante cinq douze quarante",
            "mon numéro client c'est <CUSTOMER>",
        ),
    ),
    untouched=(
        "mon compte deux mille cinq cents euros",
        "client depuis mille neuf cent quatre vingt dix huit",
        "account one two three four",
    ),
)

ACCOUNT_RULES: tuple[Rule, ...] = (GROUPED_ACCOUNT, SPOKEN_ACCOUNT)
"""They go before the rules for references, which read one group, and for phones."""
