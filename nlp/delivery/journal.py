"""The journal of what was sent: intent first, then what came of it.

One JSON object a line, in ``delivery/journal.jsonl`` of the workspace, appended and flushed
to disk. Before a message leaves, its intent stands there; so a run that is killed on the
way leaves an intent without an end, and the next run knows that it does not know.
Recipients are masked, and their keys are salted.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

from nlp.delivery.model import Channel, Message
from nlp.errors import WorkspaceError
from nlp.storage.lock import writer_lock
from nlp.types import Audience, Lang

Event = Literal["intent", "sent", "deferred", "refused", "unanswered"]

_EVENTS: tuple[Event, ...] = get_args(Event)
_BEGIN = "begin"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal.

    Attributes:
        at: When, UTC.
        event: What happened.
        key: Which message: see :meth:`JournalWriter.key`.
        week: ISO week of the digest.
        audience, lang, product: Its edition.
        channel: By which way.
        to: The recipient, masked.
        attempt: Which attempt of its run, from 1.
        reason: Why, for what did not succeed.
    """

    at: datetime
    event: Event
    key: str
    week: str
    audience: Audience
    lang: Lang
    product: str | None
    channel: Channel
    to: str
    attempt: int
    reason: str = ""

    @property
    def is_uncertain(self) -> bool:
        """Whether, if nothing follows, the message may have been sent or not."""
        return self.event in ("intent", "unanswered")


class Journal:
    """The journal of a workspace.

    Args:
        workspace: Its folder.
    """

    def __init__(self, workspace: Path) -> None:
        self._folder = workspace / "delivery"
        self._lock = workspace / ".delivery.lock"

    @property
    def path(self) -> Path:
        """The file."""
        return self._folder / "journal.jsonl"

    def entries(self) -> tuple[Entry, ...]:
        """Everything recorded, oldest first; nothing is locked or changed.

        Raises:
            WorkspaceError: The file is damaged.
        """
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return ()
        return _parse(self.path, content).entries

    @contextmanager
    def writing(self, clock: Callable[[], datetime]) -> Iterator[JournalWriter]:
        """Hold the journal for writing; a last line that was cut by a kill is taken off.

        Args:
            clock: Tells the time, aware.

        Yields:
            What writes; nobody else does inside the block.

        Raises:
            WorkspaceError: Another run is sending, the file is damaged or cannot be written.
        """
        with ExitStack() as stack:
            try:
                stack.enter_context(writer_lock(self._lock))
                self._folder.mkdir(exist_ok=True)
                handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
            except WorkspaceError as error:
                raise WorkspaceError(f"nothing was sent: {error}") from error
            except OSError as error:
                raise WorkspaceError(
                    f"nothing was sent: {self.path} cannot be written: {error.strerror}"
                ) from error
            stack.callback(os.close, handle)
            yield _begin(self.path, handle, clock)


class JournalWriter:
    """Appends to a journal that is held. Made by :meth:`Journal.writing`.

    Args:
        path: The file, for messages.
        handle: Its open descriptor.
        salt: What keys are made with.
        last: The last entry per key.
        clock: Tells the time, aware.
    """

    def __init__(
        self,
        path: Path,
        handle: int,
        salt: str,
        last: dict[str, Entry],
        clock: Callable[[], datetime],
    ) -> None:
        self._path = path
        self._handle = handle
        self._salt = salt
        self._last = last
        self._clock = clock

    def key(self, message: Message) -> str:
        """Name a message: workspace, week, audience, product, language and recipient.

        Returns:
            32 hexadecimal digits; the same in every run of the workspace.
        """
        edition = message.digest.edition
        parts = [self._salt, message.digest.week, edition.audience, edition.product or "",
                 edition.lang, message.channel, message.target]  # fmt: skip
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]

    def last(self, key: str) -> Entry | None:
        """The last entry about a message."""
        return self._last.get(key)

    def record(self, message: Message, event: Event, attempt: int, reason: str = "") -> None:
        """Append an entry; when this returns, it is on the disk.

        Raises:
            WorkspaceError: It cannot be written; the message says what that means.
        """
        edition = message.digest.edition
        entry = Entry(
            self._clock(), event, self.key(message), message.digest.week, edition.audience,
            edition.lang, edition.product, message.channel, message.shown, attempt, reason,
        )  # fmt: skip
        try:
            _append(self._handle, _to_json(entry))
        except OSError as error:
            means = {
                "intent": "it was not sent, nor was anything after it",
                "sent": f"{message.channel} to {message.shown} was sent and is not recorded: the "
                "next run will say that it may have been",
            }.get(event, "nothing after it was sent")
            raise WorkspaceError(
                f"{self._path} cannot be written ({error.strerror}); {means}. "
                "Make room or give access, then run again."
            ) from error
        self._last[entry.key] = entry


