"""Who answers the satisfaction question, and the mean once respondents resemble all contacts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.drivers.contacts.columns import (
    model_parts,
    read_customers,
    read_levels,
    read_scores,
    require_columns,
    split_present,
)
from nlp.drivers.fitting.clusters import clustered_mean, clustered_share, estimate, sum_by_customer
from nlp.drivers.satisfaction import ScoreEstimate
from nlp.drivers.telling.notes import Note, as_records
from nlp.drivers.views.raking import (
    MET,
    Margin,
    cap_weights,
    largest_gap,
    mean_influence,
    merge_levels,
    population_shares,
    rake,
    weighted_shares,
)
from nlp.errors import EstimationError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]

CAP = 5.0
"""Most that a respondent may weigh, in multiples of the mean weight."""

MIN_N = 20
"""Answers under which no reweighted mean is given."""

ALL = "(all)"
"""Dimension and level of the row that holds all contacts."""


@dataclass(frozen=True, slots=True)
class Reweighting:
    """The mean score of those who answered, raw and reweighted to the mix of all contacts.

    Attributes:
        raw: Mean of the answers as they came, in points of the outcome.
        reweighted: Mean with the weights; its value is ``None`` where it cannot be told.
        difference: ``reweighted`` less ``raw``, with an interval of its own: the two share
            their answers, so that their intervals may overlap while it excludes 0.
        n_contacts: All contacts.
        n_scored: Those with a score.
        n_customers: Customers among these.
        effective_n: Unweighted answers that would tell as much as the weighted ones:
            (sum of weights)^2 / sum of squared weights (Kish 1965); ``None`` without weights.
        cap: Most that a weight may be, in multiples of the mean.
        n_capped: Weights at the cap.
        largest_gap: Largest difference left between a weighted share and the contacts'
            share, in [0, 1]; ``None`` without weights.
        weights: Weight of each scored contact, of mean 1, under its index; empty
            without weights. Fit for ``estimate_effects`` as a column.
        margins: One row per margin and level: ``margin``, ``level``, ``n`` (contacts),
            ``n_scored``, ``population_share``, ``raw_share``, ``weighted_share``.
        notes: What was merged, left out or assumed; one dict per note, with ``code``,
            ``values`` and its text in ``fr`` and ``en``.
    """

    raw: ScoreEstimate
    reweighted: ScoreEstimate
    difference: ScoreEstimate
    n_contacts: int
    n_scored: int
    n_customers: int
    effective_n: float | None
    cap: float
    n_capped: int
    largest_gap: float | None
    weights: pd.Series[float]
    margins: pd.DataFrame
    notes: tuple[dict[str, Any], ...]


def response_shares(
    contacts: pd.DataFrame, outcome: str, dimensions: Sequence[str], *, cluster: str | None = None
) -> pd.DataFrame:
    """Tell which share of the contacts has a score, by channel, segment, sentiment...

    Args:
        contacts: One row per contact.
        outcome: Satisfaction column, missing where nobody answered; it may be absent.
        dimensions: Columns to split by; one that is absent or empty is left out and said.
        cluster: Column of customers; ``None`` treats contacts as independent.

    Returns:
        One row for all contacts (:data:`ALL`), then one per dimension and level, missing
        values a level of their own: ``dimension``, ``level``, ``n``, ``n_scored``,
        ``share`` in [0, 1] and the ends of its 95 % interval (Wilson's, worth the
        effective number of contacts by customer), ``share_low``, ``share_high``. Without a
        satisfaction column the shares are missing. ``attrs["notes"]`` says what was left out.

    Raises:
        EstimationError: A column plays two parts or holds what it must not.
    """
    present, absent = split_present(contacts, dimensions)
    parts = model_parts(contacts, outcome, cluster=cluster)
    require_columns(contacts, [*parts, *(("dimension", name) for name in present)])
    answered = ~np.isnan(read_scores(contacts, outcome))
    customers, notes = read_customers(contacts, cluster)
    has_outcome = outcome in contacts.columns
    rows = [_share_row(ALL, ALL, answered, customers, has_outcome=has_outcome)]
    for name in present:
        levels = read_levels(contacts[name])
        for i, level in enumerate(levels.names):
            at = levels.codes == i
            rows.append(
                _share_row(name, level, answered[at], customers[at], has_outcome=has_outcome)
            )
    notes += [Note("column_absent", {"column": name}) for name in absent]
    if not has_outcome:
        notes.append(Note("no_scores_given", {}))
    table = pd.DataFrame(rows)
    table.attrs["notes"] = as_records(notes)
    return table


def _share_row(
    dimension: str, level: str, answered: Bools, customers: Ints, *, has_outcome: bool
) -> dict[str, Any]:
    known = has_outcome and len(answered) > 0
    share = clustered_share(answered, customers) if known else None
    return {
        "dimension": dimension,
        "level": level,
        "n": len(answered),
        "n_scored": int(answered.sum()),
        "share": share.value if share else np.nan,
        "share_low": share.low if share else np.nan,
        "share_high": share.high if share else np.nan,
    }


def reweight_scores(
    contacts: pd.DataFrame,
    outcome: str,
    margins: Sequence[str],
    *,
    cluster: str | None = None,
    cap: float = CAP,
    min_n: int = MIN_N,
) -> Reweighting:
    """Weigh the respondents so that they have the mix of all contacts, and average again.

    Raking on the margins; levels with fewer than
    :data:`~nlp.drivers.views.raking.MIN_ANSWERS` answers are merged and said. Weights above the
    cap are brought back to it, which is said with the gap that it leaves. Intervals are
    Student's, from each customer's influence on the mean
    (:func:`~nlp.drivers.views.raking.mean_influence`): they count that the mix of the contacts is
    itself a sample. What the margins do not carry, reweighting cannot correct.

    Args:
        contacts: All contacts, one row each.
        outcome: Satisfaction column; it may be absent.
        margins: Columns to reproduce, such as channel, segment, language, reason family,
            predicted sentiment; one that is absent or empty is left out and said.
        cluster: Column of customers; ``None`` treats contacts as independent.
        cap: Most that a weight may be, in multiples of the mean; above 1.
        min_n: Answers under which no reweighted mean is given.

    Returns:
        Both means side by side, the weights and what they are worth.

    Raises:
        EstimationError: The cap is not above 1, a column plays two parts or holds what it
            must not.
    """
    if not cap > 1:
        raise EstimationError(f"the cap on weights must be above 1, their mean; got {cap}")
    present, absent = split_present(contacts, margins)
    parts = model_parts(contacts, outcome, cluster=cluster)
    require_columns(contacts, [*parts, *(("margin", name) for name in present)])
    scores = read_scores(contacts, outcome)
    answered = ~np.isnan(scores)
    customers, notes = read_customers(contacts, cluster)
    notes += [Note("column_absent", {"column": name}) for name in absent]
    kept, said = _read_margins(contacts, present, answered)
    y, index = scores[answered], contacts.index[answered]
    weights, n_capped, gap, why = _weigh(kept, answered, cap, min_n)
    notes += [*(said if answered.any() else []), *why]
    means = _means(kept, answered, weights, y, customers)
    return Reweighting(
        *means,
        n_contacts=len(contacts),
        n_scored=len(y),
        n_customers=len(np.unique(customers[answered])),
        effective_n=None if weights is None else float(weights.sum() ** 2 / (weights**2).sum()),
        cap=cap,
        n_capped=n_capped,
        largest_gap=gap,
        weights=pd.Series(dtype=float) if weights is None else pd.Series(weights, index),
        margins=_margin_table(kept, answered, weights),
        notes=tuple(as_records(notes)),
    )  # fmt: skip


def _read_margins(
    contacts: pd.DataFrame, names: Sequence[str], answered: Bools
) -> tuple[list[Margin], list[Note]]:
    """Margins with something to reproduce, and what was merged or left out."""
    kept: list[Margin] = []
    notes: list[Note] = []
    for name in names:
        margin = merge_levels(name, read_levels(contacts[name]), answered)
        if len(margin.levels.names) < 2:
            notes.append(Note("margin_constant", {"margin": name}))
            continue
        kept.append(margin)
        if margin.merged:
            at = margin.levels.codes == len(margin.levels.names) - 1
            counts = {"n": int(at.sum()), "n_scored": int((at & answered).sum())}
            levels = ", ".join(margin.merged)
            notes.append(Note("levels_merged", {"margin": name, "levels": levels} | counts))
    return kept, notes


def _weigh(
    margins: Sequence[Margin], answered: Bools, cap: float, min_n: int
) -> tuple[Floats | None, int, float | None, list[Note]]:
    """Weights, how many are capped, the gap left, and what to say; no weights, and why not."""
    n_scored = int(answered.sum())
    if not n_scored:
        return None, 0, None, [Note("no_scores_given", {})]
    if n_scored < min_n:
        return None, 0, None, [Note("few_answers", {"n_scored": n_scored, "min_n": min_n})]
    if not margins:
        return None, 0, None, [Note("no_margins", {})]
    raked = rake(margins, answered)
    notes: list[Note] = []
    if (gap := largest_gap(margins, answered, raked)) > MET:
        notes.append(Note("margins_not_met", {"gap": 100 * gap}))
    weights, n_capped = cap_weights(raked, cap)
    if n_capped:
        gap = largest_gap(margins, answered, weights)
        notes.append(Note("weights_capped", {"n": n_capped, "cap": cap, "gap": 100 * gap}))
    names = ", ".join(margin.name for margin in margins)
    return weights, n_capped, gap, [*notes, Note("missing_at_random", {"margins": names})]


def _means(
    margins: Sequence[Margin], answered: Bools, weights: Floats | None, y: Floats, customers: Ints
) -> tuple[ScoreEstimate, ScoreEstimate, ScoreEstimate]:
    """Raw mean, reweighted mean and their difference."""
    nothing = ScoreEstimate(None)
    if not y.size:
        return nothing, nothing, nothing
    raw = clustered_mean(y, np.ones(len(y)), customers[answered])
    if weights is None:
        return raw, nothing, nothing
    influence, rank = mean_influence(margins, answered, weights, y)
    mean, plain = float(np.average(y, weights=weights)), float(y.mean())
    apart = influence.copy()
    apart[answered] -= (y - plain) / len(y)
    # Customers without an answer only move the mix: the residuals' freedom is what counts.
    df = len(np.unique(customers[answered])) - rank
    return (
        raw,
        estimate(mean, sum_by_customer(influence, customers), df),
        estimate(mean - plain, sum_by_customer(apart, customers), df),
    )


def _margin_table(
    margins: Sequence[Margin], answered: Bools, weights: Floats | None
) -> pd.DataFrame:
    columns = ["margin", "level", "n", "n_scored", "population_share", "raw_share"]
    parts = []
    for margin in margins:
        codes, n_levels = margin.levels.codes, len(margin.levels.names)
        n_scored = np.bincount(codes[answered], minlength=n_levels)
        shares = [population_shares(margin), n_scored / max(n_scored.sum(), 1)]
        part = [[margin.name] * n_levels, margin.levels.names, np.bincount(codes), n_scored]
        table = pd.DataFrame(dict(zip(columns, [*part, *shares], strict=True)))
        table["weighted_share"] = (
            np.nan if weights is None else weighted_shares(margin, answered, weights)
        )
        parts.append(table)
    return (
        pd.concat(parts, ignore_index=True)
        if parts
        else pd.DataFrame(columns=[*columns, "weighted_share"])
    )
