import gzip
import json

import pytest

from nlp.errors import InputError, UnreadableFileError
from nlp.training.public_sets import (
    read_intents,
    read_keyed,
    read_pairs,
    read_sentiments,
    row_hash,
)


@pytest.fixture
def write(tmp_path):
    def call(name, rows):
        path = tmp_path / f"{name}.jsonl.gz"
        with gzip.open(path, "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(row) + "\n" for row in rows)
        return path

    return call


def test_keyed_labels_meet_their_text(write, tmp_path):
    text = "Trois semaines sans réponse, c'est long."
    write("shop", [{"text": "Bonjour", "lang": "fr"}, {"text": text, "lang": "fr"}])
    label = {
        "set": "shop",
        "row": 1,
        "hash": row_hash(text),
        "reasons": ["relationship.chase"],
        "sentiment": "negative",
        "irritants": ["reach.no_answer"],
        "evidence": {"reach.no_answer": [15, 27]},
        "praises": [],
        "signals": ["unresolved"],
    }
    path = tmp_path / "shop.jsonl"
    path.write_text(json.dumps(label))
    (contact,) = read_keyed(path, tmp_path)
    assert (contact.id, contact.source) == ("shop:1", "shop")
    start, end = contact.evidence["reach.no_answer"]
    assert contact.text[start:end] == "sans réponse"
    path.write_text(json.dumps({**label, "hash": "0" * 12}))
    with pytest.raises(InputError, match="row 1: not the text that was labelled"):
        read_keyed(path, tmp_path)


def test_labels_of_a_set_that_is_not_there_are_left(tmp_path):
    path = tmp_path / "shop.jsonl"
    path.write_text(json.dumps({"set": "shop", "row": 1, "hash": ""}))
    assert read_keyed(path, tmp_path) == []


def test_an_intent_gives_a_reason_only_where_that_is_sure(write, tmp_path):
    mapping = tmp_path / "intents.yaml"
    mapping.write_text("bank:\n  banking.card: [lost_card]\n")
    path = write(
        "bank",
        [
            {"text": "my card is gone", "lang": "en", "intent": "lost_card", "split": "train"},
            {"text": "tell me a joke", "lang": "en", "intent": "tell_joke?", "split": "oos_train"},
            {"text": "gibberish", "lang": "en", "intent": "oos", "split": "train"},
            {"text": "card gone", "lang": "en", "intent": "lost_card", "split": "test"},
        ],
    )
    sure, other = read_intents(path, mapping)
    assert (sure.reasons, sure.intent) == (("banking.card",), "lost card")
    assert (other.reasons, other.intent) == (None, "tell joke")
    assert sure.sentiment is sure.irritants is sure.praises is sure.signals is None


def test_a_conversation_on_two_subjects_is_sure_only_if_both_are(write, tmp_path):
    mapping = tmp_path / "intents.yaml"
    mapping.write_text("chat:\n  travel.book: [bookflight]\n  banking.card: [reportlost]\n")
    rows = [["bookflight", "reportlost"], ["bookflight", "smalltalk"], ["O city O"]]
    path = write(
        "chat", [{"text": "hello there", "lang": "en", "contact_reasons": r} for r in rows]
    )
    both, unsure = read_intents(path, mapping)
    assert both.reasons == ("travel.book", "banking.card")
    assert unsure.reasons is None
    assert both.intent is unsure.intent is None


def test_only_clear_stars_teach_a_sentiment(write):
    path = write("apps", [{"text": "ok app", "lang": "en", "stars": s} for s in (1, 2, 3, 4, 5)])
    assert [c.sentiment for c in read_sentiments(path)] == ["negative", "positive"]


def test_tweets_teach_three_classes(write):
    rows = [{"text": "un mot", "lang": "fr", "sentiment": s} for s in ("neg", "neu", "pos")]
    assert [c.sentiment for c in read_sentiments(write("tweets", rows))] == [
        "negative",
        "neutral",
        "positive",
    ]


def test_pairs_are_read_english_first(tmp_path):
    path = tmp_path / "pairs.tsv.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write("Hello\tBonjour\nalone\nBye\tSalut\textra\n")
    assert read_pairs(path) == [("Hello", "Bonjour"), ("Bye", "Salut")]


def test_a_set_that_is_no_gzip_is_named(tmp_path):
    path = tmp_path / "bad.jsonl.gz"
    path.write_text("plain")
    with pytest.raises(UnreadableFileError, match=r"bad\.jsonl\.gz is not a gzip"):
        read_sentiments(path)
