from pathlib import Path

import pytest

from nlp.errors import InputError
from nlp.training.recipe import load_recipe, missing_sources

RECIPES = Path(__file__).resolve().parents[2] / "models" / "recipes"


@pytest.mark.parametrize("path", sorted(RECIPES.glob("*.toml")), ids=lambda p: p.stem)
def test_shipped_recipes_load_and_find_the_corpus(path, monkeypatch):
    monkeypatch.setenv("MOTIF_TRAINING_DATA", "/nonexistent")
    recipe = load_recipe(path)
    corpus = recipe.sources[0]
    assert corpus.files()
    assert recipe.vocabulary.exists()
    assert corpus not in missing_sources(recipe)
    required = {source.name for source in missing_sources(recipe) if source.required}
    # Only the quick recipe does without real contacts: the others fit their thresholds on them.
    assert required == (set() if path.stem == "quick" else {"Labelled real contacts"})


@pytest.fixture
def write(tmp_path):
    def call(text):
        path = tmp_path / "r.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return call


HEAD = 'name = "n"\nversion = "1"\nvocabulary = "v.json"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("=", "not valid TOML"),
        (HEAD + "decai = 1", "Did you mean decay"),
        ('name = "n"', "recipe is incomplete"),
        (HEAD + "[fine_tuning]\nepoch = 1", "Did you mean epochs"),
        (HEAD + '[[sources]]\nname = "s"', "source is incomplete"),
        (HEAD + "sources = []\nshare = 1.5", "share must be above 0 and at most 1, not 1.5"),
    ],
)
def test_a_broken_recipe_says_what_is_wrong(write, text, message):
    with pytest.raises(InputError, match=message):
        load_recipe(write(text))


def test_the_digest_follows_the_content(write, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.jsonl").write_text("{}")
    path = write(HEAD + '[[sources]]\nname = "s"\npath = "data"\nlicence = "x"')
    before = load_recipe(path).sources[0].sha256()
    (tmp_path / "data" / "a.jsonl").write_text("{} ")
    assert load_recipe(path).sources[0].sha256() != before


def test_a_missing_recipe_is_named(tmp_path):
    with pytest.raises(InputError, match="no recipe at"):
        load_recipe(tmp_path / "none.toml")
