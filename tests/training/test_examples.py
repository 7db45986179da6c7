import json

import numpy as np
import pytest

from nlp.errors import UnreadableFileError
from nlp.training.examples import contact_targets, mention_targets, read_labelled

TEXT = (
    "Bonjour, appelez-moi au 06 12 34 56 78. Trois semaines d'attente pour mon colis ! "
    "La conseillère était charmante."
)


def row(**changes):
    return {
        "id": "a",
        "lang": "fr",
        "text": TEXT,
        "reason": "delivery.late",
        "reasons": ["delivery.late", "relationship.chase"],
        "sentiment": "mixed",
        "irritants": ["delivery.late"],
        "evidence": {"delivery.late": "Trois semaines d'attente"},
        "praises": ["staff"],
        "signals": [],
        **changes,
    }


@pytest.fixture
def read(tmp_path):
    def call(*rows):
        path = tmp_path / "labelled.jsonl"
        path.write_text("\n".join(json.dumps(r) for r in rows), encoding="utf-8")
        return read_labelled(path)

    return call


def test_evidence_is_found_in_the_redacted_text(read):
    (contact,) = read(row())
    assert "<PHONE>" in contact.text
    start, end = contact.evidence["delivery.late"]
    assert contact.text[start:end] == "Trois semaines d'attente"


def test_the_mention_with_the_evidence_carries_the_irritant_alone(read, vocabulary):
    contacts = read(row())
    targets = mention_targets(contacts, vocabulary)
    column = targets.values[:, vocabulary.irritant.index("delivery.late")]
    carrying = [
        contacts[0].text[s:e] for (s, e), v in zip(contacts[0].mentions, column, strict=True) if v
    ]
    assert len(carrying) == 1
    assert "Trois semaines" in carrying[0]
    assert targets.values.sum() == 1
    assert targets.mask.all()


def test_an_irritant_without_evidence_is_unknown_on_mentions(read, vocabulary):
    targets = mention_targets(read(row(evidence={})), vocabulary)
    column = vocabulary.irritant.index("delivery.late")
    assert not targets.mask[:, column].any()
    assert targets.mask[:, :column].all()


def test_a_missing_label_is_masked_not_negative(read, vocabulary):
    bare = {"id": "b", "lang": "en", "text": "Great app, thanks", "sentiment": "positive"}
    targets = contact_targets(read(row(), bare), vocabulary)
    assert targets["sentiment"].mask.all()
    for head in ("reason", "irritant", "praise", "signal"):
        assert targets[head].mask[0].all()
        assert not targets[head].mask[1].any()
        assert not targets[head].values[1].any()


def test_reasons_share_one_unit_of_mass_most_of_it_first(read, vocabulary):
    values = contact_targets(read(row()), vocabulary)["reason"].values[0]
    assert values.sum() == pytest.approx(1)
    assert values.argmax() == vocabulary.reason.index("delivery.late")
    assert np.count_nonzero(values) == 2


def test_a_broken_line_names_its_number(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text('{"id": "a", "lang": "fr"}\n', encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=r"line 1: no field 'text'"):
        read_labelled(path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="line 1: not JSON"):
        read_labelled(path)
