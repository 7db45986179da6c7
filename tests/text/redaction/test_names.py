"""Names are found where cues stand; brands, places and plain words are not names."""

import pytest

from nlp.text.redaction.names import find_names, gate_names


def names(text, lang="fr"):
    return [text[start:end] for start, end in find_names(text, lang)]


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("Mme Ould-Ahmed du SAV", "fr", ["Ould-Ahmed"]),
        ("Chère Madame Benhamou, merci", "fr", ["Benhamou"]),
        ("un certain « Théo » m'a répondu", "fr", ["Théo"]),
        ("Passport says JOHN ALAN MERCER, not me", "en", ["JOHN ALAN MERCER"]),
        ("Only if Delroy's on board", "en", ["Delroy"]),
        ("je suis Mme Petit", "fr", ["Petit"]),
        ("avec madame roussel mardi", "fr", ["roussel"]),
    ],
)
def test_names_are_cut_exactly(text, lang, found):
    assert names(text, lang) == found


@pytest.mark.parametrize(
    "text",
    [
        "Monsieur le Directeur, je conteste",
        "Madame, Monsieur, bonjour",
        "non mais madame écoutez moi",
        "Bill is the same every month",
        "Guy at the desk shrugged",
        "Driver was a legend though",
        "au guichet de la rue Victor Hugo",
        "Rendez-nous la ligne 12",
        "Heureusement la garantie",
        "Leroy Merlin m'a remboursé",
        "Thomas Cook was great once",
        "Kind regards, The Team",
        "Entre-temps le four est mort",
        "Merci Orange !",
    ],
)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_is_no_name_stays(text, lang):
    assert names(text, lang) == []


def test_brands_are_never_names_even_after_a_cue():
    assert names("Merci à Yves Rocher et à Monsieur Bricolage") == []


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("i lost my card\nalison cruz\n6903\nyes", "en", ["alison cruz"]),
        ("sure\nbrittany jones\nthanks", "en", ["brittany jones"]),
        ("hi my name is wesley bates and my bill is wrong", "en", ["wesley bates"]),
        ("thank you sam", "en", ["sam"]),
        ("je m'appelle solange kerdoncuff et voilà", "fr", ["solange kerdoncuff"]),
        ("oui\nmireille morvan\n4471", "fr", ["mireille morvan"]),
    ],
)
def test_names_given_as_an_answer_without_capitals_are_found(text, lang, found):
    assert names(text, lang) == found


@pytest.mark.parametrize(
    "text",
    [
        "oui bonjour\n88213\nmerci",
        "blue screen\nagain\nno signal",
        "my name is wrong on the card",
        "je suis déçue de vous",
        "c'est urgent\nla chaudière",
        "i am furious\nreally",
        "this is ridiculous",
        "wrong item\nstill waiting",
    ],
)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_short_turns_without_a_name_stay(text, lang):
    assert names(text, lang) == []


def test_repeats_keep_their_capitals():
    assert names("Merci à Rose. Rose a tout fait, la rose est belle") == ["Rose", "Rose"]


def test_plain_text_never_reaches_the_recogniser(ordinary):
    asked = sum(bool(gate_names(text).asked) for text in ordinary)
    assert asked <= len(ordinary) * 0.15


def test_names_known_from_elsewhere_are_found():
    text = "alors Gwilherm je vous explique"
    assert find_names(text, "fr") == []
    assert find_names(text, "fr", {"Gwilherm"}) == [(6, 14)]
