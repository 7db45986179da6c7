from string import Formatter
from typing import get_args

import pytest

from nlp.drivers import Cause
from nlp.value import SPECS
from nlp.value.definition_texts import ASSUMPTIONS, FORMULAS, NAMES
from nlp.value.notes import CAUSE_TEXTS, FIELD_TEXTS, NOTE_TEXTS

TEXTS = {**NOTE_TEXTS, **CAUSE_TEXTS, **FIELD_TEXTS, **ASSUMPTIONS, **FORMULAS}


@pytest.mark.parametrize("code", TEXTS)
def test_both_languages_say_the_same_things(code):
    asked = {
        lang: {name for _, name, _, _ in Formatter().parse(text) if name}
        for lang, text in TEXTS[code].items()
    }
    assert asked["fr"] == asked["en"]


@pytest.mark.parametrize("code", TEXTS)
def test_french_signs_have_their_spaces(code):
    text = TEXTS[code]["fr"]
    assert "'" not in text
    for sign in ":;?!»%":
        for before in text.split(sign)[:-1]:
            assert before[-1:] in "\u00a0\u202f", (code, text)


def test_every_cause_of_the_drivers_is_told():
    assert set(CAUSE_TEXTS) == set(get_args(Cause)) - {"few_scored"}


def test_every_figure_is_defined_and_nothing_else():
    codes = {spec.code for spec in SPECS}
    assert set(NAMES) == set(FORMULAS) == codes
    assert {code for spec in SPECS for code in spec.assumes} == set(ASSUMPTIONS)
