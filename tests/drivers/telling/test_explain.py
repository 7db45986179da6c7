import json
from dataclasses import asdict

import numpy as np
import pandas as pd
import pytest

from nlp.drivers import estimate_effects, explain
from nlp.drivers.telling.figures import format_points, format_share
from nlp.errors import EstimationError
from nlp.formatting import number

IRRITANTS = ["host", "noise", "passenger", "rare", "unseen"]


@pytest.fixture(scope="module")
def effects(passengers):
    frame = passengers(2000, np.random.default_rng(0)).assign(unseen=False)
    frame["unseen"] = frame.index < 3
    frame["channel"] = np.where(frame.index % 2, "call", "email")
    return estimate_effects(frame, IRRITANTS, "score", controls=["channel"], cluster="customer")


def row_of(effects, irritant):
    return effects[effects["irritant"] == irritant].iloc[0]


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("irritant", IRRITANTS)
def test_every_line_can_be_explained(effects, irritant, lang):
    told = explain(row_of(effects, irritant), effects.attrs["model"], lang)
    texts = [told.conclusion, *told.assumptions, *told.notes]
    texts += [text for step in told.steps for text in (step.label, step.formula, step.working)]
    for text in texts:
        assert "{" not in text
        assert "nan" not in text.lower()
        if lang == "fr":
            assert " :" not in text
            assert " ;" not in text
            assert " %" not in text
    json.dumps(asdict(told))


def test_the_working_shows_the_numbers_of_the_line(effects):
    row = row_of(effects, "rare")
    told = explain(row, effects.attrs["model"], "en")
    working = {step.quantity: step.working for step in told.steps}
    assert working["prevalence"].startswith(f"{row['n']} / 2,000 = ")
    minus = f"{row['effect']:.2f}".replace("-", "−")
    assert working["effect"].startswith(f"{minus} ± ")
    assert f"({minus}) = " in working["impact"]
    value = {step.quantity: step.value for step in told.steps}
    assert value["impact"] == row["impact"]
    assert any("channel" in text for text in told.assumptions)


def test_french_figures_are_french(effects):
    told = explain(row_of(effects, "rare"), effects.attrs["model"], "fr")
    working = {step.quantity: step.working for step in told.steps}
    assert "2\u202f000" in working["prevalence"]
    assert "\u00a0%" in working["prevalence"]
    assert "," in working["effect"]
    assert "." not in working["effect"]


def test_a_passenger_is_told_with_its_host_by_name(effects):
    row = row_of(effects, "passenger")
    told = explain(row, effects.attrs["model"], "fr", {"host": "Livraison en retard"})
    assert "Passager de Livraison en retard" in told.conclusion


def test_what_is_not_shown_has_no_step_but_a_reason(effects):
    told = explain(row_of(effects, "unseen"), effects.attrs["model"], "en")
    assert [step.quantity for step in told.steps] == ["prevalence"]
    assert told.verdict == "too_few"
    assert "minimum" in told.conclusion


def test_a_line_may_come_from_a_store_with_its_nulls(effects):
    for irritant in ("rare", "unseen"):
        row = row_of(effects, irritant)
        stored = {name: None if pd.isna(value) else value for name, value in row.items()}
        model = effects.attrs["model"]
        assert explain(stored, model, "fr") == explain(row, model, "fr")


def test_a_significant_line_among_many_is_hedged(effects):
    row = row_of(effects, "rare").copy()
    row["q_value"] = 0.2
    assert "chance" in explain(row, effects.attrs["model"], "en").conclusion


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_corrected_line_shows_what_was_read_and_what_was_found(passengers, lang):
    frame = passengers(2000, np.random.default_rng(0))
    read = frame.assign(host=frame["host"] & (np.arange(2000) % 4 > 0))
    names = ["host", "noise", "passenger", "rare"]
    table = estimate_effects(read, names, "score", checked=frame.loc[:599, ["host", "rare"]])
    model = table.attrs["model"]
    for correction, told in (("both", "host"), ("none", "noise")):
        row = row_of(table, told)
        assert row["correction"] == correction
        working = {step.quantity: step.working for step in explain(row, model, lang).steps}
        written = number(row["effect_as_read"], lang, digits=2)
        assert written in working["effect"]
        assert (("lu, non" if lang == "fr" else "not corrected") in working["effect"]) == (
            correction == "none"
        )
    share = format_share(row_of(table, "host")["prevalence_as_read"], lang)
    host = explain(row_of(table, "host"), model, lang)
    assert share in host.steps[0].working
    assert any("600" in note for note in host.notes)


def test_without_the_model_there_is_no_working(effects):
    with pytest.raises(EstimationError, match="attrs"):
        explain(row_of(effects, "rare"), {}, "fr")


def test_figures_as_people_write_them():
    assert format_share(0.125, "fr") == "12,5\u00a0%"
    assert format_share(0.125, "en") == "12.5%"
    assert format_points(-1.5, "fr") == "−1,50\u00a0point"
    assert format_points(-2, "fr") == "−2,00\u00a0points"
    assert format_points(1, "en") == "1.00\u00a0point"
