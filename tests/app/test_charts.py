from __future__ import annotations

import json

import pandas as pd
import pytest

from app.charts import POINT, effect_chart, place_labels, trend_chart
from nlp.storage import Workspace, queries


@pytest.fixture(scope="module")
def ranking(folder):
    with Workspace.open(folder).reader() as reader:
        found = queries.frictions(reader)
    return found[found["effect"].notna()]


@pytest.fixture(scope="module")
def trend(folder):
    with Workspace.open(folder).reader() as reader:
        return queries.label_trend(reader, "irritant", "delivery.not_received")


def rows_of(chart) -> list[dict]:
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


def test_effects_are_drawn_with_their_intervals(ranking, labels):
    chart = effect_chart(ranking, labels, "staff.rude")
    rows = [row for row in rows_of(chart) if "irritant" in row]
    assert {row["irritant"] for row in rows} == set(ranking["irritant"])
    assert all(row["effect_low"] <= row["effect"] <= row["effect_high"] for row in rows)
    assert [p["name"] for p in chart.to_dict()["params"]] == [POINT]


def test_numbers_of_the_axes_follow_the_language(ranking, trend, labels):
    for chart in (effect_chart(ranking, labels, None), trend_chart(trend, labels.words)):
        numbers = chart.to_dict()["config"]["locale"]["number"]
        assert numbers["decimal"] == {"fr": ",", "en": "."}[labels.words.lang]
        assert numbers["minus"] == "−"


def test_charts_name_no_font_and_no_host(ranking, trend, labels):
    for chart in (effect_chart(ranking, labels, None), trend_chart(trend, labels.words)):
        spec = {key: value for key, value in chart.to_dict().items() if key != "$schema"}
        assert "http" not in json.dumps(spec)


def test_trend_has_a_binomial_interval_around_each_rate(trend, labels):
    rows = [row for row in rows_of(trend_chart(trend, labels.words)) if "week" in row]
    assert len(rows) == 3
    for row in rows:
        assert 0 <= row["low"] <= row["rate"] <= row["high"] <= 1
        assert row["high"] > row["low"]


def test_a_single_week_and_a_week_without_mentions_can_be_drawn(labels):
    one = pd.DataFrame({"week": ["2026-W46"], "n": [0], "n_contacts": [12], "rate": [0.0]})
    (row,) = [row for row in rows_of(trend_chart(one, labels.words)) if "week" in row]
    assert (row["low"], row["rate"]) == (0.0, 0.0)
    assert row["high"] > 0.1


def points(*rows: tuple[str, float, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["irritant", "prevalence", "effect"])
    return table.assign(
        effect_low=table["effect"] - 0.1, effect_high=table["effect"] + 0.1, name=table["irritant"]
    )


def test_names_do_not_collide():
    crowd = points(*((f"irritant {i}", 0.05 + i / 10_000, -1 - i / 1000) for i in range(20)))
    assert sum(side != "" for side in place_labels(crowd, None)) < 6


def test_the_irritant_followed_is_named_first():
    crowd = points(*((f"irritant {i}", 0.05, -1.0) for i in range(5)), ("far", 0.01, -2.0))
    assert place_labels(crowd, "irritant 4")[5] != ""
    assert place_labels(points(("a", 0.01, -1.0), ("b", 0.03, 0.0)), "b")[1] != ""


def test_points_at_one_place_still_make_a_chart(labels, ranking):
    same = ranking.assign(prevalence=0.1, effect=-1.0, effect_low=-1.0, effect_high=-1.0)
    assert effect_chart(same, labels, None).to_dict()
