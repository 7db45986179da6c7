"""From contacts as read to contacts as stored: clean, redacted, in mentions, pseudonymous."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import pyarrow as pa

from nlp.schemas import CONTACT, MENTION, UNDATED_WEEK
from nlp.text import AlignedText, PreparedText, prepare_text, prepare_turns, redact
from nlp.types import LANGS, Lang, RawContact, Reject
from nlp.weeks import week_of

_CACHED_CELLS = 4096


@dataclass(frozen=True)
class Prepared:
    """Contacts ready to be annotated and stored.

    Attributes:
        contacts: Schema ``CONTACT``.
        mentions: Schema ``MENTION``.
        rejects: What was read and cannot be kept.
    """

    contacts: pa.Table
    mentions: pa.Table
    rejects: tuple[Reject, ...]


def prepare_contacts(
    raw: Iterable[RawContact], pseudonym: Callable[[str], str], *, default_lang: Lang | None = None
) -> Prepared:
    """Clean, redact, find the language of and segment contacts.

    Args:
        raw: Contacts as read.
        pseudonym: Keyed hash of a customer's or an agent's identifier.
        default_lang: Language of contacts too short to tell and without a stated
            language; by default the commonest of the others, French if there is none.

    Returns:
        Tables of what is kept, and the rejects: ``unsupported_language``, and
        ``no_text`` where cleaning leaves nothing. Raw text is in neither.
    """
    read = [(contact, _prepare(contact)) for contact in raw]
    fallback = default_lang or _commonest_lang(prepared for _, prepared in read)
    contacts: list[dict[str, Any]] = []
    mentions: list[dict[str, Any]] = []
    rejects: list[Reject] = []
    for contact, prepared in read:
        reject = _reject(contact, prepared)
        if reject is not None:
            rejects.append(reject)
            continue
        lang = prepared.lang or _stated_lang(contact) or fallback
        contacts.append(_contact_row(contact, prepared, lang, pseudonym))
        mentions.extend(_mention_rows(contacts[-1], prepared))
    return Prepared(
        pa.Table.from_pylist(contacts, CONTACT),
        pa.Table.from_pylist(mentions, MENTION),
        tuple(rejects),
    )


def iso_week(moment: datetime | None) -> str:
    """ISO week of a moment, ``2026-W47``; ``undated`` for none."""
    return UNDATED_WEEK if moment is None else week_of(moment)


def _prepare(contact: RawContact) -> PreparedText:
    lang = _stated_lang(contact)
    if contact.turns:
        return prepare_turns(contact.turns, lang=lang)
    return prepare_text(contact.text, lang=lang)


def _stated_lang(contact: RawContact) -> Lang | None:
    return next((lang for lang in LANGS if contact.lang == lang), None)


def _commonest_lang(prepared: Iterable[PreparedText]) -> Lang:
    counts = Counter(p.lang for p in prepared)
    return max(LANGS, key=lambda lang: counts[lang])


def _reject(contact: RawContact, prepared: PreparedText) -> Reject | None:
    if prepared.lang == "other":
        return Reject(contact.source, contact.row, "unsupported_language")
    if not any(mention.speaker == "customer" for mention in prepared.mentions):
        return Reject(contact.source, contact.row, "no_text", "nothing is left after cleaning")
    return None


def _contact_row(
    contact: RawContact, prepared: PreparedText, lang: str, pseudonym: Callable[[str], str]
) -> dict[str, Any]:
    score = contact.satisfaction
    return {
        "contact_id": contact.contact_id,
        "week": iso_week(contact.occurred_at),
        "occurred_at": contact.occurred_at,
        "kind": contact.kind,
        "channel": redact_cell(contact.channel),
        "lang": lang,
        "text": prepared.text,
        "satisfaction": score.value if score else None,
        "scale": score.scale if score else None,
        "customer_id": pseudonym(contact.customer) if contact.customer else None,
        "product": redact_cell(contact.product),
        "segment": redact_cell(contact.segment),
        "crm_reason": redact_cell(contact.crm_reason),
        "agent": pseudonym(contact.agent) if contact.agent else None,
        "team": redact_cell(contact.team),
        "handling_s": contact.handling_s,
        "waiting_s": contact.waiting_s,
        "response_s": contact.response_s,
        "turns": [
            {"speaker": t.speaker, "start": t.start, "end": t.end, "started_at_s": t.started_at_s}
            for t in prepared.turns
        ],
        "source": redact_cell(contact.source),
        "row": contact.row,
    }


def _mention_rows(contact: dict[str, Any], prepared: PreparedText) -> Iterable[dict[str, Any]]:
    for mention in prepared.mentions:
        yield {
            "mention_id": f"{contact['contact_id']}:{mention.start}-{mention.end}",
            "contact_id": contact["contact_id"],
            "week": contact["week"],
            "start": mention.start,
            "end": mention.end,
            "speaker": mention.speaker,
            "lang": mention.lang,
            "text": mention.text,
        }


@lru_cache(maxsize=_CACHED_CELLS)
def redact_cell(value: str | None) -> str | None:
    """Redact a category or a file name: now and then one holds a name or a number."""
    if value is None:
        return None
    return redact(AlignedText.of(value), lang=None).text.text


def split_chunks(items: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    """Cut a sequence into parts of at most ``size`` items, in order."""
    return (items[i : i + size] for i in range(0, len(items), size))
