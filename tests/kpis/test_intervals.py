import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

from nlp.drivers import summarize_satisfaction
from nlp.kpis.intervals import (
    MIN_DURATIONS,
    estimate_count,
    estimate_duration,
    estimate_kappa,
    estimate_mean,
    estimate_nps,
    estimate_share,
)


def alone(n):
    return np.arange(n)


def test_a_share_of_customers_seen_once_is_wilsons():
    y = np.repeat([1.0, 0.0], [7, 3])
    found = estimate_share(y, alone(10))
    expected = proportion_confint(7, 10, method="wilson")
    assert (found.value, found.n, found.n_customers) == (0.7, 10, 10)
    assert (found.low, found.high) == pytest.approx(expected)


def test_a_mean_of_customers_seen_once_is_students():
    y = np.array([5.0, 4, 4, 3, 1, 5, 2])
    found = estimate_mean(y, alone(7), 1, 5)
    expected = stats.t.interval(0.95, 6, y.mean(), stats.sem(y))
    assert (found.low, found.high) == pytest.approx(expected)


def test_satisfaction_is_that_of_the_ranking_where_nobody_answers_twice():
    answers = np.array([10, 9, 9, 8, 8, 7, 6, 3, 0, 10, 10, 5], float)
    told = summarize_satisfaction(answers, "nps")
    points = 100 * ((answers >= 9).astype(float) - (answers <= 6))
    found = estimate_nps(points, alone(12))
    assert found.value == pytest.approx(told.score.value)
    assert (found.low, found.high) == pytest.approx((told.score.low, told.score.high))


def test_the_error_by_customer_is_the_jackknife():
    y, who = np.array([1.0, 3, 8, 4, 9]), np.array([0, 0, 0, 1, 2])
    left = [y[who != g].mean() for g in range(3)]
    error = np.sqrt(2 / 3 * sum((m - y.mean()) ** 2 for m in left))
    found = estimate_mean(y, who, -100, 100)
    df = 25 / (9 + 1 + 1) - 1
    assert found.high - found.value == pytest.approx(stats.t.ppf(0.975, df) * error)


@pytest.mark.parametrize("estimate", [estimate_share, lambda y, who: estimate_mean(y, who, 0, 1)])
def test_customers_who_repeat_themselves_tell_no_more(estimate):
    y = np.resize([1.0, 1.0, 0.0], 12)
    once, thrice = estimate(y, alone(12)), estimate(np.repeat(y, 3), np.repeat(alone(12), 3))
    assert (thrice.n, thrice.n_customers) == (36, 12)
    assert thrice.value == pytest.approx(once.value)
    assert thrice.high - thrice.low >= once.high - once.low - 1e-12


def test_one_heavy_customer_does_not_make_a_mean():
    y = np.array([1.0, 2, 1, 2, 1, 2, 5])
    found = estimate_mean(y, np.array([0] * 6 + [1]), 1, 5)
    assert found.value == 2
    assert (found.low, found.high) == (None, None)


def test_a_count_is_garwoods_and_repeats_widen_it():
    found = estimate_count(alone(10))
    assert (found.value, found.low, found.high) == pytest.approx((10, 4.7954, 18.3904), abs=1e-4)
    pairs = estimate_count(np.repeat(alone(5), 2))
    assert pairs.value == 10
    assert pairs.low < found.low < found.high < pairs.high


def test_nobody_is_counted_from_zero():
    found = estimate_count(alone(0), per=2.0)
    assert (found.value, found.low, found.n) == (0, 0, 0)
    assert found.high == pytest.approx(3.6889 / 2, abs=1e-4)


def test_kappa_is_that_of_statsmodels():
    rng = np.random.default_rng(0)
    first = rng.integers(0, 3, 80)
    second = np.where(rng.random(80) < 0.6, first, rng.integers(0, 3, 80))
    table = np.histogram2d(first, second, bins=[range(4), range(4)])[0]
    expected = cohens_kappa(table)
    found = estimate_kappa(first, second, alone(80))
    assert found.value == pytest.approx(expected.kappa)
    error = (found.high - found.low) / 2 / stats.t.ppf(0.975, 79) * np.sqrt(79 / 80)
    assert error == pytest.approx(expected.std_kappa)


def test_kappa_of_one_code_is_no_number():
    same = np.zeros(5, int)
    found = estimate_kappa(same, same, alone(5))
    assert (found.value, found.low, found.n) == (None, None, 5)


