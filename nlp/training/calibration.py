"""Make probabilities mean what they say, on held-back contacts: temperatures, blend, thresholds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize, minimize_scalar

from nlp.evaluation import THRESHOLDS
from nlp.inference.heads import first_choice, sigmoid, softmax
from nlp.types import SENTIMENTS

Curve = Sequence[tuple[float, int, int, int]]
Floats = npt.NDArray[np.float32]
_EPSILON = 1e-7


def confidence_temperature(logits: Floats, values: Floats) -> float:
    """Temperature that makes the first choice's probability the chance that it is right.

    Args:
        logits: (rows, labels), of contacts the head was not fitted on.
        values: (rows, labels), target mass; a choice with any mass is right.

    Returns:
        The divisor of the logits that minimises the log loss of "the first choice is
        right" (temperature scaling, Guo et al. 2017), in [0.2, 10].
    """
    first = logits.argmax(axis=1)
    right = values[np.arange(len(logits)), first] > 0

    def loss(log_t: float) -> float:
        p = softmax(logits / np.exp(log_t)).max(axis=1)
        return float(-np.log(np.where(right, p, 1 - p) + _EPSILON).mean())

    return _temperature(loss)


def binary_temperature(logits: Floats, values: Floats) -> float:
    """Temperature of a head that gives any number of labels; see :func:`confidence_temperature`."""

    def loss(log_t: float) -> float:
        return _binary_loss(logits / np.exp(log_t), values)

    return _temperature(loss)


def _temperature(loss: object) -> float:
    found = minimize_scalar(loss, bounds=(np.log(0.2), np.log(10)), method="bounded")
    return float(np.exp(found.x))


def fit_blend(contact: Floats, mention: Floats, values: Floats) -> tuple[float, float, float]:
    """Blend a contact's own logit with its strongest mention's (logistic regression).

    Args:
        contact: (rows, labels), logits of the contact's head.
        mention: (rows, labels), largest logit over the contact's mentions.
        values: (rows, labels), 0 or 1.

    Returns:
        Weights of both and offset, so that
        ``sigmoid(w_contact * contact + w_mention * mention + offset)`` is calibrated.
    """

    def loss(weights: npt.NDArray[np.float64]) -> float:
        return _binary_loss(weights[0] * contact + weights[1] * mention + weights[2], values)

    found = minimize(loss, np.array([0.5, 0.5, 0.0]), method="Nelder-Mead", options={"xatol": 1e-3})
    return float(found.x[0]), float(found.x[1]), float(found.x[2])


def fit_line(scores: Floats, values: Floats) -> tuple[float, float]:
    """Slope and offset that turn a score into a calibrated logit (Platt 1999).

    Args:
        scores: (rows,).
        values: (rows,), 0 or 1.
    """

    def loss(line: npt.NDArray[np.float64]) -> float:
        return _binary_loss(line[0] * scores + line[1], values)

    found = minimize(loss, np.array([5.0, -5.0]), method="Nelder-Mead", options={"xatol": 1e-3})
    return float(found.x[0]), float(found.x[1])


def _binary_loss(logits: Floats, values: Floats) -> float:
    p = sigmoid(logits)
    return float(-(values * np.log(p + _EPSILON) + (1 - values) * np.log(1 - p + _EPSILON)).mean())


def micro_f1_threshold(probabilities: Floats, values: Floats) -> float:
    """The one probability from which giving labels maximises micro-F1.

    Args:
        probabilities: (rows, labels), calibrated, of contacts not fitted on.
        values: (rows, labels), 0 or 1.

    Returns:
        The threshold, in [0.05, 0.95].
    """
    candidates = np.arange(0.05, 0.951, 0.01)
    scores = []
    for threshold in candidates:
        scores.append(_f1(probabilities >= threshold, values))
    return float(candidates[int(np.argmax(scores))])


def compromise_threshold(probabilities: Floats, values: Floats, unseen: Sequence[Curve]) -> float:
    """The one threshold that serves sectors trained on and sectors never shown.

    On a sector it never saw, a model is less sure of what it finds: the threshold that
    is best where it was trained gives too few labels there. This one maximises the mean
    of the micro-F1 on held-back contacts and of that over all groups left out together: a
    group with few labels weighs little.

    Args:
        probabilities: (rows, labels), of held-back contacts.
        values: (rows, labels), 0 or 1.
        unseen: Per group left out of a training, its threshold curve, see
            :func:`nlp.evaluation.threshold_curve`; without any, only the held-back count.

    Returns:
        The threshold.
    """
    thresholds = [point[0] for point in unseen[0]] if unseen else list(THRESHOLDS)
    seen = [_f1(probabilities >= t, values) for t in thresholds]
    if not unseen:
        return float(thresholds[int(np.argmax(seen))])
    counts = np.sum([[point[1:] for point in curve] for curve in unseen], axis=0)
    elsewhere = 2 * counts[:, 0] / np.maximum(1, counts[:, 1] + counts[:, 2])
    return float(thresholds[int(np.argmax(np.array(seen) + elsewhere))])


def _f1(given: npt.NDArray[np.bool_], values: Floats) -> float:
    return 2 * float((given * values).sum()) / max(1.0, float(given.sum() + values.sum()))


def mixed_threshold(probabilities: Floats, values: Floats) -> float:
    """Probability from which a contact is called mixed, which is so only when both are clear.

    The corpus holds more mixed contacts than customers write, and who reads a clear
    complaint as mixed has missed it: the threshold maximises the sum of the macro-F1
    over the feelings and of the share of clear ones (neither mixed nor neutral) read right.

    Args:
        probabilities: (rows, 4), in the order of :data:`nlp.types.SENTIMENTS`.
        values: (rows, 4), 1 for the true one.

    Returns:
        The threshold, in [0, 0.9]; the lowest of equally good ones.
    """
    true = values.argmax(axis=1)
    clear = np.isin(true, [SENTIMENTS.index("negative"), SENTIMENTS.index("positive")])

    def score(threshold: float) -> float:
        needed = np.zeros(probabilities.shape[1], np.float32)
        needed[SENTIMENTS.index("mixed")] = threshold
        found = first_choice(probabilities, needed)
        f1 = [_f1(found[:, None] == k, values[:, [k]]) for k in range(values.shape[1])]
        return float(np.mean(f1)) + float((found == true)[clear].mean() if clear.any() else 0)

    candidates = np.arange(0, 0.91, 0.05)
    return float(candidates[int(np.argmax([score(t) for t in candidates]))])
