"""Rows of the regression for the customers with a checked contact."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.drivers.contacts.controls import Control, encode_controls
from nlp.drivers.contacts.design import Design
from nlp.drivers.correction.checked import Checked

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Scored:
    """Scored contacts of the customers that have a checked contact; n rows, c of them checked.

    Attributes:
        x: Columns of the regression, as read; (n, p).
        y: Outcomes; (n,).
        weights: Analysis weights; (n,).
        customers: Customer of each row, as in
            :class:`nlp.drivers.correction.checked.Checked`; (n,).
        rows: The checked rows; (c,).
        order: Place of each of those among the checked contacts; (c,).
    """

    x: Floats
    y: Floats
    weights: Floats
    customers: Ints
    rows: Ints
    order: Ints


def gather_scored(
    contacts: pd.DataFrame,
    design: Design,
    checked: Checked,
    outcome: str,
    controls: tuple[str, ...],
    weights: str | None,
) -> Scored:
    """Gather the rows, with the columns that the fit on all contacts has.

    Args:
        contacts: All contacts.
        design: The same, read.
        checked: The checked contacts.
        outcome: Satisfaction column.
        controls: Columns held equal; encoded from all scored contacts, as in the design.
        weights: Column of analysis weights.

    Returns:
        The rows; memory grows with the contacts of the checked customers only.
    """
    y = _numbers(contacts[outcome])
    w = np.ones(len(y)) if weights is None else _numbers(contacts[weights])
    is_scored = ~np.isnan(y) & (w > 0)
    encoded, _ = encode_controls(contacts.iloc[np.flatnonzero(is_scored)], controls)
    kept = np.flatnonzero(is_scored[checked.related])
    rows = checked.related[kept]
    nth = np.cumsum(is_scored)[rows] - 1
    read = checked.related_read[np.ix_(kept, design.in_model)]
    place = np.full(len(checked.related), -1, np.intp)
    place[kept] = np.arange(len(kept))
    order = np.flatnonzero(place[checked.at] >= 0)
    return Scored(
        x=np.hstack([read, *(_write(control.reordered(nth), len(kept)) for control in encoded)]),
        y=y[rows],
        weights=w[rows],
        customers=checked.customers[kept],
        rows=place[checked.at[order]],
        order=order,
    )


def dense_design(x: Floats, y: Floats, weights: Floats) -> Design:
    """A design of given columns, (n, p), without irritants, each row a customer of its own."""
    n = len(y)
    nothing = np.zeros((n, 0), np.uint8)
    return Design(
        irritants=(),
        flags=nothing,
        unknown=np.zeros(0, bool),
        cluster_starts=np.arange(n),
        scored_flags=nothing,
        scored_clusters=np.arange(n),
        y=y,
        weights=weights,
        controls=(Control(tuple(map(str, range(x.shape[1]))), None, x),),
        notes=(),
    )


def _numbers(column: pd.Series[float]) -> Floats:
    return np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan), np.float64)


def _write(control: Control, n: int) -> Floats:
    out = np.zeros((n, len(control.columns)))
    control.write(out, slice(0, n))
    return out
