"""Content words of a text under their dictionary form, by spaCy's French and English models."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from nlp.text.spacy_models import load_model
from nlp.text.wordlist import fold
from nlp.types import Lang

if TYPE_CHECKING:
    from spacy.tokens import Doc

_UNUSED = ("parser", "ner", "senter")
_CONTENT = frozenset(("NOUN", "PROPN", "VERB", "ADJ"))
_PLACEHOLDER = re.compile(r"<[A-Z_]+>")
_MIN_LETTERS = 2
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Lemma:
    """A content word: noun, name, verb or adjective, no stop word.

    Attributes:
        form: Its dictionary form, lower case, accents kept.
        start, end: Code points of the text, end excluded.
    """

    form: str
    start: int
    end: int


def find_lemmas(texts: Sequence[str], lang: Lang) -> list[list[Lemma]]:
    """Find the content words of texts of one language.

    Args:
        texts: Texts, empty ones included.
        lang: Their language.

    Returns:
        Per text its content words in order; stop words of both languages, numbers,
        links and placeholders are left out. The same text always gives the same words.

    Raises:
        MotifError: The model of the language is not installed.
    """
    if not texts:
        return []
    with _LOCK:
        model = load_model(lang, _UNUSED, "topics can't be named")
        # Placeholders are blanked with as many characters, so that offsets hold.
        plain = [_PLACEHOLDER.sub(lambda m: " " * len(m[0]), text) for text in texts]
        return [_content(document) for document in model.pipe(plain)]


@cache
def stop_words() -> frozenset[str]:
    """Stop words of both languages, lower case, with and without accents."""
    from spacy.lang.en.stop_words import STOP_WORDS as ENGLISH
    from spacy.lang.fr.stop_words import STOP_WORDS as FRENCH

    words = {word.lower().replace("’", "'") for word in ENGLISH | FRENCH}
    return frozenset(words | {fold(word) for word in words})


def _content(document: Doc) -> list[Lemma]:
    stops = stop_words()
    found = []
    for token in document:
        word = token.text
        if token.pos_ not in _CONTENT or not _is_word(word):
            continue
        form = (token.lemma_ or word).lower()
        if (
            len(form) < _MIN_LETTERS
            or form in stops
            or word.lower() in stops
            or fold(form) in stops
        ):
            continue
        found.append(Lemma(form, token.idx, token.idx + len(word)))
    return found


def _is_word(word: str) -> bool:
    letters = word.replace("-", "").replace("'", "").replace("’", "")
    return letters.isalpha() and len(letters) >= _MIN_LETTERS
