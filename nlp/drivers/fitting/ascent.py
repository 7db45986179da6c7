"""Climb to the maximum of a concave log-likelihood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MAX_STEPS = 100
"""Newton's steps after which an ascent is given up; a regular one takes under ten."""

TOLERANCE = 1e-8
"""Log-likelihood still to be gained, by Newton's reckoning, under which an ascent is over."""

_HALVINGS = 30


@dataclass(frozen=True, slots=True)
class Slope:
    """A concave function at a point.

    Attributes:
        value: The function; ``-inf`` where it is not defined.
        gradient: Its first derivatives; (p,).
        information: Minus its second derivatives; (p, p).
    """

    value: float
    gradient: Floats
    information: Floats


def climb(start: Floats, slope_at: Callable[[Floats], Slope]) -> tuple[Floats, Slope, bool]:
    """Maximise a concave function by Newton's steps, halved until they go up.

    Args:
        start: Where to start; (p,).
        slope_at: The function's value and derivatives at a point.

    Returns:
        The point reached, the function there, and whether it is the maximum.
    """
    at, here = start, slope_at(start)
    for _ in range(MAX_STEPS):
        values, vectors = np.linalg.eigh(here.information)
        floor = max(float(values[-1]), 1.0) * np.finfo(float).eps
        step = vectors @ (vectors.T @ here.gradient / np.maximum(values, floor))
        if here.gradient @ step / 2 < TOLERANCE:
            return at, here, True
        for _ in range(_HALVINGS):
            there = slope_at(at + step)
            # A value of -inf, where thresholds cross, is never high enough.
            if there.value >= here.value - 1e-12 * abs(here.value):
                break
            step = step / 2
        else:
            return at, here, False
        at, here = at + step, there
    return at, here, False
