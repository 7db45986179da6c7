"""The rows that flow through Motif, as frozen records.

Dataclasses serve the edges (readers, the command line, tests); between the
stages of the pipeline the same rows travel as ``pyarrow.Table`` under the
schemas of :mod:`nlp.schemas`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

Lang = Literal["fr", "en"]
Kind = Literal["interaction", "feedback"]
Speaker = Literal["customer", "agent"]
LabelKind = Literal["reason", "irritant", "praise", "signal", "sentiment"]
Sentiment = Literal["negative", "neutral", "positive", "mixed"]
Scale = Literal["nps", "csat", "ces7", "ces5", "stars", "percent"]
Audience = Literal["cx", "product", "direction"]

LANGS: tuple[Lang, ...] = get_args(Lang)
SENTIMENTS: tuple[Sentiment, ...] = get_args(Sentiment)
SCALES: tuple[Scale, ...] = get_args(Scale)
AUDIENCES: tuple[Audience, ...] = get_args(Audience)

Texts = dict[Lang, str]
"""A text in each language."""

SCALE_BOUNDS: dict[Scale, tuple[float, float]] = {
    "nps": (0.0, 10.0),
    "csat": (1.0, 5.0),
    "ces7": (1.0, 7.0),
    "ces5": (1.0, 5.0),
    "stars": (1.0, 5.0),
    "percent": (0.0, 100.0),
}
"""Lowest and highest answer of each satisfaction scale, both included."""


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """An answer to a satisfaction question.

    Attributes:
        value: The answer, in points of ``scale``, within ``SCALE_BOUNDS[scale]``.
        scale: Which question was asked.
    """

    value: float
    scale: Scale


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's turn in a call or chat.

    Attributes:
        speaker: Who speaks.
        text: What is said, as read.
        started_at_s: Seconds since the start of the call, ``None`` if unknown.
    """

    speaker: Speaker
    text: str
    started_at_s: float | None = None


@dataclass(frozen=True, slots=True)
class RawContact:
    """A contact as a reader found it: text neither cleaned nor redacted.

    It lives in memory only and never reaches the store. ``text`` is empty when
    ``turns`` carry the words.

    Attributes:
        source: Name of the file it came from, without folders.
        row: Row within ``source``: 1 is the first data row (or message).
        text: What the customer wrote.
        contact_id: The identifier the file gives, else a hash of the row's content
            and its occurrence number within the file (:mod:`nlp.readers.identity`).
        kind: ``interaction`` (call, e-mail, chat) or ``feedback`` (survey, review).
        channel: survey, review, email, call, chat, social, letter, visit, form,
            ``unknown``, or the file's own word in lower case.
        occurred_at: When it happened, timezone-aware UTC; ``None`` if the file has no date.
        lang: Language stated by the file, ``None`` to find it out.
        satisfaction: The customer's answer, ``None`` if none was given.
        customer: Customer identifier as read; stored only as a keyed hash.
        product, segment, crm_reason, agent, team: Columns to filter and control by.
        handling_s, waiting_s, response_s: Durations in seconds.
        turns: Turns in order, for calls and chats; empty otherwise.
    """

    source: str
    row: int
    text: str
    contact_id: str
    kind: Kind = "feedback"
    channel: str = "unknown"
    occurred_at: datetime | None = None
    lang: str | None = None
    satisfaction: Satisfaction | None = None
    customer: str | None = None
    product: str | None = None
    segment: str | None = None
    crm_reason: str | None = None
    agent: str | None = None
    team: str | None = None
    handling_s: float | None = None
    waiting_s: float | None = None
    response_s: float | None = None
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that was read and not kept, and what to do about it.

    Attributes:
        source: Name of the file, without folders.
        row: Row within it, 1-based; 0 when the file as a whole is meant.
        reason: One of :data:`REJECT_REASONS`.
        detail: What was found; never a verbatim.
    """

    source: str
    row: int
    reason: str
    detail: str = ""


REJECT_REASONS: tuple[str, ...] = (
    "no_text",
    "unreadable_date",
    "score_off_scale",
    "duplicate_id",
    "unsupported_language",
    "cell_too_large",
    "broken_row",
)
"""Why a row is not kept. What to do about each is worded in :mod:`nlp.readers.ledger`."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A clause or sentence of a contact.

    Attributes:
        start, end: Code points of the contact's stored text, end excluded.
        speaker: Whose words they are.
        lang: ``fr``, ``en``, or ``None`` when too short to tell on its own.
        text: ``contact.text[start:end]``.
    """

    start: int
    end: int
    speaker: Speaker
    lang: Lang | None
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that carry a label.

    Attributes:
        kind, label: The label's key, always both: some codes, such as ``delivery.late``,
            are a reason and an irritant.
        start, end: Code points of the text the annotation refers to, end excluded.
        score: Probability of the label on these words alone, in [0, 1].
    """

    kind: LabelKind
    label: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Annotation:
    """What the models say of one contact.

    Attributes:
        reasons: Reason codes, primary first, one to three.
        sentiment: The author's overall feeling.
        sentiment_score: Expected polarity in [-1, 1]: P(positive) - P(negative).
        irritants: Irritant codes, strongest first.
        praises: Irritant families whose opposite is said.
        signals: Signal codes.
        evidence: The words behind each label.
        scores: Calibrated probability per (kind, code), small ones left out
            except for the sentiment classes.
        abstained: Kinds on which the probability is too low to be relied on.
    """

    reasons: tuple[str, ...]
    sentiment: Sentiment
    sentiment_score: float
    irritants: tuple[str, ...]
    praises: tuple[str, ...]
    signals: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    scores: dict[LabelKind, dict[str, float]] = field(default_factory=dict)
    abstained: tuple[LabelKind, ...] = ()

    @property
    def reason(self) -> str:
        """The primary reason."""
        return self.reasons[0]
