"""Everything a digest is told besides the ranking, gathered for one week and one scope."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.digest.actions import follow_actions, load_actions
from nlp.digest.findings import Findings, Money, Topic
from nlp.digest.model import Estimate
from nlp.digest.owners import load_owners
from nlp.pipeline.material import Material
from nlp.pipeline.value import ValueInputs, measure_value
from nlp.pipeline.views import rank_families
from nlp.storage import ContactFilter, Reader
from nlp.taxonomy import Taxonomy
from nlp.types import LANGS
from nlp.value import ValueReport
from nlp.weekly.watching import Watched

if TYPE_CHECKING:
    import pandas as pd

TOLD_IN_MONEY = ("contact_cost", "revenue_at_risk")
"""Figures in money that a digest tells of an irritant."""


@dataclass(frozen=True)
class Kept:
    """Small files that people keep beside a workspace; ``None`` where there is none.

    Attributes:
        owners: Who answers for an irritant.
        actions: What was done about one.
        customers: Customers, for figures in money.
        costs: Costs, likewise.
        key_file: Secret of the workspace's pseudonyms.
    """

    owners: Path | None = None
    actions: Path | None = None
    customers: Path | None = None
    costs: Path | None = None
    key_file: Path | None = None


def gather_findings(
    reader: Reader,
    taxonomy: Taxonomy,
    week: str,
    *,
    material: Material | None,
    watched: Watched | None,
    topics: tuple[Topic, ...] | None,
    kept: Kept,
    product: str | None = None,
    checked: pd.DataFrame | None = None,
    min_n: int = 20,
) -> Findings:
    """Gather what a digest is told.

    Args:
        reader: The state to read.
        taxonomy: Names everything.
        week: The digest's week.
        material: The contacts that the ranking is about; ``None`` without any.
        watched: The watch as of the week, on the same contacts; ``None`` if it said nothing.
        topics: Topics worth telling; ``None`` where nobody looked.
        kept: The files that people keep.
        product: The product whose contacts these are; ``None`` for all.
        checked: Contacts that people read again.
        min_n: Scored mentions below which no effect is given.

    Returns:
        The findings.

    Raises:
        InputError: A file that people keep is not what it must be.
    """
    chosen = ContactFilter(products=(product,)) if product else ContactFilter()
    strengths = None
    if material is not None:
        strengths = rank_families(material, taxonomy, min_n=min_n, checked=checked).strengths
    actions = None
    if kept.actions is not None:
        noted = load_actions(kept.actions, taxonomy)
        actions = follow_actions(
            reader, noted, taxonomy, week, chosen=chosen, product=product, onsets=_onsets(watched)
        )
    return Findings(
        movement=None if watched is None else watched.movement,
        topics=topics,
        strengths=strengths,
        actions=actions,
        money=() if product else _money(reader, taxonomy, week, kept),
        owners=load_owners(kept.owners, taxonomy) if kept.owners else None,
    )


def _onsets(watched: Watched | None) -> dict[str, str]:
    """When the rises in force began."""
    if watched is None:
        return {}
    alerts = watched.irritants.alerts
    in_force = alerts[alerts["in_force"]]
    return dict(zip(in_force["code"], in_force["since"], strict=True))


def _money(reader: Reader, taxonomy: Taxonomy, week: str, kept: Kept) -> tuple[Money, ...]:
    if kept.costs is None and kept.customers is None:
        return ()
    inputs = ValueInputs(kept.customers, kept.costs, kept.key_file)
    report = measure_value(reader, taxonomy, inputs=inputs, week=week)
    return () if report is None else _told_in_money(report)


def _told_in_money(report: ValueReport) -> tuple[Money, ...]:
    """Figures of irritants, by the year where they have a pace, and those of the service."""
    defined = {lang: {d.figure: d for d in report.definitions(lang)} for lang in LANGS}
    told = []
    for row in report.figures.to_dict("records"):
        if row["unit"] != "money" or (row["irritant"] and row["figure"] not in TOLD_IN_MONEY):
            continue
        by_year = row["per_year"] == row["per_year"]  # not missing
        of = "per_year" if by_year else "value"
        ends = ("per_year_low", "per_year_high") if by_year else ("low", "high")
        low, high = (None if row[end] != row[end] else float(row[end]) for end in ends)
        if row[of] != row[of]:
            continue
        told.append(
            Money(
                name={lang: defined[lang][row["figure"]].name for lang in LANGS},
                amount=Estimate(float(row[of]), low, high),
                currency=report.currency,
                assumption={
                    lang: " ".join(defined[lang][row["figure"]].assumptions) for lang in LANGS
                },
                code=row["irritant"] or None,
                is_upper_bound=row["bound"] == "upper",
            )
        )
    return tuple(told)
