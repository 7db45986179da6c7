"""Ten contacts of sectors that the corpus has none of, labelled before any model read them."""

import json
from pathlib import Path

import pytest

from nlp.api import load_annotator
from nlp.evaluation.proofs import render_table
from nlp.pipeline.measuring import annotate_gold, read_gold

DATA = Path(__file__).resolve().parents[2] / "data"


def shown(gold, found):
    """What was read of a contact, beside what it says."""
    irritants = {
        "irritants right": [x for x in found["irritants"] if x in gold["irritants"]],
        "wrongly added": [x for x in found["irritants"] if x not in gold["irritants"]],
        "missed": [x for x in gold["irritants"] if x not in found["irritants"]],
    }
    doubted = " (in doubt)" if "reason" in found["abstained"] else ""
    return {
        "contact": gold["id"],
        "sector": gold["sector"],
        "reason read": found["reason"] + doubted,
        "right": "yes" if found["reason"] in gold["reasons"] else "no",
        "feeling read": found["sentiment"],
        "labelled": gold["sentiment"],
    } | {name: ", ".join(codes) or None for name, codes in irritants.items()}


def sectors(path):
    return {json.loads(line)["sector"] for line in path.read_text(encoding="utf-8").splitlines()}


def test_the_corpus_has_none_of_their_sectors():
    new = sectors(DATA / "new-sectors" / "contacts.jsonl")
    assert len(new) == 10
    assert not new & set().union(*(sectors(path) for path in (DATA / "corpus").glob("*.jsonl")))


@pytest.mark.prove
def test_ten_contacts_of_sectors_never_written_about(proved):
    path = DATA / "new-sectors" / "contacts.jsonl"
    gold = read_gold(path)
    found = annotate_gold(gold, load_annotator())
    rows = [shown(*pair) for pair in zip(gold, found, strict=True)]
    print(f"\n{render_table(rows)}")
    proved("models-new-sectors", rows)
    assert sum(row["right"] == "yes" for row in rows) >= 5
    assert sum(row["feeling read"] == row["labelled"] for row in rows) >= 8
