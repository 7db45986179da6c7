"""Whether probabilities mean what they say, and what each threshold would give."""

from __future__ import annotations

from collections.abc import Sequence
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


def expected_calibration_error(
    confidence: npt.NDArray[np.float32], correct: npt.NDArray[np.bool_], *, bins: int = 10
) -> float:
    """Mean gap between confidence and accuracy over bins of equal counts.

    Args:
        confidence: (rows,), probabilities.
        correct: (rows,), whether each came true.
        bins: How many bins.

    Returns:
        The error, in [0, 1]; 0 for no rows.
    """
    found = reliability(confidence, correct, bins=bins)
    total = sum(b.n * abs(b.confidence - b.accuracy) for b in found)
    return total / max(1, len(confidence))


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
