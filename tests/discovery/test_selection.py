import numpy as np
import pyarrow as pa
import pytest

from nlp.discovery.selection import unexplained
from nlp.errors import InputError
from nlp.schemas import ANNOTATION, MENTION, VECTOR, VECTOR_DIM

TEXT = "une mention assez longue"


def contact(key, *, spans=1, speaker="customer", text=TEXT, **labels):
    mentions = [
        {
            "mention_id": f"{key}:{i}-{i + 1}",
            "contact_id": key,
            "week": "2026-W01",
            "start": i,
            "end": i + 1,
            "speaker": speaker,
            "lang": "fr",
            "text": text,
        }
        for i in range(spans)
    ]
    annotation = {
        "contact_id": key,
        "week": "2026-W01",
        "model_version": "m1",
        "taxonomy_version": "t",
        "reason": "billing.price",
        "reasons": ["billing.price"],
        "sentiment": "neutral",
        "sentiment_score": -0.5,
        "irritants": [],
        "praises": [],
        "signals": [],
        "evidence": [],
        "scores": [{"kind": "reason", "code": "billing.price", "score": 0.9}],
        "abstained": [],
    } | labels
    return mentions, annotation


def select(*contacts, leave_out=(), model="m1"):
    mentions = [m for of_contact, _ in contacts for m in of_contact]
    vectors = [
        {
            "contact_id": m["contact_id"],
            "mention_id": m["mention_id"],
            "week": m["week"],
            "model_version": "m1",
            "vector": np.full(VECTOR_DIM, i, np.float32).tolist(),
        }
        for i, m in enumerate(mentions)
        if m["mention_id"] not in leave_out
    ]
    return unexplained(
        pa.Table.from_pylist(mentions, MENTION),
        pa.Table.from_pylist([a for _, a in contacts], ANNOTATION),
        pa.Table.from_pylist(vectors[::-1], VECTOR),
        model_version=model,
    )


def test_each_cause_is_told():
    found = select(
        contact("sure"),
        contact("doubt", abstained=["irritant"]),
        contact("nothing", reason="other.none"),
        contact("angry", sentiment="negative"),
        contact("named", sentiment="negative", irritants=["price.too_high"]),
        contact("weak", scores=[{"kind": "reason", "code": "billing.price", "score": 0.2}]),
        contact("feeling", abstained=["sentiment"]),
    )
    causes = dict(
        zip(*(found.mentions[c].to_pylist() for c in ("contact_id", "cause")), strict=True)
    )
    assert causes == {
        "doubt": "abstained",
        "nothing": "no_reason",
        "angry": "no_irritant",
        "weak": "low_score",
    }


def test_vectors_stand_beside_their_mentions():
    found = select(contact("a"), contact("b", spans=3, abstained=["reason"]))
    assert found.mentions["mention_id"].to_pylist() == ["b:0-1", "b:1-2", "b:2-3"]
    assert found.vectors[:, 0].tolist() == [1, 2, 3]
    assert found.vectors.dtype == np.float32


def test_what_carries_a_label_is_explained():
    evidence = [{"kind": "praise", "label": "staff", "start": 1, "end": 2, "score": 0.9}]
    found = select(contact("a", spans=3, abstained=["reason"], evidence=evidence))
    assert found.mentions["mention_id"].to_pylist() == ["a:0-1", "a:2-3"]


def test_agents_and_crumbs_are_left_out():
    found = select(
        contact("agent", speaker="agent", abstained=["reason"]),
        contact("crumb", text="ok 123", abstained=["reason"]),
    )
    assert found.mentions.num_rows == 0
    assert found.vectors.shape == (0, VECTOR_DIM)


def test_mentions_without_vector_are_counted():
    found = select(contact("a", spans=2, abstained=["reason"]), leave_out=["a:0-1"])
    assert found.mentions.num_rows == 1
    assert found.n_without_vector == 1


def test_an_unknown_model_is_said():
    with pytest.raises(InputError, match=r"'m2'; there are: m1"):
        select(contact("a"), model="m2")
