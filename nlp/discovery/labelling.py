"""A name for each topic in each language, in the customers' own words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from nlp.discovery.terms import Terms
from nlp.text.lemmas import Lemma

Phrase = tuple[str, ...]
"""Dictionary forms of consecutive content words."""

_LONGEST = 3
_GAP = re.compile(r"[\s'’-]*(?:[^\W\d_]{1,4}[\s'’-]+){0,2}")
_BONUS = (1.0, 1.6, 1.9)  # of one, two and three words: a phrase says more than a word
_READ_AT_MOST = 60
_MAX_CHARS = 48


@dataclass(frozen=True, slots=True)
class Words:
    """A mention and its content words.

    Attributes:
        text: What the customer wrote, cleaned and redacted.
        lemmas: Its content words, in order.
    """

    text: str
    lemmas: Sequence[Lemma]


def name_topic(terms: Terms, central: Iterable[Words]) -> str:
    """Name a topic from its terms and its most central mentions in a language.

    The phrase of one to three content words that weighs most, as written in the most
    central of the mentions; then the heaviest term it lacks. A phrase's weight is the mean
    weight of its terms, times the logarithm of how many mentions say it. What two mentions
    say comes before what one says, which counts as single words only; the same text twice
    counts once.

    Args:
        terms: The topic's terms in the language, heaviest first.
        central: The topic's mentions in the language, most central first.

    Returns:
        The name, or an empty string when the topic has no terms in the language.
    """
    if not terms:
        return ""
    weights = dict(terms)
    said: Counter[Phrase] = Counter()
    written: dict[Phrase, str] = {}
    different: dict[str, Words] = {}
    for mention in central:
        different.setdefault(mention.text.casefold(), mention)
    for mention in islice(different.values(), _READ_AT_MOST):
        for phrase, surface in _phrases(mention).items():
            said[phrase] += 1
            written.setdefault(phrase, surface)
    scores = {
        phrase: _BONUS[len(phrase) - 1] * _weight(phrase, weights) * math.log2(1 + n)
        for phrase, n in said.items()
        if n > 1 or len(phrase) == 1
    }
    ranked = sorted(scores, key=lambda p: (not scores[p], said[p] == 1, -scores[p], p))
    if not ranked or not scores[ranked[0]]:
        return _capital(", ".join(form for form, _ in terms[:2]))
    best = ranked[0]
    others = (p for p in ranked[1:] if len(p) == 1 and p[0] not in best and scores[p])
    parts = [written[best], *(written[other] for other in islice(others, 1))]
    return _capital(", ".join(parts))


def _weight(phrase: Phrase, weights: Mapping[str, float]) -> float:
    """Mean weight of its words, 0 for a word that is no term of the topic."""
    return sum(weights.get(form, 0.0) for form in phrase) / len(phrase)


def _phrases(mention: Words) -> dict[Phrase, str]:
    """Runs of content words with at most two small words between them, as written."""
    found: dict[Phrase, str] = {}
    lemmas = mention.lemmas
    for first in range(len(lemmas)):
        for last in range(first, min(first + _LONGEST, len(lemmas))):
            if last > first:
                gap = mention.text[lemmas[last - 1].end : lemmas[last].start]
                if not _GAP.fullmatch(gap):
                    break
            surface = mention.text[lemmas[first].start : lemmas[last].end]
            if len(surface) <= _MAX_CHARS:
                key = tuple(lemma.form for lemma in lemmas[first : last + 1])
                found.setdefault(key, " ".join(surface.split()).lower())
    return found


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
