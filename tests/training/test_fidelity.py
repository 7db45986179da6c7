import json

import numpy as np
import pytest
from tokenizers import Tokenizer

from nlp.inference.windows import Windower
from nlp.modeling.encoder import build_encoder
from nlp.modeling.export import export_onnx, quantize_onnx
from nlp.training.examples import LabelledContact
from nlp.training.fidelity import measure_fidelity
from nlp.types import Annotation


class BySign:
    """Reads labels off the signs of a vector's coordinates."""

    def decide(self, vectors, spans):
        first = vectors.contact - vectors.contact.mean()
        return Annotation(
            reasons=("a" if first[0] > 0 else "b",),
            sentiment="negative" if first[1] > 0 else "positive",
            sentiment_score=0.0,
            irritants=("x",) if first[2] > 0 else (),
            praises=(),
            signals=(),
            evidence=(),
            scores={},
            abstained=(),
        )


@pytest.fixture(scope="module")
def found(tiny_checkpoint, tmp_path_factory):
    folder = tmp_path_factory.mktemp("fidelity")
    encoder = build_encoder(tiny_checkpoint)
    export_onnx(encoder, folder / "full.onnx")
    quantize_onnx(folder / "full.onnx", folder / "small.onnx")
    random = np.random.default_rng(0)
    contacts = []
    for i in range(40):
        text = "".join(random.choice(list("abcdefgh "), 12)) + "z"
        labelled = i % 2 == 0
        contacts.append(
            LabelledContact(
                id=str(i),
                source="s",
                lang="fr",
                channel="",
                text=text,
                mentions=((0, len(text)),),
                reasons=("a",) if labelled else None,
                sentiment="negative",
                irritants=("x",) if labelled else None,
                praises=None,
                signals=() if labelled else None,
                evidence={},
            )
        )
    windower = Windower(Tokenizer.from_str(json.dumps(tiny_checkpoint.tokenizer)), "a ", 64)
    files = folder / "full.onnx", folder / "small.onnx"
    return measure_fidelity(BySign(), encoder, *files, windower, contacts)


def test_onnx_in_32_bits_changes_nothing(found):
    assert found["n"] == 40
    assert found["onnx_same_labels"] == 1


def test_8_bits_change_almost_nothing(found):
    assert found["same_reason"] >= 0.9
    assert found["same_sentiment"] >= 0.9
    assert found["irritant_f1"] >= 0.9
    assert found["cosine"] > 0.99


def test_losses_are_paired_over_the_wholly_labelled(found):
    for loss in found["loss"].values():
        assert loss["n"] == 20
        assert loss["low"] <= loss["value"] <= loss["high"]
