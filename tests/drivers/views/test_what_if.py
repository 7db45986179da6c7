import re

import numpy as np
import pandas as pd
import pytest

from nlp.drivers import as_nps_points, estimate_effects, summarize_satisfaction
from nlp.drivers.telling.note_texts import WHAT_IF
from nlp.drivers.views.what_if import ASSUMPTIONS, UNITS, explain_what_if, what_if
from nlp.errors import EstimationError
from nlp.types import LANGS

IRRITANTS = ["host", "noise", "passenger", "rare"]


@pytest.fixture(scope="module")
def contacts(passengers):
    return passengers(4000, np.random.default_rng(0))


def rows_of(frame, **options):
    table = estimate_effects(frame, IRRITANTS, "score", cluster="customer", **options)
    return table.set_index("irritant", drop=False), table.attrs["model"]


def test_the_range_comes_from_the_impacts_interval(contacts):
    rows, model = rows_of(contacts)
    row = rows.loc["host"]
    half = what_if(row, model, 0.5, "percent")
    assert (half.change, half.change_low, half.change_high) == pytest.approx(
        (-row["impact"] / 2, -row["impact_high"] / 2, -row["impact_low"] / 2)
    )
    assert 0 < half.change_low < half.change < half.change_high
    mean = contacts["score"].mean()
    assert (half.mean, half.mean_low, half.mean_high) == pytest.approx(
        (mean, mean + half.change_low, mean + half.change_high)
    )
    assert (half.n, half.n_contacts) == (contacts["host"].sum(), 4000)
    assert half.notes == ()


def test_the_world_without_the_irritant_lies_in_the_range():
    """The truth: the same contacts, scored without what the irritant takes."""
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(40):
        spoilt = rng.random(1500) < 0.15
        without = 7 + rng.normal(0, 1, 1500)
        frame = pd.DataFrame({"late": spoilt, "score": without - 2 * spoilt})
        table = estimate_effects(frame, ["late"], "score")
        result = what_if(table.iloc[0], table.attrs["model"], 1.0)
        held += result.change_low <= 2 * 0.15 <= result.change_high
    assert held >= 0.95 * 40 - 2 * np.sqrt(40 * 0.05 * 0.95)


def test_nps_moves_in_nps_points(contacts):
    rows, model = rows_of(contacts.assign(score=as_nps_points(contacts["score"])))
    result = what_if(rows.loc["host"], model, 1.0, "nps_points")
    nps = summarize_satisfaction(contacts["score"], "nps").score.value
    assert result.mean == pytest.approx(nps)
    assert 1 < result.change_low < result.change_high < 20
    french, english = (" ".join(explain_what_if(result, lang)) for lang in LANGS)
    assert re.search(r"le NPS bougerait de \+\d+,\d\u00a0points\u00a0de NPS \(de \+", french)
    assert re.search(r"the NPS would move by \+\d+\.\d\u00a0points\u00a0of NPS \(\+", english)


def test_the_mean_answer_to_the_nps_question_is_no_nps_and_that_is_said(contacts):
    rows, model = rows_of(contacts)
    result = what_if(rows.loc["host"], model, 0.5, "nps")
    assert [note.code for note in result.notes] == ["what_if_not_nps"]
    said = " ".join(explain_what_if(result, "en"))
    assert "the mean score would move by" in said
    assert "of NPS" not in said


def test_what_may_be_nothing_is_told_as_such(contacts):
    rows, model = rows_of(contacts)
    result = what_if(rows.loc["passenger"], model, 0.5, "percent")
    assert result.change_low < 0 < result.change_high
    assert any("holds zero" in sentence for sentence in explain_what_if(result, "en"))
    assert not any(
        "holds zero" in sentence
        for sentence in explain_what_if(what_if(rows.loc["host"], model, 0.5), "en")
    )


def test_nothing_goes_beyond_the_scale(contacts):
    rows, model = rows_of(contacts)
    row = rows.loc["host"].copy()
    row["mean_without"], row["leave_one_out"] = 9.95, -0.05
    result = what_if(row, model, 1.0, "nps")
    assert result.mean_high == result.mean_low == 10
    assert result.change == pytest.approx(0.1)
    assert result.notes[-1].code == "what_if_capped"
    assert "de 0 à 10" in explain_what_if(result, "fr")[-1]
    unbounded = what_if(row, model, 1.0)
    assert unbounded.mean_high > 10


@pytest.mark.parametrize(
    ("change", "options", "why"),
    [
        ({"score": np.nan}, {}, "No contact has a satisfaction score."),
        ({"score": 5.0}, {}, "All scores are the same"),
        ({}, {"min_n": 3000}, "Fewer scored contacts mention it"),
        ({"host": True}, {}, "Every scored contact mentions it"),
    ],
)
def test_without_an_effect_there_is_nothing_to_project(contacts, change, options, why):
    rows, model = rows_of(contacts.assign(**change), **options)
    result = what_if(rows.loc["host"], model, 0.5, "nps")
    assert result.change is result.change_low is result.mean is result.mean_high is None
    assert result.n == rows.loc["host", "n"]
    first, second = explain_what_if(result, "en", {"host": "Late delivery"})
    assert "there is none for Late delivery" in first
    assert second.startswith(why)
    assert len(explain_what_if(result, "fr")) == 2


@pytest.mark.parametrize(
    ("share", "unit", "message"),
    [
        (0, "nps", "share must be above 0 and at most 1"),
        (1.5, None, r"got 1\.5"),
        (float("nan"), None, "got nan"),
        (0.5, "npss", "unknown unit 'npss': expected one of nps, .*Did you mean nps"),
        (0.5, "csat", "the mean outcome, .* lies off the unit given, csat, which goes from 1 to 5"),
    ],
)
def test_options_out_of_range(contacts, share, unit, message):
    rows, model = rows_of(contacts)
    with pytest.raises(EstimationError, match=message):
        what_if(rows.loc["host"], model, share, unit)


def test_a_projection_is_told_in_both_languages(contacts):
    rows, model = rows_of(contacts)
    result = what_if(rows.loc["host"], model, 0.5, "percent")
    french, english = (explain_what_if(result, lang, {"host": "Retard"}) for lang in LANGS)
    assert french[0].startswith("Si l’irritant «\u00a0Retard\u00a0» baissait de 50\u00a0%, la note")
    assert re.search(r"bougerait de \+0,\d{3}\u00a0point \(de \+0,", french[0])
    assert english[0].startswith("If the irritant “Retard” fell by 50%, the mean score would move")
    assert "sur 4\u202f000" in french[0]
    assert "of 4,000" in english[0]
    assert french[2] == ASSUMPTIONS["fr"]
    assert english[2] == ASSUMPTIONS["en"]
    for text in (*french, *(texts["fr"] for texts in WHAT_IF.values())):
        assert not re.search(r" [:;?!%»]|« |'", text)


def test_a_change_too_small_to_write_bears_no_sign(contacts):
    rows, model = rows_of(contacts)
    row = rows.loc["host"].copy()
    row["impact"], row["impact_low"], row["impact_high"] = -1e-5, -2e-5, -1e-6
    assert "+" not in explain_what_if(what_if(row, model, 0.5), "en")[0]


def test_every_scale_is_a_unit():
    assert set(UNITS) == {"nps", "csat", "ces7", "ces5", "stars", "percent", "nps_points"}
