"""Find the language of a short text: French, English, another, or too short to tell."""

from __future__ import annotations

import math
import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from nlp.text.function_words import ENGLISH_ONLY, FOREIGN_ONLY, FRENCH_ONLY, KNOWN
from nlp.text.wordlist import fold

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

MIN_LETTERS = 12
"""Fewer letters than this tell nothing without a word that belongs to one language."""

MIN_OTHER_WORDS = 3
"""A third language is never concluded from fewer words."""

OTHER_CONFIDENCE = 0.5
"""Share of probability that the identifier must give to third languages."""

FOREIGN_SCRIPT_SHARE = 0.5
"""Share of letters outside the Latin script from which a text is in another language."""

OTHER_CONFIDENCE_ALONE = 0.9
"""The same where no small word of such a language stands in the text."""

_WORD_WEIGHT = 1.5
"""Log odds that one function word adds; fitted by eye on everyday sentences."""

DECISIVE_WORDS = 3
"""Function words more than those of the other language that need no second opinion."""

_TIE = 0.2
"""Log odds under which French and English are not told apart."""

_NOISE = re.compile(r"<[A-Z]+>|https?://\S+|www\.\S+|[^\s@]{1,64}@\S+|[@#]\w+|\d+")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """The language of a text.

    Attributes:
        lang: ``fr``, ``en``, ``other``, or ``None`` when too short to tell.
        confidence: Probability that ``lang`` is right, in [0, 1]; 0 for ``None``.
    """

    lang: Literal["fr", "en", "other"] | None
    confidence: float


_UNKNOWN = LanguageGuess(None, 0.0)


def detect_language(text: str) -> LanguageGuess:
    """Find the language of a text, however short, unaccented or shouted.

    A naive Bayes identifier over letter sequences and the count of function words
    vote together; case, punctuation, links, handles, numbers and placeholders don't
    count.

    Args:
        text: A mention or a whole contact.

    Returns:
        The language and how sure it is.
    """
    plain = _NOISE.sub(" ", text).lower()
    words = _WORD.findall(plain)
    n_letters = sum(map(len, words))
    if not n_letters:
        return _UNKNOWN
    foreign = _foreign_script_share(words, n_letters)
    if foreign > FOREIGN_SCRIPT_SHARE:
        return LanguageGuess("other", foreign)
    folded = [fold(word) for word in words]
    n_fr, n_en = _count(folded, FRENCH_ONLY), _count(folded, ENGLISH_ONLY)
    if n_letters < MIN_LETTERS and n_fr == n_en:
        return _UNKNOWN
    if _is_decisive(folded, n_fr, n_en):
        return _between_two(_WORD_WEIGHT * (n_fr - n_en))
    p_fr, p_en = _letter_probabilities(" ".join(words))
    p_other = 1.0 - p_fr - p_en
    if _is_other(folded, n_fr + n_en, p_other):
        return LanguageGuess("other", p_other)
    odds = math.log((p_fr + 1e-6) / (p_en + 1e-6)) + _WORD_WEIGHT * (n_fr - n_en)
    return _between_two(odds)


def _is_decisive(words: list[str], n_fr: int, n_en: int) -> bool:
    """Whether function words alone settle the language, which spares the identifier."""
    apart = abs(n_fr - n_en) >= DECISIVE_WORDS and min(n_fr, n_en) * 4 <= max(n_fr, n_en)
    return apart and _count(words, FOREIGN_ONLY) <= _count(words, KNOWN)


def _between_two(odds: float) -> LanguageGuess:
    """French or English, by the log odds of French."""
    if abs(odds) < _TIE:
        return _UNKNOWN
    return LanguageGuess("fr" if odds > 0 else "en", 1.0 / (1.0 + math.exp(-abs(odds))))


def _count(words: list[str], listed: frozenset[str]) -> int:
    return sum(map(listed.__contains__, words))


def _is_other(words: list[str], n_own: int, p_other: float) -> bool:
    """Whether both the letters and the small words speak for a third language."""
    if _count(words, FOREIGN_ONLY) > _count(words, KNOWN):
        return len(words) >= MIN_OTHER_WORDS and p_other > OTHER_CONFIDENCE
    return n_own == 0 and len(words) > MIN_OTHER_WORDS and p_other > OTHER_CONFIDENCE_ALONE


def _foreign_script_share(words: list[str], n_letters: int) -> float:
    """Share of letters outside the Latin script."""
    n_foreign = sum(
        not _is_latin(letter) for word in words if not word.isascii() for letter in word
    )
    return n_foreign / n_letters


@cache
def _is_latin(letter: str) -> bool:
    return "LATIN" in unicodedata.name(letter, "")


_LOADING = threading.Lock()


@cache
def _load_identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _letter_probabilities(text: str) -> tuple[float, float]:
    """Probabilities of French and English among all languages of the identifier."""
    with _LOADING:
        identifier = _load_identifier()
    ranked = dict(identifier.rank(text))
    return ranked["fr"], ranked["en"]
