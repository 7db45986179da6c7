"""Compose the digest of a week from stored rows and a ranking."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nlp.digest.headline import compose_headline
from nlp.digest.model import (
    Coverage,
    Digest,
    Estimate,
    Headline,
    ImportFigures,
    IrritantRow,
    Movement,
    Names,
    Strength,
)
from nlp.digest.quotes import QuoteChooser
from nlp.digest.weeks import check_week
from nlp.errors import EstimationError
from nlp.schemas import UNDATED_WEEK
from nlp.storage import ContactFilter, Reader, queries
from nlp.storage.queries import Exemplar
from nlp.taxonomy import Taxonomy
from nlp.types import LANGS, Scale

if TYPE_CHECKING:
    import pandas as pd

N_CHARTED = 10
"""Irritants drawn at most."""

N_STRENGTHS = 3
"""Families of praise told at most."""

N_CANDIDATES = 60
"""Verbatims among which quotes are chosen, those with the strongest evidence."""

ALPHA = 0.05
"""Share of intervals that miss the truth; all of them are at 95 %."""

_SEEN_OFTEN = (1.959964 + 0.841621) / 1.959964
"""Half an interval's width times this is the change seen with 80 % power."""


def compose_digest(
    reader: Reader,
    effects: pd.DataFrame | None,
    taxonomy: Taxonomy,
    week: str,
    *,
    scale: Scale | None = None,
    effect_weeks: tuple[str, str] | None = None,
    notes: Sequence[Names] = (),
    chosen: ContactFilter | None = None,
    n_top: int = 5,
    n_quotes: int = 2,
) -> Digest:
    """Compose the digest of a week; the same rows give the same digest.

    Args:
        reader: The state to read.
        effects: The ranking as of the week: columns of ``EFFECT``; ``None`` if there is
            nothing to rank.
        taxonomy: Names the irritants.
        week: ISO week, between the first and the last that have contacts.
        scale: Scale in whose points the effects are; ``None`` without scores.
        effect_weeks: First and last week the effects are estimated on.
        notes: What was decided when they were, a text per language each.
        chosen: The contacts that the digest is about, over all weeks; all by default.
            The ranking must be of the same contacts.
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
    base = replace(chosen or ContactFilter(), week_from=None, week_to=None)
    headline = compose_headline(reader, week, scale, base)
    of_week = replace(base, week_from=week, week_to=week)
    rows: list[IrritantRow] = []
    strengths: tuple[Strength, ...] = ()
    movement = Movement()
    chooser = QuoteChooser()
    if headline.volume.n and effects is not None:
        if effect_weeks is not None and effect_weeks[1] != week:
            raise EstimationError(
                f"the digest of {week} needs the ranking as of that week, got the one as of "
                f"{effect_weeks[1]}"
            )
        rows = _rows(reader, effects, taxonomy, of_week, headline.volume.n)
    told = [
        _quoted(reader, row, of_week, chooser, n_quotes) for row in _worth_telling(rows)[:n_top]
    ]
    if headline.volume.n:
        movement = _movement(reader, rows, told, of_week, chooser)
        strengths = _strengths(reader, taxonomy, of_week, headline.volume.n, chooser)
    return Digest(
        week=week,
        scale=scale,
        effect_weeks=effect_weeks,
        headline=headline,
        movement=movement,
        top=tuple(told),
        charted=tuple(row for row in _worth_telling(rows) if row.impact is not None)[:N_CHARTED],
        n_cost=sum(row.verdict == "costs" for row in rows),
        strengths=strengths,
        coverage=_coverage(reader, of_week, headline),
        notes=tuple(notes),
    )


def _rows(
    reader: Reader, effects: pd.DataFrame, taxonomy: Taxonomy, of_week: ContactFilter, n: int
) -> list[IrritantRow]:
    """The ranking in order, with the counts of the week."""
    counted = queries.label_counts(reader, "irritant", of_week)
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
                share_week=n_week / n,
                effect=_estimate(record, "effect"),
                impact=_estimate(record, "impact"),
                change=_estimate(record, "change"),
                verdict=str(record["verdict"]),
                cause=cause if isinstance(cause, str) else None,
            )
        )
    return rows


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


def _quoted(
    reader: Reader, row: IrritantRow, of_week: ContactFilter, chooser: QuoteChooser, n: int
) -> IrritantRow:
    if not (row.n_week and n):
        return row
    exemplars = queries.exemplar_candidates(
        reader, row.code, str(of_week.week_to), of_week, limit=N_CANDIDATES
    )
    return replace(row, quotes=chooser.choose(exemplars, n, kind="irritant"))


def _movement(
    reader: Reader,
    rows: Sequence[IrritantRow],
    told: Sequence[IrritantRow],
    of_week: ContactFilter,
    chooser: QuoteChooser,
) -> Movement:
    """What moved; a rise that is not told elsewhere comes with a quote."""
    changes = [(row, row.change) for row in rows if row.change is not None]
    moved = [(row, change) for row, change in changes if change.is_signal]
    moved.sort(key=lambda pair: (-abs(pair[1].value), pair[0].code))
    codes = {row.code for row in told}
    up = tuple(
        row if row.code in codes else _quoted(reader, row, of_week, chooser, 1)
        for row, change in moved
        if change.value > 0
    )
    widths = [
        (change.high - change.low) / 2
        for _, change in changes
        if change.low is not None and change.high is not None
    ]
    return Movement(
        n_watched=len(widths),
        up=up,
        down=tuple(row for row, change in moved if change.value < 0),
        detectable=_SEEN_OFTEN * max(widths) if widths else None,
        by_chance=ALPHA * len(widths),
    )


def _strengths(
    reader: Reader, taxonomy: Taxonomy, of_week: ContactFilter, n: int, chooser: QuoteChooser
) -> tuple[Strength, ...]:
    counted = queries.label_counts(reader, "praise", of_week).head(N_STRENGTHS)
    return tuple(
        Strength(
            code=code,
            names={lang: taxonomy.name("praise", code, lang) for lang in LANGS},
            n_week=int(n_week),
            share_week=int(n_week) / n,
            quotes=chooser.choose(_praises(reader, code, of_week), 1, kind="praise"),
        )
        for code, n_week in zip(counted["code"], counted["n"], strict=True)
    )


def _praises(reader: Reader, family: str, of_week: ContactFilter) -> list[Exemplar]:
    """Verbatims that praise a family, with the words that say so."""
    page = queries.verbatims(
        reader, of_week, label=("praise", family), order="strongest", limit=N_CANDIDATES
    )
    exemplars = []
    for verbatim in page.rows:
        spans = [e for e in verbatim.evidence if (e.kind, e.label) == ("praise", family)]
        span = max(spans, key=lambda e: (e.score, -e.start), default=None)
        exemplars.append(Exemplar(verbatim, span, None))
    return exemplars


def _coverage(reader: Reader, of_week: ContactFilter, headline: Headline) -> Coverage:
    overview = queries.overview(reader, of_week)
    counts = queries.contact_counts(reader, "week")
    undated = counts.loc[counts["group"] == UNDATED_WEEK, "n_contacts"].sum()
    versions = queries.model_versions(reader)
    return Coverage(
        imported=_imported(reader),
        n_undated=int(undated),
        n_unread=int(versions.loc[versions["in_force"], "n_missing"].sum()),
        n_scored=sum(figure.n for figure in headline.satisfaction),
        abstained=tuple(overview.abstained_share.items()),
        model_version=reader.model_version,
        taxonomy_version=reader.snapshot.taxonomy_version,
    )


def _imported(reader: Reader) -> ImportFigures | None:
    run = queries.last_run(reader)
    if run is None:
        return None
    rejected = queries.reject_counts(reader, run.run_id)
    return ImportFigures(
        imported_on=run.started_at.date(),
        n_read=run.n_read,
        n_kept=run.n_kept,
        n_rejected=run.n_rejected,
        rejects=tuple(
            (str(r), int(n)) for r, n in zip(rejected["reason"], rejected["n"], strict=True)
        ),
    )
