from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from nlp.errors import MappingError
from nlp.readers import ColumnMapping, read_inputs


def mail(text: str = "Mon colis est perdu.", *, html: str = "", **headers: str) -> bytes:
    message = EmailMessage()
    defaults = {
        "From": "Marie Dupont <Marie@Exemple.fr>",
        "Date": "Tue, 03 Nov 2026 15:05:00 +0100",
    }
    for name, value in {**defaults, **headers}.items():
        if value:
            message[name.replace("_", "-")] = value
    if text:
        message.set_content(text)
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    return message.as_bytes()


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        (ColumnMapping(channel="emial"), r"neither a channel.*Did you mean email"),
        (ColumnMapping(lang="es"), "lang, for every contact, must be fr or en"),
    ],
)
def test_an_unknown_constant_is_refused(read_one, mapping: ColumnMapping, message: str) -> None:
    with pytest.raises(MappingError, match=message):
        read_one("m.eml", mail(), mapping=mapping)


def test_a_mail_becomes_a_contact(read_one) -> None:
    reading = read_one(
        "m.eml", mail(Message_ID="<abc@exemple.fr>", Subject="Colis 12 perdu à Noël")
    )
    [contact] = reading.contacts
    assert contact.text == "Colis 12 perdu à Noël\nMon colis est perdu."
    assert (contact.channel, contact.kind) == ("email", "interaction")
    assert contact.occurred_at == datetime(2026, 11, 3, 14, 5, tzinfo=UTC)
    assert contact.customer == "marie@exemple.fr"
    assert "@" not in contact.contact_id
    assert (contact.source, contact.row) == ("m.eml", 1)
    assert reading.mapping["customer"] == "From"


@pytest.mark.parametrize(
    "subject",
    ["Re: votre dossier", "RE : colis", "TR: facture", "Fwd: x", "Rép : y", "(no subject)",
     "Réclamation", "",
     "Votre demande n° 12345", "Your case number 77", "12345", "Mon colis est perdu"],
)  # fmt: skip
def test_a_subject_that_says_nothing_new_is_left_out(read_one, subject: str) -> None:
    assert read_one("m.eml", mail(Subject=subject)).contacts[0].text == "Mon colis est perdu."


def test_a_subject_alone_is_a_message(read_one) -> None:
    assert (
        read_one("m.eml", mail("\n", Subject="Où est mon colis ?")).contacts[0].text
        == "Où est mon colis ?"
    )


def test_the_thread_and_the_signature_go(read_one) -> None:
    body = (
        "Toujours rien reçu !\n\nCordialement,\nMarie\n\n"
        "Le lun. 2 nov. 2026 à 09:00, SAV <sav@exemple.fr> a\nécrit :\n> Il arrive demain.\n"
    )
    assert read_one("m.eml", mail(body)).contacts[0].text == "Toujours rien reçu !"


def test_a_message_all_in_the_quote_is_kept_and_counted(read_one) -> None:
    reading = read_one("m.eml", mail("> Avez-vous reçu ?\n> non toujours pas\n"))
    assert "non toujours pas" in reading.contacts[0].text
    assert [(n.code, n.params) for n in reading.notes] == [("quotes_kept", {"n": 1})]


def test_html_is_read_where_there_is_no_plain_text(read_one) -> None:
    html = "<div>Trop cher&nbsp;!<br>Je pars.</div><blockquote>ancien</blockquote>"
    assert read_one("m.eml", mail("", html=html)).contacts[0].text == "Trop cher !\nJe pars."
    assert read_one("n.eml", mail("Version texte", html=html)).contacts[0].text == "Version texte"
    only_quote = read_one("o.eml", mail("", html="<blockquote>tout est cité</blockquote>"))
    assert only_quote.contacts[0].text == "tout est cité"
    assert only_quote.notes[0].code == "quotes_kept"


