"""What a training does beside its steps: resuming, the metric of topics, files left behind."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from nlp.discovery.space import METRIC_FILE
from nlp.training import run
from nlp.training.material import Material
from nlp.training.recipe import Recipe, load_recipe

BASE = Path(__file__).resolve().parents[2] / "models" / "recipes" / "base.toml"


@pytest.fixture
def recipe(tmp_path):
    return Recipe(name="n", version="1", sources=(), vocabulary=tmp_path / "tokenizer.json")


@pytest.fixture
def told():
    return []


@pytest.fixture
def tell(told):
    return lambda stage, done, total: told.append(stage)


def test_the_metric_of_topics_does_not_hinder_resuming(recipe, tmp_path):
    base, taxonomy = SimpleNamespace(origin="base"), SimpleNamespace(version="1")
    found = {
        run._fingerprint(replace(recipe, topics=topics), base, Material(), taxonomy)
        for topics in (None, tmp_path)
    }
    assert len(found) == 1


def test_a_recipe_without_topics_reads_none(recipe, tell, told):
    assert run._topic_sets(recipe, tell) is None
    assert not told


def test_missing_topics_are_told_before_the_training(recipe, tmp_path, tell, told):
    assert run._topic_sets(replace(recipe, topics=tmp_path), tell) is None
    assert len(told) == 1
    assert "banking77.jsonl.gz" in told[0]


def test_the_base_recipe_names_its_topics(monkeypatch):
    monkeypatch.setenv("MOTIF_TRAINING_DATA", "/data")
    assert load_recipe(BASE).topics == Path("/data/datasets")


def test_a_metric_and_measures_of_another_encoder_are_not_kept(tmp_path):
    new, output = tmp_path / "new", tmp_path / "bundle"
    for folder in (new, output):
        folder.mkdir()
    for name in (METRIC_FILE, "metrics.json", "README.md"):
        (output / name).write_bytes(b"old")
    (output / "LICENSE.txt").write_text("kept", encoding="utf-8")
    (new / "heads.safetensors").write_bytes(b"new")
    run._replace(new, output)
    left = {path.name for path in output.iterdir()}
    assert left == {"LICENSE.txt", "heads.safetensors", "manifest.json"}
