"""E-mails: EML files and mailboxes to contacts that hold what the customer newly wrote."""

from __future__ import annotations

import mailbox
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path

from nlp.errors import InputError, UnreadableFileError
from nlp.readers.cells import fold, has_words, word_set
from nlp.readers.channels import kind_of_channel
from nlp.readers.dates import DateReader, UnreadableDateError
from nlp.readers.decoding import read_bytes
from nlp.readers.html import html_to_text
from nlp.readers.identity import RowIdentity, hash_identifier
from nlp.readers.mapping import (
    ColumnMapping,
    check_constants,
    constant_channel,
    constant_lang,
)
from nlp.readers.notes import Note
from nlp.readers.reading import FileReading
from nlp.readers.reply import cut_reply, unwrap
from nlp.types import RawContact, Reject

EMAIL_SUFFIXES = (".eml", ".mbox")

EMAIL_FIELDS = {
    "text": "body + Subject",
    "id": "Message-ID",
    "date": "Date",
    "customer": "From",
}
"""Field -> the part of a message it is read from."""

_REPLY_SUBJECT = re.compile(
    r"\s*(?:re|ref|réf|tr|fw|fwd|rép|rep|aw|transf|rv)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE
)
_EMPTY_SUBJECTS = word_set(
    "no subject,sans objet,aucun objet,pas d objet,contact,message,demande,question,reclamation,"
    "information,informations,renseignement,bonjour,hello,hi,mail,e mail,email,urgent,test,"
    "formulaire de contact,contact form,demande d information,demande de contact,"
    "demande de renseignement,votre demande,ma demande,your request,my request"
)
_COMPANY_SUBJECT = re.compile(
    r"\b(?:votre|vos|your)\b.*\b(?:n ?\d+|no|numero|number|ref\w*|ticket|case)\b"
)
_KNOWN_HEADERS = ("from", "date", "subject", "message-id", "received", "to")


@dataclass(frozen=True, slots=True)
class _Mail:
    """The parts of a message that a contact is made of."""

    message_id: str
    date: str
    sender: str
    subject: str
    body: str
    kept_whole: bool


class _BrokenMailError(Exception):
    """The bytes are no message."""


def read_emails(
    files: Sequence[Path],
    source: str,
    mapping: ColumnMapping | None,
    *,
    max_cell_chars: int,
    strict: bool,
) -> FileReading:
    """Read e-mails.

    Args:
        files: ``.eml`` files, one message each, and ``.mbox`` mailboxes.
        source: Name of the reading: the file's, or that of its folder.
        mapping: Only its constants count here: channel, kind, language.
        max_cell_chars: A message whose body is longer is rejected.
        strict: Whether a file that is no message is an error; if not, it is one reject
            (``broken_row``, row 0), with the name of the file.

    Returns:
        The messages as contacts: channel ``email``, the Date header in UTC, the sender's
        address as customer, a hash of the Message-ID as identifier.

    Raises:
        InputError: ``strict``, and a file cannot be opened.
        UnreadableFileError: ``strict``, and a file is empty or no message.
        MappingError: The mapping states an unknown channel or language.
    """
    if mapping:
        check_constants(mapping, (), source)
    builder = _Builder(mapping, max_cell_chars)
    contacts: list[RawContact] = []
    rejects: list[Reject] = []
    for path in files:
        for made in _contacts_of_file(path, builder, strict=strict):
            if isinstance(made, RawContact):
                contacts.append(made)
            else:
                rejects.append(made)
    n_whole = builder.n_kept_whole
    notes = (Note("quotes_kept", {"n": n_whole}),) if n_whole else ()
    return FileReading(
        source,
        tuple(contacts),
        tuple(rejects),
        len(contacts) + len(rejects),
        dict(EMAIL_FIELDS),
        notes,
    )


def _contacts_of_file(
    path: Path, builder: _Builder, *, strict: bool
) -> Iterator[RawContact | Reject]:
    try:
        for row, content in enumerate(_messages(path), start=1):
            yield builder.build((path.name, row), content)
    except InputError:
        if strict:
            raise
        yield Reject(path.name, 0, "broken_row", "not readable as an e-mail")
    except _BrokenMailError as error:
        if strict:
            raise UnreadableFileError(
                f"{path} is not an e-mail: it has none of the headers {', '.join(_KNOWN_HEADERS)}"
            ) from error
        yield Reject(path.name, 0, "broken_row", "no e-mail headers")


def _messages(path: Path) -> Iterable[Message]:
    content = read_bytes(path)
    if path.suffix.lower() != ".mbox":
        message = message_from_bytes(content)
        if not any(header in message for header in _KNOWN_HEADERS):
            raise _BrokenMailError
        yield message
        return
    if not content.lstrip().startswith(b"From "):
        raise UnreadableFileError(f"{path} is not a mailbox: it must begin with a line 'From …'")
    box = mailbox.mbox(path, create=False)
    try:
        yield from box
    finally:
        box.close()


