"""What an estimate says aloud about the data it was given, in French and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nlp.drivers.telling.note_texts import DOUBLY_ROBUST, ESTIMATE, ORDINAL, WHAT_IF
from nlp.drivers.telling.view_texts import VIEWS
from nlp.formatting import short_number
from nlp.types import LANGS, Lang, Texts

NOTE_TEXTS: dict[str, Texts] = ESTIMATE | ORDINAL | DOUBLY_ROBUST | WHAT_IF | VIEWS
"""Text of every note, by code and language."""

_SEVERAL = ", "
"""Between the codes that a value holds."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader of an estimate should know.

    Attributes:
        code: Key of :data:`NOTE_TEXTS`.
        values: Numbers and names that fill its text.
    """

    code: str
    values: Mapping[str, Any]

    def text(self, lang: Lang, names: Mapping[str, str] | None = None) -> str:
        """The note in a language, its numbers written as people do.

        Args:
            lang: Language.
            names: Names for people, by code (irritant, column, level); the code stands where
                one is missing.
        """
        known = names or {}
        written = {name: _write(name, value, lang, known) for name, value in self.values.items()}
        return NOTE_TEXTS[self.code][lang].format(**written)


def as_records(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Notes as plain records, each with ``code``, ``values`` and its text in ``fr`` and ``en``."""
    return [
        {"code": note.code, "values": dict(note.values)} | {x: note.text(x) for x in LANGS}
        for note in notes
    ]


def _write(name: str, value: Any, lang: Lang, names: Mapping[str, str]) -> str:
    # A seed is a name, not a quantity.
    if name == "seed" or not isinstance(value, int | float):
        return _SEVERAL.join(names.get(code, code) for code in str(value).split(_SEVERAL))
    return short_number(value, lang)
