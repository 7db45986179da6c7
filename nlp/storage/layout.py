"""Where things lie inside a workspace folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MARKER = "workspace.json"
"""The file that makes a folder a workspace; it holds the format version."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths of a workspace.

    Attributes:
        folder: The workspace, absolute.
    """

    folder: Path

    @property
    def marker(self) -> Path:
        """Format version and date of creation."""
        return self.folder / MARKER

    @property
    def snapshot(self) -> Path:
        """The state that readers see."""
        return self.folder / "snapshot.json"

    @property
    def lock(self) -> Path:
        """The write lock."""
        return self.folder / ".lock"

    @property
    def staging(self) -> Path:
        """Rows of the run being written; empty between runs."""
        return self.folder / "staging"

    def table(self, name: str) -> Path:
        """Folder of a Delta table."""
        return self.folder / "tables" / name
