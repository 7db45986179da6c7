import dataclasses

import numpy as np
import pytest

from nlp.bundle import HeadInfo
from nlp.errors import BundleError
from nlp.inference.heads import HeadWeights
from nlp.inference.labelling import fit_head
from nlp.inference.matcher import (
    Matcher,
    centred_unit,
    embed_labels,
    head_label_texts,
    load_matcher,
    save_matcher,
)
from nlp.inference.session import Encoded
from nlp.settings import Settings
from nlp.taxonomy import Label, LabelSet, load_taxonomy

DIM = 8
CENTER = np.full(DIM, 0.1, np.float32)


class Session:
    """Encodes each text as a direction of its own; keeps what it was asked."""

    def __init__(self):
        self.texts = []

    def encode(self, texts, spans):
        self.texts += texts
        return [Encoded(vector_of(text), np.zeros((0, DIM), np.float32)) for text in texts]


def vector_of(text):
    vector = np.random.default_rng(len(text)).normal(size=DIM)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


@pytest.fixture
def taxonomy():
    return load_taxonomy(Settings().taxonomy)


@pytest.fixture
def matcher():
    return Matcher(CENTER, {"reason": (4.0, -1.0)})


def test_a_text_equal_to_its_label_scores_highest(matcher):
    prototypes = embed_labels([["abc"], ["abcdef"]], Session(), CENTER)
    logits = matcher.logits("reason", vector_of("abc"), prototypes)
    assert logits[0] == pytest.approx(3.0, abs=1e-5)
    assert logits[1] < logits[0]
    assert np.allclose(np.linalg.norm(prototypes, axis=1), 1)


def test_a_label_is_read_in_both_languages_by_name_and_definition(taxonomy):
    texts = head_label_texts(taxonomy, "reason")["delivery.late"]
    label = taxonomy.reasons["delivery.late"]
    assert len(texts) == 4
    assert {label.names["fr"], label.names["en"]} < set(texts)
    assert set(head_label_texts(taxonomy, "praise")) == set(taxonomy.irritants.families)


def with_reason(taxonomy, code):
    label = Label(code, {"fr": "Vélo cargo", "en": "Cargo bike"}, {})
    reasons = LabelSet("reason", (*taxonomy.reasons.labels, label), taxonomy.reasons.families)
    return dataclasses.replace(taxonomy, reasons=reasons)


def head_of(taxonomy, matcher, session, known=3):
    codes = taxonomy.reasons.codes
    trained = [*codes[:known]]
    random = np.random.default_rng(0)
    weights = HeadWeights(
        random.normal(size=(known, DIM)).astype(np.float32), np.zeros(known, np.float32)
    )
    info = HeadInfo(trained, temperature=2.0, thresholds=dict.fromkeys(trained, 0.3))
    wanted = [codes[-1], *trained]
    return weights, fit_head("reason", weights, info, wanted, taxonomy, matcher, session)


def test_known_labels_keep_their_trained_logits_beside_matched_ones(taxonomy, matcher):
    session = Session()
    weights, head = head_of(with_reason(taxonomy, "mobility.bike"), matcher, session)
    assert session.texts == ["Vélo cargo", "Cargo bike"]
    vectors = np.stack([vector_of("a"), vector_of("bb")])
    logits = head.logits(vectors)
    assert logits.shape == (2, 4)
    assert np.allclose(logits[:, 1:], weights.logits(vectors) / 2.0)
    expected = matcher.logits("reason", vectors, head.prototypes)
    assert np.allclose(logits[:, :1], expected)
    assert head.thresholds[0] == pytest.approx(0.3)  # a new label takes the head's usual one


def test_a_bundle_without_matcher_refuses_unknown_labels(taxonomy):
    with pytest.raises(BundleError, match=r"does not know mobility\.bike.* from their texts"):
        head_of(with_reason(taxonomy, "mobility.bike"), None, Session())


def test_nothing_is_encoded_when_every_label_is_known(taxonomy, matcher):
    session = Session()
    codes = taxonomy.reasons.codes
    weights = HeadWeights(np.zeros((len(codes), DIM), np.float32), np.zeros(len(codes), np.float32))
    fit_head("reason", weights, HeadInfo(list(codes)), codes, taxonomy, matcher, session)
    assert session.texts == []


def named_head(taxonomy, session, weight, labels):
    """A head of three trained labels and a new one, whose trained logits are all zero."""
    codes = taxonomy.reasons.codes[:3]
    matcher = Matcher(CENTER, {"reason": (4.0, -1.0)}, labels)
    info = HeadInfo(list(codes), temperature=2.0, names=weight)
    weights = HeadWeights(np.zeros((3, DIM), np.float32), np.zeros(3, np.float32))
    wanted = [taxonomy.reasons.codes[-1], *reversed(codes)]
    return fit_head("reason", weights, info, wanted, taxonomy, matcher, session)


def test_names_help_the_trained_logits_of_their_own_labels(taxonomy):
    prototypes = centred_unit(np.stack([vector_of("a" * n) for n in (1, 2, 3)]), CENTER)
    taxonomy = with_reason(taxonomy, "mobility.bike")
    head = named_head(taxonomy, Session(), 6.0, {"reason": prototypes})
    logits = head.logits(vector_of("aa"))
    assert logits[2] == pytest.approx(6.0 / 2.0, abs=1e-5)  # over the temperature
    assert logits[1:].argmax() == 1
    matched = head.matcher.logits("reason", vector_of("aa"), head.prototypes)
    assert logits[0] == pytest.approx(matched[0])


def test_a_bundle_that_heeds_names_and_lacks_them_is_refused(taxonomy):
    with pytest.raises(BundleError, match="heeds the texts of its labels"):
        named_head(taxonomy, Session(), 6.0, {})


def test_center_and_labels_come_back_as_written(tmp_path):
    labels = np.eye(3, DIM, dtype=np.float32)
    save_matcher(Matcher(CENTER, {}, {"reason": labels}), tmp_path / "m.safetensors")
    found = load_matcher(tmp_path / "m.safetensors", {"reason": (1.0, 0.0)})
    assert np.array_equal(found.center, CENTER)
    assert np.array_equal(found.labels["reason"], labels)
    assert found.lines == {"reason": (1.0, 0.0)}
    (tmp_path / "bad").write_text("no")
    with pytest.raises(BundleError, match="cannot be read as safetensors"):
        load_matcher(tmp_path / "bad", {})


def test_a_zero_vector_stays_finite():
    assert np.isfinite(centred_unit(CENTER[None], CENTER)).all()
