"""Rank the irritants of a workspace by what they cost, and store the ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from nlp.drivers import Note, choose_outcome, estimate_effects, weekly_change
from nlp.errors import InputError
from nlp.schemas import EFFECT, UNDATED_WEEK
from nlp.storage import ContactFilter, Reader, Workspace, queries
from nlp.taxonomy import Taxonomy
from nlp.types import LANGS

if TYPE_CHECKING:
    import pandas as pd

CONTROLS = ("channel", "lang", "segment", "week")
"""Held equal beside the other irritants. Predicted sentiment, signals and the length of the
text are never controls: they are consequences of the irritant, or other measures of it."""


@dataclass(frozen=True)
class Ranking:
    """The irritants of a workspace in order.

    Attributes:
        effects: One row per irritant, columns of ``EFFECT``; ``attrs["model"]`` describes
            the regression.
        week: Last ISO week it covers, or ``undated``.
        first_week: First week the effects are estimated on; ``None`` if undated.
        n_contacts: Contacts it covers.
        scale: Scale in whose points effects and impacts are; ``None`` without scores.
        notes: What was decided on the way, each with its text in ``fr`` and ``en``.
    """

    effects: pd.DataFrame
    week: str
    first_week: str | None
    n_contacts: int
    scale: str | None
    notes: tuple[dict[str, Any], ...]


def rank_irritants(
    reader: Reader,
    taxonomy: Taxonomy,
    *,
    week: str | None = None,
    effect_weeks: int = 26,
    min_n: int = 20,
    chosen: ContactFilter | None = None,
) -> Ranking | None:
    """Estimate and rank from one state of a workspace.

    Args:
        reader: The state.
        taxonomy: Names the irritants.
        week: Last week to cover; the latest by default.
        effect_weeks: Trailing calendar weeks on which prevalence and effects are estimated.
        min_n: Scored mentions below which no effect is given.
        chosen: Further choice of contacts; all by default.

    Returns:
        The ranking; ``None`` for an empty workspace.

    Raises:
        InputError: ``week`` is no ISO week between the first and the last with contacts.
    """
    window = _window(queries.weeks(reader), week, effect_weeks)
    base = chosen or ContactFilter()
    if window:
        base = _between(base, window[0], window[-1])
    codes = list(taxonomy.irritants.codes)
    contacts = queries.contact_matrix(reader, codes, base)
    if contacts.empty:
        return None
    contacts["outcome"], scale, note = choose_outcome(contacts["outcome"], contacts["scale"])
    effects = estimate_effects(
        contacts,
        codes,
        "outcome",
        controls=[c for c in CONTROLS if contacts[c].nunique(dropna=False) > 1],
        cluster="customer_id" if contacts["customer_id"].notna().any() else None,
        min_n=min_n,
    )
    model = effects.attrs["model"]
    effects = _with_change(effects, contacts, window)
    effects.attrs["model"] = model
    return Ranking(
        effects=effects,
        week=window[-1] if window else UNDATED_WEEK,
        first_week=window[0] if window else None,
        n_contacts=len(contacts),
        scale=scale,
        notes=(*_said(note), *model["notes"]),
    )


def rank_workspace(
    workspace: Workspace, taxonomy: Taxonomy, *, effect_weeks: int = 26, min_n: int = 20
) -> Ranking | None:
    """Rank the latest week of a workspace and store the ranking.

    Args:
        workspace: The workspace.
        taxonomy: Names the irritants.
        effect_weeks: Trailing weeks on which effects are estimated.
        min_n: Scored mentions below which no effect is given.

    Returns:
        The ranking as stored under its week; ``None`` if there was nothing to rank.
    """
    with workspace.reader() as reader:
        ranking = rank_irritants(reader, taxonomy, effect_weeks=effect_weeks, min_n=min_n)
    if ranking is None:
        return None
    workspace.write_frictions(effects_table(ranking.effects), ranking.week, scale=ranking.scale)
    return ranking


def effects_table(effects: pd.DataFrame) -> pa.Table:
    """A ranking under the schema ``EFFECT``; missing numbers are null, never NaN."""
    return pa.Table.from_pandas(effects[EFFECT.names], schema=EFFECT, preserve_index=False)


def effects_records(effects: pd.DataFrame) -> list[dict[str, Any]]:
    """A ranking as plain records, missing figures ``None``: what JSON and CSV hold."""
    records: list[dict[str, Any]] = effects_table(effects).to_pylist()
    return records


def _window(weeks: Sequence[str], week: str | None, n_weeks: int) -> list[str]:
    """The weeks with contacts among the last ``n_weeks`` calendar weeks up to one."""
    if week is not None and not (weeks and weeks[0] <= week <= weeks[-1] and _is_week(week)):
        known = f"{weeks[0]} to {weeks[-1]}" if weeks else "none: its contacts are undated"
        raise InputError(f"{week!r} is no week of the workspace; its weeks: {known}")
    if not weeks:
        return []
    last = _monday(week or weeks[-1])
    first = last - timedelta(weeks=n_weeks - 1)
    return [w for w in weeks if first <= _monday(w) <= last]


def _is_week(week: str) -> bool:
    try:
        _monday(week)
    except ValueError:
        return False
    return True


def _monday(week: str) -> date:
    year, _, number = week.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def _said(note: Note | None) -> list[dict[str, Any]]:
    return [] if note is None else [{lang: note.text(lang) for lang in LANGS}]


def _between(chosen: ContactFilter, first: str, last: str) -> ContactFilter:
    return replace(
        chosen,
        week_from=max(first, chosen.week_from or first),
        week_to=min(last, chosen.week_to or last),
    )


def _with_change(effects: pd.DataFrame, contacts: pd.DataFrame, window: list[str]) -> pd.DataFrame:
    """Add the change of the last week against the eight before."""
    columns = ["change", "change_low", "change_high"]
    if not window:
        return effects.assign(**dict.fromkeys(columns, float("nan")))
    codes = list(effects["irritant"])
    by_week = contacts.groupby("week")
    changes = weekly_change(by_week[codes].sum(), by_week.size(), window[-1])
    return effects.merge(changes[["irritant", *columns]], on="irritant", how="left")