def test_attachments_and_attached_messages_are_not_read(read_one) -> None:
    message = EmailMessage()
    message["From"] = "a@exemple.fr"
    message.set_content("Voici la photo du carton.")
    message.add_attachment("secret du fichier", filename="note.txt")
    inner = EmailMessage()
    inner["From"] = "b@exemple.fr"
    inner.set_content("secret du message joint")
    message.add_attachment(inner)
    assert read_one("m.eml", message.as_bytes()).contacts[0].text == "Voici la photo du carton."


def test_headers_and_bodies_in_old_encodings_are_decoded(read_one) -> None:
    content = (
        b"From: =?iso-8859-1?Q?H=E9l=E8ne?= <h@exemple.fr>\n"
        b"Subject: =?utf-8?B?RMOpw6d1ZSBkdSBzZXJ2aWNl?=\n"
        b"Date: 3 Nov 2026 15:05 +0100\n"
        b"Content-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: "
        b"quoted-printable\n\n"
        b"R=E9gl=E9 deux fois, 12 =80 perdus\n"
    )
    assert (
        read_one("m.eml", content).contacts[0].text
        == "Déçue du service\nRéglé deux fois, 12 € perdus"
    )


@pytest.mark.parametrize("charset", ["utf-8", "no-such-charset", "us-ascii"])
def test_a_wrong_charset_does_not_lose_the_message(read_one, charset: str) -> None:
    content = (
        f"From: a@b.fr\nContent-Type: text/plain; "
        f"charset={charset}\nContent-Transfer-Encoding: 8bit\n\n".encode()
    )
    assert read_one("m.eml", content + "réglé".encode("cp1252")).contacts[0].text == "réglé"


def test_flowed_and_wrapped_lines_are_joined(read_one) -> None:
    content = (
        b"From: a@b.fr\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n"
        b"Je vous ecris \nparce que rien \nn'est venu.\n"
    )
    assert read_one("m.eml", content).contacts[0].text == "Je vous ecris parce que rien n'est venu."


def test_dates_that_cannot_be_read_are_rejected_and_missing_ones_kept(read_one) -> None:
    assert read_one("m.eml", mail(Date="")).contacts[0].occurred_at is None
    reading = read_one("n.eml", b"From: a@b.fr\nDate: hier matin\n\nBonjour, un souci\n")
    assert [(r.reason, r.row) for r in reading.rejects] == [("unreadable_date", 1)]


def test_a_message_without_words_or_too_long_is_rejected(read_one) -> None:
    assert read_one("m.eml", mail("...\n")).rejects[0].reason == "no_text"
    reading = read_one("n.eml", mail("mot " * 200), max_cell_chars=300)
    assert reading.rejects[0].reason == "cell_too_large"


def test_the_same_message_twice_is_a_duplicate(write) -> None:
    paths = [write(name, mail(Message_ID="<a@b>")) for name in ("1.eml", "2.eml")]
    first, second = read_inputs(paths)
    assert len(first.contacts) == 1
    assert [(r.reason, r.detail) for r in second.rejects] == [("duplicate_id", "1.eml:1")]


def test_messages_without_an_id_are_told_apart(write, tmp_path) -> None:
    write("in/1.eml", mail())
    write("in/2.eml", mail())
    [reading] = read_inputs([tmp_path / "in"])
    assert len({contact.contact_id for contact in reading.contacts}) == 2


def test_a_mailbox_is_read_message_by_message(read_one) -> None:
    parts = [
        b"From x@y Tue Nov  3 10:00:00 2026\n" + mail(f"Message {n}", Message_ID=f"<{n}@x>") + b"\n"
        for n in range(3)
    ]
    reading = read_one("b.mbox", b"\n".join(parts))
    assert [(c.row, c.text) for c in reading.contacts] == [
        (n + 1, f"Message {n}") for n in range(3)
    ]


def test_constants_of_the_mapping_hold_for_mails(read_one) -> None:
    mapping = ColumnMapping(channel="formulaire", kind="feedback", lang="fr")
    [contact] = read_one("m.eml", mail(), mapping=mapping).contacts
    assert (contact.channel, contact.kind, contact.lang) == ("form", "feedback", "fr")
