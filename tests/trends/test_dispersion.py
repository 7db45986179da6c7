import numpy as np
import pytest

from nlp.trends.calibrate import draw_counts
from nlp.trends.dispersion import pooled_dispersion

N = 300.0


def estimate(counts):
    weeks = counts.shape[-1]
    flat = np.ones(counts.shape[:-1])
    return pooled_dispersion(
        counts.sum(axis=-1), N * weeks * flat, (counts**2).sum(axis=-1) / N, weeks * flat
    )


@pytest.mark.parametrize("dispersion", [1.0, 1.5, 2.5])
def test_dispersion_is_recovered_from_few_weeks_of_many_series(dispersion):
    rng = np.random.default_rng(1)
    counts = draw_counts(np.geomspace(0.5, 20, 60)[:, None], dispersion, (60, 26), rng)
    phi, doubt, rate = estimate(counts)
    assert phi.mean() == pytest.approx(dispersion, rel=0.12)
    assert phi.std() < 0.25 * dispersion  # a series alone would scatter by 0.28 of it or more
    assert ((doubt > 0) & (doubt < 0.6)).all()
    assert rate == pytest.approx(counts.mean(axis=1) / N)


def test_one_wild_series_keeps_its_scatter_to_itself():
    rng = np.random.default_rng(2)
    counts = rng.poisson(3.0, (60, 40)).astype(float)
    counts[0] = rng.negative_binomial(3.0 / 7, 1 / 8, 40)
    phi, _, _ = estimate(counts)
    assert phi[0] > 2.0
    assert np.median(phi[1:]) < 1.25


def test_series_without_a_mention_have_an_estimate():
    phi, doubt, rate = estimate(np.zeros((3, 26)))
    assert (phi >= 1).all()
    assert np.isfinite(phi).all()
    assert np.isfinite(doubt).all()
    assert (rate == 0).all()
