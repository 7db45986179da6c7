"""Count contacts and mentions per whole week from tables with one row per contact."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from nlp.errors import EstimationError, MappingError, did_you_mean
from nlp.schemas import UNDATED_WEEK
from nlp.weeks import last_whole_week, monday_of, weeks_between

TOPIC_PREFIX = "topic:"
"""What tells a topic's series from an irritant's where both are watched together."""


@dataclass(frozen=True)
class WeeklyCounts:
    """Whole weeks in time order, none left out in between.

    Attributes:
        counts: Contacts that carry each code: one row per ISO week, one column per code.
        contacts: All contacts of each week, same index; 0 in a week without any.
        n_undated: Contacts without a date, counted nowhere.
        n_unfinished: Contacts of a week that had not ended, counted nowhere.
    """

    counts: pd.DataFrame
    contacts: pd.Series[int]
    n_undated: int = 0
    n_unfinished: int = 0

    @property
    def n_gaps(self) -> int:
        """Weeks without a single contact, between the first and the last."""
        return int((self.contacts == 0).sum())


def weekly_counts(
    table: pd.DataFrame,
    codes: Sequence[str],
    *,
    column: str | None = None,
    today: date | None = None,
    incomplete: Collection[str] = (),
) -> WeeklyCounts:
    """Count, per week, the contacts that carry each code.

    A code said twice in a contact counts once: rates are shares of contacts.

    Args:
        table: One row per contact, with ``week`` (ISO, or ``undated``) and either one
            column of 0/1 per code, or the column named by ``column``.
        codes: Irritants, reasons or topics, in the order wanted.
        column: Column that holds the codes of a contact: a list of them, or a single one.
            Codes that are not in ``codes`` are not counted.
        today: The week of this day and later ones have not ended and are left out; by
            default every week is taken to be whole.
        incomplete: Weeks known to be cut, such as the first of the data; at the ends they
            are left out, in between they stand without contacts.

    Returns:
        The counts. Without any dated contact there are no rows.

    Raises:
        MappingError: A column is missing.
        EstimationError: A code is given twice.
        InputError: A week is no ISO week.
    """
    _check_columns(table, codes, column)
    dated = table["week"] != UNDATED_WEEK
    whole = dated & ~table["week"].isin(list(incomplete))
    if today is not None:
        whole &= table["week"] <= last_whole_week(today)
    kept = table[whole]
    weeks = _span(kept["week"])
    carried = kept[list(codes)].astype(bool) if column is None else _carried(kept, codes, column)
    by_week = carried.groupby(kept["week"]).sum().reindex(weeks, fill_value=0)
    return WeeklyCounts(
        counts=by_week.astype(np.int64),
        contacts=kept.groupby("week").size().reindex(weeks, fill_value=0).astype(np.int64),
        n_undated=int((~dated).sum()),
        n_unfinished=int((dated & ~whole).sum()),
    )


def check_counts(counts: pd.DataFrame, contacts: pd.Series[int]) -> None:
    """Refuse weekly counts that cannot be what they claim.

    Raises:
        EstimationError: Weeks differ, run backwards or leave one out, a code is doubled, or
            a count is negative, missing or above the contacts of its week.
        InputError: A week is no ISO week.
    """
    weeks = [str(week) for week in counts.index]
    if weeks != [str(week) for week in contacts.index]:
        raise EstimationError("counts and contacts must cover the same weeks in the same order")
    if weeks and tuple(weeks) != weeks_between(weeks[0], weeks[-1]):
        raise EstimationError(
            f"the weeks from {weeks[0]} to {weeks[-1]} must stand in time order with none left "
            "out; a week without contacts is a row of zeros"
        )
    _refuse_doubles([str(code) for code in counts.columns])
    y, n = counts.to_numpy(float), contacts.to_numpy(float)
    wrong = ~((y >= 0) & (y <= n[:, None])) if y.size else np.zeros_like(y, bool)
    if wrong.any():
        row, place = (int(x[0]) for x in np.nonzero(wrong))
        raise EstimationError(
            f"{counts.columns[place]} in {weeks[row]}: {y[row, place]:g} contacts of {n[row]:g}; "
            "expected a number between 0 and all contacts of the week"
        )


def _check_columns(table: pd.DataFrame, codes: Sequence[str], column: str | None) -> None:
    _refuse_doubles(codes)
    wanted = ["week", *(codes if column is None else [column])]
    if missing := [name for name in wanted if name not in table.columns]:
        known = [str(name) for name in table.columns]
        raise MappingError(
            f"weekly counts need the column {missing[0]!r}, not among the {len(known)} given."
            f"{did_you_mean(missing[0], known)}"
        )


def _refuse_doubles(codes: Sequence[str]) -> None:
    if doubled := sorted({code for code in codes if list(codes).count(code) > 1}):
        raise EstimationError(f"codes watched more than once: {', '.join(doubled)}")


def _span(weeks: pd.Series[str]) -> list[str]:
    if weeks.empty:
        return []
    for week in weeks.unique():
        monday_of(str(week))
    return list(weeks_between(str(weeks.min()), str(weeks.max())))


def _carried(kept: pd.DataFrame, codes: Sequence[str], column: str) -> pd.DataFrame:
    """Which contact carries which code; shape (contacts, codes)."""
    said = kept[column].reset_index(drop=True).explode()
    said = said[said.isin(list(codes))]
    grid = np.zeros((len(kept), len(codes)), bool)
    places = {code: i for i, code in enumerate(codes)}
    grid[said.index.to_numpy(int), said.map(places).to_numpy(int)] = True
    return pd.DataFrame(grid, index=kept.index, columns=list(codes))
