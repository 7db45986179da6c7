"""A tiny encoder learns a tiny corpus, stops, resumes, and keeps its best epoch."""

import json

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from nlp.errors import InputError
from nlp.inference.windows import Windower
from nlp.modeling.encoder import build_encoder
from nlp.modeling.heads import Heads
from nlp.settings import Settings
from nlp.taxonomy import load_taxonomy
from nlp.training.anchoring import Anchor
from nlp.training.batches import Batches
from nlp.training.examples import read_labelled
from nlp.training.finetuning import FineTuning, Lessons, fine_tune
from nlp.training.fitting import HEADS
from nlp.training.matching import Matcher
from nlp.training.progress import Progress

DIM = 32
LOSSES = (("matcher", 0.2), ("anchor", 0.2))


@pytest.fixture
def contacts(tmp_path):
    kinds = (
        ("le colis est en retard", ["delivery.late"], "negative", ["delivery.late"]),
        ("very kind adviser", ["relationship.praise"], "positive", []),
    )
    rows = [
        {
            "id": f"{i}",
            "lang": "fr",
            "text": f"{'abcdefgh'[i % 8]} {text}",
            "reasons": reasons,
            "sentiment": sentiment,
            "irritants": irritants,
            "evidence": dict.fromkeys(irritants, text),
            "praises": [],
            "signals": [],
        }
        for i in range(24)
        for text, reasons, sentiment, irritants in [kinds[i % 2]]
    ]
    path = tmp_path / "c.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return read_labelled(path)


@pytest.fixture
def windower(tiny_checkpoint):
    return Windower(Tokenizer.from_str(json.dumps(tiny_checkpoint.tokenizer)), "a ", 64)


@pytest.fixture
def start(tiny_checkpoint, contacts, windower, vocabulary):
    """The same beginning each time: encoder, heads, lessons."""

    def call():
        torch.manual_seed(1)
        encoder = build_encoder(tiny_checkpoint)
        sizes = {name: len(vocabulary.codes(name)) for name in HEADS}
        heads = Heads(DIM, sizes, torch.zeros(DIM), 5.0)
        ones = np.ones(len(contacts))
        batches = Batches(
            contacts,
            ones.astype(np.float32),
            ones,
            windower,
            vocabulary,
            size=6,
            tokens=512,
        )
        taxonomy = load_taxonomy(Settings().taxonomy)
        pairs = [("the cat", "le chat"), ("a house", "une maison")]
        matcher = Matcher(contacts, taxonomy, windower, DIM)
        anchor = Anchor(pairs, encoder, windower, size=2)
        return encoder, heads, Lessons(batches, batches, matcher, anchor)

    return call


def settings(**changes):
    return FineTuning(
        **{"epochs": 3, "encoder_rate": 1e-3, "head_rate": 1e-2, "loss_weights": LOSSES} | changes
    )


def test_losses_fall_and_every_part_is_in_the_curve(start):
    curve = fine_tune(*start(), settings(epochs=4))
    assert len(curve) == 4
    assert curve[-1]["held_back_total"] < 0.8 * curve[0]["held_back_total"]
    for name in (*HEADS, "matcher", "anchor"):
        assert f"train_{name}" in curve[0]


def test_embeddings_and_frozen_layers_stay_as_they_are(start):
    encoder, heads, lessons = start()
    before = {name: value.clone() for name, value in encoder.state_dict().items()}
    fine_tune(encoder, heads, lessons, settings(epochs=1, frozen_layers=1))
    for name, value in encoder.state_dict().items():
        frozen = "embeddings" in name or "layer.0." in name
        assert torch.equal(value, before[name]) == frozen, name


@pytest.mark.parametrize("average", [0.0, 0.9])
def test_a_stopped_training_resumes_to_the_same_weights(start, tmp_path, monkeypatch, average):
    monkeypatch.setattr("nlp.training.progress._SAVE_EVERY_S", 0.0)
    how = settings(average=average)
    whole, heads, lessons = start()
    fine_tune(whole, heads, lessons, how)

    class StopError(Exception):
        pass

    def stop(step, steps):
        if step == 7:
            raise StopError

    folder = tmp_path / "state"
    encoder, heads, lessons = start()
    with pytest.raises(StopError):
        fine_tune(encoder, heads, lessons, how, progress=Progress(folder, "f"), on_step=stop)
    steps = []
    encoder, heads, lessons = start()
    curve = fine_tune(
        encoder,
        heads,
        lessons,
        how,
        progress=Progress(folder, "f"),
        on_step=lambda step, _: steps.append(step),
    )
    assert steps[0] == 8
    assert len(curve) == 3
    for name, value in encoder.state_dict().items():
        assert torch.allclose(value, whole.state_dict()[name], atol=1e-6), name
    assert (folder / "log.jsonl").read_text().count('"epoch"') == 3


def test_another_training_s_state_is_refused(start, tmp_path):
    fine_tune(*start(), settings(epochs=1), progress=Progress(tmp_path / "s", "one"))
    with pytest.raises(InputError, match="state of another training"):
        Progress(tmp_path / "s", "two").resumable()
    progress = Progress(tmp_path / "s", "one")
    assert progress.resumable()
    progress.finish()
    assert not (tmp_path / "s").exists()


def test_an_epoch_is_not_worse_for_being_surer_of_itself(start):
    """Temperatures are fitted afterwards, so weights that only grew are judged alike."""
    _, heads, lessons = start()
    losses = []
    for scale in (1.0, 1.5):
        encoder, _, _ = start()
        with torch.no_grad():
            for name, parameter in heads.named_parameters():
                if name.startswith("maps"):
                    parameter.mul_(scale)
        curve = fine_tune(
            encoder, heads, lessons, settings(epochs=1, encoder_rate=0.0, head_rate=0.0)
        )
        losses.append(curve[0]["held_back_reason"])
    assert losses[1] == pytest.approx(losses[0], rel=0.02)


def test_the_average_is_what_is_kept(start):
    kept = []
    for average in (0.0, 0.9):
        encoder, heads, lessons = start()
        fine_tune(encoder, heads, lessons, settings(epochs=1, average=average))
        kept.append(encoder.state_dict()["bert.encoder.layer.1.output.dense.weight"])
    assert not torch.equal(*kept)


def test_training_stops_when_nothing_gets_better(start):
    curve = fine_tune(*start(), settings(epochs=9, encoder_rate=0.0, head_rate=0.0, patience=2))
    assert len(curve) == 3


def test_bfloat16_learns_too(start):
    curve = fine_tune(*start(), settings(bfloat16=True))
    assert curve[-1]["held_back_total"] < curve[0]["held_back_total"]
