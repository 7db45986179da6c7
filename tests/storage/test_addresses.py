from dataclasses import fields

from nlp.storage import ContactFilter
from nlp.storage.addresses import LISTS, address, filter_params


def test_every_field_of_the_filter_has_a_parameter():
    named = {field.name for field in fields(ContactFilter)}
    assert named == {*LISTS.values(), "week_from", "week_to", "search"}


def test_what_is_at_its_default_has_none():
    assert filter_params(ContactFilter()) == {}
    assert address("verbatims", {}) == "verbatims"


def test_an_address_says_the_whole_choice():
    chosen = ContactFilter(
        "2026-W40", "2026-W46", langs=("fr",), sources=("a b.csv", "c&d"), search="été"
    )
    assert address("/cx/irritants", filter_params(chosen)) == (
        "/cx/irritants?from=2026-W40&to=2026-W46&language=fr&file=a+b.csv&file=c%26d&q=%C3%A9t%C3%A9"
    )
