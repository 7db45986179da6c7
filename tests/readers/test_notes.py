from __future__ import annotations

import re
from string import Formatter

import pytest

from nlp.readers.notes import _MESSAGES, Note
from nlp.types import LANGS


@pytest.mark.parametrize("code", sorted(_MESSAGES))
def test_both_languages_name_the_same_things(code: str) -> None:
    fields = {
        lang: {name for _, name, _, _ in Formatter().parse(_MESSAGES[code][lang]) if name}
        for lang in LANGS
    }
    assert fields["fr"] == fields["en"]
    note = Note(code, {name: 1234 if name.startswith("n") else "nps" for name in fields["fr"]})
    french = note.message("fr")
    assert not re.search(r" [:;]|« | »|'", french)
    assert "{" not in french + note.message("en")


def test_numbers_are_written_as_each_language_does() -> None:
    note = Note("dates_serial", {"column": "Date", "n": 12_345})
    assert "12\u202f345" in note.message("fr")
    assert "12,345" in note.message("en")


def test_a_column_named_like_a_scale_keeps_its_name() -> None:
    note = Note("scale_from_header", {"column": "nps", "scale": "nps"})
    assert note.message("en") == "scale of “nps”: NPS, 0 to 10, from the column’s name"


@pytest.mark.parametrize(
    ("code", "params"), [("no_such_note", {}), ("dates_serial", {"n": 1}), ("no_rows", {"n": 1})]
)
def test_a_note_that_cannot_be_said_is_refused_when_made(code: str, params) -> None:
    with pytest.raises(ValueError, match="note"):
        Note(code, params)
