"""From rendered digests to one message per recipient."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.delivery.model import Message, RenderedDigest
from nlp.delivery.settings import DeliverySettings


def build_messages(
    digests: Sequence[RenderedDigest], settings: DeliverySettings
) -> tuple[Message, ...]:
    """Address digests to those who get them.

    Each recipient gets a mail of their own, so that nobody sees who else does and what came
    of each can be told apart.

    Args:
        digests: Rendered; ``settings.editions`` says which are wanted. One that nobody gets
            makes no message.
        settings: Who gets what.

    Returns:
        The messages, digest by digest, in the order of the settings.
    """
    return tuple(
        message
        for digest in digests
        for group in settings.recipients
        if group.edition == digest.edition
        for message in (
            *(Message(digest, "mail", address) for address in group.mail),
            *(Message(digest, "slack", variable) for variable in group.slack),
            *(Message(digest, "teams", variable) for variable in group.teams),
        )
    )
