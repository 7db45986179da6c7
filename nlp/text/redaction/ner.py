"""Person names by spaCy's entity recognisers, loaded once and only when needed."""

from __future__ import annotations

import threading
from functools import lru_cache

from nlp.text.spacy_models import load_model
from nlp.types import Lang

Span = tuple[int, int]

_PERSON = frozenset(("PER", "PERSON"))
_UNUSED = (
    "tagger",
    "morphologizer",
    "parser",
    "attribute_ruler",
    "lemmatizer",
    "senter",
    "tok2vec",
)
_LOCK = threading.Lock()


@lru_cache(maxsize=8192)
def find_people(text: str, lang: Lang) -> tuple[Span, ...]:
    """Find what the recogniser takes for people.

    Args:
        text: A sentence or two.
        lang: Which recogniser to ask.

    Returns:
        Spans in code points, end excluded, in order. Safe to call from threads; the
        last results are kept in memory.

    Raises:
        MotifError: The model of the language is not installed.
    """
    with _LOCK:
        document = load_model(lang, _UNUSED, "names can't be redacted")(text)
    return tuple(
        (entity.start_char, entity.end_char) for entity in document.ents if entity.label_ in _PERSON
    )
