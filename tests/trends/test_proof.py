"""The bars of the watch on simulated weeks: quickly at each run, fully by ``make prove``.

With ``MOTIF_PROOF`` set to a folder, the full proof leaves ``trends.json`` and ``trends.md``
there.
"""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from nlp.errors import InputError
from nlp.trends.proof import (
    MARKERS,
    detection,
    false_alerts,
    main,
    measure,
    place,
    render,
    two_sigma,
    worlds,
)


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


def test_a_page_takes_the_tables_between_its_markers(measured, tmp_path):
    page, held = tmp_path / "page.md", tmp_path / "measured.json"
    held.write_text(json.dumps(measured), encoding="utf-8")
    page.write_text(f"before\n{MARKERS[0]}\nstale\n{MARKERS[1]}\nafter\n", encoding="utf-8")
    main([str(held), str(page)])
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "stale" not in text
    assert "**1.04** ± 0.20" in text
    assert "| 3 → 9 | w | two sigma | 0.25 |" in text
    main([str(held), str(page)])
    assert page.read_text(encoding="utf-8") == text
    with pytest.raises(InputError, match="once each"):
        place("no markers", render(measured))


def test_the_page_of_the_documentation_shows_what_was_measured():
    docs = Path(__file__).resolve().parents[2] / "docs"
    held = json.loads((docs / "trends.json").read_text(encoding="utf-8"))
    page = (docs / "trends.md").read_text(encoding="utf-8")
    assert place(page, render(held)) == page


@pytest.mark.prove
def test_prove_the_watch():
    measured = measure()
    table = render(measured)
    print("\n" + table)
    if folder := os.environ.get("MOTIF_PROOF"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        text = json.dumps(measured, ensure_ascii=False, indent=1) + "\n"
        (Path(folder) / "trends.json").write_text(text, encoding="utf-8")
        (Path(folder) / "trends.md").write_text(table, encoding="utf-8")
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
