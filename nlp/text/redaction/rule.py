"""A rule of redaction that carries its own examples and runs them when it is built."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from nlp.text.redaction.placeholders import RedactionKind, placeholder

Span = tuple[int, int]
Check = Callable[["re.Match[str]"], Span | None]
Need = Literal["digit", "number", "long_number", "at", "spoken_at", "link", "number_words"]

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d{3}|\d[A-Z/._-]\d|[A-Z][ -]?\d|\d-?[A-Z]")
_SPOKEN_AT = re.compile(
    r"robas|\bdot\b|\bpoint (?:com|fr|net|org)\b|[\[({] ?at ?[\])}]", re.IGNORECASE
)
_NUMBER_WORDS = re.compile(
    r"\b(?:z[ée]ro|oh|double|triple|nought|six|sept|seven|five|cinq)[ ,.…-]", re.IGNORECASE
)
_LONG_NUMBER = re.compile(r"\d(?:[^\d\n]{0,3}\d){6}")

QUANTITY_AFTER = re.compile(
    r"\s?(?:[€£$%°]|[.,]\d|k?(?:eur|euros?|usd|gbp|dollars?|pounds?|quid|balles|francs?|bucks"
    r"|points?|pts"
    r"|miles|km|kms|kwh|wh|m2|m²|m3|m³|go|gb|mo|mb|mbps|kg|g|cm|mm|ml|litres?|h|min|mn|minutes?"
    r"|heures?"
    r"|hours?|jours?|days?|semaines?|weeks?|mois|months?|ans?|ann[ée]es?|years?|fois|times"
    r"|personnes?"
    r"|people|articles?|items?|pi[èe]ces?)(?![\w]))",
    re.IGNORECASE,
)
"""What follows a number that counts or measures something."""

_QUANTITY_BEFORE = re.compile(r"(?:[€£$]\s?|\d[.,])$")


@dataclass(frozen=True, slots=True)
class Rule:
    """Finds one kind of personal data.

    Attributes:
        name: What it looks for, in words.
        kind: The placeholder's type.
        pattern: Matches a candidate; a group ``value``, where there is one, is what
            gets redacted.
        needs: What a text must hold for the rule to be tried at all; ``number`` is three
            digits or a digit beside a capital, ``long_number`` seven digits close together,
            ``number_words`` one of the words that hardly any spoken number goes without.
        check: Says which span of the candidate is personal data, ``None`` if none is.
        examples: Texts with what they must become under this rule alone.
        untouched: Texts that the rule must leave as they are.

    Raises:
        ValueError: An example doesn't come out as it says.
    """

    name: str
    kind: RedactionKind
    pattern: re.Pattern[str]
    examples: tuple[tuple[str, str], ...]
    untouched: tuple[str, ...]
    needs: Need
    check: Check | None = None

    def __post_init__(self) -> None:
        for text, expected in (*self.examples, *((text, text) for text in self.untouched)):
            redacted = self._apply(text)
            if redacted != expected:
                raise ValueError(
                    f"rule {self.name!r}: {text!r} became {redacted!r}, expected {expected!r}"
                )
        if not self.examples or not self.untouched:
            raise ValueError(f"rule {self.name!r} needs examples of what it finds and leaves")

    def find(self, text: str) -> Iterator[Span]:
        """Find what the rule redacts.

        Args:
            text: Any text.

        Yields:
            Spans in code points, end excluded, in order and without overlap.
        """
        for match in self.pattern.finditer(text):
            span = self.check(match) if self.check else value_span(match)
            if span is not None:
                yield span

    def _apply(self, text: str) -> str:
        if self.needs not in text_offers(text):
            return text
        for start, end in reversed(list(self.find(text))):
            text = text[:start] + placeholder(self.kind) + text[end:]
        return text


def value_span(match: re.Match[str]) -> Span:
    """The span of the group ``value``, or of the whole match without such a group."""
    return match.span("value") if "value" in match.re.groupindex else match.span()


def text_offers(text: str) -> frozenset[Need]:
    """What a text holds that rules may need."""
    found: set[Need] = set()
    if _DIGIT.search(text):
        found.add("digit")
        if _NUMBER.search(text):
            found.add("number")
        if _LONG_NUMBER.search(text):
            found.add("long_number")
    if "@" in text:
        found.add("at")
    if _SPOKEN_AT.search(text):
        found.add("spoken_at")
    if _NUMBER_WORDS.search(text):
        found.add("number_words")
    if "://" in text or "www." in text:
        found.add("link")
    return frozenset(found)


def is_quantity(text: str, start: int, end: int) -> bool:
    """Whether a number is an amount, a duration or a measure.

    Args:
        text: The text.
        start: Where the number starts.
        end: Where it ends, excluded.

    Returns:
        True if a currency or unit stands beside it, or if it goes on after a decimal mark.
    """
    return bool(
        QUANTITY_AFTER.match(text, end) or _QUANTITY_BEFORE.search(text, max(0, start - 2), start)
    )


def count_digits(text: str) -> int:
    """How many decimal digits a text holds."""
    return sum(character.isdigit() for character in text)
