"""What earlier runs have done: files analysed, weeks told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from nlp.errors import WorkspaceError
from nlp.storage import Workspace
from nlp.storage.lock import writer_lock
from nlp.storage.snapshot import save_json


@dataclass(frozen=True, slots=True)
class Place:
    """Where the weekly runs of a workspace keep what is theirs.

    Attributes:
        folder: Inside the workspace.
    """

    folder: Path

    @classmethod
    def of(cls, workspace: Workspace) -> Place:
        """The place of a workspace; its folder is made."""
        place = cls(workspace.layout.folder / "weekly")
        place.folder.mkdir(exist_ok=True)
        return place

    @property
    def lock(self) -> Path:
        """Held by the run in progress."""
        return self.folder / ".lock"

    @property
    def state(self) -> Path:
        """What was done."""
        return self.folder / "state.json"

    @property
    def log(self) -> Path:
        """One line per run."""
        return self.folder / "runs.jsonl"

    @property
    def topics(self) -> Path:
        """Runs of discovery, a folder per week."""
        return self.folder / "topics"

    def held(self) -> Any:
        """Hold the lock; :class:`WorkspaceError` if another run does."""
        return writer_lock(self.lock)

    def write_log(self, record: dict[str, Any]) -> None:
        """Add a line to the log, on the disk before this returns."""
        with self.log.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
            stream.flush()


@dataclass
class State:
    """What was done so far.

    Attributes:
        place: Where it is kept.
        files: Files analysed: what read each, by the SHA-256 of its content.
        weeks: When each week was told.
    """

    place: Place
    files: dict[str, str] = field(default_factory=dict)
    weeks: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, place: Place) -> State:
        """Read the state; an empty one before the first run.

        Raises:
            WorkspaceError: The file is damaged.
        """
        if not place.state.exists():
            return cls(place)
        try:
            content = json.loads(place.state.read_text(encoding="utf-8"))
            return cls(place, dict(content["files"]), dict(content["weeks"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WorkspaceError(
                f"{place.state} cannot be read ({type(error).__name__}). Delete it: the next run "
                "then reads all files again, which changes nothing, and tells the last week anew."
            ) from error

    def save(self) -> None:
        """Write the state, whole or not at all."""
        save_json(self.place.state, {"files": self.files, "weeks": self.weeks})

    def new_files(self, files: Iterable[Path], reader_version: str) -> dict[str, Path]:
        """Files whose content was not read by that model yet, by their SHA-256."""
        found = {digest_of(path): path for path in files}
        return {
            digest: path
            for digest, path in found.items()
            if self.files.get(digest) != reader_version
        }

    def told(self, week: str, at: datetime) -> None:
        """Mark a week as told."""
        self.weeks[week] = at.isoformat(timespec="seconds")


def digest_of(path: Path) -> str:
    """SHA-256 of a file's content."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
