"""Mentions cover the text exactly and are of a readable length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text import segment
from nlp.text.segment import HARD_MAX_WORDS

PIECES = st.lists(
    st.sampled_from(
        [
            "Bonjour", "M.", "le colis", "n'est pas arrivé", "mais", "however", "but",
            "12.50 €", "!", "?", ".",
            "...", "…", ";", ",", " || ", "\n", "\n\n", "- ", "• ", "1. ", "😡", "<NAME>",
            "www.site.fr", "et puis",
            "because", "(", ")", "«", "»", "\t", " ", "je", "A", "voilà quoi",
        ]
    ),
    max_size=120,
)  # fmt: skip


def cut(text, lang=None):
    return [text[start:end] for start, end in segment(text, lang)]


@given(
    st.one_of(PIECES.map(" ".join), PIECES.map("".join), st.text(max_size=80)),
    st.sampled_from(["fr", "en", None]),
)
def test_every_character_belongs_to_one_mention(text, lang):
    spans = segment(text, lang)
    previous = 0
    for start, end in spans:
        assert previous <= start < end
        assert text[previous:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        assert len(text[start:end].split()) <= HARD_MAX_WORDS
        previous = end
    assert text[previous:].strip() == ""


@pytest.mark.parametrize(
    ("text", "lang", "mentions"),
    [
        (
            "Colis perdu. Personne ne répond ! Que faire ?",
            "fr",
            ["Colis perdu.", "Personne ne répond !", "Que faire ?"],
        ),
        (
            "Le vendeur était charmant mais la caisse nous a fait attendre.",
            "fr",
            ["Le vendeur était charmant", "mais la caisse nous a fait attendre."],
        ),
        (
            "The app is very pretty, however it logs me out daily",
            "en",
            ["The app is very pretty,", "however it logs me out daily"],
        ),
        ("Lent mais fiable", "fr", ["Lent mais fiable"]),
        (
            "not only late but also badly broken again",
            "en",
            ["not only late but also badly broken again"],
        ),
        ("M. Dupont est venu à 10 h. Rien.", "fr", ["M. Dupont est venu à 10 h. Rien."]),
        (
            "J'ai payé 12.50 € sur www.site.fr hier.",
            "fr",
            ["J'ai payé 12.50 € sur www.site.fr hier."],
        ),
        (
            "Mme <NAME> a tout réglé. <NAME> est top.",
            "fr",
            ["Mme <NAME> a tout réglé.", "<NAME> est top."],
        ),
        ("oui bonjour || j'attends encore", "fr", ["oui bonjour ||", "j'attends encore"]),
        (
            "Deux soucis :\n- le prix\n- le délai",
            "fr",
            ["Deux soucis :", "- le prix", "- le délai"],
        ),
        ("Trop bien !! 😡😡 Plus jamais ça", "fr", ["Trop bien !! 😡😡", "Plus jamais ça"]),
        ("Bref... je suis très déçu", "fr", ["Bref... je suis très déçu"]),
        ("livré.Personne n'a sonné ce matin", "fr", ["livré.Personne n'a sonné ce matin"]),
        ("colis livré.Personne n'a sonné", "fr", ["colis livré.", "Personne n'a sonné"]),
        (
            "Great staff. Slow queue.",
            "en",
            ["Great staff.", "Slow queue."],
        ),
        ("", None, []),
        (" \n ", None, []),
        ("...", None, ["..."]),
    ],
)
def test_cuts(text, lang, mentions):
    assert cut(text, lang) == mentions


def test_wrapped_lines_are_one_sentence():
    text = (
        "Madame, je vous écris au sujet de mon contrat que vous avez résilié\n"
        "sans me prévenir et je voudrais comprendre pourquoi personne chez\n"
        "vous ne répond. Merci de me rappeler."
    )
    assert cut(text, "fr")[-1] == "Merci de me rappeler."
    assert not any(mention.endswith("résilié") for mention in cut(text, "fr"))


def test_unpunctuated_speech_is_cut_where_a_speaker_would_breathe():
    text = (
        "alors voilà j'ai commandé une machine à laver il y a trois semaines et on m'a dit qu'elle "
        "arriverait mardi et puis mardi personne n'est venu donc j'ai appelé et la dame m'a dit "
        "que c'était le transporteur et du coup j'ai appelé le magasin et il dit que c'est vous"
    )
    mentions = cut(text, "fr")
    assert len(mentions) >= 2
    assert all(4 <= len(mention.split()) <= 30 for mention in mentions)
    assert any(
        mention.startswith(("et puis", "donc", "et du coup", "et la", "et on"))
        for mention in mentions
    )


def test_words_without_any_boundary_are_still_cut():
    mentions = cut("mot " * 500)
    assert all(len(mention.split()) <= HARD_MAX_WORDS for mention in mentions)


@pytest.mark.parametrize(
    "hostile", ["! " * 20000, "- " * 20000, "mais " * 20000, ", " * 20000, "a. " * 20000]
)
def test_hostile_text_is_cut_in_linear_time(hostile):
    assert segment(hostile)
