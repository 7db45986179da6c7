"""Shares of two groups at an equal mix of cells, and the interval of their difference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from nlp.drivers.fitting.clusters import clustered_variance, worth
from nlp.intervals import Z, wilson

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

MIN_CELL = 5
"""Contacts of either group under which a cell is not compared: its share would be guesswork."""

_LARGEST_DEVIATE = 38.0
"""Normal deviate beyond which a p-value is 0 in floating point."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The contacts of two groups that lie in cells both have.

    Attributes:
        used: Which of all contacts those are; (N,).
        inside: Who of them is in the first group; (n,).
        cells: Cell of each, numbered from 0; (n,).
        customers: Customer of each, numbered from 0; (n,).
        mix: Share of all n in each cell; (cells,).
        sizes: Contacts per cell, second group then first; (2, cells).
        n_customers: Customers of the second group, then of the first.
        kept: Share of the first group's contacts that are used, and of the second's.
    """

    used: Bools
    inside: Bools
    cells: Ints
    customers: Ints
    mix: Floats
    sizes: Floats
    n_customers: tuple[int, int]
    kept: tuple[float, float]

    @property
    def n_smaller(self) -> int:
        """Contacts of the smaller group."""
        return int(self.sizes.sum(axis=1).min())


@dataclass(frozen=True, slots=True)
class Standardised:
    """A label's share in each group at the same mix.

    Attributes:
        first, second: Standardised shares, in [0, 1].
        low, high: 95 % interval of ``first - second``.
        p_value: From the same interval: under 0.05 exactly when it excludes 0.
    """

    first: float
    second: float
    low: float
    high: float
    p_value: float


def match_cells(inside: Bools, cells: Ints, customers: Ints) -> Comparison:
    """Keep the cells of which both groups have at least :data:`MIN_CELL` contacts.

    Args:
        inside: Who is in the first group; (N,).
        cells: Cell of each contact, numbered from 0; (N,).
        customers: Customer of each; (N,).

    Returns:
        What can be compared, which may be nothing.
    """
    n_cells = int(cells.max(initial=-1)) + 1
    sizes = np.stack([np.bincount(cells[group], minlength=n_cells) for group in (~inside, inside)])
    shared = np.asarray((sizes >= MIN_CELL).all(axis=0))
    used = shared[cells]
    kept = sizes[:, shared].astype(float)
    second, first = (kept.sum(axis=1) / np.maximum(sizes.sum(axis=1), 1)).tolist()
    group = inside[used]
    n_first, n_second = (len(np.unique(customers[used][g])) for g in (group, ~group))
    return Comparison(
        used=used,
        inside=group,
        cells=(np.cumsum(shared) - 1)[cells[used]],
        customers=np.unique(customers[used], return_inverse=True)[1],
        mix=kept.sum(axis=0) / max(kept.sum(), 1.0),
        sizes=kept,
        n_customers=(n_second, n_first),
        kept=(first, second),
    )


def standardise(compared: Comparison, marks: Bools) -> Standardised:
    """Compare a label's share in both groups at the mix of all comparable contacts.

    Direct standardisation, share_g = sum over cells of mix x share of g in the cell. The
    influence of a contact is that of its residual in its cell, corrected by size / (size - 1)
    as HC3 does, and that of its cell in the mix.

    Args:
        compared: The contacts, of both groups.
        marks: Who of them has the label; (n,).

    Returns:
        The shares and the interval of their difference: MOVER with correlation (Newcombe
        1998, *Statistics in Medicine* 17; Zou & Donner 2008, same 27) from two Wilson
        intervals, each worth its share's effective number of contacts by customer.
    """
    shares, effective = np.zeros((2, 2))
    sums = np.zeros((2, int(compared.customers.max(initial=-1)) + 1))
    for g, group in enumerate((~compared.inside, compared.inside)):
        n = compared.sizes[g]
        per_cell = np.bincount(compared.cells[group], marks[group], minlength=len(n)) / n
        shares[g] = min(max(float(compared.mix @ per_cell), 0.0), 1.0)
        influence = (per_cell - shares[g])[compared.cells] / len(marks)
        own = compared.cells[group]
        scale = (compared.mix / (n - 1))[own]
        influence[group] += scale * (marks[group] - per_cell[own])
        sums[g] = np.bincount(compared.customers, influence)
        effective[g] = worth(
            shares[g], clustered_variance(sums[g]), n.sum(), compared.n_customers[g]
        )
        if not 0 < shares[g] < 1:
            # The variance says nothing: customers, less what uneven cells take away (Kish).
            effective[g] *= 1 / float((compared.mix**2 / n).sum()) / n.sum()
    norms = float(np.sqrt((sums[0] ** 2).sum() * (sums[1] ** 2).sum()))
    correlation = float(sums[0] @ sums[1]) / norms if norms > 0 else 0.0
    low, high = _interval(shares, effective, correlation, Z)
    p_value = _p_value(shares, effective, correlation)
    return Standardised(float(shares[1]), float(shares[0]), low, high, p_value)


def _interval(shares: Floats, n: Floats, correlation: float, z: float) -> tuple[float, float]:
    """Ends of ``shares[1] - shares[0]`` at a normal deviate."""
    low, high = wilson(shares, np.maximum(n, 1.0), z)
    down, up = shares - low, high - shares
    gap = float(shares[1] - shares[0])

    def reach(a: float, b: float) -> float:
        return float(np.sqrt(max(a * a + b * b - 2 * correlation * a * b, 0.0)))

    return max(gap - reach(down[1], up[0]), -1.0), min(gap + reach(up[1], down[0]), 1.0)


def _p_value(shares: Floats, n: Floats, correlation: float) -> float:
    """Two-sided p-value: the level at which the interval begins to hold 0."""
    from scipy.optimize import brentq

    gap = float(shares[1] - shares[0])
    if gap == 0:
        return 1.0

    def near_end(z: float) -> float:
        low, high = _interval(shares, n, correlation, z)
        return low if gap > 0 else -high

    if near_end(_LARGEST_DEVIATE) > 0:
        return 0.0
    return float(2 * ndtr(-brentq(near_end, 0.0, _LARGEST_DEVIATE, xtol=1e-9)))
