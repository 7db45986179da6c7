import pytest
from statsmodels.stats.proportion import proportion_confint

from nlp.errors import EstimationError
from nlp.kpis import compute_kpis


@pytest.fixture
def answers(make):
    nps = [{"scale": "nps", "satisfaction": x} for x in (10, 9, 8, 7, 3)]
    csat = [{"scale": "csat", "satisfaction": x} for x in (5, 4, 4, 1)]
    return make(*nps, *csat, {"scale": "ces7", "satisfaction": 6}, {})


def test_each_scale_by_hand(answers, line):
    report = compute_kpis(answers)
    nps = line(report, "nps")
    assert (nps["value"], nps["n"]) == (pytest.approx(20), 5)
    csat = line(report, "csat")
    assert (csat["value"], csat["n"]) == (3 / 4, 4)
    assert (csat["low"], csat["high"]) == pytest.approx(proportion_confint(3, 4, method="wilson"))
    assert line(report, "csat_mean")["value"] == pytest.approx(14 / 4)
    effort = line(report, "ces7")
    assert (effort["value"], effort["n"]) == (6, 1)
    assert effort["low"] != effort["low"]  # one answer tells no interval


def test_scales_without_answers_are_absent_and_named(answers):
    absent = {x.kpi: x.note for x in compute_kpis(answers).absent}
    assert "stars" in absent["stars"].text("fr")
    assert {"ces5", "percent"} <= set(absent)
    assert "satisfaction" in {
        x.kpi: x.note for x in compute_kpis(answers.drop(columns="satisfaction")).absent
    }["nps"].text("en")


def test_an_answer_off_its_scale_is_refused(answers):
    answers.loc[0, "satisfaction"] = 11
    with pytest.raises(EstimationError, match="1 answers lie off the scale nps"):
        compute_kpis(answers)
