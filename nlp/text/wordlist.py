"""Word lists written as running text, and the form under which words are looked up."""

from __future__ import annotations

import unicodedata


def word_set(text: str) -> frozenset[str]:
    """The words of a list that white space separates."""
    return frozenset(text.split())


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of a list that commas separate, each with a space before it.

    The space lets ``str.endswith`` find them at the start of a word only.
    """
    return tuple(f" {' '.join(phrase.split())}" for phrase in text.split(","))


def fold(text: str) -> str:
    """Lower case without accents, apostrophes straight; as many characters or more."""
    text = text.lower()
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("’", "'"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
