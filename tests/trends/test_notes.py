import re
import string

import pytest

from nlp.trends import Note, as_records
from nlp.trends.comparability import MIXES, VERSIONS, Drift
from nlp.trends.notes import NOTE_TEXTS


@pytest.mark.parametrize("code", NOTE_TEXTS)
def test_both_languages_say_the_same_numbers(code):
    fields = [
        {name for _, name, _, _ in string.Formatter().parse(NOTE_TEXTS[code][lang]) if name}
        for lang in ("fr", "en")
    ]
    assert fields[0] == fields[1]


@pytest.mark.parametrize("code", NOTE_TEXTS)
def test_french_typography(code):
    french = NOTE_TEXTS[code]["fr"]
    assert "'" not in french
    assert not re.search(r"(?<!\u00a0)[:;?!](?![}])", french)


def test_every_drift_has_its_words():
    for what in (*VERSIONS, *MIXES, "rejected", "without_text"):
        for mutes in (True, False):
            if what in VERSIONS and not mutes:
                continue
            drift = Drift("2026-W40", what, mutes, 0.3, "survey", 0.1, 0.4)
            assert "2026-W40" in drift.note().text("en")


def test_records_carry_both_languages():
    note = Note("nothing_significant", {"n": 1234, "rise": 0.012, "usual": 0.01, "seen": 0.022})
    record = as_records([note])[0]
    assert "1\u202f234" in record["fr"]
    assert "1,2\u202f%" in record["fr"]
    assert "1,234" in record["en"]
    assert "1.2%" in record["en"]