def test_symmetric_durations_have_students_interval():
    y = np.concatenate([np.arange(1.0, 21), 41 - np.arange(1.0, 21)])
    found = estimate_duration(y, alone(40))
    expected = stats.t.interval(0.95, 39, y.mean(), stats.sem(y))
    assert (found.low, found.high) == pytest.approx(expected, rel=1e-3)


def test_skewed_durations_have_a_longer_upper_arm():
    y = np.exp(np.linspace(0, 5, 30))
    found = estimate_duration(y, alone(30))
    assert found.high - found.value > 1.5 * (found.value - found.low)
    assert found.low > 0


def test_few_durations_have_a_mean_and_no_interval():
    y = np.exp(np.linspace(0, 3, MIN_DURATIONS - 1))
    assert estimate_duration(y, alone(len(y))).low is None
    assert estimate_duration(np.append(y, 5.0), alone(len(y) + 1)).low is not None
    assert estimate_duration(np.full(20, 3.0), alone(20)).low is None


@pytest.mark.parametrize("estimate", [estimate_share, estimate_nps, estimate_duration])
def test_nothing_is_no_figure(estimate):
    found = estimate(np.array([]), alone(0))
    assert (found.value, found.low, found.high, found.n) == (None, None, None, 0)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=1, max_size=40))
def test_shares_stay_shares(contacts):
    y, who = np.array(contacts, float).T
    found = estimate_share(y, who.astype(int))
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high


@given(
    st.lists(st.tuples(st.floats(0, 1e6), st.integers(0, 30)), min_size=1, max_size=60),
)
def test_durations_stay_durations(contacts):
    y, who = np.array(contacts, float).T
    found = estimate_duration(y, who.astype(int))
    if found.low is not None:
        assert 0 <= found.low <= found.value + 1e-6
        assert found.value - 1e-6 <= found.high < np.inf


def coverage(draw, truth, n_sets, estimate):
    rng = np.random.default_rng(0)
    found = [estimate(*draw(rng)) for _ in range(n_sets)]
    return float(np.mean([x.low <= truth <= x.high for x in found]))


def draw_durations(rng, n=40):
    """Exponential handling times."""
    return rng.exponential(300, n), np.arange(n)


def draw_repeats(rng, n_customers=20):
    """Shares where customers come once to ten times and keep their ways."""
    sizes = rng.choice([1, 1, 2, 10], n_customers)
    who = np.repeat(np.arange(n_customers), sizes)
    return (rng.random(len(who)) < rng.beta(1.4, 0.6, n_customers)[who]).astype(float), who


def test_intervals_cover_what_they_should():
    slack = 2 * np.sqrt(0.05 * 0.95 / 600)
    assert coverage(draw_durations, 300, 600, estimate_duration) >= 0.94 - slack
    assert coverage(draw_repeats, 0.7, 600, estimate_share) >= 0.93 - slack


@pytest.mark.prove
@pytest.mark.parametrize("n", [12, 30, 100])
def test_prove_the_interval_of_durations(n):
    """Where Student, the percentile bootstrap and the log-normal interval fail, Hall holds."""
    mixed = 0.9 * np.exp(0.08) + 0.1 * np.exp(2.08)
    worlds = {
        "log-normal": (lambda rng: rng.lognormal(0, 1, n), np.exp(0.5)),
        "exponential": (lambda rng: rng.exponential(1, n), 1.0),
        "mixture": (
            lambda rng: rng.lognormal(np.where(rng.random(n) < 0.9, 0.0, 2.0), 0.4),
            mixed,
        ),
    }

    def cox(y):
        logs, t = np.log(y), stats.t.ppf(0.975, n - 1)
        centre, v = logs.mean() + logs.var(ddof=1) / 2, logs.var(ddof=1)
        half = t * np.sqrt(v / n + v**2 / 2 / (n - 1))
        return np.exp(centre - half), np.exp(centre + half)

    for name, (draw, truth) in worlds.items():
        rng, hits = np.random.default_rng(n), np.zeros(3)
        for _ in range(4000):
            y = draw(rng)
            hall = estimate_duration(y, alone(n))
            student = estimate_mean(y, alone(n), 0, np.inf)
            intervals = [
                (hall.low, hall.high),
                (student.low, student.high),
                cox(y),
            ]
            hits += [low <= truth <= high for low, high in intervals]
        by_hall, by_student, by_cox = hits / 4000
        print(f"\n{name}, n {n}: Hall {by_hall:.3f}, Student {by_student:.3f}, Cox {by_cox:.3f}")
        assert by_hall >= by_student
        if n == 100:
            assert by_hall >= 0.93
