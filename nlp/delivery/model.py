"""What is sent, to whom, and what came of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from nlp.delivery.addresses import Address
from nlp.delivery.settings import Edition
from nlp.errors import did_you_mean

Channel = Literal["mail", "slack", "teams"]
Status = Literal["sent", "already_sent", "uncertain", "deferred", "refused"]

_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class InlineImage:
    """An image inside the HTML of a mail.

    Attributes:
        cid: Its name; the HTML shows it with ``src="cid:<cid>"``.
        png: Its bytes.
    """

    cid: str
    png: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CardFigure:
    """A headline figure, as text in the card's language.

    Attributes:
        label: What it is.
        value: The figure with its unit and, if it has one, its interval.
        note: What to compare it with; may be empty.
    """

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CardLine:
    """An irritant in the card.

    Attributes:
        name: Its name.
        detail: Its figures; may be empty.
    """

    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CardLink:
    """Where to read on.

    Attributes:
        label: Words to click.
        address: An ``http`` or ``https`` address.
    """

    label: str
    address: str

    def __post_init__(self) -> None:
        if not re.match(r"https?://[^\s\"<>]+$", self.address):
            raise ValueError("a card links to http and https addresses only")


@dataclass(frozen=True, slots=True)
class Card:
    """A digest in short, for Slack and Teams; no customer's words.

    Attributes:
        title: The week, in a few words.
        brief: The sum-up.
        figures: Headline figures.
        heading: Above the irritants.
        irritants: The first of the ranking, in order.
        link: Where to read on, if anywhere.
    """

    title: str
    brief: str = ""
    figures: tuple[CardFigure, ...] = ()
    heading: str = ""
    irritants: tuple[CardLine, ...] = ()
    link: CardLink | None = None


@dataclass(frozen=True, slots=True)
class RenderedDigest:
    """A digest of one week for one audience in one language, rendered.

    Attributes:
        week: ISO week.
        edition: Audience, language and product.
        subject: Of the mail. Control characters become spaces.
        text: Plain-text part of the mail; the Markdown does, too.
        html: HTML part; images as ``cid:`` addresses, since mail programs do not show
            ``data:`` ones.
        card: The digest in short.
        images: The images of ``html``.
        pdf: The digest as PDF, to attach; ``None`` for none.
    """

    week: str
    edition: Edition
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    card: Card = field(repr=False)
    images: tuple[InlineImage, ...] = ()
    pdf: bytes | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "subject", _CONTROLS.sub(" ", self.subject).strip())
        if re.search(r"\ssrc\s*=\s*[\"']?data:", self.html):
            raise ValueError(
                "the HTML holds an image as a data: address, which mail programs do not show: "
                "render it with a cid: address and give the image in images"
            )
        shown = set(re.findall(r"\ssrc\s*=\s*[\"']?cid:([^\"'\s>]+)", self.html))
        given = {image.cid for image in self.images}
        if shown != given:
            odd = sorted(shown ^ given)
            raise ValueError(
                f"images shown and given differ: {', '.join(odd)}.{did_you_mean(odd[0], given)}"
            )


@dataclass(frozen=True, slots=True)
class Message:
    """A rendered digest for one recipient.

    Attributes:
        digest: The digest.
        channel: By which way.
        to: The address for ``mail``; else the environment variable that holds the webhook.
    """

    digest: RenderedDigest
    channel: Channel
    to: Address | str

    @property
    def shown(self) -> str:
        """The recipient, as it may be shown."""
        return self.to.masked if isinstance(self.to, Address) else self.to

    @property
    def target(self) -> str:
        """The recipient in clear, the same however its letters are cased."""
        return self.to.mailbox.lower() if isinstance(self.to, Address) else self.to


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one message.

    Attributes:
        week: ISO week of the digest.
        edition: Which digest of it.
        channel: By which way.
        to: The recipient, as it may be shown.
        status: ``sent`` now; ``already_sent`` by an earlier run; ``uncertain``: it may have
            been sent, so it is not sent again by itself; ``deferred``: not sent, for a reason
            that may pass, and the next run tries again; ``refused``: not sent, for a reason
            that somebody has to mend.
        reason: Why, for the last three; empty otherwise.
        attempts: How often this run tried.
        message_id: Of the mail, to find it in the server's log; empty for a webhook.
    """

    week: str
    edition: Edition
    channel: Channel
    to: str
    status: Status
    reason: str = ""
    attempts: int = 0
    message_id: str = ""

    @property
    def is_delivered(self) -> bool:
        """Whether the recipient surely has it."""
        return self.status in ("sent", "already_sent")

    def told(self) -> str:
        """The outcome as one line, with what to do."""
        tries = f" after {self.attempts} attempts" if self.attempts > 1 else ""
        words = {
            "sent": f"sent{tries}",
            "already_sent": "sent before, not again",
            "uncertain": f"perhaps sent: {self.reason}. {self._advice()}",
            "deferred": f"not sent{tries}: {self.reason}. The next run tries again.",
            "refused": f"not sent: {self.reason}",
        }[self.status]
        return f"{self.week}, {self.edition}, {self.channel} to {self.to}: {words}"

    def _advice(self) -> str:
        where = (
            f" or look for {self.message_id} in the mail server's log" if self.message_id else ""
        )
        return (
            f"It is not sent again by itself. Ask the recipient{where}; "
            "if it did not arrive, send it with --resend."
        )


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What came of all messages.

    Attributes:
        outcomes: One per message, in the order given.
    """

    outcomes: tuple[Outcome, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every recipient surely has it."""
        return all(outcome.is_delivered for outcome in self.outcomes)

    def count(self, status: Status) -> int:
        """How many messages ended so."""
        return sum(outcome.status == status for outcome in self.outcomes)

    def lines(self) -> tuple[str, ...]:
        """The outcomes, told one a line."""
        return tuple(outcome.told() for outcome in self.outcomes)
