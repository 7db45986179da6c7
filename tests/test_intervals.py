import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, chi2, false_discovery_control
from statsmodels.stats.proportion import proportion_confint

from nlp.intervals import (
    Z,
    benjamini_hochberg,
    difference_interval,
    own_clusters,
    poisson_sum_interval,
    product_interval,
    share_difference_interval,
    t_p_value,
    t_quantile,
    wilson,
)

shares = st.floats(0.001, 0.999)
sizes = st.floats(1, 1e6)
effects = st.floats(-10, 10).filter(lambda x: abs(x) > 1e-6)
halves = st.floats(1e-6, 20)


def test_unknown_clusters_are_apart():
    codes = np.array([-1, 0, 1, -1, 0])
    assert own_clusters(codes).tolist() == [2, 0, 1, 3, 0]
    assert codes.tolist() == [-1, 0, 1, -1, 0]
    assert own_clusters(np.array([-1, -1])).tolist() == [0, 1]
    assert own_clusters(np.array([], int)).size == 0


def test_wilson_agrees_with_statsmodels():
    low, high = wilson([0.0, 0.02, 0.5, 1.0], [10, 200, 7, 3])
    counts = [(0, 10), (4, 200), (3.5, 7), (3, 3)]
    expected = [proportion_confint(k, n, method="wilson") for k, n in counts]
    np.testing.assert_allclose(np.column_stack([low, high]), expected, atol=1e-12)


def test_difference_reproduces_the_published_example():
    """56/70 less 48/80, method 10 of Newcombe (1998), table II."""
    low, high = difference_interval(56 / 70, 70, 48 / 80, 80)
    assert (round(float(low), 4), round(float(high), 4)) == (0.0524, 0.3339)


def test_the_difference_widens_with_the_quantile_from_the_estimate_on():
    low, high = difference_interval(0.8, 50, 0.6, 40, np.array([0.0, 1.0, Z]))
    assert (low[0], high[0]) == pytest.approx((0.2, 0.2))
    assert low[2] < low[1] < low[0] < high[1] < high[2]
    ends = difference_interval(0.8, 50, 0.6, 40)
    assert (low[2], high[2]) == pytest.approx(tuple(map(float, ends)))


@pytest.mark.parametrize(("n", "amount"), [(12, 1.0), (12, 5.0), (1, 3.0)])
def test_a_sum_of_equal_amounts_has_garwoods_interval(n, amount):
    low, high = poisson_sum_interval(n * amount, n * amount**2, amount)
    assert float(low) == pytest.approx(amount * chi2.ppf(0.025, 2 * n) / 2)
    assert float(high) == pytest.approx(amount * chi2.ppf(0.975, 2 * n + 2) / 2)


def test_a_sum_of_nothing_has_an_upper_end():
    low, high = poisson_sum_interval(0.0, 0.0, 2.0)
    assert (float(low), float(high)) == pytest.approx((0.0, 2 * chi2.ppf(0.975, 2) / 2))


def test_the_interval_of_a_sum_closes_on_it():
    low, high = poisson_sum_interval(9.0, 41.0, 5.0, np.array([0.0, 1.0, Z]))
    assert np.all(np.diff(low) < 0)
    assert np.all(np.diff(high) > 0)
    assert low[0] <= 9.0 <= high[0]


def test_share_difference_inverts_the_score_test():
    """At each end the score statistic, its nuisance share found by brute force, is Z."""
    plus, minus, n = 12, 2, 50
    for end, sign in zip(share_difference_interval(plus, minus, n), (1, -1), strict=True):
        # Shares q + end, q and 1 - 2q - end: the likeliest q given the difference.
        q = np.linspace(1e-6, (1 - end) / 2 - 1e-6, 2_000_001)
        rest = n - plus - minus
        best = q[
            np.argmax(plus * np.log(q + end) + minus * np.log(q) + rest * np.log1p(-2 * q - end))
        ]
        score = ((plus - minus) / n - end) / np.sqrt((2 * best + end - end**2) / n)
        assert score == pytest.approx(sign * Z, abs=1e-4)


