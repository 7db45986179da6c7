"""Joint effects of any boolean columns with their covariance, to build contrasts from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.drivers.contacts.design import Design, build_design
from nlp.drivers.fitting.projection import Projection, fit_projection
from nlp.drivers.fitting.sandwich import MIN_DF, MIN_SEEN, cluster_variance, prevalence_covariance
from nlp.drivers.table.description import describe_irritants, effective_contacts
from nlp.drivers.telling.notes import Note
from nlp.intervals import benjamini_hochberg, product_interval, t_p_value, t_quantile

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Coefficients:
    """Effects of k columns on the outcome, each with all others and the controls held equal.

    Attributes:
        table: One row per column, under ``name``: ``n``, ``n_scored``, ``prevalence`` and
            its interval, ``mean_with``, ``effect`` and its interval, ``std_error``, ``df``,
            ``p_value``, ``cause`` (why there is no effect, ``None`` if there is one) and
            ``worth`` (independent contacts that would tell the prevalence as precisely).
        covariance: Covariance of the effects, NaN where there is none; (k, k).
        spread: Standard deviation of the outcome, NaN without scores.
        n_contacts, n_scored, n_customers: All contacts; those scored; customers of these.
        notes: What was pooled, filled or left out.
    """

    table: pd.DataFrame
    covariance: Floats
    spread: float
    n_contacts: int
    n_scored: int
    n_customers: int
    notes: tuple[Note, ...]


def estimate_coefficients(
    contacts: pd.DataFrame,
    columns: Sequence[str],
    outcome: str,
    *,
    controls: Sequence[str] = (),
    cluster: str | None = None,
    weights: str | None = None,
    min_n: int = 20,
) -> Coefficients:
    """Project the outcome on boolean columns and controls jointly.

    The same projection, variance (CR3 by customer) and rules for what is not shown as
    :func:`nlp.drivers.effects.estimate_effects`, without its other figures.

    Args:
        contacts: One row per contact.
        columns: Boolean columns.
        outcome: Satisfaction column; it may be absent.
        controls: Columns to hold equal.
        cluster: Column of customers.
        weights: Column of weights of the scored contacts.
        min_n: Scored contacts under which a column has no effect shown.

    Returns:
        The effects.

    Raises:
        EstimationError: A column does not exist, plays two parts, or holds what it must not.
    """
    design = build_design(contacts, columns, outcome, controls, cluster, weights)
    spread = prevalence_covariance(design)
    has_outcome = outcome in contacts.columns
    table = describe_irritants(design, spread, min_n, has_outcome=has_outcome)
    table = table.rename(columns={"irritant": "name"})[_SHOWN]
    table["worth"] = effective_contacts(table["prevalence"], np.diag(spread), design)
    covariance = np.full((len(columns), len(columns)), np.nan)
    if design.n_scored and len(design.in_model) and table["cause"].isna().any():
        _fill(table, covariance, design, fit_projection(design))
    return Coefficients(
        table=table,
        covariance=covariance,
        spread=_deviation(design),
        n_contacts=design.n_contacts,
        n_scored=design.n_scored,
        n_customers=design.n_scored_clusters,
        notes=design.notes,
    )


_SHOWN = [
    "name", "n", "n_scored", "prevalence", "prevalence_low", "prevalence_high", "mean_with",
    "effect", "effect_low", "effect_high", "std_error", "df", "p_value", "cause",
]  # fmt: skip


def impact_interval(table: pd.DataFrame) -> tuple[Floats, Floats]:
    """Ends of the 95 % interval of prevalence x effect, NaN where there is no effect.

    Args:
        table: Rows with ``prevalence``, ``worth``, ``effect``, ``effect_low`` and
            ``effect_high``, the interval symmetric about the effect.

    Returns:
        Lower and upper ends, in points of the mean; (k,) each.
    """
    low, high = np.full((2, len(table)), np.nan)
    shown = np.flatnonzero(table["effect"].notna())
    if shown.size:
        p, n, effect, top = (
            table[name].to_numpy(float)[shown]
            for name in ("prevalence", "worth", "effect", "effect_high")
        )
        low[shown], high[shown] = product_interval(p, n, effect, top - effect)
    return low, high


def add_standing(table: pd.DataFrame) -> pd.DataFrame:
    """Add what follows from the effects: q-values, impacts and verdicts.

    Args:
        table: Rows as in :class:`Coefficients`.

    Returns:
        The rows with ``q_value`` (Benjamini-Hochberg over those with a p-value),
        ``impact``, ``impact_low``, ``impact_high`` and ``verdict``.
    """
    low, high = impact_interval(table)
    cause = table["cause"]
    return table.assign(
        q_value=benjamini_hochberg(table["p_value"]),
        impact=table["prevalence"] * table["effect"],
        impact_low=low,
        impact_high=high,
        verdict=np.select(
            [cause == "few_scored", cause.notna(), high < 0, low > 0],
            ["too_few", "not_estimable", "costs", "pays"],
            "undetermined",
        ).astype(object),
    )


def _fill(table: pd.DataFrame, covariance: Floats, design: Design, fit: Projection) -> None:
    column_of = {int(j): i for i, j in enumerate(design.in_model)}
    pending = np.flatnonzero(table["cause"].isna()).tolist()
    for row in pending:
        if cause := fit.why_not(column_of[row]):
            table.loc[row, "cause"] = cause
    rows = np.flatnonzero(table["cause"].isna())
    if not rows.size:
        return
    targets = np.array([column_of[row] for row in rows.tolist()])
    variance = cluster_variance(design, fit, targets)
    alone, few = variance.seen < MIN_SEEN, variance.df < MIN_DF
    table.loc[rows[few], "cause"] = "few_customers"
    table.loc[rows[alone], "cause"] = "one_customer"
    kept = np.flatnonzero(~alone & ~few)
    rows, effect = rows[kept], fit.coefficients[targets[kept]]
    square = np.ix_(kept, kept)
    covariance[np.ix_(rows, rows)] = variance.effects[square]
    error, df = np.sqrt(np.diag(variance.effects)[kept]), variance.df[kept]
    half = t_quantile(df) * error
    filled = {
        "effect": effect,
        "effect_low": effect - half,
        "effect_high": effect + half,
        "std_error": error,
        "df": df,
        "p_value": t_p_value(effect / error, df),
    }
    for name, values in filled.items():
        table.loc[rows, name] = values


def _deviation(design: Design) -> float:
    """Weighted standard deviation of the outcome."""
    if not design.n_scored:
        return float("nan")
    mean = np.average(design.y, weights=design.weights)
    return float(np.sqrt(np.average((design.y - mean) ** 2, weights=design.weights)))
