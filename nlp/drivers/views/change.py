"""Compare how often each irritant comes up this week with the weeks before."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from nlp.errors import EstimationError
from nlp.intervals import difference_interval
from nlp.weeks import weeks_before

N_WEEKS = 8
"""Weeks before that a week is compared with."""

MIN_WEEKS = 4
"""Weeks with contacts, among those before, under which no change is told."""


def weekly_change(
    mentions: pd.DataFrame,
    contacts: pd.Series[int],
    week: str,
    *,
    n_weeks: int = N_WEEKS,
    incomplete: Collection[str] = (),
) -> pd.DataFrame:
    """Change of each irritant's prevalence: this week's less the mean of the weeks before.

    The mean is over the weeks' prevalences, each week counting once. Weeks without
    contacts or stated incomplete are left out of it. The interval (95 %) is Newcombe's
    hybrid score interval, which holds for small counts, with for the weeks before the
    number of contacts that one week would need to be as precise as their mean:
    K^2 / sum(1 / contacts), K weeks. It covers who happened to write in, taking
    contacts as independent.

    Args:
        mentions: Contacts that mention each irritant: one row per ISO week (index, such as
            ``2026-W47``), one column per irritant. A week that is not there had none.
        contacts: All contacts of each ISO week, indexed likewise.
        week: The week to tell the change of.
        n_weeks: How many weeks before it are compared with.
        incomplete: Weeks known to be cut, such as the first of the data.

    Returns:
        One row per irritant, in the order given: ``irritant``, ``n_week`` (contacts that
        mention it this week), ``prevalence_week``, ``prevalence_before``,
        ``weeks_before`` (weeks in that mean), ``change``, ``change_low``,
        ``change_high`` as shares in [-1, 1]. The last three and the prevalences are
        missing where a side has nothing to show: no contacts this week, or fewer than
        :data:`MIN_WEEKS` weeks before (all ``n_weeks`` if fewer are asked for).

    Raises:
        InputError: A week is not ISO.
        EstimationError: A count is negative or above its contacts.
    """
    before = [label for label in _before(week, n_weeks) if label not in incomplete]
    labels = [week, *before]
    n = contacts.reindex(labels).fillna(0).to_numpy(float)
    counts = mentions.reindex(labels).fillna(0).to_numpy(float)
    if (counts < 0).any() or (counts > n[:, None]).any():
        raise EstimationError(
            "mentions per week must lie between 0 and the contacts of that week; "
            f"check the counts from {labels[-1]} to {week}"
        )
    used = np.flatnonzero(n[1:] > 0) + 1
    enough = n[0] > 0 and len(used) >= min(MIN_WEEKS, n_weeks)
    nothing = np.full(counts.shape[1], np.nan)
    now = counts[0] / n[0] if n[0] > 0 else nothing
    usual = (counts[used] / n[used, None]).mean(axis=0) if used.size else nothing
    low, high = nothing, nothing
    if enough:
        low, high = difference_interval(now, n[0], usual, len(used) ** 2 / (1 / n[used]).sum())
    return pd.DataFrame(
        {
            "irritant": pd.Series(mentions.columns.astype(str), dtype="str"),
            "n_week": counts[0].astype(np.int64),
            "prevalence_week": now,
            "prevalence_before": usual,
            "weeks_before": len(used),
            "change": now - usual if enough else nothing,
            "change_low": low,
            "change_high": high,
        }
    )


def _before(week: str, n_weeks: int) -> tuple[str, ...]:
    """The ISO weeks before one, latest first."""
    if n_weeks < 1:
        raise EstimationError(f"n_weeks must be at least 1, got {n_weeks}")
    return weeks_before(week, n_weeks)[::-1]
