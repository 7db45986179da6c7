"""Look at one week: its windows, the baseline before them, the dispersion and the calendar."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nlp.trends.baseline import Design, calendar_factors
from nlp.trends.detector import RECENT, WINDOW, Direction, Windows, posterior
from nlp.trends.dispersion import pooled_dispersion

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

MIN_HISTORY = 8
"""Comparable weeks with contacts before a week without which it is not judged."""

BASELINE_WEEKS = 52
"""Weeks before a week, at most, that tell its level."""


@dataclass(frozen=True)
class Setup:
    """How a monitor is to judge.

    Attributes:
        rises: False alerts a month put up with; infinite thresholds when ``None``.
        falls: Likewise for falls.
        design: The calendar; ``None`` looks for no season and no holidays.
        muted: Weeks not to judge nor to learn from; shape (T,), none by default.
        starts: Weeks at which comparable history begins anew; none by default.
        min_history: Replaces :data:`MIN_HISTORY`; at least :data:`~nlp.trends.detector.WINDOW`.
        baseline_weeks: Replaces :data:`BASELINE_WEEKS`.
    """

    rises: float | None = 1.0
    falls: float | None = 1.0
    design: Design | None = None
    muted: Bools | None = None
    starts: tuple[int, ...] = ()
    min_history: int = MIN_HISTORY
    baseline_weeks: int = BASELINE_WEEKS


@dataclass
class Step:
    """What is known of the week being judged; shapes (R, S) unless said otherwise."""

    t: int
    windows: Windows
    count: Floats
    exposure: Floats
    factor: Floats
    rate: Floats
    shape: Floats
    history: Ints
    scatter_doubt: Floats
    judged: Bools
    likeliest: dict[Direction, NDArray[np.intp]] = field(default_factory=dict)
    excess: dict[Direction, Floats] = field(default_factory=dict)
    crossed: dict[Direction, Bools] = field(default_factory=dict)


def look(
    counts: Floats,
    contacts: Floats,
    masks: tuple[Bools, Bools],
    t: int,
    setup: Setup,
    open_now: Bools,
) -> Step:
    """Sum the week, its windows and the baseline before each of them.

    The masks say which weeks the baseline may use, and which the windows.
    """
    usable, fresh = masks
    first = max(0, t - setup.baseline_weeks)
    used, y = usable[..., first:], counts[..., first : t + 1]
    n = contacts[:, None, first : t + 1]
    dispersion, scatter_doubt = _dispersion(y, n, used)
    factors, doubt = _factors(counts, contacts, usable, t, setup, dispersion)
    exposed = n * factors[..., first:]
    seen, room = np.where(used, y, 0.0), np.where(used, exposed, 0.0)
    latest = fresh[..., first:]
    backwards = slice(None, -WINDOW - 1, -1)
    opens = latest[..., backwards]
    mentions = np.cumsum(np.where(opens, seen[..., backwards], 0.0), axis=-1)
    exposure = np.cumsum(np.where(opens, room[..., backwards], 0.0), axis=-1)
    weeks = used.sum(axis=-1)
    recent = np.maximum(latest[..., -RECENT:].sum(axis=-1), 1)
    windows = Windows(
        mentions,
        exposure,
        seen.sum(axis=-1)[..., None] - mentions,
        np.maximum(room.sum(axis=-1)[..., None] - exposure, 0.0),
        opens,
        dispersion,
        doubt,
        exposure[..., RECENT - 1] / recent,
    )
    shape, scale = posterior(
        windows.base_mentions[..., 0], windows.base_exposure[..., 0], dispersion, doubt
    )
    history = weeks - used[..., -1]
    return Step(
        t=t,
        windows=windows,
        count=y[..., -1],
        exposure=np.broadcast_to(exposed[..., -1], shape.shape),
        factor=np.broadcast_to(factors[..., -1], shape.shape),
        rate=shape / scale,
        shape=shape,
        history=history,
        scatter_doubt=scatter_doubt,
        judged=(history >= setup.min_history) & open_now[:, None],
    )


def _dispersion(counts: Floats, contacts: Floats, used: Bools) -> tuple[Floats, Floats]:
    """Variance over mean of a week's count and its relative error, from all but the latest weeks.

    A change under way must not widen its own yardstick.
    """
    known = used[..., :-RECENT].astype(float)
    y, n = counts[..., :-RECENT], contacts[..., :-RECENT]
    phi, doubt, prevalence = pooled_dispersion(
        (known * y).sum(axis=-1),
        (known * n).sum(axis=-1),
        (known * (y * y / np.maximum(n, 1.0))).sum(axis=-1),
        known.sum(axis=-1),
    )
    return phi * (1.0 - prevalence), doubt


def _factors(
    counts: Floats, contacts: Floats, usable: Bools, t: int, setup: Setup, dispersion: Floats
) -> tuple[Floats, Floats]:
    """The calendar's multiples of the rate for weeks 0 to t, and their doubt at week t."""
    columns = None if setup.design is None else setup.design.columns(t)
    if columns is None or columns.shape[1] == 0:
        return np.ones((1, 1, t + 1)), np.zeros(dispersion.shape)
    learnt = usable.copy()
    learnt[..., t] = False
    fitted = [
        calendar_factors(counts[r, :, : t + 1], contacts[r, : t + 1], learnt[r], columns, d)
        for r, d in enumerate(dispersion)
    ]
    return np.stack([f for f, _ in fitted]), np.stack([d for _, d in fitted])
