"""Whether weeks can be compared: drift of the data or of the model that makes rates move.

A rate that moves because the model changed, because another channel came in or because half the
rows were rejected is no news about customers. Such weeks are told apart here, with the reason,
before anything alarms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.errors import MappingError
from nlp.schemas import UNDATED_WEEK
from nlp.trends.notes import Note
from nlp.weeks import monday_of, weeks_between

Floats = NDArray[np.float64]

VERSIONS = ("model_version", "taxonomy_version")
"""Columns of which a new value makes all labels before it incomparable."""

MIXES = ("kind", "channel", "lang", "source")
"""Columns whose mix moves rates when it shifts."""

ONLY_CARE = frozenset({"source"})
"""Mixes that never mute: file names change for reasons that customers have no part in."""

REFERENCE_WEEKS = 8
"""Comparable weeks before a week that its mix is held against."""

MIN_REFERENCE = 3
"""Weeks of reference without which nothing is said of a week."""

CARE_SHIFT = 0.10
"""Share of contacts that would have to change group to undo a shift, from which care is asked."""

MUTE_SHIFT = 0.30
"""Likewise from which the week is not judged."""

CARE_JUMP = 0.05
"""Rise of the share rejected or without text from which care is asked."""

MUTE_JUMP = 0.20
"""Likewise from which the week is not judged."""

SURPRISE = 3.5
"""Multiple of what weeks usually differ by, or standard errors of a share, below which a
shift is chance."""

NEW_NORMAL = 3
"""Weeks in a row away from the old mix after which theirs is what is usual."""

MAIN_VERSION = 0.5
"""Share of a week's contacts that a version must have read to be the week's version."""


@dataclass(frozen=True, slots=True)
class Drift:
    """Something that breaks, or strains, the comparison of a week with those before.

    Attributes:
        week: The first week concerned.
        what: The column that drifted, or ``rejected`` or ``without_text``.
        mutes: Whether the week is not judged; else its alerts come with a word of care.
        size: Shift of the mix or rise of the share, in [0, 1]; 1 for a version.
        group: The group that moved most, or the new version; empty for the two shares.
        before, after: Its share of contacts (or of rows) before and in that week.
    """

    week: str
    what: str
    mutes: bool
    size: float
    group: str
    before: float
    after: float

    def note(self) -> Note:
        """The drift in words, in either language."""
        values = {"week": self.week, "group": self.group, "size": self.size}
        values |= {"before": self.before, "after": self.after}
        outcome = "" if self.what in VERSIONS else "_muted" if self.mutes else "_care"
        return Note(f"drift_{self.what}{outcome}", values)


@dataclass(frozen=True)
class Comparability:
    """What can be compared with what.

    Attributes:
        drifts: All that was found, in time order.
        muted: Weeks that are neither judged nor learnt from.
        starts: Weeks from which history begins anew: a new version, or a lasting new mix.
    """

    drifts: tuple[Drift, ...] = ()
    muted: frozenset[str] = frozenset()
    starts: tuple[str, ...] = ()

    def of(self, week: str, *, since: int = 0) -> tuple[Drift, ...]:
        """What is to be said of a week.

        Args:
            week: The week.
            since: For how many weeks after it a new version or a lasting new mix is still
                to be told: as long as there is too little history since.
        """
        monday = monday_of(week)

        def concerns(drift: Drift) -> bool:
            age = (monday - monday_of(drift.week)).days // 7
            return age == 0 or (drift.week in self.starts and 0 < age <= since)

        return tuple(drift for drift in self.drifts if concerns(drift))


def weekly_profile(contacts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Count contacts per week and group, for each column that may drift.

    Args:
        contacts: One row per contact, with ``week`` and some of :data:`VERSIONS` and
            :data:`MIXES`; others are not looked at. Digits are dropped from ``source``, so
            that one export a week, named by its date, is one source.

    Returns:
        Per column, contacts: one row per week, one column per group.

    Raises:
        MappingError: There is no ``week``.
    """
    if "week" not in contacts.columns:
        raise MappingError("a weekly profile needs the column 'week'")
    dated = contacts[contacts["week"] != UNDATED_WEEK]
    profile = {}
    for name in (*VERSIONS, *MIXES):
        if name in dated.columns:
            group = dated[name].fillna("unknown").astype(str)
            if name == "source":
                group = group.str.replace(r"\d+", "", regex=True)
            profile[name] = pd.crosstab(dated["week"], group)
    return profile


