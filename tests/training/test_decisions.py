from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nlp.modeling.heads import CONTACT_HEADS, MENTION_HEAD
from nlp.settings import Settings
from nlp.taxonomy import load_taxonomy
from nlp.training.decisions import calibrate
from nlp.training.examples import HeadTargets, Vocabulary
from nlp.training.fitting import VectorSet
from nlp.training.recipe import Recipe

RECIPE = Recipe("mine", "1", (), Path("v"), abstain_cost=0.3)
N = 240


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary.of(load_taxonomy(Settings().taxonomy))


@pytest.fixture(scope="module")
def held_back(vocabulary):
    """Contacts of one mention each, whose logits follow their labels with noise."""
    random = np.random.default_rng(3)
    logits, targets = {}, {}
    for name in (*CONTACT_HEADS, MENTION_HEAD):
        n = len(vocabulary.codes(name))
        values = np.zeros((N, n), np.float32)
        values[np.arange(N), random.integers(0, n, N)] = 1
        logits[name] = (4 * values - 3 + random.normal(0, 2, (N, n))).astype(np.float32)
        targets[name] = HeadTargets(values, np.ones_like(values))
    vectors = np.ones((N, 2), np.float32)
    data = VectorSet(vectors, vectors, np.arange(N), targets, np.ones(N, np.float32))
    return logits, data


def without_labels(data, head, rows):
    """The same contacts, some of which say nothing of a head."""
    target = data.targets[head]
    values, mask = target.values.copy(), target.mask.copy()
    values[rows], mask[rows] = 0, 0
    return replace(data, targets=data.targets | {head: HeadTargets(values, mask)})


@pytest.mark.parametrize("head", CONTACT_HEADS)
def test_a_contact_that_says_nothing_of_a_head_changes_nothing_of_its_rules(
    head, held_back, vocabulary
):
    logits, data = held_back
    rows = np.arange(N // 3)
    some = calibrate(logits, without_labels(data, head, rows), vocabulary, RECIPE, "e5")
    rest = {name: values[N // 3 :] for name, values in logits.items()}
    fewer = calibrate(rest, data.take(np.arange(N // 3, N)), vocabulary, RECIPE, "e5")
    assert some.heads[head] == fewer.heads[head]
    if head == "irritant":
        assert some.blend == fewer.blend


@pytest.mark.parametrize("head", CONTACT_HEADS)
def test_a_head_that_nothing_is_labelled_for_keeps_its_former_rules(head, held_back, vocabulary):
    logits, data = held_back
    former = calibrate(logits, data, vocabulary, RECIPE, "e5")
    silent = without_labels(data, head, slice(None))
    colder = {name: values / 3 for name, values in logits.items()}
    kept = calibrate(colder, silent, vocabulary, RECIPE, "e5", former)
    assert kept.heads[head] == former.heads[head]
    others = [name for name in ("reason", "signal") if name != head]
    assert all(kept.heads[name] != former.heads[name] for name in others)
    if head == "irritant":
        assert kept.blend == former.blend
    own = calibrate(logits, silent, vocabulary, RECIPE, "e5").heads[head]
    assert own.temperature == 1
    assert set(own.thresholds.values()) == {0.5}


def test_doubt_costs_what_the_recipe_says(held_back, vocabulary):
    info = calibrate(*held_back, vocabulary, RECIPE, "e5")
    assert info.heads["reason"].abstain_below == pytest.approx(0.7)
    assert info.heads["sentiment"].abstain_below == pytest.approx(0.7)
    irritant = info.heads["irritant"]
    assert irritant.abstain_below == pytest.approx(
        next(iter(irritant.thresholds.values())) / 2, abs=1e-3
    )
