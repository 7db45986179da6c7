"""The names, for people of both languages, of the values that contacts are grouped by."""

from __future__ import annotations

from nlp.types import Lang

NAMES: dict[str, dict[str, tuple[str, str]]] = {
    "channel": {
        "survey": ("enquête", "survey"),
        "review": ("avis", "review"),
        "email": ("e-mail", "e-mail"),
        "call": ("appel", "call"),
        "chat": ("chat", "chat"),
        "social": ("réseaux sociaux", "social media"),
        "letter": ("courrier", "letter"),
        "visit": ("visite", "visit"),
        "form": ("formulaire", "form"),
        "unknown": ("canal inconnu", "unknown channel"),
    },
    "lang": {"fr": ("français", "French"), "en": ("anglais", "English")},
    "sentiment": {
        "negative": ("négatif", "negative"),
        "neutral": ("neutre", "neutral"),
        "positive": ("positif", "positive"),
        "mixed": ("mitigé", "mixed"),
    },
    "column": {
        "channel": ("canal", "channel"),
        "segment": ("segment", "segment"),
        "product": ("produit", "product"),
        "lang": ("langue", "language"),
        "week": ("semaine", "week"),
        "sentiment": ("sentiment lu", "sentiment read"),
        "reason": ("motif", "reason"),
        "reason_family": ("famille de motifs", "family of reasons"),
    },
}
"""French and English name by kind of value and code."""


def name_of(kind: str, code: str, lang: Lang) -> str:
    """The name of a value, or the code itself where it has none.

    Args:
        kind: Key of :data:`NAMES`.
        code: The value.
        lang: Language.
    """
    names = NAMES.get(kind, {}).get(code)
    return code if names is None else names[0 if lang == "fr" else 1]


def texts_of(*kinds: str) -> dict[str, tuple[str, str]]:
    """Names of some kinds as flat texts, each under ``kind.code``."""
    return {f"{kind}.{code}": names for kind in kinds for code, names in NAMES[kind].items()}
