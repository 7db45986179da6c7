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
    TOPIC_PREFIX,
    Comparability,
    Watch,
    WatchSettings,
    assess_comparability,
    watch,
    weekly_counts,
    weekly_profile,
)
from nlp.weekly.accepted import TopicSeries

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
    accepted: TopicSeries | None = None,
    settings: WatchSettings | None = None,
) -> Watched | None:
    """Watch every irritant, accepted topic and reason up to a week.

    Args:
        reader: The state to read.
        taxonomy: Names irritants and reasons.
        week: The week to judge, the last one looked at.
        chosen: The contacts, over all weeks; all by default.
        accepted: The topics that people accepted, as found up to that week.
        settings: Budgets of false alerts and public holidays; the defaults otherwise.

    Returns:
        The watch; ``None`` where no contact came in that week.
    """
    upto = replace(chosen or ContactFilter(), week_to=week)
    contacts = queries.contact_matrix(reader, taxonomy.irritants.codes, upto)
    if contacts.empty or contacts["week"].max() != week:
        return None
    kept = settings or WatchSettings()
    compared = assess_comparability(
        weekly_profile(queries.contact_profile(reader, upto)),
        imports=queries.import_profile(reader, upto),
    )
    n_irritants, n_topics = len(taxonomy.irritants.codes), len(accepted.names) if accepted else 0
    budget = kept.budgets.irritants
    # Topics are known for fewer weeks, so they are watched apart; the budget is one.
    irritants = watch(
        weekly_counts(contacts, taxonomy.irritants.codes),
        budget=budget * n_irritants / (n_irritants + n_topics),
        comparability=compared,
        countries=kept.countries,
    )
    names: dict[str, Names] = {label.code: label.names for label in taxonomy.irritants.labels}
    movement = replace(movement_of_watch(irritants, week, names), budget=budget)
    if accepted is not None:
        topics = _watch_topics(
            accepted,
            contacts,
            comparability=compared,
            settings=kept,
            budget=budget * n_topics / (n_irritants + n_topics) if n_topics else budget,
        )
        movement = _join(movement, topics, accepted, week)
    return Watched(
        movement=movement,
        irritants=irritants,
        reasons=watch(
            weekly_counts(contacts, taxonomy.reasons.codes, column="reason"),
            kind="reasons",
            budget=kept.budgets.reasons,
            comparability=compared,
            countries=kept.countries,
        ),
        comparability=compared,
    )


def _watch_topics(
    accepted: TopicSeries,
    contacts: pd.DataFrame,
    *,
    comparability: Comparability,
    settings: WatchSettings,
    budget: float,
) -> Watch:
    """Watch accepted topics among the given contacts."""
    table = accepted.by_contact
    counts = weekly_counts(
        table[table["contact_id"].isin(contacts["contact_id"])],
        list(accepted.names),
        column="topics",
    )
    counts = replace(counts, counts=counts.counts.add_prefix(TOPIC_PREFIX))
    return watch(counts, budget=budget, comparability=comparability, countries=settings.countries)


def _join(movement: Movement, topics: Watch, accepted: TopicSeries, week: str) -> Movement:
    """What moved among irritants and topics, and which topics can no longer be watched."""
    judged = topics.week == week
    movers = movement_of_watch(topics, week, accepted.names).movers if judged else ()
    return replace(
        movement, movers=movement.movers + movers, notes=movement.notes + accepted.gone_notes()
    )
