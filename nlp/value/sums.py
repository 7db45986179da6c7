"""Intervals of sums of money over customers, and of what is computed from such sums."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtri, ndtr

from nlp.intervals import Z, wilson

Floats = NDArray[np.float64]
Limits = tuple[Floats, Floats]

_ANGLES = np.linspace(0.0, math.pi / 2, 721)
DEVIATES = Z * np.sin(_ANGLES), Z * np.cos(_ANGLES)
"""Pairs of normal deviates that share out the 95 % level between two factors of a product."""


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of amounts at least 0, one per customer.

    Customers come independently of each other (Poisson): another period as long would bring
    others, as many on average, with other amounts. The interval is that of a weighted sum of
    Poisson counts (Fay & Feuer 1997, *Statistics in Medicine* 16).

    Attributes:
        value: The sum.
        spread: Sum of the squares of the customers' amounts.
        largest: The largest of them.
    """

    value: float
    spread: float
    largest: float

    @classmethod
    def of(cls, amounts: Floats) -> Total:
        """The sum of amounts, one per customer, none below 0; (n,)."""
        return cls(float(amounts.sum()), float((amounts**2).sum()), float(amounts.max(initial=0.0)))

    def limits(self, z: ArrayLike = Z) -> Limits:
        """Ends of the interval whose normal deviate is ``z``, of the shape of ``z``.

        A sum of zeros is zero for certain: there is no amount to tell another by.
        """
        z = np.asarray(z, float)
        if self.value == 0:
            return np.zeros(z.shape), np.zeros(z.shape)
        y, v, w = self.value, self.spread, self.largest
        low = v / (2 * y) * chdtri(2 * y**2 / v, ndtr(z))
        wider = v + w**2
        high = wider / (2 * (y + w)) * chdtri(2 * (y + w) ** 2 / wider, ndtr(-z))
        return np.minimum(low, y), np.maximum(high, y)


def times_effect(total: Total, effect: float, low: float, high: float) -> tuple[float, float]:
    """Interval of a sum x an effect, both uncertain.

    The smallest and largest product over the pairs of limits of :data:`DEVIATES` (PropImp:
    Newcombe 2011, *Communications in Statistics* 40). As a sum above 0 cannot turn a sign, it
    excludes 0 exactly when the interval of the effect does.

    Args:
        total: The sum.
        effect: The effect.
        low: Lower end of its 95 % interval.
        high: Upper end of it.

    Returns:
        Lower and upper ends.
    """
    of_sum, of_effect = DEVIATES
    below, above = ((end - effect) * of_effect / Z for end in (low, high))
    return spanned(total.limits(of_sum), (effect + below, effect + above))


def spanned(total: Limits, factor: Limits) -> tuple[float, float]:
    """Smallest and largest product of limits: those of a sum at least 0 and of any factor."""
    low = np.minimum(total[0] * factor[0], total[1] * factor[0]).min()
    high = np.maximum(total[0] * factor[1], total[1] * factor[1]).max()
    return float(low), float(high)


def difference_limits(
    first: float, n_first: float, second: float, n_second: float, z: ArrayLike = Z
) -> Limits:
    """Ends of the difference of two independent shares (Newcombe 1998, hybrid score) at ``z``.

    Args:
        first: A share.
        n_first: Trials behind it, above 0.
        second: The share taken away.
        n_second: Trials behind that; an effective number may be fractional.
        z: Normal deviates.
    """
    (low1, high1), (low2, high2) = wilson(first, n_first, z), wilson(second, n_second, z)
    gap = first - second
    return (
        np.asarray(gap - np.hypot(first - low1, high2 - second)),
        np.asarray(gap + np.hypot(high1 - first, second - low2)),
    )


def add_intervals(
    first: tuple[float, float, float], second: tuple[float, float, float], correlation: float
) -> tuple[float, float, float]:
    """Add two estimates given as (value, low, high).

    Their uncertainties are recovered from the intervals (MOVER: Zou & Donner 2008,
    *Statistics in Medicine* 27).

    Args:
        first: One estimate.
        second: The other.
        correlation: Of their errors, in [-1, 1].

    Returns:
        Value, lower and upper end of the sum.
    """
    value = first[0] + second[0]
    ends = []
    for end in (1, 2):
        a, b = first[end] - first[0], second[end] - second[0]
        ends.append(math.sqrt(max(a * a + b * b + 2 * correlation * a * b, 0.0)))
    return value, value - ends[0], value + ends[1]
