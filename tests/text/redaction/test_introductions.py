"""After a self-introduction a name is taken whole, and ordinary words never are."""

import pytest

from nlp.text.redaction.introductions import introduced_names


def names(text):
    return sorted({text[start:end] for start, end in introduced_names(text)})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("my name is ignatius blackwood and my boiler broke", "ignatius blackwood"),
        ("hi my name's jo carter calling about the bill", "jo carter"),
        ("MY NAME IS IGNATIUS BLACKWOOD", "IGNATIUS BLACKWOOD"),
        ("the name is achterberg i'll spell it", "achterberg"),
        ("surname is o'driscoll", "o'driscoll"),
        ("my name is juan martin del potro and", "juan martin del potro"),
        ("mon nom c'est wisniewski théodora", "wisniewski théodora"),
        ("je m’appelle bérengère lacombe j'appelle pour", "bérengère lacombe"),
        ("nom de famille dupont", "dupont"),
        ("commande au nom de ferreira pour dix heures", "ferreira"),
        ("je m'appelle yann le goff", "yann le goff"),
        ("au nom de paulo de oliveira", "paulo de oliveira"),
        ("c'est madame kerdoncuff à l'appareil", "kerdoncuff"),
        ("bonjour c'est encore monsieur le goff", "le goff"),
        ("this is john smithers speaking", "john smithers"),
        ("c'est maria lopez à l'appareil", "maria lopez"),
        ("it's Ignatius Blackwood <PHONE>", "Ignatius Blackwood"),
    ],
)
def test_the_whole_name_is_found(text, found):
    assert names(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "my name is on the account",
        "my name is spelled wrong",
        "my name is still showing",
        "my name is confidential",
        "my name is accurate. thanks",
        "my name is XXXX XXXX",
        "my last name is missing",
        "in the name of Dellwood Surveyors Ltd",
        "je m'appelle pas comme ça",
        "mon nom est écorché",
        "mon nom est mal orthographié",
        "son nom est connu",
        "nom de famille composé",
        "nom de jeune fille imposé partout",
        "au nom de mon mari",
        "au nom de l'équipe",
        "au nom de la société",
        "au nom de darty",
        "c'est monsieur le directeur",
        "c'est madame la conseillère",
        "it's broken",
        "it's ridiculous waiting",
        "this is accounts speaking",
        "this is norvia claims speaking",
        "c'est le service client à l'appareil",
        "je m'appelle <NAME> et voilà",
    ],
)
def test_ordinary_words_stay(text):
    assert names(text) == []


def test_a_long_run_of_unknown_words_is_cut_to_a_name():
    assert names("my name is ignatius blackwood refrigerator broke overnight") == [
        "ignatius blackwood"
    ]
