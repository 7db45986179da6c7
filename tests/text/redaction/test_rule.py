"""Rules prove their own examples when they are built."""

import re

import pytest

from nlp.text.redact import RULES
from nlp.text.redaction.rule import Rule, is_quantity, text_offers


def build(**changes):
    fields = {
        "name": "badge",
        "kind": "REFERENCE",
        "pattern": re.compile(r"B\d+"),
        "examples": (("see B12", "see <REFERENCE>"),),
        "untouched": ("C12",),
        "needs": "digit",
    }
    return Rule(**(fields | changes))


def test_a_sound_rule_is_built():
    assert list(build().find("B1 and B22")) == [(0, 2), (7, 10)]


@pytest.mark.parametrize(
    "changes",
    [
        {"examples": (("see B12", "see B12"),)},
        {"examples": (("see C12", "see <REFERENCE>"),)},
        {"untouched": ("B12",)},
    ],
)
def test_a_rule_that_fails_its_examples_is_not_built(changes):
    with pytest.raises(ValueError, match=r"rule 'badge': .* expected"):
        build(**changes)


@pytest.mark.parametrize("changes", [{"examples": ()}, {"untouched": ()}])
def test_a_rule_without_examples_is_not_built(changes):
    with pytest.raises(ValueError, match="needs examples"):
        build(**changes)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_what_a_rule_needs_is_in_its_examples(rule):
    assert all(rule.needs in text_offers(text) for text, _ in rule.examples)


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("1200 €", "1200", True),
        ("£1200", "1200", True),
        ("12000 km", "12000", True),
        ("1234,56", "1234", True),
        ("4500 balles", "4500", True),
        ("1200 fermée", "1200", False),
        ("88213.", "88213", False),
    ],
)
def test_quantities(text, number, expected):
    start = text.index(number)
    assert is_quantity(text, start, start + len(number)) is expected
