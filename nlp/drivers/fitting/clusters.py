"""Uncertainty of shares and means when one customer has several contacts."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.drivers.satisfaction import ScoreEstimate
from nlp.intervals import t_quantile, wilson

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class ShareEstimate:
    """A share with its uncertainty.

    Attributes:
        value: The share, in [0, 1].
        low, high: Ends of the 95 % interval, in [0, 1].
        worth: Independent contacts that would tell it as precisely.
    """

    value: float
    low: float
    high: float
    worth: float


def sum_by_customer(contributions: Floats, customers: Ints) -> Floats:
    """Sum what each contact adds to a figure, per customer.

    Args:
        contributions: A contact's influence on the figure; (n,).
        customers: Its customer, any whole numbers from 0; (n,).

    Returns:
        One sum per customer that has contacts; (G,).
    """
    sums = np.bincount(customers, contributions)
    return np.asarray(sums[np.bincount(customers) > 0])


def clustered_variance(sums: Floats) -> float:
    """Variance of a figure from the influence of each of G customers; NaN for G < 2."""
    n = len(sums)
    return float((sums**2).sum() * n / (n - 1)) if n > 1 else math.nan


def worth(share: float, variance: float, n: float, n_customers: int) -> float:
    """Independent contacts that would tell a share as precisely.

    Args:
        share: The share, in [0, 1].
        variance: Its variance, by customer; NaN if it cannot be told.
        n: Most that can be granted: the contacts behind it.
        n_customers: Customers behind it: what is granted where the share is 0 or 1 and
            the variance says nothing.

    Returns:
        A number in [1, n].
    """
    spread = share * (1 - share)
    if not (spread > 0 and variance > 0):
        return float(min(max(n_customers, 1), n))
    # Of independent contacts the variance, which has lost a degree of freedom, gives them all.
    return min(max(spread / variance * n / max(n - 1, 1), 1.0), n)


def clustered_share(marks: NDArray[np.bool_], customers: Ints) -> ShareEstimate:
    """A share with its Wilson interval, worth its effective number of contacts.

    Args:
        marks: Who is counted; (n,), n at least 1.
        customers: Customer of each; (n,).

    Returns:
        The share.
    """
    n, share = len(marks), float(marks.mean())
    sums = sum_by_customer((marks - share) / n, customers)
    effective = worth(share, clustered_variance(sums), n, len(sums))
    low, high = wilson(share, effective)
    return ShareEstimate(share, float(low), float(high), effective)


def clustered_mean(y: Floats, weights: Floats, customers: Ints) -> ScoreEstimate:
    """A weighted mean with its error by customer and Student's interval.

    Args:
        y: Scores; (n,).
        weights: Their weights, 0 or more; (n,).
        customers: Customer of each; (n,).

    Returns:
        The mean; its error and interval are ``None`` when they cannot be told: one
        customer, or all scores the same.
    """
    total = float(weights.sum())
    if not total > 0:
        return ScoreEstimate(None)
    mean = float(weights @ y) / total
    used = weights > 0
    influence = (weights * (y - mean) / total)[used]
    return estimate(mean, sum_by_customer(influence, customers[used]))


def estimate(value: float, sums: Floats, df: float | None = None) -> ScoreEstimate:
    """A figure with Student's interval from the influence of each customer.

    Args:
        value: The figure.
        sums: Influence of each of the G customers; (G,).
        df: Degrees of freedom; G - 1 by default. At 0 or below there is no interval.
    """
    df = len(sums) - 1 if df is None else df
    variance = clustered_variance(sums)
    # Rounding of equal scores is no spread.
    if df <= 0 or not variance > (1e-12 * max(abs(value), 1.0)) ** 2:
        return ScoreEstimate(value)
    error = math.sqrt(variance)
    half = float(t_quantile(df)) * error
    return ScoreEstimate(value, error, value - half, value + half)
