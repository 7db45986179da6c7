from __future__ import annotations

import pytest

from nlp.readers.channels import kind_of_channel, normalise_channel, normalise_language


@pytest.mark.parametrize(
    ("word", "channel"),
    [
        ("Enquête", "survey"), ("NPS", "survey"), ("Avis en ligne", "review"), ("E-mail", "email"),
        ("Courriel", "email"), ("Téléphone", "call"), ("phone", "call"), ("Tchat", "chat"),
        ("WhatsApp", "chat"), ("Twitter", "social"), ("Courrier", "letter"), ("Guichet", "visit"),
        ("Formulaire web", "form"), ("Démarche en ligne", "form"), ("Minitel ROSE", "minitel rose"),
    ],
)  # fmt: skip
def test_channels_are_recognised_in_both_languages(word: str, channel: str) -> None:
    assert normalise_channel(word) == channel


def test_kind_follows_the_channel_then_the_scores() -> None:
    assert kind_of_channel("survey", has_scores=False) == "feedback"
    assert kind_of_channel("email", has_scores=True) == "interaction"
    assert kind_of_channel("minitel", has_scores=True) == "feedback"
    assert kind_of_channel("unknown", has_scores=False) == "interaction"


@pytest.mark.parametrize(
    ("word", "lang"),
    [
        ("fr-FR", "fr"),
        ("FR", "fr"),
        ("Français", "fr"),
        ("en_US", "en"),
        ("Anglais", "en"),
        ("es", "es"),
    ],
)
def test_languages_become_codes(word: str, lang: str) -> None:
    assert normalise_language(word) == lang
