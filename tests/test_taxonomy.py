import re
import shutil

import pytest
import yaml

from nlp.errors import TaxonomyError
from nlp.settings import Settings
from nlp.taxonomy import load_taxonomy

FOLDER = Settings().taxonomy


@pytest.fixture(scope="module")
def taxonomy():
    return load_taxonomy(FOLDER)


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(FOLDER, tmp_path / "taxonomy")


def edit(folder, name, change):
    path = folder / name
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def test_the_shipped_taxonomy_has_every_label_in_both_languages(taxonomy):
    assert len(taxonomy.reasons.labels) == 48
    assert len(taxonomy.irritants.labels) == 46
    assert len(taxonomy.signals.labels) == 5
    for labels in (taxonomy.reasons, taxonomy.irritants, taxonomy.signals):
        for label in labels.labels:
            assert label.names["fr"]
            assert label.names["en"]
            assert label.definitions["fr"] != label.definitions["en"]


def test_french_definitions_keep_french_typography(taxonomy):
    for labels in (taxonomy.reasons, taxonomy.irritants, taxonomy.signals):
        for label in labels.labels:
            text = label.definitions["fr"]
            assert not re.search(r"[^\s\u00a0\u202f][;:!?]", text), text


def test_a_code_may_be_both_reason_and_irritant(taxonomy):
    assert taxonomy.name("reason", "delivery.late", "en") == "Late delivery"
    assert taxonomy.name("irritant", "delivery.late", "fr") == "Livraison en retard"


def test_praises_are_named_by_their_family(taxonomy):
    assert taxonomy.name("praise", "waiting", "fr") == "Attente et délais"


def test_an_unknown_code_is_answered_with_suggestions(taxonomy):
    with pytest.raises(TaxonomyError, match=r"Did you mean delivery\.late"):
        taxonomy.irritants["delivery.lte"]


def test_the_version_follows_the_content(copy, taxonomy):
    assert load_taxonomy(copy).version == taxonomy.version
    edit(copy, "irritants.yaml", lambda c: c["labels"][0].update(en="Queueing"))
    assert load_taxonomy(copy).version != taxonomy.version


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c["labels"].append(dict(c["labels"][0])), "more than once: waiting.queue"),
        (lambda c: c["labels"][0].update(code="wating.queue"), "Did you mean waiting"),
        (lambda c: c["labels"][0].pop("fr"), "no text in fr"),
        (lambda c: c["labels"][0].update(definition="english only"), "definition"),
        (lambda c: c.update(kind="reason"), "kind: irritant"),
        (lambda c: c.update(labels=[]), "has no labels"),
        (lambda c: c["labels"].append("code"), "needs a 'code'"),
    ],
)
def test_a_broken_file_says_what_is_wrong(copy, change, message):
    edit(copy, "irritants.yaml", change)
    with pytest.raises(TaxonomyError, match=re.escape(message)):
        load_taxonomy(copy)


def test_a_missing_file_names_the_three(tmp_path):
    with pytest.raises(TaxonomyError, match=r"reasons\.yaml, irritants\.yaml, signals\.yaml"):
        load_taxonomy(tmp_path)


def test_text_that_is_not_yaml(copy):
    (copy / "signals.yaml").write_bytes(b"\xff\xfe{")
    with pytest.raises(TaxonomyError, match="not valid UTF-8 YAML"):
        load_taxonomy(copy)
