import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from nlp.drivers import as_nps_points, choose_outcome, on_common_scale, summarize_satisfaction
from nlp.errors import EstimationError
from nlp.types import SCALE_BOUNDS, SCALES


def test_nps():
    answers = [10] * 50 + [8] * 30 + [3] * 20
    result = summarize_satisfaction([*answers, np.nan], "nps")
    points = np.repeat([100.0, 0.0, -100.0], [50, 30, 20])
    assert result.n == 100
    assert result.score.value == pytest.approx(30)
    assert result.score.std_error == pytest.approx(points.std(ddof=1) / 10)
    assert result.score.low == pytest.approx(13.9551, abs=1e-3)
    assert result.score.high == pytest.approx(44.3393, abs=1e-3)
    assert result.mean.value == pytest.approx(8.0)
    assert result.top_box.value == pytest.approx(0.5)


def test_csat_mean_and_top_box():
    answers = np.array([5, 5, 4, 4, 4, 3, 2, 1, 5, 4])
    result = summarize_satisfaction(answers, "csat")
    interval = stats.t.interval(0.95, 9, answers.mean(), stats.sem(answers))
    assert (result.score.low, result.score.high) == pytest.approx(interval)
    assert result.score == result.mean
    assert result.top_box.value == pytest.approx(0.7)
    assert result.common.value == pytest.approx((answers.mean() - 1) * 25)
    assert result.common.low == pytest.approx((interval[0] - 1) * 25)


def test_customers_who_repeat_themselves_tell_less():
    answers = np.repeat([10, 9, 2, 5, 10, 7, 8, 1], 5)
    customers = np.repeat(np.arange(8), 5)
    alone = summarize_satisfaction(answers, "nps")
    together = summarize_satisfaction(answers, "nps", customers=customers)
    once = summarize_satisfaction(answers[::5], "nps")
    assert together.n == 40
    assert together.n_customers == 8
    assert together.mean.std_error == pytest.approx(once.mean.std_error)
    for name in ("score", "mean", "top_box"):
        wide, narrow = getattr(together, name), getattr(alone, name)
        assert wide.value == narrow.value
        assert wide.high - wide.low > 1.5 * (narrow.high - narrow.low)


def test_unknown_customers_are_customers_of_their_own():
    result = summarize_satisfaction([1, 5, 3, 4], "csat", customers=["x", None, "x", None])
    assert result.n_customers == 3


@pytest.mark.parametrize("scale", SCALES)
def test_without_answers_nothing_is_claimed(scale):
    result = summarize_satisfaction([np.nan, None], scale)
    assert (result.n, result.n_customers) == (0, 0)
    for estimate in (result.score, result.mean, result.top_box, result.common):
        assert (estimate.value, estimate.std_error, estimate.low) == (None, None, None)


def test_one_answer_or_all_the_same_have_a_value_but_no_error():
    for answers in ([4], [4, 4, 4, 4, 4]):
        result = summarize_satisfaction(answers, "csat")
        assert result.mean.value == 4
        assert (result.mean.std_error, result.mean.low) == (None, None)
        assert 0 < result.top_box.low < result.top_box.high == 1


@given(st.lists(st.integers(0, 10), min_size=1, max_size=60), st.data())
def test_intervals_hold_their_estimates_and_stay_on_the_scale(answers, data):
    customers = data.draw(st.none() | st.just([i % 4 for i in range(len(answers))]))
    result = summarize_satisfaction(answers, "nps", customers=customers)
    bounds = {"score": (-100, 100), "mean": (0, 10), "top_box": (0, 1), "common": (0, 100)}
    for name, (low, high) in bounds.items():
        estimate = getattr(result, name)
        if estimate.low is not None:
            assert low - 1e-9 <= estimate.low <= estimate.value + 1e-6
            assert estimate.value - 1e-6 <= estimate.high <= high + 1e-9


@pytest.mark.parametrize("scale", SCALES)
def test_the_common_scale_goes_from_0_to_100(scale):
    low, high = SCALE_BOUNDS[scale]
    found = on_common_scale([low, (low + high) / 2, high, np.nan], scale)
    np.testing.assert_allclose(found, [0, 50, 100, np.nan])


def test_the_mean_of_nps_points_is_the_nps():
    np.testing.assert_array_equal(as_nps_points([0, 6, 7, 8, 9, 10]), [-100, -100, 0, 0, 100, 100])
    assert np.isnan(as_nps_points([np.nan])[0])


def test_the_most_frequent_scale_is_the_outcome_and_it_is_said():
    scales = pd.Series(["nps", "nps", "csat", "csat", "csat", None])
    satisfaction = pd.Series([9, 3, 5, 4, np.nan, np.nan])
    outcome, scale, note = choose_outcome(satisfaction, scales)
    assert scale == "nps"  # two answers each: the first of the known scales
    assert outcome.tolist()[:2] == [9, 3]
    assert outcome[2:].isna().all()
    assert note.values == {"scale": "nps", "n": 2, "n_left": 2}
    outcome, scale, note = choose_outcome(satisfaction, scales, "csat")
    assert (scale, note.code, outcome.count()) == ("csat", "scale_given", 2)
    assert "csat" in note.text("fr")


def test_one_scale_or_none_needs_no_words():
    assert choose_outcome(pd.Series([4.0]), pd.Series(["csat"]))[1:] == ("csat", None)
    outcome, scale, note = choose_outcome(pd.Series([np.nan]), pd.Series([None], dtype=object))
    assert outcome.isna().all()
    assert (scale, note) == (None, None)


@pytest.mark.parametrize(
    "call",
    [
        lambda: summarize_satisfaction([11], "nps"),
        lambda: on_common_scale([0], "csat"),
        lambda: as_nps_points([-1]),
    ],
)
def test_answers_off_the_scale_are_refused(call):
    with pytest.raises(EstimationError, match="1 answers lie off the scale"):
        call()


def test_an_unknown_scale_is_refused():
    with pytest.raises(
        EstimationError, match=r"unknown satisfaction scale 'nsp'.*Did you mean nps"
    ):
        summarize_satisfaction([1], "nsp")
