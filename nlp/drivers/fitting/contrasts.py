"""Compare each of several exclusive groups with all others, from joint coefficients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.drivers.fitting.clusters import clustered_variance, sum_by_customer
from nlp.drivers.fitting.coefficients import Coefficients
from nlp.intervals import t_p_value, t_quantile

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Contrasts:
    """Each group against all others at equal controls; NaN where it cannot be told.

    Attributes:
        effect: Differences in points of the outcome; (m,).
        low, high: Ends of their 95 % intervals; (m,).
        p_value: Two-sided p-values of no difference; (m,).
    """

    effect: Floats
    low: Floats
    high: Floats
    p_value: Floats


def against_others(
    found: Coefficients, groups: Ints, weights: Floats, customers: Ints
) -> Contrasts:
    """Turn coefficients against a reference group into differences to all other contacts.

    With b the coefficients, 0 for the reference, and p the groups' shares of the scored
    contacts, effect_j = b_j - sum over k other than j of p_k b_k / (1 - p_j): weighted
    effect coding (te Grotenhuis et al. 2017, *International Journal of Public Health* 62)
    over 1 - p_j, the plain difference of means where there are no controls. To the variance
    that comes from the joint covariance of b is added that of the others' mix, by customer:
    which groups the others are of is a matter of chance too. Degrees of freedom are the
    mean of those of the parts, harmonic and weighted by what each adds to the variance.

    Args:
        found: Coefficients of the indicators of m - 1 groups.
        groups: Group of each contact, numbered as the coefficients, the reference last; (N,).
        weights: Weights of the contacts, 0 where there is no score; (N,).
        customers: Customer of each contact; (N,).

    Returns:
        The m contrasts. Groups without a coefficient are not told, nor counted among the
        others; without any coefficient nothing is.
    """
    m = len(found.table) + 1
    known = np.r_[found.table["cause"].isna().to_numpy(), True]
    out = np.full((4, m), np.nan)
    good = np.flatnonzero(known[:-1])
    if not good.size:
        return Contrasts(*out)
    told = np.append(good, m - 1)
    b = np.append(found.table["effect"].to_numpy(float)[good], 0.0)
    v = np.zeros((len(told), len(told)))
    v[:-1, :-1] = found.covariance[np.ix_(good, good)]
    df = np.append(found.table["df"].to_numpy(float)[good], np.inf)
    used = (weights > 0) & known[groups]
    place = np.full(m, -1)
    place[told] = np.arange(len(told))
    groups, weights, customers = place[groups[used]], weights[used], customers[used]
    share = np.bincount(groups, weights, minlength=len(told)) / weights.sum()
    rows = (np.eye(len(told)) - share) / (1 - share)[:, None]
    effect = rows @ b
    variance, weighted = _parts(rows, v, df)
    for j in range(len(told)):
        mix, df_mix = _mix_variance(b, groups == j, groups, weights, customers)
        variance[j] += mix
        weighted[j] += mix / df_mix
    error = np.sqrt(variance)
    freedom = variance / weighted
    half = t_quantile(freedom) * error
    out[:, told] = effect, effect - half, effect + half, t_p_value(effect / error, freedom)
    return Contrasts(*out)


def _parts(rows: Floats, v: Floats, df: Floats) -> tuple[Floats, Floats]:
    """Variance of each contrast, and the same over its degrees of freedom."""
    variance = np.einsum("ij,jk,ik->i", rows, v, rows)
    own = rows**2 * np.diag(v)
    return variance, variance * (own / df).sum(axis=1) / own.sum(axis=1)


def _mix_variance(
    b: Floats, inside: NDArray[np.bool_], groups: Ints, weights: Floats, customers: Ints
) -> tuple[float, float]:
    """Variance of the others' mean coefficient from who they are, and its freedom."""
    others, w = b[groups[~inside]], weights[~inside]
    centre = np.average(others, weights=w)
    sums = sum_by_customer(w * (others - centre) / w.sum(), customers[~inside])
    variance = clustered_variance(sums)
    # One other customer tells nothing of the mix; the coefficients are then not told either.
    return (variance, len(sums) - 1.0) if len(sums) > 1 else (0.0, 1.0)
