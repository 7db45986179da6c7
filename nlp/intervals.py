"""Confidence intervals in closed form: proportions, sums, their products and differences."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtri, ndtr, ndtri, stdtr, stdtrit

Floats = NDArray[np.float64]
Limits = tuple[Floats, Floats]
"""Lower and upper ends."""

LEVEL = 0.95
"""Confidence level of every interval of the engine."""

Z = float(ndtri(0.5 + LEVEL / 2))
"""Two-sided normal quantile at :data:`LEVEL`."""

_HALVINGS = 50
"""Bisections of a limit: its error is below 1e-14."""

_ANGLES = np.linspace(0.0, math.pi / 2, 721)
SPLITS = np.sin(_ANGLES), np.cos(_ANGLES)
"""Pairs of factors that share out a normal deviate between two estimates: their squares add up
to 1."""


def t_quantile(df: ArrayLike) -> Floats:
    """Two-sided Student quantile at :data:`LEVEL` for degrees of freedom ``df`` > 0."""
    return np.asarray(stdtrit(np.asarray(df, float), 0.5 + LEVEL / 2))


def t_p_value(t: ArrayLike, df: ArrayLike) -> Floats:
    """Two-sided p-value of Student statistics ``t`` with ``df`` degrees of freedom."""
    return np.asarray(2.0 * stdtr(np.asarray(df, float), -np.abs(np.asarray(t, float))))


def own_clusters(codes: NDArray[np.intp]) -> NDArray[np.intp]:
    """Clusters (customers) that errors are summed by; every unknown one is a cluster of its own.

    Args:
        codes: Cluster of each row, numbered from 0, -1 where unknown; (n,).

    Returns:
        The same with the unknown ones numbered on; (n,).
    """
    unknown = codes < 0
    numbered = codes.copy()
    numbered[unknown] = codes.max(initial=-1) + 1 + np.arange(unknown.sum())
    return numbered


def wilson(share: ArrayLike, n: ArrayLike, z: ArrayLike = Z) -> Limits:
    """Wilson score interval of a proportion; never empty, never outside [0, 1].

    Args:
        share: Observed proportion, in [0, 1].
        n: Number of trials, above 0; an effective number may be fractional.
        z: Normal quantile.

    Returns:
        Lower and upper ends, of the broadcast shape of the arguments.
    """
    p, n, z2 = np.asarray(share, float), np.asarray(n, float), np.asarray(z, float) ** 2
    centre = p + z2 / (2 * n)
    half = np.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n**2)))
    scale = 1 + z2 / n
    # Where p is 0 or 1 one end is p itself; rounding must not move it outside.
    return np.clip((centre - half) / scale, 0.0, p), np.clip((centre + half) / scale, p, 1.0)


def product_interval(
    share: ArrayLike, n: ArrayLike, effect: ArrayLike, half_width: ArrayLike
) -> Limits:
    """Interval of proportion x effect by propagating both imprecisions.

    See :func:`widest_product`. It equals the delta method to first order, follows the
    skewness of a small proportion, and as a proportion above 0 cannot turn a sign, it
    excludes 0 exactly when the interval of the effect does.

    Args:
        share: Observed proportions, in (0, 1]; shape (k,).
        n: Numbers of trials behind them, above 0; shape (k,).
        effect: Estimated effects; shape (k,).
        half_width: Half the widths of their intervals; shape (k,).

    Returns:
        Lower and upper ends, shape (k,).
    """
    p, n = np.asarray(share, float)[:, None], np.asarray(n, float)[:, None]
    b, half = np.asarray(effect, float)[:, None], np.asarray(half_width, float)[:, None]
    of_share, of_effect = SPLITS
    half = half * of_effect
    return widest_product(wilson(p, n, Z * of_share), (b - half, b + half))


def widest_product(positive: Limits, factor: Limits) -> Limits:
    """Interval of a product from the limits of both factors over :data:`SPLITS` of ``Z``.

    The smallest and largest product over the pairs of limits (PropImp: Newcombe 2011,
    *Communications in Statistics* 40).

    Args:
        positive: Limits of a factor at least 0; shape (..., 721).
        factor: Limits of any factor; same shape.

    Returns:
        Lower and upper ends, shape (...).
    """
    return (
        np.minimum(positive[0] * factor[0], positive[1] * factor[0]).min(axis=-1),
        np.maximum(positive[0] * factor[1], positive[1] * factor[1]).max(axis=-1),
    )


def difference_interval(
    first: ArrayLike,
    n_first: ArrayLike,
    second: ArrayLike,
    n_second: ArrayLike,
    z: ArrayLike = Z,
) -> Limits:
    """Interval of the difference of two independent proportions.

    Newcombe's hybrid score interval (1998, *Statistics in Medicine* 17, method 10).

    Args:
        first: Observed proportions; shape (k,).
        n_first: Numbers of trials behind them, above 0; an effective one may be fractional.
        second: The proportions taken away; shape (k,).
        n_second: Numbers of trials behind those.
        z: Normal quantile.

    Returns:
        Lower and upper ends of ``first - second``, of the broadcast shape of the arguments.
    """
    p1, p2 = np.asarray(first, float), np.asarray(second, float)
    (low1, high1), (low2, high2) = wilson(p1, n_first, z), wilson(p2, n_second, z)
    return (
        p1 - p2 - np.hypot(p1 - low1, high2 - p2),
        p1 - p2 + np.hypot(high1 - p1, p2 - low2),
    )


def share_difference_interval(n_plus: float, n_minus: float, n: float) -> tuple[float, float]:
    """Score interval of the difference of two shares of the same answers, as in an NPS.

    Inverts the score test with the third share maximised out (Tango 1998, *Statistics
    in Medicine* 17; for the NPS, Rocks 2016, *The American Statistician* 70).

    Args:
        n_plus: Answers of the first class (promoters), may be fractional.
        n_minus: Answers of the second class (detractors).
        n: All answers, above 0.

    Returns:
        Lower and upper ends of ``(n_plus - n_minus) / n``, within [-1, 1].
    """

    def statistic(delta: float) -> float:
        b = -n_plus - n_minus + (2 * n - n_plus + n_minus) * delta
        c = -n_minus * delta * (1 - delta)
        minus = (math.sqrt(max(b * b - 8 * n * c, 0.0)) - b) / (4 * n)
        variance = n * (2 * minus + delta * (1 - delta))
        gap = n_plus - n_minus - n * delta
        if abs(gap) < 1e-9 * n:
            return 0.0
        # Where no variance is left any gap is infinitely many deviations.
        return gap / math.sqrt(max(variance, 1e-12 * n))

    def solve(inner: float, outer: float) -> float:
        # The statistic grows away from the estimate; it may never reach Z on the scale.
        if abs(statistic(outer * (1 - 1e-9))) < Z:
            return outer
        for _ in range(_HALVINGS):
            middle = (inner + outer) / 2
            if abs(statistic(middle)) < Z:
                inner = middle
            else:
                outer = middle
        return (inner + outer) / 2

    centre = (n_plus - n_minus) / n
    return solve(centre, -1.0), solve(centre, 1.0)


def poisson_sum_interval(total: float, spread: float, largest: float, z: ArrayLike = Z) -> Limits:
    """Interval of a sum over cases that come at random (Poisson), each with its own amount.

    That of a weighted sum of Poisson counts (Fay & Feuer 1997, *Statistics in Medicine*
    16), which is Garwood's exact one where every amount is 1.

    Args:
        total: The sum of the amounts, at least 0.
        spread: The sum of their squares.
        largest: The largest of them, above 0: what one more case may add.
        z: Normal quantile.

    Returns:
        Lower and upper ends, of the shape of ``z``; ``total`` lies between them.
    """
    z = np.asarray(z, float)
    low = np.zeros(z.shape)
    if total > 0:
        low = spread / (2 * total) * chdtri(2 * total**2 / spread, ndtr(z))
    more, wider = total + largest, spread + largest**2
    high = wider / (2 * more) * chdtri(2 * more**2 / wider, ndtr(-z))
    return np.minimum(low, total), np.maximum(high, total)


def benjamini_hochberg(p_values: ArrayLike) -> Floats:
    """q-values: the smallest false discovery rate at which each hypothesis is named.

    Args:
        p_values: p-values in [0, 1], shape (k,); NaN where nothing was tested, which
            does not count among the tests.

    Returns:
        q-values, shape (k,), NaN where the p-value is.

    Source: Benjamini & Hochberg 1995, *JRSS B* 57.
    """
    p = np.asarray(p_values, float)
    q = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    if tested.size:
        order = tested[np.argsort(p[tested], kind="stable")]
        scaled = p[order] * tested.size / np.arange(1, tested.size + 1)
        q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q
