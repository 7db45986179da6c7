import re
import string

import pytest

from nlp.drivers.notes import as_records
from nlp.drivers.remarks import REMARK_TEXTS, Remark

LANGS = ("fr", "en")


def values_of(code):
    fields = {name for _, name, _, _ in string.Formatter().parse(REMARK_TEXTS[code]["fr"]) if name}
    whole = {"n", "n_scored", "min_n", "needed", "n_families"}
    part = {"gap", "cap", "tau", "segment_percent", "rest_percent"}
    return {name: 1234 if name in whole else 12.34 if name in part else "xyz" for name in fields}


@pytest.mark.parametrize("code", REMARK_TEXTS)
def test_every_remark_reads_well_in_both_languages(code):
    values = values_of(code)
    record = as_records([Remark(code, values)])[0]
    assert set(record) == {"code", "values", *LANGS}
    assert record["fr"] != record["en"]
    for lang in LANGS:
        assert not re.search(r"[{}]|nan|\d\.\d{3}", record[lang])
        fields = {f for _, f, _, _ in string.Formatter().parse(REMARK_TEXTS[code][lang]) if f}
        assert fields == set(values)
        assert record[lang].endswith(".")
    # No plain space before French double punctuation, no straight apostrophe.
    assert not re.search(r" [:;!?%»]|« |'", record["fr"])
    assert not re.search(r"\u00a0[:;]", record["en"])


def test_numbers_are_written_as_people_do():
    remark = Remark("weights_capped", {"n": 1234, "cap": 2.5, "gap": 12.34})
    assert "1\u202f234" in remark.text("fr")
    assert "12,3" in remark.text("fr")
    assert "1,234 weights" in remark.text("en")
    assert "12.3" in remark.text("en")
