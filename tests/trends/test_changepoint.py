import numpy as np
import pandas as pd
import pytest

from nlp.errors import EstimationError
from nlp.trends import change_points
from nlp.trends.changepoint import since_when
from nlp.weeks import weeks_between

WEEKS = weeks_between("2025-W01", "2025-W52")


def found_in(means, seed=0, n_series=60):
    rng = np.random.default_rng(seed)
    counts = pd.DataFrame(rng.poisson(means, (n_series, 52)).T, index=WEEKS)
    contacts = pd.Series(300, index=WEEKS)
    return change_points(counts, contacts)


def test_steady_series_have_no_change_points():
    for mean in (0.5, 3.0, 30.0):
        points = found_in(np.full(52, mean), n_series=40)
        assert len({point.code for point in points}) <= 2


def test_a_step_is_dated_and_its_interval_holds_it():
    means = np.where(np.arange(52) < 30, 3.0, 10.0)
    points = found_in(means)
    assert len({point.code for point in points}) == 60
    assert len(points) <= 66
    inside = [point.since.low <= WEEKS[30] <= point.since.high for point in points]
    assert np.mean(inside) >= 0.85  # stated: 0.9
    exact = [point.since.week == WEEKS[30] for point in points]
    assert np.mean(exact) >= 0.45
    assert np.mean([point.after > 2 * point.before for point in points]) >= 0.95


def test_two_steps_are_two_changes():
    means = np.select([np.arange(52) < 15, np.arange(52) < 35], [4.0, 20.0], 4.0)
    by_code = pd.Series([point.code for point in found_in(means)]).value_counts()
    assert (by_code == 2).mean() >= 0.9


def test_over_dispersed_series_are_not_cut_to_pieces():
    rng = np.random.default_rng(3)
    counts = pd.DataFrame(rng.negative_binomial(5, 0.4, (52, 60)), index=WEEKS)  # 2.5 x mean
    points = change_points(counts, pd.Series(300, index=WEEKS))
    assert len({point.code for point in points}) <= 6


def test_candidates_are_a_distribution():
    counts = np.array([3, 2, 4, 3, 3, 9, 10, 8.0])
    since = since_when(counts, np.full(8, 300.0), WEEKS[:8], dispersion=1.0, first=1, last=7)
    assert since.week == WEEKS[5]
    assert next(iter(since.candidates)) == since.low
    assert list(since.candidates)[-1] == since.high
    assert 0.9 <= sum(since.candidates.values()) <= 1.0 + 1e-9
    assert since.probability == since.candidates[since.week]


def test_weeks_without_contacts_say_nothing():
    counts = np.array([3, 2, 0, 0, 3, 9, 10, 8.0])
    exposure = np.where(counts == 0, 0.0, 300.0)
    since = since_when(counts, exposure, WEEKS[:8], dispersion=1.0, first=1, last=7)
    assert since.week == WEEKS[5]


def test_impossible_candidates_are_refused():
    with pytest.raises(EstimationError, match="between weeks 1 and 7"):
        since_when(np.ones(8), np.ones(8), WEEKS[:8], dispersion=1.0, first=0, last=3)
