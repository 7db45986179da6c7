import gzip
import json

import numpy as np
import pytest

from nlp.discovery.space import FineClasses, learn_metric
from nlp.errors import InputError
from nlp.training.public_sets import row_hash
from nlp.training.topics_metric import (
    EncodedTexts,
    choose_texts,
    learn_topics_metric,
    missing_sets,
    read_sets,
    read_topics,
)


def test_each_class_gives_as_many_texts_and_lone_texts_none():
    intents = ["a"] * 40 + ["b"] * 5 + ["c"]
    rows = choose_texts(intents, seed=0)
    chosen = [intents[row] for row in rows]
    assert (chosen.count("a"), chosen.count("b"), chosen.count("c")) == (12, 5, 0)
    assert rows == choose_texts(intents, seed=0)
    assert rows != choose_texts(intents, seed=1)


@pytest.fixture
def datasets(tmp_path):
    with gzip.open(tmp_path / "reviews.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps({"text": text}) + "\n" for text in ("un\n  deux", "three"))
    return tmp_path


def write_labels(folder, **changes):
    row = {"set": "reviews", "row": 0, "hash": row_hash("un\n  deux"), "group": "g", "topic": "t"}
    path = folder / "labels.jsonl"
    path.write_text(json.dumps(row | changes) + "\n", encoding="utf-8")
    return path


def test_topics_meet_their_texts(datasets):
    found = read_topics(write_labels(datasets), datasets)
    assert (found.texts, found.classes) == (["un deux"], ["g:t"])
    assert found.groups == ["g"]


@pytest.mark.parametrize("changes", [{"row": 1}, {"row": 7}])
def test_a_text_that_was_not_labelled_is_said(datasets, changes):
    with pytest.raises(InputError, match="not the text that was labelled"):
        read_topics(write_labels(datasets, **changes), datasets)


def test_a_missing_set_is_said(datasets):
    with pytest.raises(InputError, match=r"other\.jsonl\.gz"):
        read_topics(write_labels(datasets, set="other"), datasets)


@pytest.fixture
def labels(datasets):
    """Labels of two reviews, and a set of intents beside them."""
    folder = datasets / "labels"
    (folder / "topics").mkdir(parents=True)
    (folder / "intents.yaml").write_text("{}", encoding="utf-8")
    write_labels(folder / "topics")
    with gzip.open(datasets / "banking77.jsonl.gz", "wt", encoding="utf-8") as stream:
        for i in range(15):
            row = {"text": f"my card number {i}", "lang": "en", "intent": "card", "split": "train"}
            stream.write(json.dumps(row) + "\n")
    return folder


def test_intents_are_thinned_and_all_labelled_topics_read(datasets, labels):
    assert missing_sets(datasets, labels) == []
    intents, topics = read_sets(datasets, labels)
    assert len(intents.texts) == 12
    assert set(intents.groups) == {"banking77"}
    assert topics.texts == ["un deux"]  # alone in its topic, and still no member of another


def test_missing_sets_are_named(datasets, labels):
    (datasets / "reviews.jsonl.gz").unlink()
    (labels / "intents.yaml").unlink()
    missing = [path.name for path in missing_sets(datasets, labels)]
    assert missing == ["intents.yaml", "reviews.jsonl.gz"]


@pytest.fixture
def encoded():
    rng = np.random.default_rng(0)
    groups = np.repeat(["b", "a"], 40)
    classes = np.array([f"{group}:{i % 10}" for i, group in enumerate(groups)])
    return EncodedTexts(FineClasses(rng.normal(size=(80, 6)).astype(np.float32), classes), groups)


def test_each_group_is_a_table_of_its_own(encoded):
    first, second = encoded.tables()
    assert {name[0] for name in first.classes} == {"a"}
    assert np.array_equal(second.vectors, encoded.known.vectors[:40])
    rest = encoded.without(["b"])
    assert rest.groups.tolist() == ["a"] * 40
    assert np.array_equal(rest.known.vectors, first.vectors)


def test_the_metric_is_refined_after_it_is_learnt(encoded):
    metric = learn_topics_metric([encoded])
    plain = learn_metric([encoded.known])
    assert metric.shape == (6, 6)
    assert not np.allclose(metric, plain)
    assert np.linalg.norm(metric - plain) < 0.2 * np.linalg.norm(plain)
