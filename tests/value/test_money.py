import pytest

from nlp.value import format_money


@pytest.mark.parametrize(
    ("value", "currency", "french", "english"),
    [
        (1234, "EUR", "1\u202f234\u202f€", "€1,234"),
        (-1234567.8, "EUR", "\u22121\u202f234\u202f568\u202f€", "\u2212€1,234,568"),
        (6.5, "EUR", "6,50\u202f€", "€6.50"),
        (99.996, "EUR", "100\u202f€", "€100"),
        (-0.001, "EUR", "0,00\u202f€", "€0.00"),
        (0, "EUR", "0\u202f€", "€0"),
        (250, "GBP", "250\u202f£", "£250"),
        (250, "CHF", "250\u202fCHF", "CHF\u202f250"),
    ],
)
def test_amounts_as_people_write_them(value, currency, french, english):
    assert format_money(value, "fr", currency) == french
    assert format_money(value, "en", currency) == english


def test_a_gain_may_bear_its_sign():
    assert format_money(1500, "fr", plus=True) == "+1\u202f500\u202f€"
    assert format_money(1500, "en", plus=True) == "+€1,500"
    assert format_money(0, "en", plus=True) == "€0"
