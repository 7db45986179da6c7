"""Replace personal data by typed placeholders before anything is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.text.aligned import AlignedText
from nlp.text.redaction.account_rules import ACCOUNT_RULES
from nlp.text.redaction.address_rules import ADDRESS_RULES
from nlp.text.redaction.contact_rules import CONTACT_RULES, PHONE_RULES
from nlp.text.redaction.identity_rules import IDENTITY_RULES
from nlp.text.redaction.names import find_names, name_words
from nlp.text.redaction.placeholders import PLACEHOLDER, RedactionKind, placeholder
from nlp.text.redaction.reference_rules import LAST_RULES, REFERENCE_RULES
from nlp.text.redaction.rule import Rule, text_offers
from nlp.types import Lang

RULES: tuple[Rule, ...] = (
    *CONTACT_RULES,
    *IDENTITY_RULES,
    *ADDRESS_RULES,
    *ACCOUNT_RULES,
    *REFERENCE_RULES,
    *PHONE_RULES,
    *LAST_RULES,
)
"""Every rule, in the order in which they claim a span: the first one wins."""


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of personal data that was replaced.

    Attributes:
        kind: What it was.
        start, end: Where its placeholder stands in the redacted text, end excluded.
    """

    kind: RedactionKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Redaction:
    """A redacted text.

    Attributes:
        text: The text, aligned with the same source as before.
        found: Its placeholders in order, those that it came with included.
    """

    text: AlignedText
    found: tuple[Found, ...]


def redact(text: AlignedText, *, lang: Lang | None) -> Redaction:
    """Replace personal data by placeholders such as ``<EMAIL>``.

    Redacting the result again changes nothing. Numbers split between the turns of a
    call are not found.

    Args:
        text: A clean text.
        lang: Its language, which chooses the name recogniser; ``None`` asks both.

    Returns:
        The redacted text and what was found.
    """
    return redact_together([text], lang=lang)[0]


def redact_together(texts: Sequence[AlignedText], *, lang: Lang | None) -> tuple[Redaction, ...]:
    """Redact the parts of one contact: a name found in one part is redacted in all.

    Args:
        texts: Clean texts, such as the turns of a call.
        lang: Their language; ``None`` asks both recognisers.

    Returns:
        One redaction per text, in order.
    """
    parts = list(texts)
    names: set[str] = set()
    # What one pass uncovers (a name that repeats, a sentence that reads otherwise once
    # another name is gone) the next one finds. Each pass replaces letters or digits by
    # placeholders, so this ends; a pass that finds nothing makes the result stable.
    changed = True
    while changed:
        changed = False
        for number, part in enumerate(parts):
            edits = _edits(part.text, lang, names)
            if edits:
                parts[number] = part.replace((s, e, placeholder(kind)) for s, e, kind in edits)
                changed = True
    return tuple(Redaction(part, _placeholders(part.text)) for part in parts)


def _edits(text: str, lang: Lang | None, names: set[str]) -> list[tuple[int, int, RedactionKind]]:
    """What to replace in one pass, in order, without overlap; adds the names to ``names``."""
    taken = bytearray(len(text))
    for match in PLACEHOLDER.finditer(text):
        taken[match.start() : match.end()] = b"\1" * len(match.group())
    edits: list[tuple[int, int, RedactionKind]] = []
    offers = text_offers(text)
    for rule in RULES:
        if rule.needs in offers:
            for span in rule.find(text):
                if _claim(taken, *span):
                    edits.append((*span, rule.kind))
    for start, end in find_names(text, lang, names):
        if _claim(taken, start, end):
            edits.append((start, end, "NAME"))
            names.update(name_words(text[start:end]))
    return sorted(edits)


def _claim(taken: bytearray, start: int, end: int) -> bool:
    """Take a span, unless it is empty or part of it is taken."""
    if start >= end or any(taken[start:end]):
        return False
    taken[start:end] = b"\1" * (end - start)
    return True


def _placeholders(text: str) -> tuple[Found, ...]:
    return tuple(
        Found(match.group()[1:-1], *match.span())  # type: ignore[arg-type]  # the pattern knows
        for match in PLACEHOLDER.finditer(text)
    )
