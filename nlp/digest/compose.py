"""Compose the digest of a week from stored rows, a ranking and what else was found."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nlp.digest.audiences import Scope
from nlp.digest.compose_coverage import compose_coverage
from nlp.digest.composed import Digest
from nlp.digest.findings import Findings, Movement
from nlp.digest.headline import compose_headline
from nlp.digest.model import Estimate, IrritantRow, Names
from nlp.digest.movement import movement_of_changes
from nlp.digest.owners import Owners
from nlp.digest.proposals import propose
from nlp.digest.quoting import Quoting
from nlp.digest.weeks import check_week
from nlp.errors import EstimationError
from nlp.storage import ContactFilter, Reader, queries
from nlp.taxonomy import Taxonomy
from nlp.types import Scale

if TYPE_CHECKING:
    import pandas as pd

N_CHARTED = 10
"""Irritants drawn at most; for the direction, half of them."""


def compose_digest(
    reader: Reader,
    effects: pd.DataFrame | None,
    taxonomy: Taxonomy,
    week: str,
    *,
    scope: Scope | None = None,
    scale: Scale | None = None,
    effect_weeks: tuple[str, str] | None = None,
    notes: Sequence[Names] = (),
    chosen: ContactFilter | None = None,
    found: Findings | None = None,
    n_top: int = 5,
    n_quotes: int = 2,
) -> Digest:
    """Compose the digest of a week; the same rows give the same digest.

    Args:
        reader: The state to read.
        effects: The ranking as of the week: columns of ``EFFECT``; ``None`` if there is
            nothing to rank. Gains are projected where ``attrs["model"]`` describes it.
        taxonomy: Names the irritants.
        week: ISO week, between the first and the last that have contacts.
        scope: Whom it is for; everybody in CX by default. A product restricts the contacts.
        scale: Scale in whose points the effects are; ``None`` without scores.
        effect_weeks: First and last week the effects are estimated on.
        notes: What was decided when they were, a text per language each.
        chosen: The contacts that the digest is about, over all weeks; all by default.
            The ranking and the findings must be of the same contacts.
        found: What else was found.
        n_top: Irritants told in full, at least 1.
        n_quotes: Quotes for each of them, at least 0.

    Returns:
        The digest; valid, and empty, for a week in which nothing came in.

    Raises:
        InputError: The week is no ISO week, or outside those of the workspace.
        EstimationError: The ranking is as of another week than the digest.
        TaxonomyError: The ranking names an irritant that the taxonomy does not know.
    """
    check_week(week, queries.weeks(reader))
    scope, found = scope or Scope(), found or Findings()
    base = _contacts(chosen or ContactFilter(), scope)
    headline = compose_headline(reader, week, scale, base)
    empty = Digest(
        week=week,
        scale=scale,
        effect_weeks=effect_weeks,
        headline=headline,
        movement=found.movement or Movement(),
        top=(),
        charted=(),
        n_cost=0,
        strengths=(),
        coverage=compose_coverage(reader, replace(base, week_from=week, week_to=week), headline),
        notes=tuple(notes),
        scope=scope,
        chosen=base,
        topics=None if found.topics is None else (),
        actions=found.actions,
        money=tuple(
            money
            if money.code is None
            else replace(money, subject=taxonomy.irritants[money.code].names)
            for money in found.money
        ),
    )
    if empty.is_empty:
        return replace(empty, movement=Movement(notes=empty.movement.notes))
    _check_as_of(week, effect_weeks, effects)
    rows = [] if effects is None else _rows(reader, empty, effects, taxonomy, found.owners)
    told = _told(reader, empty, rows, effects, taxonomy, found, n_top, n_quotes)
    return for_direction(told) if scope.audience == "direction" else told


def for_direction(digest: Digest) -> Digest:
    """The digest of all contacts, as the direction reads it: the same, with half the chart."""
    return replace(digest, scope=Scope("direction"), charted=digest.charted[: N_CHARTED // 2])


def _told(
    reader: Reader,
    digest: Digest,
    rows: Sequence[IrritantRow],
    effects: pd.DataFrame | None,
    taxonomy: Taxonomy,
    found: Findings,
    n_top: int,
    n_quotes: int,
) -> Digest:
    """The digest with what its ranking and findings tell, quotes chosen in reading order."""
    quoting = Quoting(reader, digest.of_week)
    worth = _worth_telling(rows)
    measured = _measured_on(digest)
    top = [
        propose(
            reader,
            quoting.irritant(row, n_quotes),
            taxonomy,
            measured,
            _effect_of(effects, row.code),
            digest.scale,
        )
        for row in worth[:n_top]
    ]
    movement = found.movement or movement_of_changes(rows)
    return replace(
        digest,
        movement=quoting.movement(movement, {row.code for row in top}),
        top=tuple(top),
        charted=tuple(row for row in worth if row.impact is not None)[:N_CHARTED],
        n_cost=sum(row.verdict == "costs" for row in rows),
        topics=None if found.topics is None else quoting.topics(found.topics),
        strengths=quoting.strengths(taxonomy, digest.headline.volume.n, found.strengths),
    )


def _contacts(chosen: ContactFilter, scope: Scope) -> ContactFilter:
    """The contacts over all weeks, those of a product where one is asked for."""
    products = chosen.products if scope.product is None else (scope.product,)
    return replace(chosen, week_from=None, week_to=None, products=products)


def _measured_on(digest: Digest) -> ContactFilter:
    """The contacts that the effects are estimated on."""
    first, last = digest.effect_weeks or (digest.week, digest.week)
    return replace(digest.chosen, week_from=first, week_to=last)


def _check_as_of(
    week: str, effect_weeks: tuple[str, str] | None, effects: pd.DataFrame | None
) -> None:
    if effects is not None and effect_weeks is not None and effect_weeks[1] != week:
        raise EstimationError(
            f"the digest of {week} needs the ranking as of that week, got the one as of "
            f"{effect_weeks[1]}"
        )


def _rows(
    reader: Reader,
    digest: Digest,
    effects: pd.DataFrame,
    taxonomy: Taxonomy,
    owners: Owners | None,
) -> list[IrritantRow]:
    """The ranking in order, with the counts of the week."""
    counted = queries.label_counts(reader, "irritant", digest.of_week)
    of_code = dict(zip(counted["code"], counted["n"], strict=True))
    rows = []
    for record in effects.sort_values("rank").to_dict("records"):
        code = str(record["irritant"])
        n_week = int(of_code.get(code, 0))
        cause = record.get("cause")
        rows.append(
            IrritantRow(
                code=code,
                names=taxonomy.irritants[code].names,
                rank=int(record["rank"]),
                n_week=n_week,
                share_week=n_week / digest.headline.volume.n,
                effect=_estimate(record, "effect"),
                impact=_estimate(record, "impact"),
                change=_estimate(record, "change"),
                verdict=str(record["verdict"]),
                cause=cause if isinstance(cause, str) else None,
                owner=None if owners is None else owners.of(code, digest.scope.product),
            )
        )
    return rows


def _effect_of(
    effects: pd.DataFrame | None, code: str
) -> tuple[Mapping[Any, Any], Mapping[str, Any]] | None:
    """A row of the ranking with the ranking's model, where it has one."""
    if effects is None or "model" not in effects.attrs:
        return None
    row = effects[effects["irritant"] == code].to_dict("records")[0]
    return row, effects.attrs["model"]


def _estimate(record: Mapping[Any, Any], name: str) -> Estimate | None:
    value, low, high = (_known(record[f"{name}{end}"]) for end in ("", "_low", "_high"))
    return None if value is None else Estimate(value, low, high)


def _known(value: Any) -> float | None:
    return None if value is None or math.isnan(value) else float(value)


def _worth_telling(rows: Sequence[IrritantRow]) -> list[IrritantRow]:
    """The ranking less what goes with higher satisfaction, and what nobody mentions."""
    return [
        row
        for row in rows
        if row.verdict != "pays" and row.cause != "never_present" and (row.impact or row.n_week)
    ]
