import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.discovery.fingerprint import Fingerprint
from nlp.discovery.lineage import TopicRun, trace_lineage

HERE = Fingerprint("rows", "settings", "model 1", ("bertopic==0",))
OTHER_MODEL = Fingerprint("rows", "settings", "model 2", ("bertopic==0",))


def run(labels, centers=None, fingerprint=HERE, previous=None, ids=None):
    labels = np.array(labels)
    n = int(labels.max(initial=-1)) + 1
    centers = np.eye(20, dtype=np.float32)[:n] if centers is None else centers
    ids = ids or [f"m{i}" for i in range(len(labels))]
    lineage = trace_lineage(labels, ids, centers, fingerprint, previous)
    members = {m: lineage.topic_ids[k] for m, k in zip(ids, labels.tolist(), strict=True) if k >= 0}
    after = TopicRun(fingerprint, lineage.topic_ids, centers, members, len(ids), lineage.next_id)
    return lineage, after


def kinds(lineage):
    return {(e.kind, e.topic_id, e.other_id) for e in lineage.events}


def test_the_first_run_gives_birth_to_all():
    lineage, _ = run([0, 0, 1, 1, -1])
    assert lineage.topic_ids == ("1", "2")
    assert kinds(lineage) == {("born", "1", None), ("born", "2", None)}


def test_identifiers_follow_the_mentions_not_the_order():
    _, before = run([0] * 5 + [1] * 4)
    lineage, _ = run([1] * 5 + [0] * 4, previous=before)
    assert lineage.topic_ids == ("2", "1")
    assert {e.kind for e in lineage.events} == {"continued"}


def test_a_topic_that_splits_keeps_its_identifier_in_the_larger_half():
    _, before = run([0] * 10)
    lineage, _ = run([0] * 6 + [1] * 4, previous=before)
    assert lineage.topic_ids == ("1", "2")
    assert ("split", "2", "1") in kinds(lineage)


def test_topics_that_merge_are_told():
    _, before = run([0] * 6 + [1] * 4)
    lineage, _ = run([0] * 10, previous=before)
    assert lineage.topic_ids == ("1",)
    assert ("merged", "2", "1") in kinds(lineage)


def test_a_topic_without_heir_dies_and_its_identifier_is_never_given_again():
    _, first = run([0] * 5 + [1] * 5)
    _, second = run([0] * 5 + [-1] * 5, previous=first)
    lineage, third = run([0] * 5 + [1] * 5, previous=second)
    assert lineage.topic_ids == ("1", "3")
    assert third.next_id == 4


def test_growth_counts_shares_not_numbers():
    _, before = run([0] * 5 + [1] * 5)
    same = [f"m{i}" for i in range(10)]
    more = [f"n{i}" for i in range(10)]
    twice, _ = run([0] * 5 + [1] * 5 + [0] * 5 + [1] * 5, previous=before, ids=same + more)
    assert {e.kind for e in twice.events} == {"continued"}
    tilted, _ = run([0] * 5 + [1] * 5 + [0] * 10, previous=before, ids=same + more)
    assert ("grown", "1", None) in kinds(tilted)
    assert ("continued", "2", None) in kinds(tilted)


def test_weeks_without_common_mentions_are_tied_by_their_centers():
    _, before = run([0] * 5 + [1] * 5)
    centers = np.eye(20, dtype=np.float32)[[1, 7]]
    new = [f"n{i}" for i in range(10)]
    lineage, _ = run([0] * 5 + [1] * 5, centers, previous=before, ids=new)
    assert lineage.topic_ids == ("2", "3")
    assert kinds(lineage) == {
        ("continued", "2", None),
        ("born", "3", None),
        ("died", "1", None),
    }


def test_centers_of_another_model_are_not_compared_and_that_is_said():
    _, before = run([0] * 5 + [1] * 5)
    new = [f"n{i}" for i in range(10)]
    lineage, _ = run([0] * 5 + [1] * 5, previous=before, ids=new, fingerprint=OTHER_MODEL)
    assert lineage.unlike == ("model_version",)
    assert lineage.topic_ids == ("3", "4")
    by_mentions, _ = run([0] * 5 + [1] * 5, previous=before, fingerprint=OTHER_MODEL)
    assert by_mentions.topic_ids == ("1", "2")


weeks = st.lists(st.lists(st.integers(-1, 3), min_size=4, max_size=12), min_size=2, max_size=5)


@settings(max_examples=40)
@given(weeks)
def test_identifiers_are_unique_and_never_come_back_from_the_dead(histories):
    previous, ever, dead = None, set(), set()
    for labels in histories:
        present = sorted({k for k in labels if k >= 0})
        dense = [present.index(k) if k >= 0 else -1 for k in labels]
        lineage, previous = run(dense, previous=previous)
        ids = set(lineage.topic_ids)
        assert len(ids) == len(lineage.topic_ids)
        assert not ids & dead
        gone = {e.topic_id for e in lineage.events if e.kind in ("died", "merged")}
        assert gone == ever - dead - ids
        assert {e.topic_id for e in lineage.events} - gone == ids
        ever |= ids
        dead |= gone
        assert all(int(i) < lineage.next_id for i in ever)


def test_no_topics_now_and_then():
    _, before = run([-1, -1])
    lineage, _ = run([-1], previous=before)
    assert lineage.events == ()
    assert lineage.next_id == pytest.approx(1)
