"""The workspace: a folder of Delta tables, one writer, and readers that are never disturbed.

A run commits table after table; readers follow ``snapshot.json``, which names one
version of every table and is replaced in one step when all of them are written. A run
that is killed on the way leaves the old snapshot standing; the next writer first takes
the tables back to it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from nlp.errors import WorkspaceError
from nlp.schemas import EFFECT
from nlp.storage import delta
from nlp.storage.checks import conform
from nlp.storage.layout import MARKER, Layout
from nlp.storage.lock import writer_lock
from nlp.storage.reader import Reader
from nlp.storage.snapshot import Snapshot, load_snapshot, save_json, save_snapshot
from nlp.storage.tables import FRICTIONS, TABLES
from nlp.storage.writer import RunWriter, WriteReport, put_rows

FORMAT_VERSION = 1
"""Counted up when the same columns come to mean something else, or files move."""

MEMORY_MB = 1024
"""Memory of a reader's, or the writer's, queries unless said otherwise, in MiB."""


@dataclass(frozen=True, slots=True)
class GroupRanking:
    """A ranking of one group of contacts, to be stored.

    Attributes:
        dimension, level: Column and value that make out the group; ``None`` for all.
        effects: Schema ``EFFECT``, one row per irritant.
        scale: Satisfaction scale in whose points the effects are.
        n_contacts: Contacts of the group.
    """

    dimension: str | None
    level: str | None
    effects: pa.Table
    scale: str | None
    n_contacts: int | None


_TABLE_NAMES = tuple(spec.name for spec in TABLES)
_WEEK_HOURS = 24 * 7


@dataclass(frozen=True, slots=True)
class Workspace:
    """A store of contacts and everything found about them.

    Open one with :meth:`open`.

    Attributes:
        layout: Where its parts lie.
    """

    layout: Layout

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> Workspace:
        """Open a workspace, or make one.

        Args:
            folder: Its folder.
            create: Make it if the folder is missing or empty.

        Returns:
            The workspace.

        Raises:
            WorkspaceError: The folder is missing (and not to be made), holds something
                else, cannot be read or written, or is of another format version.
        """
        layout = Layout(folder.expanduser().resolve())
        if _is_marked(layout):
            _check_format(layout)
        elif create:
            _begin(layout)
        else:
            raise WorkspaceError(_not_a_workspace(layout.folder))
        workspace = cls(layout)
        if not layout.snapshot.exists():
            workspace._complete()
        return workspace

    @property
    def folder(self) -> Path:
        """The workspace's folder, absolute."""
        return self.layout.folder

    def snapshot(self) -> Snapshot:
        """The state that a reader opened now would see.

        Raises:
            WorkspaceError: The snapshot file is broken.
        """
        return load_snapshot(self.layout.snapshot, _TABLE_NAMES)

    def reader(
        self, *, model_version: str | None = None, memory_mb: int = MEMORY_MB, threads: int = 0
    ) -> Reader:
        """Open the workspace's present state for queries.

        Args:
            model_version: Whose annotations to see; those of the last run by default.
            memory_mb: Memory of the queries, in MiB; what needs more goes to disk.
            threads: Threads of the queries; 0 takes every core.

        Returns:
            A reader that sees this state for as long as it is open, whatever is written.

        Raises:
            WorkspaceError: A table or the snapshot is damaged.
        """
        snapshot = self.snapshot()
        files = {
            name: delta.files_at(self.layout.table(name), snapshot.versions[name])
            for name in _TABLE_NAMES
        }
        return Reader(
            self.folder,
            snapshot,
            files,
            model_version=model_version,
            memory_mb=memory_mb,
            threads=threads,
        )

    @contextmanager
    def writing(self, *, memory_mb: int = MEMORY_MB, threads: int = 0) -> Iterator[RunWriter]:
        """Hold the workspace for writing one run.

        Args:
            memory_mb: Memory of the comparison with what is stored, in MiB.
            threads: Threads of it; 0 takes every core.

        Yields:
            A writer. Without its ``commit`` nothing is stored.

        Raises:
            WorkspaceError: Another writer holds the workspace, or it is damaged.
        """
        with self._held() as base:
            self.layout.staging.mkdir()
            try:
                yield RunWriter(self.layout, base, memory_mb=memory_mb, threads=threads)
            finally:
                _clear(self.layout.staging)

    def write_run(
        self,
        run: pa.Table,
        contacts: pa.Table,
        mentions: pa.Table,
        annotations: pa.Table,
        vectors: pa.Table,
        rejects: pa.Table,
    ) -> WriteReport:
        """Store a run that fits in memory.

        Args:
            run: Schema ``RUN``, one row.
            contacts: Schema ``CONTACT``.
            mentions: Schema ``MENTION``.
            annotations: Schema ``ANNOTATION``, one for each contact.
            vectors: Schema ``VECTOR``.
            rejects: Schema ``REJECT``.

        Returns:
            What changed; see :meth:`nlp.storage.writer.RunWriter.commit`.

        Raises:
            WorkspaceError: Another writer holds the workspace, or it is damaged.
            ValueError: The rows break their schema or do not hold together.
        """
        with self.writing() as writer:
            writer.add(contacts, mentions, annotations, vectors)
            return writer.commit(run, rejects)

    def write_frictions(
        self,
        effects: pa.Table,
        as_of_week: str,
        *,
        scale: str | None = None,
        first_week: str | None = None,
        n_contacts: int | None = None,
        groups: Sequence[GroupRanking] = (),
    ) -> None:
        """Store the rankings as they stand at a week, in place of earlier ones of that week.

        Args:
            effects: Schema ``EFFECT``, one row per irritant; none clears the week.
            as_of_week: Last week the ranking covers.
            scale: Satisfaction scale in whose points the effects are.
            first_week: First week it covers.
            n_contacts: Contacts it covers.
            groups: The same for groups of these contacts.

        Raises:
            WorkspaceError: Another writer holds the workspace, or it is damaged.
            ValueError: The rows break their schema.
        """
        every = GroupRanking(None, None, effects, scale, n_contacts)
        with self._held() as base:
            common = {
                "as_of_week": as_of_week,
                "first_week": first_week,
                "model_version": base.model_version,
                "taxonomy_version": base.taxonomy_version,
            }
            rows = pa.concat_tables([_about(one, common) for one in (every, *groups)])
            versions = dict(base.versions)
            put_rows(
                self.layout,
                FRICTIONS,
                versions,
                rows,
                replacing=("as_of_week", as_of_week),
            )
            if versions != base.versions:
                save_snapshot(self.layout.snapshot, replace(base, versions=versions))

    def vacuum(self, *, keep_hours: int = _WEEK_HOURS) -> int:
        """Delete the files of past states.

        Rows that were replaced stay on disk, for readers that are still open and for
        recovery, until they are vacuumed.

        Args:
            keep_hours: Files dropped more recently than this stay: longer than any
                reader stays open. 0 deletes every past state.

        Returns:
            How many files were deleted.

        Raises:
            WorkspaceError: Another writer holds the workspace, or it is damaged.
        """
        n_deleted, versions = 0, {}
        with self._held() as base:
            for name, version in base.versions.items():
                folder = self.layout.table(name)
                n_deleted += delta.vacuum(folder, keep_hours=keep_hours, keep_version=version)
                versions[name] = delta.latest_version(folder)  # a vacuum is a commit, too
            if versions != base.versions:
                save_snapshot(self.layout.snapshot, replace(base, versions=versions))
        return n_deleted

    @contextmanager
    def _held(self) -> Iterator[Snapshot]:
        """Hold the lock over tables that stand where the snapshot says."""
        with writer_lock(self.layout.lock):
            _clear(self.layout.staging)
            yield self._repaired()

    def _repaired(self) -> Snapshot:
        """Take back what a killed run committed: its tables are ahead of the snapshot."""
        snapshot = self.snapshot()
        versions = dict(snapshot.versions)
        for name, version in snapshot.versions.items():
            folder = self.layout.table(name)
            if delta.latest_version(folder) != version:
                versions[name] = delta.restore(folder, version)
        if versions != snapshot.versions:
            snapshot = replace(snapshot, versions=versions)
            save_snapshot(self.layout.snapshot, snapshot)
        return snapshot

    def _complete(self) -> None:
        """Make what a new workspace lacks; also when its making was cut short."""
        with writer_lock(self.layout.lock):
            if self.layout.snapshot.exists():
                return
            versions = {}
            for spec in TABLES:
                delta.create_table(self.layout.table(spec.name), spec)
                versions[spec.name] = delta.latest_version(self.layout.table(spec.name))
            if any(versions.values()):
                raise WorkspaceError(
                    f"{self.layout.snapshot} is missing, and the tables were written before: "
                    "nothing says which of their versions belong together. Restore it from a "
                    "backup, or analyse the inputs again into a new folder."
                )
            save_snapshot(self.layout.snapshot, Snapshot(versions))


