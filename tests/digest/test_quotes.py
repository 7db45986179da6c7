from datetime import UTC, datetime

import numpy as np
import pytest

from nlp.digest.quotes import QuoteChooser
from nlp.storage.queries import Exemplar, SpokenTurn, Verbatim
from nlp.types import Evidence


def exemplar(
    contact_id, text, *, lang="fr", vector=None, span=True, abstained=(), turns=(), evidence=None
):
    start, end = evidence or (0, len(text))
    return Exemplar(
        Verbatim(
            contact_id=contact_id,
            week="2026-W46",
            occurred_at=datetime(2026, 11, 12, 9, tzinfo=UTC),
            kind="feedback",
            channel="survey",
            lang=lang,
            text=text,
            turns=turns,
            satisfaction=None,
            product=None,
            segment=None,
            team=None,
            crm_reason=None,
            source="export.csv",
            row=1,
            reasons=("delivery.late",),
            sentiment="negative",
            sentiment_score=-0.5,
            irritants=("delivery.late",),
            praises=(),
            signals=(),
            evidence=(),
            abstained=abstained,
            score=0.9,
        ),
        Evidence("irritant", "delivery.late", start, end, 0.9) if span else None,
        None if vector is None else np.asarray(vector, dtype=np.float32),
    )


def chosen(candidates, n=2, kind="irritant"):
    return [q.contact_id for q in QuoteChooser().choose(candidates, n, kind=kind)]


def test_the_most_typical_comes_first_then_one_that_differs():
    near = [exemplar(f"near{i}", text, vector=[1.0, 0.02 * i, 0.1])
            for i, text in enumerate(["Le colis a traîné deux semaines.",
                                      "Encore une commande qui tarde.",
                                      "Livré bien après la date dite."])]  # fmt: skip
    odd = exemplar("odd", "Mon chat a mangé la facture hier soir.", vector=[0.0, 1.0, 1.0])
    found = chosen([odd, *near])
    assert found[0].startswith("near")
    assert found[1] == "odd"


def test_both_languages_speak_where_there_are_both():
    french = [
        exemplar("f0", "Le colis a traîné deux semaines.", vector=[1.0, 0.0, 0.1]),
        exemplar("f1", "Encore une commande qui tarde.", vector=[1.0, 0.3, 0.1]),
        exemplar("f2", "Livré bien après la date dite.", vector=[0.2, 1.0, 0.9]),
    ]
    # The English one is the least different, and comes second all the same.
    english = exemplar("e", "It came a fortnight late.", lang="en", vector=[1.0, 0.05, 0.1])
    assert chosen([*french, english], 3)[:2] in (["e", "f2"], ["f0", "e"], ["f1", "e"])
    first, second = chosen([*french, english])
    assert (first == "e") != (second == "e")
    assert chosen(french)[1] == "f2"


def test_near_duplicates_never_stand_side_by_side():
    same = [
        exemplar("a", "Trois semaines que j'attends mon colis !"),
        exemplar("b", "trois semaines que j attends mon colis"),
        exemplar("c", "Trois semaines que j'attends mon colis, franchement."),
        exemplar("d", "Le livreur n'est pas venu au jour dit."),
    ]
    assert chosen(same) == ["a", "d"]
    assert chosen(same[:3]) == ["a"]


def test_no_text_is_quoted_twice_in_a_digest():
    chooser = QuoteChooser()
    candidates = [exemplar("a", "Trois semaines que j'attends mon colis !")]
    assert len(chooser.choose(candidates, 2, kind="irritant")) == 1
    assert chooser.choose(candidates, 2, kind="irritant") == ()


def test_another_part_of_a_quoted_contact_comes_after_fresh_ones():
    text = "Le colis est arrivé cassé en mille morceaux hier. " + "Bref. " * 60
    text += "Et votre hotline ne décroche jamais avant midi."
    chooser = QuoteChooser()
    first = exemplar("a", text, evidence=(0, 49))
    second = exemplar("a", text, evidence=(len(text) - 47, len(text)))
    fresh = exemplar("b", "Personne ne répond au téléphone depuis mardi.")
    assert [q.contact_id for q in chooser.choose([first], 1, kind="irritant")] == ["a"]
    assert [q.contact_id for q in chooser.choose([second, fresh], 1, kind="irritant")] == ["b"]


def test_what_the_model_doubts_comes_last():
    candidates = [
        exemplar("doubt", "Le colis a traîné deux semaines.", abstained=("irritant",)),
        exemplar("sure", "Livré bien après la date dite, merci."),
    ]
    assert chosen(candidates, 1) == ["sure"]
    assert chosen(candidates, 2) == ["sure", "doubt"]
    assert chosen(candidates, 1, kind="praise") == ["doubt"]


def test_words_that_are_not_to_the_point_are_not_quoted():
    long = "Bonjour à toute votre équipe de ce beau magasin. " * 20
    assert chosen([exemplar("long", long, span=False)]) == []
    assert chosen([exemplar("short", "Livré en retard, comme toujours.", span=False)]) == ["short"]


def test_a_call_is_quoted_from_the_customers_turn():
    text = "Bonjour, que puis-je pour vous ?\nJe n'ai rien reçu.\nJe regarde tout de suite."
    turns = (
        SpokenTurn("agent", 0, 32, None),
        SpokenTurn("customer", 33, 51, None),
        SpokenTurn("agent", 52, len(text), None),
    )
    (quote,) = QuoteChooser().choose(
        [exemplar("a", text, turns=turns, evidence=(36, 50))], 2, kind="irritant"
    )
    assert quote.text == "Je n'ai rien reçu."


@pytest.mark.parametrize("n", [0, 1, 5])
def test_never_more_than_asked_for(n):
    texts = ["Un retard.", "Deux livreurs absents.", "Trois appels sans réponse."]
    found = chosen([exemplar(str(i), text) for i, text in enumerate(texts)], n)
    assert len(found) == min(n, 3)


def test_no_candidate_no_quote():
    assert chosen([]) == []
