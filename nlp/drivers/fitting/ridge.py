"""Predict scores and mentions by ridge regressions that choose their own penalty.

Columns have mean 0 and spread 1, so that one penalty suits all; the intercept is free. The
penalty is the one of least generalised cross-validation (Golub, Heath & Wahba 1979,
*Technometrics* 21) for scores, of least AIC at the effective degrees of freedom (Hastie &
Tibshirani 1990, *Generalized Additive Models*) for mentions. With many contacts it is next to
nothing; with few it keeps predictions from chasing every one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from nlp.drivers.fitting.ascent import Slope, climb

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

LINEAR_PENALTIES = np.geomspace(1e-1, 1e5, 19)
"""Penalties tried for scores."""

LOGISTIC_PENALTIES = (1e4, 1e3, 1e2, 1e1, 1e0)
"""Penalties tried for mentions, from the strongest until the criterion rises."""


def standardise(x: Floats) -> Floats:
    """Columns with mean 0 and spread 1 behind one of ones; constant ones become 0.

    Args:
        x: Columns; (n, k).

    Returns:
        Shape (n, k + 1).
    """
    centred = x - x.mean(axis=0)
    spread = np.sqrt((centred**2).mean(axis=0))
    constant = spread < 1e-12
    scaled = centred / np.where(constant, 1.0, spread)
    return np.column_stack([np.ones(len(x)), np.where(constant, 0.0, scaled)])


def fit_linear(z: Floats, y: Floats) -> Floats:
    """Ridge regression of scores.

    Args:
        z: Columns, ones first; (n, k + 1).
        y: Scores; (n,).

    Returns:
        Coefficients; (k + 1,).
    """
    n, means, y_mean = len(y), z[:, 1:].mean(axis=0), float(y.mean())
    centred = z[:, 1:] - means
    values, vectors = np.linalg.eigh(centred.T @ centred)
    values = np.clip(values, 0.0, None)
    cross = vectors.T @ (centred.T @ (y - y_mean))
    shrunk = values + LINEAR_PENALTIES[:, None]
    degrees = (values / shrunk).sum(axis=1)
    explained = ((2 / shrunk - values / shrunk**2) * cross**2).sum(axis=1)
    left = ((y - y_mean) ** 2).sum() - explained
    best = int(np.argmin(left / np.maximum(n - 1 - degrees, 1e-9) ** 2))
    slopes = vectors @ (cross / shrunk[best])
    return np.concatenate([[y_mean - means @ slopes], slopes])


def fit_logistic(z: Floats, mentions: Bools) -> Floats | None:
    """Ridge logistic regression of mentions.

    Args:
        z: Columns, ones first; (n, k + 1).
        mentions: Who mentions the irritant, some but not all; (n,).

    Returns:
        Coefficients, (k + 1,); ``None`` if the ascent did not end.
    """
    at, free = np.zeros(z.shape[1]), np.ones(z.shape[1])
    at[0], free[0] = logit(mentions.mean()), 0.0
    best, least = at, np.inf
    for penalty in LOGISTIC_PENALTIES:
        at, here, settled = climb(at, partial(_slope, z, mentions, penalty * free))
        if not settled:
            return None
        unpenalised = here.information - np.diag(penalty * free)
        degrees = np.trace(np.linalg.solve(here.information, unpenalised))
        criterion = 2 * degrees - 2 * (here.value + penalty * free @ at**2 / 2)
        if criterion > least:
            break
        best, least = at, criterion
    return best


def _slope(z: Floats, mentions: Bools, penalties: Floats, at: Floats) -> Slope:
    predicted = z @ at
    probability = expit(predicted)
    value = predicted[mentions].sum() - np.logaddexp(0.0, predicted).sum()
    information = z.T @ (z * (probability * (1 - probability))[:, None]) + np.diag(penalties)
    return Slope(
        float(value - penalties @ at**2 / 2),
        z.T @ (mentions - probability) - penalties * at,
        information,
    )


def draw_folds(customers: Ints, mentions: Bools, n_folds: int, seed: Sequence[int]) -> Ints:
    """Share customers out at random, those who mention the irritant evenly.

    Args:
        customers: Customer of each contact; (n,).
        mentions: Whether each contact mentions the irritant; (n,).
        n_folds: Into how many folds.
        seed: Seed of the draw, one or several numbers.

    Returns:
        Fold of each contact, in 0..n_folds-1; one customer's are all in one. Shape (n,).
    """
    known, code = np.unique(customers, return_inverse=True)
    mentioning = np.bincount(code, mentions, len(known)) > 0
    order = np.random.default_rng(seed).permutation(len(known))
    order = order[np.argsort(~mentioning[order], kind="stable")]
    fold = np.empty(len(known), np.intp)
    fold[order] = np.arange(len(known)) % n_folds
    return fold[code]


def cross_predict(
    z: Floats, y: Floats, mentions: Bools, folds: Ints
) -> tuple[Floats, Floats] | None:
    """Predict each fold by models fitted on the others.

    Args:
        z: Columns, ones first, without the irritant; (n, k + 1).
        y: Scores; (n,).
        mentions: Whether each contact mentions the irritant; (n,).
        folds: Fold of each contact; (n,).

    Returns:
        Mean score that each contact would have without the irritant, and its probability
        to mention it; (n,) each. ``None`` if a model could not be fitted.
    """
    score, probability = np.empty(len(y)), np.empty(len(y))
    for fold in range(int(folds.max()) + 1):
        held, rest = folds == fold, folds != fold
        propensity = fit_logistic(z[rest], mentions[rest])
        if propensity is None:
            return None
        without = rest & ~mentions
        score[held] = z[held] @ fit_linear(z[without], y[without])
        probability[held] = expit(z[held] @ propensity)
    return score, probability
