import numpy as np
import pandas as pd
import pytest

from nlp.errors import InputError
from nlp.trends import Comparability, WeeklyCounts, movers, watch
from nlp.trends.comparability import Drift

MEANS = [3.0, *np.geomspace(0.5, 20, 29)]


def test_a_planted_rise_is_told_with_its_week(make_weekly):
    weekly = make_weekly(MEANS, change={(0, 36): 14.0}, seed=3)
    found = watch(weekly)
    alert = found.alerts[found.alerts["code"] == "billing.c0"].iloc[-1]
    assert alert["week"] in ("2026-W37", "2026-W38")
    assert alert["since_low"] <= "2026-W37" <= alert["since_high"]
    assert alert["in_force"]
    assert alert["last"] == "2026-W40"
    assert alert["rate"] > alert["high"]
    row = found.at("2026-W40").set_index("code").loc["billing.c0"]
    assert (row["state"], row["onset"]) == ("ongoing", alert["week"])


def test_rows_hold_what_was_counted_and_bands_hold_most_of_it(make_weekly):
    weekly = make_weekly(MEANS)
    rows = watch(weekly).rows
    assert len(rows) == 30 * 40
    wide = rows.pivot(index="week", columns="code", values="count")[weekly.counts.columns]
    assert (wide.to_numpy() == weekly.counts.to_numpy()).all()
    judged = rows.dropna(subset=["expected"])
    assert set(rows["week"]) - set(judged["week"]) == set(weekly.counts.index[:8])
    inside = (judged["rate"] >= judged["low"]) & (judged["rate"] <= judged["high"])
    assert 0.94 <= inside.mean() <= 0.995
    assert (judged["low"] <= judged["expected"]).all()
    assert (judged["expected"] <= judged["high"]).all()


def test_a_verdict_is_the_same_when_more_weeks_are_known(make_weekly):
    weekly = make_weekly(MEANS, change={(0, 30): 12.0})
    cut = WeeklyCounts(weekly.counts.iloc[:33], weekly.contacts.iloc[:33])
    before, after = watch(cut).rows, watch(weekly).rows
    after = after[after["week"].isin(cut.counts.index)].reset_index(drop=True)
    pd.testing.assert_frame_equal(before, after)


def test_a_smaller_budget_alerts_less(make_weekly):
    weekly = make_weekly(MEANS, n_weeks=47, seed=6)
    loose, strict = (len(watch(weekly, budget=budget).alerts) for budget in (8.0, 0.02))
    assert loose > strict
    assert strict <= 1


def test_when_nothing_happens_it_says_what_would_have_been_seen(make_weekly):
    weekly = make_weekly([4.0] * 12, n_weeks=30, seed=2)
    found = watch(weekly, budget=0.1)
    assert found.alerts.empty
    note = found.notes[-1]
    assert note.code == "nothing_significant"
    assert "8 fois sur 10" in note.text("fr")
    assert "\u202f%" in note.text("fr")
    assert note.values["seen"] - note.values["usual"] == pytest.approx(note.values["rise"])


def test_what_would_have_alerted_does_and_one_fewer_does_not(make_weekly):
    weekly = make_weekly(MEANS, n_weeks=30, seed=2)
    found = watch(weekly)
    for place in (0, 10, 25):
        row = found.detectable.iloc[place]
        assert row["rate"] > row["alert_at"] / 300  # eight times in ten, not every other time
        for count, state in ((row["alert_at"], "alert"), (row["alert_at"] - 1, "normal")):
            counts = weekly.counts.copy()
            counts.iloc[-1, place] = int(count)
            again = watch(WeeklyCounts(counts, weekly.contacts))
            assert again.at("2026-W30")["state"][place] == state


def test_falls_inform_and_do_not_alert(make_weekly):
    found = watch(make_weekly([12.0, *MEANS], change={(0, 34): 2.0}))
    assert "billing.c0" in set(found.falls["code"])
    assert not ((found.alerts["code"] == "billing.c0") & (found.alerts["week"] > "2026-W34")).any()
    told = movers(found).set_index("code").loc["billing.c0"]
    assert (told["direction"], told["verdict"]) == ("down", "signal")


