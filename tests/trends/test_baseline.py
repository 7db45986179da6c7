import numpy as np
import pytest

from nlp.trends.baseline import Design, calendar_factors
from nlp.weeks import weeks_between

WEEKS = weeks_between("2024-W01", "2025-W30")
T = len(WEEKS)
DESIGN = Design.of(WEEKS, ["FR"])


def factors(mean, *, seed=0, until=T - 1):
    counts = np.random.default_rng(seed).poisson(mean)[:, : until + 1].astype(float)
    used = np.ones_like(counts, bool)
    used[:, -1] = False
    contacts = np.full(until + 1, 300.0)
    ones = np.ones(len(counts))
    return calendar_factors(counts, contacts, used, DESIGN.columns(until), ones)


def test_nothing_is_fitted_that_the_weeks_cannot_tell():
    assert DESIGN.columns(2).shape == (3, 0)
    assert DESIGN.columns(30).shape == (31, 1)  # public holidays only
    assert DESIGN.columns(60).shape == (61, 3)
    assert Design.of(WEEKS, []).columns(60).shape == (61, 2)


def test_a_season_is_found_and_a_flat_list_keeps_flat():
    size = np.geomspace(5, 30, 30)[:, None]
    wave = np.exp(0.5 * np.cos(DESIGN.angle - 1.0))
    seasonal, _ = factors(size * wave)
    shape = seasonal.mean(axis=0)
    assert np.corrcoef(np.log(shape), np.log(wave))[0, 1] > 0.97
    assert np.ptp(np.log(seasonal), axis=1).mean() == pytest.approx(1.0, abs=0.25)
    flat, doubt = factors(size * np.ones(T))
    assert np.abs(np.log(flat)).mean() < 0.04
    assert (doubt >= 0).all()


def test_a_holiday_effect_is_found():
    size = np.full((30, 1), 30.0)
    effect = np.where(np.arange(30) % 2 == 0, 2.0, -2.0)[:, None]
    found, _ = factors(size * np.exp(effect * DESIGN.closed))
    # One closed day of five.
    closed = DESIGN.closed == 0.2
    change = np.log(found[:, closed].mean(axis=1) / found[:, DESIGN.closed == 0].mean(axis=1))
    assert change[::2].mean() == pytest.approx(0.4, abs=0.15)
    assert change[1::2].mean() == pytest.approx(-0.4, abs=0.15)


def test_codes_never_seen_are_left_alone():
    mean = np.concatenate([np.full((10, 1), 20.0), np.zeros((2, 1))]) * np.ones(T)
    found, doubt = factors(mean)
    assert found[-1] == pytest.approx(np.ones(T))
    assert np.isfinite(doubt).all()
