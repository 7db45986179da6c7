import re

import pytest

from nlp.kpis import BASIS_TEXTS, KPIS, THEME_TEXTS, UNIT_TEXTS, KpiOptions, define
from nlp.kpis.definitions import INTERVAL_TEXTS
from nlp.kpis.notes import COLUMN_TEXTS, NOTE_TEXTS

OPTIONS = (KpiOptions(), KpiOptions(window_days=2.5, handling="request", response="request"))


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.code)
def test_every_kpi_is_defined_in_both_languages(kpi, options):
    french, english = define(kpi, options, "fr"), define(kpi, options, "en")
    for name in ("name", "formula", "unit", "left_out", "interval"):
        one, other = getattr(french, name), getattr(english, name)
        assert one
        assert other
        assert "{" not in one + other
        # In French a double punctuation mark never begins a line.
        assert not re.search(r" [:;?!%»]", one)
        assert "'" not in one


def test_every_column_has_a_name_for_people():
    assert {column for kpi in KPIS for column in kpi.columns} <= set(COLUMN_TEXTS)


def test_codes_are_unique():
    assert len({kpi.code for kpi in KPIS}) == len(KPIS)


def test_thresholds_in_use_are_in_the_definition():
    options = KpiOptions(window_days=2.5, answer_within_s=30, reply_within_s=1800, target=0.9)
    told = {kpi.code: define(kpi, options, "fr") for kpi in KPIS}
    assert "2,5 jours" in told["fcr"].formula
    assert "30 s" in told["service_level"].formula
    assert "1\u202f800\u00a0s" in told["reply_within"].name
    assert "90" in told["reply_within"].formula


def test_all_texts_are_in_both_languages():
    for texts in (NOTE_TEXTS, UNIT_TEXTS, THEME_TEXTS, INTERVAL_TEXTS, BASIS_TEXTS, COLUMN_TEXTS):
        for code, pair in texts.items():
            assert set(pair) == {"fr", "en"}, code
            assert not re.search(r" [:;?!»]", pair["fr"]), code
            french, english = (set(re.findall(r"\{\w+\}", pair[x])) for x in ("fr", "en"))
            assert french == english, code
