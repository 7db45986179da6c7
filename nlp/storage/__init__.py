"""The store: Delta tables by week, one writer, readers on pinned snapshots, and every query."""

from __future__ import annotations

from nlp.storage import queries
from nlp.storage.filters import ContactFilter
from nlp.storage.identity import CustomerKey
from nlp.storage.lake import GroupRanking, Workspace
from nlp.storage.merge import Conflicts
from nlp.storage.reader import Reader
from nlp.storage.snapshot import Snapshot
from nlp.storage.tables import FRICTION
from nlp.storage.writer import RunWriter, WriteReport

__all__ = [
    "FRICTION",
    "Conflicts",
    "ContactFilter",
    "CustomerKey",
    "GroupRanking",
    "Reader",
    "RunWriter",
    "Snapshot",
    "Workspace",
    "WriteReport",
    "queries",
]
