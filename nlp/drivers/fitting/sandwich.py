"""Cluster-robust variances (CR3) with Bell-McCaffrey degrees of freedom, in linear time.

In the whitened basis (see :class:`nlp.drivers.fitting.projection.Projection`) the projection
matrix of cluster g is ``H_g = Q_g Q_g'`` and coefficient j is ``t_j' Q' y``. With the
eigenvalues ``eta`` and eigenvectors of ``H_g``, ``b = V' Q_g t_j`` and ``e`` the
residuals, all that is needed is a sum over eigenvectors:

    score of the cluster      s_gj  = sum b (1 - eta)^-power (V'e)
    variance of coefficient j V_jj  = sum_g s_gj^2
    degrees of freedom        (sum_g p_gg)^2 / sum_gh p_gh^2,
        p_gg = sum b^2 (1 - eta)^(1 - 2 power), p_gh = -u_g' u_h,
        u_g  = Q_g' V (1 - eta)^-power b

``power`` 1 is CR3, the jackknife that leaves out one cluster at a time (Bell & McCaffrey
2002; MacKinnon, Nielsen & Webb 2023, *Journal of Applied Econometrics* 38), which with one
contact per cluster is HC3; 1/2 is CR2, 0 the plain sandwich. CR3 is the one in use: scores
are skewed, and on rare irritants CR2 makes too much of nothing in the tails. The
degrees of freedom are Satterthwaite's under independent errors of equal variance (Imbens
& Kolesar 2016, *REStat* 98). Weighted rows enter multiplied by the root of their weight.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.drivers.contacts.design import BLOCK_ROWS, Design
from nlp.drivers.fitting.projection import Projection

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

MIN_DF = 4.0
"""Degrees of freedom under which Satterthwaite's approximation fails (Tipton 2015,
*Psychological Methods* 20): no interval is shown."""

MIN_SEEN = 0.99
"""Least share of a coefficient's variance that must rest on more than one customer."""

CR3 = 1.0
"""Power of the correction used for every figure shown."""

SATURATED = 1e-8
"""Share of a direction left to the other clusters under which it hangs on one cluster alone."""

REFINE_DF_BELOW = 200.0
"""Degrees of freedom are refined when their cheap lower bound is under this; above, the bound
stands (Student's quantile at 200 is 0.6 % above the normal one)."""

EXACT_CLUSTERS = 5_000
"""Clusters up to which refined degrees of freedom are exact; beyond, clusters that weigh less
than the average in a coefficient enter by a bound, so that the result errs downwards."""


_TINY = np.finfo(float).tiny


@dataclass(frozen=True, slots=True)
class ClusterVariance:
    """Sampling variability of k coefficients.

    Attributes:
        effects: Covariance of the coefficients; (k, k).
        with_prevalences: Covariance of coefficient i with the prevalence of irritant j
            over all contacts; (k, k).
        df: Degrees of freedom of each coefficient's variance; (k,).
        seen: Share of each coefficient's variance that more than one cluster informs,
            in [0, 1]; below 1 the coefficient hangs on one cluster; (k,).
    """

    effects: Floats
    with_prevalences: Floats
    df: Floats
    seen: Floats


@dataclass(frozen=True, slots=True)
class _Spectrum:
    """Clusters of one size in the eigenbasis of their projection matrices.

    Attributes:
        eta: Eigenvalues; (g, m).
        loadings: ``Q_g' V``, so that ``b = loadings' t``; (g, r + 1, m).
        residuals: ``V' e``; (g, m).
        clusters: Which clusters; (g,).
    """

    eta: Floats
    loadings: Floats
    residuals: Floats
    clusters: Ints


