"""The group's mailbox: e-mails with headers, quoted threads, and HTML now and then.

Messages are put together by hand: the standard library's generator folds and encodes
headers a little differently from one version of Python to the next, and the sample is
the same byte for byte.
"""

from __future__ import annotations

import base64
import html
import quopri
import re
from collections.abc import Sequence
from datetime import UTC

import numpy as np

from nlp.simulation.company import SimulatedContact
from nlp.simulation.exports import Export, ExportedRow
from nlp.types import Lang

NAME = "emails.mbox"

HTML_ONLY_SHARE = 0.15
"""Share of messages whose only body is HTML."""
BOTH_SHARE = 0.30
"""Share of messages that bring the same body as text and as HTML."""

_SERVICE: dict[Lang, tuple[str, str]] = {
    "fr": ("Service clients", "service.clients@groupe.example"),
    "en": ("Customer care", "customer.care@group.example"),
}
_ANSWERS: dict[Lang, str] = {"fr": "Re: Votre demande n° {}", "en": "Re: Your request no. {}"}
_FIRST_SUBJECTS: dict[Lang, tuple[str, ...]] = {
    "fr": ("(sans objet)", "Contact", "Bonjour", "Message", "Demande"),
    "en": ("(no subject)", "Contact", "Hello", "Message", "Question"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_QUOTE = re.compile(r"> ?")


def export_mailbox(contacts: Sequence[SimulatedContact], seed: int) -> Export:
    """Write the e-mails as a mailbox file.

    The body is the whole thread where the corpus has one, else the customer's text. No
    name stands in a header; names in bodies are invented, as is everything in the corpus.

    Args:
        contacts: The contacts, in order of time.
        seed: Of subjects and body formats.

    Returns:
        The file; identifiers are Message-IDs with their angle brackets.
    """
    rng = np.random.default_rng([seed, 3])
    chosen = [contact for contact in contacts if contact.corpus.channel == "email"]
    rows: list[ExportedRow] = []
    parts: list[str] = []
    for number, contact in enumerate(chosen, start=1):
        identifier = f"<{contact.at:%Y%m%d%H%M%S}.{number:04d}@{contact.customer.split('@')[1]}>"
        rows.append(ExportedRow(NAME, number, identifier, contact))
        parts.append(_message(contact, identifier, number, rng))
    return Export(NAME, "".join(parts).encode("ascii"), tuple(rows))


def _message(
    contact: SimulatedContact, identifier: str, number: int, rng: np.random.Generator
) -> str:
    lang = contact.corpus.lang
    name, address = _SERVICE[lang]
    at = contact.at
    day = f"{_DAYS[at.weekday()]}, {at.day:02d} {_MONTHS[at.month - 1]} {at.year} {at:%H:%M:%S %z}"
    lines = [
        f"From {contact.customer} {_asctime(contact)}",
        f"From: <{contact.customer}>",
        f"To: {name} <{address}>",
        f"Subject: {_subject(contact, rng)}",
        f"Date: {day}",
        f"Message-ID: {identifier}",
        "MIME-Version: 1.0",
        *_body(contact, f"=_motif_{number:04d}", rng),
    ]
    return "\n".join(lines) + "\n\n"


def _asctime(contact: SimulatedContact) -> str:
    at = contact.at.astimezone(UTC)
    return f"{_DAYS[at.weekday()]} {_MONTHS[at.month - 1]} {at.day:2d} {at:%H:%M:%S} {at.year}"


def _subject(contact: SimulatedContact, rng: np.random.Generator) -> str:
    lang = contact.corpus.lang
    if contact.corpus.thread is not None:
        subject = _ANSWERS[lang].format(int(rng.integers(100_000, 999_999)))
    else:
        choices = _FIRST_SUBJECTS[lang]
        subject = choices[int(rng.integers(len(choices)))]
    if subject.isascii():
        return subject
    return f"=?UTF-8?B?{base64.b64encode(subject.encode()).decode()}?="


def _body(contact: SimulatedContact, boundary: str, rng: np.random.Generator) -> list[str]:
    """Headers and lines of the body, in one of three formats."""
    text = contact.corpus.thread if contact.corpus.thread is not None else contact.corpus.text
    chance = rng.random()
    if chance < HTML_ONLY_SHARE:
        return _part("html", _as_html(text))
    if chance >= HTML_ONLY_SHARE + BOTH_SHARE:
        return _part("plain", text)
    return [
        f'Content-Type: multipart/alternative; boundary="{boundary}"',
        "",
        f"--{boundary}",
        *_part("plain", text),
        f"--{boundary}",
        *_part("html", _as_html(text)),
        f"--{boundary}--",
    ]


def _part(subtype: str, content: str) -> list[str]:
    encoded = quopri.encodestring(content.encode()).decode("ascii")
    # A mailbox is cut at lines that begin so.
    encoded = re.sub(r"(?m)^From ", "=46rom ", encoded)
    return [
        f"Content-Type: text/{subtype}; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        *encoded.split("\n"),
    ]


def _as_html(text: str) -> str:
    """A line a block, blank lines kept, quoted lines in a quotation, as mail programs do."""
    out = ["<html><body>"]
    depth = 0
    for line in text.split("\n"):
        level = 0
        while quote := _QUOTE.match(line):
            level, line = level + 1, line[quote.end() :]
        out += ["<blockquote>"] * (level - depth) + ["</blockquote>"] * (depth - level)
        depth = level
        out.append(f"<div>{html.escape(line, quote=False) or '<br>'}</div>")
    out += ["</blockquote>"] * depth
    return "\n".join([*out, "</body></html>"])
