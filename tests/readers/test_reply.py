from __future__ import annotations

import difflib
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.readers import strip_reply
from nlp.readers.reply import cut_reply, unwrap
from nlp.settings import Settings

NEW = "Bonjour,\n\nMa box est en panne depuis lundi et personne ne me rappelle."
OLD = "Votre demande est close.\nLe service client"

HEADS = [
    "Le mar. 3 nov. 2026 à 14:05, Service client <sc@exemple.fr> a écrit :",
    "Le mar. 3 nov. 2026 à 14:05, Service client <sc@exemple.fr> a\nécrit :",
    "Le mardi 3 novembre 2026 à 14:05, Service client de la société "
    "Exemple\n<service.client@exemple.fr> a écrit :",
    "Le 03/11/2026 à 14:05, Service client a écrit :",
    "Le 3 nov. 2026 à 14:05, Service client\n<sc@exemple.fr>\na écrit :",
    "On Tue, Nov 3, 2026 at 2:05 PM Support <help@example.com> wrote:",
    "On Tue, Nov 3, 2026 at 2:05 PM Support Team at Example <help@example.com>\nwrote:",
    "On 3 Nov 2026, at 14:05, Support wrote:",
    "En date de : mardi 3 novembre 2026, Service <sc@exemple.fr> a écrit :",
    "-----Message d'origine-----",
    "-----Message d’origine-----\nDe : Service\nEnvoyé : mardi 3 novembre 2026",
    "-------- Message original --------",
    "-----Original Message-----",
    "---------- Forwarded message ---------",
    "---------- Message transféré ---------\nDe : Service <sc@exemple.fr>",
    "Begin forwarded message:",
    "Début du message transféré :",
    "De : Service client <sc@exemple.fr>\nEnvoyé : mardi 3 novembre 2026 14:05\nÀ : "
    "Moi\nObjet : RE: panne",
    "De: Service client\nDate: mardi 3 novembre 2026\nÀ: moi@exemple.org\nObjet: panne",
    "From: Support <help@example.com>\nSent: Tuesday, November 3, 2026 2:05 PM\nTo: "
    "Me\nSubject: RE: outage",
    "*From:* Support\n*Sent:* Tuesday\n*To:* Me\n*Subject:* outage",
    "________________________________\nDe : Service client <sc@exemple.fr>\nEnvoyé : mardi",
    "##- Veuillez répondre au-dessus de cette ligne -##",
    "--- Please reply above this line ---",
]


@pytest.mark.parametrize("head", HEADS)
def test_the_thread_below_goes(head: str) -> None:
    assert strip_reply(f"{NEW}\n\n{head}\n\n{OLD}") == NEW


@pytest.mark.parametrize("head", [head for head in HEADS if "crit" in head or "wrote" in head])
def test_marked_quotes_go_with_their_head(head: str) -> None:
    quoted = "\n".join(f"> {line}" for line in OLD.split("\n"))
    assert strip_reply(f"{NEW}\n\n{head}\n{quoted}\n") == NEW
    assert strip_reply(f"{head}\n{quoted}\n\n{NEW}") == NEW


def test_answers_between_quoted_lines_stay() -> None:
    body = (
        "Bonjour,\n\nLe 3 nov. 2026 à 10:00, Aide <a@exemple.fr> a écrit :\n"
        "> Avez-vous redémarré ?\nOui, trois fois.\n\n> Quel est le voyant ?\nRouge.\n"
    )
    assert strip_reply(body) == "Bonjour,\n\nOui, trois fois.\n\nRouge."


def test_the_broken_off_end_of_a_quoted_line_is_quoted() -> None:
    body = (
        f"{NEW}\n\n> Nous avons bien reçu votre demande et la traiterons dans les\n"
        "meilleurs délais, merci de votre patience.\n> Le service\n"
    )
    assert strip_reply(body) == NEW


SIGNATURES = [
    "Cordialement,\nMarie Dupont",
    "Bien cordialement\n\nMarie Dupont\n06 99 00 12 34\nmarie@exemple.fr",
    "Cordialement, Marie Dupont",
    "Cdlt",
    "Je vous prie d'agréer, Madame, Monsieur, mes salutations distinguées.\nM. Dupont",
    "Bonne journée à vous,\nMarie",
    "Best regards,\nJohn Smith\nHead of Sales | Example Ltd\nT: 01632 960 118",
    "Kind regards\nJohn",
    "Yours sincerely,\n\nJ. Smith",
    "-- \nMarie Dupont\nDirectrice\nSociété Exemple\n12 rue des Lilas 75001 Paris",
    "Marie Dupont\n06 99 00 12 34",
    "Envoyé de mon iPhone",
    "Envoyé depuis mon mobile Orange",
    "Sent from my iPhone",
    "Get Outlook for iOS",
    "Télécharger Outlook pour Android",
    "Cordialement,\nMarie Dupont\n\nCe message et toutes les pièces jointes sont "
    "confidentiels et établis à "
    "l'intention exclusive de ses destinataires. Toute diffusion non autorisée est interdite.",
    "Regards,\nJohn\n\nThis e-mail and any attachments are confidential and intended solely "
    "for the addressee. "
    "If you are not the intended recipient, please delete it.",
    "Avant d'imprimer, pensez à l'environnement.",
    "Please consider the environment before printing this e-mail.",
    "CONFIDENTIALITY NOTICE: the contents of this message are privileged.",
    "L'absence de virus dans ce courrier électronique a été vérifiée par le logiciel "
    "antivirus Exemple.\nwww.exemple.fr",
]


