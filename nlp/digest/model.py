"""The rows of a digest: figures and quotes of one week, named in both languages."""

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
class Phrase:
    """Words that recur where customers speak of an irritant.

    Attributes:
        text: The words, as most of them write them.
        lang: Their language.
        n: Contacts that hold them.
    """

    text: str
    lang: str
    n: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What could be done about an irritant, and what that would bring; to be decided by people.

    Attributes:
        phrases: What its contacts repeat, the most typical first; may be empty.
        fall: Share of its contacts that would go, in (0, 1].
        gain: By how much the mean score would rise then, in points of the scale; ``None``
            where the irritant has no effect to project.
    """

    phrases: tuple[Phrase, ...]
    fall: float
    gain: Estimate | None


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
        owner: Who answers for it, if anybody was named.
        proposal: What could be done, of an irritant told in full.
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
    owner: str | None = None
    proposal: Proposal | None = None
    quotes: tuple[Quote, ...] = ()

    @property
    def usual_share(self) -> float | None:
        """Mean share of the weeks before."""
        return None if self.change is None else max(self.share_week - self.change.value, 0.0)


@dataclass(frozen=True, slots=True)
class Strength:
    """A family of irritants whose opposite customers praise.

    Attributes:
        code: Its code.
        names: Its name per language.
        n_week: Contacts of the week that praise it.
        share_week: Of the week's contacts, in [0, 1].
        lift: Adjusted effect of the praise on satisfaction, in points of the scale, where
            its interval lies above 0; ``None`` where nothing is sure.
        quotes: What they say.
    """

    code: str
    names: Names
    n_week: int
    share_week: float
    lift: Estimate | None = None
    quotes: tuple[Quote, ...] = ()
