from __future__ import annotations

import json

import pandas as pd
import pytest

from app.ranking import choose_decimals, ranking_data
from nlp.storage import Workspace, queries


@pytest.fixture(scope="module")
def ranking(folder):
    with Workspace.open(folder).reader() as reader:
        return queries.frictions(reader)


def data_of(ranking, labels, shares=None):
    return ranking_data(
        ranking,
        labels,
        week="2026-W46",
        focus="staff.rude",
        chosen_shares=shares,
        href=lambda code: f"verbatims?irritant={code}",
    )


def test_rows_are_written_in_the_language(ranking, labels):
    first = data_of(ranking, labels)["rows"][0]["cells"]
    expected = {
        "fr": (
            "Colis perdu ou non reçu",
            "10,0\u202f%",
            "−1,25",
            "−1,75\u00a0à\u00a0−0,75",
            "+2,1",
            "coûte",
        ),
        "en": (
            "Parcel lost or not received",
            "10.0%",
            "−1.25",
            "−1.75\u00a0to\u00a0−0.75",
            "+2.1",
            "costs",
        ),
    }[labels.words.lang]
    assert (
        first["irritant"]["text"],
        first["share"]["text"],
        first["effect"]["text"],
        first["effect"]["interval"],
        first["change"]["text"],
        first["verdict"]["text"],
    ) == expected


def test_every_verdict_has_words_and_a_sentence(ranking, labels):
    cells = [row["cells"]["verdict"] for row in data_of(ranking, labels)["rows"]]
    assert len({cell["text"] for cell in cells}) == 5
    assert all(len(cell["help"]) > 20 for cell in cells)


def test_a_figure_that_is_not_known_is_a_dash_and_sorts_last(ranking, labels):
    too_few = data_of(ranking, labels)["rows"][4]["cells"]
    for name in ("effect", "impact", "change"):
        assert (too_few[name]["text"], too_few[name]["value"], too_few[name]["interval"]) == (
            "–",
            None,
            "",
        )


def test_a_change_is_coloured_only_when_its_interval_excludes_zero(ranking, labels):
    trends = [row["cells"]["change"]["trend"] for row in data_of(ranking, labels)["rows"]]
    assert trends == ["rising", "", "", "", ""]
    down = ranking.assign(change=-0.02, change_low=-0.03, change_high=-0.01)
    assert data_of(down, labels)["rows"][0]["cells"]["change"]["trend"] == "falling"


def test_the_table_is_plain_json_without_nan(ranking, labels):
    written = json.dumps(data_of(ranking, labels), allow_nan=False)
    assert "customer" not in written.lower() or labels.words.lang == "en"


def test_filters_add_a_column_of_their_own(ranking, labels):
    shares = {"staff.rude": 0.25}
    table = data_of(ranking, labels, shares)
    assert [column["id"] for column in table["columns"]].count("chosen") == 1
    assert table["rows"][1]["cells"]["chosen"]["value"] == 0.25
    assert table["rows"][0]["cells"]["chosen"]["value"] == 0.0
    assert "chosen" not in [column["id"] for column in data_of(ranking, labels)["columns"]]


def test_every_column_has_its_definition(ranking, labels):
    assert all(column["help"] for column in data_of(ranking, labels)["columns"])


def test_bars_have_a_range_that_holds_zero_and_every_interval(ranking, labels):
    axis = next(c["axis"] for c in data_of(ranking, labels)["columns"] if "axis" in c)
    assert axis["low"] == pytest.approx(-0.175)
    assert axis["high"] == pytest.approx(0.12)
    without = ranking.assign(impact_low=None, impact_high=None).astype(
        {"impact_low": float, "impact_high": float}
    )
    assert next(c["axis"] for c in data_of(without, labels)["columns"] if "axis" in c) == {
        "low": -1.0,
        "high": 1.0,
    }


def test_a_code_that_the_taxonomy_lacks_is_shown_as_it_is(ranking, labels):
    foreign = ranking.assign(irritant=["custom.code", *ranking["irritant"][1:]])
    assert data_of(foreign, labels)["rows"][0]["cells"]["irritant"]["text"] == "custom.code"


@pytest.mark.parametrize(("effect", "impact", "digits"), [(31.0, 12.0, (1, 1)), (1.2, 0.1, (2, 3))])
def test_larger_figures_have_fewer_digits(effect, impact, digits):
    chosen = choose_decimals(pd.DataFrame({"effect": [effect, None], "impact": [impact, None]}))
    assert (chosen.effect, chosen.impact) == digits


def test_shares_and_counts_stand_over_their_interval_and_scored_contacts(ranking, labels):
    known = ranking.assign(prevalence_low=0.08, prevalence_high=0.125)
    cells = data_of(known, labels)["rows"][4]["cells"]
    expected = {
        "fr": ("8,0\u00a0à\u00a012,5", "1 noté"),
        "en": ("8.0\u00a0to\u00a012.5", "1 scored"),
    }[labels.words.lang]
    assert (cells["share"]["under"], cells["n"]["under"]) == expected
    assert data_of(ranking, labels)["rows"][0]["cells"]["share"]["under"] == ""


def test_without_any_score_only_volumes_are_shown(ranking, labels):
    table = data_of(ranking.assign(n_scored=0), labels)
    assert [column["id"] for column in table["columns"]] == [
        "rank", "irritant", "n", "share", "change",
    ]  # fmt: skip
    assert table["rows"][0]["cells"]["n"]["under"] == ""
    assert table["caption"] == labels.words("ranking.caption_volume")
