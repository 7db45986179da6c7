"""The band that a week's count is expected in, and the smallest rise that would be seen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, ndtri

from nlp.intervals import LEVEL
from nlp.trends.detector import Windows, log_evidence

Floats = NDArray[np.float64]

POWER = 0.8
"""Probability with which a rise said to be detectable is detected."""

_BARELY = 1.001
_STEPS = 60


def expected_band(mean: Floats, variance: Floats, ceiling: Floats) -> tuple[Floats, Floats]:
    """Where a week's count falls with probability of at least :data:`~nlp.intervals.LEVEL`.

    Negative binomial with the mean and variance given, which is exact for a rate known up to a
    gamma distribution; normal where the variance is below the mean, as it is for codes that
    most contacts carry.

    Args:
        mean: Expected counts, at least 0; any shape.
        variance: Their variance, the baseline's doubt included; same shape.
        ceiling: Most the count can be; same shape.

    Returns:
        Lowest and highest count, whole numbers, same shape.
    """
    tail = (1.0 - LEVEL) / 2.0
    return (
        np.minimum(_quantile(tail, mean, variance), ceiling),
        np.minimum(_quantile(1.0 - tail, mean, variance), ceiling),
    )


def _quantile(level: float, mean: Floats, variance: Floats) -> Floats:
    """The smallest count with at least ``level`` of the distribution at or below it."""
    high = np.ceil(mean + 12.0 * np.sqrt(np.maximum(variance, 0.0)) + 12.0)
    low = np.full_like(high, -1.0)
    while (high - low > 1.0).any():
        middle = np.floor((low + high) / 2.0)
        reached = 1.0 - upper_tail(middle + 1.0, mean, variance) >= level
        low, high = np.where(reached, low, middle), np.where(reached, middle, high)
    normal = np.round(np.maximum(mean + ndtri(level) * np.sqrt(np.maximum(variance, 0.0)), 0.0))
    return np.where(variance > mean * _BARELY, high, normal)


def upper_tail(count: Floats, mean: Floats, variance: Floats) -> Floats:
    """Probability of ``count`` or more under a negative binomial; arguments broadcast."""
    mean = np.maximum(mean, 1e-12)
    shape = mean * mean / np.maximum(variance - mean, mean * 1e-6)
    tail = betainc(np.maximum(count, 1e-9), shape, mean / (shape + mean))
    return np.where(count <= 0, 1.0, tail)


def smallest_alerting_count(windows: Windows, threshold: Floats, contacts: Floats) -> Floats:
    """Mentions this week from which an alert would have been given, the weeks before as they were.

    Args:
        windows: What was judged; shape (...).
        threshold: Of the statistic's logarithm; shape (...).
        contacts: All contacts of the week; shape (...).

    Returns:
        Counts; infinite where even all contacts would not do.
    """
    count = windows.mentions[..., 0]
    low, high = np.full_like(count, -1.0), np.maximum(contacts, 0.0).astype(float)
    never = ~_alerts(windows, high - count, threshold)
    while (high - low > 1.0).any():
        middle = np.floor((low + high) / 2.0)
        up = _alerts(windows, middle - count, threshold)
        low, high = np.where(up, low, middle), np.where(up, middle, high)
    return np.where(never, np.inf, high)


def _alerts(windows: Windows, more: Floats, threshold: Floats) -> NDArray[np.bool_]:
    changed = Windows(
        windows.mentions + more[..., None],
        windows.exposure,
        windows.base_mentions,
        windows.base_exposure,
        windows.opens,
        windows.dispersion,
        windows.doubt,
        windows.usual_exposure,
    )
    return np.asarray(log_evidence(changed, "rise")[0] >= threshold)


def detectable_mean(count: Floats, dispersion: Floats) -> Floats:
    """The mean of a week's count that reaches ``count`` with probability :data:`POWER`.

    Args:
        count: Whole numbers from 1, or infinite; shape (...).
        dispersion: Variance over mean; shape (...).

    Returns:
        Means; infinite where the count is.
    """
    possible = np.isfinite(count)
    target = np.where(possible, count, 1.0)
    spread = np.maximum(dispersion, _BARELY)
    low, high = np.zeros_like(target), target + 12.0 * np.sqrt(target * spread) + 12.0
    for _ in range(_STEPS):
        middle = (low + high) / 2.0
        enough = upper_tail(target, middle, spread * middle) >= POWER
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.where(possible, high, np.inf)
