"""Sending a digest: by mail, to Slack, to Teams; recorded, tried again, never doubled.

What is to be sent comes rendered, as :class:`RenderedDigest`; :func:`build_messages` addresses
it and :func:`deliver` sends it. ``docs/delivery.md`` says how to set it up.
"""

from __future__ import annotations

from nlp.delivery.deliver import deliver
from nlp.delivery.journal import Journal
from nlp.delivery.messages import build_messages
from nlp.delivery.model import (
    Card,
    CardFigure,
    CardLine,
    CardLink,
    DeliveryReport,
    InlineImage,
    Message,
    Outcome,
    RenderedDigest,
)
from nlp.delivery.settings import DeliverySettings, Edition, read_delivery_settings

__all__ = [
    "Card",
    "CardFigure",
    "CardLine",
    "CardLink",
    "DeliveryReport",
    "DeliverySettings",
    "Edition",
    "InlineImage",
    "Journal",
    "Message",
    "Outcome",
    "RenderedDigest",
    "build_messages",
    "deliver",
    "read_delivery_settings",
]
