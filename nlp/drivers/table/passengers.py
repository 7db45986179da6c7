"""Tell an irritant that costs from one that is merely mentioned with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.drivers.fitting.projection import Projection, partial_out

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

HOST_SHARE = 0.5
"""Least share of an irritant's apparent effect that its host must account for, and most
of it that the irritant may keep once all others are held equal."""


@dataclass(frozen=True, slots=True)
class Borrowed:
    """What each irritant seems to cost alone, and whom it owes it to.

    Attributes:
        marginal: Coefficient of each irritant with the controls but without the other
            irritants; (k,).
        owed: Part of ``marginal[j]`` that belongs to irritant h, ``owed[h, j]``; (k, k).
            By the omitted-variable formula ``marginal = effect + owed.sum(axis=0)``
            exactly, with 0 on the diagonal.
    """

    marginal: Floats
    owed: Floats


def trace_borrowed(fit: Projection, n_irritants: int) -> Borrowed:
    """Split what each irritant seems to cost alone into its own effect and the others'.

    Args:
        fit: The joint fit, irritants in its first columns.
        n_irritants: How many of its columns are irritants; k.

    Returns:
        The split. Irritants that the controls determine entirely come out as NaN.
    """
    irritants, controls = np.arange(n_irritants), np.arange(n_irritants, len(fit.columns))
    cross, cross_y = partial_out(fit.cross, fit.cross_y, irritants, controls)
    own = np.diag(cross).copy()
    own[own <= np.diag(fit.cross)[:n_irritants] * 1e-9] = np.nan
    owed = fit.coefficients[:n_irritants, None] * cross / own
    np.fill_diagonal(owed, 0.0)
    return Borrowed(cross_y / own, owed)


def find_hosts(
    borrowed: Borrowed, effects: Floats, low: Floats, costs: NDArray[np.bool_]
) -> dict[int, int]:
    """Name the passengers and the irritant each of them travels with.

    An irritant is a passenger when alone it seems to cost more than its joint interval
    allows, held equal it keeps at most half of that, it is not itself found to cost, and
    one irritant that does cost accounts for at least half of what it seems to.

    Args:
        borrowed: The split of the apparent effects; k irritants.
        effects: Joint effects, NaN where none is shown; (k,).
        low: Lower ends of their intervals; (k,).
        costs: Which irritants are found to cost; (k,).

    Returns:
        Host of each passenger, both as positions in 0..k-1.
    """
    hosts: dict[int, int] = {}
    marginal = borrowed.marginal
    with np.errstate(invalid="ignore"):
        suspect = ~costs & (marginal < np.minimum(low, 0)) & (effects >= HOST_SHARE * marginal)
    for j in np.flatnonzero(suspect):
        parts = np.where(costs, borrowed.owed[:, j], 0.0)
        host = int(np.argmin(parts))
        if parts[host] <= HOST_SHARE * marginal[j]:
            hosts[int(j)] = host
    return hosts
