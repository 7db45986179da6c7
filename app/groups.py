"""The ranking that belongs to the contacts chosen: that of all, or of a group by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from app.links import group_of
from app.loaders import Store, ask, records
from nlp.pipeline.ranking import MIN_GROUP
from nlp.schemas import UNDATED_WEEK
from nlp.storage import ContactFilter, queries

About = Literal["all", "group", "whole", "too_few", "not_ranked"]


@dataclass(frozen=True)
class Ranked:
    """A ranking, and whom it is about.

    Attributes:
        table: Rows of the ranking, by rank; none where there is nothing to show.
        about: ``all`` contacts; a ``group`` by itself; a group that is the ``whole`` of the
            contacts ranked; a group of ``too_few`` contacts to be ranked, with no rows; a
            group that a ranking of an earlier version of Motif has ``not_ranked``, with the
            rows of all contacts.
        n_contacts: Contacts ranked, or those of a group of too few; ``None`` where the
            ranking does not tell.
    """

    table: pd.DataFrame
    about: About
    n_contacts: int | None


def ranking_of(store: Store, chosen: ContactFilter) -> Ranked:
    """Find the ranking of the contacts chosen.

    Args:
        store: The state to read.
        chosen: The contacts.

    Returns:
        The ranking of the group that they are, where they are all the contacts with one
        value of one column; that of all contacts otherwise.
    """
    of_all = ask(store, queries.frictions)
    group = group_of(chosen)
    if group is None or of_all.empty:
        return Ranked(of_all, "all", _n_contacts(of_all))
    own = ask(store, queries.frictions, None, group)
    if not own.empty:
        return Ranked(own, "group", _n_contacts(own))
    n_group, n_all = (
        ask(store, queries.overview, _ranked_part(each, of_all)).n_contacts
        for each in (chosen, ContactFilter())
    )
    if n_group == n_all:
        return Ranked(of_all, "whole", _n_contacts(of_all))
    if n_group < MIN_GROUP:
        return Ranked(own, "too_few", n_group)
    return Ranked(of_all, "not_ranked", _n_contacts(of_all))


def _ranked_part(chosen: ContactFilter, ranking: pd.DataFrame) -> ContactFilter:
    """Those of the contacts chosen that lie within the weeks of a ranking."""
    row = records(ranking)[0]
    first, last = row["first_week"], row["as_of_week"]
    return replace(
        chosen,
        week_from=first if isinstance(first, str) else None,
        week_to=None if last == UNDATED_WEEK else last,
    )


def _n_contacts(ranking: pd.DataFrame) -> int | None:
    n = None if ranking.empty else records(ranking)[0]["n_contacts"]
    return None if pd.isna(n) else int(n)
