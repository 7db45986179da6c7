import gzip
import json

import pytest

from nlp.errors import InputError
from nlp.training.public_sets import row_hash
from nlp.training.topics_metric import choose_texts, read_topics


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


@pytest.mark.parametrize("changes", [{"row": 1}, {"row": 7}])
def test_a_text_that_was_not_labelled_is_said(datasets, changes):
    with pytest.raises(InputError, match="not the text that was labelled"):
        read_topics(write_labels(datasets, **changes), datasets)


def test_a_missing_set_is_said(datasets):
    with pytest.raises(InputError, match=r"other\.jsonl\.gz"):
        read_topics(write_labels(datasets, set="other"), datasets)
