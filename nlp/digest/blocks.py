"""The parts of a page, as strings in one language; customers' words in them are unescaped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nlp.digest.wording import Tone

SectionKind = Literal["lines", "movers", "top", "topics", "strengths", "actions", "money"]


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled line of text."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address with the words to show for it."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Badge:
    """A change judged: direction, ``signal`` or ``bruit``, and the kind of news."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Tile:
    """A headline figure.

    Attributes:
        label: What it is.
        value: How much.
        margin: ``± …``, where there is one.
        details: Lines under it.
        badge: Its change judged.
    """

    label: str
    value: str
    margin: str | None = None
    details: tuple[str, ...] = ()
    badge: Badge | None = None

    @property
    def figure(self) -> str:
        """How much, with its margin."""
        return f"{self.value} {self.margin}" if self.margin else self.value


@dataclass(frozen=True, slots=True)
class QuoteText:
    """A quote between the quotation marks of the page's language.

    Attributes:
        lang: Language of the words.
        opening, closing: Quotation marks.
        lead, evidence, tail: The words, of a customer: to be escaped.
        source: Channel, day, score.
    """

    lang: str
    opening: str
    lead: str
    evidence: str
    tail: str
    closing: str
    source: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of an irritant: what it is, how much, and what stands under it."""

    label: str
    value: str
    detail: str | None = None
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An irritant, a mover, a topic, a strength or an action, told.

    Attributes:
        mark: Rank or direction before the name.
        name: Its name.
        tone: News of which kind.
        text: A sentence on it; ``None`` where figures say it.
        figures: Its figures.
        chip: Verdict in a word or two.
        quotes: What customers say.
        facts: What else is said of it, labelled: the owner, a proposal.
        link: Where the contacts behind it can be seen.
        remark: Why there are no figures or no quotes.
    """

    mark: str
    name: str
    tone: Tone = "flat"
    text: str | None = None
    figures: tuple[Figure, ...] = ()
    chip: str | None = None
    quotes: tuple[QuoteText, ...] = ()
    facts: tuple[Line, ...] = ()
    link: Link | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page.

    Attributes:
        kind: Which part.
        title: Its title; empty for none.
        notes: Warnings under the title.
        intro: What stands under it.
        lines: What it tells line by line.
        entries: What it tells piece by piece.
        remark: What stands at its end, or in place of entries.
    """

    kind: SectionKind
    title: str
    notes: tuple[str, ...] = ()
    intro: str | None = None
    lines: tuple[Line, ...] = ()
    entries: tuple[Entry, ...] = ()
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class ChartText:
    """The words around and in place of the chart."""

    title: str
    alt: str
