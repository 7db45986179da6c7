import json

import pytest

from nlp.errors import InputError
from nlp.training import ablation
from nlp.training.ablation import EVERYTHING, ablate, parts_of, without
from nlp.training.finetuning import FineTuning
from nlp.training.recipe import Recipe, Source


@pytest.fixture
def recipe(tmp_path):
    """Two sources that are there, one of which holds contacts back, and one that is missing."""
    for name in ("own", "real"):
        (tmp_path / f"{name}.jsonl").write_text("{}\n")
    sources = (
        Source("own", tmp_path / "own.jsonl", "-"),
        Source("real", tmp_path / "real.jsonl", "-", weight=2.0, held_back=0.3),
        Source("gone", tmp_path / "gone.jsonl", "-", required=False),
    )
    tuning = FineTuning(loss_weights=(("matcher", 0.3), ("irritant", 0.4)))
    return Recipe("r", "1", sources, tmp_path / "v", fine_tuning=tuning, fidelity_texts=5)


@pytest.fixture
def trained(monkeypatch):
    """Trainings are noted, not done."""
    calls = []

    def train(recipe, base, taxonomy, folder, **_):
        calls.append(folder.name)
        folder.mkdir()

    monkeypatch.setattr(ablation, "train_bundle", train)
    return calls


def label(lang, **changes):
    row = {"lang": lang, "reason": "a.b", "reasons": ["a.b"], "sentiment": "negative"}
    return row | {"irritants": ["x.y"], "signals": []} | changes


GOLD = [label("fr"), label("fr"), label("en"), label("en")]


def run(recipe, folder, **settings):
    """All is read rightly, but that without the matcher every French irritant is missed."""

    def annotate(bundle):
        missed = {"irritants": []} if bundle.name == "matcher" else {}
        return [row | (missed if row["lang"] == "fr" else {}) for row in GOLD]

    return ablate(recipe, None, None, folder, annotate, gold=GOLD, **settings)


def test_parts_are_the_sources_that_are_there_and_the_losses_in_use(recipe):
    assert parts_of(recipe) == (EVERYTHING, "own", "real", "matcher")


def test_nothing_left_out_is_the_recipe_itself(recipe):
    assert without(recipe, EVERYTHING) == recipe


def test_a_source_goes_wholly_unless_it_calibrates(recipe):
    assert [s.name for s in without(recipe, "own").sources] == ["real", "gone"]
    held = without(recipe, "real").sources[1]
    assert (held.name, held.weight, held.held_back) == ("real", 0.0, 0.3)


def test_a_loss_is_turned_off_and_the_others_stay(recipe):
    weights = dict(without(recipe, "matcher").fine_tuning.loss_weights)
    assert weights == {"matcher": 0.0, "irritant": 0.4}


def test_an_unknown_part_is_an_error_before_anything_starts(recipe, trained, tmp_path):
    with pytest.raises(InputError, match=r"no part 'owm'.*Did you mean own"):
        run(recipe, tmp_path, parts=["matcher", "owm"])
    assert trained == []


def test_each_part_is_compared_with_the_whole_in_both_languages(recipe, trained, tmp_path):
    rows = run(recipe, tmp_path)
    assert [row["left out"] for row in rows] == [EVERYTHING, "own", "real", "matcher"]
    assert list(rows[0])[:3] == ["left out", "reason fr", "reason en"]
    assert rows[0]["irritants fr"] == "1.000 [1.000, 1.000]"
    assert rows[1]["irritants fr"] == "+0.000 [+0.000, +0.000]"
    assert rows[3]["irritants fr"] == "\u22121.000 [\u22121.000, \u22121.000]"
    assert rows[3]["irritants en"] == "+0.000 [+0.000, +0.000]"
    assert json.loads((tmp_path / "results.json").read_text()) == rows


def test_bundles_trained_already_are_kept_and_the_whole_is_always_there(recipe, trained, tmp_path):
    run(recipe, tmp_path, parts=["own"])
    assert trained == [EVERYTHING, "own"]
    trained.clear()
    assert len(run(recipe, tmp_path, parts=["own", "matcher"])) == 3
    assert trained == ["matcher"]
