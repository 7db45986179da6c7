from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.readers import ColumnMapping, read_inputs

LONG = "Trois semaines sans nouvelles et personne ne répond"


def test_a_full_row_becomes_a_contact(read_one) -> None:
    reading = read_one(
        "export.csv",
        "id;date;canal;nps;client_id;produit;segment;motif;conseiller;équipe;langue;commentaire;"
        "dmt (min);temps d'attente;délai de réponse (h)\n"
        f"T1;13/11/2026 09:30;Téléphone;3;C9;Box;Pro;Panne;Léa;Nord;fr-FR;{LONG};5,5;00:02:10;48\n",
    )
    [contact] = reading.contacts
    assert (contact.source, contact.row, contact.contact_id) == ("export.csv", 1, "T1")
    assert contact.text == LONG
    assert contact.occurred_at == datetime(2026, 11, 13, 9, 30, tzinfo=UTC)
    assert (contact.channel, contact.kind, contact.lang) == ("call", "interaction", "fr")
    assert contact.satisfaction is not None
    assert (contact.satisfaction.value, contact.satisfaction.scale) == (3, "nps")
    assert (contact.customer, contact.product, contact.segment) == ("C9", "Box", "Pro")
    assert (contact.crm_reason, contact.agent, contact.team) == ("Panne", "Léa", "Nord")
    assert (contact.handling_s, contact.waiting_s, contact.response_s) == (330, 130, 172_800)


def test_every_reason_to_reject_is_told_with_its_row(read_one) -> None:
    rows = [
        "1;2026-11-01;5;bien reçu merci",
        "2;2026-11-01;5;--",
        "3;31/02/2026;5;date impossible",
        "4;2026-11-01;14;note impossible",
        "1;2026-11-01;5;même identifiant",
        "6;2026-11-01;5;" + "x" * 500,
        "7;2026-11-01",
        "8;;;sans date ni note mais gardé",
        "9;2026-11-01;bof;note en lettres",
    ]
    reading = read_one("a.csv", "id;date;nps;commentaire\n" + "\n".join(rows), max_cell_chars=400)
    assert [contact.row for contact in reading.contacts] == [1, 8]
    assert [(r.row, r.reason, r.detail) for r in reading.rejects] == [
        (2, "no_text", ""),
        (3, "unreadable_date", "31/02/2026"),
        (4, "score_off_scale", "14; nps: 0–10"),
        (5, "duplicate_id", "a.csv:1"),
        (6, "cell_too_large", "commentaire: 500 > 400 characters"),
        (7, "broken_row", "2 cells, 4 columns"),
        (9, "score_off_scale", "not a score (3 characters)"),
    ]
    assert reading.n_read == 9


def test_short_answers_are_kept_and_punctuation_is_not(read_one) -> None:
    reading = read_one("a.csv", "verbatim\nRAS\nok\n.\n...\n?\n👍\n")
    assert [contact.text for contact in reading.contacts] == ["RAS", "ok", "👍"]
    assert {reject.reason for reject in reading.rejects} == {"no_text"}


def test_a_title_comes_first_unless_the_body_repeats_it(read_one) -> None:
    reading = read_one(
        "a.csv",
        f"titre,commentaire\nDéçue,{LONG}\nTrois semaines sans…,{LONG}\n-,{LONG}\n",
    )
    assert [c.text for c in reading.contacts] == [f"Déçue\n{LONG}", LONG, LONG]
    assert reading.mapping == {"text": "commentaire", "title": "titre"}


def test_strong_and_weak_points_are_one_text(read_one) -> None:
    reading = read_one(
        "a.csv",
        "Points forts,Points faibles\nl'accueil aimable,l'attente longue\n-,tout le reste\n",
    )
    assert [c.text for c in reading.contacts] == [
        "l'accueil aimable\nl'attente longue",
        "tout le reste",
    ]


def test_header_only_is_no_contact_and_says_so(read_one) -> None:
    reading = read_one("a.csv", "id;commentaire\n")
    assert (reading.contacts, reading.n_read) == ((), 0)
    assert "no_rows" in [note.code for note in reading.notes]


