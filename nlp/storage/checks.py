"""What must hold of the rows of a run before they are stored."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from nlp.schemas import UNDATED_WEEK
from nlp.storage.tables import (
    ANNOTATIONS,
    CONTACT_TABLES,
    CONTACTS,
    MENTIONS,
    REJECTS,
    RUNS,
    VECTORS,
    TableSpec,
)

_ISO_WEEK = re.compile(r"\d{4}-W(0[1-9]|[1-4]\d|5[0-3])")


def conform(table: pa.Table, spec: TableSpec) -> pa.Table:
    """Bring a table under its schema.

    Args:
        table: The rows, columns in any order. A NaN is a missing number: it becomes null.
        spec: What they must be.

    Returns:
        The rows under exactly ``spec.schema``.

    Raises:
        ValueError: A column is missing, unknown, of another type, or null where it
            must not be.
    """
    expected = set(spec.schema.names)
    missing = [name for name in spec.schema.names if name not in table.column_names]
    unknown = [name for name in table.column_names if name not in expected]
    if missing or unknown:
        raise ValueError(
            f"{spec.name}: columns missing: {', '.join(missing) or 'none'}; "
            f"unknown: {', '.join(unknown) or 'none'}"
        )
    columns = [_null_for_nan(table[name]) for name in spec.schema.names]
    try:
        return pa.table(columns, names=spec.schema.names).cast(spec.schema)
    except (pa.ArrowInvalid, pa.ArrowTypeError, ValueError) as error:
        raise ValueError(f"{spec.name}: {error}") from error


def check_chunk(chunk: dict[str, pa.Table]) -> None:
    """Check that a chunk of contacts holds together.

    Args:
        chunk: The four tables of :data:`nlp.storage.tables.CONTACT_TABLES`, by name,
            each under its schema.

    Raises:
        ValueError: A contact comes twice or has not exactly one annotation, a row
            belongs to no contact of the chunk or names another week, a mention or
            vector is doubled, or a week is not ISO.
    """
    contacts = chunk[CONTACTS.name]
    _check_weeks(contacts)
    _check_unique(contacts, ("contact_id",), CONTACTS)
    for spec in CONTACT_TABLES[1:]:
        _check_belongs(chunk[spec.name], contacts, spec)
    _check_unique(chunk[MENTIONS.name], ("mention_id",), MENTIONS)
    _check_unique(chunk[ANNOTATIONS.name], ("contact_id",), ANNOTATIONS)
    _check_unique(chunk[VECTORS.name], ("contact_id", "mention_id"), VECTORS)
    n_annotations = chunk[ANNOTATIONS.name].num_rows
    if n_annotations != contacts.num_rows:
        raise ValueError(
            f"every contact needs one annotation: {contacts.num_rows} contacts, "
            f"{n_annotations} annotations"
        )


def model_versions(chunk: dict[str, pa.Table]) -> set[str]:
    """Model versions named in a chunk."""
    named: set[str] = set()
    for spec in CONTACT_TABLES:
        if spec.versioned:
            named |= set(chunk[spec.name]["model_version"].unique().to_pylist())
    return named


def check_ledger(run: pa.Table, rejects: pa.Table, n_written: int) -> None:
    """Check that a run accounts for every row read.

    Args:
        run: One row under the schema of runs.
        rejects: Its rejects, under their schema.
        n_written: Contacts given to the writer.

    Raises:
        ValueError: There is not one run, a reject belongs to another one, or read is
            not kept plus rejected.
    """
    if run.num_rows != 1:
        raise ValueError(f"{RUNS.name}: expected one row, got {run.num_rows}")
    row = run.to_pylist()[0]
    strangers = set(rejects["run_id"].unique().to_pylist()) - {row["run_id"]}
    if strangers:
        raise ValueError(f"{REJECTS.name}: rows of other runs: {', '.join(sorted(strangers))}")
    stated = (row["n_read"], row["n_kept"], row["n_rejected"])
    found = (n_written + rejects.num_rows, n_written, rejects.num_rows)
    if stated != found:
        raise ValueError(
            "rows do not add up: the run states read, kept, rejected = "
            f"{stated}; written were {found}"
        )


def _null_for_nan(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column without NaN, which would spoil every mean and equal nothing, itself included."""
    if not pa.types.is_floating(column.type):
        return column
    return pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)


def _check_weeks(contacts: pa.Table) -> None:
    for week in contacts["week"].unique().to_pylist():
        if week != UNDATED_WEEK and not _ISO_WEEK.fullmatch(week):
            raise ValueError(
                f"{CONTACTS.name}: expected an ISO week such as 2026-W47 or {UNDATED_WEEK!r}, "
                f"got {week!r}"
            )


def _check_unique(table: pa.Table, key: tuple[str, ...], spec: TableSpec) -> None:
    n_keys = table.select(list(key)).group_by(list(key)).aggregate([]).num_rows
    if n_keys != table.num_rows:
        raise ValueError(
            f"{spec.name}: {table.num_rows - n_keys} rows repeat the {' and '.join(key)} of another"
        )


def _check_belongs(table: pa.Table, contacts: pa.Table, spec: TableSpec) -> None:
    position = pc.index_in(table["contact_id"], value_set=contacts["contact_id"])
    if position.null_count:
        raise ValueError(f"{spec.name}: {position.null_count} rows belong to no contact given")
    weeks = contacts["week"].take(position)
    n_other = table.num_rows - (pc.sum(pc.equal(weeks, table["week"])).as_py() or 0)
    if n_other:
        raise ValueError(f"{spec.name}: {n_other} rows name another week than their contact")
