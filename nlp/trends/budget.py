"""Turn a budget of false alerts into the threshold that the whole watch list shares.

How often the statistic of :mod:`nlp.trends.detector` crosses a threshold when nothing happens
depends little on the series, but somewhat: small counts move in steps, a short history adds
doubt. A table, simulated once by :mod:`nlp.trends.calibrate` and kept beside this file, holds
the rate of onsets by information (mentions a week over their dispersion), dispersion, weeks of
baseline and threshold. The threshold of a watch list is the one at which the rates of its
series add up to the budget.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from nlp.errors import InputError
from nlp.trends.calendar import WEEKS_A_MONTH
from nlp.trends.detector import Direction

Floats = NDArray[np.float64]

TABLE_FILE = "onset_rates.json"
"""Made by ``python -m nlp.trends.calibrate``."""


@dataclass(frozen=True, slots=True)
class Budgets:
    """False alerts a month that are put up with, over everything watched together.

    Each list spends its own budget on rises; falls, which inform and never alert, have a
    budget of the same size beside it.

    Attributes:
        irritants: Irritants and the topics a person accepted, in one list.
        reasons: Contact reasons.
        new_topics: Notices of topics that nobody accepted yet.
    """

    irritants: float = 1.0
    reasons: float = 1.0
    new_topics: float = 1.0

    def __post_init__(self) -> None:
        for name in self.__slots__:
            check_budget(getattr(self, name), name)


def check_budget(alerts_a_month: float, name: str) -> None:
    """Refuse a budget that means nothing.

    Raises:
        InputError: It is not a number above 0 and at most 100.
    """
    if not 0 < alerts_a_month <= 100:
        raise InputError(
            f"budget {name}: expected false alerts a month above 0 and at most 100, "
            f"got {alerts_a_month!r}"
        )


@dataclass(frozen=True)
class OnsetRates:
    """Simulated onsets a week of a single series under no change.

    Attributes:
        information: Grid of mentions a week over the dispersion, rising.
        dispersion: Grid of variance over mean, rising.
        weeks: Grid of weeks of baseline, rising.
        thresholds: Grid of the statistic's logarithm, rising, evenly spaced.
        log_rates: Per direction, natural logarithm of onsets a series and week; shape
            (information, dispersion, weeks, thresholds).
    """

    information: Floats
    dispersion: Floats
    weeks: Floats
    thresholds: Floats
    log_rates: dict[Direction, Floats]

    def at(
        self,
        information: Floats,
        dispersion: Floats,
        weeks: Floats,
        direction: Direction,
        stretch: Floats | float = 1.0,
    ) -> Floats:
        """Onsets a week at each threshold of the grid; shape (..., thresholds).

        Between grid points the logarithms are interpolated, in the logarithm of the
        information, of the dispersion and of the weeks; beyond the ends they stay.

        Args:
            information: Mentions a week over the dispersion; shape (...).
            dispersion: Variance over mean; shape (...).
            weeks: Weeks of baseline; shape (...).
            direction: Rises or falls.
            stretch: The dispersion that the statistic was computed with over ``dispersion``:
                evidence is overstated by its inverse; shape (...).
        """
        corners = [
            _bracket(np.log(grid), np.log(value))
            for grid, value in (
                (self.information, information),
                (self.dispersion, dispersion),
                (self.weeks, weeks),
            )
        ]
        table = self.log_rates[direction]
        result = np.zeros((*information.shape, len(self.thresholds)))
        for i in (0, 1):
            for j in (0, 1):
                for k in (0, 1):
                    share = _side(corners[0], i) * _side(corners[1], j) * _side(corners[2], k)
                    place = (corners[0][0] + i, corners[1][0] + j, corners[2][0] + k)
                    result += share[..., None] * table[place]
        return np.exp(self._stretched(result, np.asarray(stretch, float)))

    def _stretched(self, logs: Floats, stretch: Floats) -> Floats:
        """Logarithms of the rates at ``stretch`` times each threshold of the grid."""
        if (stretch == 1.0).all():
            return logs
        wanted = self.thresholds * stretch[..., None]
        index, part = _bracket(self.thresholds, wanted)
        left = np.take_along_axis(logs, index, axis=-1)
        right = np.take_along_axis(logs, index + 1, axis=-1)
        beyond = np.maximum(wanted - self.thresholds[-1], 0.0)
        return np.asarray(left + part * (right - left) - beyond)

    def expected(
        self,
        information: Floats,
        dispersion: Floats,
        doubt: Floats,
        weeks: Floats,
        direction: Direction,
    ) -> Floats:
        """Like :meth:`at`, for dispersions that are estimates.

        A series that scatters more than was estimated gives more false onsets than one that
        scatters less gives fewer: the mean is taken over one relative standard error
        (``doubt``) to either side.
        """
        total = np.zeros((*information.shape, len(self.thresholds)))
        for side in (1.0 - doubt, 1.0 + doubt):
            true = np.maximum(dispersion * side, 1.0)
            ratio = dispersion / true
            total += 0.5 * self.at(information * ratio, true, weeks, direction, ratio)
        return total


def _bracket(grid: Floats, value: Floats) -> tuple[NDArray[np.intp], Floats]:
    """Index of the grid point below and how far towards the next, in [0, 1]."""
    index = np.clip(np.searchsorted(grid, value, side="right") - 1, 0, len(grid) - 2)
    return index, np.clip((value - grid[index]) / (grid[index + 1] - grid[index]), 0.0, 1.0)


def _side(corner: tuple[NDArray[np.intp], Floats], upper: int) -> Floats:
    return corner[1] if upper else 1.0 - corner[1]


@cache
def onset_rates() -> OnsetRates:
    """The table shipped with the package."""
    text = resources.files("nlp.trends").joinpath(TABLE_FILE).read_text(encoding="utf-8")
    held = json.loads(text)
    grid = held["grid"]
    return OnsetRates(
        np.array(grid["information"]),
        np.array(grid["dispersion"]),
        np.array(grid["weeks"]),
        np.array(grid["thresholds"]),
        {name: np.array(held["log_rates"][name]) for name in ("rise", "fall")},
    )


def shared_threshold(rates: Floats, thresholds: Floats, alerts_a_month: float) -> Floats:
    """The lowest threshold at which a watch list stays within its budget.

    Args:
        rates: Onsets a week at each threshold, of each series judged (0 elsewhere); shape
            (..., S, thresholds).
        thresholds: The grid, rising.
        alerts_a_month: The budget.

    Returns:
        Thresholds of the statistic's logarithm, shape (...). Above the grid the rates are
        taken to fall as the statistic's bound does: by e for each unit.
    """
    a_week = np.log(alerts_a_month / WEEKS_A_MONTH)
    total = np.log(np.maximum(rates.sum(axis=-2), 1e-300))
    # Rates fall with the threshold; rounding of the table must not make them rise.
    total = np.minimum.accumulate(total, axis=-1)
    over = (total > a_week).sum(axis=-1)
    index = np.clip(over - 1, 0, len(thresholds) - 2)
    left = np.take_along_axis(total, index[..., None], axis=-1)[..., 0]
    right = np.take_along_axis(total, index[..., None] + 1, axis=-1)[..., 0]
    part = np.clip((left - a_week) / np.maximum(left - right, 1e-9), 0.0, 1.0)
    inside = thresholds[index] + part * (thresholds[index + 1] - thresholds[index])
    beyond = thresholds[-1] + total[..., -1] - a_week
    return np.asarray(np.where(over >= len(thresholds), beyond, inside))
