"""From which distance a topic is called new: topics of known irritants against a planted one.

``make prove`` measures it where ``MOTIF_TRAINING_DATA`` holds the labelled sets.
"""

import os
from pathlib import Path

import numpy as np
import pytest

from nlp.bundle import open_bundle
from nlp.discovery.novelty import find_nearest
from nlp.discovery.settings import DiscoverySettings
from nlp.discovery.space import to_length_one
from nlp.evaluation.proofs import render_table
from nlp.inference.annotator import Annotator
from nlp.inference.session import EncoderSession
from nlp.modeling.heads import MENTION_HEAD
from nlp.pipeline.annotation import CachedAnnotator
from nlp.pipeline.discovering import load_tools
from nlp.settings import Settings
from nlp.taxonomy import load_taxonomy
from nlp.training.examples import Vocabulary, read_labelled
from nlp.training.fitting import vectorise
from nlp.training.material import gather
from nlp.training.recipe import load_recipe

ROOT = Path(__file__).resolve().parents[2]
SIZES = (3, 5)
DRAWS = 6
"""Topics drawn per irritant and size."""


def distances(groups, nodes):
    """Distance of the centre of each group of mention vectors to the nearest label."""
    centers = [to_length_one(group - nodes.center).mean(axis=0) for group in groups]
    found = find_nearest(to_length_one(np.stack(centers)), nodes)
    return np.array([near.distance for near in found])


def draw_groups(vectors, members, draws, random):
    """Groups of some vectors that belong together."""
    return [
        vectors[random.choice(members, size, replace=False)]
        for size in SIZES
        for _ in range(draws)
        if len(members) >= size
    ]


@pytest.mark.prove
def test_topics_of_known_irritants_are_seldom_called_new(proved):
    data = os.environ.get("MOTIF_TRAINING_DATA")
    if not data:
        pytest.skip("MOTIF_TRAINING_DATA names no folder of labelled sets")
    taxonomy = load_taxonomy(Settings().taxonomy)
    bundle = open_bundle(ROOT / "models" / "motif-base")
    nodes = load_tools(bundle, taxonomy, CachedAnnotator(Annotator(bundle, taxonomy))).nodes
    session = EncoderSession.of(bundle)
    recipe = load_recipe(ROOT / "models" / "recipes" / "base.toml")
    known = vectorise(gather(recipe).held_back, session, Vocabulary.of(taxonomy))
    new = vectorise(
        read_labelled(ROOT / "data" / "newcomer" / "cash_refused.jsonl"),
        session,
        Vocabulary.of(taxonomy),
    )
    random = np.random.default_rng(0)
    carried = known.targets[MENTION_HEAD].values > 0
    of_known = [
        group
        for code in range(carried.shape[1])
        for group in draw_groups(known.mentions, np.flatnonzero(carried[:, code]), DRAWS, random)
    ]
    of_new = draw_groups(new.mentions, np.arange(len(new.mentions)), 100, random)
    far, farther = distances(of_known, nodes), distances(of_new, nodes)
    bounds = (0.45, 0.5, DiscoverySettings().novel_distance, 0.58)
    rows = [
        {
            "called new from a distance of": bound,
            "topics of one known irritant": round(float((far >= bound).mean()), 3),
            "topics of the planted one": round(float((farther >= bound).mean()), 3),
        }
        for bound in bounds
    ]
    print(f"\n{len(far)} and {len(farther)} topics\n{render_table(rows)}")
    proved("discovery-novelty", rows)
    assert rows[2]["topics of one known irritant"] <= 0.12
    assert rows[2]["topics of the planted one"] >= 3 * rows[2]["topics of one known irritant"]
