"""What moved in a week, judged by the watch with its budget of false alerts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nlp.digest.findings import Movement
from nlp.digest.model import Names
from nlp.digest.movement import movement_of_watch
from nlp.storage import ContactFilter, Reader, queries
from nlp.taxonomy import Taxonomy
from nlp.trends import (
    Budgets,
    Comparability,
    Country,
    Watch,
    WeeklyCounts,
    assess_comparability,
    join_topics,
    watch,
    weekly_counts,
    weekly_profile,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Watched:
    """The watch lists as of a week.

    Attributes:
        movement: What moved among irritants and accepted topics.
        irritants: Their watch.
        reasons: The watch of the reasons for contact.
        comparability: What keeps weeks from being compared.
    """

    movement: Movement
    irritants: Watch
    reasons: Watch
    comparability: Comparability


def watch_week(
    reader: Reader,
    taxonomy: Taxonomy,
    week: str,
    *,
    chosen: ContactFilter | None = None,
    accepted: pd.DataFrame | None = None,
    accepted_names: dict[str, Names] | None = None,
    budgets: Budgets | None = None,
    countries: tuple[Country, ...] = ("FR", "GB"),
) -> Watched | None:
    """Watch every irritant, accepted topic and reason up to a week.

    Args:
        reader: The state to read.
        taxonomy: Names irritants and reasons.
        week: The week to judge, the last one looked at.
        chosen: The contacts, over all weeks; all by default.
        accepted: One row per contact, ``week`` and a boolean column per accepted topic; on
            the same contacts. ``None`` without any.
        accepted_names: Names of those topics.
        budgets: False alerts put up with; the defaults otherwise.
        countries: Whose public holidays are looked at.

    Returns:
        The watch; ``None`` where no contact came in that week.
    """
    upto = replace(chosen or ContactFilter(), week_to=week)
    contacts = queries.contact_matrix(reader, taxonomy.irritants.codes, upto)
    if contacts.empty or contacts["week"].max() != week:
        return None
    compared = assess_comparability(weekly_profile(queries.contact_profile(reader, upto)))
    spent = budgets or Budgets()
    irritants = weekly_counts(contacts, taxonomy.irritants.codes)
    if accepted is not None:
        irritants = join_topics(irritants, _counts(accepted))
    reasons = weekly_counts(contacts, taxonomy.reasons.codes, column="reason")
    found = watch(irritants, budget=spent.irritants, comparability=compared, countries=countries)
    names: dict[str, Names] = {label.code: label.names for label in taxonomy.irritants.labels}
    return Watched(
        movement=movement_of_watch(found, week, names | (accepted_names or {})),
        irritants=found,
        reasons=watch(
            reasons,
            kind="reasons",
            budget=spent.reasons,
            comparability=compared,
            countries=countries,
        ),
        comparability=compared,
    )


def _counts(topics: pd.DataFrame) -> WeeklyCounts:
    return weekly_counts(topics, [str(name) for name in topics.columns if name != "week"])
