"""Whether probabilities mean what they say, and what each threshold would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

THRESHOLDS = tuple(round(0.02 * i, 2) for i in range(1, 46))
"""Thresholds of a curve: 0.02 to 0.90."""


@dataclass(frozen=True)
class Bin:
    """Answers of like confidence.

    Attributes:
        confidence: Their mean probability.
        accuracy: Share that came true.
        n: How many.
    """

    confidence: float
    accuracy: float
    n: int


COVERAGES = (1.0, 0.9, 0.8, 0.7, 0.5)
"""Shares of the contacts at which accuracy is told."""


def accuracy_at_coverage(
    confidence: npt.NDArray[np.float32], correct: npt.NDArray[np.bool_]
) -> list[dict[str, float]]:
    """Accuracy if only the surest answers were given: risk against coverage.

    Args:
        confidence: (rows,), probabilities.
        correct: (rows,), whether each came true.

    Returns:
        Per share of :data:`COVERAGES`: ``coverage``, ``accuracy``, and ``confidence``, the
        least among the answers given; empty without answers.
    """
    order = np.argsort(-confidence, kind="stable")
    curve = []
    for coverage in COVERAGES if len(order) else ():
        kept = order[: max(1, round(coverage * len(order)))]
        curve.append(
            {
                "coverage": coverage,
                "accuracy": float(correct[kept].mean()),
                "confidence": float(confidence[kept].min()),
            }
        )
    return curve


def reliability(
    confidence: npt.NDArray[np.float32], correct: npt.NDArray[np.bool_], *, bins: int = 10
) -> list[Bin]:
    """Confidence beside accuracy, over bins of equal counts.

    Args:
        confidence: (rows,), probabilities.
        correct: (rows,), whether each came true.
        bins: How many bins, fewer for fewer rows.

    Returns:
        The bins, least confident first; none for no rows.
    """
    order = np.argsort(confidence, kind="stable")
    parts = np.array_split(order, min(bins, max(1, len(order))))
    return [
        Bin(float(confidence[part].mean()), float(correct[part].mean()), len(part))
        for part in parts
        if len(part)
    ]


@dataclass(frozen=True)
class CalibrationError:
    """Expected calibration error beside what chance alone gives.

    Few answers never lie on the line, however honest their probabilities: an error below
    ``chance_high`` is no sign of a wrong probability.

    Attributes:
        value: Mean gap between confidence and accuracy, in [0, 1]; 0 for no answers.
        n: Answers.
        chance: Mean error of answers that come true exactly as often as they say.
        chance_high: Their error's 95th percentile.
    """

    value: float
    n: int
    chance: float
    chance_high: float


def expected_calibration_error(
    confidence: npt.NDArray[np.float32],
    correct: npt.NDArray[np.bool_],
    *,
    bins: int = 10,
    draws: int = 1000,
    seed: int = 0,
) -> CalibrationError:
    """Mean gap between confidence and accuracy over bins of equal counts.

    Args:
        confidence: (rows,), probabilities.
        correct: (rows,), whether each came true.
        bins: How many bins.
        draws: Simulated sets of answers, for what chance gives: each answer comes true with
            its own probability (consistency resampling, Bröcker and Smith 2007).
        seed: Of the draws.

    Returns:
        The error; zeros for no rows.
    """
    n = len(confidence)
    if not n:
        return CalibrationError(0.0, 0, 0.0, 0.0)
    order = np.argsort(confidence, kind="stable")
    sure = np.asarray(confidence, np.float64)[order]
    starts = np.cumsum([0, *(len(part) for part in np.array_split(order, min(bins, n)))])[:-1]

    def error(came_true: npt.NDArray[np.bool_]) -> float:
        return float(np.abs(np.add.reduceat(came_true - sure, starts)).sum() / n)

    rng = np.random.default_rng(seed)
    simulated = [error(rng.random(n) < sure) for _ in range(draws)]
    return CalibrationError(
        value=error(np.asarray(correct)[order]),
        n=n,
        chance=float(np.mean(simulated)),
        chance_high=float(np.quantile(simulated, 0.95)),
    )


def with_chance(error: Mapping[str, float]) -> str:
    """A calibration error and what chance alone gives as text, and whether it is more.

    Args:
        error: Fields of a :class:`CalibrationError`.
    """
    text = f"{error['value']:.3f} (chance {error['chance']:.3f}, up to {error['chance_high']:.3f})"
    return f"{text}: more than chance" if error["value"] > error["chance_high"] else text


def reliability_in_words(bins: Sequence[Mapping[str, float]]) -> str:
    """Accuracy at mean confidence, bin by bin, as text.

    Args:
        bins: Fields of each :class:`Bin`, least confident first.
    """
    return ", ".join(f"{b['accuracy']:.2f} at {b['confidence']:.2f}" for b in bins)


def threshold_curve(
    scores: Sequence[dict[str, float]], truth: Sequence[Sequence[str]]
) -> list[tuple[float, int, int, int]]:
    """What giving every label above a threshold would give.

    Args:
        scores: Per contact, probability by label; those left out are below every threshold.
        truth: Per contact, its labels.

    Returns:
        Per threshold of ``THRESHOLDS``: the threshold, labels given rightly, labels
        given, labels there.
    """
    p = np.array([v for row in scores for v in row.values()])
    right = np.array(
        [code in set(codes) for row, codes in zip(scores, truth, strict=True) for code in row]
    )
    total = sum(len(set(codes)) for codes in truth)
    return [(t, int(right[p >= t].sum()), int((p >= t).sum()), total) for t in THRESHOLDS]
