import numpy as np
import pytest
from scipy import stats

from nlp.trends.detector import WINDOW, Windows, log_evidence, posterior, shift_multiples


def windows(base, latest, *, contacts=300.0, dispersion=1.0, doubt=0.0):
    """Windows over ``latest`` (oldest first), with ``base`` weeks of a given count before."""
    recent = np.cumsum(np.asarray(latest, float)[::-1])
    ages = np.arange(1, WINDOW + 1)
    before = sum(base) + sum(latest) - recent
    return Windows(
        recent[None],
        (ages * contacts)[None],
        before[None],
        ((len(base) + WINDOW - ages) * contacts)[None],
        np.ones((1, WINDOW), bool),
        np.array([dispersion]),
        np.array([doubt]),
        np.array([contacts]),
    )


def test_the_statistic_is_the_sum_of_gamma_poisson_likelihood_ratios():
    seen = windows([3] * 26, [2, 4, 3, 2, 8, 9])
    multiples = shift_multiples(seen, "rise")[0]
    total = 0.0
    for w in range(WINDOW):
        shape, scale = seen.base_mentions[0, w] + 0.5, seen.base_exposure[0, w]
        y, n = seen.mentions[0, w], seen.exposure[0, w]

        def likelihood(multiple, shape=shape, scale=scale, y=y, n=n):
            # A Poisson count of gamma-distributed rate is negative binomial.
            return stats.nbinom.pmf(y, shape, scale / (scale + multiple * n))

        mixed = np.dot([0.4, 0.4, 0.2], [likelihood(m) for m in multiples])
        total += mixed / likelihood(1.0)
    score, start = log_evidence(seen, "rise")
    assert score[0] == pytest.approx(np.log(total))
    assert start[0] == 2


def test_more_mentions_are_more_evidence_and_scatter_is_less():
    few, many = (log_evidence(windows([3] * 26, [3] * 5 + [y]), "rise")[0][0] for y in (8, 12))
    assert many > few > 0
    wide = log_evidence(windows([3] * 26, [3] * 5 + [12], dispersion=2.0), "rise")[0][0]
    unsure = log_evidence(windows([3] * 4, [3] * 5 + [12]), "rise")[0][0]
    doubted = log_evidence(windows([3] * 26, [3] * 5 + [12], doubt=0.2), "rise")[0][0]
    assert max(wide, unsure, doubted) < many


def test_two_mentions_of_what_was_never_said_are_not_news_and_three_are():
    assert log_evidence(windows([0] * 26, [0, 0, 0, 0, 0, 2]), "rise")[0][0] == -np.inf
    assert log_evidence(windows([0] * 26, [0, 0, 0, 0, 0, 3]), "rise")[0][0] > 5


def test_a_fall_is_found_by_the_other_side_only():
    seen = windows([12] * 26, [12, 12, 12, 3, 2, 4])
    assert log_evidence(seen, "fall")[0][0] > 5
    assert log_evidence(seen, "fall")[1][0] == 3
    assert log_evidence(seen, "rise")[0][0] < 1


def test_shifts_suit_rare_and_frequent_codes():
    rare, usual, frequent = (
        shift_multiples(windows([m] * 26, [m] * 6), "rise")[0] for m in (0, 3, 30)
    )
    assert usual == pytest.approx([2.0, 3.0, 5.0], abs=0.15)
    assert frequent.max() < 2.1
    assert rare.min() > 20
    assert (shift_multiples(windows([0] * 26, [0] * 6), "fall") > 0).all()


def test_the_posterior_has_the_baseline_as_its_mean():
    shape, scale = posterior(np.array([78.0]), np.array([7800.0]), np.array([1.5]), np.array([0.0]))
    assert shape / scale == pytest.approx(78.5 / 7800)
    doubted, _ = posterior(np.array([78.0]), np.array([7800.0]), np.array([1.5]), np.array([0.1]))
    assert 1 / doubted == pytest.approx(1 / shape + 0.1)
