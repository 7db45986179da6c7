from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.cards import LONG_TEXT, card, legend, score
from app.i18n import Words
from app.labels import Labels
from nlp.storage.queries import SpokenTurn, Verbatim
from nlp.types import Evidence, Satisfaction
from tests.app.conftest import CALL, HOSTILE, TAXONOMY
from tests.app.test_highlight import shown

BASE = Verbatim(
    contact_id="c1", week="2026-W46", occurred_at=datetime(2026, 11, 9, 23, 30, tzinfo=UTC),
    kind="feedback", channel="survey", lang="fr", text="Colis perdu.", turns=(),
    satisfaction=Satisfaction(2.0, "nps"), product=None, segment="Pro", team=None,
    crm_reason=None, source="enquete.csv", row=1234, reasons=("delivery.missing",),
    sentiment="negative", sentiment_score=-0.81, irritants=("delivery.not_received",),
    praises=(), signals=("churn_intent",),
    evidence=(Evidence("irritant", "delivery.not_received", 0, 11, 0.9),), abstained=(), score=None,
)  # fmt: skip
FRENCH = Labels(TAXONOMY, Words("fr"))


def test_a_card_says_when_where_what_and_how_sure(labels):
    text = shown(card(replace(BASE, score=0.9, abstained=("reason",)), labels)).text
    expected = {
        "fr": [
            "9\u00a0nov.\u00a02026",
            "enquête",
            "2 sur 10",
            "négatif",
            "0,90",
            "ligne 1\u202f234",
        ],
        "en": ["9\u00a0Nov\u00a02026", "survey", "2 out of 10", "negative", "0.90", "row 1,234"],
    }[labels.words.lang]
    assert all(each in text for each in [*expected, "Colis perdu.", "Pro", "enquete.csv"])


def test_a_card_has_neither_the_contact_nor_the_customer_identifier(labels):
    assert "c1" not in card(BASE, labels)


def test_everything_from_data_is_escaped():
    hostile = replace(
        BASE, text=HOSTILE, product=HOSTILE, segment=HOSTILE, team=HOSTILE, channel=HOSTILE,
        source=HOSTILE, irritants=(HOSTILE,), signals=(HOSTILE,), reasons=(HOSTILE,),
        praises=(HOSTILE,), evidence=(Evidence("irritant", HOSTILE, 0, 5, 0.9),),
    )  # fmt: skip
    markup = card(hostile, FRENCH)
    made = {tag for tag, _ in shown(markup).tags}
    assert made <= {"article", "header", "p", "b", "span", "div", "mark", "footer", "i"}
    assert markup.count("&lt;script&gt;") >= 9


def test_undated_contacts_say_so(labels):
    text = shown(card(replace(BASE, week="undated", occurred_at=None), labels)).text
    assert {"fr": "sans date", "en": "undated"}[labels.words.lang] in text


@pytest.mark.parametrize(
    ("answer", "fr", "en"),
    [
        (Satisfaction(10.0, "nps"), "10 sur 10", "10 out of 10"),
        (Satisfaction(4.5, "stars"), "4,5 sur 5", "4.5 out of 5"),
        (Satisfaction(6.0, "ces7"), "6 sur 7", "6 out of 7"),
        (Satisfaction(85.0, "percent"), "85\u202f%", "85%"),
    ],
)
def test_scores_name_their_scale(answer, fr, en):
    assert (score(answer, Words("fr")), score(answer, Words("en"))) == (fr, en)


def test_calls_show_the_agent_as_context_and_lose_no_word():
    turns = (
        SpokenTurn("agent", 0, 25, 0.0),
        SpokenTurn("customer", 26, 48, 66.5),
        SpokenTurn("agent", 49, 59, None),
    )
    call = replace(BASE, text=CALL, turns=turns, evidence=(Evidence("irritant", "x", 26, 48, 0.9),))
    markup = card(call, FRENCH)
    assert markup.count('class="turn agent"') == 2
    assert markup.count('class="turn customer"') == 1
    assert "1:06" in markup
    for line in CALL.splitlines():
        assert line in shown(markup).text


def test_words_outside_every_turn_are_shown():
    call = replace(BASE, text="avant mot après", turns=(SpokenTurn("customer", 6, 9, None),))
    text = shown(card(replace(call, evidence=()), FRENCH)).text
    assert text.index("avant") < text.index("mot") < text.index("après")


def test_long_texts_scroll_whole():
    text = "mot " * LONG_TEXT
    markup = card(replace(BASE, text=text, evidence=()), FRENCH)
    assert 'class="words long"' in markup
    assert text in markup


def test_the_legend_names_the_kinds(labels):
    text = shown(legend(labels.words)).text
    expected = {"fr": ("Irritant", "Éloge", "Signal", "Motif"), "en": ("Praise", "Reason")}
    assert all(each in text for each in expected[labels.words.lang])