@pytest.mark.parametrize(("plus", "minus", "n"), [(0, 0, 5), (5, 0, 5), (0, 5, 5), (1, 0, 1)])
def test_share_difference_at_the_edges_is_wide_and_bounded(plus, minus, n):
    low, high = share_difference_interval(plus, minus, n)
    assert -1 <= low <= (plus - minus) / n <= high <= 1
    assert high - low > 0.5


@given(plus=st.integers(0, 60), minus=st.integers(0, 60), rest=st.integers(0, 60))
def test_share_difference_is_symmetric_and_holds_its_estimate(plus, minus, rest):
    n = plus + minus + rest
    if n == 0:
        return
    low, high = share_difference_interval(plus, minus, n)
    mirrored = share_difference_interval(minus, plus, n)
    assert low <= (plus - minus) / n + 1e-9
    assert high >= (plus - minus) / n - 1e-9
    assert (-high, -low) == pytest.approx(mirrored, abs=1e-7)


@given(shares, sizes, effects, halves)
def test_product_keeps_the_sign_of_the_effect(share, n, effect, half):
    low, high = product_interval([share], [n], [effect], [half])
    assert low[0] <= share * effect <= high[0]
    assert (low[0] > 0) == (effect - half > 0)
    assert (high[0] < 0) == (effect + half < 0)


def test_product_equals_the_delta_method_on_large_samples():
    p, n, b, half = 0.2, 1e7, -1.5, 1e-3
    low, high = product_interval([p], [n], [b], [half])
    delta = np.hypot(p * half, b * Z * np.sqrt(p * (1 - p) / n))
    assert (high[0] - low[0]) / 2 == pytest.approx(delta, rel=1e-3)
    assert (high[0] + low[0]) / 2 == pytest.approx(p * b, rel=1e-3)


def test_product_reduces_to_either_uncertainty_when_the_other_is_nil():
    low, high = product_interval([0.1], [1e15], [-2.0], [0.5])
    assert (low[0], high[0]) == pytest.approx((-0.25, -0.15), rel=1e-4)
    low, high = product_interval([0.1], [200], [-2.0], [0.0])
    ends = wilson(0.1, 200)
    assert (low[0], high[0]) == pytest.approx((-2 * ends[1], -2 * ends[0]), rel=1e-9)


def test_difference_covers_the_truth_for_small_counts():
    """Exact coverage over all outcomes of two binomials, not a simulation."""
    for p1, p2, n1, n2 in [(0.02, 0.02, 50, 400), (0.1, 0.02, 30, 240), (0.005, 0.005, 100, 800)]:
        x, y = np.meshgrid(np.arange(n1 + 1), np.arange(n2 + 1), indexing="ij")
        low, high = difference_interval(x / n1, n1, y / n2, n2)
        weight = binom.pmf(x, n1, p1) * binom.pmf(y, n2, p2)
        assert 0.94 < weight[(low <= p1 - p2) & (p1 - p2 <= high)].sum() < 0.985


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_q_values_agree_with_scipy(p_values):
    np.testing.assert_allclose(
        benjamini_hochberg(p_values), false_discovery_control(p_values), atol=1e-12
    )


def test_untested_hypotheses_do_not_count():
    q = benjamini_hochberg([0.01, np.nan, 0.04])
    assert q[0] == pytest.approx(0.02)
    assert np.isnan(q[1])
    assert benjamini_hochberg([np.nan]).tolist() == pytest.approx([np.nan], nan_ok=True)
    assert benjamini_hochberg([]).size == 0


def test_student_quantile_and_p_value_agree():
    df = np.array([4.0, 11.3, 200.0])
    np.testing.assert_allclose(t_p_value(t_quantile(df), df), 0.05, rtol=1e-9)
    assert t_quantile(1e9) == pytest.approx(Z, rel=1e-6)
