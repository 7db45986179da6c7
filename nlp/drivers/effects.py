"""Estimate what each irritant costs in satisfaction, all others held equal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.drivers.description import EFFECT_COLUMNS, describe_irritants, effective_contacts
from nlp.drivers.design import Design, build_design
from nlp.drivers.importance import lmg, top_probability
from nlp.drivers.intervals import (
    benjamini_hochberg,
    product_interval,
    t_p_value,
    t_quantile,
)
from nlp.drivers.notes import Note
from nlp.drivers.passengers import find_hosts, trace_borrowed
from nlp.drivers.projection import PERFECT_FIT, Projection, fit_projection, partial_out
from nlp.drivers.ranking import rank_frictions
from nlp.drivers.sandwich import ClusterVariance, cluster_variance, prevalence_covariance
from nlp.errors import EstimationError
from nlp.types import LANGS

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

MIN_DF = 4.0
"""Degrees of freedom under which Satterthwaite's approximation fails (Tipton 2015,
*Psychological Methods* 20): no interval is shown."""

MIN_SEEN = 0.99
"""Least share of a coefficient's variance that must rest on more than one customer."""


@dataclass(frozen=True, slots=True)
class ModelSummary:
    """The regression behind a table of effects; in the table's ``attrs["model"]`` as a dict.

    Attributes:
        outcome, controls, cluster, weights, min_n, seed: As asked for.
        n_contacts: All contacts.
        n_scored: Contacts with an outcome (and a weight above 0).
        n_clusters: Customers among the scored contacts.
        n_parameters: Parameters fitted, the intercept included.
        r_squared: Share of the outcome's variance the model accounts for; ``None``
            when nothing was fitted.
        r_squared_controls: The same for the controls alone.
        n_tested: Irritants with an effect: the tests behind the q-values.
        notes: What was pooled, filled or assumed; one dict per note, with ``code``,
            ``values`` and its text in ``fr`` and ``en``.
    """

    outcome: str
    controls: tuple[str, ...]
    cluster: str | None
    weights: str | None
    min_n: int
    seed: int
    n_contacts: int
    n_scored: int
    n_clusters: int
    n_parameters: int
    r_squared: float | None
    r_squared_controls: float | None
    n_tested: int
    notes: tuple[dict[str, Any], ...]


def estimate_effects(
    contacts: pd.DataFrame,
    irritants: Sequence[str],
    outcome: str,
    *,
    controls: Sequence[str] = (),
    cluster: str | None = None,
    weights: str | None = None,
    min_n: int = 20,
    seed: int = 0,
) -> pd.DataFrame:
    """Estimate the effect of each irritant on satisfaction and rank them by what they cost.

    ``effect`` is the irritant's coefficient in the linear projection of the outcome on all
    irritants and controls together, in points of the outcome; negative costs satisfaction.
    It says how scores differ between contacts alike in everything else in the model,
    not what would happen if the irritant went away. Intervals are at 95 %, with the CR3
    variance clustered by customer and Bell-McCaffrey degrees of freedom
    (:mod:`nlp.drivers.sandwich`). ``impact`` = prevalence x effect is what it moves the
    mean over all contacts; its interval joins both uncertainties
    (:func:`nlp.drivers.intervals.product_interval`), the prevalence's by customer too.

    Args:
        contacts: One row per contact.
        irritants: Names of boolean columns (true and false, or 1 and 0).
        outcome: Name of the satisfaction column; missing values allowed, and the column
            itself may be absent: every irritant then has a verdict that says so.
        controls: Columns to hold equal: categories, or numbers (a straight line).
        cluster: Column that identifies customers; a missing value is a customer of its
            own. ``None`` treats contacts as independent.
        weights: Column of weights for scored contacts; prevalences stay unweighted.
        min_n: Scored contacts that mention an irritant below which no figure on its
            satisfaction is shown; at least 1.
        seed: Seed of the draws behind ``top5_probability`` and, beyond 12 irritants,
            ``lmg_share``.

    Returns:
        One row per irritant, in the order of :func:`nlp.drivers.ranking.rank_frictions`,
        with the columns of :data:`nlp.drivers.description.EFFECT_COLUMNS`; missing where
        nothing can be said. ``attrs["model"]`` holds a :class:`ModelSummary` as a dict.

    Raises:
        EstimationError: A column does not exist, plays two parts, or holds what it must not.
    """
    if min_n < 1:
        raise EstimationError(f"min_n must be at least 1, got {min_n}")
    design = build_design(contacts, irritants, outcome, controls, cluster, weights)
    spread = prevalence_covariance(design)
    table = describe_irritants(design, spread, min_n, has_outcome=outcome in contacts.columns)
    fit = fit_projection(design) if design.n_scored and len(design.in_model) else None
    if fit is not None and not (table["verdict"] != "").all():
        _estimate(table, design, fit, spread, seed)
    table["q_value"] = benjamini_hochberg(table["p_value"])
    summary = ModelSummary(
        outcome, tuple(controls), cluster, weights, min_n, seed,
        n_contacts=design.n_contacts,
        n_scored=design.n_scored,
        n_clusters=design.n_scored_clusters,
        n_parameters=fit.rank + 1 if fit else 0,
        r_squared=fit.r_squared if fit and fit.total > 0 else None,
        r_squared_controls=_r_squared_controls(fit, len(design.in_model)) if fit else None,
        n_tested=int(table["p_value"].notna().sum()),
        notes=tuple(_as_dict(note) for note in (*design.notes, Note("uncorrected", {}))),
    )  # fmt: skip
    table.attrs["model"] = asdict(summary)
    return rank_frictions(table[list(EFFECT_COLUMNS)])


