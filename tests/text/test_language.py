"""Short, shouted, unaccented, mixed: the language comes out right, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text import detect_language

FRENCH = [
    "jai pas recu mon coli",
    "J'ai payé 49,90 € et rien n'est arrivé",
    "slt jveu savoir ou en est ma cde svp",
    "RIEN A DIRE",
    "bof",
    "Conseillère très à l'écoute",
    "le drive de Leclerc est toujours en rupture",
    "wifi nul",
    "Bug depuis la maj, impossible de me connecter à my account",
]
ENGLISH = [
    "parcel never turned up",
    "The croissants at Le Pain Quotidien were stale",
    "my Crédit Agricole card got declined in Lyon again",
    "u charged me twice pls fix",
    "Nothing",
    "Great service!",
    "WORST BANK EVER, AVOID",
    "dont bother calling they never answer",
    "Loved the Yves Rocher cream from Galeries Lafayette",
]
OTHER = [
    "El pedido llegó tarde y nadie contesta al teléfono",
    "Ottimo servizio, consegna veloce e personale gentile",
    "Das Paket ist nie angekommen und niemand antwortet",
    "Het pakket is nooit aangekomen",
    "O pedido chegou atrasado e ninguém responde",
    "Paczka nigdy nie dotarła do mnie",
    "تأخر الطلب ولم يجب أحد",
    "Заказ так и не пришёл",
    "荷物が届きません",
]


@pytest.mark.parametrize("text", FRENCH)
def test_french_is_found(text):
    assert detect_language(text).lang == "fr"


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_found(text):
    assert detect_language(text).lang == "en"


@pytest.mark.parametrize("text", OTHER)
def test_other_languages_are_called_other(text):
    assert detect_language(text).lang == "other"


@pytest.mark.parametrize(
    "text", ["", "5/5", "👍👍", "ok", "super", "Top", "<EMAIL> <NAME>", "@NorviaAir", "!!!"]
)
def test_too_short_to_tell_is_none(text):
    guess = detect_language(text)
    assert guess.lang is None
    assert guess.confidence == 0


@given(
    st.sampled_from(FRENCH + ENGLISH + OTHER),
    st.sampled_from([str.upper, str.lower, str.title, str.capitalize, str]),
    st.sampled_from(["", ".", "!!!", " ?", "…", " ;", " 😡", " :-("]),
)
def test_case_and_final_punctuation_change_nothing(text, change, mark):
    # "ß" and the like aside, none of these texts loses letters by a change of case.
    assert detect_language(change(text.rstrip("!")) + mark).lang == detect_language(text).lang


@given(st.text(max_size=60))
def test_confidence_is_a_probability(text):
    guess = detect_language(text)
    assert 0.0 <= guess.confidence <= 1.0
    assert (guess.lang is None) == (guess.confidence == 0.0)


def test_links_and_placeholders_say_nothing():
    assert detect_language("https://www.the-best-shop.example/with/you <PHONE>").lang is None
    assert detect_language("merci pour tout https://www.the-best.example/of/with/you").lang == "fr"
