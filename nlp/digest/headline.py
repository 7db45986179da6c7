"""The figures of a week beside those of the weeks before."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from nlp.digest.model import Estimate, Headline, ScaleFigure, ShareFigure, Volume
from nlp.drivers import SatisfactionScore, ScoreEstimate, summarize_satisfaction, weekly_change
from nlp.drivers.views.change import MIN_WEEKS, N_WEEKS
from nlp.storage import ContactFilter, Reader, queries
from nlp.types import SCALES, Scale
from nlp.weeks import weeks_before

if TYPE_CHECKING:
    import pandas as pd


def compose_headline(
    reader: Reader, week: str, scale: Scale | None, chosen: ContactFilter
) -> Headline:
    """Count and score a week.

    Args:
        reader: The state.
        week: ISO week.
        scale: The scale to name first; ``None``: the one most answered.
        chosen: The contacts, over all weeks.

    Returns:
        The figures; only the volume where the week has no contact.
    """
    window = replace(chosen, week_from=weeks_before(week, N_WEEKS)[0], week_to=week)
    counts = queries.contact_counts(reader, "week", window)
    per_week = counts.set_index("group")["n_contacts"].astype("int64")
    volume = _volume(per_week, week)
    if not volume.n:
        return Headline(volume)
    overview = queries.overview(reader, replace(window, week_from=week))
    shares = _sentiment_shares(reader, window, per_week, week)
    return Headline(
        volume=volume,
        satisfaction=_satisfaction(queries.contact_matrix(reader, (), window), week, scale),
        negative=shares["negative"],
        mixed=shares["mixed"],
        by_lang=tuple(overview.by_lang.items()),
        by_channel=tuple(overview.by_channel.items()),
    )


def score_change(now: ScoreEstimate, before: ScoreEstimate) -> Estimate | None:
    """Difference of two independent scores.

    Its interval comes from theirs by squaring and adding (MOVER: Zou & Donner 2008,
    *Statistics in Medicine* 27), which keeps the skewness of an NPS. Customers who
    answered in both periods are taken as independent.

    Returns:
        ``now`` less ``before``; ``None`` where one of them has no interval.
    """
    a, b = now, before
    if a.value is None or a.low is None or a.high is None:
        return None
    if b.value is None or b.low is None or b.high is None:
        return None
    gap = a.value - b.value
    return Estimate(
        gap,
        gap - math.hypot(a.value - a.low, b.high - b.value),
        gap + math.hypot(a.high - a.value, b.value - b.low),
    )


def _volume(per_week: pd.Series[int], week: str) -> Volume:
    n = int(per_week.get(week, 0))
    before = per_week.drop(labels=week, errors="ignore")
    if before.empty:
        return Volume(n)
    return Volume(n, len(before), float(before.mean()), int(before.min()), int(before.max()))


def _sentiment_shares(
    reader: Reader, window: ContactFilter, per_week: pd.Series[int], week: str
) -> dict[str, ShareFigure]:
    """Negative and mixed contacts of the week, compared as the irritants are."""
    counted = queries.label_counts(reader, "sentiment", window, by="week")
    kinds = ["negative", "mixed"]
    by_week = counted.pivot(index="group", columns="code", values="n")
    changes = weekly_change(by_week.reindex(columns=kinds).fillna(0), per_week, week)
    figures = {}
    for row in changes.to_dict("records"):
        told = not math.isnan(row["change"])
        figures[row["irritant"]] = ShareFigure(
            n=int(row["n_week"]),
            share=float(row["prevalence_week"]),
            usual=float(row["prevalence_before"]) if told else None,
            change=Estimate(row["change"], row["change_low"], row["change_high"]) if told else None,
        )
    return figures


def _satisfaction(contacts: pd.DataFrame, week: str, main: Scale | None) -> tuple[ScaleFigure, ...]:
    answered = contacts[contacts["outcome"].notna() & contacts["scale"].notna()]
    now = answered[answered["week"] == week]
    n_now = now["scale"].value_counts()
    scales: list[Scale] = [s for s in SCALES if s == main or n_now.get(s, 0)]
    scales.sort(key=lambda s: (s != main, -int(n_now.get(s, 0))))
    before = answered[answered["week"] != week]
    return tuple(_scale_figure(now, before, scale) for scale in scales)


def _scale_figure(now: pd.DataFrame, before: pd.DataFrame, scale: Scale) -> ScaleFigure:
    current = _summary(now, scale)
    if not current.n:
        return ScaleFigure(scale, 0)
    earlier = before[before["scale"] == scale]
    comparable = earlier["week"].nunique() >= MIN_WEEKS
    return ScaleFigure(
        scale=scale,
        n=current.n,
        score=_estimate(current.score),
        mean=_estimate(current.mean),
        change=score_change(current.score, _summary(earlier, scale).score) if comparable else None,
    )


def _summary(answers: pd.DataFrame, scale: Scale) -> SatisfactionScore:
    kept = answers[answers["scale"] == scale]
    return summarize_satisfaction(kept["outcome"], scale, customers=kept["customer_id"])


def _estimate(score: ScoreEstimate) -> Estimate | None:
    return None if score.value is None else Estimate(score.value, score.low, score.high)
