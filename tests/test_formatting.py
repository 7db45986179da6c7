import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.formatting import fill, number, number_texts, share, short_number, signed


@pytest.mark.parametrize(
    ("write", "value", "digits", "fr", "en"),
    [
        (number, 1234567, 0, "1\u202f234\u202f567", "1,234,567"),
        (number, -1234.56, 1, "−1\u202f234,6", "−1,234.6"),
        (number, -1234.5, 2, "−1\u202f234,50", "−1,234.50"),
        (number, -0.001, 2, "0,00", "0.00"),
        (signed, 0.5, 2, "+0,50", "+0.50"),
        (signed, -0.5, 2, "−0,50", "−0.50"),
        (signed, -0.004, 2, "0,00", "0.00"),
        (signed, 0.004, 2, "0,00", "0.00"),
        (signed, 0, 0, "0", "0"),
    ],
)
def test_numbers(write, value, digits, fr, en):
    assert write(value, "fr", digits=digits) == fr
    assert write(value, "en", digits=digits) == en


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_missing_number_is_never_written(value):
    with pytest.raises(ValueError, match="finite"):
        number(value, "fr")


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_numbers_read_back(value, digits):
    for lang, group, mark in (("fr", "\u202f", ","), ("en", ",", ".")):
        written = number(value, lang, digits=digits)
        read = written.replace(group, "").replace(mark, ".").replace("−", "-")
        assert float(read) == pytest.approx(value, abs=0.5 * 10**-digits * 1.001)


def test_percentages():
    assert share(0.4123, "fr") == "41,2\u202f%"
    assert share(0.4123, "en") == "41.2%"


def test_a_whole_number_has_no_decimal():
    assert [short_number(value, "fr") for value in (7, 7.0, 7.5)] == ["7", "7", "7,5"]


def test_a_count_in_each_language():
    assert number_texts(1234) == {"fr": "1\u202f234", "en": "1,234"}


def test_blanks_are_filled_with_the_words_of_the_language():
    texts = {"fr": "{n} jours sur {what}", "en": "{n} days of {what}"}
    values = {"n": 3, "what": {"fr": "semaine", "en": "week"}}
    assert fill(texts, values, "fr") == "3 jours sur semaine"
    assert fill(texts, values, "en") == "3 days of week"
