"""Cards for Slack and Teams: within their limits, and without markup."""

from __future__ import annotations

import json

import pytest

from nlp.delivery.cards import SLACK_BYTES, TEAMS_BYTES, slack_payload, teams_payload
from nlp.delivery.model import Card, CardFigure, CardLine
from tests.delivery.conftest import rendered

HOSTILE = "<!channel> *gras* [lien](https://x.example) & <https://x.example|ici> `code` @here"
WRITERS = [(slack_payload, SLACK_BYTES), (teams_payload, TEAMS_BYTES)]


def texts(node, found=None):
    """Every object of a payload that shows a text."""
    found = [] if found is None else found
    if isinstance(node, dict):
        if "text" in node and isinstance(node["text"], str):
            found.append(node)
        for value in node.values():
            texts(value, found)
    elif isinstance(node, list):
        for value in node:
            texts(value, found)
    return found


def big(n):
    lines = tuple(CardLine(f"Irritant numéro {i} " + "é" * 80, "x" * 120) for i in range(n))
    return Card("Semaine 47", "En bref.", (), "Irritants", lines)


@pytest.mark.parametrize(("write", "limit"), WRITERS)
def test_what_does_not_fit_is_counted(write, limit):
    content = write(big(200), "fr")
    assert len(content) <= limit
    shown = content.decode().count("Irritant numéro")
    assert 20 < shown < 200
    assert f"et {200 - shown} de plus dans le digest" in content.decode()
    assert "more" not in write(big(3), "en").decode()


@pytest.mark.parametrize(("write", "limit"), WRITERS)
def test_what_never_fits_is_an_error(write, limit):
    figures = tuple(CardFigure("x" * 3000, "1") for _ in range(10))
    with pytest.raises(ValueError, match="without its irritants"):
        write(Card("t", figures=figures), "fr")


@pytest.mark.parametrize(("write", "limit"), WRITERS)
def test_all_of_the_card_is_shown(write, limit):
    shown = " ".join(each["text"] for each in texts(json.loads(write(rendered().card, "fr"))))
    for words in ("Semaine 47", "La satisfaction baisse.", "412", "d'habitude 390",
                  "Ce qui pèse le plus", "Livraison en retard", "31 contacts",
                  "Appli <lente> & *figée*"):  # fmt: skip
        assert words in shown
    assert (
        "https://motif.example.com/irritants?from=2026-W47" in write(rendered().card, "fr").decode()
    )


def test_slack_reads_no_markup():
    card = Card(
        HOSTILE, HOSTILE, (CardFigure(HOSTILE, "1"),), HOSTILE, (CardLine(HOSTILE, HOSTILE),)
    )
    payload = json.loads(slack_payload(card, "fr"))
    assert payload["mrkdwn"] is False
    assert "<" not in payload["text"]
    kinds = {each["type"] for each in texts(payload["blocks"])}
    assert kinds == {"plain_text", "text"}  # never mrkdwn


def test_teams_reads_no_markup():
    card = Card(
        HOSTILE, HOSTILE, (CardFigure(HOSTILE, "1"),), HOSTILE, (CardLine(HOSTILE, HOSTILE),)
    )
    payload = json.loads(teams_payload(card, "fr"))
    assert {each["type"] for each in texts(payload)} == {"TextRun"}
    assert payload["attachments"][0]["content"]["lang"] == "fr"


def test_limits_of_slack_blocks():
    figures = tuple(CardFigure(f"f{i}", "1") for i in range(23))
    blocks = json.loads(slack_payload(Card("t" * 300, figures=figures), "en"))["blocks"]
    assert len(blocks[0]["text"]["text"]) == 150
    assert blocks[0]["text"]["text"].endswith("…")
    assert [len(block["fields"]) for block in blocks if "fields" in block] == [10, 10, 3]


def test_an_empty_week_is_a_card_too():
    blocks = json.loads(slack_payload(Card("Semaine 47"), "fr"))["blocks"]
    assert [block["type"] for block in blocks] == ["header"]
    body = json.loads(teams_payload(Card("Semaine 47"), "fr"))["attachments"][0]["content"]["body"]
    assert len(body) == 1
