"""Rank reasons for contact, and irritants within them, by what they move the mean score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.drivers.contacts.answers import Answers, read_answers
from nlp.drivers.contacts.columns import (
    model_parts,
    read_customers,
    read_levels,
    read_marks,
    require_columns,
    split_present,
)
from nlp.drivers.fitting.coefficients import Coefficients, add_standing, estimate_coefficients
from nlp.drivers.fitting.contrasts import against_others
from nlp.drivers.table.ranking import rank_frictions
from nlp.drivers.telling.notes import Note, as_records

Bools = NDArray[np.bool_]

_FIGURES = (
    "mean", "mean_low", "mean_high", "effect", "effect_low", "effect_high", "p_value", "q_value",
    "impact", "impact_low", "impact_high", "verdict", "cause",
)  # fmt: skip

REASON_COLUMNS = (
    "rank", "reason", "n", "n_scored", "prevalence", "prevalence_low", "prevalence_high",
    *_FIGURES,
)  # fmt: skip
"""Columns of a ranking of reasons. ``mean`` is the mean outcome of its scored contacts;
``effect`` the difference to all other contacts at equal controls; ``impact`` = prevalence x
effect; the rest as in :data:`nlp.drivers.table.description.EFFECT_COLUMNS`."""

PAIR_COLUMNS = (
    "rank", "reason", "irritant", "n", "n_scored", "share_of_contacts", "prevalence",
    "prevalence_low", "prevalence_high", *_FIGURES,
)  # fmt: skip
"""Columns of a ranking of reasons by irritants. ``share_of_contacts`` is over all contacts
with a reason, ``prevalence`` over those of that reason; ``effect`` is the irritant's among
the contacts of that reason; ``impact`` what it moves the mean over all contacts."""

_OF_REASON = "reason:"
"""Before the name of a reason's column: a reason may bear the name of an irritant."""

_EFFECT = ["effect", "effect_low", "effect_high"]

_REST = "reason:(rest)"
"""The column of all reasons with too few scores."""


def rank_reasons(
    contacts: pd.DataFrame,
    reason: str,
    outcome: str,
    *,
    controls: Sequence[str] = (),
    cluster: str | None = None,
    weights: str | None = None,
    min_n: int = 20,
) -> pd.DataFrame:
    """Rank the reasons for contact by what their contacts score, at equal controls.

    A contact has one reason, so that its effect is a difference to all other contacts,
    from a joint projection on all reasons and controls
    (:func:`~nlp.drivers.fitting.contrasts.against_others`). Reasons with too few scores enter as
    one; what no model can single out is held equal and not counted among the others.
    Irritants are not held equal: they are part of what a reason costs.

    Args:
        contacts: One row per contact.
        reason: Column of the reason; contacts without one are left out and said.
        outcome: Satisfaction column; it may be absent.
        controls: Columns to hold equal.
        cluster: Column of customers.
        weights: Column of weights of the scored contacts.
        min_n: Scored contacts under which nothing is said of satisfaction.

    Returns:
        One row per reason with :data:`REASON_COLUMNS`, in the order of
        :func:`~nlp.drivers.table.ranking.rank_frictions`; empty where the column is absent or
        empty. ``attrs["notes"]`` says what was left out, pooled or assumed.

    Raises:
        EstimationError: A column does not exist, plays two parts or holds what it must not.
    """
    parts = model_parts(contacts, outcome, controls, cluster, weights)
    known, notes = _with_reason(contacts, reason, parts)
    if known is None:
        return _finish([], REASON_COLUMNS, notes)
    answers = read_answers(known, outcome, cluster, weights, min_n)
    levels = read_levels(known[reason])
    marks = {name: levels.codes == i for i, name in enumerate(levels.names)}
    rows = {name: answers.describe(each) for name, each in marks.items()}
    shown = [name for name, row in rows.items() if row["cause"] is None]
    table = pd.DataFrame([{"reason": name} | row for name, row in rows.items()])
    table["cause"] = pd.Series([row["cause"] for row in rows.values()], dtype=object)
    table[[*_EFFECT, "p_value"]] = np.nan
    if not shown:
        return _finish([table], REASON_COLUMNS, notes)
    groups = _groups(marks, shown, answers)
    columns = pd.DataFrame(groups, index=known.index)
    frame = pd.concat([known[[name for _, name in parts]], columns], axis=1)
    found = estimate_coefficients(
        frame, [*groups][:-1], outcome, controls=controls, cluster=cluster, weights=weights, min_n=1
    )
    table = _contrast(table.set_index("reason"), groups, found, answers).reset_index()
    return _finish([table], REASON_COLUMNS, [*notes, *found.notes])


