"""Read the contacts that people checked by hand, beside what the model read in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.drivers.contacts.columns import read_customers
from nlp.errors import EstimationError, did_you_mean

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

PROBABILITY = "sampling_probability"
"""Column of the checked contacts: the chance each had of being picked for checking."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The m checked contacts, and all n contacts of the G customers they come from.

    Attributes:
        asked: Irritants that were checked at all; (k,).
        truth: What people found; 0 or 1, what the model read where not asked; (m, k).
        read: What the model read in the same contacts; 0 or 1; (m, k).
        weights: Contacts that each one stands for, 1 / sampling probability; (m,).
        sampled: Whether the sampling probabilities were given; if not, all weigh the same.
        related: Positions, among all contacts, of those of these customers; (n,).
        related_read: What the model read in them; 0 or 1; (n, k).
        customers: Customer of each of them, in 0..G-1; (n,).
        at: Place of each checked contact within ``related``; (m,).
    """

    asked: NDArray[np.bool_]
    truth: Floats
    read: Floats
    weights: Floats
    sampled: bool
    related: Ints
    related_read: Floats
    customers: Ints
    at: Ints

    @property
    def n(self) -> int:
        """Checked contacts."""
        return len(self.truth)

    @property
    def n_customers(self) -> int:
        """Customers with a checked contact."""
        return int(self.customers.max(initial=-1)) + 1

    def by_customer(self, values: Floats, places: Ints) -> Floats:
        """Sum rows of ``values`` by customer.

        Args:
            values: Rows to add up; (p, k).
            places: Place of each row within ``related``; (p,).

        Returns:
            Sums; (G, k).
        """
        out = np.zeros((self.n_customers, values.shape[1]))
        np.add.at(out, self.customers[places], values)
        return out


def read_checked(
    contacts: pd.DataFrame, checked: pd.DataFrame, irritants: Sequence[str], cluster: str | None
) -> Checked:
    """Tie the checked contacts to all contacts and read both.

    Args:
        contacts: One row per contact, columns already checked.
        checked: Checked contacts under the same index: a true or false column for some
            irritants at least, and :data:`PROBABILITY` if they were not picked at random.
        irritants: The irritants, in order; k of them.
        cluster: Column of customers, ``None`` to treat contacts as independent.

    Returns:
        Both readings, contact by contact.

    Raises:
        EstimationError: A row or column of ``checked`` ties to nothing, is doubled, or
            holds what it must not.
    """
    _check_columns(checked, irritants)
    rows = _locate(contacts, checked)
    weights = _read_weights(checked)
    customers, _ = read_customers(contacts, cluster)
    related = np.flatnonzero(np.isin(customers, customers[rows]))
    related_read = _read(contacts.iloc[related], irritants)
    at = np.searchsorted(related, rows)
    truth = related_read[at].copy()
    asked = np.array([name in checked.columns for name in irritants], bool)
    for j, name in enumerate(irritants):
        if asked[j]:
            truth[:, j] = _answers(checked[name])
    return Checked(
        asked=asked,
        truth=truth,
        read=related_read[at],
        weights=weights,
        sampled=PROBABILITY in checked.columns,
        related=related,
        related_read=related_read,
        customers=np.unique(customers[related], return_inverse=True)[1].astype(np.intp),
        at=at,
    )


def _check_columns(checked: pd.DataFrame, irritants: Sequence[str]) -> None:
    names = [str(name) for name in checked.columns]
    for name in names:
        if name != PROBABILITY and name not in irritants:
            raise EstimationError(
                f"checked contacts: column {name!r} is neither an irritant asked for nor "
                f"{PROBABILITY!r}.{did_you_mean(name, [*irritants, PROBABILITY])}"
            )
        if names.count(name) > 1:
            raise EstimationError(f"checked contacts: several columns are named {name!r}")
    if not set(names) - {PROBABILITY}:
        raise EstimationError(
            "checked contacts hold no irritant: give a true or false column for each irritant "
            "that was checked"
        )


def _locate(contacts: pd.DataFrame, checked: pd.DataFrame) -> Ints:
    """Position of each checked contact among all."""
    if not len(checked):
        raise EstimationError(
            "there are no checked contacts: give at least one row, or leave checked out"
        )
    for index, whose in ((checked.index, "checked contacts"), (contacts.index, "contacts")):
        if doubled := int(index.duplicated().sum()):
            raise EstimationError(
                f"{whose}: {doubled} rows repeat the index of another; to tie checked contacts to "
                "contacts both need a unique index, such as the contact's id"
            )
    rows = contacts.index.get_indexer(checked.index)
    if lost := int((rows < 0).sum()):
        raise EstimationError(
            f"{lost} of the {len(checked)} checked contacts are not among the contacts: both must "
            f"bear the same index, got {checked.index.dtype} for the checked ones and "
            f"{contacts.index.dtype} for all"
        )
    return np.asarray(rows, np.intp)


def _read_weights(checked: pd.DataFrame) -> Floats:
    if PROBABILITY not in checked.columns:
        return np.ones(len(checked))
    column = checked[PROBABILITY]
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        raise EstimationError(f"{PROBABILITY!r} must be numbers, got {column.dtype}")
    chance = np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan), np.float64)
    if bad := int((~((chance > 0) & (chance <= 1))).sum()):
        raise EstimationError(
            f"{PROBABILITY!r}: {bad} checked contacts have a value that is missing or not above 0 "
            "and at most 1; it is the chance that the contact had of being picked for checking"
        )
    return 1 / chance


def _read(contacts: pd.DataFrame, irritants: Sequence[str]) -> Floats:
    """What the model read, 0 where it says neither; (n, k)."""
    out = np.empty((len(contacts), len(irritants)))
    for j, name in enumerate(irritants):
        out[:, j] = contacts[name].to_numpy(dtype=np.float64, na_value=0.0)
    return out


def _answers(column: pd.Series[bool]) -> Floats:
    if missing := int(column.isna().sum()):
        raise EstimationError(
            f"checked contacts: {missing} say neither yes nor no for {column.name!r}; every "
            "checked contact needs an answer for every irritant that was checked"
        )
    if not set(pd.unique(column).tolist()) <= {0, 1}:
        raise EstimationError(
            f"checked contacts: {column.name!r} must be true or false, got {column.dtype} values"
        )
    return np.asarray(column.to_numpy(dtype=np.float64))
