"""Episodes: how a change begins, goes on, returns or becomes what is usual."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.trends.detector import Direction, shift_multiples
from nlp.trends.look import Step

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

STATES = (
    "too_few",
    "normal",
    "alert",
    "ongoing",
    "fall",
    "fallen",
    "no_contacts",
    "muted",
)
"""What a week can be: ``alert`` and ``fall`` are onsets, ``ongoing`` and ``fallen`` go on."""

TOO_FEW, NORMAL, ALERT, ONGOING, FALL, FALLEN, NO_CONTACTS, MUTED = range(len(STATES))

ADOPT_WEEKS = 8
"""Weeks an episode lasts at most: by then the new level is what is usual."""

BLIP_WEEKS = 3
"""An episode over within so many weeks of being told, ..."""

BLIP_EVIDENCE = 2.0
"""... whose evidence passed the threshold by no more than this, is what chance does now and then.
It is put back into the baseline: leaving out each chance peak would make the series look steadier
than they are, and alert more and more often."""

RETURNED = float(np.log(20.0))
"""Evidence for the old rate over the episode's, at which it is over: twenty to one."""


@dataclass
class Episodes:
    """What goes on now in each series; shapes (R, S), and (R, S, T) for the last two."""

    mode: Ints  # 1 risen, -1 fallen, 0 neither
    began: Ints
    since: Ints
    mentions: Floats
    exposure: Floats
    evidence: Floats
    excess: Floats  # by how much the statistic passed its threshold at most
    floor: Ints
    left_out: Bools
    told: Bools  # weeks of any episode: no window reaches back into them


def no_episodes(shape: tuple[int, ...], floor: int = 0) -> Episodes:
    """A state in which nothing goes on, history beginning at week ``floor``."""
    flat = shape[:2]
    return Episodes(
        mode=np.zeros(flat, np.int64),
        began=np.full(flat, -1),
        since=np.full(flat, -1),
        mentions=np.zeros(flat),
        exposure=np.zeros(flat),
        evidence=np.zeros(flat),
        excess=np.zeros(flat),
        floor=np.full(flat, floor),
        left_out=np.zeros(shape, bool),
        told=np.zeros(shape, bool),
    )


def advance(step: Step, now: Episodes) -> Ints:
    """Carry episodes on, end or adopt them, begin new ones; return each series' state."""
    was = now.mode.copy()
    going = (was != 0) & step.judged
    now.evidence = np.where(going, _evidence_of_return(step, now), now.evidence)
    ended = going & (now.evidence >= RETURNED)
    began: dict[int, Bools] = {
        # A rise may begin while a fall goes on; the other way round it is a return.
        1: step.crossed["rise"] & (was <= 0),
        -1: step.crossed["fall"] & (was == 0) & ~step.crossed["rise"],
    }
    now.mode[ended] = 0
    _give_back(step, now, ended)
    for mode, onsets in began.items():
        _begin(step, now, onsets, mode)
    started = began[1] | began[-1]
    carried = going & ~ended & ~started
    now.left_out[..., step.t] |= carried
    now.told[..., step.t] |= carried
    above = np.where(was > 0, step.excess["rise"], step.excess["fall"])
    now.excess[carried] = np.maximum(now.excess, above)[carried]
    now.mentions[carried] += step.count[carried]
    now.exposure[carried] += step.exposure[carried]
    state = np.where(carried, np.where(was > 0, ONGOING, FALLEN), NORMAL)
    state = np.where(began[1], ALERT, np.where(began[-1], FALL, state))
    _adopt(step, now, carried & (step.t - now.began + 1 >= ADOPT_WEEKS))
    return state


def _evidence_of_return(step: Step, now: Episodes) -> Floats:
    """A cumulative sum, never negative, of the old rate's likelihood over the episode's."""
    rose = now.mode > 0
    nearest = np.where(
        rose,
        shift_multiples(step.windows, "rise")[..., 0],
        shift_multiples(step.windows, "fall")[..., 0],
    )
    old = np.maximum(step.rate, 1e-12)
    level = (now.mentions + 0.5) / np.maximum(now.exposure, 1e-12)
    level = np.where(
        rose, np.maximum(level, old * nearest), np.maximum(np.minimum(level, old * nearest), 1e-12)
    )
    change = step.count * np.log(old / level) - (old - level) * step.exposure
    return np.asarray(np.maximum(now.evidence + change / step.windows.dispersion, 0.0))


def _begin(step: Step, now: Episodes, onsets: Bools, mode: int) -> None:
    direction: Direction = "rise" if mode > 0 else "fall"
    for r, s in zip(*np.nonzero(onsets), strict=True):
        weeks = int(step.likeliest[direction][r, s])
        since = step.t - weeks + 1
        now.mode[r, s], now.began[r, s], now.since[r, s] = mode, step.t, since
        now.mentions[r, s] = step.windows.mentions[r, s, weeks - 1]
        now.exposure[r, s] = step.windows.exposure[r, s, weeks - 1]
        now.evidence[r, s] = 0.0
        now.excess[r, s] = step.excess[direction][r, s]
        now.left_out[r, s, since : step.t + 1] = True
        now.told[r, s, since : step.t + 1] = True


def _give_back(step: Step, now: Episodes, ended: Bools) -> None:
    """Put a short and faint episode back into the baseline."""
    faint = ended & (step.t - now.began <= BLIP_WEEKS) & (now.excess <= BLIP_EVIDENCE)
    for r, s in zip(*np.nonzero(faint), strict=True):
        now.left_out[r, s, now.since[r, s] : step.t] = False


def _adopt(step: Step, now: Episodes, adopted: Bools) -> None:
    """Take the level of a lasting episode for the usual one from its first week on."""
    for r, s in zip(*np.nonzero(adopted), strict=True):
        now.floor[r, s] = now.since[r, s]
        now.left_out[r, s, now.since[r, s] : step.t + 1] = False
        now.told[r, s, now.since[r, s] : step.t + 1] = False
        now.mode[r, s] = 0