def assess_comparability(
    profile: dict[str, pd.DataFrame],
    *,
    imports: pd.DataFrame | None = None,
    weeks: Sequence[str] | None = None,
) -> Comparability:
    """Find the weeks that cannot be compared with those before them, or only with care.

    Args:
        profile: Contacts per week and group (:func:`weekly_profile`).
        imports: Per week (index) ``n_read``, ``n_rejected`` and ``n_without_text``, rows; a
            column that is not there is not looked at.
        weeks: Weeks to cover; by default from the first to the last of the profile.

    Returns:
        The drifts, the weeks muted by them and those at which history begins anew.

    Raises:
        InputError: A week is no ISO week.
    """
    names = list(weeks) if weeks is not None else _weeks_of(profile.values())
    drifts: list[Drift] = []
    starts: set[str] = set()
    muted: set[str] = set()
    for name in VERSIONS:
        if name in profile:
            changes = _version_changes(profile[name].reindex(names, fill_value=0), name)
            drifts += changes
            starts |= {drift.week for drift in changes}
    versions = frozenset(starts)
    for name in MIXES:
        if name in profile and profile[name].shape[1] > 1:
            found, began, freed = _mix_shifts(
                profile[name].reindex(names, fill_value=0), name, versions
            )
            drifts += found
            muted |= {drift.week for drift in found if drift.mutes} - freed
            starts |= began
    if imports is not None:
        found = _jumps(imports.reindex(names))
        drifts += found
        muted |= {drift.week for drift in found if drift.mutes}
    drifts.sort(key=lambda drift: (monday_of(drift.week), drift.what))
    return Comparability(tuple(drifts), frozenset(muted), tuple(sorted(starts)))


def _weeks_of(tables: Iterable[pd.DataFrame]) -> list[str]:
    seen = sorted({str(week) for table in tables for week in table.index})
    return list(weeks_between(seen[0], seen[-1])) if seen else []


def _version_changes(table: pd.DataFrame, name: str) -> list[Drift]:
    """Weeks whose main version is not that of the weeks before."""
    drifts: list[Drift] = []
    current: str | None = None
    for week, row in table.iterrows():
        total = float(row.sum())
        if total == 0 or float(row.max()) < MAIN_VERSION * total:
            continue
        version = str(row.idxmax())
        if current is not None and version != current:
            share = float(row[version]) / total
            drifts.append(Drift(str(week), name, True, 1.0, version, 0.0, share))
        current = version
    return drifts


def _mix_shifts(
    table: pd.DataFrame, name: str, starts: frozenset[str]
) -> tuple[list[Drift], set[str], set[str]]:
    """Shifts of one mix; the weeks a lasting one starts at, and those it no longer mutes."""
    counts, weeks = table.to_numpy(float), [str(week) for week in table.index]
    groups = [str(group) for group in table.columns]
    drifts: list[Drift] = []
    began: set[str] = set()
    freed: set[str] = set()
    reference: list[int] = []
    pending: list[int] = []
    for t, week in enumerate(weeks):
        if week in starts:
            reference, pending = [], []
        if counts[t].sum() == 0:
            continue
        shift = _shift(counts, reference[-REFERENCE_WEEKS:], t)
        if len(reference) < MIN_REFERENCE or shift < CARE_SHIFT:
            reference.append(t)
            pending = []
            continue
        before = _shares(counts[reference[-REFERENCE_WEEKS:]].sum(axis=0))
        drifts.append(_mix_drift(week, name, shift, groups, before, _shares(counts[t])))
        pending.append(t)
        if len(pending) == NEW_NORMAL:
            reference, pending = pending, []
            lasting = {weeks[i] for i in reference}
            if any(drift.mutes and drift.week in lasting for drift in drifts):
                began.add(weeks[reference[0]])
                freed |= lasting
    return drifts, began, freed


def _shares(counts: Floats) -> Floats:
    return np.asarray(counts / max(float(counts.sum()), 1.0))


