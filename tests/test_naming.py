import pytest

from nlp.naming import NAMES, name_of, texts_of
from nlp.types import LANGS


@pytest.mark.parametrize("kind", NAMES)
def test_every_code_has_a_name_in_both_languages(kind):
    for code in NAMES[kind]:
        assert all(name_of(kind, code, lang) for lang in LANGS)


def test_what_has_no_name_keeps_its_code():
    assert name_of("channel", "fax", "fr") == "fax"
    assert name_of("segment", "Pro", "en") == "Pro"


def test_flat_texts_bear_their_kind():
    assert texts_of("lang") == {
        "lang.fr": ("français", "French"),
        "lang.en": ("anglais", "English"),
    }
