"""Since when: where the level of a series changed, and how sure that is.

Counts of a stretch without change are gamma-Poisson around one rate, so the likelihood of a
stretch has a closed form, and the likelihood of a change is the product of its two sides'.
Over-dispersed counts weigh less, as in :mod:`nlp.trends.detector`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import gammaln

from nlp.errors import EstimationError
from nlp.trends.weekly import check_counts

Floats = NDArray[np.float64]

CREDIBLE = 0.9
"""Probability that the weeks from ``low`` to ``high`` hold the change."""

MIN_STRETCH = 2
"""Weeks between two changes at least."""

CHANGE_COST = 3.0
"""Log-likelihood that a change must bring beyond the logarithm of the weeks it could lie in."""

_PRIOR_SHAPE = 0.5


@dataclass(frozen=True, slots=True)
class SinceWhen:
    """When a level changed.

    Attributes:
        week: The likeliest first week of the new level.
        low, high: First and last of the shortest run of weeks that holds the change with
            probability :data:`CREDIBLE`.
        probability: Of ``week`` alone, in (0, 1].
        candidates: Weeks within that run, each with its probability.
    """

    week: str
    low: str
    high: str
    probability: float
    candidates: dict[str, float]


def since_when(
    counts: Floats,
    exposure: Floats,
    weeks: Sequence[str],
    *,
    dispersion: float,
    first: int,
    last: int,
) -> SinceWhen:
    """Find where one change of level began.

    Args:
        counts: Mentions per week; shape (T,).
        exposure: Contacts per week, 0 for weeks to leave out; shape (T,).
        weeks: Their names, T of them.
        dispersion: Variance over mean of a week's count.
        first: Place of the first week at which the new level may have begun.
        last: Place of the last such week.

    Returns:
        The likeliest week with its neighbours. Every candidate is as likely beforehand.

    Raises:
        EstimationError: The candidates do not lie within the weeks, after the first.
    """
    if not 1 <= first <= last < len(weeks):
        raise EstimationError(
            f"a change can begin between weeks 1 and {len(weeks) - 1} of those given, "
            f"got {first} to {last}"
        )
    total = _stretch_sums(counts, exposure, dispersion)
    places = np.arange(first, last + 1)
    weight = _evidence(total, 0, places) + _evidence(total, places, len(weeks))
    return _told(np.exp(weight - weight.max()), places, weeks)


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """A change of level within a series.

    Attributes:
        code: Whose series.
        since: When.
        before, after: Mentions per contact of the stretches it separates.
    """

    code: str
    since: SinceWhen
    before: float
    after: float


def change_points(counts: pd.DataFrame, contacts: pd.Series[int]) -> list[ChangePoint]:
    """Find every change of level in the history of each series.

    The best cut of each series into stretches of at least :data:`MIN_STRETCH` weeks, by
    dynamic programming over all cuts (Jackson and others 2005, *IEEE Signal Processing
    Letters* 12). This looks back over what is known today; alerts are told week by week.

    Args:
        counts: Contacts that carry each code, one row per week.
        contacts: All contacts of each week.

    Returns:
        The changes, by series in the order given, then in time.

    Raises:
        EstimationError: The counts cannot be what they claim.
    """
    check_counts(counts, contacts)
    weeks = [str(week) for week in counts.index]
    exposure = np.asarray(contacts, float)
    found = []
    for code in counts.columns:
        y = np.asarray(counts[code], float)
        dispersion = _dispersion_of_differences(y, exposure)
        cuts = _best_cuts(y, exposure, dispersion)
        edges = [0, *cuts, len(weeks)]
        for left, cut, right in zip(edges, edges[1:], edges[2:], strict=False):
            part = slice(left, right)
            since = since_when(
                y[part],
                exposure[part],
                weeks[part],
                dispersion=dispersion,
                first=1,
                last=right - left - 1,
            )
            before, after = (
                float(y[a:b].sum() / max(exposure[a:b].sum(), 1.0))
                for a, b in ((left, cut), (cut, right))
            )
            found.append(ChangePoint(str(code), since, before, after))
    return found


def _stretch_sums(counts: Floats, exposure: Floats, dispersion: float) -> Floats:
    """Running sums of counts and contacts over the dispersion, from 0; shape (2, T + 1)."""
    used = exposure > 0
    values = np.stack([np.where(used, counts, 0.0), np.where(used, exposure, 0.0)]) / dispersion
    return np.concatenate([np.zeros((2, 1)), np.cumsum(values, axis=1)], axis=1)


def _evidence(total: Floats, start: NDArray[np.intp] | int, end: NDArray[np.intp] | int) -> Floats:
    """Log-likelihood of stretches, the rate averaged over a wide prior at the overall mean."""
    seen, exposed = (row[end] - row[start] for row in total)
    mean = (total[0, -1] + _PRIOR_SHAPE) / max(float(total[1, -1]), 1e-12)
    scale = _PRIOR_SHAPE / mean
    return np.asarray(
        _PRIOR_SHAPE * np.log(scale)
        - gammaln(_PRIOR_SHAPE)
        + gammaln(_PRIOR_SHAPE + seen)
        - (_PRIOR_SHAPE + seen) * np.log(scale + exposed)
    )


def _told(weight: Floats, places: NDArray[np.intp], weeks: Sequence[str]) -> SinceWhen:
    probability = weight / weight.sum()
    best = int(probability.argmax())
    low = high = best
    while probability[low : high + 1].sum() < CREDIBLE:
        left = probability[low - 1] if low > 0 else -1.0
        right = probability[high + 1] if high + 1 < len(places) else -1.0
        low, high = (low - 1, high) if left >= right else (low, high + 1)
    names = [weeks[place] for place in places]
    return SinceWhen(
        names[best],
        names[low],
        names[high],
        float(probability[best]),
        {names[i]: float(probability[i]) for i in range(low, high + 1)},
    )


def _dispersion_of_differences(counts: Floats, exposure: Floats) -> float:
    """Variance over mean from one week to the next: a change of level hardly moves it."""
    used = exposure > 0
    y, n = counts[used], exposure[used]
    if len(y) < 3 or y.sum() == 0:
        return 1.0
    rate = y.sum() / n.sum()
    step = np.diff(y / n) ** 2 / (rate * (1.0 / n[1:] + 1.0 / n[:-1]))
    # Two degrees of freedom of the guess 1 steady short series.
    return float(max((step.sum() + 2.0) / (len(step) + 2.0), 1.0))


def _best_cuts(counts: Floats, exposure: Floats, dispersion: float) -> list[int]:
    """Places where stretches begin, the first one left out."""
    n_weeks = len(counts)
    total = _stretch_sums(counts, exposure, dispersion)
    cost = CHANGE_COST + np.log(max(n_weeks, 2))
    best, came_from = np.full(n_weeks + 1, -np.inf), np.zeros(n_weeks + 1, int)
    best[0] = 0.0
    for end in range(MIN_STRETCH, n_weeks + 1):
        starts = np.arange(0, end - MIN_STRETCH + 1)
        value = best[starts] + _evidence(total, starts, end) - np.where(starts > 0, cost, 0.0)
        came_from[end] = int(value.argmax())
        best[end] = value[came_from[end]]
    cuts = []
    place = int(came_from[n_weeks])
    while place > 0:
        cuts.append(place)
        place = int(came_from[place])
    return cuts[::-1]
