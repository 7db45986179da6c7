"""Put the figures corrected by checked contacts in the table, beside those as read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.drivers.contacts.design import Design
from nlp.drivers.correction.checked import Checked
from nlp.drivers.correction.debias import MIN_CHECKED_SCORED, AsRead, Debiased, debias_effects
from nlp.drivers.correction.powered import MIN_CHECKED, Prevalences, powered_prevalences
from nlp.drivers.correction.scored import Scored
from nlp.drivers.table.description import effective_contacts
from nlp.drivers.table.filling import fill_effects, fill_top
from nlp.drivers.telling.notes import Note
from nlp.intervals import wilson

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

CHECKED_COLUMNS: dict[str, str] = {
    "correction": "object",
    "n_checked": "int64",
    "n_checked_scored": "int64",
    "tuning": "float64",
    "prevalence_as_read": "float64",
    "prevalence_low_as_read": "float64",
    "prevalence_high_as_read": "float64",
    "effect_as_read": "float64",
    "effect_low_as_read": "float64",
    "effect_high_as_read": "float64",
}
"""Columns that a table has besides when contacts were checked, and their dtypes.
``correction`` says what is corrected: ``both`` (prevalence and effect), ``prevalence`` or
``none``; ``n_checked`` the checked contacts in which people found the irritant,
``n_checked_scored`` those with a score; ``tuning`` the weight of the model's reading in the
corrected effect, from 0 (checked contacts alone) to 1; ``*_as_read`` the figures that
the model's reading alone gives."""

_KEPT = [name.removesuffix("_as_read") for name in CHECKED_COLUMNS if name.endswith("_as_read")]


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows of a table that show an effect, and the estimate behind them.

    Attributes:
        rows: The rows; (k,).
        as_read: The estimate, its columns in the same order.
    """

    rows: Ints
    as_read: AsRead


def correct_prevalences(
    table: pd.DataFrame, checked: Checked, design: Design, spread: Floats
) -> tuple[Prevalences, list[Note]]:
    """Keep the figures as read in columns of their own, then correct the prevalences.

    Args:
        table: The table of effects as read, rows in the design's order; changed in place.
        checked: The checked contacts.
        design: All contacts.
        spread: Covariance of the prevalences as read, by customer; (k, k).

    Returns:
        The prevalences, and notes that name those left as read and say why.
    """
    for name in _KEPT:
        table[f"{name}_as_read"] = table[name]
    prevalences = powered_prevalences(checked, design, spread)
    rows = np.flatnonzero(prevalences.corrected)
    shares = prevalences.shares[rows]
    low, high = wilson(shares, prevalences.worth[rows])
    table.loc[rows, "prevalence"] = shares
    table.loc[rows, "prevalence_low"], table.loc[rows, "prevalence_high"] = low, high
    table["correction"] = np.where(prevalences.corrected, "prevalence", "none")
    table["n_checked"] = np.where(checked.asked, checked.truth.sum(axis=0), 0).astype(np.int64)
    table["n_checked_scored"] = np.int64(0)
    table["tuning"] = np.nan
    few = checked.asked & ~prevalences.corrected & ~design.unknown
    return prevalences, [
        *_named("checked_missing", ~checked.asked, table, {}),
        *_named("prevalence_few_checked", few, table, {"n_min": MIN_CHECKED}),
    ]


def correct_effects(
    table: pd.DataFrame,
    shown: Shown,
    scored: Scored,
    checked: Checked,
    prevalences: Prevalences,
    *,
    seed: int,
    min_df: float,
    min_seen: float,
) -> list[Note]:
    """Correct the effects, and all that rests on effects and prevalences.

    Args:
        table: The table, prevalences corrected; changed in place.
        shown: Its rows that show an effect.
        scored: Scored contacts of the checked customers.
        checked: The checked contacts.
        prevalences: The corrected prevalences.
        seed: Seed of the draws behind ``top5_probability``.
        min_df: Degrees of freedom under which a correction is given up.
        min_seen: Share of a variance that more than one customer must inform.

    Returns:
        Notes that name the effects left as read and say why.
    """
    rows, as_read = shown.rows, shown.as_read
    done = debias_effects(as_read, scored, checked, prevalences, min_df=min_df, min_seen=min_seen)
    p, spread = table.loc[rows, "prevalence"], prevalences.covariance[np.ix_(rows, rows)]
    worth = np.where(
        prevalences.corrected[rows],
        prevalences.worth[rows],
        effective_contacts(p, np.diag(spread), as_read.design),
    )
    fill_effects(table, rows, done.effects, np.sqrt(np.diag(done.covariance)), done.df, worth)
    fill_top(table, rows, done.covariance, done.with_prevalences, spread, seed)
    table.loc[rows, "n_checked_scored"] = done.n_found
    table.loc[rows[done.corrected], "tuning"] = done.tuning[done.corrected]
    table.loc[rows[done.corrected], "correction"] = "both"
    # Passengers are told from the readings alone; one that costs once corrected is none.
    table.loc[table["verdict"] == "costs", "passenger_of"] = None
    return _left_as_read(table, rows, done, checked.asked[rows])


def _left_as_read(table: pd.DataFrame, rows: Ints, done: Debiased, asked: Bools) -> list[Note]:
    few, lost = np.zeros((2, len(table)), bool)
    few[rows] = asked & ~done.enough
    lost[rows] = done.enough & ~done.corrected
    return [
        *_named("effect_few_checked", few, table, {"n_min": MIN_CHECKED_SCORED}),
        *_named("effect_not_settled", lost, table, {}),
    ]


def _named(code: str, which: Bools, table: pd.DataFrame, values: dict[str, int]) -> list[Note]:
    names = table.loc[which, "irritant"].tolist()
    return [Note(code, {"irritants": ", ".join(names), **values})] if names else []
