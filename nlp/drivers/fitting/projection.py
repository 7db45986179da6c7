"""The linear projection of the outcome, from cross-products, and what in it can be told apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.drivers.contacts.design import Design, iterate_rows

Floats = NDArray[np.float64]

RANK_TOLERANCE = 1e-10
"""Eigenvalue of the correlation matrix, relative to its number of columns, under which a
combination of columns counts as exactly constant."""

LOADING_TOLERANCE = 1e-6
"""Weight in a constant combination above which a column is part of it."""

PERFECT_FIT = 1e-12
"""Share of the variance under which what the model leaves is rounding."""


@dataclass(frozen=True, slots=True)
class Projection:
    """A weighted least-squares fit with intercept, in centred cross-products.

    Attributes:
        columns: Names of the k columns, irritants first.
        means: Weighted mean of each column; (k,).
        cross: Centred weighted cross-products of the columns; (k, k).
        cross_y: Centred weighted cross-products with the outcome; (k,).
        y_mean: Weighted mean of the outcome.
        total: Centred weighted sum of squares of the outcome.
        weight: Sum of weights.
        n: Rows.
        whitener: (k, r) with r the rank: ``(x - means) @ whitener`` has orthonormal
            columns, and row j gives column j's coefficient as a combination of their scores.
        null_projector: Orthogonal projector on the constant combinations of the
            standardised columns; (k, k), zero at full rank.
    """

    columns: tuple[str, ...]
    means: Floats
    cross: Floats
    cross_y: Floats
    y_mean: float
    total: float
    weight: float
    n: int
    whitener: Floats
    null_projector: Floats

    @property
    def rank(self) -> int:
        """Columns that say something of their own, without the intercept."""
        return int(self.whitener.shape[1])

    @property
    def residual_df(self) -> int:
        """Rows less parameters, the intercept included."""
        return self.n - self.rank - 1

    @property
    def coefficients(self) -> Floats:
        """Coefficient of each column; of minimal norm where columns cannot be told apart."""
        return self.whitener @ (self.whitener.T @ self.cross_y)

    def why_not(self, column: int) -> str | None:
        """Why a column's coefficient cannot be singled out: a cause, ``None`` if it can."""
        if self.residual_df <= 0:
            return "more_columns_than_rows"
        if self.entangled_with(column):
            return "collinear"
        return "perfect_fit" if 1 - self.r_squared < PERFECT_FIT else None

    @property
    def r_squared(self) -> float:
        """Share of the outcome's variance that the columns account for, in [0, 1]."""
        explained = float(((self.whitener.T @ self.cross_y) ** 2).sum())
        return min(explained / self.total, 1.0)

    def entangled_with(self, column: int) -> tuple[str, ...]:
        """Columns with which one forms an exact linear relation; empty if it stands alone."""
        loads = np.abs(self.null_projector[column]) > LOADING_TOLERANCE
        others = np.flatnonzero(loads)
        return tuple(self.columns[i] for i in others if i != column) if loads[column] else ()


def fit_projection(design: Design) -> Projection:
    """Fit the outcome on all irritants that vary and all controls.

    Args:
        design: The contacts, at least one of them scored.

    Returns:
        The fit, whatever its rank; memory does not grow with the number of contacts.
    """
    k, weight = len(design.columns), float(design.weights.sum())
    y_mean = float(design.weights @ design.y) / weight
    sums, cross, cross_y, total = np.zeros(k), np.zeros((k, k)), np.zeros(k), 0.0
    for rows in iterate_rows(design.n_scored):
        x, w, y = design.matrix(rows), design.weights[rows], design.y[rows] - y_mean
        weighted = x * w[:, None]
        sums += weighted.sum(axis=0)
        cross += weighted.T @ x
        cross_y += weighted.T @ y
        total += float(w @ y**2)
    means = sums / weight
    cross -= weight * np.outer(means, means)
    whitener, null_projector = _whiten(cross)
    return Projection(
        design.columns, means, cross, cross_y, y_mean, total, weight, design.n_scored,
        whitener, null_projector,
    )  # fmt: skip


def _whiten(cross: Floats) -> tuple[Floats, Floats]:
    """Square root of the (pseudo-)inverse, and the projector on the null space."""
    scale = np.sqrt(np.clip(np.diag(cross), np.finfo(float).tiny, None))
    values, vectors = np.linalg.eigh(cross / np.outer(scale, scale))
    kept = values > RANK_TOLERANCE * max(len(values), 1)
    null = vectors[:, ~kept]
    return vectors[:, kept] / np.sqrt(values[kept]) / scale[:, None], null @ null.T


def partial_out(
    cross: Floats, cross_y: Floats, keep: NDArray[np.intp], base: NDArray[np.intp]
) -> tuple[Floats, Floats]:
    """Cross-products of some columns once others are held equal.

    Args:
        cross: Centred cross-products; (k, k).
        cross_y: Centred cross-products with the outcome; (k,).
        keep: Columns wanted; (a,).
        base: Columns held equal, collinear or not; (b,).

    Returns:
        Residual cross-products, (a, a) and (a,).
    """
    kept, kept_y = cross[np.ix_(keep, keep)], cross_y[keep]
    if not base.size:
        return kept, kept_y
    whitener, _ = _whiten(cross[np.ix_(base, base)])
    shared = cross[np.ix_(keep, base)] @ whitener
    return kept - shared @ shared.T, kept_y - shared @ (whitener.T @ cross_y[base])
