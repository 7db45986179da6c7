"""Shares of explained variance (LMG) and chances of standing at the top, from cross-products."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EXACT_LMG = 12
"""Irritants up to which every order of entry is counted (through all 2^k subsets)."""

PERMUTATIONS = 2_000
"""Orders of entry drawn beyond :data:`EXACT_LMG` irritants."""

DRAWS = 10_000
"""Draws behind the probability of standing in the top five."""

TOP = 5
"""How many places count as the top."""


def lmg(cross: Floats, cross_y: Floats, seed: int) -> tuple[Floats, Floats]:
    """Sum of squares credited to each column, averaged over the orders of entry.

    The increase that a column brings when it enters after those before it, averaged
    over all orders (Lindeman, Merenda & Gold 1980): exact up to :data:`EXACT_LMG`
    columns, else over :data:`PERMUTATIONS` seeded orders, each with its reverse.

    Args:
        cross: Cross-products of the columns, positive definite; (k, k).
        cross_y: Their cross-products with the outcome; (k,).
        seed: Seed of the orders drawn.

    Returns:
        Sums of squares, (k,), which add up to what all columns explain together, and
        their Monte Carlo standard errors, 0 where exact.
    """
    k = len(cross_y)
    if k <= EXACT_LMG:
        return _lmg_exact(cross, cross_y), np.zeros(k)
    rng = np.random.default_rng(seed)
    half = PERMUTATIONS // 2
    orders = rng.permuted(np.tile(np.arange(k), (half, 1)), axis=1)
    # A column early in an order is late in its reverse: the pair varies less.
    credit = (
        _increments(cross, cross_y, orders) + _increments(cross, cross_y, orders[:, ::-1])
    ) / 2
    return credit.mean(axis=0), credit.std(axis=0, ddof=1) / math.sqrt(half)


def _increments(cross: Floats, cross_y: Floats, orders: NDArray[np.intp]) -> Floats:
    """Sum of squares gained by each column at its turn in each order; (orders, k)."""
    permuted = cross[orders[:, :, None], orders[:, None, :]]
    factor = np.linalg.cholesky(permuted)
    entered = np.linalg.solve(factor, cross_y[orders][:, :, None])[:, :, 0] ** 2
    gained = np.empty_like(entered)
    np.put_along_axis(gained, orders, entered, axis=1)
    return gained


def _lmg_exact(cross: Floats, cross_y: Floats) -> Floats:
    k = len(cross_y)
    masks = np.arange(2**k)
    sizes = np.array([mask.bit_count() for mask in range(2**k)])
    explained = np.zeros(2**k)
    for size in range(1, k + 1):
        subsets = masks[sizes == size]
        members = np.nonzero(subsets[:, None] >> np.arange(k) & 1)[1].reshape(-1, size)
        inner = cross[members[:, :, None], members[:, None, :]]
        outer = cross_y[members]
        explained[subsets] = (outer * np.linalg.solve(inner, outer[:, :, None])[:, :, 0]).sum(
            axis=1
        )
    # Share of the orders in which exactly the subset stands before a given column.
    share = np.array(
        [1 / (k * math.comb(k - 1, size)) if size < k else 0.0 for size in range(k + 1)]
    )
    credit = np.empty(k)
    for j in range(k):
        before = masks[(masks >> j & 1) == 0]
        credit[j] = (share[sizes[before]] * (explained[before | 1 << j] - explained[before])).sum()
    return credit


def top_probability(impacts: Floats, covariance: Floats, seed: int) -> Floats:
    """Probability that each irritant is one of the :data:`TOP` costliest.

    Draws all impacts together from their joint normal; an irritant counts in a draw
    when it costs there (impact below 0) and fewer than :data:`TOP` cost more.

    Args:
        impacts: Estimated impacts; (k,).
        covariance: Their covariance; (k, k).
        seed: Seed of the draws.

    Returns:
        Probabilities in [0, 1]; (k,).
    """
    rng = np.random.default_rng(seed)
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.clip(values, 0.0, None))
    draws = impacts + rng.standard_normal((DRAWS, len(impacts))) @ root.T
    last = np.sort(draws, axis=1)[:, min(TOP, len(impacts)) - 1]
    return np.asarray(((draws <= last[:, None]) & (draws < 0)).mean(axis=0))
