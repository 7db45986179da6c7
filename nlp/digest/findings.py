"""What other parts of the engine found, in the form in which a digest tells it.

Each piece may be absent: a digest then says nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from nlp.digest.model import Estimate, Names, Quote
from nlp.digest.owners import Owners
from nlp.types import Lang

if TYPE_CHECKING:
    import pandas as pd

SeriesKind = Literal["irritant", "reason", "topic"]
TopicEvent = Literal["born", "split", "grown", "continued", "merged", "died"]
FollowUpVerdict = Literal["fell", "rose", "not_shown", "too_few", "planned"]


@dataclass(frozen=True, slots=True)
class Since:
    """When a change most likely began.

    Attributes:
        week: The likeliest ISO week.
        low, high: First and last week that it may be, with probability 0.9.
    """

    week: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Mover:
    """A series of the watch list beside what is usual for it.

    Attributes:
        code: Its code, or the identifier of a topic.
        kind: What it is.
        names: Its name per language.
        n_week: Contacts of the week.
        share_week: Of the week's contacts, in [0, 1].
        usual: Share expected of the week, in [0, 1].
        change: ``share_week - usual``; its interval where one was estimated.
        is_signal: Whether the move is more than chance brings over the whole list.
        band: Shares that the week was expected to lie between, 19 times in 20; ``None``
            where ``change`` has an interval instead.
        since: When it began, of a signal.
        is_ongoing: Whether it was told in an earlier week already.
        with_care: Whether the week compares with those before with care only.
        quotes: What customers say, of a rise that is not told elsewhere.
    """

    code: str
    kind: SeriesKind
    names: Names
    n_week: int
    share_week: float
    usual: float
    change: Estimate
    is_signal: bool
    band: tuple[float, float] | None = None
    since: Since | None = None
    is_ongoing: bool = False
    with_care: bool = False
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Detectable:
    """The smallest rise that would have been seen four times in five.

    Attributes:
        change: By how much a share of contacts would have had to rise, in [0, 1].
        usual: From which share; ``None`` when the rise holds for any series watched,
            else that of the series in the middle.
    """

    change: float
    usual: float | None = None


@dataclass(frozen=True, slots=True)
class Movement:
    """What moved, among all series watched.

    Attributes:
        movers: Every series judged, whatever its verdict.
        detectable: What would have been seen; ``None`` if nothing was judged.
        by_chance: Series whose interval leaves zero out in a week in which none moves;
            0 where ``budget`` bounds them.
        budget: False alerts a month put up with over the whole list; ``None`` where each
            series is judged by its own interval.
        notes: What strains or breaks the comparison with earlier weeks, per language.
    """

    movers: tuple[Mover, ...] = ()
    detectable: Detectable | None = None
    by_chance: float = 0.0
    budget: float | None = None
    notes: tuple[Names, ...] = ()

    @property
    def n_watched(self) -> int:
        """Series judged."""
        return len(self.movers)

    @property
    def up(self) -> tuple[Mover, ...]:
        """Signals that rise, largest change first."""
        return tuple(m for m in _by_size(self.movers) if m.is_signal and m.change.value > 0)

    @property
    def down(self) -> tuple[Mover, ...]:
        """Signals that fall, largest change first."""
        return tuple(m for m in _by_size(self.movers) if m.is_signal and m.change.value < 0)

    @property
    def noise(self) -> tuple[Mover, ...]:
        """Moves that are no signal, largest change first."""
        return tuple(m for m in _by_size(self.movers) if not m.is_signal and m.change.value)

    def of_irritant(self, code: str) -> Mover | None:
        """The series of an irritant; ``None`` if it was not judged."""
        return next((m for m in self.movers if (m.kind, m.code) == ("irritant", code)), None)


def _by_size(movers: tuple[Mover, ...]) -> list[Mover]:
    return sorted(movers, key=lambda mover: (-abs(mover.change.value), mover.kind, mover.code))


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that the taxonomy does not explain.

    Attributes:
        topic_id: Its identifier, which survives refits.
        names: Its label per language.
        event: What became of it since the run before.
        n_week: Contacts of the week that speak of it.
        share_week: Of the week's contacts, in [0, 1].
        terms: Its most telling words per language, the strongest first.
        nearest: Name of the nearest label of the taxonomy, if any.
        is_new_irritant: Whether it is negative and far from all labels.
        mention_ids: Mentions to quote, the most central first, each
            ``contact_id:start-end``; those of either language among them.
        quotes: Filled in when the digest is composed.
    """

    topic_id: str
    names: Names
    event: TopicEvent
    n_week: int
    share_week: float
    terms: dict[Lang, tuple[str, ...]] = field(default_factory=dict)
    nearest: Names | None = None
    is_new_irritant: bool = False
    mention_ids: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionFollowUp:
    """An action noted for an irritant, and what its rate did since.

    Attributes:
        code: The irritant.
        names: Its name per language.
        taken_on: Day on which the action took effect.
        what: What was done, in its author's words.
        owner: Who did it, if noted.
        verdict: ``fell`` or ``rose`` when the interval of ``change`` leaves zero out,
            ``not_shown`` when it does not, ``too_few`` when there are too few weeks or
            mentions on either side, ``planned`` for a day after the digest's week.
        before, after: Share of contacts that mention it, before and since; in [0, 1].
        change: ``after`` less what would have come had the rate gone on as before.
        weeks_before, weeks_after: Weeks with contacts on either side.
    """

    code: str
    names: Names
    taken_on: date
    what: str
    owner: str | None
    verdict: FollowUpVerdict
    before: float | None = None
    after: float | None = None
    change: Estimate | None = None
    weeks_before: int = 0
    weeks_after: int = 0


@dataclass(frozen=True, slots=True)
class Money:
    """A figure in money, of an irritant or of the service.

    Attributes:
        name: What it is, per language, with its period: ``Cost of contacts per year``.
        amount: How much, with its interval.
        currency: ISO code.
        assumption: What it takes for granted, per language.
        code: The irritant; ``None`` for the service as a whole.
        is_upper_bound: Whether the truth may be lower by an amount nobody can tell.
        subject: The irritant's name, filled in when the digest is composed.
    """

    name: Names
    amount: Estimate
    currency: str
    assumption: Names
    code: str | None = None
    is_upper_bound: bool = False
    subject: Names | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What a digest is told besides the ranking; all of the same contacts.

    Attributes:
        movement: What moved, as a watch with a budget of false alerts judged it; ``None``
            judges each irritant by the interval of its change in the ranking.
        topics: Subjects outside the taxonomy, in the order to tell them; ``None`` where
            nobody looked for them.
        strengths: Praised families that surely lift satisfaction, best first: columns
            ``family``, ``reward``, ``reward_low``, ``reward_high``
            (:func:`nlp.drivers.strengths_to_protect`); ``None`` where that was not estimated.
        actions: What was done about irritants; ``None`` where no list of actions is kept.
        money: Figures in money.
        owners: Who answers for what; ``None`` where no list of owners is kept.
    """

    movement: Movement | None = None
    topics: tuple[Topic, ...] | None = None
    strengths: pd.DataFrame | None = None
    actions: tuple[ActionFollowUp, ...] | None = None
    money: tuple[Money, ...] = ()
    owners: Owners | None = None
