"""DuckDB connections that can reach one workspace and nothing else."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

import duckdb
import pyarrow as pa

from nlp.storage.tables import TABLES, TableSpec

_EMPTY = "empty_"


def connect(folder: Path, *, memory_mb: int, threads: int) -> duckdb.DuckDBPyConnection:
    """Open an in-memory database over a workspace's files.

    It installs no extension, opens no connection to a network and no file outside the
    workspace, whatever a query says; sorts and joins above the memory limit go to a
    temporary folder that ends with the connection. Every table has an empty twin,
    ``empty_<name>``.

    Args:
        folder: The workspace, absolute.
        memory_mb: Memory of the database, in MiB.
        threads: Threads of the database; 0 takes every core.

    Returns:
        The connection. It serves one thread at a time: give each query a ``cursor()``.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": f"{memory_mb}MiB",
        "temp_directory": str(Path(tempfile.gettempdir()) / f"motif-{uuid4().hex}"),
    }
    if threads:
        config["threads"] = threads
    con = duckdb.connect(":memory:", config=config)
    for spec in TABLES:
        con.register("twin", spec.schema.empty_table())
        con.execute(f"CREATE TABLE {_EMPTY}{spec.name} AS SELECT * FROM twin")
        con.unregister("twin")
    con.execute("SET GLOBAL TimeZone = 'UTC'")
    # Files are opened through escaped patterns, so the escaped folder is allowed as well.
    allowed = ", ".join(quote(text) for text in (str(folder), _escape_glob(str(folder))))
    con.execute(f"SET allowed_directories = [{allowed}]")
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")
    return con


def rows_of(spec: TableSpec, files: Iterable[Path]) -> str:
    """SQL of the rows in some files of a table.

    Args:
        spec: The table.
        files: Parquet files of it; none gives no rows.

    Returns:
        A parenthesised ``SELECT`` of the schema's columns in the schema's order.
    """
    paths = ", ".join(quote(_escape_glob(str(path))) for path in files)
    if not paths:
        return f"(SELECT * FROM {_EMPTY}{spec.name})"
    columns = ", ".join(identifier(name) for name in spec.schema.names)
    return f"(SELECT {columns} FROM read_parquet([{paths}], hive_partitioning = false))"


def quote(text: str) -> str:
    """SQL literal of a text, for the places where SQL takes no parameter."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """SQL identifier of a name, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def fetch(
    con: duckdb.DuckDBPyConnection, sql: str, params: dict[str, object] | None = None
) -> pa.Table:
    """Run a query.

    Args:
        con: A connection or cursor of this thread's own.
        sql: One ``SELECT`` with named parameters, ``$name``.
        params: Their values, each of them used.

    Returns:
        The rows.
    """
    return con.sql(sql, params=params or None).to_arrow_table()


def _escape_glob(path: str) -> str:
    """Path as a pattern that matches it alone: users do name folders ``clients [2026]``."""
    return re.sub(r"([*?\[])", r"[\1]", path)
