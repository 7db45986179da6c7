import math

import numpy as np
import pytest

from nlp.digest.headline import score_change
from nlp.drivers import ScoreEstimate, summarize_satisfaction


def test_a_difference_takes_each_limit_from_the_right_side():
    now, before = ScoreEstimate(20.0, 5.0, 5.0, 28.0), ScoreEstimate(30.0, 4.0, 26.0, 42.0)
    change = score_change(now, before)
    assert change.value == -10.0
    assert change.low == pytest.approx(-10 - math.hypot(20 - 5, 42 - 30))
    assert change.high == pytest.approx(-10 + math.hypot(28 - 20, 30 - 26))


@pytest.mark.parametrize("unknown", [ScoreEstimate(None), ScoreEstimate(12.0)])
def test_a_score_without_interval_has_no_change(unknown):
    known = ScoreEstimate(20.0, 5.0, 5.0, 28.0)
    assert score_change(unknown, known) is None
    assert score_change(known, unknown) is None


def test_its_interval_holds_the_truth_about_nineteen_times_in_twenty():
    draw = np.random.default_rng(7)
    answers, chances = np.arange(11), np.array([2, 1, 1, 1, 2, 3, 4, 8, 12, 10, 9]) / 53
    held = 0
    for _ in range(300):
        now, before = (
            summarize_satisfaction(draw.choice(answers, n, p=chances).astype(float), "nps").score
            for n in (60, 300)
        )
        change = score_change(now, before)
        held += change.low <= 0 <= change.high
    assert 0.91 <= held / 300 <= 0.99
