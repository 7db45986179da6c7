from datetime import UTC, datetime

import numpy as np
import pytest

from nlp.discovery.discover import discover
from nlp.discovery.records import from_tables, to_tables, topic_records
from nlp.errors import WorkspaceError


@pytest.fixture(scope="module")
def tables(found):
    when = datetime(2026, 11, 16, tzinfo=UTC)
    return to_tables(found, run_id="r1", week="2026-W46", started_at=when)


def test_a_stored_run_comes_back_whole(found, tables):
    run = from_tables(tables, "r1")
    assert run.fingerprint == found.run.fingerprint
    assert run.topic_ids == found.run.topic_ids
    assert run.members == found.run.members
    assert run.next_id == found.run.next_id
    assert np.array_equal(run.centers, found.run.centers)


def test_lineage_is_the_same_from_memory_and_from_store(world, found, tables):
    a = discover(world.mentions, world.vectors, previous=found.run)
    b = discover(world.mentions, world.vectors, previous=from_tables(tables, "r1"))
    assert a.lineage == b.lineage


def test_every_mention_is_stored_and_no_verbatim(world, tables):
    assert tables["topic_mentions"].num_rows == len(world.mentions)
    assert tables["topic_events"].num_rows == tables["topics"].num_rows
    text = str([table.to_pylist() for table in tables.values()])
    assert not any(verbatim in text for verbatim in world.mentions["text"])


def test_a_run_that_is_not_there_is_said(tables):
    with pytest.raises(WorkspaceError, match="stored 0 times"):
        from_tables(tables, "r2")


def test_records_end_with_the_bucket(found):
    records = topic_records(found)
    assert [r["id"] for r in records] == [t.topic_id for t in found.topics] + ["-1"]
    assert sum(r["size"] for r in records) == len(found.mention_ids)
    assert set(records[0]["label"]) == {"fr", "en"}