def cluster_variance(
    design: Design, fit: Projection, targets: Ints, *, power: float = CR3
) -> ClusterVariance:
    """Estimate how estimates vary from one sample of customers to another.

    Args:
        design: The contacts.
        fit: The fit, with residual degrees of freedom left.
        targets: Columns of the fit, all irritants; (k,).
        power: Correction: 1 for CR3, 1/2 for CR2, 0 for none.

    Returns:
        The variances; one pass over the contacts, and a second for the coefficients with
        few degrees of freedom.
    """
    t = fit.whitener[targets]
    irritants = design.in_model[targets]
    prevalence = design.flags[:, irritants].mean(axis=0, dtype=np.float64)
    scores, between = np.zeros((2, len(targets), len(targets)))
    trace, inside, unseen, bound = np.zeros((4, len(targets)))
    for block in _spectra(design, fit):
        b = _project(block, t)
        stretch, alive = _stretch(block.eta, power)
        s = np.einsum("gmk,gm->gk", b, stretch * block.residuals)
        scores += s.T @ s
        between += s.T @ _mention_deviations(design, irritants, prevalence, block.clusters)
        b **= 2
        trace += np.einsum("gmk,gm->k", b, stretch**2 * (1 - block.eta))
        inside += np.einsum("gmk,gm->k", b, stretch**2 * block.eta)
        bound += (np.einsum("gmk,gm->gk", b, stretch**2) ** 2).sum(axis=0)
        if not alive.all():
            unseen += np.einsum("gmk,gm->k", b, ~alive)
    df = trace**2 / np.maximum(bound, _TINY)
    few = np.flatnonzero(df < REFINE_DF_BELOW)
    if few.size:
        df[few] = np.maximum(df[few], _refined_df(design, fit, t[few], inside[few], power))
    return ClusterVariance(
        effects=scores,
        with_prevalences=between / design.n_contacts,
        df=df,
        seen=1 - unseen / (t**2).sum(axis=1),
    )


def _refined_df(design: Design, fit: Projection, t: Floats, inside: Floats, power: float) -> Floats:
    """Satterthwaite's degrees of freedom, exact or with light clusters bounded from above.

    With U = sum_g u_g u_g', sum_gh p_gh^2 = sum_g (c_g^2 - 2 c_g u_g'u_g) + |U|^2, and for
    the light clusters |U| <= |U_heavy| + trace(U_light).

    Args:
        design: The contacts.
        fit: The fit.
        t: Rows of the whitener; (k, r).
        inside: ``trace(U)`` of each; (k,).
        power: Correction.
    """
    n_clusters = design.n_scored_clusters
    floor = inside / n_clusters if n_clusters > EXACT_CLUSTERS else np.full(len(t), -1.0)
    trace, diagonal, light = np.zeros((3, len(t)))
    heavy = np.zeros((len(t), fit.rank + 1, fit.rank + 1))
    for block in _spectra(design, fit):
        stretch, _ = _stretch(block.eta, power)
        a = _project(block, t) * stretch[:, :, None]
        c = np.einsum("gmk,gmk->gk", a, a)
        uu = np.einsum("gmk,gmk,gm->gk", a, a, block.eta)
        trace += (c - uu).sum(axis=0)
        diagonal += (c**2 - 2 * c * uu).sum(axis=0)
        is_heavy = uu > floor
        light += np.where(is_heavy, 0.0, uu).sum(axis=0)
        for j in range(len(t)):
            which = np.flatnonzero(is_heavy[:, j])
            u = (block.loadings[which] @ a[which, :, j, None])[:, :, 0]
            heavy[j] += u.T @ u
    squares = diagonal + (np.sqrt((heavy**2).sum(axis=(1, 2))) + light) ** 2
    return np.asarray(trace**2 / np.maximum(squares, _TINY))


def _project(block: _Spectrum, t: Floats) -> Floats:
    """``V' Q_g t_j``; (g, m, k). The intercept has no part in any coefficient."""
    rows = np.swapaxes(block.loadings[:, 1:], 1, 2)
    # One large product instead of one small one per cluster.
    return np.asarray((rows.reshape(-1, t.shape[1]) @ t.T).reshape(*rows.shape[:2], len(t)))


def _stretch(eta: Floats, power: float) -> tuple[Floats, NDArray[np.bool_]]:
    """``(1 - eta)^-power``, 0 in directions that hang on the cluster alone, and which do not."""
    left = 1 - eta
    alive = left > SATURATED
    return np.where(alive, np.where(alive, left, 1.0) ** -power, 0.0), alive


