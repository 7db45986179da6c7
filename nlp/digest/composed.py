"""A digest composed: all that it tells, in no language yet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from nlp.digest.audiences import Scope
from nlp.digest.findings import ActionFollowUp, Money, Movement, Topic
from nlp.digest.model import Headline, IrritantRow, Names, Strength
from nlp.storage import ContactFilter
from nlp.types import Scale


@dataclass(frozen=True, slots=True)
class ImportFigures:
    """The run that made the state the digest was read from.

    Attributes:
        imported_on: Day it began, UTC.
        n_read, n_kept, n_rejected: Rows.
        rejects: Rows rejected per reason, most frequent first.
    """

    imported_on: date
    n_read: int
    n_kept: int
    n_rejected: int
    rejects: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the digest rests on, and what it leaves out.

    Attributes:
        imported: The last import; ``None`` if none was recorded.
        n_undated: Contacts without a date, which belong to no week.
        n_unread: Contacts stored that the model has not read.
        n_scored: Contacts of the week with a satisfaction score.
        abstained: Per kind of label, share of the week's contacts on which the model is
            in doubt, in [0, 1].
        model_version, taxonomy_version: What the contacts were read with.
    """

    imported: ImportFigures | None
    n_undated: int
    n_unread: int
    n_scored: int
    abstained: tuple[tuple[str, float], ...]
    model_version: str
    taxonomy_version: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A week, ready to be rendered in either language.

    Attributes:
        week: ISO week.
        scale: Scale in whose points effects and impacts are; ``None`` without scores.
        effect_weeks: First and last week the effects are estimated on, if dated.
        headline: Figures of the week.
        movement: What moved.
        top: The irritants told in full, by rank.
        charted: The irritants drawn, by rank; all have an impact.
        n_cost: Irritants of the ranking that cost satisfaction for sure.
        strengths: What customers praise: what lifts satisfaction for sure, where anything
            does, else what is praised most.
        coverage: What it rests on.
        notes: What was decided when the ranking was estimated, per language.
        scope: Whom it is for.
        chosen: The contacts it is about, over all weeks.
        topics: Subjects outside the taxonomy; ``None`` where nobody looked for them.
        actions: What was done and what followed; ``None`` where no list is kept.
        money: Figures in money.
    """

    week: str
    scale: Scale | None
    effect_weeks: tuple[str, str] | None
    headline: Headline
    movement: Movement
    top: tuple[IrritantRow, ...]
    charted: tuple[IrritantRow, ...]
    n_cost: int
    strengths: tuple[Strength, ...]
    coverage: Coverage
    notes: tuple[Names, ...] = ()
    scope: Scope = field(default_factory=Scope)
    chosen: ContactFilter = field(default_factory=ContactFilter)
    topics: tuple[Topic, ...] | None = None
    actions: tuple[ActionFollowUp, ...] | None = None
    money: tuple[Money, ...] = ()

    @property
    def of_week(self) -> ContactFilter:
        """The contacts of the week."""
        return replace(self.chosen, week_from=self.week, week_to=self.week)

    @property
    def is_empty(self) -> bool:
        """Whether the week has no contact."""
        return self.headline.volume.n == 0

    @property
    def is_priced(self) -> bool:
        """Whether the impact of at least one irritant told is known."""
        return self.scale is not None and any(row.impact is not None for row in self.top)

    @property
    def is_quiet(self) -> bool:
        """Whether changes could be told, and none was significant."""
        changes = [figure.change for figure in self.headline.satisfaction]
        changes += [self.headline.negative.change] if self.headline.negative else []
        moved = self.movement.up or self.movement.down
        signals = any(change is not None and change.is_signal for change in changes)
        return bool(self.movement.n_watched) and not moved and not signals
