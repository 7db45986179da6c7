"""What stands beside the ranking of irritants: families, reasons, groups, who answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.drivers import (
    DoublyRobustCheck,
    Reweighting,
    check_effect,
    classify_families,
    compare_segments,
    rank_reason_irritants,
    rank_reasons,
    response_shares,
    reweight_scores,
    roll_up_families,
    strengths_to_protect,
)
from nlp.pipeline.material import OUTCOME, Material
from nlp.pipeline.ranking import MARGINS
from nlp.taxonomy import Taxonomy

if TYPE_CHECKING:
    import pandas as pd

DIMENSIONS = ("channel", "segment", "sentiment", "lang", "reason_family")
"""Columns by which the share of contacts with a score is told."""


@dataclass(frozen=True)
class Families:
    """Families of irritants: what they cost as a whole, and what failing and excelling do.

    Attributes:
        ranking: :func:`nlp.drivers.roll_up_families`.
        kano: :func:`nlp.drivers.classify_families`.
        strengths: Praised families that surely lift satisfaction, best first.
    """

    ranking: pd.DataFrame
    kano: pd.DataFrame
    strengths: pd.DataFrame


@dataclass(frozen=True)
class Respondents:
    """Who answers the satisfaction question, and what that does to the mean.

    Attributes:
        shares: :func:`nlp.drivers.response_shares`.
        reweighting: Mean of the answers, raw and with the mix of all contacts.
    """

    shares: pd.DataFrame
    reweighting: Reweighting


def rank_families(
    material: Material,
    taxonomy: Taxonomy,
    *,
    min_n: int = 20,
    checked: pd.DataFrame | None = None,
) -> Families:
    """Rank families of irritants, a contact counting once in each, and classify them (Kano).

    Args:
        material: The contacts.
        taxonomy: Says which irritants a family has.
        min_n: Scored mentions below which no effect is given.
        checked: Contacts that people read again, under their ids.

    Returns:
        The three tables.
    """
    contacts = material.contacts.set_index("contact_id", drop=False)
    members = {family: codes for family, codes in taxonomy.irritants.members.items() if codes}
    among = None if checked is None else checked[checked.index.isin(contacts.index)]
    ranking = roll_up_families(
        contacts, members, OUTCOME,
        controls=material.controls, cluster=material.cluster,
        checked=among if among is not None and len(among) else None, min_n=min_n,
    )  # fmt: skip
    kano = classify_families(
        contacts, members, material.praised, OUTCOME,
        controls=material.controls, cluster=material.cluster, min_n=min_n,
    )  # fmt: skip
    return Families(ranking, kano, strengths_to_protect(kano))


def rank_by_reason(material: Material, *, min_n: int = 20) -> pd.DataFrame:
    """Rank reasons for contact; see :func:`nlp.drivers.rank_reasons`."""
    return rank_reasons(
        material.contacts, "reason", OUTCOME,
        controls=material.controls, cluster=material.cluster, min_n=min_n,
    )  # fmt: skip


def rank_by_pair(material: Material, *, min_n: int = 20) -> pd.DataFrame:
    """Rank irritants within reasons; see :func:`nlp.drivers.rank_reason_irritants`."""
    return rank_reason_irritants(
        material.contacts, "reason", material.irritants, OUTCOME,
        controls=material.controls, cluster=material.cluster, min_n=min_n,
    )  # fmt: skip


def compare_groups(material: Material, column: str, *, min_n: int = 20) -> pd.DataFrame:
    """Compare how often each irritant comes up in the levels of a column, at an equal mix.

    Args:
        material: The contacts.
        column: One of :data:`GROUPS`.
        min_n: Comparable contacts of either group under which nothing is said.

    Returns:
        :func:`nlp.drivers.compare_segments`; the mix made equal is that of the other columns
        among channel, language and family of the reason.
    """
    within = [name for name in ("channel", "lang", "reason_family") if name != column]
    found = compare_segments(
        material.contacts, material.irritants, column,
        within=within, cluster=material.cluster, min_n=min_n,
    )  # fmt: skip
    found.attrs["column"] = column
    return found


def who_answers(material: Material, *, min_n: int = 20) -> Respondents:
    """Tell which contacts have a score, and the mean once these resemble all contacts."""
    contacts, cluster = material.contacts, material.cluster
    return Respondents(
        shares=response_shares(contacts, OUTCOME, DIMENSIONS, cluster=cluster),
        reweighting=reweight_scores(contacts, OUTCOME, MARGINS, cluster=cluster, min_n=min_n),
    )


def check_irritant(material: Material, irritant: str) -> DoublyRobustCheck:
    """Estimate one effect by a doubly robust estimator; see :func:`nlp.drivers.check_effect`."""
    return check_effect(
        material.contacts, irritant, material.irritants, OUTCOME,
        controls=material.controls, cluster=material.cluster,
    )  # fmt: skip
