import json
from pathlib import Path

import pytest

from nlp.errors import InputError
from nlp.training.material import gather
from nlp.training.recipe import Recipe, Source


def contact(i, text=None, **changes):
    text = text or f"Contact number {i} about the parcel that came late on day {i}"
    return {"id": f"c{i}", "lang": "en", "text": text, "sentiment": "negative", **changes}


@pytest.fixture
def source(tmp_path):
    def call(name, rows, **settings):
        path = tmp_path / f"{name}.jsonl"
        path.write_text("\n".join(json.dumps(row) for row in rows))
        return Source(name, path, "x", **settings)

    return call


def recipe(*sources, **settings):
    return Recipe("r", "1", sources, Path("v.json"), **settings)


@pytest.fixture
def real(source):
    return source("real", [contact(i) for i in range(300)], held_back=0.5, weight=2.0)


def test_the_held_back_share_is_never_trained_on(source, real):
    copies = source("copies", [contact(1000 + i, contact(i)["text"]) for i in range(300)])
    material = gather(recipe(real, copies))
    held = {c.text for c in material.held_back}
    assert 100 < len(held) < 200
    assert not held & {c.text for c in material.train}
    assert material.n_near == len(held)
    assert len(material.weights) == len(material.shares) == len(material.train)
    assert gather(recipe(real, copies)).held_back == material.held_back


def test_texts_near_a_measured_one_are_dropped(source, real, tmp_path):
    words = "the courier left my parcel in the rain and nobody answers the phone since monday"
    near = source("near", [contact("n", f"Hello, {words.upper()}!"), contact("far")])
    (tmp_path / "gold.jsonl").write_text(json.dumps(contact("g", words)))
    material = gather(recipe(real, near, apart=(tmp_path / "gold.jsonl",)))
    ids = {c.id for c in material.train}
    assert "cn" not in ids
    assert "cfar" in ids


def test_a_sector_can_be_left_out_and_tested_on(source, real):
    corpus = source("corpus", [contact(f"k{i}", sector="bank") for i in range(3)])
    apps = source("apps", [contact(f"a{i}", source="apps") for i in range(4)], held_back=0.1)
    material = gather(recipe(real, corpus, apps), leave_out={"bank", "apps"})
    left = {c.id for c in material.left_out}
    assert left == {"ca0", "ca1", "ca2", "ca3"}  # the corpus is not what one tests on
    assert not {c.id for c in material.train} & (left | {"ck0", "ck1", "ck2"})


def test_a_source_may_be_dealt_in_part(source, real):
    many = source("many", [contact(f"m{i}") for i in range(200)], per_epoch=50)
    material = gather(recipe(real, many))
    shares = {c.source: s for c, s in zip(material.train, material.shares, strict=True)}
    assert shares == {"real": 1.0, "many": 0.25}


def test_a_share_is_learnt_from_and_what_is_held_back_stays_whole(source, real):
    many = source("many", [contact(f"m{i}") for i in range(2000)])
    whole, part = gather(recipe(real, many)), gather(recipe(real, many, share=0.3))
    assert part.held_back == whole.held_back
    assert {c.id for c in part.train} < {c.id for c in whole.train}
    assert len(part.train) == pytest.approx(0.3 * len(whole.train), rel=0.1)
    assert len(part.weights) == len(part.shares) == len(part.train)


def test_too_little_held_back_is_an_error(source):
    few = source("few", [contact(i) for i in range(20)], held_back=0.5)
    with pytest.raises(InputError, match="at least 100 are needed"):
        gather(recipe(few))


def test_a_required_source_that_is_missing_is_named(tmp_path):
    with pytest.raises(InputError, match="source 'gone' is missing"):
        gather(recipe(Source("gone", tmp_path / "none.jsonl", "x")))
