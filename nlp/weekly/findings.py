"""Everything a digest is told besides what is measured of its contacts."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.digest.actions import follow_actions, load_actions
from nlp.digest.audiences import Scope
from nlp.digest.findings import Findings, Money, Topic
from nlp.digest.model import Estimate
from nlp.digest.owners import load_owners
from nlp.pipeline.value import ValueInputs, measure_value
from nlp.storage import Reader
from nlp.taxonomy import Taxonomy
from nlp.types import LANGS
from nlp.value import ValueReport

TOLD_IN_MONEY = ("contact_cost", "revenue_at_risk")
"""Figures in money that a digest tells of an irritant."""


@dataclass(frozen=True)
class Kept:
    """Small files that people keep beside a workspace; ``None`` where there is none.

    Attributes:
        owners: Who answers for an irritant.
        actions: What was done about one.
        topics: Topics that people accepted.
        customers: Customers, for figures in money.
        costs: Costs, likewise.
        key_file: Secret of the workspace's pseudonyms.
    """

    owners: Path | None = None
    actions: Path | None = None
    topics: Path | None = None
    customers: Path | None = None
    costs: Path | None = None
    key_file: Path | None = None


def gather_findings(
    reader: Reader,
    taxonomy: Taxonomy,
    week: str,
    scope: Scope,
    *,
    kept: Kept,
    topics: tuple[Topic, ...] | None,
    onsets: Mapping[str, str],
) -> Findings:
    """Gather what a digest is told besides what is measured of its contacts.

    Args:
        reader: The state to read.
        taxonomy: Names everything.
        week: The digest's week.
        scope: Whom it is for.
        kept: The files that people keep.
        topics: Topics worth telling; ``None`` where nobody looked.
        onsets: Week in which each rise in force began, by irritant.

    Returns:
        The findings.

    Raises:
        InputError: A file that people keep is not what it must be.
    """
    actions = None
    if kept.actions is not None:
        noted = load_actions(kept.actions, taxonomy)
        actions = follow_actions(reader, noted, taxonomy, week, scope=scope, onsets=onsets)
    return Findings(
        topics=topics,
        actions=actions,
        money=() if scope.product else _money(reader, taxonomy, week, kept),
        owners=load_owners(kept.owners, taxonomy) if kept.owners else None,
    )


def _money(reader: Reader, taxonomy: Taxonomy, week: str, kept: Kept) -> tuple[Money, ...]:
    if kept.costs is None and kept.customers is None:
        return ()
    inputs = ValueInputs(kept.customers, kept.costs, kept.key_file)
    report = measure_value(reader, taxonomy, inputs=inputs, week=week)
    return () if report is None else told_in_money(report)


def told_in_money(report: ValueReport) -> tuple[Money, ...]:
    """Figures of irritants, by the year where they have a pace, and those of the service.

    Args:
        report: What contacts cost and bring in.

    Returns:
        The amounts that are known, in the order of the report.
    """
    defined = {lang: {d.figure: d for d in report.definitions(lang)} for lang in LANGS}
    figures = report.figures.astype(object)
    told = []
    for row in figures.where(figures.notna(), None).to_dict("records"):
        if row["unit"] != "money" or (row["irritant"] and row["figure"] not in TOLD_IN_MONEY):
            continue
        amount = _amount(row, "value" if row["per_year"] is None else "per_year")
        if amount is None:
            continue
        told.append(
            Money(
                name={lang: defined[lang][row["figure"]].name for lang in LANGS},
                amount=amount,
                currency=report.currency,
                assumption={
                    lang: " ".join(defined[lang][row["figure"]].assumptions) for lang in LANGS
                },
                code=row["irritant"],
                is_upper_bound=row["bound"] == "upper",
            )
        )
    return tuple(told)


def _amount(row: Mapping[Hashable, Any], name: str) -> Estimate | None:
    low, high = ("low", "high") if name == "value" else (f"{name}_low", f"{name}_high")
    return None if row[name] is None else Estimate(row[name], row[low], row[high])
