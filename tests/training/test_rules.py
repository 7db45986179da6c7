import dataclasses
from pathlib import Path

import pytest

from nlp.bundle import open_bundle
from nlp.errors import InputError
from nlp.inference.annotator import Annotator
from nlp.settings import Settings
from nlp.taxonomy import load_taxonomy
from nlp.training.recipe import Recipe, Source
from nlp.training.rules import recalibrate

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "models" / "motif-base"


@pytest.fixture(scope="module")
def taxonomy():
    return load_taxonomy(Settings().taxonomy)


@pytest.fixture(scope="module")
def recipe():
    seed = Source("seed", ROOT / "data" / "corpus" / "seed.jsonl", "Apache-2.0", held_back=0.2)
    return Recipe("mine", "1.2", (seed,), SHIPPED / "tokenizer.json", names=10.0)


@pytest.fixture(scope="module")
def bundle(taxonomy, recipe, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules") / "mine"
    recalibrate(SHIPPED, folder, recipe, taxonomy)
    return open_bundle(folder)


def test_rules_are_fitted_anew_and_weights_kept(bundle):
    before = open_bundle(SHIPPED)
    assert (bundle.info.name, bundle.info.version) == ("mine", "1.2")
    assert bundle.info.heads["reason"].names == 10.0
    assert bundle.info.heads["sentiment"].names == 0.0
    assert bundle.info.blend != before.info.blend
    for file in ("encoder", "heads"):
        assert getattr(bundle, file).read_bytes() == getattr(before, file).read_bytes()


def test_the_card_of_the_former_rules_is_not_taken_over(bundle):
    assert not (bundle.folder / "README.md").exists()
    assert not (bundle.folder / "metrics.json").exists()


def test_the_new_bundle_reads_contacts_and_heeds_names(bundle, taxonomy):
    text = "Je voudrais modifier l'adresse de livraison de ma commande"
    plain = dataclasses.replace(bundle.info.heads["reason"], names=0.0)
    others = bundle.info.heads | {"reason": plain}
    deaf = dataclasses.replace(bundle, info=dataclasses.replace(bundle.info, heads=others))
    scores = []
    for read in (bundle, deaf):
        (found,) = Annotator(read, taxonomy, threads=1).annotate([text], [[(0, len(text))]])
        scores.append(found.annotation.scores["reason"])
    assert scores[0] != scores[1]
    assert sum(scores[0].values()) <= 1.001


def test_the_weight_of_names_stays_unless_the_recipe_gives_one(recipe, taxonomy, tmp_path):
    info = recalibrate(SHIPPED, tmp_path / "new", dataclasses.replace(recipe, names=None), taxonomy)
    assert info.heads["reason"].names == open_bundle(SHIPPED).info.heads["reason"].names > 0
    Annotator(open_bundle(tmp_path / "new"), taxonomy, threads=1)


def test_others_may_read_the_bundle(bundle):
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in bundle.folder.iterdir())


def test_an_existing_folder_is_not_overwritten(bundle, recipe, taxonomy):
    with pytest.raises(InputError, match="exists already"):
        recalibrate(SHIPPED, bundle.folder, recipe, taxonomy)


def test_labels_that_the_bundle_was_not_trained_on_are_an_error(recipe, taxonomy, tmp_path):
    fewer = dataclasses.replace(taxonomy.reasons, labels=taxonomy.reasons.labels[1:])
    others = dataclasses.replace(taxonomy, reasons=fewer)
    with pytest.raises(InputError, match=r"trained on other labels.*'reason'"):
        recalibrate(SHIPPED, tmp_path / "new", recipe, others)
