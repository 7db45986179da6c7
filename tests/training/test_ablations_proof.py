"""What each part of the model gives, on real contacts that no training and no threshold saw.

``make prove`` measures it where ``MOTIF_TRAINING_DATA`` holds the labelled sets.
"""

import os
from pathlib import Path

import numpy as np
import pytest

from nlp.bundle import open_bundle
from nlp.evaluation.proofs import render_table
from nlp.inference.heads import load_heads, sigmoid, softmax
from nlp.inference.matcher import embed_labels, head_label_texts, load_matcher
from nlp.inference.session import EncoderSession
from nlp.modeling.heads import MENTION_HEAD
from nlp.settings import Settings
from nlp.taxonomy import load_taxonomy
from nlp.training.calibration import fit_blend, fit_line, micro_f1_threshold
from nlp.training.decisions import strongest_mention
from nlp.training.examples import Vocabulary, read_labelled
from nlp.training.fitting import vectorise
from nlp.training.material import gather
from nlp.training.recipe import load_recipe

ROOT = Path(__file__).resolve().parents[2]


class Reading:
    """Scores of every part of the shipped bundle on some contacts."""

    def __init__(self, contacts, bundle, taxonomy):
        session = EncoderSession.of(bundle)
        data = vectorise(contacts, session, Vocabulary.of(taxonomy))
        heads = load_heads(bundle.folder / "heads.safetensors")
        matcher = load_matcher(bundle.center, bundle.info.matcher)

        def cosines(name, vectors):
            texts = list(head_label_texts(taxonomy, name).values())
            return matcher.cosines(vectors, embed_labels(texts, session, matcher.center))

        both = np.hstack([data.mentions, data.contacts[data.owner]])
        self.langs = np.array([contact.lang for contact in contacts])
        self.reasons = data.targets["reason"].values > 0
        self.irritants = data.targets["irritant"].values
        self.own = heads["irritant"].logits(data.contacts)
        self.mention = strongest_mention(heads[MENTION_HEAD].logits(both), data)
        self.name = strongest_mention(cosines(MENTION_HEAD, data.mentions), data)
        self.reason = heads["reason"].logits(data.contacts)
        self.reason_name = cosines("reason", data.contacts)


def irritant_f1(held_back, gold, score):
    """Micro-F1 per language, threshold and scale fitted on what was held back."""
    p, q = score(held_back), score(gold)
    threshold = micro_f1_threshold(p, held_back.irritants)

    def f1(rows):
        given, true = q[rows] >= threshold, gold.irritants[rows]
        return round(2 * float((given * true).sum()) / float(given.sum() + true.sum()), 3)

    return {f"irritants {lang}": f1(gold.langs == lang) for lang in ("fr", "en")}


def reason_in_set(gold, logits):
    """Share of contacts whose first choice is in the gold set, per language."""
    first = softmax(logits).argmax(axis=1)
    right = gold.reasons[np.arange(len(first)), first]
    return {f"reason {x}": round(float(right[gold.langs == x].mean()), 3) for x in ("fr", "en")}


@pytest.mark.prove
def test_what_each_part_gives(proved):
    data = os.environ.get("MOTIF_TRAINING_DATA")
    if not data:
        pytest.skip("MOTIF_TRAINING_DATA names no folder of labelled sets")
    taxonomy = load_taxonomy(Settings().taxonomy)
    bundle = open_bundle(ROOT / "models" / "motif-base")
    recipe = load_recipe(ROOT / "models" / "recipes" / "base.toml")
    held_back = Reading(gather(recipe).held_back, bundle, taxonomy)
    gold = Reading(
        [contact for path in recipe.apart for contact in read_labelled(path)], bundle, taxonomy
    )
    line = fit_line(held_back.name.ravel(), held_back.irritants.ravel())
    blend = fit_blend(held_back.own, held_back.mention, held_back.irritants)
    readings = {
        "the whole contact": lambda r: sigmoid(r.own),
        "the strongest mention beside its contact": lambda r: sigmoid(r.mention),
        "both: as it is": lambda r: sigmoid(blend[0] * r.own + blend[1] * r.mention + blend[2]),
        "names and definitions alone (matcher)": lambda r: sigmoid(line[0] * r.name + line[1]),
    }
    rows = [
        {"irritants are read from": name} | irritant_f1(held_back, gold, score)
        for name, score in readings.items()
    ]
    reasons = [
        {"reasons are read from": name} | reason_in_set(gold, logits)
        for name, logits in (
            ("the trained head: as it is", gold.reason),
            ("names and definitions alone (matcher)", gold.reason_name),
        )
    ]
    print(f"\n{render_table(rows)}\n\n{render_table(reasons)}")
    proved("models-irritants", rows)
    proved("models-reasons", reasons)
    assert rows[2]["irritants fr"] >= max(rows[0]["irritants fr"], rows[1]["irritants fr"]) - 0.02
    assert rows[2]["irritants en"] >= max(rows[0]["irritants en"], rows[1]["irritants en"]) - 0.02