def test_what_is_not_used_is_said(read_one) -> None:
    reading = read_one("a.csv", f"commentaire,message,nps,csat,ville\n{LONG},{LONG},3,4,Lyon\n")
    notes = {note.code: note.params for note in reading.notes}
    assert notes["text_columns_unused"] == {"columns": "message"}
    assert notes["score_columns_unused"] == {"columns": "csat", "chosen": "nps"}
    assert notes["columns_unused"] == {"columns": "message, csat, ville"}
    assert "no_date_column" in notes


NO_ANSWERS = ["NSP", "NC", "N/A", "n.a.", "pas de réponse", "sans réponse", "ne se prononce pas",
              "no answer", "don't know", "not applicable", "-", "–"]  # fmt: skip


@pytest.mark.parametrize("header", ["note", "nps", "Quelle note donnez-vous ?"])
def test_no_answer_is_an_empty_score_and_costs_no_column(read_one, header: str) -> None:
    answers = ["9", "7", *NO_ANSWERS]
    reading = read_one(
        "a.csv", f"{header};verbatim\n" + "".join(f"{answer};{LONG}\n" for answer in answers)
    )
    assert reading.rejects == ()
    assert reading.mapping == {"text": "verbatim", "score": header}
    found = [c.satisfaction.value if c.satisfaction else None for c in reading.contacts]
    assert found == [9, 7, *[None] * len(NO_ANSWERS)]


def test_a_score_column_without_any_answer_stays_one(read_one) -> None:
    reading = read_one("a.csv", f"csat;avis\nNSP;{LONG}\nsans réponse;{LONG}\n")
    assert reading.mapping["score"] == "csat"
    assert [c.satisfaction for c in reading.contacts] == [None, None]
    assert "score_column_unread" not in [note.code for note in reading.notes]


def test_a_score_column_left_aside_is_said_with_why(write) -> None:
    content = "nps;avis\n" + "".join(f"{a};{LONG}\n" for a in ["9", "bof", "ok", "NSP", "7"])
    path = write("a.csv", content)
    [reading] = read_inputs([path])
    assert "score" not in reading.mapping
    [note] = [note for note in reading.notes if note.code == "score_column_unread"]
    assert note.params == {"column": "nps", "n": 2, "n_answers": 4}
    assert "«\u00a0score\u00a0»" in note.message("fr")
    for columns in ({"score": ("nps",)}, {"score": ()}):
        [told] = read_inputs([path], mapping=ColumnMapping(columns=columns))
        assert "score_column_unread" not in [note.code for note in told.notes]


def test_sentences_under_a_name_of_scores_are_no_score_left_aside(read_one) -> None:
    reading = read_one("a.csv", f"notes;commentaire\nà rappeler demain matin;{LONG}\n")
    assert "score_column_unread" not in [note.code for note in reading.notes]


def test_a_month_first_file_proves_itself(read_one) -> None:
    reading = read_one("a.csv", f"date,comment\n11/03/2026,{LONG}\n11/13/2026,{LONG}\n")
    assert [c.occurred_at.day for c in reading.contacts if c.occurred_at] == [3, 13]
    assert "dates_month_first_proved" in [note.code for note in reading.notes]


def test_conflicting_dates_cost_the_minority_only(read_one) -> None:
    rows = ["13/11/2026", "14/11/2026", "11/15/2026", "01/02/2026"]
    reading = read_one("a.csv", "date;avis\n" + "\n".join(f"{row};{LONG}" for row in rows))
    assert [(r.row, r.reason) for r in reading.rejects] == [(3, "unreadable_date")]
    assert reading.contacts[-1].occurred_at == datetime(2026, 2, 1, tzinfo=UTC)


def test_date_and_time_columns_are_joined_when_named(read_one) -> None:
    mapping = ColumnMapping(columns={"date": ("jour", "heure")})
    reading = read_one("a.csv", f"jour,heure,avis\n03/11/2026,14:05,{LONG}\n", mapping=mapping)
    assert reading.contacts[0].occurred_at == datetime(2026, 11, 3, 14, 5, tzinfo=UTC)


