"""The rows of a digest: figures and quotes of one week, in no language yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nlp.types import Lang, Satisfaction, Scale

Names = Mapping[Lang, str]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval.

    Attributes:
        value: The estimate.
        low, high: Ends of the interval; both ``None`` when it cannot be told.
    """

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def is_signal(self) -> bool:
        """Whether the interval is known and leaves zero out."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class Volume:
    """Contacts of the week beside the weeks before.

    Attributes:
        n: Contacts of the week.
        n_weeks: Weeks before that have contacts, at most 8.
        usual: Mean contacts of those weeks; ``None`` without any.
        usual_low, usual_high: Fewest and most contacts among them.
    """

    n: int
    n_weeks: int = 0
    usual: float | None = None
    usual_low: int | None = None
    usual_high: int | None = None


@dataclass(frozen=True, slots=True)
class ScaleFigure:
    """Satisfaction of the week on one scale.

    Attributes:
        scale: The scale.
        n: Answers of the week.
        score: Headline figure: the NPS in [-100, 100], else the mean in points of the
            scale; ``None`` without answers.
        mean: Mean answer in points of the scale; ``None`` without answers.
        change: Of ``score``, against the answers of the 8 weeks before; ``None`` where
            too few weeks or answers tell.
    """

    scale: Scale
    n: int
    score: Estimate | None = None
    mean: Estimate | None = None
    change: Estimate | None = None


@dataclass(frozen=True, slots=True)
class ShareFigure:
    """How many contacts of the week are of a kind.

    Attributes:
        n: Contacts of that kind.
        share: Of all contacts of the week, in [0, 1].
        usual: Mean share of the weeks before; ``None`` where too few tell.
        change: ``share - usual``; ``None`` likewise.
    """

    n: int
    share: float
    usual: float | None = None
    change: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """The week at a glance.

    Attributes:
        volume: Contacts.
        satisfaction: One figure per scale answered, the ranking's scale first.
        negative, mixed: Contacts whose overall sentiment is so; ``None`` without contacts.
        by_lang, by_channel: Contacts per value, most frequent first.
    """

    volume: Volume
    satisfaction: tuple[ScaleFigure, ...] = ()
    negative: ShareFigure | None = None
    mixed: ShareFigure | None = None
    by_lang: tuple[tuple[str, int], ...] = ()
    by_channel: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a customer, redacted and cut to be read.

    Attributes:
        contact_id: The contact, for links; it is not shown.
        lang: Language of the contact.
        channel: Its channel.
        said_on: Day it happened, UTC, if known.
        satisfaction: The score given with it, if any.
        lead, evidence, tail: The quote in three parts; the second carries the label and
            may be empty, the outer two hold the ``…`` where words are left out.
    """

    contact_id: str
    lang: str
    channel: str
    said_on: date | None
    satisfaction: Satisfaction | None
    lead: str
    evidence: str
    tail: str

    @property
    def text(self) -> str:
        """The quote whole."""
        return self.lead + self.evidence + self.tail


@dataclass(frozen=True, slots=True)
class IrritantRow:
    """One irritant of the ranking, with its week.

    Attributes:
        code: Its code.
        names: Its name per language.
        rank: In the ranking.
        n_week: Contacts of the week that mention it.
        share_week: Of the week's contacts, in [0, 1].
        effect: Adjusted effect on satisfaction of a contact that mentions it, in points
            of the scale; ``None`` where it cannot be told.
        impact: Share of all contacts x effect, in points of the mean; ``None`` likewise.
        change: Of its share, this week less the mean of the weeks before; ``None`` where
            too few weeks tell.
        verdict, cause: As in the ranking; see :mod:`nlp.drivers.table.verdicts`.
        quotes: What customers of the week say of it.
    """

    code: str
    names: Names
    rank: int
    n_week: int
    share_week: float
    effect: Estimate | None
    impact: Estimate | None
    change: Estimate | None
    verdict: str
    cause: str | None = None
    quotes: tuple[Quote, ...] = ()

    @property
    def usual_share(self) -> float | None:
        """Mean share of the weeks before."""
        return None if self.change is None else max(self.share_week - self.change.value, 0.0)


@dataclass(frozen=True, slots=True)
class Movement:
    """What moved, among all irritants.

    Attributes:
        n_watched: Irritants whose change has an interval.
        up, down: Those whose interval leaves zero out, largest change first.
        detectable: A change of share that would have been seen four times in five for
            any irritant watched; ``None`` if none is.
        by_chance: Irritants that would seem to move in a week in which none does.
    """

    n_watched: int = 0
    up: tuple[IrritantRow, ...] = ()
    down: tuple[IrritantRow, ...] = ()
    detectable: float | None = None
    by_chance: float = 0.0


@dataclass(frozen=True, slots=True)
class Strength:
    """A family of irritants whose opposite customers praise.

    Attributes:
        code: Its code.
        names: Its name per language.
        n_week: Contacts of the week that praise it.
        share_week: Of the week's contacts, in [0, 1].
        quotes: What they say.
    """

    code: str
    names: Names
    n_week: int
    share_week: float
    quotes: tuple[Quote, ...] = ()


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
        strengths: What customers praise, most praised first.
        coverage: What it rests on.
        notes: What was decided when the ranking was estimated, per language.
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
