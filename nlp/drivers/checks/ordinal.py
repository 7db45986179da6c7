"""Check each effect's sign with a model that takes scores as ordered answers, not as distances.

The proportional-odds model (McCullagh 1980, *JRSS B* 42): with the levels of the outcome
in order, ``logit P(Y <= level c) = theta_c - x'b``, so that ``b`` above 0 goes with higher
answers, as an effect above 0 does. With ``F`` the logistic function and ``d`` the distance
between the two thresholds around an answer, its log-likelihood is

    log F(theta_c - x'b) + log F(x'b - theta_{c-1}) + log(1 - exp(-d)),

concave in ``(theta, b)`` (Pratt 1981, *JASA* 76): Newton's ascent finds its one maximum.
Standard errors are the sandwich's, by customer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, log_expit, logit

from nlp.drivers.contacts.design import Design
from nlp.drivers.fitting.ascent import Slope, climb
from nlp.drivers.fitting.projection import Projection, fit_projection
from nlp.drivers.telling.notes import Note
from nlp.intervals import t_quantile

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

MAX_CONTACTS = 20_000
"""Scored contacts that the model is fitted on at most; beyond, they are drawn."""

MAX_LEVELS = 11
"""Different answers up to which each is a level of its own; beyond, they are grouped."""

MIN_CUSTOMERS = 10
"""Customers who mention an irritant under which a sandwich makes too little of its error."""

FLAT = 1e-6
"""Information of a direction, per contact and for a spread of 1, under which its coefficient
runs off to infinity. Ordinary directions have above 1e-4, runaway ones below 1e-8."""

PART_OF_FLAT = 1e-3
"""Weight of a column in such a direction, relative to the largest, above which it is part of it."""

_FIGURES = ["log_odds", "std_error", "log_odds_low", "log_odds_high"]


@dataclass(frozen=True, slots=True)
class OrdinalCheck:
    """What the ordinal model says of the effects' signs.

    Attributes:
        table: One row per row of the effects, in their order: ``irritant``,
            ``n_mentions`` (among the contacts of the model), ``log_odds`` (below 0: lower
            answers) with ``std_error``, ``log_odds_low`` and ``log_odds_high`` (95 %), missing
            where it cannot be told, and ``agrees``: whether it has the effect's sign,
            missing without either or when neither interval excludes 0.
        n: Scored contacts that the model was fitted on; 0 when it was not.
        n_scored: Scored contacts they were drawn from.
        n_clusters: Customers among the ``n``.
        n_levels: Levels of the outcome.
        notes: What was drawn, grouped or could not be told.
    """

    table: pd.DataFrame
    n: int
    n_scored: int
    n_clusters: int
    n_levels: int
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Model:
    """Data of the ordinal model: whitened columns (n, r), levels 0..m (n,), weights (n,)."""

    z: Floats
    level: Ints
    weights: Floats
    n_thresholds: int


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Figures of each column, (c, 4), and which columns have no finite coefficient, (c,)."""

    figures: Floats
    runaway: NDArray[np.bool_]


def check_ordinal(design: Design, effects: pd.DataFrame, seed: int) -> OrdinalCheck:
    """Fit the proportional-odds model on all irritants and controls; compare signs.

    Weights enter as in the linear model. Agreement says that an effect does not hang on
    taking the distance between any two answers as equal; it is no second test of it.

    Args:
        design: The contacts.
        effects: Rows with ``irritant`` (of the design), ``effect``, ``effect_low`` and
            ``effect_high``, missing where the linear model says nothing.
        seed: Seed of the draw beyond :data:`MAX_CONTACTS` scored contacts.

    Returns:
        The check. Outcomes of more than :data:`MAX_LEVELS` values are grouped by quantiles.
    """
    drawn = draw_scored(design, MAX_CONTACTS, seed)
    n, clusters = drawn.n_scored, drawn.scored_clusters
    level, n_values = group_levels(drawn.y)
    n_levels, n_clusters = int(level.max(initial=-1)) + 1, len(np.unique(clusters))
    notes = _say_of_data(design, n, n_values, n_levels, seed)
    log_odds = pd.DataFrame(np.nan, index=list(design.irritants), columns=_FIGURES)
    fitted = None
    if n_levels < 2 or n_clusters < 2:
        notes.append(Note("ordinal_constant", {}))
    elif len(drawn.in_model):
        fit = fit_projection(drawn)
        z = (drawn.matrix(slice(0, n)) - fit.means) @ (fit.whitener * np.sqrt(fit.weight))
        model = _Model(z, level, drawn.weights / drawn.weights.mean(), n_levels - 1)
        fitted = _fit(model, fit, clusters)
        if fitted is None:
            notes.append(Note("ordinal_not_converged", {"n": n}))
        else:
            shown = effects.loc[effects["effect"].notna(), "irritant"].tolist()
            notes += _fill(log_odds, drawn, fit, fitted, shown)
    mentions = pd.Series(drawn.scored_flags.sum(axis=0, dtype=np.int64), list(design.irritants))
    return OrdinalCheck(
        table=_compare(effects, log_odds, mentions),
        n=n if fitted else 0,
        n_scored=design.n_scored,
        n_clusters=n_clusters,
        n_levels=n_levels,
        notes=tuple(notes),
    )


