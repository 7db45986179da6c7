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
    calls = []
    monkeypatch.setattr(ablation, "train_bundle", lambda recipe, *_, **__: calls.append(recipe))
    return calls


def score(value):
    names = ("reason_in_set", "sentiment_macro_f1", "irritant", "signal")
    return {key: {"value": value, "low": value - 0.1, "high": value + 0.1} for key in names}


def run(recipe, folder, **settings):
    measured = {"fr": score(0.5), "en": score(0.6), "fr · app": score(0.1)}
    return ablate(recipe, None, None, folder, lambda _: measured, **settings)


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


def test_each_part_is_a_row_with_both_languages(recipe, trained, tmp_path):
    rows = run(recipe, tmp_path, epochs=1)
    assert [row["left out"] for row in rows] == [EVERYTHING, "own", "real", "matcher"]
    assert rows[0]["reason fr"] == "0.500 [0.40, 0.60]"
    assert "reason fr · app" not in rows[0]
    assert json.loads((tmp_path / "results.json").read_text()) == rows
    assert {r.fine_tuning.epochs for r in trained} == {1}
    assert {r.fidelity_texts for r in trained} == {0}


def test_parts_measured_already_are_kept(recipe, trained, tmp_path):
    run(recipe, tmp_path, parts=["own"])
    trained.clear()
    assert len(run(recipe, tmp_path, parts=["own", "matcher"])) == 2
    assert len(trained) == 1
