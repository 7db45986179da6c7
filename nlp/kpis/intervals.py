"""Estimates with 95 % intervals of what is counted per contact while customers come back.

Contacts of one customer are alike, customers are independent of each other. The error of a
mean is the jackknife that leaves out one customer at a time, with as many degrees of freedom
as there are customers that count (Kish: ``n^2 / sum(m^2)``, ``m`` the contacts of each),
less one. Where no customer comes back it is the textbook formula exactly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.intervals import Z, poisson_sum_interval, share_difference_interval, t_quantile, wilson

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

MIN_DURATIONS = 10
"""Customers under which a mean of skewed values has no interval: no method covers there."""

MIN_DF = 1.0
"""Degrees of freedom under which a mean has no interval: one customer weighs half of it."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its uncertainty.

    Attributes:
        value: The estimate; ``None`` where nothing was counted.
        low, high: Ends of the 95 % interval; ``None`` where it cannot be told.
        n: Contacts behind it.
        n_customers: Customers behind it; unknown ones count one each.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    n_customers: int = 0


@dataclass(frozen=True, slots=True)
class _Mean:
    """A mean over contacts and how it varies by customer.

    Attributes:
        value: The mean.
        std_error: Its jackknife error; 0 where it cannot be told.
        df: Degrees of freedom.
        skewness: Of the customers' deviations; 0 where it cannot be told.
        n, n_customers: What it rests on.
        repeats: Whether any customer comes back.
    """

    value: float
    std_error: float
    df: float
    skewness: float
    n: int
    n_customers: int
    repeats: bool


def estimate_mean(y: Floats, customers: Ints, low: float, high: float) -> Estimate:
    """Mean of bounded values (answers, differences of shares) with Student's interval.

    Args:
        y: Values; (n,).
        customers: Customer of each, any numbers; (n,).
        low: Lowest value there can be; the interval stays above it.
        high: Highest value there can be; the interval stays below it.

    Returns:
        The estimate; without interval for one customer, or one who weighs half of it,
        or where all customers are the same.
    """
    if not y.size:
        return Estimate(None)
    mean = _mean(y, customers)
    ends: tuple[float | None, float | None] = (None, None)
    if mean.std_error > 0 and mean.df >= MIN_DF:
        half = float(t_quantile(mean.df)) * mean.std_error
        ends = (max(mean.value - half, low), min(mean.value + half, high))
    return Estimate(mean.value, *ends, mean.n, mean.n_customers)


def estimate_share(y: Floats, customers: Ints) -> Estimate:
    """Share of contacts, with Wilson's interval for the contacts they are worth.

    Repeat customers lower that number, in proportion to the variance, and once more for
    the variance being estimated on few of them (Korn & Graubard 1998, *Survey
    Methodology* 24; with Wilson's interval, Dean & Pagano 2015, *JSSAM* 3).

    Args:
        y: 1 or 0 for each contact; (n,).
        customers: Customer of each; (n,).

    Returns:
        The estimate; its interval is within [0, 1] and never empty.
    """
    if not y.size:
        return Estimate(None)
    mean = _mean(y, customers)
    low, high = map(float, wilson(mean.value, _worth(y, mean)))
    return Estimate(mean.value, low, high, mean.n, mean.n_customers)


def estimate_nps(points: Floats, customers: Ints) -> Estimate:
    """NPS with the score interval of a difference of two shares of the same answers.

    See :func:`nlp.intervals.share_difference_interval`; the answers are as many as repeat
    customers are worth.

    Args:
        points: 100 for a promoter, 0 for a passive, -100 for a detractor; (n,).
        customers: Customer of each; (n,).

    Returns:
        The estimate in points, within [-100, 100].
    """
    if not points.size:
        return Estimate(None)
    mean = _mean(points, customers)
    n = _worth(points, mean)
    shares = float((points > 0).mean()), float((points < 0).mean())
    low, high = share_difference_interval(n * shares[0], n * shares[1], n)
    return Estimate(mean.value, 100 * low, 100 * high, mean.n, mean.n_customers)


