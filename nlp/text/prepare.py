"""Prepare a contact for the encoder: clean, redact, cut into mentions, find the language.

``motif analyze`` and ``motif annotate`` both go through here, so that the same text
gets the same labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from nlp.text.aligned import AlignedText
from nlp.text.clean import clean_text
from nlp.text.language import LanguageGuess, detect_language
from nlp.text.redact import Found, redact_together
from nlp.text.segment import segment
from nlp.types import LANGS, Lang, Mention, Speaker, Turn

HINT_CHARS = 400
"""How much of a text is read to choose its name recogniser and its connectives."""


class TurnSpan(NamedTuple):
    """Where a turn stands in the prepared text.

    Attributes:
        speaker: Who speaks.
        start, end: Code points of the prepared text, end excluded; equal for a turn
            of which nothing is left.
        started_at_s: Seconds since the start of the call, ``None`` if unknown.
    """

    speaker: Speaker
    start: int
    end: int
    started_at_s: float | None


@dataclass(frozen=True, slots=True)
class PreparedText:
    """A contact's text as it is stored, shown and encoded.

    Attributes:
        aligned: The clean, redacted text, aligned with the raw text; for turns the raw
            text is their texts joined by a line break.
        lang: Language of most of the customer's words; ``other`` for a third one,
            ``None`` when nothing tells.
        mentions: Sentences and clauses, in order, each with its own language.
        found: Personal data replaced by placeholders, in order.
        turns: Where each turn stands, for calls and chats; empty otherwise.
    """

    aligned: AlignedText
    lang: Literal["fr", "en", "other"] | None
    mentions: tuple[Mention, ...]
    found: tuple[Found, ...]
    turns: tuple[TurnSpan, ...] = ()

    @property
    def text(self) -> str:
        """The clean, redacted text."""
        return self.aligned.text


def prepare_text(raw: str, *, lang: Lang | None = None) -> PreparedText:
    """Prepare what a customer wrote.

    Args:
        raw: The text as read.
        lang: Language that the file states; used where the text itself doesn't tell.

    Returns:
        The prepared text. Its mentions are the customer's, and the same raw text
        always gives the same result.
    """
    parts = [clean_text(raw)]
    redaction = redact_together(parts, lang=_hint(parts, lang))[0]
    return _assemble(redaction.text, redaction.found, (), lang)


def prepare_turns(turns: Sequence[Turn], *, lang: Lang | None = None) -> PreparedText:
    """Prepare a call or chat: turns are cleaned and redacted one by one, then joined.

    A name found in one turn is redacted in all. A number split between two turns is
    not recognised.

    Args:
        turns: The turns in order, as read.
        lang: Language that the file states; used where the words don't tell.

    Returns:
        The prepared text, one turn after the other with a line break between them;
        its mentions carry their speaker.
    """
    parts = [clean_text(turn.text) for turn in turns]
    redactions = redact_together(parts, lang=_hint(parts, lang))
    aligned = AlignedText.join([redaction.text for redaction in redactions], "\n")
    spans: list[TurnSpan] = []
    found: list[Found] = []
    start = 0
    for turn, redaction in zip(turns, redactions, strict=True):
        end = start + len(redaction.text.text)
        spans.append(TurnSpan(turn.speaker, start, end, turn.started_at_s))
        found += [Found(f.kind, start + f.start, start + f.end) for f in redaction.found]
        start = end + 1
    return _assemble(aligned, tuple(found), tuple(spans), lang)


def _assemble(
    aligned: AlignedText, found: tuple[Found, ...], turns: tuple[TurnSpan, ...], lang: Lang | None
) -> PreparedText:
    hint = _hint([aligned], lang)
    mentions: list[Mention] = []
    weights: dict[str, float] = {}
    customer_speaks = any(turn.speaker == "customer" for turn in turns)
    whole = TurnSpan("customer", 0, len(aligned.text), None)
    for turn in turns or (whole,):
        for start, end in segment(aligned.text[turn.start : turn.end], hint):
            text = aligned.text[turn.start + start : turn.start + end]
            guess = detect_language(text)
            own = _supported(guess)
            mentions.append(Mention(turn.start + start, turn.start + end, turn.speaker, own, text))
            if guess.lang and (turn.speaker == "customer" or not customer_speaks):
                weight = guess.confidence * sum(map(str.isalpha, text))
                weights[guess.lang] = weights.get(guess.lang, 0.0) + weight
    return PreparedText(
        aligned, _contact_lang(weights, aligned.text, lang), tuple(mentions), found, turns
    )


def _contact_lang(
    weights: dict[str, float], text: str, stated: Lang | None
) -> Literal["fr", "en", "other"] | None:
    """The language with most letters; without any, that of the whole, else the stated one."""
    heaviest = max(weights, key=lambda each: (weights[each], each), default=None)
    if heaviest == "fr":
        return "fr"
    if heaviest == "en":
        return "en"
    whole = detect_language(text).lang
    if heaviest == "other":
        # Short foreign-looking pieces don't outweigh what the text says as a whole.
        return whole or "other"
    return whole or stated


def _hint(parts: Sequence[AlignedText], stated: Lang | None) -> Lang | None:
    """The language to read a contact with before its mentions are known."""
    sample = " ".join(part.text[:HINT_CHARS] for part in parts[:20])[: 2 * HINT_CHARS]
    return _supported(detect_language(sample)) or stated


def _supported(guess: LanguageGuess) -> Lang | None:
    return next((lang for lang in LANGS if lang == guess.lang), None)
