import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.drivers import estimate_effects, summarize_satisfaction
from nlp.drivers.fitting.clusters import clustered_mean, clustered_share, estimate


def draw(n, seed):
    rng = np.random.default_rng(seed)
    return rng.random(n) < 0.2, rng.integers(0, n // 3, n), rng.integers(0, 11, n).astype(float)


def test_the_share_is_that_of_the_ranking():
    marks, customers, scores = draw(300, 0)
    frame = pd.DataFrame({"x": marks, "customer": customers, "score": scores})
    row = estimate_effects(frame, ["x"], "score", cluster="customer").iloc[0]
    share = clustered_share(marks, customers)
    assert (share.value, share.low, share.high) == pytest.approx(
        (row["prevalence"], row["prevalence_low"], row["prevalence_high"])
    )


def test_the_mean_is_that_of_the_score():
    _, customers, scores = draw(300, 1)
    wanted = summarize_satisfaction(scores, "nps", customers=customers).mean
    found = clustered_mean(scores, np.ones(300), customers)
    assert found.value == pytest.approx(wanted.value)
    assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high))


def test_whole_weights_are_contacts_said_again():
    _, customers, scores = draw(60, 2)
    weights = np.arange(60) % 3
    again = np.repeat(np.arange(60), weights)
    found = clustered_mean(scores, weights.astype(float), customers)
    same = clustered_mean(scores[again], np.ones(len(again)), customers[again])
    assert (found.value, found.low) == pytest.approx((same.value, same.low))


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(1, 40))
def test_a_share_holds_its_estimate(marks, n_customers):
    share = clustered_share(np.array(marks), np.arange(len(marks)) % n_customers)
    assert 0 <= share.low <= share.value <= share.high <= 1
    assert share.low < share.high
    assert 1 <= share.worth <= len(marks)


@pytest.mark.parametrize(
    ("scores", "customers"), [([5.0], [0]), ([5.0] * 4, [0, 1, 2, 3]), ([1.0, 9.0], [0, 0])]
)
def test_what_has_no_spread_or_one_customer_has_no_interval(scores, customers):
    found = clustered_mean(np.array(scores), np.ones(len(scores)), np.array(customers))
    assert found.value == np.mean(scores)
    assert (found.std_error, found.low, found.high) == (None, None, None)
    assert clustered_mean(np.array([]), np.array([]), np.array([], int)).value is None


def test_without_degrees_of_freedom_there_is_no_interval():
    assert estimate(1.0, np.array([0.1, -0.1]), df=0).low is None
    assert estimate(1.0, np.array([0.1, -0.1])).low is not None
