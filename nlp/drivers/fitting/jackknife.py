"""What leaving one customer out changes in a fit, row by row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.drivers.fitting.projection import Projection
from nlp.drivers.fitting.sandwich import SATURATED

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Pull:
    """How the rows of some customers pull at k coefficients.

    Attributes:
        coefficients: The coefficients; (k,).
        rows: Weights of the rows: those of a customer, times its residuals and summed, are
            the coefficients less what they would be without that customer; (n, k).
        residuals: The rows' residuals, times the root of the analysis weight; (n,).
        seen: Share of each coefficient's variance, among these rows, that more than one
            customer informs; (k,).
    """

    coefficients: Floats
    rows: Floats
    residuals: Floats
    seen: Floats


def pull_rows(
    x: Floats, y: Floats, weights: Floats, customers: Ints, fit: Projection, columns: Ints
) -> Pull:
    """Work out the exact leave-one-customer-out changes of a fit (CR3).

    With ``Q`` the whitened rows of a customer and ``t`` a row of the whitener, the
    coefficient falls by ``t' Q' (I - QQ')^-1 e`` without that customer
    (:mod:`nlp.drivers.fitting.sandwich`).

    Args:
        x: Columns of the fit for all rows of some customers; (n, p).
        y: Their outcomes; (n,).
        weights: Their weights in the fit; (n,).
        customers: Their customers; (n,).
        fit: The fit, on these rows or on these and others.
        columns: Coefficients wanted; (k,).

    Returns:
        The rows' pull.
    """
    root = np.sqrt(weights)
    q = np.empty((len(y), fit.rank + 1))
    q[:, 0] = 1 / np.sqrt(fit.weight)
    q[:, 1:] = (x - fit.means) @ fit.whitener
    residuals = root * (y - fit.y_mean - q[:, 1:] @ (fit.whitener.T @ fit.cross_y))
    q *= root[:, None]
    # The intercept has no part in any coefficient.
    t = np.column_stack([np.zeros(len(columns)), fit.whitener[columns]])
    rows, unseen = np.zeros((len(y), len(columns))), np.zeros(len(columns))
    order = np.argsort(customers, kind="stable")
    first = np.flatnonzero(np.diff(customers[order], prepend=-1))
    for members in np.split(order, first[1:]):
        rows[members], lost = _pull_customer(q[members], t)
        unseen += lost
    return Pull(
        fit.coefficients[columns], rows, residuals, np.asarray(1 - unseen / (t**2).sum(axis=1))
    )


def _pull_customer(q: Floats, t: Floats) -> tuple[Floats, Floats]:
    """Pull of one customer's rows, (s, k), and how much of ``t't`` hangs on them alone, (k,)."""
    if not len(q):
        return np.zeros((0, len(t))), np.zeros(len(t))
    if len(q) <= q.shape[1]:
        eta, v = np.linalg.eigh(q @ q.T)
        loads = v.T @ q @ t.T
    else:  # (I - QQ')^-1 Q = Q (I - Q'Q)^-1: never larger than the parameters
        eta, basis = np.linalg.eigh(q.T @ q)
        eta = np.clip(eta, np.finfo(float).tiny, None)
        v, loads = q @ basis / np.sqrt(eta), np.sqrt(eta)[:, None] * (basis.T @ t.T)
    alive = 1 - eta > SATURATED
    stretch = np.where(alive, 1 / np.where(alive, 1 - eta, 1.0), 0.0)
    return v @ (stretch[:, None] * loads), (loads[~alive] ** 2).sum(axis=0)
