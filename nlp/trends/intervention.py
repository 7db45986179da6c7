"""Whether the measured effect followed an action: an interrupted series.

A log-linear regression of the weekly rate on a step at the action and, where there are weeks
enough to tell it from the step, one trend through the whole. Errors are the larger of two:
those of over-dispersed counts, and those of Newey and West (1987, *Econometrica* 55), which
allow one week to resemble the next. It measures what followed the action, not that the action
caused it: what else changed that week is in it too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.errors import InputError
from nlp.intervals import t_quantile
from nlp.trends.weekly import check_counts

Floats = NDArray[np.float64]
Verdict = Literal["fell", "rose", "not_shown", "too_few"]

WEEKS_BEFORE = 26
"""Weeks before the action that are compared with, at most."""

MIN_BEFORE = 6
"""Weeks with contacts before the action below which nothing is measured."""

MIN_AFTER = 3
"""Likewise after it."""

TREND_WEEKS = 12
"""Weeks with contacts on the longer, and half of it on the shorter side, to tell a trend."""

MIN_MENTIONS = 10
"""Mentions over both sides below which nothing is measured."""

_LAGS = 2
_STEPS = 30


@dataclass(frozen=True, slots=True)
class ActionEffect:
    """What a code's rate did after an action. Intervals are at 95 %.

    Attributes:
        code: Which series.
        week: Week of the action: the first one that counts as after.
        before: Mentions per contact in the weeks before.
        after: Mentions per contact since.
        expected: Mentions per contact since, had the rate gone on as before.
        change, change_low, change_high: ``after`` less ``expected``; shares in [-1, 1].
        ratio, ratio_low, ratio_high: ``after`` over ``expected``.
        weeks_before, weeks_after: Weeks with contacts on each side.
        with_trend: Whether a trend was told from the step.
        verdict: ``fell`` or ``rose`` when the interval of the ratio excludes 1,
            ``not_shown`` when it does not, ``too_few`` when nothing can be measured;
            the estimates are then missing.
    """

    code: str
    week: str
    before: float
    after: float
    expected: float
    change: float
    change_low: float
    change_high: float
    ratio: float
    ratio_low: float
    ratio_high: float
    weeks_before: int
    weeks_after: int
    with_trend: bool
    verdict: Verdict


def interrupted_series(
    counts: pd.DataFrame,
    contacts: pd.Series[int],
    week_of_action: str,
    *,
    code: str,
    before_from: str | None = None,
    trend: bool = True,
) -> ActionEffect:
    """Measure the change of level of one series after an action.

    Args:
        counts: Contacts that carry each code, one row per week.
        contacts: All contacts of each week.
        week_of_action: Week in which it took effect.
        code: The series that it was to change.
        before_from: First week to compare with. Give the onset of a rise when the action
            answered it: the weeks before the rise are not what the action changes. By
            default the last :data:`WEEKS_BEFORE`.
        trend: Whether to allow for a trend where the weeks suffice.

    Returns:
        The effect with its intervals.

    Raises:
        InputError: A week or the code is not in the counts.
        EstimationError: The counts cannot be what they claim.
    """
    check_counts(counts, contacts)
    weeks = [str(week) for week in counts.index]
    start = _place(weeks, week_of_action)
    if code not in counts.columns:
        raise InputError(f"{code!r} is none of the {counts.shape[1]} series counted")
    first = max(0, start - WEEKS_BEFORE) if before_from is None else _place(weeks, before_from)
    if first > start:
        raise InputError(f"before_from {before_from} comes after the action in {week_of_action}")
    n = np.asarray(contacts, float)[first:]
    y = np.asarray(counts[code], float)[first:]
    t = np.arange(len(y), dtype=float) - (start - first)
    y, n, t = y[n > 0], n[n > 0], t[n > 0]
    return _measure(code, week_of_action, y, n, t, trend)


def _measure(code: str, week: str, y: Floats, n: Floats, t: Floats, trend: bool) -> ActionEffect:
    after = t >= 0
    n_before, n_after = int((~after).sum()), int(after.sum())
    before, since = _rate(y[~after], n[~after]), _rate(y[after], n[after])
    enough = n_before >= MIN_BEFORE and n_after >= MIN_AFTER and y.sum() >= MIN_MENTIONS
    nothing = float("nan")
    unknown = ActionEffect(
        code=code,
        week=week,
        before=before,
        after=since,
        expected=nothing,
        change=nothing,
        change_low=nothing,
        change_high=nothing,
        ratio=nothing,
        ratio_low=nothing,
        ratio_high=nothing,
        weeks_before=n_before,
        weeks_after=n_after,
        with_trend=False,
        verdict="too_few",
    )
    if not enough:
        return unknown
    with_trend = trend and _tells_a_trend(n_before, n_after)
    columns = [np.ones_like(t), after.astype(float)]
    if with_trend:
        columns.append(t / len(t))
    step, half = _step(np.stack(columns, axis=1), y, n)
    ratio, low, high = (
        float(np.exp(np.clip(x, -20, 20))) for x in (step, step - half, step + half)
    )
    # The fit holds the mentions since the action exactly: what the ratio takes off is expected.
    expected = since / ratio if since > 0 else before
    return replace(
        unknown,
        expected=expected,
        change=expected * (ratio - 1.0),
        change_low=expected * (low - 1.0),
        change_high=expected * (high - 1.0),
        ratio=ratio,
        ratio_low=low,
        ratio_high=high,
        with_trend=with_trend,
        verdict="fell" if high < 1.0 else "rose" if low > 1.0 else "not_shown",
    )


def _tells_a_trend(n_before: int, n_after: int) -> bool:
    return min(n_before, n_after) >= TREND_WEEKS // 2 and max(n_before, n_after) >= TREND_WEEKS


def _step(x: Floats, y: Floats, n: Floats) -> tuple[float, float]:
    """Logarithm of the step and half the width of its interval."""
    # Half a mention on each side keeps a side without any finite.
    after = x[:, 1] > 0
    if y[after].sum() == 0 or y[~after].sum() == 0:
        y = y + 0.5 * n / np.where(after, n[after].sum(), n[~after].sum())
    beta = np.zeros(x.shape[1])
    beta[0] = np.log(y.sum() / n.sum())
    for _ in range(_STEPS):
        mean = n * np.exp(np.clip(x @ beta, -30.0, 5.0))
        bread = (x * mean[:, None]).T @ x
        move = np.linalg.solve(bread, x.T @ (y - mean))
        beta = beta + np.clip(move, -2.0, 2.0)
        if np.abs(move).max() < 1e-10:
            break
    mean = n * np.exp(x @ beta)
    inverse = np.linalg.inv((x * mean[:, None]).T @ x)
    df = len(y) - x.shape[1]
    share = np.clip(mean / n, 0.0, 0.99)
    pearson = ((y - mean) ** 2 / (mean * (1.0 - share))).sum() / df
    quasi = inverse[1, 1] * max(pearson, 1.0) * float((1.0 - share).mean())
    hac = _newey_west(x * (y - mean)[:, None])
    robust = (inverse @ hac @ inverse)[1, 1] * len(y) / df
    return float(beta[1]), float(t_quantile(df) * np.sqrt(max(quasi, robust)))


def _newey_west(scores: Floats) -> Floats:
    """Long-run covariance of the scores, with Bartlett's weights."""
    total = scores.T @ scores
    for lag in range(1, _LAGS + 1):
        across = scores[lag:].T @ scores[:-lag]
        total += (1.0 - lag / (_LAGS + 1)) * (across + across.T)
    return np.asarray(total)


def _rate(y: Floats, n: Floats) -> float:
    return float(y.sum() / n.sum()) if n.sum() > 0 else float("nan")


def _place(weeks: list[str], week: str) -> int:
    if week not in weeks:
        known = f"{weeks[0]} to {weeks[-1]}" if weeks else "none"
        raise InputError(f"{week!r} is none of the weeks counted: {known}")
    return weeks.index(week)
