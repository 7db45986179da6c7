"""The contacts that every ranking of a workspace is estimated on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from nlp.drivers import Note, as_nps_points, choose_outcome, on_common_scale
from nlp.errors import InputError
from nlp.schemas import UNDATED_WEEK
from nlp.storage import ContactFilter, Reader, queries
from nlp.taxonomy import Taxonomy
from nlp.types import Scale
from nlp.weeks import monday_of, trailing

if TYPE_CHECKING:
    import pandas as pd

CONTROLS = ("channel", "lang", "segment", "week")
"""Held equal beside the other irritants. Predicted sentiment, signals and the length of the
text are never controls: they are consequences of the irritant, or other measures of it."""

OUTCOME = "outcome"

Points = Literal["answer", "nps", "common"]
"""What effects are in points of: the answer on its own scale, the NPS (-100 to 100), or the
scale common to all questions (0 to 100)."""

POINTS: tuple[Points, ...] = get_args(Points)


@dataclass(frozen=True)
class Material:
    """Contacts laid out for estimation.

    Attributes:
        contacts: One row per contact: :func:`nlp.storage.queries.contact_matrix`, with the
            satisfaction of one scale, in the points asked for, under :data:`OUTCOME`.
        irritants: Codes with a boolean column.
        praised: Boolean column of the praise of each family.
        controls: Columns of :data:`CONTROLS` that vary.
        cluster: Column of customers; ``None`` if nobody is known.
        scale: Scale of the satisfaction; ``None`` without scores.
        points: What the satisfaction is in points of.
        window: ISO weeks with contacts that are covered, in order; empty if undated.
        notes: What was decided on the way.
    """

    contacts: pd.DataFrame
    irritants: tuple[str, ...]
    praised: dict[str, str]
    controls: tuple[str, ...]
    cluster: str | None
    scale: Scale | None
    points: Points
    window: tuple[str, ...]
    notes: tuple[Note, ...]

    @property
    def week(self) -> str:
        """Last ISO week covered, or ``undated``."""
        return self.window[-1] if self.window else UNDATED_WEEK

    @property
    def first_week(self) -> str | None:
        """First ISO week covered; ``None`` if undated."""
        return self.window[0] if self.window else None

    def of_group(self, column: str, level: str) -> Material:
        """The contacts with a value in a column; what no longer varies is no control."""
        contacts = self.contacts[self.contacts[column] == level]
        return replace(
            self,
            contacts=contacts,
            controls=tuple(c for c in self.controls if contacts[c].nunique(dropna=False) > 1),
            cluster=self.cluster if contacts["customer_id"].notna().any() else None,
        )


def gather(
    reader: Reader,
    taxonomy: Taxonomy,
    *,
    week: str | None = None,
    effect_weeks: int = 26,
    chosen: ContactFilter | None = None,
    points: Points = "answer",
) -> Material | None:
    """Lay out the contacts of the trailing weeks of a workspace.

    Args:
        reader: The state.
        taxonomy: Its irritants and families.
        week: Last week to cover; the latest by default.
        effect_weeks: Trailing calendar weeks to cover.
        chosen: Further choice of contacts; all by default.
        points: What to express the satisfaction in.

    Returns:
        The contacts; ``None`` where there are none.

    Raises:
        InputError: ``week`` is no ISO week between the first and the last with contacts, or
            NPS points are asked for where the scores are on another scale.
    """
    window = weeks_covered(queries.weeks(reader), week, effect_weeks)
    base = chosen or ContactFilter()
    if window:
        base = _between(base, window[0], window[-1])
    codes = taxonomy.irritants.codes
    families = tuple(taxonomy.irritants.families)
    contacts = queries.contact_matrix(reader, codes, base, praises=families)
    if contacts.empty:
        return None
    answers, scale, note = choose_outcome(contacts[OUTCOME], contacts["scale"])
    contacts[OUTCOME] = _in_points(answers, scale, points)
    return Material(
        contacts=contacts,
        irritants=codes,
        praised={family: queries.PRAISED + family for family in families},
        controls=tuple(c for c in CONTROLS if contacts[c].nunique(dropna=False) > 1),
        cluster="customer_id" if contacts["customer_id"].notna().any() else None,
        scale=scale,
        points=points,
        window=tuple(window),
        notes=(note,) if note else (),
    )


def _in_points(answers: pd.Series[float], scale: Scale | None, points: Points) -> pd.Series[float]:
    import pandas as pd

    if points == "answer" or scale is None:
        return answers
    if points == "common":
        return pd.Series(on_common_scale(answers, scale), answers.index)
    if scale != "nps":
        raise InputError(
            f"NPS points need answers to an NPS question (0 to 10); the scores here are {scale}: "
            "ask for the points of the answer or of the common scale"
        )
    return pd.Series(as_nps_points(answers), answers.index)


def weeks_covered(weeks: Sequence[str], week: str | None, n_weeks: int) -> list[str]:
    """The weeks with contacts among the last ``n_weeks`` calendar weeks up to one.

    Args:
        weeks: Weeks with contacts, in time order.
        week: The last week; the latest with contacts when None.
        n_weeks: How many calendar weeks.

    Raises:
        InputError: The week lies outside those of the workspace, or is no ISO week.
    """
    if week is not None and not (weeks and weeks[0] <= week <= weeks[-1] and _is_week(week)):
        known = f"{weeks[0]} to {weeks[-1]}" if weeks else "none: its contacts are undated"
        raise InputError(f"{week!r} is no week of the workspace; its weeks: {known}")
    return trailing(weeks, week or weeks[-1], n_weeks) if weeks else []


def _is_week(week: str) -> bool:
    try:
        monday_of(week)
    except InputError:
        return False
    return True


def _between(chosen: ContactFilter, first: str, last: str) -> ContactFilter:
    return replace(
        chosen,
        week_from=max(first, chosen.week_from or first),
        week_to=min(last, chosen.week_to or last),
    )