def _is_marked(layout: Layout) -> bool:
    try:
        return layout.marker.exists()
    except OSError as error:
        raise WorkspaceError(
            f"the folder {layout.folder} cannot be opened: {error.strerror}. "
            "Give yourself access to it, or use another --workspace."
        ) from error


def _begin(layout: Layout) -> None:
    try:
        layout.folder.mkdir(parents=True, exist_ok=True)
        if any(layout.folder.iterdir()):
            raise WorkspaceError(_not_a_workspace(layout.folder))
        created = datetime.now(UTC).isoformat(timespec="seconds")
        content = {"format": FORMAT_VERSION, "created_at": created, "columns": _columns()}
        save_json(layout.marker, content)
    except OSError as error:
        raise WorkspaceError(
            f"the workspace {layout.folder} cannot be made: {error.strerror}. "
            "Choose another --workspace."
        ) from error


def _not_a_workspace(folder: Path) -> str:
    advice = "Name a workspace, or a new or empty folder to make one: motif analyze --workspace."
    if not folder.exists():
        return f"there is no workspace at {folder}. {advice}"
    if not folder.is_dir():
        return f"{folder} is a file, not a workspace. {advice}"
    return f"{folder} is not a workspace: it has no {MARKER}. Nothing was changed. {advice}"


