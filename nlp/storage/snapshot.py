"""Which version of every table belongs together: what makes a run atomic to its readers."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nlp.errors import WorkspaceError


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One consistent state of a workspace.

    Attributes:
        versions: Version of each table, by table name.
        model_version: Model of the last run; empty before the first one.
        taxonomy_version: Taxonomy of the last run; empty before the first one.
        run_id: The last run; empty before the first one.
    """

    versions: Mapping[str, int]
    model_version: str = ""
    taxonomy_version: str = ""
    run_id: str = ""

    @property
    def key(self) -> str:
        """Text that is equal for equal states: a cache key."""
        return json.dumps(asdict(self), sort_keys=True)


def load_snapshot(path: Path, tables: tuple[str, ...]) -> Snapshot:
    """Read the state that readers see.

    Args:
        path: The snapshot file.
        tables: Tables it must name.

    Returns:
        The snapshot.

    Raises:
        WorkspaceError: The file is missing or broken.
    """
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Snapshot(
            {name: int(content["versions"][name]) for name in tables},
            str(content["model_version"]),
            str(content["taxonomy_version"]),
            str(content["run_id"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(
            f"{path} is missing or broken ({type(error).__name__}). Restore it from a backup, "
            "or analyse the inputs again into a new folder."
        ) from error


def save_json(path: Path, content: Mapping[str, Any]) -> None:
    """Replace a JSON file in one step: a reader sees the old one or the new one.

    Args:
        path: The file.
        content: What it holds from now on.
    """
    draft = path.with_suffix(".draft")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(content, file, indent=2, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def save_snapshot(path: Path, snapshot: Snapshot) -> None:
    """Make a state the one that readers see."""
    save_json(path, asdict(snapshot))