def _say_of_data(design: Design, n: int, n_values: int, n_levels: int, seed: int) -> list[Note]:
    notes: list[Note] = []
    if n < design.n_scored:
        values = {"n": n, "n_scored": design.n_scored, "seed": seed}
        notes.append(Note("ordinal_sampled", values))
    if n_levels < n_values:
        notes.append(Note("ordinal_grouped", {"n_values": n_values, "n_levels": n_levels}))
    return notes


def _fill(
    log_odds: pd.DataFrame, drawn: Design, fit: Projection, fitted: _Fitted, shown: list[str]
) -> list[Note]:
    """Fill the rows of the irritants that can be told; say why not of those that should be."""
    column_of = {int(j): column for column, j in enumerate(drawn.in_model)}
    enough = _enough_customers(drawn)
    left_out: dict[str, list[str]] = {}
    for j, name in enumerate(drawn.irritants):
        column = column_of.get(j)
        if column is None or not enough[j]:
            left_out.setdefault("ordinal_rare", []).append(name)
        elif fit.entangled_with(column):
            left_out.setdefault("ordinal_collinear", []).append(name)
        elif fitted.runaway[column]:
            left_out.setdefault("ordinal_separated", []).append(name)
        else:
            log_odds.loc[name] = fitted.figures[column]
    common = {"n": drawn.n_scored, "min_customers": MIN_CUSTOMERS}
    said = {code: [name for name in names if name in shown] for code, names in left_out.items()}
    return [
        Note(code, {"irritants": ", ".join(names)} | common)
        for code, names in said.items()
        if names
    ]


def draw_scored(design: Design, size: int, seed: int) -> Design:
    """At most ``size`` of the scored contacts, drawn without replacement, all equally likely.

    Args:
        design: The contacts.
        size: How many at most.
        seed: Seed of the draw.

    Returns:
        The design of those drawn (itself if there are no more); ``flags`` stay of all.
    """
    if design.n_scored <= size:
        return design
    rows = np.random.default_rng(seed).choice(design.n_scored, size, replace=False)
    clusters = design.scored_clusters[rows]
    rows = rows[np.lexsort((clusters, np.bincount(clusters)[clusters]))]
    return replace(
        design,
        scored_flags=design.scored_flags[rows],
        scored_clusters=design.scored_clusters[rows],
        y=design.y[rows],
        weights=design.weights[rows],
        controls=tuple(control.reordered(rows) for control in design.controls),
    )


def group_levels(y: Floats) -> tuple[Ints, int]:
    """Number the answers from 0 in their order, in at most :data:`MAX_LEVELS` levels.

    Args:
        y: Answers; (n,).

    Returns:
        Level of each answer, (n,), and how many different answers there are. When
        these are too many, an answer's level is the eleventh of the ranks that the
        middle of its ties falls in: equal answers stay together, unequal ones in order.
    """
    values, level, counts = np.unique(y, return_inverse=True, return_counts=True)
    if len(values) <= MAX_LEVELS:
        return level.astype(np.intp), len(values)
    middle = (np.cumsum(counts) - counts / 2) / len(y)
    groups = np.unique(np.floor(MAX_LEVELS * middle), return_inverse=True)[1]
    return groups[level].astype(np.intp), len(values)


def _fit(model: _Model, fit: Projection, clusters: Ints) -> _Fitted | None:
    """Fit the model; ``None`` where no maximum is reached."""
    at, here, settled = climb(_start(model), lambda point: _slope(model, point))
    if not settled:
        return None
    k, n = model.n_thresholds, len(model.level)
    values, vectors = np.linalg.eigh(here.information / n)
    kept = values > FLAT
    inverse = (vectors[:, kept] / values[kept]) @ vectors[:, kept].T / n
    whitener = fit.whitener * np.sqrt(fit.weight)
    # The rows of a customer stand together.
    starts = np.flatnonzero(np.diff(clusters, prepend=-1))
    sums = np.add.reduceat(_scores(model, at), starts)
    moves = sums @ inverse[:, k:] @ whitener.T
    error = np.sqrt((moves**2).sum(axis=0) * len(starts) / (len(starts) - 1))
    half = float(t_quantile(len(starts) - 1)) * error
    log_odds = whitener @ at[k:]
    # A direction without information, in units of each column's spread.
    spread = np.sqrt(np.diag(fit.cross) / fit.weight)
    flat = np.abs(whitener @ vectors[k:, ~kept]) * spread[:, None]
    parts = flat > PART_OF_FLAT * flat.max(axis=0, initial=0.0)
    figures = np.column_stack([log_odds, error, log_odds - half, log_odds + half])
    return _Fitted(figures, parts.any(axis=1))


