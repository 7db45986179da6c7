"""Compute the KPIs of a table of contacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.errors import EstimationError, did_you_mean
from nlp.kpis.activity import COUNTED, Activity, read_activity
from nlp.kpis.coded import CODED
from nlp.kpis.codings import confused_pairs
from nlp.kpis.definitions import Definition, Kpi, define
from nlp.kpis.groups import Dimension, Group, check_dimensions, split_groups
from nlp.kpis.intervals import (
    Estimate,
    estimate_count,
    estimate_duration,
    estimate_kappa,
    estimate_mean,
    estimate_nps,
    estimate_share,
)
from nlp.kpis.notes import Note, columns_missing
from nlp.kpis.options import KpiOptions
from nlp.kpis.prepared import Prepared, prepare
from nlp.kpis.remarks import remarks
from nlp.kpis.resolution import RESOLUTION
from nlp.kpis.satisfaction import SATISFACTION
from nlp.kpis.times import TIMES
from nlp.kpis.volumes import VOLUMES
from nlp.schemas import UNDATED_WEEK
from nlp.types import Lang

Floats = NDArray[np.float64]

KPIS: tuple[Kpi, ...] = (*VOLUMES, *SATISFACTION, *RESOLUTION, *TIMES, *CODED)
"""Every KPI, in the order in which they are shown."""

Verdict = Literal["met", "missed", "undetermined"]

FIGURE_COLUMNS: dict[str, str] = {
    "kpi": "str",
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "n": "int64",
    "n_customers": "int64",
    "n_left_out": "int64",
    "verdict": "object",
}
"""Columns of a table of figures beside its dimensions, and their dtypes. ``low`` and ``high``
are the ends of the 95 % interval, missing where it cannot be told; ``n`` the contacts (for
the times of requests, the requests) behind the figure, ``n_left_out`` those it is about but
cannot judge; ``verdict`` is ``met`` or ``missed`` where the whole interval lies on one side of
the target, ``undetermined`` where it does not, missing for a KPI without target."""


@dataclass(frozen=True, slots=True)
class Absent:
    """A KPI that the contacts cannot give.

    Attributes:
        kpi: Its code.
        note: Why, and which column would give it.
    """

    kpi: str
    note: Note


@dataclass(frozen=True)
class KpiReport:
    """KPIs with what they mean and what they lack.

    Attributes:
        figures: One row per line and KPI: a column per dimension (missing where contacts
            have no value), then :data:`FIGURE_COLUMNS`.
        absent: The KPIs that cannot be given.
        confused: The reasons keyed in that are none of those read, see
            :func:`nlp.kpis.codings.confused_pairs`; empty where nothing can be compared.
        notes: What was said of the data.
        by: The dimensions.
        options: The options in use.
    """

    figures: pd.DataFrame
    absent: tuple[Absent, ...]
    confused: pd.DataFrame
    notes: tuple[Note, ...]
    by: tuple[Dimension, ...]
    options: KpiOptions

    def definitions(self, lang: Lang) -> tuple[Definition, ...]:
        """Definitions in use of the KPIs given, then of those absent."""
        absent = {x.kpi for x in self.absent}
        shown = set(self.figures["kpi"])
        known = [k for k in KPIS if k.code in shown] + [k for k in KPIS if k.code in absent]
        return tuple(define(kpi, self.options, lang) for kpi in known)


def compute_kpis(
    contacts: pd.DataFrame,
    *,
    by: Sequence[str] = (),
    options: KpiOptions | None = None,
    within: NDArray[np.bool_] | None = None,
    activity: pd.DataFrame | None = None,
    correspondence: Mapping[str, str] | None = None,
    kpis: Sequence[str] | None = None,
) -> KpiReport:
    """Compute the KPIs, overall or line by line, each with its n and 95 % interval.

    Args:
        contacts: One row per contact, with columns of :data:`nlp.schemas.CONTACT` and
            :data:`nlp.schemas.ANNOTATION`, and ``transferred``, ``resolved`` and
            ``answered`` (true or false) where known. Any may be missing: what needs it is
            then absent and says so.
        by: Dimensions of the lines (:data:`nlp.kpis.groups.DIMENSIONS`); one line by default.
        options: Windows, thresholds and definitions in use.
        within: Contacts to report on; all by default. The others still tell who comes back.
        activity: Orders and bookings of the period: columns ``orders`` and ``bookings``,
            either, and ``week`` and ``segment`` where they are broken down.
        correspondence: Code of a reason or family of the taxonomy for each reason keyed
            in by agents (:func:`nlp.kpis.codings.match_codes`).
        kpis: Codes of the KPIs wanted; all by default.

    Returns:
        The KPIs; the figures do not depend on the order of the rows.

    Raises:
        EstimationError: A column holds what it must not, or an argument names what is not
            there.
    """
    dimensions, wanted = check_dimensions(by), _wanted(kpis)
    counted = None if activity is None else read_activity(activity)
    data = prepare(
        contacts, options or KpiOptions(), correspondence or {}, counted.weeks if counted else None
    )
    chosen = _chosen(data, within)
    groups = split_groups(data.frame, dimensions, chosen)
    counts = _Counts(data, counted, dimensions, chosen)
    figures: list[tuple[object, ...]] = []
    absent: list[Absent] = []
    for kpi in wanted:
        if note := counts.absence(kpi):
            absent.append(Absent(kpi.code, note))
        else:
            figures += counts.lines(kpi, groups)
    return KpiReport(
        figures=_table(figures, dimensions),
        absent=tuple(absent),
        confused=_confused(data, chosen),
        notes=remarks(data, chosen, dimensions, {kpi.code for kpi in wanted}),
        by=dimensions,
        options=data.options,
    )


@dataclass(frozen=True)
class _Counts:
    """Works out KPIs on one choice of contacts."""

    data: Prepared
    activity: Activity | None
    by: tuple[Dimension, ...]
    chosen: NDArray[np.bool_]

    def absence(self, kpi: Kpi) -> Note | None:
        """Why a KPI cannot be given, columns first."""
        if (note := kpi.absence(self.data)) or not kpi.activity:
            return note
        if self.activity is None or not self.activity.has(kpi.activity):
            return Note(
                "activity_missing", {"columns": kpi.activity, "what": COUNTED[kpi.activity]}
            )
        if self.activity.weeks is not None and not self.data.has("week"):
            return columns_missing(["week"])
        if unsplit := self.activity.unsplit(self.by):
            return Note("activity_not_split", {"columns": ", ".join(unsplit)})
        return None

    def lines(self, kpi: Kpi, groups: Sequence[Group]) -> list[tuple[object, ...]]:
        """A KPI in every group; one line of all contacts has no share to tell."""
        if kpi.estimator == "part" and not self.by:
            return []
        base, values = kpi.base(self.data), kpi.values(self.data)
        values = np.where(base, values, np.nan)
        lines: list[tuple[object, ...]] = []
        for group in groups:
            rows = group.rows[~np.isnan(values[group.rows])]
            found = self._estimate(kpi, values, rows, group)
            if found is None:
                continue
            left_out = int(base[group.rows].sum()) - len(rows)
            ends = (found.value, found.low, found.high)
            verdict = self._verdict(kpi, found)
            lines.append(
                (*group.labels, kpi.code, *ends, found.n, found.n_customers, left_out, verdict)
            )
        return lines

    def _estimate(
        self, kpi: Kpi, values: Floats, rows: NDArray[np.intp], group: Group
    ) -> Estimate | None:
        """Figure of a group; ``None`` where there is nothing to divide it by."""
        y, customers = values[rows], self.data.customers[rows]
        match kpi.estimator:
            case "count":
                return estimate_count(customers)
            case "rate":
                return self._rate(kpi, customers, group)
            case "part":
                return self._part(rows)
            case "per_customer":
                sizes = np.unique(customers, return_counts=True)[1].astype(np.float64)
                found = estimate_duration(sizes, np.arange(len(sizes)), floor=1.0)
                return Estimate(found.value, found.low, found.high, len(y), len(sizes))
            case "nps":
                return estimate_nps(y, customers)
            case "duration":
                return estimate_duration(y, customers)
            case "kappa":
                coding = self.data.coding
                return estimate_kappa(coding.keyed_level[rows], coding.read_level[rows], customers)
            case "share":
                return estimate_share(y, customers)
        return estimate_mean(y, customers, *kpi.bounds)

    def _rate(self, kpi: Kpi, customers: NDArray[np.intp], group: Group) -> Estimate | None:
        if self.activity is None:
            return None
        total = self.activity.total(kpi.activity, self.by, group.labels, self._span)
        return estimate_count(customers, total / kpi.per) if total else None

    @cached_property
    def _span(self) -> tuple[str, str] | None:
        """First and last week of the contacts chosen; ``None`` where weeks are unknown."""
        if not self.data.has("week"):
            return None
        weeks = self.data.frame["week"][self.chosen]
        dated = weeks[weeks.notna() & (weeks != UNDATED_WEEK)]
        return (str(dated.min()), str(dated.max())) if len(dated) else None

    def _part(self, rows: NDArray[np.intp]) -> Estimate:
        inside = np.zeros(len(self.data.frame))
        inside[rows] = 1.0
        everyone = np.flatnonzero(self.chosen)
        return estimate_share(inside[everyone], self.data.customers[everyone])

    def _verdict(self, kpi: Kpi, found: Estimate) -> Verdict | None:
        if not kpi.has_target or found.low is None or found.high is None:
            return None
        target = self.data.options.target
        if found.low >= target:
            return "met"
        return "missed" if found.high < target else "undetermined"


def _wanted(kpis: Sequence[str] | None) -> tuple[Kpi, ...]:
    if kpis is None:
        return KPIS
    known = {kpi.code: kpi for kpi in KPIS}
    for code in kpis:
        if code not in known:
            raise EstimationError(
                f"unknown KPI {code!r}: expected some of {', '.join(known)}."
                f"{did_you_mean(code, known)}"
            )
    return tuple(kpi for kpi in KPIS if kpi.code in set(kpis))


def _chosen(data: Prepared, within: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
    """The choice, in the order of the prepared contacts."""
    n = len(data.frame)
    if within is None:
        return np.ones(n, bool)
    given = np.asarray(within)
    if given.shape != (n,) or given.dtype != bool:
        raise EstimationError(
            f"within must hold true or false for each of the {n} contacts, got "
            f"{given.dtype} of shape {given.shape}"
        )
    return np.asarray(given[data.order])


def _table(figures: list[tuple[object, ...]], by: tuple[Dimension, ...]) -> pd.DataFrame:
    dtypes: dict[str, str] = dict.fromkeys(by, "object") | FIGURE_COLUMNS
    columns = zip(*figures, strict=True) if figures else [()] * len(dtypes)
    return pd.DataFrame(
        {
            name: pd.Series(list(values), dtype=dtype)  # missing labels stay None
            for (name, dtype), values in zip(dtypes.items(), columns, strict=True)
        }
    )


def _confused(data: Prepared, chosen: NDArray[np.bool_]) -> pd.DataFrame:
    return confused_pairs(data.coding, data.customers, np.flatnonzero(chosen))