def _as_dict(note: Note) -> dict[str, Any]:
    return {"code": note.code, "values": dict(note.values)} | {x: note.text(x) for x in LANGS}


def _r_squared_controls(fit: Projection, n_irritants: int) -> float | None:
    if fit.total <= 0:
        return None
    irritants = np.arange(n_irritants)
    left, left_y = partial_out(
        fit.cross, fit.cross_y, irritants, np.arange(n_irritants, len(fit.columns))
    )
    gained = float(left_y @ np.linalg.pinv(left, rcond=1e-10, hermitian=True) @ left_y)
    return max(fit.r_squared - gained / fit.total, 0.0)


def _estimate(
    table: pd.DataFrame, design: Design, fit: Projection, spread: Floats, seed: int
) -> None:
    """Fill the rows that have no verdict yet: first those the fit cannot single out."""
    row_of = {int(j): i for i, j in enumerate(design.in_model)}
    rows = np.flatnonzero(table["verdict"] == "").tolist()
    pending = [(row, row_of[row]) for row in rows]
    shown: list[tuple[int, int]] = []
    for row, column in pending:
        if cause := _why_not(fit, column):
            _give_up(table, row, cause)
            if cause == "collinear":
                table.loc[row, "collinear_with"] = ", ".join(fit.entangled_with(column))
        else:
            shown.append((row, column))
    if not shown:
        return
    variance = cluster_variance(design, fit, np.array([column for _, column in shown]))
    steady = (variance.seen >= MIN_SEEN) & (variance.df >= MIN_DF)
    for i in np.flatnonzero(~steady).tolist():
        _give_up(
            table, shown[i][0], "one_customer" if variance.seen[i] < MIN_SEEN else "few_customers"
        )
    kept = np.flatnonzero(steady)
    if kept.size:
        rows, columns = np.array(shown)[kept].T
        kept_variance = _subset(variance, kept)
        kept_spread = spread[np.ix_(rows, rows)]
        _fill_effects(table, design, fit, kept_variance, kept_spread, rows, columns)
        _fill_standing(table, fit, kept_variance, kept_spread, rows, columns, seed)
        _fill_passengers(table, design, fit, rows, columns)


def _why_not(fit: Projection, column: int) -> str | None:
    """Why a coefficient cannot be singled out, ``None`` if it can."""
    if fit.residual_df <= 0:
        return "more_columns_than_rows"
    if fit.entangled_with(column):
        return "collinear"
    return "perfect_fit" if 1 - fit.r_squared < PERFECT_FIT else None


def _give_up(table: pd.DataFrame, row: int, cause: str) -> None:
    table.loc[row, ["verdict", "cause"]] = ["not_estimable", cause]


def _subset(variance: ClusterVariance, kept: Ints) -> ClusterVariance:
    square = np.ix_(kept, kept)
    return ClusterVariance(
        variance.effects[square],
        variance.with_prevalences[square],
        variance.df[kept],
        variance.seen[kept],
    )


def _fill_effects(
    table: pd.DataFrame,
    design: Design,
    fit: Projection,
    variance: ClusterVariance,
    spread: Floats,
    rows: Ints,
    columns: Ints,
) -> None:
    effect, error = fit.coefficients[columns], np.sqrt(np.diag(variance.effects))
    half = t_quantile(variance.df) * error
    p = table.loc[rows, "prevalence"].to_numpy(float)
    worth = effective_contacts(p, np.diag(spread), design)
    impact_low, impact_high = product_interval(p, worth, effect, half)
    filled = {
        "effect": effect,
        "std_error": error,
        "df": variance.df,
        "effect_low": effect - half,
        "effect_high": effect + half,
        "p_value": t_p_value(effect / error, variance.df),
        "impact": p * effect,
        "impact_low": impact_low,
        "impact_high": impact_high,
        "verdict": np.select([impact_high < 0, impact_low > 0], ["costs", "pays"], "undetermined"),
    }
    for name, values in filled.items():
        table.loc[rows, name] = values


def _fill_standing(
    table: pd.DataFrame,
    fit: Projection,
    variance: ClusterVariance,
    spread: Floats,
    rows: Ints,
    columns: Ints,
    seed: int,
) -> None:
    """LMG shares and the chance of a place among the costliest."""
    base = np.setdiff1d(np.arange(len(fit.columns)), columns)
    credit, error = lmg(*partial_out(fit.cross, fit.cross_y, columns, base), seed)
    if credit.sum() > 0:
        table.loc[rows, "lmg_share"] = credit / credit.sum()
        table.loc[rows, "lmg_error"] = error / credit.sum()
    p, b = table.loc[rows, ["prevalence", "effect"]].to_numpy(float).T
    mixed = p[:, None] * variance.with_prevalences * b
    covariance = np.outer(p, p) * variance.effects + np.outer(b, b) * spread
    table.loc[rows, "top5_probability"] = top_probability(p * b, covariance + mixed + mixed.T, seed)


def _fill_passengers(
    table: pd.DataFrame, design: Design, fit: Projection, rows: Ints, columns: Ints
) -> None:
    k = len(design.in_model)
    borrowed = trace_borrowed(fit, k)
    effect, low, costs = np.full(k, np.nan), np.full(k, np.nan), np.zeros(k, bool)
    effect[columns], low[columns] = table.loc[rows, ["effect", "effect_low"]].to_numpy(float).T
    costs[columns] = (table.loc[rows, "verdict"] == "costs").to_numpy()
    table.loc[rows, "marginal_effect"] = borrowed.marginal[columns]
    for passenger, host in find_hosts(borrowed, effect, low, costs).items():
        table.loc[int(design.in_model[passenger]), "passenger_of"] = design.irritants[
            design.in_model[host]
        ]
