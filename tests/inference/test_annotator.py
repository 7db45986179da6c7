"""The shipped bundle, end to end: no figure is pinned here, only what must always hold."""

import dataclasses
import shutil

import numpy as np
import pytest

from nlp.bundle import open_bundle, write_manifest
from nlp.errors import BundleError
from nlp.inference.annotator import Annotator
from nlp.settings import Settings
from nlp.taxonomy import load_taxonomy
from nlp.text import prepare_text
from nlp.types import SENTIMENTS

SETTINGS = Settings()
TEXTS = [
    "Trois semaines que j'attends mon remboursement, et personne ne répond au téléphone.",
    "Three weeks waiting for my refund and nobody picks up the phone.",
    "Aucune attente, conseillère adorable, tout réglé en deux minutes !",
    "what are your opening hours on sunday",
    "colis jamais recu. " * 200,
]


@pytest.fixture(scope="module")
def annotator():
    return Annotator(open_bundle(SETTINGS.bundle), load_taxonomy(SETTINGS.taxonomy), threads=2)


def prepare(texts):
    prepared = [prepare_text(text) for text in texts]
    return [p.text for p in prepared], [[(m.start, m.end) for m in p.mentions] for p in prepared]


@pytest.fixture(scope="module")
def annotated(annotator):
    return annotator.annotate(*prepare(TEXTS))


def test_reason_and_sentiment_are_always_filled(annotator, annotated):
    for result in annotated:
        a = result.annotation
        assert 1 <= len(a.reasons) <= 3
        assert set(a.reasons) <= set(annotator.taxonomy.reasons.codes)
        assert a.sentiment in SENTIMENTS
        assert -1 <= a.sentiment_score <= 1
        assert set(a.irritants) <= set(annotator.taxonomy.irritants.codes)
        assert set(a.praises) <= set(annotator.taxonomy.irritants.families)


def test_probabilities_are_probabilities(annotated):
    for result in annotated:
        for of_kind in result.annotation.scores.values():
            assert all(0 <= p <= 1 for p in of_kind.values())
        assert sum(result.annotation.scores["sentiment"].values()) == pytest.approx(1, abs=1e-3)


def test_every_label_but_sentiment_has_its_words(annotated):
    _, spans = prepare(TEXTS)
    for result, mentions in zip(annotated, spans, strict=True):
        a = result.annotation
        given = {("reason", c) for c in a.reasons} | {("irritant", c) for c in a.irritants}
        given |= {("praise", c) for c in a.praises} | {("signal", c) for c in a.signals}
        assert {(e.kind, e.label) for e in a.evidence} == given
        assert all((e.start, e.end) in mentions for e in a.evidence)


def test_vectors_are_of_unit_length_one_per_mention(annotated):
    _, spans = prepare(TEXTS)
    for result, mentions in zip(annotated, spans, strict=True):
        assert result.vectors.spans.shape == (len(mentions), 384)
        lengths = np.linalg.norm(np.vstack([result.vectors.contact, result.vectors.spans]), axis=1)
        assert np.allclose(lengths, 1, atol=1e-4)


def test_company_in_the_batch_does_not_change_a_label(annotator, annotated):
    for text, together in zip(TEXTS, annotated, strict=True):
        (alone,) = annotator.annotate(*prepare([text]))
        assert alone.annotation.reasons == together.annotation.reasons
        assert alone.annotation.sentiment == together.annotation.sentiment
        assert np.allclose(alone.vectors.contact, together.vectors.contact, atol=0.02)


def test_french_and_english_of_one_text_lie_close(annotated):
    french, english, other = (annotated[i].vectors.contact for i in (0, 1, 3))
    assert french @ english > french @ other


@pytest.fixture
def renamed(tmp_path):
    """A taxonomy with a code of its own, whose texts alone say what it is."""
    folder = shutil.copytree(SETTINGS.taxonomy, tmp_path / "taxonomy")
    path = folder / "irritants.yaml"
    path.write_text(path.read_text("utf-8").replace("code: place.access", "code: place.parking"))
    return load_taxonomy(folder)


def test_a_label_never_trained_on_is_read_from_its_texts(renamed):
    annotator = Annotator(open_bundle(SETTINGS.bundle), renamed)
    texts = [
        "Aucune rampe pour mon fauteuil roulant, impossible d'entrer dans l'agence.",
        "Your branch closed at noon and the nearest one is forty miles away.",
        "Thank you, the refund came the same day.",
    ]
    scores = [a.annotation.scores["irritant"] for a in annotator.annotate(*prepare(texts))]
    access = [of_text.get("place.parking", 0.0) for of_text in scores]
    assert min(access[:2]) > 2 * access[2]


def test_a_bundle_that_cannot_match_refuses_unknown_labels(renamed):
    bundle = open_bundle(SETTINGS.bundle)
    deaf = {name: dataclasses.replace(head, names=0.0) for name, head in bundle.info.heads.items()}
    info = dataclasses.replace(bundle.info, matcher={}, heads=deaf)
    with pytest.raises(BundleError, match=r"does not know place\.parking.* train a bundle"):
        Annotator(dataclasses.replace(bundle, info=info), renamed)


def test_a_bundle_whose_labels_vectors_are_missing_is_refused():
    bundle = open_bundle(SETTINGS.bundle)
    bundle = dataclasses.replace(bundle, info=dataclasses.replace(bundle.info, matcher={}))
    with pytest.raises(BundleError, match=r"'reason' heeds the texts of its labels"):
        Annotator(bundle, load_taxonomy(SETTINGS.taxonomy))


def test_a_taxonomy_with_fewer_labels_gives_those_only(tmp_path):
    taxonomy = load_taxonomy(SETTINGS.taxonomy)
    kept = tuple(label for label in taxonomy.reasons.labels if label.family == "delivery")
    fewer = dataclasses.replace(
        taxonomy, reasons=dataclasses.replace(taxonomy.reasons, labels=kept)
    )
    small = Annotator(open_bundle(SETTINGS.bundle), fewer)
    (result,) = small.annotate(*prepare(TEXTS[:1]))
    assert result.annotation.reason.startswith("delivery.")
    assert sum(result.annotation.scores["reason"].values()) == pytest.approx(1, abs=0.1)


def test_a_bundle_whose_encoder_is_no_graph_is_refused(tmp_path):
    folder = shutil.copytree(SETTINGS.bundle, tmp_path / "bundle")
    (folder / "encoder.onnx").write_bytes(b"no graph")
    write_manifest(folder)
    with pytest.raises(BundleError, match="cannot be loaded"):
        Annotator(open_bundle(folder), load_taxonomy(SETTINGS.taxonomy))