def _check_format(layout: Layout) -> None:
    try:
        content = json.loads(layout.marker.read_text(encoding="utf-8"))
        found, columns = content["format"], content["columns"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(
            f"{layout.marker} is broken ({type(error).__name__}): expected JSON with 'format' and "
            "'columns'. Restore it from a backup."
        ) from error
    if found == FORMAT_VERSION and columns == _columns():
        return
    what = f"format {found}; this Motif reads format {FORMAT_VERSION}"
    if found == FORMAT_VERSION:
        differing = [n for n, names in _columns().items() if columns.get(n) != names]
        what = f"other columns than this Motif's in: {', '.join(differing)}"
    raise WorkspaceError(
        f"the workspace {layout.folder} has {what}. Use the version of Motif that wrote it, or "
        "analyse the inputs into a new folder."
    )


def _columns() -> dict[str, list[str]]:
    """Columns of each table: two releases that differ in them cannot share a workspace."""
    return {spec.name: spec.schema.names for spec in TABLES}


def _clear(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _about(ranking: GroupRanking, common: dict[str, str | None]) -> pa.Table:
    """A ranking with the columns that say what it is about."""
    rows = ranking.effects
    if missing := set(EFFECT.names) - set(rows.column_names):
        raise ValueError(f"effects: columns missing: {', '.join(sorted(missing))}")
    about = {"dimension": ranking.dimension, "level": ranking.level, "scale": ranking.scale}
    for name, value in (common | about).items():
        rows = rows.append_column(name, pa.array([value] * rows.num_rows, pa.string()))
    counts = pa.array([ranking.n_contacts] * rows.num_rows, pa.int64())
    return conform(rows.append_column("n_contacts", counts), FRICTIONS)
