"""The group's exports of chats and of call transcripts: JSON Lines with English keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from nlp.simulation.company import SimulatedContact
from nlp.simulation.exports import Export, ExportedRow

CHATS = "chats.jsonl"
CALLS = "calls.jsonl"


def export_chats(contacts: Sequence[SimulatedContact]) -> Export:
    """Write the chats: the customer's words as one message.

    Args:
        contacts: The contacts, in order of time.

    Returns:
        The file.
    """
    return _export(contacts, "chat", CHATS, "CH", _chat)


def export_calls(contacts: Sequence[SimulatedContact]) -> Export:
    """Write the call transcripts: turns with speaker, text and start in seconds.

    Args:
        contacts: The contacts, in order of time.

    Returns:
        The file.
    """
    return _export(contacts, "call", CALLS, "AP", _call)


def _export(
    contacts: Sequence[SimulatedContact],
    channel: str,
    name: str,
    prefix: str,
    record: Callable[[SimulatedContact, str], dict[str, Any]],
) -> Export:
    chosen = [contact for contact in contacts if contact.corpus.channel == channel]
    rows = tuple(
        ExportedRow(name, number, f"{prefix}-{number:05d}", contact)
        for number, contact in enumerate(chosen, start=1)
    )
    lines = [json.dumps(record(row.contact, row.id), ensure_ascii=False) for row in rows]
    return Export(name, "".join(f"{line}\n" for line in lines).encode(), rows)


def _chat(contact: SimulatedContact, identifier: str) -> dict[str, Any]:
    return {
        "id": identifier,
        "created_at": contact.at.isoformat(),
        "channel": "chat",
        "language": contact.corpus.lang,
        "customer_id": contact.customer,
        **_desk(contact),
        "message": contact.corpus.text,
    }


def _call(contact: SimulatedContact, identifier: str) -> dict[str, Any]:
    turns = [
        {"speaker": turn.speaker, "text": turn.text, "start": turn.started_at_s}
        for turn in contact.turns
    ]
    return {
        "id": identifier,
        "date": contact.at.isoformat(),
        "channel": "call",
        "language": contact.corpus.lang,
        "customer": contact.customer,
        **_desk(contact),
        "turns": turns,
    }


def _desk(contact: SimulatedContact) -> dict[str, Any]:
    """What the service's system knows of a chat or call."""
    return {
        "brand": contact.brand,
        "product": contact.product,
        "segment": contact.segment,
        "contact_reason": contact.crm_reason,
        "team": contact.team,
        "agent": contact.agent,
        "waiting_time": _clock(contact.waiting_s),
        "handling_time": _clock(contact.handling_s),
    }


def _clock(seconds: int | None) -> str | None:
    """Seconds as hh:mm:ss, a form that cannot be taken for minutes."""
    if seconds is None:
        return None
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
