"""Judge every week of every series in turn, knowing only the weeks before it.

Arrays in and out, any number of watch lists at once; :mod:`nlp.trends.watch` dresses them for
people. A week's verdict never changes later: a replay of last month says what was said then.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.trends.budget import onset_rates, shared_threshold
from nlp.trends.detector import Direction, Windows, log_evidence, weekly_information
from nlp.trends.episodes import (
    FALLEN,
    MUTED,
    NO_CONTACTS,
    ONGOING,
    TOO_FEW,
    Episodes,
    advance,
    no_episodes,
)
from nlp.trends.look import Setup, Step, look

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass
class Track:
    """What was found, week by week; every array has shape (R, S, T) unless said otherwise.

    Attributes:
        state: Place in :data:`STATES`.
        rate: Expected mentions per contact.
        shape: Shape of the gamma distribution around it.
        dispersion: Variance of a week's count over its mean.
        history: Weeks of baseline.
        score: Per direction, logarithm of the statistic.
        threshold: Per direction, the watch list's threshold; shape (R, T).
        began: Week at which the episode in force was told; -1 without one.
        level_from: First week of the present level's baseline.
        windows: What the last week was judged by; ``None`` while there is too little history.
    """

    state: NDArray[np.int8]
    rate: Floats
    shape: Floats
    dispersion: Floats
    history: Ints
    score: dict[Direction, Floats]
    threshold: dict[Direction, Floats]
    began: Ints
    level_from: Ints
    windows: Windows | None = None


def monitor(counts: Floats, contacts: Floats, setup: Setup) -> Track:
    """Judge all weeks.

    Args:
        counts: Mentions per week; shape (R, S, T): watch lists, series, weeks.
        contacts: Contacts per week; shape (R, T).
        setup: How to judge.

    Returns:
        The verdicts and what they rest on.
    """
    n_weeks = counts.shape[-1]
    track = _empty_track(counts.shape)
    now = no_episodes(counts.shape)
    muted = np.zeros(n_weeks, bool) if setup.muted is None else setup.muted
    open_weeks = (contacts > 0) & ~muted
    for t in range(n_weeks):
        if t in setup.starts:
            now = no_episodes(counts.shape, floor=t)
        idle = np.where(contacts[:, t] > 0, TOO_FEW, NO_CONTACTS)[:, None]
        track.state[..., t] = MUTED if muted[t] else idle
        if t < setup.min_history:
            continue
        usable = open_weeks[:, None, : t + 1] & ~now.left_out[..., : t + 1]
        usable &= np.arange(t + 1) >= now.floor[..., None]
        fresh = usable & ~now.told[..., : t + 1]
        step = look(counts, contacts, (usable, fresh), t, setup, open_weeks[:, t])
        _judge(step, setup, track)
        state = advance(step, now)
        track.state[..., t] = np.where(step.judged, state, track.state[..., t])
        _note(track, step, now)
        if t == n_weeks - 1:
            track.windows = step.windows
    return track


def _empty_track(shape: tuple[int, ...]) -> Track:
    lists_weeks = (shape[0], shape[2])

    def nan() -> Floats:
        return np.full(shape, np.nan)

    return Track(
        state=np.zeros(shape, np.int8),
        rate=nan(),
        shape=nan(),
        dispersion=nan(),
        history=np.zeros(shape, np.int64),
        score={"rise": nan(), "fall": nan()},
        threshold={"rise": np.full(lists_weeks, np.nan), "fall": np.full(lists_weeks, np.nan)},
        began=np.full(shape, -1),
        level_from=np.zeros(shape, np.int64),
    )


def _judge(step: Step, setup: Setup, track: Track) -> None:
    """Compare both statistics with the thresholds that the budgets give."""
    information = weekly_information(step.windows)
    budgets: dict[Direction, float | None] = {"rise": setup.rises, "fall": setup.falls}
    for direction, budget in budgets.items():
        score, step.likeliest[direction] = log_evidence(step.windows, direction)
        threshold = np.full(len(score), np.inf)
        if budget is not None and step.judged.any():
            table = onset_rates()
            rates = table.expected(
                information,
                np.maximum(step.windows.dispersion, 1.0),
                step.scatter_doubt,
                np.maximum(step.history, 1.0),
                direction,
            )
            rates = np.where(step.judged[..., None], rates, 0.0)
            threshold = shared_threshold(rates, table.thresholds, budget)
        step.excess[direction] = score - threshold[:, None]
        step.crossed[direction] = step.judged & (step.excess[direction] >= 0)
        track.score[direction][..., step.t] = np.where(step.judged, score, np.nan)
        track.threshold[direction][:, step.t] = threshold


def _note(track: Track, step: Step, now: Episodes) -> None:
    t = step.t
    in_force = (now.mode != 0) | np.isin(track.state[..., t], (ONGOING, FALLEN))
    track.rate[..., t] = step.rate * step.factor
    track.shape[..., t] = step.shape
    track.dispersion[..., t] = step.windows.dispersion
    track.history[..., t] = step.history
    track.began[..., t] = np.where(in_force, now.began, -1)
    track.level_from[..., t] = now.floor