def estimate_duration(y: Floats, customers: Ints, floor: float = 0.0) -> Estimate:
    """Mean of skewed values such as durations, with Hall's interval.

    Hall's transformation (1992, *JRSS B* 54; Zhou & Gao 2000, *The American Statistician*
    54) corrects Student's statistic for skewness to the order that a bootstrap-t does,
    without draws. It is chosen over a log-normal interval (Cox), which covers as well on
    log-normal durations and 62 to 80 % where they are exponential or a mixture of short
    and long ones, and over the percentile bootstrap, which is narrower than Student's.

    Args:
        y: Values at least ``floor``; (n,).
        customers: Customer of each; (n,).
        floor: Lowest value there can be.

    Returns:
        The estimate; without interval below :data:`MIN_DURATIONS` customers, or where all
        values are the same.
    """
    if not y.size:
        return Estimate(None)
    mean = _mean(y, customers)
    ends: tuple[float | None, float | None] = (None, None)
    if mean.n_customers >= MIN_DURATIONS and mean.std_error > 0 and mean.df >= MIN_DF:
        t, pull = float(t_quantile(mean.df)), mean.skewness / math.sqrt(mean.n_customers)
        ends = (
            max(mean.value - mean.std_error * _untransformed(t, pull), floor),
            mean.value - mean.std_error * _untransformed(-t, pull),
        )
    return Estimate(mean.value, *ends, mean.n, mean.n_customers)


def estimate_count(customers: Ints, per: float = 1.0) -> Estimate:
    """Number of contacts, or contacts per unit, with the interval of the rate behind it.

    Customers come at random (Poisson), each with as many contacts as they have
    (:func:`nlp.intervals.poisson_sum_interval`).

    Args:
        customers: Customer of each contact; (n,).
        per: What the number is divided by, above 0, taken as known.

    Returns:
        The estimate.
    """
    sizes = np.unique(customers, return_counts=True)[1].astype(float)
    n, spread, largest = float(sizes.sum()), float((sizes**2).sum()), float(sizes.max(initial=1.0))
    low, high = map(float, poisson_sum_interval(n, spread, largest))
    return Estimate(n / per, low / per, high / per, int(n), len(sizes))


def estimate_kappa(first: Ints, second: Ints, customers: Ints) -> Estimate:
    """Agreement of two codings beyond chance (Cohen's kappa).

    Its error comes from each contact's influence (Fleiss, Cohen & Everitt 1969,
    *Psychological Bulletin* 72), summed by customer.

    Args:
        first: Codes given to each contact by one side, from 0; (n,).
        second: Those given by the other; (n,).
        customers: Customer of each contact; (n,).

    Returns:
        The estimate in [-1, 1]; no value where both codings have one and the same code.
    """
    if not first.size:
        return Estimate(None)
    n, k = len(first), int(max(first.max(), second.max())) + 1
    p1, p2 = np.bincount(first, minlength=k) / n, np.bincount(second, minlength=k) / n
    agree, chance = (first == second).astype(float), float(p1 @ p2)
    n_customers = len(np.unique(customers))
    if chance >= 1:
        return Estimate(None, n=n, n_customers=n_customers)
    observed = float(agree.mean())
    kappa = (observed - chance) / (1 - chance)
    by_chance = p2[first] + p1[second] - 2 * chance
    influence = (agree - observed) / (1 - chance) - (1 - observed) / (1 - chance) ** 2 * by_chance
    found = estimate_mean(kappa + influence, customers, -1.0, 1.0)
    return Estimate(kappa, found.low, found.high, n, n_customers)


def _mean(y: Floats, customers: Ints) -> _Mean:
    codes = np.unique(customers, return_inverse=True)[1]
    sizes = np.bincount(codes).astype(float)
    n, g, mean = len(y), len(sizes), float(y.mean())
    error, skewness = 0.0, 0.0
    if g > 1 and np.ptp(y) > 0:
        sums = np.bincount(codes, y - mean)
        error = math.sqrt((g - 1) / g * float(((sums / (n - sizes)) ** 2).sum()))
        spread = float((sums**2).mean())
        # Customers alike up to rounding tell nothing of how customers vary.
        if spread <= (1e-9 * float(np.abs(y).max())) ** 2:
            error = 0.0
        else:
            skewness = float((sums**3).mean()) / spread**1.5
    df = n**2 / float((sizes**2).sum()) - 1
    return _Mean(mean, error, df, skewness, n, g, bool(g < n))


def _worth(y: Floats, mean: _Mean) -> float:
    """Independent contacts that would tell as much; repeat customers can only lower it."""
    if not mean.repeats:
        return float(mean.n)
    if mean.std_error == 0:
        return mean.df + 1
    alone = float(y.var(ddof=1)) / mean.std_error**2
    return min(alone * (Z / float(t_quantile(max(mean.df, 0.5)))) ** 2, float(mean.n))


def _untransformed(x: float, pull: float) -> float:
    """Inverse of Hall's monotone transformation of a Student statistic, ``pull`` its skewness."""
    if abs(pull) < 1e-6:
        return x
    return float(3 / pull * (np.cbrt(1 + pull * (x - pull / 6)) - 1))
