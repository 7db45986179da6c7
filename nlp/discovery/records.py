"""Runs of discovery as tables: what a workspace stores, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from nlp.discovery.discover import UNASSIGNED, Discovery
from nlp.discovery.fingerprint import Fingerprint
from nlp.discovery.lineage import TopicRun
from nlp.errors import WorkspaceError
from nlp.schemas import VECTOR_DIM
from nlp.types import LANGS

_UTC = pa.timestamp("us", tz="UTC")

TERM = pa.struct(
    [
        pa.field("term", pa.string(), nullable=False),
        pa.field("weight", pa.float32(), nullable=False),
    ]
)

DISCOVERY_RUN = pa.schema(
    [
        pa.field("run_id", pa.string(), nullable=False),
        pa.field("week", pa.string(), nullable=False),  # last ISO week of the mentions
        pa.field("started_at", _UTC, nullable=False),
        pa.field("n_mentions", pa.int64(), nullable=False),
        pa.field("n_fitted", pa.int64(), nullable=False),
        pa.field("n_unassigned", pa.int64(), nullable=False),
        pa.field("n_without_words", pa.int64(), nullable=False),
        pa.field("unassigned_sample_ids", pa.list_(pa.string()), nullable=False),
        pa.field("mixing", pa.float64(), nullable=False),
        pa.field("next_id", pa.int64(), nullable=False),
        pa.field("fingerprint", pa.string(), nullable=False),  # JSON
        pa.field("unlike", pa.list_(pa.string()), nullable=False),
    ]
)
"""One run; its fingerprint says what it stood on, ``unlike`` what the run before did not."""

TOPIC = pa.schema(
    [
        pa.field("run_id", pa.string(), nullable=False),
        pa.field("topic_id", pa.string(), nullable=False),
        pa.field("rank", pa.int64(), nullable=False),  # 1: the largest
        pa.field("size", pa.int64(), nullable=False),
        pa.field("share", pa.float64(), nullable=False),
        *(pa.field(f"label_{lang}", pa.string(), nullable=False) for lang in LANGS),
        *(pa.field(f"terms_{lang}", pa.list_(TERM), nullable=False) for lang in LANGS),
        *(pa.field(f"quote_ids_{lang}", pa.list_(pa.string()), nullable=False) for lang in LANGS),
        *(pa.field(f"share_{lang}", pa.float64(), nullable=False) for lang in LANGS),
        pa.field("central_id", pa.string(), nullable=False),
        pa.field("nearest_kind", pa.string()),
        pa.field("nearest_code", pa.string()),
        pa.field("nearest_distance", pa.float64()),
        pa.field("polarity", pa.float64()),
        pa.field("is_new_irritant", pa.bool_(), nullable=False),
        pa.field("center", pa.list_(pa.float32(), VECTOR_DIM), nullable=False),
    ]
)
"""One topic of a run."""

TOPIC_MENTION = pa.schema(
    [
        pa.field("run_id", pa.string(), nullable=False),
        pa.field("mention_id", pa.string(), nullable=False),
        pa.field("topic_id", pa.string(), nullable=False),  # "-1": none
    ]
)
"""The topic of one mention of a run."""

TOPIC_EVENT = pa.schema(
    [
        pa.field("run_id", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("topic_id", pa.string(), nullable=False),
        pa.field("other_id", pa.string()),
        pa.field("size_before", pa.int64(), nullable=False),
        pa.field("size", pa.int64(), nullable=False),
        pa.field("shared", pa.int64(), nullable=False),
    ]
)
"""What became of one topic since the run before."""


def to_tables(
    found: Discovery, *, run_id: str, week: str, started_at: datetime
) -> dict[str, pa.Table]:
    """Turn a run into the tables that a workspace stores.

    Args:
        found: The run.
        run_id: Its identifier.
        week: Last ISO week of the mentions.
        started_at: When it started, timezone-aware.

    Returns:
        Tables by name: ``discovery_runs``, ``topics``, ``topic_mentions`` and
        ``topic_events``. They hold no verbatim.
    """
    key = {"run_id": run_id}
    run = key | {
        "week": week,
        "started_at": started_at,
        "n_mentions": len(found.mention_ids),
        "n_fitted": found.n_fitted,
        "n_unassigned": found.unassigned.size,
        "n_without_words": found.unassigned.n_without_words,
        "unassigned_sample_ids": list(found.unassigned.sample_ids),
        "mixing": found.mixing,
        "next_id": found.run.next_id,
        "fingerprint": json.dumps(asdict(found.fingerprint), sort_keys=True),
        "unlike": list(found.lineage.unlike),
    }
    mentions = zip(found.mention_ids, found.topic_ids, strict=True)
    return {
        "discovery_runs": pa.Table.from_pylist([run], DISCOVERY_RUN),
        "topics": pa.Table.from_pylist([key | record for record in _topic_rows(found)], TOPIC),
        "topic_mentions": pa.Table.from_pylist(
            [key | {"mention_id": m, "topic_id": t} for m, t in mentions], TOPIC_MENTION
        ),
        "topic_events": pa.Table.from_pylist(
            [key | asdict(event) for event in found.lineage.events], TOPIC_EVENT
        ),
    }


def from_tables(tables: Mapping[str, pa.Table], run_id: str) -> TopicRun:
    """Read back what the next run needs.

    Args:
        tables: What :func:`to_tables` gave, of one or more runs.
        run_id: The run to read.

    Returns:
        The run, for ``discover(..., previous=...)``.

    Raises:
        WorkspaceError: The run is not there, or not exactly once.
    """
    runs = _of_run(tables["discovery_runs"], run_id)
    if len(runs) != 1:
        raise WorkspaceError(f"discovery run {run_id!r} is stored {len(runs)} times, expected once")
    topics = sorted(_of_run(tables["topics"], run_id), key=lambda row: row["rank"])
    members = {
        row["mention_id"]: row["topic_id"]
        for row in _of_run(tables["topic_mentions"], run_id)
        if row["topic_id"] != UNASSIGNED
    }
    stood_on = json.loads(runs[0]["fingerprint"])
    centers = np.array([row["center"] for row in topics], np.float32).reshape(-1, VECTOR_DIM)
    return TopicRun(
        fingerprint=Fingerprint(**stood_on | {"libraries": tuple(stood_on["libraries"])}),
        topic_ids=tuple(row["topic_id"] for row in topics),
        centers=centers,
        members=members,
        n_mentions=runs[0]["n_mentions"],
        next_id=runs[0]["next_id"],
    )


def _of_run(table: pa.Table, run_id: str) -> list[dict[str, Any]]:
    import pyarrow.compute as pc

    rows: list[dict[str, Any]] = table.filter(pc.equal(table["run_id"], run_id)).to_pylist()
    return rows


def topic_records(found: Discovery) -> list[dict[str, Any]]:
    """The topics of a run as plain records, then the bucket of what has none.

    Returns:
        One record per topic, largest first, with the fields ``id``, ``size``, ``share``,
        ``label``, ``terms``, ``central_id``, ``quote_ids``, ``languages``, ``nearest``,
        ``polarity`` and ``new_irritant``; the last has the id ``"-1"``.
    """
    records: list[dict[str, Any]] = [
        {
            "id": topic.topic_id,
            "size": topic.size,
            "share": round(topic.share, 6),
            "label": dict(topic.labels),
            "terms": {lang: [term for term, _ in topic.terms[lang]] for lang in LANGS},
            "central_id": topic.central_id,
            "quote_ids": {lang: list(ids) for lang, ids in topic.quote_ids.items()},
            "languages": {lang: round(share, 4) for lang, share in topic.languages.items()},
            "nearest": None
            if topic.nearest is None
            else {
                "kind": topic.nearest.kind,
                "code": topic.nearest.code,
                "name": dict(topic.nearest.names),
                "distance": topic.nearest.distance,
            },
            "polarity": topic.polarity,
            "new_irritant": topic.is_new_irritant,
        }
        for topic in found.topics
    ]
    bucket = found.unassigned
    records.append(
        {
            "id": UNASSIGNED,
            "size": bucket.size,
            "share": round(bucket.share, 6),
            "sample_ids": list(bucket.sample_ids),
            "without_words": bucket.n_without_words,
        }
    )
    return records


def _topic_rows(found: Discovery) -> list[dict[str, Any]]:
    rows = []
    for rank, (topic, center) in enumerate(zip(found.topics, found.run.centers, strict=True), 1):
        near = topic.nearest
        row: dict[str, Any] = {
            "topic_id": topic.topic_id,
            "rank": rank,
            "size": topic.size,
            "share": topic.share,
            "central_id": topic.central_id,
            "nearest_kind": near.kind if near else None,
            "nearest_code": near.code if near else None,
            "nearest_distance": near.distance if near else None,
            "polarity": topic.polarity,
            "is_new_irritant": topic.is_new_irritant,
            "center": center.tolist(),
        }
        for lang in LANGS:
            row[f"label_{lang}"] = topic.labels[lang]
            row[f"terms_{lang}"] = _terms(topic.terms[lang])
            row[f"quote_ids_{lang}"] = list(topic.quote_ids[lang])
            row[f"share_{lang}"] = topic.languages[lang]
        rows.append(row)
    return rows


def _terms(terms: Sequence[tuple[str, float]]) -> list[dict[str, Any]]:
    return [{"term": term, "weight": weight} for term, weight in terms]
