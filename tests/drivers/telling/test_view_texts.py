import re
import string

import pytest

from nlp.drivers.telling.notes import NOTE_TEXTS, Note, as_records

LANGS = ("fr", "en")


def values_of(code):
    fields = {name for _, name, _, _ in string.Formatter().parse(NOTE_TEXTS[code]["fr"]) if name}
    whole = {"n", "n_scored", "min_n", "needed", "n_families"}
    part = {"gap", "cap", "tau", "segment_percent", "rest_percent"}
    return {name: 1234 if name in whole else 12.34 if name in part else "xyz" for name in fields}


@pytest.mark.parametrize("code", NOTE_TEXTS)
def test_every_remark_reads_well_in_both_languages(code):
    values = values_of(code)
    record = as_records([Note(code, values)])[0]
    assert set(record) == {"code", "values", *LANGS}
    assert record["fr"] != record["en"]
    for lang in LANGS:
        assert not re.search(r"[{}]|nan|\d\.\d{3}", record[lang])
        fields = {f for _, f, _, _ in string.Formatter().parse(NOTE_TEXTS[code][lang]) if f}
        assert fields == set(values)
        assert record[lang].endswith(".")
    # No plain space before French double punctuation, no straight apostrophe.
    assert not re.search(r" [:;!?%»]|« |'", record["fr"])
    assert not re.search(r"\u00a0[:;]", record["en"])


def test_numbers_are_written_as_people_do():
    remark = Note("weights_capped", {"n": 1234, "cap": 2.5, "gap": 12.34})
    assert "1\u202f234" in remark.text("fr")
    assert "12,3" in remark.text("fr")
    assert "1,234 weights" in remark.text("en")
    assert "12.3" in remark.text("en")
