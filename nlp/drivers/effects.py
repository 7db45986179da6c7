"""Estimate what each irritant costs in satisfaction, all others held equal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.drivers.checks.ordinal import check_ordinal
from nlp.drivers.contacts.design import Design, build_design
from nlp.drivers.correction.checked import Checked, read_checked
from nlp.drivers.correction.correct import (
    CHECKED_COLUMNS,
    Shown,
    correct_effects,
    correct_prevalences,
)
from nlp.drivers.correction.debias import AsRead
from nlp.drivers.correction.scored import gather_scored
from nlp.drivers.fitting.importance import lmg
from nlp.drivers.fitting.projection import Projection, fit_projection, partial_out
from nlp.drivers.fitting.sandwich import (
    MIN_DF,
    MIN_SEEN,
    ClusterVariance,
    cluster_variance,
    prevalence_covariance,
)
from nlp.drivers.table.description import EFFECT_COLUMNS, describe_irritants, effective_contacts
from nlp.drivers.table.filling import fill_effects, fill_top
from nlp.drivers.table.passengers import find_hosts, trace_borrowed
from nlp.drivers.table.ranking import rank_frictions
from nlp.drivers.telling.notes import Note, as_records
from nlp.errors import EstimationError
from nlp.intervals import benjamini_hochberg

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


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
        n_checked: Checked contacts that correct the figures; ``None`` if none were given.
        n_checked_scored: Those of them with an outcome (and a weight above 0).
        notes: What was pooled, filled, corrected or assumed; one dict per note, with ``code``,
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
    n_checked: int | None
    n_checked_scored: int | None
    notes: tuple[dict[str, Any], ...]


def estimate_effects(
    contacts: pd.DataFrame,
    irritants: Sequence[str],
    outcome: str,
    *,
    controls: Sequence[str] = (),
    cluster: str | None = None,
    weights: str | None = None,
    checked: pd.DataFrame | None = None,
    min_n: int = 20,
    seed: int = 0,
) -> pd.DataFrame:
    """Estimate the effect of each irritant on satisfaction and rank them by what they cost.

    ``effect`` is the irritant's coefficient in the linear projection of the outcome on all
    irritants and controls together, in points of the outcome; negative costs satisfaction.
    It says how scores differ between contacts alike in everything else in the model,
    not what would happen if the irritant went away. Intervals are at 95 %, with the CR3
    variance clustered by customer and Bell-McCaffrey degrees of freedom
    (:mod:`nlp.drivers.fitting.sandwich`). ``impact`` = prevalence x effect is what it moves the
    mean over all contacts; its interval joins both uncertainties
    (:func:`nlp.intervals.product_interval`), the prevalence's by customer too.

    The irritants are those that a model read. With ``checked``, contacts that people read
    again, prevalences (:mod:`nlp.drivers.correction.powered`), effects
    (:mod:`nlp.drivers.correction.debias`) and all that rests on both are corrected for its
    errors, and their intervals tell what the correction leaves unsure. Means, ``leave_one_out``,
    ``marginal_effect``, ``lmg_share``, ``ordinal_agrees``, ``passenger_of`` and counts stay as
    read.

    Args:
        contacts: One row per contact.
        irritants: Names of boolean columns (true and false, or 1 and 0).
        outcome: Name of the satisfaction column; missing values allowed, and the column
            itself may be absent: every irritant then has a verdict that says so.
        controls: Columns to hold equal: categories, or numbers (a straight line).
        cluster: Column that identifies customers; a missing value is a customer of its
            own. ``None`` treats contacts as independent.
        weights: Column of weights for scored contacts; prevalences stay unweighted.
        checked: Contacts that were checked, under the index of ``contacts``: for some or all
            irritants a column of the same name that says whether it is truly there, and
            ``sampling_probability``, the chance each contact had of being checked, if they
            were not drawn at random. Those without an outcome correct the prevalences only.
        min_n: Scored contacts that mention an irritant below which no figure on its
            satisfaction is shown; at least 1.
        seed: Seed of the draws behind ``top5_probability`` and, beyond 12 irritants,
            ``lmg_share``.

    Returns:
        One row per irritant, in the order of :func:`nlp.drivers.table.ranking.rank_frictions`,
        with the columns of :data:`nlp.drivers.table.description.EFFECT_COLUMNS`; missing where
        nothing can be said. With ``checked``, also those of
        :data:`nlp.drivers.correction.correct.CHECKED_COLUMNS`, among them what is corrected and the
        figures as read. ``attrs["model"]`` holds a :class:`ModelSummary` as a dict.

    Raises:
        EstimationError: A column does not exist, plays two parts, or holds what it must not.
    """
    if min_n < 1:
        raise EstimationError(f"min_n must be at least 1, got {min_n}")
    design = build_design(contacts, irritants, outcome, controls, cluster, weights)
    sample = None if checked is None else read_checked(contacts, checked, irritants, cluster)
    spread = prevalence_covariance(design)
    table = describe_irritants(design, spread, min_n, has_outcome=outcome in contacts.columns)
    fit = fit_projection(design) if design.n_scored and len(design.in_model) else None
    shown = None
    if fit is not None and not (table["verdict"] != "").all():
        shown = _estimate(table, design, fit, spread, seed)
    ordinal = _check_signs(table, design, seed) if shown else ()
    n_checked_scored, said = None, [Note("uncorrected", {})]
    if sample is not None:
        asked_for = outcome, tuple(controls), weights
        n_checked_scored, said = _correct(
            table, contacts, design, sample, spread, shown, asked_for, seed
        )
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
        n_checked=sample.n if sample else None,
        n_checked_scored=n_checked_scored,
        notes=tuple(as_records((*design.notes, *ordinal, *said))),
    )  # fmt: skip
    table.attrs["model"] = asdict(summary)
    columns = list(EFFECT_COLUMNS) + (list(CHECKED_COLUMNS) if sample else [])
    return rank_frictions(table[columns])


def _correct(
    table: pd.DataFrame,
    contacts: pd.DataFrame,
    design: Design,
    sample: Checked,
    spread: Floats,
    shown: Shown | None,
    asked_for: tuple[str, tuple[str, ...], str | None],
    seed: int,
) -> tuple[int, list[Note]]:
    """Correct by the checked contacts; how many of these are scored, and what there is to say."""
    prevalences, notes = correct_prevalences(table, sample, design, spread)
    n_scored = 0
    if design.n_scored:
        scored = gather_scored(contacts, design, sample, *asked_for)
        n_scored = len(scored.rows)
        if shown:
            notes += correct_effects(
                table, shown, scored, sample, prevalences,
                seed=seed, min_df=MIN_DF, min_seen=MIN_SEEN,
            )  # fmt: skip
    is_corrected = bool((table["correction"] != "none").any())
    told = Note(
        "corrected" if is_corrected else "checked_of_no_help", {"n": sample.n, "n_scored": n_scored}
    )
    drawn = [] if sample.sampled else [Note("checked_at_random", {})]
    return n_scored, [told, *drawn, *notes]


def _check_signs(table: pd.DataFrame, design: Design, seed: int) -> tuple[Note, ...]:
    """Fill in whether the ordinal model has each effect's sign."""
    check = check_ordinal(design, table, seed)
    table["ordinal_agrees"] = check.table["agrees"].to_numpy()
    return check.notes


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
) -> Shown | None:
    """Fill the rows that have no verdict yet: first those the fit cannot single out."""
    row_of = {int(j): i for i, j in enumerate(design.in_model)}
    pending = [(row, row_of[row]) for row in np.flatnonzero(table["verdict"] == "").tolist()]
    shown: list[tuple[int, int]] = []
    for row, column in pending:
        if cause := fit.why_not(column):
            _give_up(table, row, cause)
            if cause == "collinear":
                table.loc[row, "collinear_with"] = ", ".join(fit.entangled_with(column))
        else:
            shown.append((row, column))
    if not shown:
        return None
    variance = cluster_variance(design, fit, np.array([column for _, column in shown]))
    steady = (variance.seen >= MIN_SEEN) & (variance.df >= MIN_DF)
    for i in np.flatnonzero(~steady).tolist():
        _give_up(
            table, shown[i][0], "one_customer" if variance.seen[i] < MIN_SEEN else "few_customers"
        )
    kept = np.flatnonzero(steady)
    if not kept.size:
        return None
    rows, columns = np.array(shown)[kept].T
    variance = _subset(variance, kept)
    own_spread = spread[np.ix_(rows, rows)]
    worth = effective_contacts(table.loc[rows, "prevalence"], np.diag(own_spread), design)
    error = np.sqrt(np.diag(variance.effects))
    fill_effects(table, rows, fit.coefficients[columns], error, variance.df, worth)
    fill_top(table, rows, variance.effects, variance.with_prevalences, own_spread, seed)
    _fill_lmg(table, fit, rows, columns, seed)
    _fill_passengers(table, design, fit, rows, columns)
    return Shown(rows, AsRead(design, fit, columns, variance))


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


def _fill_lmg(table: pd.DataFrame, fit: Projection, rows: Ints, columns: Ints, seed: int) -> None:
    base = np.setdiff1d(np.arange(len(fit.columns)), columns)
    credit, error = lmg(*partial_out(fit.cross, fit.cross_y, columns, base), seed)
    if credit.sum() > 0:
        table.loc[rows, "lmg_share"] = credit / credit.sum()
        table.loc[rows, "lmg_error"] = error / credit.sum()


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
