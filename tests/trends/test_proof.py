"""The bars of the watch on simulated weeks: quickly at each run, fully by ``make prove``."""

from pathlib import Path

import numpy as np
import pytest

from nlp.evaluation.proofs import render_table
from nlp.trends.proof import detection, false_alerts, measure, page_tables, two_sigma, worlds


def test_false_alerts_keep_to_the_budget_where_two_sigma_floods():
    """Two worlds of 84 months: the standard error is about 0.12."""
    poisson, wide = worlds()[0], worlds()[3]
    for world in (poisson, wide):
        found = false_alerts(world, n_months=80, seed=11)
        assert 0.3 <= found["alerts"] <= 1.6
        assert 0.3 <= found["falls"] <= 1.8
        assert found["two_sigma"] > 10


def test_rises_are_caught():
    alike, alike_wide, spread = worlds()[:3]
    poisson = detection(alike, 3, 9, 1.0, n_changes=240, seed=11)["watch"]
    assert poisson[1] >= 0.70
    assert poisson[2] >= 0.86
    assert detection(alike_wide, 3, 9, 1.5, n_changes=240, seed=11)["watch"][2] >= 0.66
    assert detection(spread, 0, 6, 1.0, n_changes=120, seed=11)["watch"][2] >= 0.95


def test_the_rule_of_two_sigma_counts_onsets():
    counts = np.array([3, 4, 3, 2, 3, 4, 3, 2, 9, 30, 3, 3.0])
    assert np.flatnonzero(two_sigma(counts, 300.0)).tolist() == [8]


@pytest.fixture
def measured():
    curve = {"change": "3 → 9", "world": "w", "watch": [0.5] * 6, "two_sigma": [0.25] * 6}
    row = {"world": "w", "months": 12.0, "alerts": 1.04, "alerts_se": 0.1, "falls": 0.9}
    calendar = [{"calendar": c, "months": 9, "alerts": a} for c, a in ((False, 3.1), (True, 0.8))]
    return {
        "false_alerts": [row | {"two_sigma": 26.0}],
        "seasonal": calendar,
        "curves": [curve],
    }


def test_the_tables_say_what_was_measured(measured):
    tables = page_tables(measured)
    assert "| w | 12 | 1.04 | 0.2 | 0.9 | 26 |" in render_table(tables["trends-nothing"])
    assert "| left aside | 9 | 3.1 |" in render_table(tables["trends-seasons"])
    assert "| looked at | 9 | 0.8 |" in render_table(tables["trends-seasons"])
    told = render_table(tables["trends-detected"])
    assert "| 3 → 9 | w | Motif | 0.5 | 0.5 |" in told
    assert "| 3 → 9 | w | two sigma | 0.25 | 0.25 |" in told
    assert "| ≤ 1 wk | ≤ 2 wk | ≤ 3 wk | ≤ 4 wk | ≤ 5 wk | ≤ 6 wk |" in told


def test_the_page_of_the_documentation_has_every_table(measured):
    page = Path(__file__).resolve().parents[2] / "docs" / "trends.md"
    text = page.read_text(encoding="utf-8")
    assert all(f"<!-- proof: {name} -->" in text for name in page_tables(measured))


@pytest.mark.prove
def test_prove_the_watch(proved):
    measured = measure()
    for name, rows in page_tables(measured).items():
        print(f"\n{render_table(rows)}")
        proved(name, rows)
    for row in measured["false_alerts"]:
        assert row["months"] >= 500
        assert row["alerts"] <= 1.3, row["world"]
    without, calendar = (row["alerts"] for row in measured["seasonal"])
    assert calendar <= 1.3 < without
    curves = {(c["change"], c["world"]): c["watch"] for c in measured["curves"]}
    alike, alike_wide, spread, spread_wide, _ = (world.name for world in worlds())
    for world in (alike, spread):
        assert curves["3 → 9", world][1] >= 0.75
        assert curves["3 → 9", world][2] >= 0.90
    for world in (alike_wide, spread_wide):
        assert curves["3 → 9", world][2] >= 0.70
    for world in (spread, spread_wide):
        assert curves["0 → 6, code that existed", world][2] >= 0.80
