from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from nlp.cli import trainings
from nlp.cli.trainings import Trainings, trainings_options

RECIPE = Path(__file__).resolve().parents[2] / "models" / "recipes" / "base.toml"


@pytest.fixture
def given(monkeypatch):
    """Runs a command with the shared options; gives what it was handed."""
    monkeypatch.setattr("nlp.training.base.fetch_base", lambda hub: f"base, hub {hub}")

    def call(*options, **functions):
        handed = []

        @click.command
        @click.option("--own")
        @trainings_options
        def command(trainings: Trainings, own: str) -> None:
            handed.append((trainings, own))

        arguments = ["--config", str(RECIPE), *options]
        result = CliRunner().invoke(command, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return handed[0]

    return call


def test_a_recipe_is_shortened_for_measuring(given, tmp_path):
    output = ["--output", str(tmp_path)]
    found, own = given(*output, "--epochs", "1", "--share", "0.25", "--own", "x")
    assert own == "x"
    assert (found.recipe.fine_tuning.epochs, found.recipe.share) == (1, 0.25)
    assert (found.recipe.fidelity_texts, found.recipe.topics) == (0, None)
    assert found.recipe.unseen is None, "measures of a group must not choose what is measured on it"
    whole, _ = given(*output)
    assert (whole.recipe.fine_tuning.epochs, whole.recipe.share) == (5, 1.0)


def test_a_run_hands_everything_on(given, tmp_path, monkeypatch):
    found, _ = given("--output", str(tmp_path / "new"), "--hub", "--device", "cuda")
    monkeypatch.setattr(trainings, "load_taxonomy", lambda _: "labels")

    def train(*args, **settings):
        return args, settings

    args, settings = found.run(train, "read", parts=["a"])
    assert args == (found.recipe, "base, hub True", "labels", tmp_path / "new", "read")
    assert (settings["device"], settings["parts"]) == ("cuda", ["a"])
    assert (tmp_path / "new").is_dir()


def test_a_share_of_nothing_is_refused(tmp_path):
    @click.command
    @trainings_options
    def command(trainings: Trainings) -> None:
        raise AssertionError

    options = ["--config", str(RECIPE), "--output", str(tmp_path), "--share", "0"]
    result = CliRunner().invoke(command, options)
    assert result.exit_code == 2
    assert "--share" in result.output
