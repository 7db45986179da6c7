import numpy as np
import pandas as pd
import pytest

from nlp.errors import MappingError
from nlp.trends import assess_comparability, mix_expected, weekly_profile
from nlp.weeks import weeks_between

WEEKS = weeks_between("2026-W10", "2026-W40")
CHANNELS = ["email", "call", "survey"]


def contacts(*, shares=None, other=None, places=(), n=200, seed=0, **columns):
    """``shares`` of the channels every week, ``other`` in the weeks at ``places``."""
    rng = np.random.default_rng(seed)
    rows = []
    for i, week in enumerate(WEEKS):
        drawn = rng.choice(CHANNELS, n, p=other if i in places else shares or [0.6, 0.3, 0.1])
        frame = pd.DataFrame({"week": week, "channel": drawn})
        rows.append(frame.assign(**{k: f(i) for k, f in columns.items()}))
    return pd.concat(rows, ignore_index=True)


def assess(**more):
    return assess_comparability(weekly_profile(contacts(**more)))


def test_weeks_drawn_alike_compare():
    for seed, n in ((1, 20), (2, 200), (3, 1000)):
        found = assess(seed=seed, n=n)
        assert found.drifts == ()
        assert not found.muted
        assert not found.starts


def test_a_new_model_or_taxonomy_begins_history_anew():
    found = assess(
        model_version=lambda i: "1.0" if i < 20 else "2.0", taxonomy_version=lambda i: "abc"
    )
    assert [(d.week, d.what, d.group) for d in found.drifts] == [
        (WEEKS[20], "model_version", "2.0")
    ]
    assert found.starts == (WEEKS[20],)
    assert found.of(WEEKS[23], since=8) == found.drifts
    assert found.of(WEEKS[29], since=8) == ()
    assert "2.0" in found.of(WEEKS[20])[0].note().text("fr")


def test_one_week_of_another_mix_is_muted_alone():
    found = assess(other=[0.2, 0.2, 0.6], places={20})
    assert found.muted == {WEEKS[20]}
    assert not found.starts
    assert found.drifts[0].group == "survey"
    assert found.drifts[0].after > 0.5


def test_a_small_shift_asks_for_care_only():
    found = assess(other=[0.42, 0.3, 0.28], places={20}, n=400)
    assert [(d.week, d.mutes) for d in found.drifts] == [(WEEKS[20], False)]
    assert not found.muted


def test_a_mix_that_stays_becomes_what_is_usual():
    found = assess(other=[0.2, 0.2, 0.6], places=set(range(20, 31)))
    assert found.starts == (WEEKS[20],)
    assert not found.muted
    assert {drift.week for drift in found.drifts} == set(WEEKS[20:23])


def test_one_export_a_week_is_one_source():
    weekly = assess(source=lambda i: f"survey_2026-W{i}.csv")
    assert weekly.drifts == ()
    history = assess(source=lambda i: "history.xlsx" if i < 20 else f"week{i}.csv")
    assert {drift.what for drift in history.drifts} == {"source"}
    assert not any(drift.mutes for drift in history.drifts)


def test_rejects_and_missing_texts_that_jump():
    imports = pd.DataFrame({"n_read": 300, "n_rejected": 9, "n_without_text": 0}, index=list(WEEKS))
    imports.loc[WEEKS[20], "n_rejected"] = 120
    imports.loc[WEEKS[22], "n_without_text"] = 30
    found = assess_comparability({}, imports=imports, weeks=WEEKS)
    assert [(d.week, d.what, d.mutes) for d in found.drifts] == [
        (WEEKS[20], "rejected", True),
        (WEEKS[22], "without_text", False),
    ]
    assert found.muted == {WEEKS[20]}
    french = found.drifts[0].note().text("fr")
    assert "40,0\u202f%" in french
    assert "3,0\u202f%" in french
    assert "40.0%" in found.drifts[0].note().text("en")


def test_the_mix_explains_what_it_explains():
    contacts = pd.DataFrame({"call": [90, 90, 50], "survey": [10, 10, 50]}, index=list(WEEKS[:3]))
    counts = pd.DataFrame({"call": [9, 9, 5], "survey": [5, 5, 25]}, index=list(WEEKS[:3]))
    before, expected = mix_expected(counts, contacts, WEEKS[2])
    assert before == pytest.approx(0.14)
    assert expected == pytest.approx(0.3)  # which is what was seen: 30 of 100
    assert np.isnan(mix_expected(counts, contacts, WEEKS[0])[0])


def test_tables_that_miss_something_are_refused():
    with pytest.raises(MappingError, match="week"):
        weekly_profile(pd.DataFrame({"channel": ["email"]}))
    with pytest.raises(MappingError, match="2020-W01"):
        mix_expected(pd.DataFrame(), pd.DataFrame(), "2020-W01")


def test_nothing_given_finds_nothing():
    assert assess_comparability({}).drifts == ()
