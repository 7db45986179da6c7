import numpy as np
import pytest
from scipy import stats

from nlp.trends.band import detectable_mean, expected_band, upper_tail


def test_the_band_is_that_of_the_negative_binomial():
    mean, variance = np.array([0.2, 3.0, 40.0]), np.array([0.25, 4.5, 90.0])
    low, high = expected_band(mean, variance, np.full(3, 300.0))
    shape = mean**2 / (variance - mean)
    law = stats.nbinom(shape, shape / (shape + mean))
    assert low == pytest.approx(law.ppf(0.025))
    assert high == pytest.approx(law.ppf(0.975))


def test_the_band_of_frequent_codes_is_narrower_than_poisson_and_below_the_ceiling():
    low, high = expected_band(np.array([150.0, 299.0]), np.array([75.0, 4.0]), np.full(2, 300.0))
    assert (low[0], high[0]) == pytest.approx(stats.binom(300, 0.5).interval(0.95), abs=1)
    assert high[1] == 300


def test_a_week_without_expectation_has_no_band():
    low, high = expected_band(np.zeros(1), np.zeros(1), np.zeros(1))
    assert (low[0], high[0]) == (0, 0)


def test_the_upper_tail():
    tail = upper_tail(np.array([0.0, 1.0, 9.0]), np.full(3, 3.0), np.full(3, 4.5))
    law = stats.nbinom(6.0, 6.0 / 9.0)
    assert tail == pytest.approx([1.0, law.sf(0), law.sf(8)])


def test_what_is_called_detectable_reaches_the_count_eight_times_in_ten():
    count, dispersion = np.array([3.0, 10.0, 40.0]), np.array([1.0, 1.5, 2.0])
    mean = detectable_mean(count, dispersion)
    assert upper_tail(count, mean, np.maximum(dispersion, 1.001) * mean) == pytest.approx(0.8)
    assert np.isinf(detectable_mean(np.array([np.inf]), np.array([1.0])))[0]