def test_a_scale_column_settles_each_row(read_one) -> None:
    reading = read_one(
        "a.csv",
        f"score,scale,comment\n9,nps,{LONG}\n4,CSAT,{LONG}\n9,csat,{LONG}\n80,%,{LONG}\n3,?,{LONG}\n2,maison,{LONG}\n",
    )
    found = [
        (c.satisfaction.value, c.satisfaction.scale) for c in reading.contacts if c.satisfaction
    ]
    assert found == [(9, "nps"), (4, "csat"), (80, "percent"), (3, "csat"), (2, "csat")]
    assert [(r.row, r.detail) for r in reading.rejects] == [(3, "9; csat: 1–5")]
    assert {"scale_from_column", "scale_words_unknown"} <= {note.code for note in reading.notes}


def test_unread_durations_are_counted_not_rejected(read_one) -> None:
    mapping = ColumnMapping(columns={"waiting": ("attente",)})
    reading = read_one("a.csv", f"avis,attente\n{LONG},120\n{LONG},longtemps\n", mapping=mapping)
    assert [c.waiting_s for c in reading.contacts] == [120, None]
    assert ("durations_unread", {"column": "attente", "n": 1}) in [
        (n.code, n.params) for n in reading.notes
    ]


def test_kind_comes_from_the_channel_then_from_scores(read_one) -> None:
    plain = read_one("a.csv", f"avis\n{LONG}\n").contacts[0]
    scored = read_one("b.csv", f"avis,nps\n{LONG},3\n").contacts[0]
    mailed = read_one("c.csv", f"avis,nps,canal\n{LONG},3,e-mail\n").contacts[0]
    own = read_one("d.csv", f"avis,canal\n{LONG},Minitel\n").contacts[0]
    assert [c.kind for c in (plain, scored, mailed)] == ["interaction", "feedback", "interaction"]
    assert own.channel == "minitel"


def test_a_column_of_conversations_becomes_turns(read_one) -> None:
    talk = (
        '"Conseiller : Bonjour\nClient : Ma box est en panne\ndepuis lundi\nConseiller : '
        'Je regarde"'
    )
    reading = read_one(
        "a.csv",
        f'id,transcription,canal\n1,{talk},tchat\n2,"Conseiller : Allô ?\nConseiller : '
        f'Allô",appel\n',
    )
    [contact] = reading.contacts
    assert (contact.text, contact.channel) == ("", "chat")
    assert [(t.speaker, t.text) for t in contact.turns] == [
        ("agent", "Bonjour"),
        ("customer", "Ma box est en panne depuis lundi"),
        ("agent", "Je regarde"),
    ]
    assert [(r.row, r.reason, r.detail) for r in reading.rejects] == [
        (2, "no_text", "no customer turn found")
    ]


def test_no_message_carries_a_verbatim(read_one) -> None:
    secret = "Madame Unetelle habite au 12"
    reading = read_one(
        "a.csv",
        f"id,date,nps,commentaire\n1,{secret},3,{secret}\n2,2026-11-03,{secret},{secret}\n{secret},,3,--\n",
        mapping=ColumnMapping(columns={"score": ("nps",), "date": ("date",)}),
    )
    said = [reject.detail for reject in reading.rejects]
    said += [note.message(lang) for note in reading.notes for lang in ("fr", "en")]
    assert len(reading.rejects) == 3
    assert not any("Unetelle" in text for text in said)


texts = st.sampled_from(["RAS", "", "-", "trop cher", "long, très long; oui", 'dit "non"', "été"])
dates = st.sampled_from(["", "2026-11-03", "13/11/2026", "31/02/2026", "hier"])
scores = st.sampled_from(["", "3", "11", "oui", "8/10"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["a", "b", ""]), dates, scores, texts), max_size=12))
def test_read_is_always_kept_and_rejected(tmp_path_factory, rows) -> None:
    import csv

    path = tmp_path_factory.mktemp("t") / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["id", "date", "nps", "verbatim"])
        writer.writerows(rows)
    [reading] = read_inputs([path])
    assert reading.n_read == len(rows) == len(reading.contacts) + len(reading.rejects)
    told = sorted([c.row for c in reading.contacts] + [r.row for r in reading.rejects])
    assert told == list(range(1, len(rows) + 1))
    ids = [contact.contact_id for contact in reading.contacts]
    assert len(ids) == len(set(ids))


def test_a_wrong_count_is_never_handed_on() -> None:
    from nlp.readers import FileReading

    with pytest.raises(ValueError, match="2 rows read"):
        FileReading("a.csv", (), (), 2)
