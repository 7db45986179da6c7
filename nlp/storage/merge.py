"""How the rows of a run meet the rows already stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from nlp.storage.delta import WeekFiles
from nlp.storage.duck import fetch, identifier, quote, rows_of
from nlp.storage.tables import CONTACTS, TableSpec

_BATCH_ROWS = 16_384
"""Rows of one row group: with vectors of 384 float32, 24 MiB."""

MAX_EXAMPLES = 5
"""Identifiers that a report of conflicts names at most."""


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Identifiers under which another file brought another text.

    An export that numbers its rows anew gives the identifiers of earlier contacts to
    later ones: most of these are other contacts, and they took the earlier ones' place.

    Attributes:
        n: How many contacts.
        examples: The first of their identifiers in order, at most :data:`MAX_EXAMPLES`.
    """

    n: int
    examples: tuple[str, ...]


class Merge:
    """What a run changes, table by table and week by week.

    A run's contacts take the place of the stored contacts of the same identifiers,
    with all their rows, wherever those were. Annotations and vectors of other model
    versions stay with their contact, and follow it to another week, as long as the
    contact's text is the same: they speak of positions in that text. When the text
    is another, they are dropped.

    Args:
        con: A database that reaches the files; used for this merge only.
        stored: Files of the tables as they are, per table and week.
        staged: Files of the run, per table and week.
        model_version: Model version of the run's annotations and vectors.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        stored: Mapping[str, WeekFiles],
        staged: Mapping[str, WeekFiles],
        model_version: str,
    ) -> None:
        self._con = con
        self._stored = stored
        self._staged = staged
        self._model_version = model_version
        con.execute(f"""
            CREATE TABLE incoming AS
            SELECT fresh.contact_id, fresh.week, old.week AS old_week,
                   fresh.text IS DISTINCT FROM old.text AS other_text,
                   fresh.source IS DISTINCT FROM old.source AS other_source
            FROM {_all(staged, CONTACTS)} AS fresh
            LEFT JOIN {_all(stored, CONTACTS)} AS old USING (contact_id)
        """)
        con.execute("CREATE TABLE changed (contact_id VARCHAR)")

    def weeks(self) -> list[str]:
        """Weeks that the run's contacts are or were in, in order."""
        sql = "SELECT week FROM incoming UNION SELECT old_week FROM incoming"
        weeks = fetch(self._con, sql)["week"].to_pylist()
        return sorted(week for week in weeks if week is not None)

    def changes(self, spec: TableSpec, week: str) -> bool:
        """Compare a week as it is with what the run makes of it.

        Args:
            spec: The table.
            week: The week.

        Returns:
            Whether any row differs. The contacts that do are remembered for
            :meth:`counts`.
        """
        fresh = self._fresh(spec, week)
        differing = _differing(spec, self._replaced(spec, week), fresh)
        if not self._stored[spec.name].get(week):  # a new week: nothing to compare row by row
            differing = f"SELECT DISTINCT contact_id FROM ({fresh})"
        n_before = _count(self._con, "SELECT count(*) AS n FROM changed")
        self._con.execute(f"INSERT INTO changed {differing}")
        return _count(self._con, "SELECT count(*) AS n FROM changed") > n_before

    def rows(self, spec: TableSpec, week: str) -> Iterator[pa.Table]:
        """Stream what a week holds after the run.

        Args:
            spec: The table.
            week: The week.

        Yields:
            Batches of rows, in the table's order.
        """
        stored = self._of_week(self._stored, spec, week)
        order = ", ".join(f"{identifier(name)} NULLS FIRST" for name in spec.key)
        reader = self._con.sql(f"""
            SELECT stored.* FROM {stored} AS stored
            WHERE NOT EXISTS (
                SELECT 1 FROM incoming
                WHERE incoming.contact_id = stored.contact_id AND {self._goes(spec)}
            )
            UNION ALL {self._fresh(spec, week)}
            ORDER BY {order}
        """).to_arrow_reader(_BATCH_ROWS)
        for batch in reader:
            yield pa.Table.from_batches([batch])

    def counts(self) -> tuple[int, int, int]:
        """Contacts that are new, replaced by other content, and unchanged.

        Valid once :meth:`changes` was asked for every table and week.
        """
        n_all = _count(self._con, "SELECT count(*) AS n FROM incoming")
        n_new = _count(self._con, "SELECT count(*) AS n FROM incoming WHERE old_week IS NULL")
        n_changed = _count(self._con, "SELECT count(DISTINCT contact_id) AS n FROM changed")
        return n_new, n_changed - n_new, n_all - n_changed

    def conflicts(self) -> Conflicts:
        """Stored contacts that come with another text from another file."""
        found = fetch(
            self._con,
            f"""
            SELECT contact_id, count(*) OVER () AS n FROM incoming
            WHERE old_week IS NOT NULL AND other_text AND other_source
            ORDER BY contact_id LIMIT {MAX_EXAMPLES}
            """,
        )
        n: int = found["n"][0].as_py() if found.num_rows else 0
        return Conflicts(n, tuple(found["contact_id"].to_pylist()))

    def _replaced(self, spec: TableSpec, week: str) -> str:
        """Stored rows of a week that the run takes out."""
        return f"""
            SELECT stored.* FROM {self._of_week(self._stored, spec, week)} AS stored
            JOIN incoming USING (contact_id) WHERE {self._goes(spec)}
        """

    def _fresh(self, spec: TableSpec, week: str) -> str:
        """Rows that the run puts into a week."""
        staged = f"SELECT * FROM {self._of_week(self._staged, spec, week)}"
        left = self._weeks_left_for(week) if spec.versioned else []
        if not left:
            return staged
        files = [path for old in left for path in self._stored[spec.name].get(old, [])]
        return f"""
            {staged} UNION ALL
            SELECT stored.* REPLACE ({quote(week)} AS week) FROM {rows_of(spec, files)} AS stored
            JOIN incoming USING (contact_id)
            WHERE incoming.week = {quote(week)} AND incoming.old_week <> {quote(week)}
              AND NOT incoming.other_text
              AND stored.model_version <> {quote(self._model_version)}
        """

    def _goes(self, spec: TableSpec) -> str:
        """Condition under which a stored row of an incoming contact leaves its week."""
        if not spec.versioned:
            return "true"
        return (
            f"(stored.model_version = {quote(self._model_version)} "
            "OR incoming.other_text OR incoming.week <> stored.week)"
        )

    def _weeks_left_for(self, week: str) -> list[str]:
        sql = """
            SELECT DISTINCT old_week FROM incoming
            WHERE week = $week AND old_week <> week AND NOT other_text ORDER BY old_week
        """
        weeks: list[str] = fetch(self._con, sql, {"week": week})["old_week"].to_pylist()
        return weeks

    @staticmethod
    def _of_week(files: Mapping[str, WeekFiles], spec: TableSpec, week: str) -> str:
        return rows_of(spec, files[spec.name].get(week, []))


def _all(files: Mapping[str, WeekFiles], spec: TableSpec) -> str:
    return rows_of(spec, [path for of_week in files[spec.name].values() for path in of_week])


def _differing(spec: TableSpec, old: str, fresh: str) -> str:
    """SQL of the contacts of which rows of one key differ, or stand on one side only."""
    columns = [identifier(name) for name in spec.schema.names]
    keys = [identifier(name) for name in spec.key]
    same_key = " AND ".join(f"old.{name} IS NOT DISTINCT FROM fresh.{name}" for name in keys)
    differs = " OR ".join(f"old.{name} IS DISTINCT FROM fresh.{name}" for name in columns)
    return f"""
        SELECT DISTINCT coalesce(old.contact_id, fresh.contact_id) AS contact_id
        FROM ({old}) AS old FULL JOIN ({fresh}) AS fresh ON {same_key}
        WHERE {differs}
    """


def _count(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    n: int = fetch(con, sql)["n"][0].as_py()
    return n
