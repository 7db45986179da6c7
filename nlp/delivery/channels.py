"""The ways a message goes: by mail, to Slack, to Teams."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Protocol

from nlp.delivery import model
from nlp.delivery.addresses import Address
from nlp.delivery.attempt import SENT, Attempt
from nlp.delivery.cards import slack_payload, teams_payload
from nlp.delivery.credentials import Secret, mail_credentials, webhook_address
from nlp.delivery.mime import write_mail
from nlp.delivery.model import Card, Message
from nlp.delivery.post import Answer, post_json
from nlp.delivery.settings import DeliverySettings
from nlp.delivery.smtp import MailSession
from nlp.errors import InputError
from nlp.types import Lang

# Answers that say: not taken, and later may do.
_TEMPORARY = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
# The older connectors of Teams answer 200 and tell the failure in the body.
_TEAMS_FAILURE = re.compile(r"returned HTTP error (\d{3})")
_WORD = re.compile(r"[a-z_]{3,40}")


Handover = Callable[[], Attempt]
"""Hands a message over that is ready to go, once."""


class Channel(Protocol):
    """A way for messages to go."""

    def prepare(self, message: Message, message_id: str, at: datetime) -> Attempt | Handover:
        """Do all that can be done before the message leaves.

        Args:
            message: The message.
            message_id: Its identifier, for a mail.
            at: Its date, aware, for a mail.

        Returns:
            What sends it; or why it cannot be sent, which left nothing behind.
        """

    def close(self) -> None:
        """Let go of any connection."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the channels use that is no message.

    Attributes:
        settings: The settings.
        environment: Variables that hold the secrets.
        trust: Certificates to trust.
        clock: Tells the time, aware.
    """

    settings: DeliverySettings
    environment: Mapping[str, str]
    trust: ssl.SSLContext
    clock: Callable[[], datetime]


def load_trust(ca_file: Path | None) -> ssl.SSLContext:
    """The system's certificates and those of a file.

    Raises:
        InputError: The file holds none.
    """
    trust = ssl.create_default_context()
    if ca_file is not None:
        try:
            trust.load_verify_locations(ca_file)
        except (OSError, ssl.SSLError) as error:
            raise InputError(
                f"ca_file {ca_file} holds no certificate that can be read (PEM)"
            ) from error
    return trust


def open_channels(surroundings: Surroundings) -> dict[model.Channel, Channel]:
    """Make the channels; nothing is connected yet."""
    return {
        "mail": MailChannel(surroundings),
        "slack": ChatChannel(surroundings, slack_payload),
        "teams": ChatChannel(surroundings, teams_payload),
    }


class MailChannel:
    """Mails over one connection.

    Args:
        surroundings: Settings, secrets, certificates.
    """

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self._session: MailSession | None = None

    def prepare(self, message: Message, message_id: str, at: datetime) -> Attempt | Handover:
        """See :class:`Channel`."""
        smtp, to = self._surroundings.settings.smtp, message.to
        if smtp is None or not isinstance(to, Address):
            raise ValueError("a mail needs [delivery.smtp] and an address")
        if self._session is None:
            try:
                credentials = mail_credentials(self._surroundings.environment)
            except InputError as error:
                return Attempt("refused", str(error))
            self._session = MailSession(smtp, credentials, self._surroundings.trust)
        content = write_mail(message.digest, smtp.sender, to, message_id, at)
        failure = self._session.ready()
        return failure or partial(self._session.send, smtp.sender.mailbox, to.mailbox, content)

    def close(self) -> None:
        """See :class:`Channel`."""
        if self._session is not None:
            self._session.close()


class ChatChannel:
    """Posts to webhooks of Slack or Teams.

    Args:
        surroundings: Settings, secrets, certificates.
        write: Writes a card as the JSON that the chat takes.
    """

    def __init__(self, surroundings: Surroundings, write: Callable[[Card, Lang], bytes]) -> None:
        self._surroundings = surroundings
        self._write = write

    def prepare(self, message: Message, message_id: str, at: datetime) -> Attempt | Handover:  # noqa: ARG002
        """See :class:`Channel`."""
        try:
            address = webhook_address(self._surroundings.environment, str(message.to))
        except InputError as error:
            return Attempt("refused", str(error))
        content = self._write(message.digest.card, message.digest.edition.lang)
        return partial(self._post, address, content)

    def close(self) -> None:
        """See :class:`Channel`."""

    def _post(self, address: Secret, content: bytes) -> Attempt:
        around = self._surroundings
        timeout_s = around.settings.webhook_timeout_s
        answer = post_json(address, content, timeout_s=timeout_s, trust=around.trust)
        return answer if isinstance(answer, Attempt) else read_answer(answer, around.clock())


def read_answer(answer: Answer, now: datetime) -> Attempt:
    """Tell what a webhook's answer means.

    Args:
        answer: The answer.
        now: The time, aware, for a ``Retry-After`` that is a date.

    Returns:
        What the post came to.
    """
    told = _TEAMS_FAILURE.search(answer.body)
    status = int(told[1]) if told else answer.status
    if 200 <= status < 300:
        return SENT
    # Slack says what is wrong in one word of its own; anything longer may hold an address.
    word = f" ({answer.body})" if _WORD.fullmatch(answer.body) else ""
    name = f"HTTP {status}{word} from the webhook"
    if status == HTTPStatus.GATEWAY_TIMEOUT:
        return Attempt("unanswered", f"{name}: a gateway passed the message on without an answer")
    if status in _TEMPORARY or status >= 500:
        return Attempt("deferred", name, _retry_after(answer.retry_after, now))
    advice = ": check the webhook, or make a new one" if status in (401, 403, 404, 410) else ""
    return Attempt("refused", f"{name}{advice}")


def _retry_after(header: str | None, now: datetime) -> float | None:
    """Seconds to wait, from seconds or a date; ``None`` for anything else."""
    if header is None:
        return None
    if re.fullmatch(r"\s*\d{1,9}\s*", header):
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max((aware - now).total_seconds(), 0.0)
