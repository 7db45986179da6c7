import json
from pathlib import Path

import pytest

from nlp.errors import InputError
from nlp.training import leave_out
from nlp.training.examples import LabelledContact
from nlp.training.leave_out import leave_out_each
from nlp.training.material import Material
from nlp.training.recipe import Recipe

GROUPS = {"apps": ("apps",), "banks": ("bank", "cards")}


def contact(source):
    return LabelledContact(
        id="a",
        source=source,
        lang="fr",
        channel="",
        text="Carte avalée deux fois",
        mentions=((0, 22),),
        reasons=("banking.card",),
        sentiment="negative",
        irritants=("product.defect",),
        praises=None,
        signals=(),
        evidence={"product.defect": (6, 12)},
    )


@pytest.fixture
def trained(monkeypatch):
    """Trainings are noted, not done; each leaves one contact out."""
    calls = []

    def gather(recipe, on_progress, *, leave_out):
        return Material(left_out=[contact(source) for source in leave_out[:1]])

    def train(recipe, base, taxonomy, folder, *, leave_out, **_):
        calls.append((folder.name, leave_out))
        folder.mkdir()
        return gather(recipe, None, leave_out=leave_out)

    monkeypatch.setattr(leave_out, "train_bundle", train)
    monkeypatch.setattr(leave_out, "gather", gather)
    return calls


def run(tmp_path, **settings):
    recipe = Recipe("r", "1", (), Path("v"), groups=GROUPS)
    seen = []

    def measure(gold, folder):
        seen.append(gold)
        return {"n": len(gold)}

    return leave_out_each(recipe, None, None, tmp_path, measure, **settings), seen


def test_each_group_is_left_out_and_measured_on(trained, tmp_path):
    results, seen = run(tmp_path)
    assert trained == [("apps", ("apps",)), ("banks", ("bank", "cards"))]
    assert results == {"apps": {"n": 1}, "banks": {"n": 1}}
    assert json.loads((tmp_path / "results.json").read_text()) == results
    (gold,) = seen[0]
    assert (gold["reason"], gold["source"]) == ("banking.card", "apps")
    assert gold["evidence"] == {"product.defect": "avalée"}


def test_groups_measured_already_are_kept(trained, tmp_path):
    run(tmp_path, groups=["banks"])
    trained.clear()
    run(tmp_path)
    assert [name for name, _ in trained] == ["apps"]


def test_a_bundle_trained_already_is_only_measured(trained, tmp_path):
    run(tmp_path)
    trained.clear()
    (tmp_path / "results.json").unlink()
    results, seen = run(tmp_path)
    assert trained == []
    assert results == {"apps": {"n": 1}, "banks": {"n": 1}}
    assert [gold[0]["source"] for gold in seen] == ["apps", "bank"]


def test_an_unknown_group_is_an_error_before_anything_starts(trained, tmp_path):
    with pytest.raises(InputError, match=r"no group 'bank'.*Did you mean banks"):
        run(tmp_path, groups=["apps", "bank"])
    assert trained == []


def test_a_group_that_leaves_nothing_out_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(leave_out, "train_bundle", lambda *_, **__: Material())
    with pytest.raises(InputError, match="leaves out no real contact"):
        run(tmp_path)