@dataclass(frozen=True, slots=True)
class _Content:
    """A journal as read: ``n_whole`` bytes are whole lines."""

    salt: str | None
    entries: tuple[Entry, ...]
    n_whole: int
    lacks_newline: bool


def _begin(path: Path, handle: int, clock: Callable[[], datetime]) -> JournalWriter:
    content = _parse(path, path.read_bytes())
    salt = content.salt or secrets.token_hex(16)
    try:
        os.ftruncate(handle, content.n_whole)
        if content.lacks_newline:
            _append(handle, "")
        if content.salt is None:
            at = clock().isoformat(timespec="seconds")
            _append(handle, _line({"event": _BEGIN, "format": _FORMAT, "at": at, "salt": salt}))
            _flush_folder(path.parent)
    except OSError as error:
        raise WorkspaceError(
            f"nothing was sent: {path} cannot be written: {error.strerror}"
        ) from error
    return JournalWriter(path, handle, salt, {e.key: e for e in content.entries}, clock)


def _parse(path: Path, content: bytes) -> _Content:
    """Read the lines; only the last may be cut, and then nothing was sent or recorded by it."""
    *lines, rest = content.split(b"\n")
    lacks_newline = _is_object(rest)
    if lacks_newline:
        lines.append(rest)
    salt: str | None = None
    entries: list[Entry] = []
    for number, line in enumerate(lines, 1):
        try:
            if number == 1:
                salt = _read_salt(line)
            else:
                entries.append(_read_entry(line))
        except (KeyError, TypeError, ValueError):
            raise WorkspaceError(
                f"{path}, line {number}, is not what Motif wrote there, so what was sent cannot be "
                "known, and nothing is sent. Restore the file from a backup; without one, delete "
                "it: digests that were sent will be sent again if they are asked for."
            ) from None
    n_whole = len(content) if lacks_newline else len(content) - len(rest)
    return _Content(salt, tuple(entries), n_whole, lacks_newline)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _read_salt(line: bytes) -> str:
    given = json.loads(line)
    if (given["event"], given["format"]) != (_BEGIN, _FORMAT):
        raise ValueError("not the beginning of a journal of this format")
    return str(given["salt"])


def _read_entry(line: bytes) -> Entry:
    given = json.loads(line)
    entry = Entry(**{**given, "at": datetime.fromisoformat(given["at"])})
    if entry.event not in _EVENTS:
        raise ValueError("unknown event")
    return entry


def _to_json(entry: Entry) -> str:
    names = [name for name in Entry.__slots__ if name != "at"]
    at = entry.at.isoformat(timespec="seconds")
    return _line({"at": at, **{name: getattr(entry, name) for name in names}})


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False)


def _append(handle: int, line: str) -> None:
    """Append a line and wait until it is on the disk."""
    content = f"{line}\n".encode()
    if os.write(handle, content) != len(content):
        raise OSError(0, "the disk took only a part of a line")
    os.fsync(handle)


def _flush_folder(folder: Path) -> None:
    """Make a new file's name last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
