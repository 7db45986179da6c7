"""Satisfaction scores (NPS, CSAT, CES, stars) with their interval and n, a scale at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from nlp.drivers.telling.notes import Note
from nlp.errors import EstimationError, did_you_mean
from nlp.intervals import own_clusters, share_difference_interval, t_quantile, wilson
from nlp.types import SCALE_BOUNDS, SCALES, Scale

Floats = NDArray[np.float64]

PROMOTER = 9.0
"""Lowest answer of a promoter on the 0-10 scale."""

DETRACTOR = 6.0
"""Highest answer of a detractor on the 0-10 scale."""

TOP_BOX: dict[Scale, float] = {"nps": 9.0, "csat": 4.0, "ces7": 5.0, "ces5": 4.0, "stars": 4.0}
"""Lowest satisfied answer of each scale; the higher answer is always the better one (for an
effort score: the easier). A percentage has no agreed threshold."""


@dataclass(frozen=True, slots=True)
class ScoreEstimate:
    """A figure with its uncertainty.

    Attributes:
        value: The estimate; ``None`` without answers.
        std_error: Its standard error; ``None`` when it cannot be told: one answer (one
            customer), or all answers the same.
        low, high: Ends of the 95 % interval; ``None`` when it cannot be told.
    """

    value: float | None
    std_error: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class SatisfactionScore:
    """How satisfied customers are, on one scale.

    Attributes:
        scale: The scale.
        n: Answers.
        n_customers: Customers who gave them; ``n`` when they are not told apart.
        score: The headline figure: for an NPS 100 x (promoters - detractors), in
            [-100, 100]; otherwise the mean, in points of the scale.
        mean: Mean answer, in points of the scale.
        top_box: Share of satisfied answers (:data:`TOP_BOX`), in [0, 1]; its value is
            ``None`` for a percentage.
        common: Mean on the common scale, in [0, 100].
    """

    scale: Scale
    n: int
    n_customers: int
    score: ScoreEstimate
    mean: ScoreEstimate
    top_box: ScoreEstimate
    common: ScoreEstimate


def summarize_satisfaction(
    answers: ArrayLike, scale: Scale, *, customers: ArrayLike | None = None
) -> SatisfactionScore:
    """Score a set of answers on one scale.

    Intervals are at 95 %: Student's for means; the score interval of a difference of
    shares for an NPS; Wilson's for the top box. With ``customers``, answers of one
    customer count as one draw: variances are by customer and the last two intervals take
    the number of independent answers that would tell as much.

    Args:
        answers: Answers in points of the scale, missing ones ignored; shape (n,).
        scale: Which scale.
        customers: Who gave each answer, a missing one is a customer of its own; (n,).

    Returns:
        The scores, with ``None`` for what the answers cannot tell.

    Raises:
        EstimationError: The scale is unknown, or an answer lies off it.
    """
    values = _check_answers(answers, scale)
    given = ~np.isnan(values)
    groups = _groups(customers, given)
    y = values[given]
    mean = _mean(y, groups)
    low, high = SCALE_BOUNDS[scale]
    mean = _scaled(mean, 1.0, 0.0, low, high)
    share = _share(y >= TOP_BOX[scale], groups) if scale in TOP_BOX else ScoreEstimate(None)
    return SatisfactionScore(
        scale=scale,
        n=int(given.sum()),
        n_customers=int(groups.max(initial=-1) + 1),
        score=_net_promoter(y, groups) if scale == "nps" else mean,
        mean=mean,
        top_box=share,
        common=_scaled(mean, 100 / (high - low), -100 * low / (high - low), 0.0, 100.0),
    )


def on_common_scale(answers: ArrayLike, scale: Scale) -> Floats:
    """Answers from 0 (the worst of their scale) to 100 (the best), missing ones left missing.

    An effect in points of ``scale`` is multiplied by ``100 / (highest - lowest)``.

    Raises:
        EstimationError: The scale is unknown, or an answer lies off it.
    """
    low, high = _bounds(scale)
    return (_check_answers(answers, scale) - low) * 100 / (high - low)


def as_nps_points(answers: ArrayLike) -> Floats:
    """Each 0-10 answer as 100 (promoter), 0 (passive) or -100 (detractor), whose mean is the NPS.

    With them as outcome, effects and impacts come out in NPS points.

    Raises:
        EstimationError: An answer lies off the scale.
    """
    values = _check_answers(answers, "nps")
    points = 100.0 * ((values >= PROMOTER).astype(float) - (values <= DETRACTOR))
    return np.where(np.isnan(values), np.nan, points)


def choose_outcome(
    satisfaction: pd.Series[float], scales: pd.Series[str], wanted: Scale | None = None
) -> tuple[pd.Series[float], Scale | None, Note | None]:
    """Keep the answers of one scale: points of different scales do not add up.

    Args:
        satisfaction: Answers, each in points of its own scale, missing allowed.
        scales: Scale of each answer; same index.
        wanted: The scale to keep; by default the one with most answers (first in
            :data:`nlp.types.SCALES` if several).

    Returns:
        The answers, missing on other scales; the scale kept, ``None`` when nobody
        answered; and what to say about it, ``None`` when there was no choice.

    Raises:
        EstimationError: ``wanted`` is no scale.
    """
    counts = scales[satisfaction.notna()].value_counts()
    per_scale = {scale: int(counts.get(scale, 0)) for scale in SCALES}
    answered = [scale for scale in SCALES if per_scale[scale]]
    if wanted is not None:
        _bounds(wanted)
        kept = wanted
    elif answered:
        kept = max(answered, key=per_scale.__getitem__)
    else:
        return satisfaction.astype(float), None, None
    n_left = sum(per_scale.values()) - per_scale[kept]
    outcome = satisfaction.astype(float).where(scales == kept)
    if not n_left:
        return outcome, kept, None
    code = "scale_given" if wanted else "scale_chosen"
    return outcome, kept, Note(code, {"scale": kept, "n": per_scale[kept], "n_left": n_left})


def _bounds(scale: str) -> tuple[float, float]:
    for known in SCALES:
        if scale == known:
            return SCALE_BOUNDS[known]
    raise EstimationError(
        f"unknown satisfaction scale {scale!r}: expected one of {', '.join(SCALES)}."
        f"{did_you_mean(scale, SCALES)}"
    )


def _check_answers(answers: ArrayLike, scale: str) -> Floats:
    low, high = _bounds(scale)
    values = pd.Series(np.asarray(answers)).to_numpy(dtype=np.float64, na_value=np.nan)
    if off := int(((values < low) | (values > high)).sum()):
        raise EstimationError(
            f"{off} answers lie off the scale {scale}, which goes from {low:g} to {high:g}"
        )
    return values


def _groups(customers: ArrayLike | None, given: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Customer of each answer given, numbered from 0."""
    n = int(given.sum())
    if customers is None:
        return np.arange(n)
    return own_clusters(pd.factorize(pd.Series(np.asarray(customers))[given])[0])


