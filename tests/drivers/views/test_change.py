import numpy as np
import pandas as pd
import pytest

from nlp.drivers import weekly_change
from nlp.errors import EstimationError, MotifError

BEFORE = [f"2026-W{i:02d}" for i in range(39, 47)]
WEEK = "2026-W47"


def make_counts(mentions=5, contacts=100, now=12):
    labels = [*BEFORE, WEEK]
    table = pd.DataFrame({"late": [mentions] * 8 + [now], "rude": [0] * 9}, index=labels)
    return table, pd.Series(contacts, index=labels)


def test_definition():
    mentions, contacts = make_counts()
    contacts[BEFORE[0]] = 50  # its prevalence, 10 %, counts once like the others'
    late, rude = weekly_change(mentions, contacts, WEEK).itertuples()
    assert late.n_week == 12
    assert late.prevalence_before == pytest.approx((7 * 0.05 + 0.10) / 8)
    assert late.change == pytest.approx(0.12 - (7 * 0.05 + 0.10) / 8)
    assert late.change_low < late.change < late.change_high
    assert late.weeks_before == 8
    assert rude.change == 0
    assert rude.change_low < 0 < rude.change_high


def test_only_the_weeks_just_before_count():
    mentions, contacts = make_counts()
    mentions.loc["2026-W38"] = [100, 100]
    contacts["2026-W38"] = 100
    assert weekly_change(mentions, contacts, WEEK)["prevalence_before"][0] == pytest.approx(0.05)


def test_the_year_turns():
    labels = ["2026-W51", "2026-W52", "2026-W53", "2027-W01", "2027-W02"]
    mentions = pd.DataFrame({"late": [10, 10, 10, 10, 30]}, index=labels)
    change = weekly_change(mentions, pd.Series(100, index=labels), "2027-W02", n_weeks=4)
    assert change["change"][0] == pytest.approx(0.2)
    assert change["weeks_before"][0] == 4


def test_too_few_weeks_say_nothing():
    mentions, contacts = make_counts()
    for kept, expected in ((3, True), (4, False)):
        labels = [*BEFORE[-kept:], WEEK]
        change = weekly_change(mentions.loc[labels], contacts[labels], WEEK)
        assert change["change"].isna().all() == expected
        assert change["change_low"].isna().all() == expected
        assert change["weeks_before"][0] == kept


def test_empty_and_incomplete_weeks_are_left_out():
    mentions, contacts = make_counts()
    mentions.loc[BEFORE[3]], contacts[BEFORE[3]] = 0, 0
    change = weekly_change(mentions, contacts, WEEK, incomplete=[BEFORE[0]])
    assert change["weeks_before"][0] == 6
    assert change["change"][0] == pytest.approx(0.07)


def test_a_week_without_contacts_has_no_change():
    mentions, contacts = make_counts()
    change = weekly_change(mentions.drop(WEEK), contacts.drop(WEEK), WEEK)
    assert change[["change", "prevalence_week"]].isna().all(axis=None)
    assert change["n_week"].tolist() == [0, 0]


def test_no_irritants():
    _, contacts = make_counts()
    assert weekly_change(pd.DataFrame(index=contacts.index), contacts, WEEK).empty


@pytest.mark.parametrize(("n_now", "n_before"), [(50, [60] * 8), (400, [120, 900] * 4)])
@pytest.mark.parametrize(("p_now", "p_before"), [(0.01, 0.01), (0.06, 0.02), (0.3, 0.3)])
def test_the_interval_covers_the_truth(n_now, n_before, p_now, p_before):
    """4,000 irritants at once, each a world of its own: small counts, uneven weeks."""
    rng = np.random.default_rng(0)
    contacts = pd.Series([*n_before, n_now], index=[*BEFORE, WEEK])
    rates = np.array([p_before] * 8 + [p_now])[:, None]
    drawn = rng.binomial(contacts.to_numpy()[:, None], rates, (9, 4000))
    change = weekly_change(pd.DataFrame(drawn, index=contacts.index), contacts, WEEK)
    truth = p_now - p_before
    covered = ((change["change_low"] <= truth) & (truth <= change["change_high"])).mean()
    assert 0.935 <= covered <= 0.98


@pytest.mark.parametrize(
    ("week", "options", "message"),
    [("47", {}, "ISO week"), ("2026-W60", {}, "ISO week"), (WEEK, {"n_weeks": 0}, "at least 1")],
)
def test_wrong_weeks_are_refused(week, options, message):
    with pytest.raises(MotifError, match=message):
        weekly_change(*make_counts(), week, **options)


def test_more_mentions_than_contacts_are_refused():
    with pytest.raises(EstimationError, match="between 0 and the contacts"):
        weekly_change(*make_counts(now=101), WEEK)
