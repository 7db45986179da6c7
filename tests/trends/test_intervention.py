import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from nlp.errors import InputError
from nlp.trends import interrupted_series
from nlp.weeks import weeks_between

WEEKS = weeks_between("2026-W01", "2026-W40")
ACTION = WEEKS[28]


def effect(counts, contacts=300, action=ACTION, **more):
    frame = pd.DataFrame({"c": counts}, index=list(WEEKS[: len(counts)]))
    n = pd.Series(contacts, index=frame.index)
    return interrupted_series(frame, n, action, code="c", **more)


def draw(before, after, rng, dispersion=1.0):
    mean = np.where(np.arange(40) < 28, before, after)
    if dispersion == 1.0:
        return rng.poisson(mean)
    return rng.negative_binomial(mean / (dispersion - 1), 1 / dispersion)


def test_the_step_is_that_of_a_log_linear_regression():
    rng = np.random.default_rng(0)
    counts, contacts = draw(20, 12, rng), rng.poisson(300, 40)
    found = effect(counts, contacts)
    y, n, t = counts[2:], contacts[2:], np.arange(2, 40) - 28
    x = np.stack([np.ones(38), t >= 0, t], axis=1).astype(float)
    fit = sm.GLM(y, x, family=sm.families.Poisson(), offset=np.log(n)).fit(scale="X2")
    assert np.log(found.ratio) == pytest.approx(fit.params[1], abs=1e-6)
    width = np.log(found.ratio_high / found.ratio_low)
    assert width >= 0.97 * 2 * 1.96 * fit.bse[1]
    assert found.with_trend
    assert found.after - found.expected == pytest.approx(found.change)


@pytest.mark.parametrize("dispersion", [1.0, 2.0])
@pytest.mark.parametrize("trend", [True, False])
def test_intervals_cover_the_truth(dispersion, trend):
    rng = np.random.default_rng(1)
    found = [effect(draw(15, 9, rng, dispersion), trend=trend) for _ in range(150)]
    covered = np.mean([x.ratio_low <= 0.6 <= x.ratio_high for x in found])
    assert 0.89 <= covered <= 0.995


def test_an_effect_is_told_and_its_absence_is_not():
    rng = np.random.default_rng(2)
    fell = [effect(draw(20, 8, rng), trend=False).verdict for _ in range(50)]
    same = [effect(draw(20, 20, rng), trend=False).verdict for _ in range(100)]
    assert fell.count("fell") >= 48
    assert same.count("not_shown") >= 90


def test_a_rise_that_was_answered_is_compared_with_its_episode():
    counts = np.array([4] * 20 + [20] * 8 + [6] * 12)
    since_onset = effect(counts, before_from=WEEKS[20], trend=False)
    assert since_onset.verdict == "fell"
    assert since_onset.weeks_before == 8
    assert since_onset.before == pytest.approx(20 / 300)
    assert since_onset.ratio == pytest.approx(0.3, abs=0.01)


def test_nothing_after_the_action_is_still_finite():
    found = effect(np.array([6] * 28 + [0] * 12), trend=False)
    assert found.verdict == "fell"
    assert 0 < found.ratio < 0.1
    assert found.change == pytest.approx(-6 / 300, rel=0.1)


def test_too_few_weeks_or_mentions_measure_nothing():
    late = effect(np.full(30, 5))
    assert (late.verdict, late.weeks_after) == ("too_few", 2)
    assert np.isnan(late.ratio)
    assert effect(np.zeros(40, int)).verdict == "too_few"


def test_weeks_without_contacts_do_not_count():
    contacts = np.full(40, 300)
    counts = np.full(40, 9)
    contacts[[5, 30]] = counts[[5, 30]] = 0
    found = effect(counts, contacts)
    assert (found.weeks_before, found.weeks_after) == (25, 11)
    assert found.verdict == "not_shown"


def test_unknown_weeks_and_codes_are_refused():
    with pytest.raises(InputError, match="none of the weeks"):
        effect(np.full(40, 5), action="2020-W01")
    with pytest.raises(InputError, match="comes after"):
        effect(np.full(40, 5), before_from=WEEKS[30])
    frame = pd.DataFrame({"c": np.full(40, 5)}, index=list(WEEKS))
    with pytest.raises(InputError, match="'d' is none"):
        interrupted_series(frame, pd.Series(300, index=list(WEEKS)), ACTION, code="d")
