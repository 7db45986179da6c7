import pytest

from nlp.kpis import KpiOptions, compute_kpis
from nlp.kpis.definitions import define
from nlp.kpis.times import TIMES

DAY = 86_400


def test_both_definitions_of_handling_and_response_time(story, line):
    """Requests seen whole with all their durations: a10-a14, b10, c12, c13."""
    report = compute_kpis(story)
    contact = line(report, "handling_time")
    assert (contact["value"], contact["n"]) == (pytest.approx(460 / 6), 6)
    request = line(report, "request_handling_time")
    assert (request["value"], request["n"]) == (pytest.approx((300 + 50 + 70 + 30) / 4), 4)
    assert request["n_left_out"] == 5  # b20 without duration, d26 and z30 open, e3 and z0 early
    response = line(report, "request_response_time")
    assert response["value"] == pytest.approx((4 * DAY + 90 + 60 + 60 + 60) / 4)
    assert line(report, "response_time")["value"] == pytest.approx(390 / 6)


def test_a_column_that_measures_requests_is_used_as_it_is(story, line):
    report = compute_kpis(story, options=KpiOptions(handling="request"))
    whole = line(report, "request_handling_time")
    assert (whole["value"], whole["n"]) == (pytest.approx(460 / 6), 6)
    absent = {x.kpi: x.note for x in report.absent}
    assert "handling_s" in absent["handling_time"].text("en")
    assert "whole life" in absent["handling_time"].text("en")
    assert "response_time" not in absent


def test_the_definition_in_use_is_the_one_told(story):
    kpi = next(kpi for kpi in TIMES if kpi.code == "request_handling_time")
    for lang, said in (("fr", "cumulé"), ("en", "summed")):
        assert said in define(kpi, KpiOptions(), lang).formula
        assert said not in define(kpi, KpiOptions(handling="request"), lang).formula
        assert said in define(kpi, KpiOptions(response="request"), lang).formula


def test_requests_need_to_know_who_comes_back(story):
    report = compute_kpis(story.drop(columns="customer_id"))
    absent = {x.kpi: x.note for x in report.absent}
    assert "customer_id" in absent["request_handling_time"].text("en")
    assert "handling_time" in set(report.figures["kpi"])
    told = compute_kpis(story.drop(columns="customer_id"), options=KpiOptions(handling="request"))
    assert "request_handling_time" in set(told.figures["kpi"])


@pytest.fixture
def calls(make):
    """Six calls and a survey: three answered in time, one late, two abandoned."""
    waits = [(5, True), (20, True), (12, True), (45, True), (60, False), (8, False)]
    rows = [{"waiting_s": wait, "answered": answered} for wait, answered in waits]
    return make(*rows, {"kind": "feedback", "waiting_s": 999.0, "answered": True})


def test_service_level_counts_the_abandoned(calls, line):
    report = compute_kpis(calls)
    assert line(report, "waiting_time")["value"] == pytest.approx(150 / 6)
    within = line(report, "answered_within")
    assert (within["value"], within["n"]) == (3 / 4, 4)
    level = line(report, "service_level")
    assert (level["value"], level["n"]) == (3 / 6, 6)


def test_without_the_answered_column_all_recorded_waits_count(calls, line):
    report = compute_kpis(calls.drop(columns="answered"))
    assert line(report, "answered_within")["value"] == 4 / 6
    assert "answered" in next(x for x in report.absent if x.kpi == "service_level").note.text("fr")


def test_the_threshold_can_be_set(calls, line):
    report = compute_kpis(calls, options=KpiOptions(answer_within_s=50))
    assert line(report, "answered_within")["value"] == 1
    assert "50 s" in next(x.name for x in report.definitions("en") if x.kpi == "answered_within")


@pytest.mark.parametrize(
    ("n_in_time", "n_late", "verdict"),
    [(200, 10, "met"), (100, 100, "missed"), (8, 2, "undetermined")],
)
def test_the_target_is_met_where_the_whole_interval_is(make, line, n_in_time, n_late, verdict):
    rows = [{"response_s": 3600.0}] * n_in_time + [{"response_s": 90_000.0}] * n_late
    found = line(compute_kpis(make(*rows)), "reply_within")
    assert found["verdict"] == verdict


def test_kpis_without_a_target_have_no_verdict(calls, line):
    assert line(compute_kpis(calls), "contacts")["verdict"] is None


def test_transfers(make, line):
    contacts = make(*({"transferred": x} for x in (1, 0, 0, None, 0)))
    found = line(compute_kpis(contacts), "transfer_rate")
    assert (found["value"], found["n"], found["n_left_out"]) == (1 / 4, 4, 1)
