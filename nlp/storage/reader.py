"""One consistent state of a workspace, open for queries."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import pyarrow as pa

from nlp.errors import WorkspaceError, did_you_mean
from nlp.storage import delta
from nlp.storage.damage import damage_told
from nlp.storage.delta import WeekFiles
from nlp.storage.duck import connect, fetch, quote, rows_of
from nlp.storage.snapshot import Snapshot
from nlp.storage.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd


class Reader:
    """Answers queries on one snapshot; made by :meth:`nlp.storage.lake.Workspace.reader`.

    Queries see every table under its name, and ``annotated``: the contacts with their
    annotation by the reader's model version. A contact that this model has not read is
    not in ``annotated``; :func:`nlp.storage.queries.model_versions` counts them.

    May be shared by threads. Close it, or use it as a context manager.

    Args:
        folder: The workspace, absolute.
        snapshot: The state to read.
        files: Files of that state, per table and week.
        model_version: Whose annotations to see; those of the last run by default.
        memory_mb: Memory of the queries, in MiB.
        threads: Threads of the queries; 0 takes every core.

    Raises:
        WorkspaceError: A file of the state is missing, unreadable or damaged.
    """

    def __init__(
        self,
        folder: Path,
        snapshot: Snapshot,
        files: Mapping[str, WeekFiles],
        *,
        model_version: str | None,
        memory_mb: int,
        threads: int,
    ) -> None:
        self.snapshot = snapshot
        self.model_version = snapshot.model_version if model_version is None else model_version
        self._files = {
            name: [path for of_week in weeks.values() for path in of_week]
            for name, weeks in files.items()
        }
        self._con = connect(folder, memory_mb=memory_mb, threads=threads)
        try:
            with damage_told(self._files):
                self._create_views()
        except BaseException:
            self._con.close()
            raise

    def _create_views(self) -> None:
        for spec in TABLES:
            rows = rows_of(spec, self._files[spec.name])
            self._con.execute(f"CREATE VIEW {spec.name} AS SELECT * FROM {rows}")
        self._con.execute(f"""
            CREATE VIEW annotated AS
            SELECT contacts.*, annotations.* EXCLUDE (contact_id, week)
            FROM contacts JOIN annotations USING (contact_id, week)
            WHERE annotations.model_version = {quote(self.model_version)}
        """)

    def query(self, sql: str, params: dict[str, object] | None = None) -> pa.Table:
        """Run one of the product's queries; they stand in :mod:`nlp.storage.queries`.

        Args:
            sql: One ``SELECT`` with named parameters, ``$name``.
            params: Their values, each of them used.

        Returns:
            The rows.

        Raises:
            WorkspaceError: A file of the state is missing, unreadable or damaged.
        """
        # A connection serves one thread at a time; cursors share its database.
        with damage_told(self._files), self._con.cursor() as cursor:
            return fetch(cursor, sql, params)

    def frame(self, sql: str, params: dict[str, object] | None = None) -> pd.DataFrame:
        """Run a query as :meth:`query` does, for callers that compute with pandas."""
        frame: pd.DataFrame = self.query(sql, params).to_pandas()
        return frame

    def table(self, name: str) -> pa.Table:
        """Read a table whole, under exactly its schema.

        Args:
            name: A table of :data:`nlp.storage.tables.TABLES`.

        Returns:
            All its rows. ``vectors`` takes 1.5 kB a row.

        Raises:
            WorkspaceError: There is no such table, or one of its files is missing,
                unreadable or damaged.
        """
        specs = {spec.name: spec for spec in TABLES}
        if name not in specs:
            raise WorkspaceError(
                f"unknown table {name!r}: expected one of {', '.join(specs)}."
                f"{did_you_mean(name, specs)}"
            )
        return delta.read_rows(self._files[name], specs[name])

    def close(self) -> None:
        """Let go of the files and the memory."""
        self._con.close()

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