def test_movers_put_signals_first_and_call_the_rest_noise(make_weekly):
    found = watch(make_weekly(MEANS, change={(0, 38): 15.0}, seed=1), budget=0.2)
    told = movers(found)
    assert told["code"].iloc[0] == "billing.c0"
    assert told["verdict"].iloc[0] == "signal"
    quiet = told[~told["state"].isin(["alert", "ongoing", "fall", "fallen"])]
    assert (quiet["verdict"] == "noise").all()
    assert quiet["change"].abs().is_monotonic_decreasing
    with pytest.raises(InputError, match="none of the weeks"):
        movers(found, "2020-W01")


def test_drift_is_told_instead_of_an_alarm(make_weekly):
    weekly = make_weekly(MEANS, n_weeks=30, change={(0, 29): 25.0})
    drift = Drift("2026-W30", "channel", True, 0.5, "survey", 0.1, 0.6)
    assert len(watch(weekly).alerts.query("week == '2026-W30'")) >= 1
    found = watch(weekly, comparability=Comparability((drift,), frozenset({"2026-W30"})))
    assert (found.at("2026-W30")["state"] == "muted").all()
    assert found.alerts.query("week == '2026-W30'").empty
    assert [note.code for note in found.notes] == ["drift_channel_muted", "muted"]
    care = Drift("2026-W30", "channel", False, 0.15, "survey", 0.1, 0.25)
    careful = watch(weekly, comparability=Comparability((care,)))
    assert careful.alerts.query("week == '2026-W30'")["care"].all()


def test_a_new_model_begins_history_anew_and_says_so(make_weekly):
    weekly = make_weekly(MEANS, n_weeks=30, change={(0, 25): 25.0})
    drift = Drift("2026-W26", "model_version", True, 1.0, "2.0", 0.0, 1.0)
    found = watch(weekly, comparability=Comparability((drift,), starts=("2026-W26",)))
    assert (found.at("2026-W30")["state"] == "too_few").all()
    assert [note.code for note in found.notes] == ["drift_model_version", "not_judged"]
    assert found.notes[-1].values["n_weeks"] == 4


def test_little_or_nothing_to_watch(make_weekly):
    early = watch(make_weekly([3.0, 4.0], n_weeks=4))
    assert (early.rows["state"] == "too_few").all()
    assert early.notes[-1].values == {"n_weeks": 3, "n_min": 8}
    assert early.alerts.empty
    assert early.detectable["rate"].isna().all()
    nothing = watch(make_weekly([], n_weeks=10))
    assert nothing.rows.empty
    assert nothing.alerts.empty
    empty = watch(make_weekly([3.0], n_weeks=0))
    assert empty.week is None
    assert movers(empty).empty


def test_a_last_week_without_contacts_is_said(make_weekly):
    weekly = make_weekly(MEANS, n_weeks=30)
    weekly.counts.iloc[-1] = 0
    weekly.contacts.iloc[-1] = 0
    found = watch(weekly)
    assert [note.code for note in found.notes] == ["gaps", "no_contacts"]
    assert found.at("2026-W30")["rate"].isna().all()


def test_unknown_kinds_and_budgets_are_refused(make_weekly):
    weekly = make_weekly([3.0], n_weeks=10)
    with pytest.raises(InputError, match="irritants"):
        watch(weekly, kind="iritants")
    with pytest.raises(InputError, match="budget reasons"):
        watch(weekly, kind="reasons", budget=-1.0)


def test_an_episode_is_still_in_force_after_a_week_without_contacts(make_weekly):
    weekly = make_weekly(MEANS, n_weeks=30, change={(0, 27): 25.0})
    weekly.counts.iloc[-1] = 0
    weekly.contacts.iloc[-1] = 0
    alert = watch(weekly).alerts.set_index("code").loc["billing.c0"]
    assert alert["in_force"]
    assert (alert["week"], alert["last"]) == ("2026-W28", "2026-W30")
