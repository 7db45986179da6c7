"""The tables of a workspace: their schemas, how they are cut into files, and what keys a row."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from nlp import schemas

FRICTION = pa.schema(
    [
        pa.field("as_of_week", pa.string(), nullable=False),  # last ISO week the ranking covers
        pa.field("first_week", pa.string()),  # first ISO week it covers; null if undated
        pa.field("dimension", pa.string()),  # column whose group it is about; null: all contacts
        pa.field("level", pa.string()),  # the group
        pa.field("n_contacts", pa.int64()),
        pa.field("scale", pa.string()),  # outcome the effects are in points of
        pa.field("model_version", pa.string(), nullable=False),
        pa.field("taxonomy_version", pa.string(), nullable=False),
        *schemas.EFFECT,
    ]
)
"""One irritant of a ranking as it stood at a week."""


@dataclass(frozen=True, slots=True)
class TableSpec:
    """How one table is stored.

    Attributes:
        name: Folder of the table, and the name queries know it by.
        schema: Its columns.
        key: Columns that tell its rows apart, and sort them within a file, nulls first.
        by_week: Whether it is partitioned by the column ``week``.
        versioned: Whether rows of several model versions live side by side.
    """

    name: str
    schema: pa.Schema
    key: tuple[str, ...]
    by_week: bool = False
    versioned: bool = False


CONTACTS = TableSpec("contacts", schemas.CONTACT, ("contact_id",), by_week=True)
MENTIONS = TableSpec("mentions", schemas.MENTION, ("contact_id", "mention_id"), by_week=True)
ANNOTATIONS = TableSpec(
    "annotations",
    schemas.ANNOTATION,
    ("contact_id", "model_version"),
    by_week=True,
    versioned=True,
)
VECTORS = TableSpec(
    "vectors",
    schemas.VECTOR,
    ("contact_id", "model_version", "mention_id"),
    by_week=True,
    versioned=True,
)
REJECTS = TableSpec("rejects", schemas.REJECT, ("run_id", "source", "row", "reason", "detail"))
RUNS = TableSpec("runs", schemas.RUN, ("run_id",))
FRICTIONS = TableSpec(
    "frictions", FRICTION, ("as_of_week", "dimension", "level", "rank", "irritant")
)

CONTACT_TABLES = (CONTACTS, MENTIONS, ANNOTATIONS, VECTORS)
"""What a contact is made of, in the order in which a run commits them."""

TABLES = (*CONTACT_TABLES, RUNS, REJECTS, FRICTIONS)
"""Every table of a workspace."""