def _shift(counts: Floats, reference: list[int], t: int) -> float:
    """Total variation of a week's mix from the reference's; 0 where chance explains it.

    Chance is what draws of that many contacts differ by, or what the reference weeks
    themselves differ by, whichever is more.
    """
    if not reference:
        return 0.0
    usual = _shares(counts[reference].sum(axis=0))
    away = 0.5 * np.abs(_shares(counts[t]) - usual)
    size = 1.0 / max(counts[t].sum(), 1.0) + 1.0 / max(counts[reference].sum(), 1.0)
    spread = np.sqrt(usual * (1.0 - usual) * size).sum()
    chance = 0.5 * np.sqrt(2.0 / np.pi) * spread
    seen = [0.5 * np.abs(_shares(counts[i]) - usual).sum() for i in reference]
    usual_shift = max(float(chance), float(np.mean(seen)))
    return float(away.sum()) if away.sum() > SURPRISE * usual_shift else 0.0


def _mix_drift(
    week: str, name: str, shift: float, groups: list[str], before: Floats, after: Floats
) -> Drift:
    moved = int(np.abs(after - before).argmax())
    ends = float(before[moved]), float(after[moved])
    mutes = shift >= MUTE_SHIFT and name not in ONLY_CARE
    return Drift(week, name, mutes, shift, groups[moved], *ends)


def _jumps(imports: pd.DataFrame) -> list[Drift]:
    """Weeks in which the share rejected or without text rose beyond its usual variation."""
    drifts: list[Drift] = []
    read = imports["n_read"].fillna(0).to_numpy(float)
    for what in ("rejected", "without_text"):
        if f"n_{what}" not in imports.columns:
            continue
        part = imports[f"n_{what}"].fillna(0).to_numpy(float)
        usual: list[int] = []
        for t, week in enumerate(imports.index):
            if read[t] == 0:
                continue
            share, past = part[t] / read[t], usual[-REFERENCE_WEEKS:]
            rise = _rise(part[past], read[past], share, read[t])
            if len(past) >= MIN_REFERENCE and rise >= CARE_JUMP:
                ends = (float(share - rise), float(share))
                drifts.append(Drift(str(week), what, rise >= MUTE_JUMP, rise, "", *ends))
            else:
                usual.append(t)
    return drifts


def _rise(part: Floats, read: Floats, share: float, n: float) -> float:
    """Rise of a share over its past, 0 where chance and usual variation explain it."""
    if not len(read):
        return 0.0
    before = part.sum() / read.sum()
    # Half a row more keeps the error of a share that was always 0 from being nothing.
    smoothed = (part.sum() + 0.5) / (read.sum() + 1.0)
    error = np.sqrt(smoothed * (1.0 - smoothed) * (1.0 / n + 1.0 / read.sum()))
    usual = float(np.std(part / read, ddof=1)) if len(read) > 1 else 0.0
    return float(share - before) if share - before > SURPRISE * max(error, usual) else 0.0


def mix_expected(
    counts: pd.DataFrame, contacts: pd.DataFrame, week: str, *, n_weeks: int = REFERENCE_WEEKS
) -> tuple[float, float]:
    """What a week's rate would be from its mix alone, each group as it was before.

    Direct standardisation: if it comes near the rate observed, the mix explains the change.

    Args:
        counts: Contacts that carry one code: one row per week, one column per group.
        contacts: All contacts, likewise.
        week: The week to explain.
        n_weeks: Weeks before it that tell each group's rate.

    Returns:
        The rate of the weeks before, and the one that the week's mix would give; missing
        without contacts on a side. A group never seen before counts with the rate of all.

    Raises:
        MappingError: The week is not in the tables.
    """
    if week not in counts.index or week not in contacts.index:
        raise MappingError(f"{week!r} is none of the weeks counted by group")
    place = list(counts.index).index(week)
    past = counts.index[max(0, place - n_weeks) : place]
    y, n = counts.loc[past].sum(), contacts.loc[past, counts.columns].sum()
    now = contacts.loc[[week], counts.columns].sum()
    if n.sum() == 0 or now.sum() == 0:
        return float("nan"), float("nan")
    overall = float(y.sum()) / float(n.sum())
    size = n.to_numpy(float)
    rates = np.where(size > 0, y.to_numpy(float) / np.maximum(size, 1.0), overall)
    return overall, float(rates @ _shares(now.to_numpy(float)))
