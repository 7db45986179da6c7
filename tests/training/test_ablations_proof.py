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
from nlp.inference.matcher import Matcher, embed_labels, head_label_texts, load_matcher
from nlp.inference.session import EncoderSession
from nlp.modeling.heads import MENTION_HEAD
from nlp.settings import Settings
from nlp.taxonomy import load_taxonomy
from nlp.training.calibration import fit_blend, fit_line, micro_f1_threshold
from nlp.training.decisions import strongest_mention
from nlp.training.examples import Vocabulary, read_labelled
from nlp.training.fitting import head_logits, vectorise
from nlp.training.material import gather
from nlp.training.recipe import load_recipe
from tests.training.untouched import untouched_session

ROOT = Path(__file__).resolve().parents[2]


class Reading:
    """What labels' texts alone say of some contacts, by any encoder."""

    def __init__(self, contacts, session, taxonomy, center=None):
        self.data = vectorise(contacts, session, Vocabulary.of(taxonomy))
        matcher = Matcher(self.data.contacts.mean(axis=0) if center is None else center, {})

        def cosines(name, vectors):
            texts = list(head_label_texts(taxonomy, name).values())
            return matcher.cosines(vectors, embed_labels(texts, session, matcher.center))

        self.langs = np.array([contact.lang for contact in contacts])
        self.reasons = self.data.targets["reason"].values > 0
        self.irritants = self.data.targets["irritant"].values
        self.name = strongest_mention(cosines(MENTION_HEAD, self.data.mentions), self.data)
        self.reason_name = cosines("reason", self.data.contacts)


class Trained(Reading):
    """The same of the shipped bundle, and what each of its heads says."""

    def __init__(self, contacts, bundle, taxonomy):
        center = load_matcher(bundle.center, {}).center
        super().__init__(contacts, EncoderSession.of(bundle), taxonomy, center)
        logits = head_logits(load_heads(bundle.heads), self.data)
        self.own = logits["irritant"]
        self.mention = strongest_mention(logits[MENTION_HEAD], self.data)
        self.reason = logits["reason"]
        self.reason_both = self.reason + bundle.info.heads["reason"].names * self.reason_name


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
def test_what_each_part_gives(proved, tmp_path):
    data = os.environ.get("MOTIF_TRAINING_DATA")
    if not data:
        pytest.skip("MOTIF_TRAINING_DATA names no folder of labelled sets")
    taxonomy = load_taxonomy(Settings().taxonomy)
    bundle = open_bundle(ROOT / "models" / "motif-base")
    recipe = load_recipe(ROOT / "models" / "recipes" / "base.toml")
    contacts = [contact for path in recipe.apart for contact in read_labelled(path)]
    apart = gather(recipe).held_back
    held_back = Trained(apart, bundle, taxonomy)
    gold = Trained(contacts, bundle, taxonomy)
    session = untouched_session(tmp_path, recipe.vocabulary)
    before = [Reading(c, session, taxonomy) for c in (apart, contacts)]
    blend = fit_blend(held_back.own, held_back.mention, held_back.irritants)
    readings = {
        "the whole contact": lambda r: sigmoid(r.own),
        "the strongest mention beside its contact": lambda r: sigmoid(r.mention),
        "both: as it is": lambda r: sigmoid(blend[0] * r.own + blend[1] * r.mention + blend[2]),
    }
    rows = [
        {"irritants are read from": name} | irritant_f1(held_back, gold, score)
        for name, score in readings.items()
    ]
    for name, (held, kept) in {
        "names and definitions alone": (held_back, gold),
        "the same, encoder untouched: the base line": before,
    }.items():
        line = fit_line(held.name.ravel(), held.irritants.ravel())
        scores = irritant_f1(held, kept, lambda r, line=line: sigmoid(line[0] * r.name + line[1]))
        rows.append({"irritants are read from": name} | scores)
    reasons = [
        {"reasons are read from": name} | reason_in_set(gold, logits)
        for name, logits in (
            ("the trained head and names: as it is", gold.reason_both),
            ("the trained head alone", gold.reason),
            ("names and definitions alone", gold.reason_name),
            ("the same, encoder untouched: the base line", before[1].reason_name),
        )
    ]
    print(f"\n{render_table(rows)}\n\n{render_table(reasons)}")
    proved("models-irritants", rows)
    proved("models-reasons", reasons)
    assert rows[2]["irritants fr"] >= max(rows[0]["irritants fr"], rows[1]["irritants fr"]) - 0.02
    assert rows[2]["irritants en"] >= max(rows[0]["irritants en"], rows[1]["irritants en"]) - 0.02
