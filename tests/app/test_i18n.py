from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from app.i18n import Words, choose_language, typeset
from app.texts import TEXTS, pages, shared
from nlp.drivers.table.verdicts import VERDICTS
from nlp.storage.queries import Order
from nlp.types import LANGS, SCALES, SENTIMENTS, LabelKind, Speaker

APP = Path(__file__).parents[2] / "app"


def test_every_text_is_in_both_languages():
    for key, texts in TEXTS.items():
        assert set(texts) == set(LANGS), key
        assert all(text.strip() for text in texts.values()), key


def test_no_text_is_given_twice():
    groups = [value for name, value in {**vars(pages), **vars(shared)}.items() if name.isupper()]
    assert sum(map(len, groups)) == len(TEXTS)


def test_both_languages_have_the_same_blanks():
    def blanks(text):
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    for key, texts in TEXTS.items():
        assert blanks(texts["fr"]) == blanks(texts["en"]), key


def test_every_key_asked_for_exists():
    """Keys written out in the code, and the groups that keys are built from."""
    groups = {key.rpartition(".")[0] for key in TEXTS} | {key.partition(".")[0] for key in TEXTS}
    asked = 0
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and _is_words(node.func) and node.args):
                continue
            asked += 1
            key = node.args[0]
            if isinstance(key, ast.Constant):
                assert key.value in TEXTS, f"{path.name}: {key.value}"
            elif isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
                assert key.values[0].value.rstrip(".") in groups, f"{path.name}: {ast.unparse(key)}"
    assert asked > 100


def _is_words(function):
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name == "words"


def test_every_text_is_used():
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in APP.rglob("*.py")
        if path.parent.name != "texts"
    )
    named = {"channel", "kind", "lang", "sentiment", "field", "verdict"}  # through name_of
    for key in TEXTS:
        stem = re.sub(r"\.(one|many)$", "", key)
        group = key.partition(".")[0]
        whole = re.search(rf"""["']{re.escape(stem)}["']""", code)
        formed = re.search(rf"""f["']{re.escape(group)}\.\{{""", code)
        ended = re.search(rf"""f["']\{{key\}}\.{re.escape(key.rpartition(".")[2])}["']""", code)
        assert group in named or whole or formed or ended, f"never said: {key}"


@pytest.mark.parametrize("lang", LANGS)
def test_what_the_data_can_hold_has_a_name(lang):
    words = Words(lang)
    for group, values in {
        "sentiment": SENTIMENTS,
        "scale": SCALES,
        "range": SCALES,
        "verdict": VERDICTS,
        "label": get_args(LabelKind),
        "speaker": get_args(Speaker),
        "order": get_args(Order),
        "kind": ("interaction", "feedback"),
        "lang": LANGS,
    }.items():
        for value in values:
            assert words(f"{group}.{value}")


FRENCH_FAULTS = {
    "a plain space before ; : ! ? % »": re.compile(r" [;:!?%»]"),
    "a plain space after «": re.compile(r"« "),
    "a double mark without its space": re.compile(r"[^\s\u00a0\u202f/(][;!?%»](?!\w)"),
    "a colon without its space": re.compile(r"\w:(?=\s|$)"),
    "a straight apostrophe": re.compile(r"'"),
    "three dots for an ellipsis": re.compile(r"\.\.\."),
    "English quotes": re.compile(r"[“”]"),
    "a hyphen for a minus": re.compile(r"(?<!\w)-\d"),
}


@pytest.mark.parametrize("fault", FRENCH_FAULTS)
def test_french_typography(fault):
    for key, texts in TEXTS.items():
        shown = re.sub(r"\{\w+\}", "x", typeset(texts["fr"], "fr"))
        assert not FRENCH_FAULTS[fault].search(shown), f"{key}: {fault}"


def test_the_typography_rule_can_fail():
    wrong = "C'est « vrai » : oui ! À 5 % ; -3... “non”"
    assert sum(bool(fault.search(wrong)) for fault in FRENCH_FAULTS.values()) >= 6


def test_english_typography():
    for key, texts in TEXTS.items():
        shown = typeset(texts["en"], "en")
        assert not re.search(r"'|«|»| [;:!?%]|\.\.\.", shown), key


def test_typesetting():
    assert typeset("L'effet : « 5 % » ; vrai ?", "fr") == (
        "L’effet\u00a0: «\u00a05\u202f%\u00a0»\u202f; vrai\u202f?"
    )
    assert typeset("The customer's: 5%", "en") == "The customer’s: 5%"


def test_values_are_not_typeset():
    assert "a 'quoted' value : x" in Words("fr")("filter.searched", value="a 'quoted' value : x")


def test_a_missing_text_or_blank_is_an_error():
    with pytest.raises(KeyError):
        Words("fr")("no.such.text")
    with pytest.raises(KeyError):
        Words("fr")("contacts.one")


def test_quantities_follow_the_grammar():
    assert Words("fr").quantity("contacts", 0, "0") == "0 contact"
    assert Words("en").quantity("contacts", 0, "0") == "0 contacts"
    assert Words("fr").quantity("contacts", 2, "2") == "2 contacts"


def test_language_is_the_first_wish_that_can_be_met():
    assert choose_language(None, "de", "fr-CA", "en") == "fr"
    assert choose_language("en_GB", "fr") == "en"
    assert choose_language(None, "", "pt-BR") == "en"
