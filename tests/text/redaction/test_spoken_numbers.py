"""Digits are counted as they would be dialled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text.redaction.spoken_numbers import SPOKEN_PHONE, count_spoken_digits

PAIRS = ["zéro un", "zéro sept", "dix huit", "quarante-deux", "quatre vingt dix neuf",
         "soixante et onze", "vingt et un", "quatre-vingts", "trente", "douze"]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "digits", "marked"),
    [
        ("zéro six quarante-deux dix huit trente-trois zéro sept", 10, True),
        ("oh seven seven double oh nine hundred one two three", 11, True),
        ("quatre vingt dix huit soixante et onze", 4, False),
        ("triple seven", 3, True),
        ("twenty one nineteen", 4, False),
        ("deux cents douze", 5, False),
    ],
)
def test_digits_of_words(words, digits, marked):
    assert count_spoken_digits(words) == (digits, marked)


@given(st.lists(st.sampled_from(PAIRS), min_size=4, max_size=4))
def test_every_french_number_of_ten_digits_is_found_whole(pairs):
    number = "zéro six " + " ".join(pairs)
    text = f"rappelez au {number} merci"
    assert [text[start:end] for start, end in SPOKEN_PHONE.find(text)] == [number]
