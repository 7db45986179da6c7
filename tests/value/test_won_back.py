from datetime import date

import numpy as np
import pytest

from nlp.value import ValueOptions
from nlp.value.book import open_book
from nlp.value.won_back import compare, follow, standardised_stay, won_back

INF = np.inf
EVERY = slice(None)


def test_a_group_without_contact_is_followed_from_the_days_of_the_other():
    # Day 10: three are there, one leaves in time; day 20: two are there, one leaves in time.
    found = standardised_stay(np.array([15.0, 25.0, INF, 5.0]), np.array([10, 10, 10, 20]), 10)
    assert found.share == pytest.approx(0.75 * 2 / 3 + 0.25 * 1 / 2)
    assert found.n == 3  # who had left before the first day never counts


def test_a_day_on_which_nobody_is_left_has_no_weight():
    found = standardised_stay(np.array([5.0, 8.0]), np.array([1, 30]), 5)
    assert found.share == pytest.approx(0.5)
    assert standardised_stay(np.array([5.0]), np.array([30]), 5) is None
    assert standardised_stay(np.empty(0), np.array([30]), 5) is None


def test_one_day_is_a_plain_share_of_as_many_customers():
    leaves = np.array([3.0] * 4 + [INF] * 6)
    found = standardised_stay(leaves, np.zeros(7, int), 5)
    assert (found.share, found.worth) == pytest.approx((0.6, 10))
    assert standardised_stay(np.full(8, INF), np.zeros(2, int), 5).worth == pytest.approx(8)


def test_the_variance_of_the_standardised_share_is_right():
    """Against draws of the same group."""
    rng = np.random.default_rng(5)
    days = rng.integers(0, 60, 80)
    shares, variances = [], []
    for _ in range(400):
        leaves = np.floor(rng.exponential(80, 60))
        found = standardised_stay(leaves, days, 20)
        shares.append(found.share)
        variances.append(found.share * (1 - found.share) / found.worth)
    assert np.mean(variances) == pytest.approx(np.var(shares), rel=0.2)


@pytest.fixture
def group(contacts, customers):
    """Twelve at risk with contact, of whom two leave; ten without, of whom five do."""
    met = [f"m{i}" for i in range(12)]
    alone = [f"s{i}" for i in range(10)]
    known = customers(
        [*met, *alone],
        churned_at=[20] * 2 + [np.nan] * 10 + [15] * 5 + [np.nan] * 5,
        at_risk=[1] * 22,
        revenue=[100.0] * 22,
    )
    frame = contacts(*((name, 10) for name in met))
    options = ValueOptions(window_days=30, observed_until=date(2026, 3, 31))
    return open_book(frame, known, options)


def test_customers_won_back_are_an_upper_bound(group):
    found = follow(group, "score", np.ones(12, bool))
    part = won_back(group, found, group.values("revenue"))
    figures = {figure.figure: figure for figure in part.figures}
    assert all(figure.upper for figure in part.figures)
    assert figures["won_back"].value == 10
    assert figures["won_back_rate"].value == pytest.approx(10 / 12)
    assert figures["won_back_value"].value == pytest.approx(1000)
    assert figures["won_back"].low == pytest.approx(12 * figures["won_back_rate"].low)


def test_the_comparison_takes_away_who_would_have_stayed(group):
    found = follow(group, "score", np.ones(12, bool))
    part, saved = compare(group, found, np.ones(22, bool), group.values("revenue"))
    stayed, gap = part.figures
    assert stayed.value == pytest.approx(0.5)
    assert gap.value == pytest.approx(10 / 12 - 0.5)
    assert gap.low < gap.value < gap.high
    assert saved.value == pytest.approx((10 / 12 - 0.5) * 1200)
    assert not saved.upper
    assert (saved.low > 0) == (gap.low > 0)


def test_who_made_contact_at_another_time_is_no_comparison(contacts, customers):
    known = customers("ab", churned_at=[np.nan, np.nan], at_risk=[1, 1])
    options = ValueOptions(window_days=30, observed_until=date(2026, 3, 31))
    book = open_book(contacts(("a", 10)), known, options, met=["a", "b"])
    part, saved = compare(book, follow(book, "score", np.ones(1, bool)), np.ones(2, bool), None)
    assert {absent.figure for absent in part.absent} == {"stay_compared", "stay_gap"}
    assert saved is None


def test_nobody_at_risk_is_said(group):
    part = won_back(group, follow(group, "signal", np.zeros(12, bool)), None)
    assert [absent.note.code for absent in part.absent] == ["nobody_at_risk"] * 2
