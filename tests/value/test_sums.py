import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import chi2

from nlp.value.sums import Total, add_intervals, times_effect


def test_equal_amounts_are_a_poisson_count():
    low, high = Total.of(np.full(12, 5.0)).limits()
    assert float(low) == pytest.approx(5 * chi2.ppf(0.025, 24) / 2)
    assert float(high) == pytest.approx(5 * chi2.ppf(0.975, 26) / 2)


def test_zeros_are_zero_and_nobody_is_nothing():
    assert [float(end) for end in Total.of(np.zeros(4)).limits()] == [0, 0]
    assert [float(end) for end in Total.of(np.empty(0)).limits()] == [0, 0]


@given(st.lists(st.just(0.0) | st.floats(0.01, 1e6), min_size=1, max_size=30))
def test_the_interval_holds_the_sum(amounts):
    total = Total.of(np.array(amounts))
    low, high = total.limits()
    assert 0 <= low <= total.value <= high


def test_compound_sums_are_covered():
    """Skewed amounts of a random number of customers."""
    rng = np.random.default_rng(3)
    covered = 0
    for _ in range(400):
        amounts = rng.lognormal(3, 1, rng.poisson(25))
        low, high = Total.of(amounts).limits()
        covered += low <= 25 * np.exp(3.5) <= high
    assert 0.90 <= covered / 400 <= 0.985


@given(st.floats(-0.5, 0.5), st.floats(1e-4, 0.5), st.integers(1, 60))
def test_a_product_excludes_zero_exactly_when_the_effect_does(effect, half, n):
    assume(abs(abs(effect) - half) > 1e-9)
    total = Total.of(np.linspace(100, 900, n))
    low, high = times_effect(total, effect, effect - half, effect + half)
    assert low <= total.value * effect <= high
    assert (low > 0) == (effect - half > 0)
    assert (high < 0) == (effect + half < 0)


def test_a_product_is_wider_than_with_a_sum_that_is_known():
    total = Total.of(np.full(20, 10.0))
    low, high = times_effect(total, 0.1, 0.05, 0.15)
    assert low < 200 * 0.05
    assert high > 200 * 0.15


def test_sums_of_estimates():
    assert add_intervals((1, 0, 2), (10, 7, 14), 0) == pytest.approx(
        (11, 11 - 10**0.5, 11 + 17**0.5)
    )
    assert add_intervals((1, 0, 2), (10, 7, 14), 1) == pytest.approx((11, 7, 16))
    assert add_intervals((1, 0, 2), (0, 0, 0), 0.3) == pytest.approx((1, 0, 2))
