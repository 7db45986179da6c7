"""Searching text as a person types: case, accents, ligatures and apostrophes do not count.

A search becomes one RE2 pattern per term. Matching ``rembours[eèéêë]`` against the stored
text reads it once; folding the accents of every stored text first takes ten times as long.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

from nlp.errors import InputError

MAX_SEARCH_CHARS = 500
"""A longer search is refused: its pattern would take seconds to compile."""

_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')
_LIGATURES = {"œ": "oe", "æ": "ae"}
_APOSTROPHES = "'’‘ʼ"
_SPACES = r"[\s\x{A0}\x{2009}\x{202F}]+"


def search_patterns(search: str) -> tuple[str, ...]:
    """Turn a search into patterns that must all be found.

    Args:
        search: What the user typed, such as ``colis "jamais recu"``: words anywhere in
            the text, in any order, also inside longer words; words between double
            quotes follow each other. No character has a special meaning but the quote.

    Returns:
        RE2 patterns over NFC text, in the order of the terms; none for a blank search.

    Raises:
        InputError: The search is longer than :data:`MAX_SEARCH_CHARS`.
    """
    if len(search) > MAX_SEARCH_CHARS:
        raise InputError(
            f"the search has {len(search)} characters; at most {MAX_SEARCH_CHARS} are allowed. "
            "Search for a few of its words."
        )
    terms = (_fold(quoted or word).split() for quoted, word in _TERM.findall(search))
    return tuple("(?i)" + _SPACES.join(map(_pattern, words)) for words in terms if words)


def _fold(text: str) -> str:
    """Lower case, without ligatures and the accents that patterns know."""
    text = "".join(_lower(character) for character in unicodedata.normalize("NFC", text))
    for ligature, letters in _LIGATURES.items():
        text = text.replace(ligature, letters)
    return "".join(_BASE.get(character, character) for character in text)


def _lower(character: str) -> str:
    """Lower case where that is one character; the Turkish İ stays, and matches itself."""
    lowered = character.lower()
    return lowered if len(lowered) == 1 else character


def _pattern(word: str) -> str:
    parts = (_character(character) for character in word)
    pattern = "".join(parts)
    for ligature, letters in _LIGATURES.items():
        spelled = "".join(map(_character, letters))
        pattern = pattern.replace(spelled, f"(?:{spelled}|{ligature})")
    return pattern


def _character(character: str) -> str:
    if character in _APOSTROPHES:
        return f"[{_APOSTROPHES}]"
    if character in _ACCENTED:
        return f"[{character}{_ACCENTED[character]}]"
    return re.escape(character)


def _base_letters() -> dict[str, str]:
    """Base letter of each accented lower-case letter of Latin-1 and Latin Extended-A."""
    letters = (chr(code) for code in range(0xDF, 0x180) if chr(code).islower())
    bases = ((letter, unicodedata.normalize("NFD", letter)[0]) for letter in letters)
    return {letter: base for letter, base in bases if base.isascii()}


def _accented_letters() -> dict[str, str]:
    """Accented letters of each base letter."""
    variants: dict[str, str] = defaultdict(str)
    for letter, base in _BASE.items():
        variants[base] += letter
    return dict(variants)


_BASE = _base_letters()
_ACCENTED = _accented_letters()
