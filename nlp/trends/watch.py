"""Watch series week by week and tell which ones rose, within a budget of false alerts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.errors import InputError, did_you_mean
from nlp.trends.band import detectable_mean, expected_band, smallest_alerting_count
from nlp.trends.baseline import Design
from nlp.trends.budget import Budgets, check_budget
from nlp.trends.calendar import Country
from nlp.trends.changepoint import SinceWhen, since_when
from nlp.trends.comparability import Comparability
from nlp.trends.episodes import (
    ALERT,
    FALL,
    MUTED,
    NO_CONTACTS,
    NORMAL,
    STATES,
    TOO_FEW,
)
from nlp.trends.look import MIN_HISTORY, Setup
from nlp.trends.monitor import Track, monitor
from nlp.trends.notes import Note
from nlp.trends.weekly import WeeklyCounts, check_counts

Floats = NDArray[np.float64]
WatchKind = Literal["irritants", "reasons", "new_topics"]

LOOK_BACK = 12
"""Weeks before an onset was told in which it may have begun."""


@dataclass(frozen=True)
class Watch:
    """What watching found.

    Attributes:
        kind: Which list it is, and so whose budget.
        budget: False alerts a month put up with, over the whole list.
        rows: One row per series and week, weeks within series:

            - ``code``, ``week``, ``count``, ``contacts``, ``rate`` (mentions per contact);
            - ``expected``, ``low``, ``high``: rate expected from the weeks before, and the
              band that holds it 19 times in 20 when nothing changes;
            - ``score``, ``threshold``: evidence of a rise (logarithm of the Shiryaev-Roberts
              statistic) and from where it alerts; ``fall_score``, ``fall_threshold`` likewise;
            - ``state``: one of :data:`~nlp.trends.episodes.STATES`;
            - ``onset``: week in which the episode in force was told;
            - ``dispersion``: variance of the week's count over its mean;
            - ``history``: weeks that the expected rate comes from;
            - ``care``: whether the week compares with those before with care only.
        alerts: One row per rise told: ``code``, ``week``, ``count``, ``rate``, ``expected``,
            ``low``, ``high``, ``score``, ``since`` with ``since_low`` and ``since_high``
            (when it began, and the weeks that hold that with probability 0.9), ``last``
            (last week of the episode so far), ``in_force``, ``care``.
        falls: Likewise for falls, which inform and never alert.
        detectable: Per series, as of the last week: ``code``, ``expected``, ``alert_at``
            (mentions that would have alerted) and ``rate`` (what the rate would have had to
            become for that to happen 8 times in 10); missing where the week is not judged or
            an episode goes on.
        comparability: What was given.
        notes: What the reader should know of the last week.
    """

    kind: WatchKind
    budget: float
    rows: pd.DataFrame
    alerts: pd.DataFrame
    falls: pd.DataFrame
    detectable: pd.DataFrame
    comparability: Comparability
    notes: tuple[Note, ...]

    @property
    def week(self) -> str | None:
        """The last week watched; ``None`` without any."""
        return None if self.rows.empty else str(self.rows["week"].iloc[-1])

    def at(self, week: str) -> pd.DataFrame:
        """The rows of one week, one per series."""
        return self.rows[self.rows["week"] == week].reset_index(drop=True)


def watch(
    weekly: WeeklyCounts,
    *,
    kind: WatchKind = "irritants",
    budget: float | None = None,
    comparability: Comparability | None = None,
    countries: Sequence[Country] = ("FR", "GB"),
) -> Watch:
    """Judge every whole week of every series against the weeks before it.

    An alert is the onset of a rise; while it lasts nothing alerts again, until the rate has
    returned or, after :data:`~nlp.trends.episodes.ADOPT_WEEKS` weeks, is what is usual. Weeks
    without contacts, muted ones and those of an episode are no part of what is expected. The
    verdict on a week rests on that week and earlier ones only, and is the same each time.

    Args:
        weekly: Counts and contacts per whole week.
        kind: Which list it is.
        budget: False alerts a month over the whole list; by default that of
            :class:`~nlp.trends.budget.Budgets` for this kind. Falls have as much again.
        comparability: Weeks to mute, to read with care, or to begin anew from.
        countries: Whose public holidays are looked at.

    Returns:
        The watch; empty frames without weeks or series.

    Raises:
        InputError: The kind, the budget or a country is unknown.
        EstimationError: The counts cannot be what they claim.
    """
    if kind not in get_args(WatchKind):
        raise InputError(
            f"unknown kind of watch {kind!r}: expected one of {', '.join(get_args(WatchKind))}."
            f"{did_you_mean(kind, get_args(WatchKind))}"
        )
    spent = getattr(Budgets(), kind) if budget is None else budget
    check_budget(spent, kind)
    check_counts(weekly.counts, weekly.contacts)
    compared = comparability or Comparability()
    weeks = [str(week) for week in weekly.counts.index]
    y, n = np.asarray(weekly.counts, float).T, np.asarray(weekly.contacts, float)
    setup = Setup(
        rises=spent,
        falls=spent,
        design=Design.of(weeks, countries),
        muted=np.array([week in compared.muted for week in weeks], bool),
        starts=tuple(i for i, week in enumerate(weeks) if week in compared.starts),
    )
    track = monitor(y[None], n[None], setup)
    codes = [str(code) for code in weekly.counts.columns]
    rows = _rows(codes, weeks, y, n, track, compared)
    detectable = _detectable(codes, n, track)
    alerts, falls = (_onsets(weeks, y, n, track, rows, mode) for mode in (ALERT, FALL))
    notes = _notes(weekly, weeks, track, detectable, compared)
    return Watch(kind, spent, rows, alerts, falls, detectable, compared, notes)


def _rows(
    codes: list[str],
    weeks: list[str],
    y: Floats,
    n: Floats,
    track: Track,
    compared: Comparability,
) -> pd.DataFrame:
    n_series, n_weeks = len(codes), len(weeks)
    everywhere = np.broadcast_to(n, (n_series, n_weeks))
    # Nothing is expected of a week that is not judged.
    told = ~np.isin(track.state[0], (TOO_FEW, NO_CONTACTS, MUTED))
    expected = np.where(told, track.rate[0], np.nan)
    mean = np.where(told, expected * everywhere, 0.0)
    shape = np.where(told, track.shape[0], 1.0)
    variance = mean * np.where(told, track.dispersion[0], 1.0) + mean**2 / shape
    low, high = expected_band(mean, variance, everywhere)
    size = np.where(everywhere > 0, everywhere, np.nan)
    names = np.array(["", *weeks], dtype=object)
    cared = {drift.week for drift in compared.drifts}
    values = {
        "count": y.astype(np.int64),
        "contacts": everywhere.astype(np.int64),
        "rate": y / size,
        "expected": expected,
        "low": np.where(told, low / size, np.nan),
        "high": np.where(told, high / size, np.nan),
        "score": track.score["rise"][0],
        "threshold": np.broadcast_to(track.threshold["rise"], (n_series, n_weeks)),
        "fall_score": track.score["fall"][0],
        "fall_threshold": np.broadcast_to(track.threshold["fall"], (n_series, n_weeks)),
        "state": np.array(STATES, dtype=object)[track.state[0]],
        "onset": names[track.began[0] + 1],
        "dispersion": track.dispersion[0],
        "history": track.history[0],
        "care": np.broadcast_to([week in cared for week in weeks], (n_series, n_weeks)),
    }
    rows = pd.DataFrame({"code": np.repeat(codes, n_weeks), "week": weeks * n_series})
    return rows.assign(**{name: value.reshape(-1) for name, value in values.items()})


_ONSET_COLUMNS = ("code", "week", "count", "rate", "expected", "low", "high", "score", "care")


def _onsets(
    weeks: list[str],
    y: Floats,
    n: Floats,
    track: Track,
    rows: pd.DataFrame,
    mode: int,
) -> pd.DataFrame:
    """Rows of the onsets of one kind, in time order."""
    extra: list[tuple[str, str, str, str, bool]] = []
    places = []
    for t, s in zip(*np.nonzero(mode == track.state[0].T), strict=True):
        # An episode goes on through weeks that are not judged.
        last = int(np.flatnonzero(track.began[0, s] == t).max())
        since = _since(y[s], n, weeks, track, int(s), int(t), last)
        places.append(int(s) * len(weeks) + int(t))
        extra.append((since.week, since.low, since.high, weeks[last], last == len(weeks) - 1))
    onsets = rows.iloc[places].reset_index(drop=True)
    if mode == FALL:
        onsets["score"] = onsets["fall_score"]
    told = pd.DataFrame(extra, columns=["since", "since_low", "since_high", "last", "in_force"])
    return pd.concat([onsets[list(_ONSET_COLUMNS)], told], axis=1)


def _since(
    y: Floats, n: Floats, weeks: list[str], track: Track, s: int, told: int, last: int
) -> SinceWhen:
    """When an episode began, from the weeks of its baseline to its last one."""
    level_from = int(track.level_from[0, s, told])
    # What an earlier episode left out of the baseline says nothing of this one's.
    earlier = (track.began[0, s, :told] >= 0) & (np.arange(told) >= level_from)
    start = max(level_from, int(np.flatnonzero(earlier).max()) + 1 if earlier.any() else 0)
    start = min(start, max(level_from, told - MIN_HISTORY))
    part = slice(start, last + 1)
    used = n[part].copy()
    used[: told - start][earlier[start:told]] = 0.0
    used[track.state[0, s, part] == MUTED] = 0.0
    first = max(1, told - LOOK_BACK - start)
    return since_when(
        y[part],
        used,
        weeks[part],
        dispersion=float(track.dispersion[0, s, told]),
        first=first,
        last=told - start,
    )


def _detectable(codes: list[str], n: Floats, track: Track) -> pd.DataFrame:
    nothing = np.full(len(codes), np.nan)
    frame = pd.DataFrame({"code": codes, "expected": nothing, "alert_at": nothing, "rate": nothing})
    if track.windows is None or not codes:
        return frame
    threshold = np.broadcast_to(track.threshold["rise"][:, -1:], (1, len(codes)))
    contacts = np.broadcast_to(n[-1:], (1, len(codes)))
    at = smallest_alerting_count(track.windows, threshold, contacts)[0]
    mean = detectable_mean(at, track.dispersion[0, :, -1])
    normal = track.state[0, :, -1] == NORMAL
    values = {
        "expected": track.rate[0, :, -1],
        "alert_at": at,
        "rate": np.minimum(mean / max(n[-1], 1.0), 1.0),
    }
    return frame.assign(
        **{k: np.where(normal & np.isfinite(at), v, np.nan) for k, v in values.items()}
    )


def _notes(
    weekly: WeeklyCounts,
    weeks: list[str],
    track: Track,
    detectable: pd.DataFrame,
    compared: Comparability,
) -> tuple[Note, ...]:
    counted = {
        "undated": weekly.n_undated,
        "unfinished": weekly.n_unfinished,
        "gaps": weekly.n_gaps,
    }
    notes = [Note(code, {"n": n}) for code, n in counted.items() if n]
    if not weeks or not track.state.size:
        return tuple(notes)
    notes += [drift.note() for drift in compared.of(weeks[-1], since=MIN_HISTORY)]
    state, history = track.state[0, :, -1], track.history[0, :, -1]
    for code in ("no_contacts", "muted"):
        if (state == STATES.index(code)).all():
            return (*notes, Note(code, {}))
    too_few = int((state == TOO_FEW).sum())
    if too_few == len(state):
        had = int(history.max()) if len(weeks) > MIN_HISTORY else _comparable(weekly, compared)
        return (*notes, Note("not_judged", {"n_weeks": had, "n_min": MIN_HISTORY}))
    if too_few:
        notes.append(Note("too_few_series", {"n": too_few, "n_all": len(state)}))
    if not np.isin(state, (ALERT, FALL)).any():
        notes += _nothing(detectable)
    return tuple(notes)


def _comparable(weekly: WeeklyCounts, compared: Comparability) -> int:
    """Weeks with contacts before the last one, since history last began anew."""
    weeks = [str(week) for week in weekly.contacts.index]
    begins = max((weeks.index(week) for week in compared.starts if week in weeks), default=0)
    before = weekly.contacts.iloc[begins : len(weeks) - 1]
    return int(((before > 0) & ~before.index.isin(list(compared.muted))).sum())


def _nothing(detectable: pd.DataFrame) -> list[Note]:
    """That nothing happened, with what would have been seen on the series in the middle."""
    known = detectable.dropna()
    if known.empty:
        return []
    rises = (known["rate"] - known["expected"]).sort_values(kind="stable")
    middle = rises.index[(len(rises) - 1) // 2]
    values = {
        "n": len(known),
        "rise": float(rises[middle]),
        "usual": float(known.loc[middle, "expected"]),
        "seen": float(known.loc[middle, "rate"]),
    }
    return [Note("nothing_significant", values)]
