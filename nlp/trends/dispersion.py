"""How much more weekly counts scatter than chance alone: estimated together, by empirical Bayes.

Twenty-six weeks tell little about one series' dispersion, and those of a watch list have much
in common. Each series' own estimate is therefore drawn towards what its mean predicts from all
of them, the more so the less they differ (after Smyth 2004, *Statistical Applications in
Genetics and Molecular Biology* 3, where variances are drawn together likewise).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PRIOR_DF = 20.0
"""Degrees of freedom behind the guess of no over-dispersion; matters for short watch lists."""

MAX_POOLED_DF = 200.0
"""However alike the series look, the pool weighs no more than this."""

MIN_DF = 2.0
"""Below it a series' own estimate tells nothing."""

_OUTLIER = 3.0
"""Standard errors above the trend at which one wild series stops pulling the pool."""


def pooled_dispersion(
    mentions: Floats, exposure: Floats, squares: Floats, weeks: Floats
) -> tuple[Floats, Floats, Floats]:
    """Estimate the variance of weekly counts over that of independent contacts.

    Args:
        mentions: Sum of the mentions over the weeks to learn from; shape (..., S), pooled
            over S.
        exposure: Sum of the contacts.
        squares: Sum over the weeks of mentions squared over contacts: with the two others
            it gives Pearson's statistic.
        weeks: Number of those weeks.

    Returns:
        ``phi``, the ratio to the binomial variance, at least 1; its relative standard
        error; and the mentions per contact; each of shape (..., S).
    """
    rate = np.clip(mentions / np.maximum(exposure, 1e-12), 0.0, 0.99)
    pearson = (squares / np.maximum(rate, 1e-12) - mentions) / (1.0 - rate)
    mean = mentions / np.maximum(weeks, 1.0)
    df = np.maximum(weeks - 1.0, 0.0)
    own = np.where(mentions > 0, pearson / np.maximum(df, 1.0), 0.0)
    # A Poisson count's squared residual has variance 2 + 1 / mean: rare codes tell less.
    df = np.where(mentions > 0, df * 2.0 / (2.0 + 1.0 / np.maximum(mean, 1e-6)), 0.0)
    typical, spread = _trend(own, df, mean)
    prior_df = np.clip(2.0 * typical**2 / np.maximum(spread, 1e-9), 4.0, MAX_POOLED_DF)
    phi = (prior_df * typical + df * own) / (prior_df + df)
    return np.maximum(phi, 1.0), np.sqrt(2.0 / (prior_df + df)), rate


def _trend(own: Floats, df: Floats, mean: Floats) -> tuple[Floats, Floats]:
    """What a series' mean predicts of its dispersion, and the true variance around that.

    Dispersion rises with the mean where a common cause moves the rates, and not where
    contacts come in clusters: a line through 1 + x covers both.
    """
    told = df >= MIN_DF
    weight = np.where(told, df, 0.0)
    typical = _line(own, weight, mean)
    capped = np.minimum(own, typical * (1.0 + _OUTLIER * np.sqrt(2.0 / np.maximum(df, MIN_DF))))
    typical = _line(capped, weight, mean)
    # Weighted squares around the trend, less what sampling alone explains.
    noise = 2.0 * typical**2 / np.maximum(df, MIN_DF)
    n_told = np.maximum(told.sum(axis=-1, keepdims=True), 1)
    excess = np.where(told, df * ((own - typical) ** 2 - noise), 0.0).sum(axis=-1, keepdims=True)
    spread = np.maximum(excess, 0.0) / np.maximum(weight.sum(axis=-1, keepdims=True), MIN_DF)
    return typical, np.broadcast_to(np.where(n_told > 2, spread, 0.0), own.shape)


def _line(own: Floats, weight: Floats, mean: Floats) -> Floats:
    """Weighted level plus slope on the mean, both kept where they make sense (slope >= 0)."""
    total = weight.sum(axis=-1, keepdims=True)
    level = ((weight * own).sum(axis=-1, keepdims=True) + PRIOR_DF) / (total + PRIOR_DF)
    centre = (weight * mean).sum(axis=-1, keepdims=True) / np.maximum(total, 1.0)
    away = mean - centre
    across = (weight * away**2).sum(axis=-1, keepdims=True)
    together = (weight * away * (own - level)).sum(axis=-1, keepdims=True)
    # The prior pulls the slope to 0 as it pulls the level to 1.
    slope = np.maximum(together / np.maximum(across + PRIOR_DF * centre**2, 1e-9), 0.0)
    return np.asarray(np.maximum(level + slope * away, 1.0))
