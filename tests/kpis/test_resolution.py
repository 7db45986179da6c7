import numpy as np
import pandas as pd
import pytest

from nlp.kpis import KpiOptions, compute_kpis


def test_every_case_by_hand(story, line):
    """Judged: a10 (comes back), b10, b20, c12, c13; not d26, z30 (open), e3, z0 (early)."""
    report = compute_kpis(story)
    fcr = line(report, "fcr")
    assert (fcr["value"], fcr["n"], fcr["n_customers"], fcr["n_left_out"]) == (4 / 5, 5, 3, 4)
    assert fcr["low"] < 4 / 5 < fcr["high"]
    repeats = line(report, "repeat_rate")
    assert (repeats["value"], repeats["n"], repeats["n_left_out"]) == (1 / 8, 8, 2)
    anyhow = line(report, "repeat_any_reason")
    assert (anyhow["value"], anyhow["n"]) == (2 / 8, 8)
    seen, said = line(report, "repeat_seen"), line(report, "repeat_said")
    assert (seen["value"], seen["n"], said["value"], said["n"]) == (1 / 8, 8, 2 / 8, 8)
    assert line(report, "repeat_gap")["value"] == pytest.approx(1 / 8)
    still = line(report, "unresolved_said")
    assert (still["value"], still["n"]) == (2 / 5, 5)
    assert line(report, "unresolved_gap")["value"] == pytest.approx(2 / 5 - (1 - 4 / 5))


def test_what_was_left_out_is_said_and_counted(story):
    note = next(note for note in compute_kpis(story).notes if note.code == "windows")
    assert note.values["n_open"]["en"] == "2"
    assert note.values["n_early"]["en"] == "2"
    assert "du 2026-03-02 au 2026-04-01" in note.text("fr")
    assert "window of 7 days" in note.text("en")


def test_the_window_can_be_set(story, line):
    report = compute_kpis(story, options=KpiOptions(window_days=10))
    # b comes back after 10 days: the window counts its last day. Judged: a10, b10, c12, c13.
    fcr = line(report, "fcr")
    assert (fcr["value"], fcr["n"]) == (2 / 4, 4)


def test_data_known_to_go_on_judge_more(story, line):
    later = pd.Timestamp("2026-04-30", tz="UTC")
    report = compute_kpis(story, options=KpiOptions(observed_until=later))
    assert line(report, "fcr")["n"] == 7
    earlier = KpiOptions(observed_from=pd.Timestamp("2026-02-01"), observed_until=later)
    assert line(compute_kpis(story, options=earlier), "fcr")["n_left_out"] == 0


def test_who_comes_back_is_looked_for_beyond_the_lines_shown(story, line):
    only = (story["contact_id"] == "a10").to_numpy()
    report = compute_kpis(story, within=only)
    assert line(report, "fcr")["value"] == 0
    assert line(report, "contacts")["value"] == 1


def test_coming_back_on_another_channel_is_coming_back(story, line):
    story.loc[story["contact_id"] == "a14", "channel"] = "email"
    report = compute_kpis(story, by=["channel"])
    assert line(report, "repeat_rate", channel="call")["value"] == 1 / 7
    assert line(report, "repeat_seen", channel="email")["value"] == 1


def test_surveys_are_no_repeats(story, line):
    without = story[story["kind"] == "interaction"]
    for kpi in ("fcr", "repeat_rate", "repeat_seen", "unresolved_said"):
        assert line(compute_kpis(without), kpi) == line(compute_kpis(story), kpi)


def test_unknown_customers_are_left_out_and_counted(story, line):
    story.loc[story["customer_id"] == "c", "customer_id"] = None
    fcr = line(compute_kpis(story), "fcr")
    assert (fcr["value"], fcr["n"], fcr["n_left_out"]) == (2 / 3, 3, 6)


@pytest.mark.parametrize("column", ["customer_id", "occurred_at", "reason", "kind"])
def test_a_missing_column_is_named(story, column):
    report = compute_kpis(story.drop(columns=column))
    absent = {x.kpi: x.note for x in report.absent}
    assert "fcr" not in set(report.figures["kpi"])
    assert column in absent["fcr"].text("fr")
    assert column in absent["repeat_gap"].text("en")


def test_without_signals_only_the_cues_are_absent(story):
    report = compute_kpis(story.drop(columns="signals"))
    shown = set(report.figures["kpi"])
    assert {"fcr", "repeat_rate"} <= shown
    assert not {"repeat_said", "repeat_gap", "unresolved_said"} & shown


def test_stated_resolution(make, line):
    contacts = make(*({"resolved": x} for x in (True, "oui", "0", None, False)))
    found = line(compute_kpis(contacts), "resolution_rate")
    assert (found["value"], found["n"], found["n_left_out"]) == (2 / 4, 4, 1)


def test_dates_without_timezone_are_read_as_utc(story, line):
    bare = story.assign(occurred_at=pd.to_datetime(story["occurred_at"]).dt.tz_localize(None))
    assert line(compute_kpis(bare), "fcr")["value"] == 4 / 5


def test_lists_from_a_store_are_arrays(story, line):
    stored = story.assign(signals=[np.array(x, object) for x in story["signals"]])
    assert line(compute_kpis(stored), "repeat_said")["value"] == 2 / 8