def rank_reason_irritants(
    contacts: pd.DataFrame,
    reason: str,
    irritants: Sequence[str],
    outcome: str,
    *,
    controls: Sequence[str] = (),
    cluster: str | None = None,
    weights: str | None = None,
    min_n: int = 20,
) -> pd.DataFrame:
    """Rank irritants within each reason for contact.

    The effect of an irritant is estimated among the contacts of one reason, jointly with
    the other irritants mentioned there and the controls. Its impact over all contacts is
    prevalence within the reason x effect x share of the reason, this share taken as known.

    Args:
        contacts: One row per contact.
        reason: Column of the reason; contacts without one are left out and said.
        irritants: Boolean columns.
        outcome: Satisfaction column; it may be absent.
        controls: Columns to hold equal; one that does not vary within a reason does nothing.
        cluster: Column of customers.
        weights: Column of weights of the scored contacts.
        min_n: Scored contacts of a pair under which nothing is said of satisfaction.

    Returns:
        One row per reason and irritant that at least one contact has, with
        :data:`PAIR_COLUMNS`, q-values over all of them, in the order of
        :func:`~nlp.drivers.table.ranking.rank_frictions`; empty where the column of reasons is
        absent or empty. ``attrs["notes"]`` says what was left out or assumed.

    Raises:
        EstimationError: A column does not exist, plays two parts or holds what it must not.
    """
    parts = model_parts(contacts, outcome, controls, cluster, weights)
    parts += [("irritant", name) for name in irritants]
    known, notes = _with_reason(contacts, reason, parts)
    if known is None:
        return _finish([], PAIR_COLUMNS, notes)
    levels = read_levels(known[reason])
    options = {"controls": controls, "cluster": cluster, "weights": weights}
    tables = [
        _within(known[levels.codes == i], name, irritants, outcome, options, min_n)
        for i, name in enumerate(levels.names)
    ]
    kept = [table.assign(share_of_contacts=table["n"] / len(known)) for table in tables]
    notes += read_customers(known, cluster)[1]
    return _finish([table for table in kept if len(table)], PAIR_COLUMNS, notes)


def _with_reason(
    contacts: pd.DataFrame, reason: str, parts: Sequence[tuple[str, str]]
) -> tuple[pd.DataFrame | None, list[Note]]:
    """The contacts that have a reason, ``None`` if the column is absent or empty."""
    present = split_present(contacts, [reason])[0]
    require_columns(contacts, [*parts, *(("reason", name) for name in present)])
    if not present:
        return None, [Note("column_absent", {"column": reason})]
    known = contacts[reason].notna()
    n_left = int((~known).sum())
    return contacts[known], [Note("reason_unknown", {"n": n_left})] if n_left else []


def _groups(marks: dict[str, Bools], shown: Sequence[str], answers: Answers) -> dict[str, Bools]:
    """The groups to compare: reasons with scores enough, all others as one, the reference last."""
    n_scored = {name: int((marks[name] & answers.scored).sum()) for name in shown}
    ordered = sorted(shown, key=n_scored.__getitem__)
    groups = {_OF_REASON + name: marks[name] for name in ordered}
    rest = ~np.any([marks[name] for name in shown], axis=0)
    return ({_REST: rest} if (rest & answers.scored).any() else {}) | groups


def _contrast(
    table: pd.DataFrame, groups: dict[str, Bools], found: Coefficients, answers: Answers
) -> pd.DataFrame:
    """Fill in the effect of each reason, or why there is none; the table is indexed by reason."""
    names = [name.removeprefix(_OF_REASON) for name in groups]
    # A contact whose reason is no group has no score: it weighs nothing.
    codes = np.argmax([*groups.values()], axis=0)
    told = against_others(found, codes, answers.weights, answers.customers)
    causes = [None if pd.isna(cause) else cause for cause in found.table["cause"]]
    # Nobody to compare the reference with, or nobody who can be, for the reason they have.
    reference = None if None in causes else (causes or ["always_present"])[0]
    for i, (name, cause) in enumerate(zip(names, [*causes, reference], strict=True)):
        if name in table.index:
            table.loc[name, _EFFECT] = [x[i] for x in (told.effect, told.low, told.high)]
            table.loc[name, "p_value"] = told.p_value[i]
            table.loc[name, "cause"] = cause
    return table


def _within(
    contacts: pd.DataFrame,
    reason: str,
    irritants: Sequence[str],
    outcome: str,
    options: dict[str, Any],
    min_n: int,
) -> pd.DataFrame:
    """The irritants mentioned among the contacts of one reason."""
    mentioned = [name for name in irritants if (contacts[name] == True).any()]  # noqa: E712
    found = estimate_coefficients(contacts, mentioned, outcome, min_n=min_n, **options)
    answers = read_answers(contacts, outcome, options["cluster"], options["weights"], min_n)
    marks, _ = read_marks(contacts, mentioned)
    means = pd.DataFrame([answers.describe(marks[:, j]) for j in range(len(mentioned))])
    figures = ["mean", "mean_low", "mean_high"]
    table = found.table.rename(columns={"name": "irritant"}).assign(reason=reason)
    return table.assign(**{name: means[name] for name in figures}) if mentioned else table


def _finish(
    tables: Sequence[pd.DataFrame], columns: Sequence[str], notes: Sequence[Note]
) -> pd.DataFrame:
    """One table with impacts, q-values, verdicts and ranks."""
    if not tables:
        empty = pd.DataFrame(columns=list(columns))
        empty.attrs["notes"] = as_records(notes)
        return empty
    table = add_standing(pd.concat(tables, ignore_index=True))
    by_pair = "share_of_contacts" in columns
    if by_pair:
        # What it moves among the contacts of the reason, times the share of these.
        scale = table["share_of_contacts"] / table["prevalence"]
        for name in ("impact", "impact_low", "impact_high"):
            table[name] *= scale
        table["own"] = table["irritant"]
    # The ranking's rule, on a code of its own: an irritant comes once per reason.
    code = table["reason"] + (" × " + table["irritant"] if by_pair else "")
    ranked = rank_frictions(table.assign(irritant=code))
    if by_pair:
        ranked["irritant"] = ranked["own"]
    out = ranked[list(columns)]
    out.attrs["notes"] = as_records([*notes, Note("uncorrected", {})])
    return out
