from __future__ import annotations

import pytest

from nlp.readers import recognise_columns
from nlp.readers.columns import other_columns, unread_scores

LONG = "Trois semaines sans nouvelles de mon colis, personne ne répond"


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (
            ["ID_Client", "Date de contact", "Canal", "Motif", "Verbatim", "Note NPS",
             "Conseiller", "Équipe"],
            ["C1", "03/11/2026", "mail", "Facture", LONG, "3", "Sophie", "Lyon"],
            {"customer": "ID_Client", "date": "Date de contact", "channel": "Canal",
             "crm_reason": "Motif",
             "text": "Verbatim", "score": "Note NPS", "agent": "Conseiller", "team": "Équipe"},
        ),
        (
            ["contactId", "createdAt", "customerEmail", "Customer Feedback", "CSAT", "Product",
             "language", "AHT (sec)"],
            ["1", "2026-11-03", "a@b.fr", LONG, "4", "Box", "en", "300"],
            {"id": "contactId", "date": "createdAt", "customer": "customerEmail",
             "text": "Customer Feedback",
             "score": "CSAT", "product": "Product", "lang": "language", "handling": "AHT (sec)"},
        ),
        (
            ["Date received", "Product", "Issue", "Consumer complaint narrative", "Company",
             "Complaint ID"],
            ["11/03/2026", "Mortgage", "Payment", LONG, "Bank", "77"],
            {"date": "Date received", "product": "Product", "crm_reason": "Issue",
             "text": "Consumer complaint narrative", "id": "Complaint ID"},
        ),
        (
            ["titre", "texte", "étoiles", "segment", "temps d'attente", "délai de réponse (h)"],
            ["Déçu", LONG, "★★", "Pro", "00:12:00", "48"],
            {"title": "titre", "text": "texte", "score": "étoiles", "segment": "segment",
             "waiting": "temps d'attente", "response": "délai de réponse (h)"},
        ),
    ],
)  # fmt: skip
def test_usual_exports_are_recognised(header, row, expected) -> None:
    found = recognise_columns(header, [row])
    assert {field: columns[0] for field, columns in found.items()} == expected


def test_note_is_a_score_or_a_text_as_its_cells_say() -> None:
    assert recognise_columns(["note", "commentaire"], [["4", LONG]])["score"] == ("note",)
    assert "score" not in recognise_columns(["note", "commentaire"], [["à rappeler demain", LONG]])


def test_no_answers_make_no_text_of_a_score() -> None:
    rows = [["4", LONG], ["ne se prononce pas", LONG], ["ne se prononce pas du tout", LONG]]
    assert recognise_columns(["note", "commentaire"], rows[:2])["score"] == ("note",)
    assert "score" not in recognise_columns(["note", "commentaire"], rows)


def test_verbatims_that_all_say_nothing_are_still_the_text() -> None:
    found = recognise_columns(["commentaire", "nps"], [["NSP", "8"], ["sans réponse", "NSP"]])
    assert found == {"text": ("commentaire",), "score": ("nps",)}


def test_scores_left_aside_are_counted() -> None:
    header = ["nps", "Note de l'accueil ?", "Pourquoi cette note ?", "code", "ville"]
    rows = [["bof", "4", "cher", "x", "Lyon"], ["NSP", "ok", "long", "y", "Nice"]]
    assert unread_scores(header, rows, []) == [("nps", 1, 1), ("Note de l'accueil ?", 1, 2)]
    assert unread_scores(header, rows, ["nps"]) == [("Note de l'accueil ?", 1, 2)]
    assert unread_scores(["nps"], [["3"], ["4"], ["5"], ["6"], ["bof"]], []) == []


def test_a_review_column_of_numbers_is_no_text() -> None:
    found = recognise_columns(["review", "review_text"], [["4", LONG], ["5", LONG]])
    assert found["text"] == ("review_text",)


def test_one_word_answers_are_text_where_there_is_no_better_column() -> None:
    assert recognise_columns(["avis", "nps"], [["RAS", "8"], ["bien", "9"]])["text"] == ("avis",)
    found = recognise_columns(["avis", "message"], [["Favorable", "ok"], ["Réservé", "cher"]])
    assert found["text"] == ("message",)
    assert "text" not in recognise_columns(["avis", "nps"], [["4", "8"], ["5", "9"]])


def test_strong_and_weak_points_are_joined() -> None:
    found = recognise_columns(
        ["Points forts", "Points faibles", "Note"],
        [["l'accueil chaleureux", "l'attente trop longue", "3"]],
    )
    assert found["text"] == ("Points forts", "Points faibles")
    found = recognise_columns(
        ["pros", "cons", "review"], [["good staff here", "slow to answer", LONG]]
    )
    assert found["text"] == ("review", "pros", "cons")


def test_survey_questions_are_read_for_what_they_ask() -> None:
    header = [
        "Sur une échelle de 0 à 10, recommanderiez-vous notre marque à un proche ?",
        "Pour quelles raisons avez-vous donné cette note ?",
        "Date de réponse",
    ]
    found = recognise_columns(header, [["7", LONG, "2026-11-03"]])
    assert found == {"score": (header[0],), "text": (header[1],), "date": (header[2],)}


def test_a_date_by_another_name_is_found_but_not_a_birthday() -> None:
    header = ["Date de naissance", "Date de fin de la visite", "avis"]
    found = recognise_columns(header, [["03/11/1980", "13/11/2026", LONG]])
    assert found["date"] == ("Date de fin de la visite",)


def test_an_answer_of_the_company_is_not_the_customers() -> None:
    found = recognise_columns(["Réponse du service client au message", "id"], [[LONG, "1"]])
    assert "text" not in found


def test_a_title_that_is_a_category_is_not_joined() -> None:
    rows = [[["Facture", "Livraison"][i % 2], f"{LONG} {i}"] for i in range(40)]
    assert "title" not in recognise_columns(["objet", "message"], rows)
    rows = [[f"Colis {i} perdu", LONG] for i in range(40)]
    assert recognise_columns(["objet", "message"], rows)["title"] == ("objet",)


def test_no_text_column_is_not_invented() -> None:
    assert "text" not in recognise_columns(["a", "b"], [["1", LONG]])
    assert recognise_columns([], []) == {}


def test_each_column_is_used_once() -> None:
    header = [
        "client",
        "customer_id",
        "date",
        "created_at",
        "avis",
        "commentaire",
        "nps",
        "note",
        "motif",
        "id",
    ]
    found = recognise_columns(
        header, [["a", "b", "2026-11-03", "2026-11-03", LONG, LONG, "7", "3", "x", "1"]]
    )
    used = [column for columns in found.values() for column in columns]
    assert len(used) == len(set(used))


def test_leftovers_that_would_also_do_are_named() -> None:
    header = ["commentaire", "avis", "nps", "csat", "ville"]
    left = other_columns(header, [[LONG, LONG, "7", "3", "Lyon"]], ["commentaire", "nps"])
    assert left == {"text": ["avis"], "score": ["csat"]}
