from dataclasses import asdict, replace

import numpy as np
import pytest

from nlp.evaluation import (
    THRESHOLDS,
    accuracy_at_coverage,
    confusions,
    evidence_overlap,
    expected_calibration_error,
    reliability,
    threshold_curve,
    with_chance,
)


def test_bins_hold_every_row_once_least_confident_first():
    confidence = np.linspace(0, 1, 23).astype(np.float32)
    bins = reliability(confidence, confidence > 0.5, bins=5)
    assert sum(b.n for b in bins) == 23
    assert [b.confidence for b in bins] == sorted(b.confidence for b in bins)
    assert (bins[0].accuracy, bins[-1].accuracy) == (0, 1)
    assert reliability(np.array([], np.float32), np.array([], bool)) == []


def test_calibrated_answers_have_no_error():
    confidence = np.repeat(np.float32([0.25, 0.75]), 4)
    correct = np.array([1, 0, 0, 0, 1, 1, 1, 0], bool)
    assert expected_calibration_error(confidence, correct, bins=2).value == pytest.approx(0)
    assert expected_calibration_error(confidence, ~correct, bins=2).value == pytest.approx(0.5)


def test_the_error_is_the_gap_of_the_bins():
    random = np.random.default_rng(0)
    confidence = random.uniform(size=307).astype(np.float32)
    correct = random.uniform(size=307) < 0.4
    bins = reliability(confidence, correct)
    gap = sum(b.n * abs(b.confidence - b.accuracy) for b in bins) / 307
    assert expected_calibration_error(confidence, correct).value == pytest.approx(gap, abs=1e-6)


@pytest.mark.parametrize("n", [40, 200, 2000])
def test_honest_answers_err_as_chance_does(n):
    random = np.random.default_rng(n)
    above = []
    errors = []
    for _ in range(100):
        confidence = random.beta(4, 1, n).astype(np.float32)
        found = expected_calibration_error(confidence, random.uniform(size=n) < confidence)
        errors.append(found.value / found.chance)
        above.append(found.value > found.chance_high)
    assert np.mean(errors) == pytest.approx(1, abs=0.1)
    assert np.mean(above) < 0.13  # 0.05 and four standard errors
    assert found.n == n


def test_overconfident_answers_err_more_than_chance():
    confidence = np.full(400, 0.95, np.float32)
    correct = np.random.default_rng(1).uniform(size=400) < 0.7
    found = expected_calibration_error(confidence, correct)
    assert found.value == pytest.approx(0.25, abs=0.05)
    assert found.chance < found.chance_high < 0.06
    assert with_chance(asdict(found)).endswith("): more than chance")
    assert with_chance(asdict(replace(found, value=0.01))).startswith("0.010 (chance 0.0")


def test_no_answers_have_no_error():
    nothing = expected_calibration_error(np.zeros(0, np.float32), np.zeros(0, bool))
    assert asdict(nothing) == {"value": 0, "n": 0, "chance": 0, "chance_high": 0}


def test_a_threshold_curve_counts_labels():
    scores = [{"a": 0.9, "b": 0.3}, {"a": 0.1}]
    curve = {t: counts for t, *counts in threshold_curve(scores, [["a", "c"], ["a"]])}
    assert tuple(curve) == THRESHOLDS
    assert curve[0.02] == [2, 3, 3]
    assert curve[0.2] == [1, 2, 3]
    assert curve[0.9] == [1, 1, 3]


def test_only_errors_are_confusions_commonest_first():
    pairs = [("a", "a"), ("a", "b"), ("c", "b"), ("a", "b")]
    assert confusions(pairs) == [("a", "b", 2), ("c", "b", 1)]
    assert confusions(pairs, top=1) == [("a", "b", 2)]


def test_evidence_is_compared_word_by_word():
    text = "L'attente était longue, l'hôtesse charmante"
    long, word = (0, 22), (2, 9)
    assert text[slice(*word)] == "attente"
    assert evidence_overlap(text, [long], [word]) == (1, 4, 1)
    assert evidence_overlap(text, [word], [word]) == (1, 1, 1)
    assert evidence_overlap(text, [(24, 43)], [word]) == (0, 3, 1)
    assert evidence_overlap(text, [], []) == (0, 0, 0)


def test_the_surest_answers_are_counted_first():
    confidence = np.linspace(0, 1, 100, dtype=np.float32)
    curve = accuracy_at_coverage(confidence, confidence >= 0.5)
    assert [point["accuracy"] for point in curve] == pytest.approx([0.5, 5 / 9, 5 / 8, 5 / 7, 1])
    assert [point["coverage"] for point in curve] == [1.0, 0.9, 0.8, 0.7, 0.5]
    assert curve[-1]["confidence"] == pytest.approx(confidence[50])
    assert accuracy_at_coverage(confidence[:0], confidence[:0] > 0) == []
