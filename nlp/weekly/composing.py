"""What is measured of some contacts up to a week, and the digests composed of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nlp.digest import Digest, Findings, Scope, compose_digest
from nlp.pipeline.material import gather
from nlp.pipeline.ranking import Ranking, rank_material
from nlp.pipeline.views import rank_families
from nlp.storage import Reader
from nlp.taxonomy import Taxonomy
from nlp.trends import WatchSettings
from nlp.types import LANGS
from nlp.weekly.accepted import TopicSeries
from nlp.weekly.watching import Watched, watch_week

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Measured:
    """What is measured of some contacts; the same for every audience that hears of them.

    Attributes:
        watched: What moved in the week; ``None`` where no contact came in it.
        ranking: The irritants; ``None`` where there is nothing to rank.
        strengths: Praised families that surely lift satisfaction; ``None`` likewise.
    """

    watched: Watched | None
    ranking: Ranking | None = None
    strengths: pd.DataFrame | None = None

    @property
    def onsets(self) -> dict[str, str]:
        """Week in which each rise in force began."""
        alerts = [] if self.watched is None else self.watched.irritants.alerts.to_dict("records")
        return {str(row["code"]): str(row["since"]) for row in alerts if row["in_force"]}


def measure_contacts(
    reader: Reader,
    taxonomy: Taxonomy,
    week: str,
    scope: Scope,
    *,
    effect_weeks: int = 26,
    min_n: int = 20,
    checked: pd.DataFrame | None = None,
    watching: WatchSettings | None = None,
    accepted: TopicSeries | None = None,
) -> Measured:
    """Watch and rank the contacts that an audience hears of.

    Args:
        reader: The state to read.
        taxonomy: Names everything.
        week: Last ISO week looked at.
        scope: Whose product says which contacts; all without one.
        effect_weeks: Trailing weeks on which effects are estimated.
        min_n: Scored mentions below which no effect is given.
        checked: Contacts that people read again.
        watching: Budgets of false alerts and public holidays; the defaults otherwise.
        accepted: Topics that people accepted, watched with the irritants.

    Returns:
        What was measured.

    Raises:
        InputError: The week is outside those of the workspace.
    """
    watched = watch_week(
        reader, taxonomy, week, chosen=scope.contacts, accepted=accepted, settings=watching
    )
    material = gather(reader, taxonomy, week=week, effect_weeks=effect_weeks)
    if material is not None and scope.product is not None:
        material = material.of_group("product", scope.product)
    if material is None or not material.window or material.contacts.empty:
        return Measured(watched)
    return Measured(
        watched,
        rank_material(material, min_n=min_n, checked=checked),
        rank_families(material, taxonomy, min_n=min_n, checked=checked).strengths,
    )


def compose_edition(
    reader: Reader,
    taxonomy: Taxonomy,
    week: str,
    scope: Scope,
    measured: Measured,
    found: Findings,
) -> Digest:
    """Compose the digest of a week for an audience.

    Args:
        reader: The state to read.
        taxonomy: Names everything.
        week: ISO week.
        scope: Whom it is for.
        measured: What was measured of the contacts that it hears of.
        found: What else was found; movement and strengths are those measured.

    Returns:
        The digest.
    """
    movement = None if measured.watched is None else measured.watched.movement
    found = replace(found, movement=movement, strengths=measured.strengths)
    ranking = measured.ranking
    if ranking is None:
        return compose_digest(reader, None, taxonomy, week, scope=scope, found=found)
    return compose_digest(
        reader,
        ranking.effects,
        taxonomy,
        week,
        scope=scope,
        scale=ranking.scale,
        effect_weeks=None if ranking.first_week is None else (ranking.first_week, ranking.week),
        notes=[{lang: str(note[lang]) for lang in LANGS} for note in ranking.notes],
        found=found,
    )
