"""Intervals of sums of money over customers, and of what is computed from such sums."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nlp.intervals import SPLITS, Limits, Z, poisson_sum_interval, widest_product

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of amounts at least 0, one per customer.

    Customers come independently of each other (Poisson): another period as long would bring
    others, as many on average, with other amounts.

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
        """Ends of its interval (:func:`nlp.intervals.poisson_sum_interval`) at ``z``.

        A sum of zeros is zero for certain: there is no amount to tell another by.
        """
        if self.value == 0:
            nothing = np.zeros(np.shape(z))
            return nothing, nothing
        return poisson_sum_interval(self.value, self.spread, self.largest, z)


def times_effect(total: Total, effect: float, low: float, high: float) -> tuple[float, float]:
    """Interval of a sum x an effect, both uncertain.

    See :func:`nlp.intervals.widest_product`. As a sum above 0 cannot turn a sign, it excludes
    0 exactly when the interval of the effect does.

    Args:
        total: The sum.
        effect: The effect.
        low: Lower end of its 95 % interval.
        high: Upper end of it.

    Returns:
        Lower and upper ends.
    """
    of_sum, of_effect = SPLITS
    below, above = ((end - effect) * of_effect for end in (low, high))
    ends = widest_product(total.limits(Z * of_sum), (effect + below, effect + above))
    return float(ends[0]), float(ends[1])


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