class _Builder:
    """Makes contacts of messages, identifiers unique within one reading."""

    def __init__(self, mapping: ColumnMapping | None, max_cell_chars: int) -> None:
        self._identity = RowIdentity()
        self._dates = DateReader("day_first")
        self._max_cell_chars = max_cell_chars
        self._channel = constant_channel(mapping) or "email"
        self._kind = (mapping.kind if mapping else None) or kind_of_channel(
            self._channel, has_scores=False
        )
        self._lang = constant_lang(mapping)
        self.n_kept_whole = 0

    def build(self, origin: tuple[str, int], message: Message) -> RawContact | Reject:
        """The contact of a message, or why it is not kept."""
        body_size = _body_size(message)
        if body_size > self._max_cell_chars:
            detail = f"body: {body_size} > {self._max_cell_chars} characters"
            return Reject(*origin, "cell_too_large", detail)
        mail = parse_mail(message)
        text = _with_subject(mail)
        if not has_words(text):
            return Reject(*origin, "no_text")
        try:
            occurred_at = self._dates.read(_date(mail.date))
        except UnreadableDateError as error:
            return Reject(*origin, "unreadable_date", str(error))
        self.n_kept_whole += mail.kept_whole
        return RawContact(
            *origin,
            text,
            self._contact_id(mail),
            self._kind,
            self._channel,
            occurred_at,
            self._lang,
            customer=mail.sender or None,
        )

    def _contact_id(self, mail: _Mail) -> str:
        if mail.message_id:
            return hash_identifier(mail.message_id)
        return self._identity.from_content(
            [
                ("Date", mail.date),
                ("From", mail.sender),
                ("Subject", mail.subject),
                ("body", mail.body),
            ]
        )


def parse_mail(message: Message) -> _Mail:
    """The headers of a message decoded, its body cut to what is new.

    Args:
        message: A parsed message; broken encodings inside it are read as well as they can be.
    """
    plain, html = _bodies(message)
    if has_words(plain):
        cut = cut_reply(plain)
        text, kept_whole = cut.text, cut.kept_whole
    else:
        cut = cut_reply(html_to_text(html))
        text, kept_whole = cut.text, cut.kept_whole
        if not has_words(text):
            text = html_to_text(html, keep_quotes=True)
            kept_whole = has_words(text)
    return _Mail(
        " ".join(_header(message, "Message-ID").split()),
        _header(message, "Date"),
        parseaddr(_header(message, "From"))[1].lower(),
        " ".join(_header(message, "Subject").split()),
        unwrap(text),
        kept_whole,
    )


def _with_subject(mail: _Mail) -> str:
    """The subject as first line where the customer wrote it and it says something.

    The subject of an answer is the company's or was read before; "(no subject)" or
    "Votre demande n° 123" says nothing; one that the body repeats says nothing more.
    """
    subject, body = mail.subject, mail.body
    folded = fold(subject)
    spoken = (
        has_words(subject)
        and not _REPLY_SUBJECT.match(subject)
        and folded not in _EMPTY_SUBJECTS
        and not _COMPANY_SUBJECT.search(folded)
        and not folded.replace(" ", "").isdecimal()
        and folded not in fold(body[: len(subject) + 80])
    )
    return f"{subject}\n{body}".strip() if spoken else body


def _date(header: str) -> object:
    """The Date header as a moment, or as it is where its form is not that of a mail."""
    try:
        return parsedate_to_datetime(header)
    except (ValueError, TypeError, IndexError):
        return header


def _header(message: Message, name: str) -> str:
    raw = message.get(name)
    if raw is None:
        return ""
    try:
        return str(make_header(decode_header(str(raw)))).strip()
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return str(raw).encode("utf-8", "replace").decode().strip()


def _bodies(message: Message) -> tuple[str, str]:
    """The plain and the HTML body, each joined from its parts; attachments left out."""
    found: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in _inline_parts(message):
        if part.get_content_type() in found:
            found[part.get_content_type()].append(_decoded(part))
    return "\n".join(found["text/plain"]), "\n".join(found["text/html"])


def _inline_parts(message: Message) -> Iterator[Message]:
    """The parts that are shown; a message attached to the message is not entered."""
    stack: list[Message] = [message]
    while stack:
        part = stack.pop()
        attached = part is not message and (
            part.get_content_disposition() == "attachment" or part.get_filename() is not None
        )
        if attached or part.get_content_maintype() == "message":
            continue
        payload = part.get_payload()
        if part.is_multipart() and isinstance(payload, list):
            stack.extend(child for child in reversed(payload) if isinstance(child, Message))
        else:
            yield part


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset() or "utf-8"
    text = _decode(content, charset)
    if part.get_param("format") == "flowed":
        text = re.sub(r"(?<!--) \r?\n(?!>)", " ", text)
    return text


def _decode(content: bytes, charset: str) -> str:
    for encoding in (charset, "utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except (LookupError, UnicodeError):
            continue
    return content.decode("latin-1")


def _body_size(message: Message) -> int:
    """Characters of the encoded body, without attachments: cheap, and no less than decoded."""
    return sum(
        len(part.get_payload()) if isinstance(part.get_payload(), str) else 0
        for part in _inline_parts(message)
        if part.get_content_maintype() == "text"
    )
