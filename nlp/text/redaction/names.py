"""Find the names of people: customers who sign, advisers who are thanked or blamed.

A gate decides where a name may stand, by what surrounds capitalised words
(:mod:`nlp.text.redaction.name_cues`). Titles, signatures and unmistakable given names
settle it; elsewhere a list of given names or, failing that, the entity recogniser on
that one sentence must agree. Brands are never names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nlp.text.function_words import ENGLISH, FRENCH
from nlp.text.redaction.brands import BRAND, ORGANISATION_WORDS
from nlp.text.redaction.introductions import introduced_names
from nlp.text.redaction.name_context import (
    MIN_REPEATED_LETTERS,
    NAME_WORD,
    given_name,
    is_cued,
    is_introduced,
    is_place,
    is_shouted,
    is_titled,
    sentence_around,
    spoken_names,
)
from nlp.text.redaction.name_cues import RUN
from nlp.text.redaction.name_words import NOT_NAMES, ROLES
from nlp.text.redaction.ner import find_people
from nlp.text.wordlist import fold, word_set
from nlp.types import LANGS, Lang

Span = tuple[int, int]

MAX_NAME_WORDS = 6
"""Words of a name, initials and particles counted."""

MIN_ADVERB_LETTERS = 8
"""A longer word in ``-ement`` is a French adverb or noun, not a name."""

_SURNAMES_TOO = word_set(
    "petit grand clair roux blanc brun bel lyon paris boulanger sage bon jeune"
)
_FUNCTION = (FRENCH | ENGLISH | ROLES) - _SURNAMES_TOO
_ACCENT_TELLS = word_set("marié rosé désiré aimé né")  # Marie, Rose are names, these aren't
_PARTICLES = word_set("de du d la le van von der den el al ben da di")


@dataclass(frozen=True, slots=True)
class NameCandidates:
    """What the gate lets through.

    Attributes:
        sure: Spans settled without the recogniser.
        asked: Spans on which the recogniser is asked.
    """

    sure: tuple[Span, ...]
    asked: tuple[Span, ...]


def find_names(text: str, lang: Lang | None, known: Iterable[str] = ()) -> list[Span]:
    """Find the names of people in a text.

    Args:
        text: A clean text.
        lang: Which recogniser to ask; ``None`` asks both.
        known: Words known to be names, from elsewhere in the same contact.

    Returns:
        Spans in code points, end excluded, in order, without overlap. A name found
        once is found wherever it stands in the text.
    """
    candidates = gate_names(text)
    found = [*candidates.sure]
    found += [span for span in candidates.asked if _recognised(text, span, lang)]
    words = {word for start, end in found for word in name_words(text[start:end])} | set(known)
    return _merge(text, [*found, *_repeats(text, words)])


def name_words(name: str) -> list[str]:
    """The words of a name that identify a person wherever they stand again."""
    return [
        word
        for word in re.findall(r"[^\W\d_][\w-]{2,}", name)
        if fold(word) not in NOT_NAMES and (word[0].isupper() or len(word) >= MIN_REPEATED_LETTERS)
    ]


def gate_names(text: str) -> NameCandidates:
    """Say where names may stand, without asking the recogniser.

    Args:
        text: A clean text.

    Returns:
        The spans that are settled and those that must be asked about, in order.
    """
    sure: list[Span] = []
    asked: list[Span] = []
    brands: list[Span] | None = None
    for run in RUN.finditer(text):
        for span in _names_in_run(text, run.span()):
            verdict = _judge(text, span)
            if verdict is False:
                continue
            if brands is None:
                brands = [match.span() for match in BRAND.finditer(text)]
            if not any(span[0] < end and start < span[1] for start, end in brands):
                (sure if verdict else asked).append(span)
    for span, settled in spoken_names(text):
        (sure if settled else asked).append(span)
    sure.extend(introduced_names(text))
    return NameCandidates(tuple(sorted(sure)), tuple(sorted(asked)))


def _names_in_run(text: str, run: Span) -> Iterator[Span]:
    """Cut a run of capitalised words at those that can't belong to a name."""
    words = [(match.start(), match.end()) for match in NAME_WORD.finditer(text, *run)]
    shouted = is_shouted(text, run)
    kept: list[Span] = []
    for start, end in [*words, (run[1], run[1])]:
        word = text[start:end]
        titled = not kept and is_titled(text, start)
        if word in ("M.", "M") and not kept:
            continue  # in French a title; an English initial is no loss
        if (
            word
            and _may_be_named(word, titled=titled, inside=bool(kept))
            and len(kept) < MAX_NAME_WORDS
        ):
            kept.append((start, end))
            if not shouted:
                continue
        name = _without_particles(text, kept)
        kept = []
        if name:
            yield name


def _may_be_named(word: str, *, titled: bool, inside: bool) -> bool:
    folded = fold(word).strip(".")
    if word.lower() in _ACCENT_TELLS:
        return False
    if len(folded) == 1:
        return word[0].isupper() and (word.endswith(".") or word.isalpha())
    if folded in _PARTICLES and (inside or not word[0].isupper()):
        return True
    common = _FUNCTION if titled else NOT_NAMES
    if (
        folded in common
        or not folded.strip("x")
        or (folded.endswith("ement") and len(folded) > MIN_ADVERB_LETTERS)
    ):
        return False
    first, *others = folded.split("-")
    return not others or (first != "saint" and not any(part in common for part in (first, *others)))


def _without_particles(text: str, words: list[Span]) -> Span | None:
    """The span of a name, if a word of two letters or more is in it."""
    while words and fold(text[slice(*words[-1])]) in _PARTICLES:
        words = words[:-1]
    while words and text[words[0][0]].islower() and len(words) == 1:
        return None
    long_words = [span for span in words if span[1] - span[0] > 2 or text[span[1] - 1] != "."]
    return (words[0][0], words[-1][1]) if long_words else None


def _judge(text: str, span: Span) -> bool | None:
    """True: a name; False: not one; None: the recogniser must say."""
    name = text[slice(*span)]
    words = [fold(word).strip(".") for word in NAME_WORD.findall(name)]
    if any(word in ORGANISATION_WORDS for word in words if word not in _PARTICLES):
        return False
    if is_titled(text, span[0]) or is_introduced(text, span):
        return True
    if is_place(text, span[0]):
        return False
    given = given_name(name)
    if given == "sure":
        return True
    if is_cued(text, span):
        return True if given else _unless_shouted(name)
    # Two capitals alone are brands and towns far more often than people: a given name
    # or an initial must be among them.
    likely = len(words) > 1 and any(len(word) == 1 or given_name(word) for word in words)
    return _unless_shouted(name) if likely else False


def _unless_shouted(name: str) -> bool | None:
    """The recogniser must say, save of capitals, on which it is worthless."""
    return False if name.isupper() else None


def _recognised(text: str, span: Span, lang: Lang | None) -> bool:
    """Whether the recogniser sees a person in the sentence where a candidate begins."""
    start, end = sentence_around(text, span)
    return any(
        person_start < span[1] - start and span[0] - start < person_end
        for each in ((lang,) if lang else LANGS)
        for person_start, person_end in find_people(text[start:end], each)
    )


def _repeats(text: str, words: set[str]) -> Iterator[Span]:
    """Where the words of names found stand again, capitals as they are."""
    if not words:
        return
    choices = "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))
    for match in re.finditer(rf"(?<![\w<@#])(?:{choices})(?![\w>])", text):
        yield match.span()


def _merge(text: str, spans: list[Span]) -> list[Span]:
    """Join spans that overlap or that only a space parts."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and (start <= merged[-1][1] or text[merged[-1][1] : start] == " "):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
