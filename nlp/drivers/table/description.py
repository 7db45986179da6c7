"""Count irritants and average scores, before any model; settle what no model could say."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from nlp.drivers.contacts.design import Design, iterate_rows
from nlp.drivers.table.verdicts import Cause, Verdict
from nlp.intervals import wilson

EFFECT_COLUMNS: dict[str, str] = {
    "irritant": "str",
    "n": "int64",
    "n_scored": "int64",
    "prevalence": "float64",
    "prevalence_low": "float64",
    "prevalence_high": "float64",
    "mean_with": "float64",
    "mean_without": "float64",
    "effect": "float64",
    "std_error": "float64",
    "df": "float64",
    "effect_low": "float64",
    "effect_high": "float64",
    "p_value": "float64",
    "q_value": "float64",
    "impact": "float64",
    "impact_low": "float64",
    "impact_high": "float64",
    "marginal_effect": "float64",
    "leave_one_out": "float64",
    "lmg_share": "float64",
    "lmg_error": "float64",
    "ordinal_agrees": "boolean",
    "passenger_of": "object",
    "rank": "int64",
    "top5_probability": "float64",
    "verdict": "object",
    "cause": "object",
    "collinear_with": "object",
}
"""Columns of a table of effects and their dtypes. Beside those that the ranking shows:
``prevalence_low/high`` its interval; ``mean_with`` and ``mean_without`` the outcome's mean
among scored contacts with and without the irritant; ``std_error`` and ``df`` behind the
effect's interval; ``marginal_effect`` the coefficient with controls but without the other
irritants; ``leave_one_out`` the mean score less the mean without the contacts that
mention the irritant; ``lmg_share`` its share of the variance that the irritants shown
explain beyond all other columns, ``lmg_error`` the Monte Carlo error of it;
``ordinal_agrees`` whether the ordinal model has the effect's sign
(:mod:`nlp.drivers.checks.ordinal`), missing when neither excludes 0; ``cause`` why there is no
effect (:data:`nlp.drivers.table.verdicts.CAUSE_TEXTS`); ``collinear_with`` the columns it is
tied to."""


def describe_irritants(
    design: Design, spread: NDArray[np.float64], min_n: int, *, has_outcome: bool
) -> pd.DataFrame:
    """Start the table of effects: counts, means, and verdicts that need no model.

    Args:
        design: The contacts.
        spread: Covariance of the prevalences, by customer; (k, k).
        min_n: Scored mentions under which nothing is said of satisfaction.
        has_outcome: Whether the contacts have a satisfaction column at all.

    Returns:
        One row per irritant, in the design's order, all of :data:`EFFECT_COLUMNS`;
        ``verdict`` is empty where a model has to say.
    """
    k = len(design.irritants)
    n = design.flags.sum(axis=0, dtype=np.int64)
    n_scored = design.scored_flags.sum(axis=0, dtype=np.int64)
    table = pd.DataFrame(
        {
            name: pd.Series([_EMPTY[dtype]] * k, dtype=dtype)
            for name, dtype in EFFECT_COLUMNS.items()
        }
    )
    table["irritant"] = pd.Series(design.irritants, dtype="str")
    table["n"], table["n_scored"] = n, n_scored
    table["prevalence"] = n / max(design.n_contacts, 1)
    if design.n_contacts:
        worth = effective_contacts(table["prevalence"], np.diag(spread), design)
        table["prevalence_low"], table["prevalence_high"] = wilson(table["prevalence"], worth)
    causes = [_cause(design, j, n, n_scored, min_n, has_outcome=has_outcome) for j in range(k)]
    table["verdict"] = [_verdict(cause) for cause in causes]
    table["cause"] = pd.Series(causes, dtype="object")
    described = np.flatnonzero(n_scored >= min_n)
    with_it, without, overall = _means(design)
    table.loc[described, "mean_with"] = with_it[described]
    table.loc[described, "mean_without"] = without[described]
    table.loc[described, "leave_one_out"] = overall - without[described]
    return table


def effective_contacts(
    prevalence: ArrayLike, variance: ArrayLike, design: Design
) -> NDArray[np.float64]:
    """Independent contacts that would tell a prevalence as precisely; repeat customers lower it.

    Args:
        prevalence: Prevalences; (k,).
        variance: Their variances, by customer; (k,).
        design: The contacts.

    Returns:
        Numbers between 1 and the number of contacts; (k,). Where an irritant is always or
        never there the variance says nothing: the number of customers.
    """
    p, v = np.asarray(prevalence, float), np.asarray(variance, float)
    n_customers = float(len(design.cluster_starts))
    worth = np.full(p.shape, n_customers)
    # Of independent contacts the variance, which has lost a degree of freedom, gives them all.
    lost = design.n_contacts / max(design.n_contacts - 1, 1)
    np.divide(lost * p * (1 - p), v, out=worth, where=v > 0)
    return np.asarray(np.clip(worth, 1.0, design.n_contacts))


_EMPTY = {
    "str": "", "int64": 0, "float64": np.nan, "boolean": pd.NA, "object": None,
}  # fmt: skip


def _verdict(cause: Cause | None) -> Verdict | str:
    if cause is None:
        return ""
    return "too_few" if cause == "few_scored" else "not_estimable"


def _cause(
    design: Design,
    j: int,
    n: NDArray[np.int64],
    n_scored: NDArray[np.int64],
    min_n: int,
    *,
    has_outcome: bool,
) -> Cause | None:
    """The first reason for which no model can speak of an irritant."""

    def candidates() -> Iterator[tuple[bool, Cause]]:
        yield bool(design.unknown[j]), "missing_values"
        yield n[j] == 0, "never_present"
        yield not has_outcome, "no_outcome_column"
        yield design.n_scored == 0, "no_scores"
        yield n_scored[j] < min_n, "few_scored"
        yield bool(np.ptp(design.y) == 0), "constant_outcome"
        yield n_scored[j] == design.n_scored, "always_present"

    return next((cause for applies, cause in candidates() if applies), None)


def _means(design: Design) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Weighted mean score with each irritant, without it, and of all; NaN where nobody is."""
    k = len(design.irritants)
    total, weight = np.zeros(k), np.zeros(k)
    for rows in iterate_rows(design.n_scored):
        flags = design.scored_flags[rows].astype(np.float64)
        total += (design.weights[rows] * design.y[rows]) @ flags
        weight += design.weights[rows] @ flags
    everything = float(design.weights @ design.y)
    everyone = float(design.weights.sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        rest = everyone - weight
        # What subtraction leaves of nobody is rounding, not a mean.
        without = np.where(design.scored_flags.all(axis=0), np.nan, (everything - total) / rest)
        return total / weight, without, everything / everyone if everyone > 0 else np.nan
