"""Weights that give the respondents the mix of all contacts, by raking on margins."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.drivers.contacts.columns import Levels
from nlp.drivers.contacts.controls import POOLED
from nlp.drivers.fitting.sandwich import SATURATED

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

MIN_ANSWERS = 5
"""Answers under which a level of a margin is merged: fewer would carry all its weight alone."""

NAMED_TOGETHER = 3
"""Levels merged up to which the merged level bears their names."""

MAX_ROUNDS = 500
"""Rounds of raking at most; whatever gap is then left is reported."""

MET = 1e-6
"""Largest gap between weighted and wanted shares under which margins count as reproduced."""


@dataclass(frozen=True, slots=True)
class Margin:
    """One column to reproduce.

    Attributes:
        name: Its name.
        levels: Level of each contact, those with too few answers merged; (N,).
        merged: Names of the levels merged into one, none if all stand alone.
    """

    name: str
    levels: Levels
    merged: tuple[str, ...]


def merge_levels(name: str, levels: Levels, answered: Bools) -> Margin:
    """Merge the levels of a margin that have too few answers to be weighed alone.

    Args:
        name: The margin.
        levels: Level of each contact.
        answered: Who gave a score; (N,).

    Returns:
        The margin; every level left has :data:`MIN_ANSWERS` answers, unless one is left.
    """
    counts = np.bincount(levels.codes[answered], minlength=len(levels.names))
    order = np.lexsort((np.array(levels.names), counts))
    n_merged = int((counts < MIN_ANSWERS).sum())
    # Those merged may still be too few together: the next smallest joins them.
    while 0 < n_merged < len(order) and counts[order[:n_merged]].sum() < MIN_ANSWERS:
        n_merged += 1
    if not n_merged:
        return Margin(name, levels, ())
    kept = sorted(order[n_merged:].tolist())
    place = np.full(len(levels.names), len(kept))
    place[kept] = np.arange(len(kept))
    merged = tuple(levels.names[i] for i in sorted(order[:n_merged].tolist()))
    together = " + ".join(merged) if len(merged) <= NAMED_TOGETHER else POOLED
    names = (*(levels.names[i] for i in kept), together)
    return Margin(name, Levels(place[levels.codes], names), merged)


def rake(margins: Sequence[Margin], answered: Bools) -> Floats:
    """Find weights under which the respondents have the contacts' shares of every margin.

    Iterative proportional fitting (Deming & Stephan 1940), as ``weightipy`` runs it.

    Args:
        margins: The columns to reproduce; every level has answers.
        answered: Who gave a score; (N,).

    Returns:
        Weights of those who did, of mean 1; (n,). Margins that contradict each other
        leave a gap: see :func:`largest_gap`.
    """
    from weightipy import scheme_from_dict, weight  # type: ignore[import-untyped]

    targets = {
        margin.name: dict(enumerate(population_shares(margin).tolist())) for margin in margins
    }
    respondents = pd.DataFrame({m.name: m.levels.codes[answered] for m in margins})
    scheme = scheme_from_dict(
        targets, name="respondents", rim_params={"convcrit": 1e-9, "max_iterations": MAX_ROUNDS}
    )
    # The library prints when margins are not met; the caller measures it and says so.
    with contextlib.redirect_stdout(io.StringIO()):
        weights = weight(respondents, scheme)
    found = np.asarray(weights.to_numpy(), np.float64)
    return np.asarray(found / found.mean())


def cap_weights(weights: Floats, cap: float) -> tuple[Floats, int]:
    """Bring weights above a cap back to it, the others scaled so that the mean stays 1.

    Args:
        weights: Weights of mean 1; (n,).
        cap: Most that a weight may be, in multiples of the mean; above 1.

    Returns:
        The weights, and how many are at the cap.
    """
    capped = np.zeros(len(weights), bool)
    out = weights
    while (out > cap * (1 + 1e-12)).any():
        capped |= out > cap
        room = len(weights) - cap * capped.sum()
        out = np.where(capped, cap, weights * room / weights[~capped].sum())
    return out, int(capped.sum())


def population_shares(margin: Margin) -> Floats:
    """Share of the contacts at each level; (levels,)."""
    codes = margin.levels.codes
    return np.asarray(np.bincount(codes, minlength=len(margin.levels.names)) / len(codes))


def weighted_shares(margin: Margin, answered: Bools, weights: Floats) -> Floats:
    """Weighted share of the respondents at each level; (levels,)."""
    codes, n_levels = margin.levels.codes[answered], len(margin.levels.names)
    return np.asarray(np.bincount(codes, weights, minlength=n_levels) / weights.sum())


def largest_gap(margins: Sequence[Margin], answered: Bools, weights: Floats) -> float:
    """Largest difference between a weighted share and the contacts' share, in [0, 1]."""
    gaps = [
        np.abs(weighted_shares(m, answered, weights) - population_shares(m)).max() for m in margins
    ]
    return float(max(gaps, default=0.0))


def mean_influence(
    margins: Sequence[Margin], answered: Bools, weights: Floats, y: Floats
) -> tuple[Floats, int]:
    """Influence of each contact on the raked mean, and the parameters it takes.

    Raking is to first order a regression of the score on the margins, read at the
    contacts' mix (Deville & Särndal 1992, *JASA* 87; Deville, Särndal & Sautory 1993): a
    respondent counts by the weighted residual, over 1 - leverage as in HC3 since the
    regression has fitted it, and every contact by the score that the regression gives it.

    Args:
        margins: The margins.
        answered: Who gave a score; (N,).
        weights: Weights of those who did, of mean 1; (n,).
        y: Their scores; (n,).

    Returns:
        Influences that sum to about 0, (N,), and the rank of the regression.
    """
    codes, cross, cross_y = _cross_products(margins, answered, weights, y)
    inverse = np.linalg.pinv(cross, rcond=1e-10, hermitian=True)
    coefficients = inverse @ cross_y
    predicted = coefficients[codes].sum(axis=0)
    own = codes[:, answered]
    leverage = weights * sum(inverse[a, b] for a in own for b in own)
    left = 1 - leverage
    residual = weights * (y - predicted[answered])
    influence = (predicted - predicted.mean()) / len(predicted)
    # Who is alone in what the regression fits leaves no residual to learn from.
    safe = np.where(left > SATURATED, left, 1.0)
    influence[answered] += np.where(left > SATURATED, residual / safe, 0.0) / len(y)
    return influence, int(np.linalg.matrix_rank(cross, rtol=1e-10, hermitian=True))


def _cross_products(
    margins: Sequence[Margin], answered: Bools, weights: Floats, y: Floats
) -> tuple[Ints, Floats, Floats]:
    """Column of each margin's level, (M, N), and weighted cross-products, from cross tables."""
    sizes = [len(m.levels.names) for m in margins]
    starts = np.r_[0, np.cumsum(sizes)]
    codes = np.stack([m.levels.codes + a for m, a in zip(margins, starts[:-1], strict=True)])
    p, own = int(starts[-1]), codes[:, answered]
    cross = np.zeros(p * p)
    for a in own:
        for b in own:
            cross += np.bincount(a * p + b, weights, minlength=p * p)
    cross_y = np.zeros(p)
    for a in own:
        cross_y += np.bincount(a, weights * y, minlength=p)
    return codes, cross.reshape(p, p), cross_y