@pytest.mark.parametrize("signature", SIGNATURES)
def test_what_stands_below_the_message_goes(signature: str) -> None:
    assert strip_reply(f"{NEW}\n\n{signature}\n") == NEW


KEPT = [
    "Ça ne marche toujours pas. Cordialement votre, mais plus pour longtemps.",
    "Le technicien a écrit :\nrien à signaler. C'est faux !",
    "Le 3 novembre votre collègue m'a écrit : tout est réglé. Rien ne l'est.",
    "From: Paris\nTo: Rome\nDate: 3 May\nI want to change this flight.",
    "Trois problèmes :\n- la box\n- le décodeur\n- la facture",
    "Date : 3 novembre\nLieu : agence de Lyon\nPersonne à l'accueil.",
    "Merci pour votre aide.\n\nJ'attends toujours le colis ?",
    "Je n'ai jamais signé ce contrat, ce courriel est confidentiel m'a-t-on dit.",
    "Bonjour\n\nColis perdu",
    "RAS",
    "Merci",
    "Cordialement",
    "--\nrien au-dessus",
    "Le problème persiste.\n\nInadmissible",
]


@pytest.mark.parametrize("body", KEPT)
def test_the_customers_words_stay(body: str) -> None:
    assert strip_reply(body) == body


def test_a_postscript_survives_the_signature() -> None:
    body = f"{NEW}\n\nCordialement,\nMarie Dupont\n\nPS : le décodeur est mort aussi."
    assert strip_reply(body).endswith("PS : le décodeur est mort aussi.")
    assert "Dupont" not in strip_reply(body)


def test_a_sentence_below_the_name_keeps_everything() -> None:
    body = (
        f"{NEW}\n\nCordialement,\nMarie\n\nAu fait, pourquoi la facture de novembre "
        f"a-t-elle encore augmenté de dix euros ?"
    )
    assert "pourquoi la facture de novembre" in strip_reply(body)


@pytest.mark.parametrize(
    "body",
    [
        "> Bonjour, avez-vous redémarré ?\n> Oui mais rien n'y fait",
        "De : Moi <moi@exemple.fr>\nEnvoyé : mardi 3 novembre\nÀ : Service\nObjet : "
        "panne\n\nMa box est morte",
        "-----Message d'origine-----\nMa box est morte",
    ],
)
def test_a_message_that_is_all_quote_is_kept_whole(body: str) -> None:
    cut = cut_reply(body)
    assert cut.kept_whole
    assert cut.text == body.strip()


def test_nothing_is_nothing() -> None:
    assert not cut_reply(" \n ").kept_whole
    assert strip_reply("") == ""


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_do_not_count(ending: str) -> None:
    body = f"{NEW}\n\nLe 3 nov. 2026 à 14:05, X <x@exemple.fr> a écrit :\n> vieux\n"
    assert strip_reply(body.replace("\n", ending)) == NEW


def test_hostile_lines_are_read_in_no_time() -> None:
    start = time.perf_counter()
    strip_reply("On " + "a " * 50_000)
    strip_reply("Le 3 nov. 2026 " + "x" * 99_000 + " a écrit :")
    strip_reply("\n".join(["On Tue at 10:00"] * 5_000))
    strip_reply("\n".join(["De : a@b.fr", "x"] * 5_000))
    assert time.perf_counter() - start < 5


def test_broken_lines_are_joined_and_lists_are_not() -> None:
    wrapped = (
        "J'ai commandé le trois novembre dernier un canapé d'angle gris\nqui n'est "
        "jamais arrivé.\nMerci"
    )
    assert unwrap(wrapped).split("\n") == [
        "J'ai commandé le trois novembre dernier un canapé d'angle gris qui n'est jamais arrivé.",
        "Merci",
    ]
    listed = "Il manque :\n- la table\n- les quatre chaises"
    assert unwrap(listed) == listed


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(st.lists(words, max_size=12).map("\n".join))
def test_cutting_never_invents_and_never_stumbles(body: str) -> None:
    text = strip_reply(body)
    plain = body.replace("\u00a0", " ")
    assert all(word in plain for word in text.split())
    if any(char.isalnum() for char in body):
        assert text.strip()


def test_new_words_are_recovered_from_the_projects_own_threads() -> None:
    path = Settings().corpus / "emails.jsonl"
    with path.open(encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    assert len(rows) >= 50
    exact = near = 0
    for row in rows:
        got, new = " ".join(strip_reply(row["thread"]).split()), " ".join(row["text"].split())
        exact += got == new
        near += difflib.SequenceMatcher(None, got, new, autojunk=False).ratio() >= 0.95
    assert exact / len(rows) >= 0.90
    assert near / len(rows) >= 0.95
