import numpy as np
import pytest

from nlp.inference.heads import sigmoid, softmax
from nlp.training.calibration import (
    binary_temperature,
    compromise_threshold,
    confidence_temperature,
    fit_blend,
    fit_line,
    micro_f1_threshold,
    mixed_threshold,
)


def test_an_overconfident_choice_is_cooled_down(random):
    logits = random.normal(size=(4000, 5)).astype(np.float32)
    drawn = [random.choice(5, p=p / p.sum()) for p in softmax(logits).astype(float)]
    values = np.eye(5, dtype=np.float32)[drawn]
    assert confidence_temperature(3 * logits, values) == pytest.approx(3, rel=0.1)
    assert confidence_temperature(logits / 2, values) == pytest.approx(0.5, rel=0.1)


def test_binary_labels_likewise(random):
    logits = random.normal(size=(4000, 6)).astype(np.float32)
    values = (random.uniform(size=logits.shape) < sigmoid(logits)).astype(np.float32)
    assert binary_temperature(2 * logits, values) == pytest.approx(2, rel=0.1)


def test_the_blend_finds_who_is_right(random):
    contact, mention = random.normal(size=(2, 3000, 4)).astype(np.float32)
    truth = 0.2 * contact + 1.5 * mention - 1
    values = (random.uniform(size=truth.shape) < sigmoid(truth)).astype(np.float32)
    assert fit_blend(contact, mention, values) == pytest.approx((0.2, 1.5, -1), abs=0.15)


def test_the_threshold_maximises_micro_f1(random):
    p = random.uniform(size=(3000, 4)).astype(np.float32)
    values = (random.uniform(size=p.shape) < p**3).astype(np.float32)

    def f1(threshold):
        given = p >= threshold
        return 2 * (given * values).sum() / (given.sum() + values.sum())

    best = micro_f1_threshold(p, values)
    assert f1(best) >= max(f1(t) for t in np.arange(0.05, 0.95, 0.05)) - 1e-9


def test_a_score_is_put_on_a_calibrated_line(random):
    scores = random.uniform(-1, 1, 5000).astype(np.float32)
    values = (random.uniform(size=5000) < sigmoid(6 * scores - 2)).astype(np.float32)
    assert fit_line(scores, values) == pytest.approx((6, -2), abs=0.4)


def feelings(rows):
    """Probabilities of negative, neutral, positive, mixed, and the true feelings."""
    probabilities, true = zip(*rows, strict=True)
    return np.array(probabilities, np.float32), np.eye(4, dtype=np.float32)[list(true)]


def test_mixed_is_asked_more_of_where_clear_contacts_are_called_mixed():
    called_mixed = [([0.4, 0.02, 0.02, 0.56], 0)] * 6
    truly_mixed = [([0.2, 0.02, 0.02, 0.76], 3)] * 4
    plain = [([0.9, 0.04, 0.03, 0.03], 0), ([0.1, 0.8, 0.05, 0.05], 1), ([0.05, 0.05, 0.8, 0.1], 2)]
    threshold = mixed_threshold(*feelings(called_mixed + truly_mixed + plain))
    assert 0.56 < threshold <= 0.76


def test_nothing_more_is_asked_of_mixed_where_it_is_right():
    rows = [([0.4, 0.02, 0.02, 0.56], 3), ([0.9, 0.04, 0.03, 0.03], 0), ([0.1, 0.1, 0.7, 0.1], 2)]
    assert mixed_threshold(*feelings(rows)) == 0.0


def test_a_group_with_few_labels_weighs_little_in_the_threshold():
    p = np.array([[0.9, 0.5, 0.1]] * 10, np.float32)
    values = np.array([[1, 1, 0]] * 10, np.float32)  # held back: as good at 0.2 as at 0.4
    large = [(0.2, 80, 100, 100), (0.4, 40, 60, 100)]
    small = [(0.2, 1, 6, 2), (0.4, 2, 3, 2)]
    assert compromise_threshold(p, values, [large, small]) == 0.2
    assert compromise_threshold(p, values, [small]) == 0.4