def _mean(y: Floats, groups: NDArray[np.intp]) -> ScoreEstimate:
    """Mean with its error by customer (a ratio of sums over customers) and Student's interval."""
    if not y.size:
        return ScoreEstimate(None)
    mean, n_groups = float(y.mean()), int(groups.max() + 1)
    if n_groups < 2 or np.ptp(y) == 0:
        return ScoreEstimate(mean)
    sums = np.bincount(groups, y - mean)
    error = math.sqrt((sums**2).sum() * n_groups / (n_groups - 1)) / y.size
    if error == 0:
        return ScoreEstimate(mean)
    half = float(t_quantile(n_groups - 1)) * error
    return ScoreEstimate(mean, error, mean - half, mean + half)


def _worth(contributions: Floats, groups: NDArray[np.intp], std_error: float | None) -> float:
    """Independent answers that would tell as much; repeat customers can only lower it."""
    if std_error is None:
        return float(groups.max() + 1)
    alone = float(contributions.var(ddof=1)) / std_error**2
    return min(alone, float(len(contributions)))


def _share(satisfied: NDArray[np.bool_], groups: NDArray[np.intp]) -> ScoreEstimate:
    if not satisfied.size:
        return ScoreEstimate(None)
    share = _mean(satisfied.astype(float), groups)
    n = _worth(satisfied.astype(float), groups, share.std_error)
    low, high = wilson(satisfied.mean(), n)
    return ScoreEstimate(share.value, share.std_error, float(low), float(high))


def _net_promoter(y: Floats, groups: NDArray[np.intp]) -> ScoreEstimate:
    if not y.size:
        return ScoreEstimate(None)
    points = as_nps_points(y)
    net = _mean(points, groups)
    n = _worth(points, groups, net.std_error)
    low, high = share_difference_interval(
        n * float((y >= PROMOTER).mean()), n * float((y <= DETRACTOR).mean()), n
    )
    error = net.std_error
    return ScoreEstimate(net.value, error, 100 * low, 100 * high)


def _scaled(
    estimate: ScoreEstimate, slope: float, offset: float, low: float, high: float
) -> ScoreEstimate:
    """The estimate on another scale, its interval kept within that scale."""
    if estimate.value is None:
        return estimate
    value = offset + slope * estimate.value
    if estimate.std_error is None or estimate.low is None or estimate.high is None:
        return ScoreEstimate(value)
    return ScoreEstimate(
        value,
        slope * estimate.std_error,
        max(offset + slope * estimate.low, low),
        min(offset + slope * estimate.high, high),
    )