def _spectra(design: Design, fit: Projection) -> Iterator[_Spectrum]:
    for start, stop, size in design.cluster_blocks:
        clusters = design.scored_clusters[start:stop:size]
        if size <= fit.rank + 1:
            q, e = _whitened(design, fit, slice(start, stop))
            q, e = q.reshape(-1, size, q.shape[1]), e.reshape(-1, size)
            yield _small_clusters(q, e, clusters)
        else:
            for i, first in enumerate(range(start, stop, size)):
                yield _large_cluster(design, fit, first, size, clusters[i : i + 1])


def _whitened(design: Design, fit: Projection, rows: slice) -> tuple[Floats, Floats]:
    """Orthonormal columns, intercept first, and residuals, both times the root of the weight."""
    root = np.sqrt(design.weights[rows])
    q = np.empty((len(root), fit.rank + 1))
    q[:, 0] = 1 / np.sqrt(fit.weight)
    q[:, 1:] = (design.matrix(rows) - fit.means) @ fit.whitener
    residuals = design.y[rows] - fit.y_mean - q[:, 1:] @ (fit.whitener.T @ fit.cross_y)
    return q * root[:, None], residuals * root


def _small_clusters(q: Floats, e: Floats, clusters: Ints) -> _Spectrum:
    """Clusters with no more rows than parameters: (g, m, r + 1), eigenvectors over their rows."""
    if q.shape[1] == 1:
        return _Spectrum((q**2).sum(axis=2), np.swapaxes(q, 1, 2), e, clusters)
    eta, v = np.linalg.eigh(q @ np.swapaxes(q, 1, 2))
    return _Spectrum(
        np.clip(eta, 0.0, 1.0),
        np.swapaxes(q, 1, 2) @ v,
        (np.swapaxes(v, 1, 2) @ e[:, :, None])[:, :, 0],
        clusters,
    )


def _large_cluster(
    design: Design, fit: Projection, first: int, size: int, cluster: Ints
) -> _Spectrum:
    """A cluster with more rows than parameters, in the space of the parameters, however large."""
    gram, score = np.zeros((fit.rank + 1, fit.rank + 1)), np.zeros(fit.rank + 1)
    for start in range(first, first + size, BLOCK_ROWS):
        q, e = _whitened(design, fit, slice(start, min(start + BLOCK_ROWS, first + size)))
        gram += q.T @ q
        score += q.T @ e
    eta, v = np.linalg.eigh(gram)
    root = np.sqrt(np.clip(eta, _TINY, None))
    residuals = np.where(eta > SATURATED**2, (v.T @ score) / root, 0.0)
    return _Spectrum(np.clip(eta, 0.0, 1.0)[None], (v * root)[None], residuals[None], cluster)


def _mention_deviations(
    design: Design, irritants: Ints, prevalence: Floats, clusters: Ints
) -> Floats:
    """Mentions of each cluster above what its size would give; (len(clusters), k)."""
    starts = design.cluster_starts
    stops = np.append(starts[1:], design.n_contacts)[clusters]
    sizes = stops - starts[clusters]
    if (sizes == 1).all():
        mentions = design.flags[starts[clusters]][:, irritants].astype(np.float64)
    else:
        rows = np.repeat(starts[clusters] - np.r_[0, np.cumsum(sizes)[:-1]], sizes)
        rows += np.arange(sizes.sum())
        first = np.r_[0, np.cumsum(sizes)[:-1]]
        mentions = np.add.reduceat(design.flags[rows][:, irritants].astype(np.float64), first)
    return np.asarray(mentions - sizes[:, None] * prevalence)


def prevalence_covariance(design: Design) -> Floats:
    """Covariance of the prevalences of all irritants over all contacts, by cluster; (k, k)."""
    irritants = np.arange(len(design.irritants))
    n_clusters, total = len(design.cluster_starts), np.zeros((len(irritants), len(irritants)))
    if not design.n_contacts:
        return total
    prevalence = design.flags.mean(axis=0, dtype=np.float64)
    for rows in range(0, n_clusters, BLOCK_ROWS):
        clusters = np.arange(rows, min(rows + BLOCK_ROWS, n_clusters))
        d = _mention_deviations(design, irritants, prevalence, clusters)
        total += d.T @ d
    return np.asarray(total / design.n_contacts**2 * n_clusters / max(n_clusters - 1, 1))
