"""Rank the irritants of a workspace by what they cost, and store the ranking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from nlp.drivers import (
    add_alternatives,
    as_records,
    estimate_effects,
    reweight_scores,
    shrink_effects,
    weekly_change,
)
from nlp.pipeline.material import OUTCOME, Material, Points, gather
from nlp.schemas import EFFECT
from nlp.storage import ContactFilter, GroupRanking, Reader, Workspace
from nlp.taxonomy import Taxonomy
from nlp.types import Scale

if TYPE_CHECKING:
    import pandas as pd

REASON_FAMILY = "reason_family"

MARGINS = ("channel", "lang", "segment", REASON_FAMILY, "sentiment")
"""Whose mix the respondents are given, to see whether effects hang on who answers."""


GROUPS = ("channel", "segment", "product", "lang")
"""Columns whose values get rankings of their own, for the explorer."""

MIN_GROUP = 200
"""Contacts under which a group has no ranking of its own: next to nothing could be estimated."""


@dataclass(frozen=True)
class Ranking:
    """The irritants of a workspace in order.

    Attributes:
        effects: One row per irritant, columns of ``EFFECT``; ``attrs["model"]`` describes
            the regression.
        week: Last ISO week it covers, or ``undated``.
        first_week: First week the effects are estimated on; ``None`` if undated.
        n_contacts: Contacts it covers.
        scale: Scale of the satisfaction; ``None`` without scores.
        points: What effects and impacts are in points of.
        notes: What was decided on the way, each with its text in ``fr`` and ``en``.
    """

    effects: pd.DataFrame
    week: str
    first_week: str | None
    n_contacts: int
    scale: Scale | None
    points: Points
    notes: tuple[dict[str, Any], ...]

    @property
    def is_corrected(self) -> bool:
        """Whether checked contacts correct the model's reading errors, in part or wholly."""
        return bool(self.effects["correction"].isin(["both", "prevalence"]).any())


def rank_irritants(
    reader: Reader,
    taxonomy: Taxonomy,
    *,
    week: str | None = None,
    effect_weeks: int = 26,
    min_n: int = 20,
    chosen: ContactFilter | None = None,
    points: Points = "answer",
    checked: pd.DataFrame | None = None,
) -> Ranking | None:
    """Estimate and rank from one state of a workspace.

    Args:
        reader: The state.
        taxonomy: Names the irritants.
        week: Last week to cover; the latest by default.
        effect_weeks: Trailing calendar weeks on which prevalence and effects are estimated.
        min_n: Scored mentions below which no effect is given.
        chosen: Further choice of contacts; all by default.
        points: What to give effects in points of.
        checked: Contacts that people read again, under their ids
            (:func:`nlp.pipeline.checking.read_checked_contacts`); those outside the weeks
            covered are left out.

    Returns:
        The ranking; ``None`` for an empty workspace.

    Raises:
        InputError: ``week`` is no ISO week between the first and the last with contacts, or
            NPS points are asked for where the scores are on another scale.
    """
    material = gather(
        reader, taxonomy, week=week, effect_weeks=effect_weeks, chosen=chosen, points=points
    )
    return None if material is None else rank_material(material, min_n=min_n, checked=checked)


def rank_material(
    material: Material, *, min_n: int = 20, checked: pd.DataFrame | None = None
) -> Ranking:
    """Estimate and rank contacts that are laid out already; see :func:`rank_irritants`."""
    contacts = material.contacts.set_index("contact_id", drop=False)
    among = None if checked is None else checked[checked.index.isin(contacts.index)]
    effects = estimate_effects(
        contacts,
        material.irritants,
        OUTCOME,
        controls=material.controls,
        cluster=material.cluster,
        checked=among if among is not None and len(among) else None,
        min_n=min_n,
    )
    model = effects.attrs["model"]
    if "correction" not in effects.columns:
        effects["correction"] = None
    weights = reweight_scores(contacts, OUTCOME, MARGINS, cluster=material.cluster).weights
    effects = add_alternatives(
        effects, contacts, OUTCOME,
        controls=material.controls, cluster=material.cluster,
        reason_family=REASON_FAMILY, weights=weights, min_n=min_n,
    )  # fmt: skip
    effects = _with_change(shrink_effects(effects), material)
    effects.attrs["model"] = model
    return Ranking(
        effects=effects,
        week=material.week,
        first_week=material.first_week,
        n_contacts=len(contacts),
        scale=material.scale,
        points=material.points,
        notes=(*as_records(material.notes), *model["notes"]),
    )


def rank_workspace(
    workspace: Workspace,
    taxonomy: Taxonomy,
    *,
    effect_weeks: int = 26,
    min_n: int = 20,
    checked: pd.DataFrame | None = None,
) -> Ranking | None:
    """Rank the latest week of a workspace and store the ranking.

    Args:
        workspace: The workspace.
        taxonomy: Names the irritants.
        effect_weeks: Trailing weeks on which effects are estimated.
        min_n: Scored mentions below which no effect is given.
        checked: Contacts that people read again, under their ids.

    Returns:
        The ranking of all contacts, stored under its week with those of its groups; ``None``
        if there was nothing to rank.
    """
    with workspace.reader() as reader:
        material = gather(reader, taxonomy, effect_weeks=effect_weeks)
    if material is None:
        return None
    ranking = rank_material(material, min_n=min_n, checked=checked)
    workspace.write_frictions(
        effects_table(ranking.effects),
        ranking.week,
        scale=ranking.scale,
        first_week=ranking.first_week,
        n_contacts=ranking.n_contacts,
        groups=[
            GroupRanking(dimension, level, effects_table(one.effects), one.scale, one.n_contacts)
            for (dimension, level), one in rank_groups(material, min_n, checked).items()
        ],
    )
    return ranking


def rank_groups(
    material: Material, min_n: int = 20, checked: pd.DataFrame | None = None
) -> dict[tuple[str, str], Ranking]:
    """Rank the contacts of each channel, segment, product and language by themselves.

    Args:
        material: The contacts.
        min_n: Scored mentions below which no effect is given.
        checked: Contacts that people read again, under their ids.

    Returns:
        A ranking per column and value; groups of fewer than :data:`MIN_GROUP` contacts,
        and those that hold all contacts, have none.
    """
    rankings = {}
    for column in GROUPS:
        sizes = material.contacts[column].value_counts()
        for level, n in sorted(sizes.items()):
            if MIN_GROUP <= n < len(material.contacts):
                group = material.of_group(column, str(level))
                rankings[column, str(level)] = rank_material(group, min_n=min_n, checked=checked)
    return rankings


def effects_table(effects: pd.DataFrame) -> pa.Table:
    """A ranking under the schema ``EFFECT``; missing numbers are null, never NaN."""
    return pa.Table.from_pandas(effects[EFFECT.names], schema=EFFECT, preserve_index=False)


def effects_records(effects: pd.DataFrame) -> list[dict[str, Any]]:
    """A ranking as plain records, missing figures ``None``: what JSON and CSV hold."""
    records: list[dict[str, Any]] = effects_table(effects).to_pylist()
    return records


def _with_change(effects: pd.DataFrame, material: Material) -> pd.DataFrame:
    """Add the change of the last week against the eight before."""
    columns = ["change", "change_low", "change_high"]
    if not material.window:
        return effects.assign(**dict.fromkeys(columns, float("nan")))
    codes = list(effects["irritant"])
    by_week = material.contacts.groupby("week")
    changes = weekly_change(by_week[codes].sum(), by_week.size(), material.week)
    return effects.merge(changes[["irritant", *columns]], on="irritant", how="left")