def _start(model: _Model) -> Floats:
    """Thresholds of the model without columns; no effects."""
    shares = np.bincount(model.level, model.weights) / model.weights.sum()
    return np.concatenate([logit(np.cumsum(shares)[:-1]), np.zeros(model.z.shape[1])])


def _around(model: _Model, at: Floats) -> tuple[Floats, Floats, Floats]:
    """Distances to the thresholds above and below each answer, and between the two by level."""
    k = model.n_thresholds
    thresholds = np.r_[-np.inf, at[:k], np.inf]
    predicted = model.z @ at[k:]
    above, below = thresholds[model.level + 1] - predicted, thresholds[model.level] - predicted
    return above, below, np.diff(thresholds)


def _slope(model: _Model, at: Floats) -> Slope:
    k, size = model.n_thresholds, len(at)
    above, below, gaps = _around(model, at)
    if not (gaps > 0).all():
        return Slope(-np.inf, np.zeros(size), np.zeros((size, size)))
    w = model.weights
    in_level = np.bincount(model.level, w, minlength=k + 1)
    value = w @ (log_expit(above) + log_expit(-below)) + in_level @ np.log(-np.expm1(-gaps))
    upper, lower = w * expit(above) * expit(-above), w * expit(below) * expit(-below)
    information = np.zeros((size, size))
    information[k:, k:] = model.z.T @ (model.z * (upper + lower)[:, None])
    # Threshold c lies above the answers of level c and below those of level c + 1.
    of_level = np.arange(k + 1)[:, None] == model.level
    cross = (of_level[:-1] * upper + of_level[1:] * lower) @ model.z
    information[:k, k:], information[k:, :k] = -cross, -cross.T
    with np.errstate(over="ignore"):
        pull = in_level / (4 * np.sinh(gaps / 2) ** 2)
    bends = np.bincount(model.level, upper, k + 1)[:-1] + np.bincount(model.level, lower, k + 1)[1:]
    information[:k, :k] = np.diag(bends + pull[:-1] + pull[1:])
    inner = np.arange(k - 1)
    information[inner, inner + 1] = information[inner + 1, inner] = -pull[1:-1]
    return Slope(float(value), _scores(model, at).sum(axis=0), information)


def _scores(model: _Model, at: Floats) -> Floats:
    """Each contact's part in the gradient; (n, p)."""
    k = model.n_thresholds
    above, below, gaps = _around(model, at)
    with np.errstate(over="ignore"):
        push = 1 / np.expm1(gaps)[model.level]
    rise, fall = expit(-above) + push, -expit(below) - push
    scores = np.zeros((len(above), len(at)))
    rows = np.arange(len(above))
    upper, lower = model.level < k, model.level > 0
    scores[rows[upper], model.level[upper]] = rise[upper]
    scores[rows[lower], model.level[lower] - 1] = fall[lower]
    scores[:, k:] = (expit(above) + expit(below) - 1)[:, None] * model.z
    scores *= model.weights[:, None]
    return scores


def _enough_customers(design: Design) -> NDArray[np.bool_]:
    """Irritants that :data:`MIN_CUSTOMERS` customers mention and as many do not; (k,)."""
    starts = np.flatnonzero(np.diff(design.scored_clusters, prepend=-1))
    sides = (design.scored_flags.astype(bool), ~design.scored_flags.astype(bool))
    customers = [np.logical_or.reduceat(side, starts).sum(axis=0) for side in sides]
    return np.asarray(np.minimum(*customers) >= MIN_CUSTOMERS)


def _compare(
    effects: pd.DataFrame, log_odds: pd.DataFrame, mentions: pd.Series[int]
) -> pd.DataFrame:
    """Set the two models side by side, an irritant a row."""
    figures = log_odds.reindex(effects["irritant"]).reset_index(drop=True)
    low, high = figures["log_odds_low"].to_numpy(), figures["log_odds_high"].to_numpy()
    effect = effects["effect"].to_numpy(float)
    sure = (low > 0) | (high < 0)
    sure |= (effects["effect_low"].to_numpy(float) > 0) | (
        effects["effect_high"].to_numpy(float) < 0
    )
    known = ~np.isnan(effect) & ~np.isnan(low) & sure
    same = pd.array(np.sign(effect) == np.sign(figures["log_odds"].to_numpy()), dtype="boolean")
    same[~known] = pd.NA
    n_mentions = mentions.reindex(effects["irritant"], fill_value=0).to_numpy()
    irritants = effects["irritant"].reset_index(drop=True)
    return (
        pd.DataFrame({"irritant": irritants, "n_mentions": n_mentions})
        .join(figures)
        .assign(agrees=same)
    )
