from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from nlp.errors import UnreadableFileError
from nlp.readers import read_inputs
from nlp.types import LANGS

TURNS = [
    {"speaker": "agent", "text": "oui bonjour"},
    {"speaker": "client", "text": "j'ai plus de box"},
]


def said(contact) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in contact.turns]


BOX = [("agent", "oui bonjour"), ("customer", "j'ai plus de box")]


def test_a_json_call_with_what_stands_beside_it(read_one) -> None:
    call = {
        "call_id": "A7",
        "date": "03/11/2026 10:00",
        "csat": 2,
        "conseiller": "Léa",
        "turns": TURNS,
    }
    reading = read_one("c.json", json.dumps(call))
    [contact] = reading.contacts
    assert (contact.contact_id, contact.text, contact.agent) == ("A7", "", "Léa")
    assert (contact.channel, contact.kind) == ("call", "interaction")
    assert contact.occurred_at == datetime(2026, 11, 3, 10, tzinfo=UTC)
    assert contact.satisfaction is not None
    assert said(contact) == BOX


@pytest.mark.parametrize(
    "value",
    [
        TURNS,
        {"turns": TURNS},
        [{"turns": TURNS}],
        {"calls": [{"turns": TURNS}]},
        {"data": [{"segments": TURNS}]},
    ],
)
def test_every_nesting_of_json_is_read(read_one, value) -> None:
    [contact] = read_one("c.json", json.dumps(value)).contacts
    assert said(contact) == BOX


def test_json_lines_of_calls(read_one) -> None:
    lines = [json.dumps({"id": n, "turns": TURNS}) for n in range(3)]
    reading = read_one("c.jsonl", "\n".join(lines))
    assert [contact.contact_id for contact in reading.contacts] == ["0", "1", "2"]
    assert all(said(contact) == BOX for contact in reading.contacts)
    assert {contact.channel for contact in reading.contacts} == {"call"}


def test_a_text_call_with_a_head(read_one) -> None:
    reading = read_one(
        "c.txt",
        "Date : 03/11/2026 10:00\nRéférence : A7\n\nConseiller : oui bonjour\nClient : j'ai "
        "plus\nde box\n",
    )
    [contact] = reading.contacts
    assert contact.contact_id == "A7"
    assert contact.occurred_at == datetime(2026, 11, 3, 10, tzinfo=UTC)
    assert said(contact) == BOX


def test_a_call_without_customer_words_is_rejected(write, tmp_path) -> None:
    write("in/1.txt", "Conseiller : allô ?\nConseiller : allô\n")
    write("in/2.txt", "Conseiller : allô ?\nClient : ...\n")
    write("in/3.txt", "Conseiller : allô ?\nClient : oui\n")
    [reading] = read_inputs([tmp_path / "in"])
    assert [contact.source for contact in reading.contacts] == ["3.txt"]
    assert [(r.source, r.row, r.reason, r.detail) for r in reading.rejects] == [
        ("1.txt", 1, "no_text", "no customer turn found"),
        ("2.txt", 1, "no_text", "no customer turn found"),
    ]


def test_a_name_beside_the_agent_is_the_customer_and_is_not_shown(read_one) -> None:
    reading = read_one(
        "c.txt", "Agent: hello\nJohn Smithers: my box is down\nsince Monday\nAgent: I see\n"
    )
    [contact] = reading.contacts
    assert said(contact) == [
        ("agent", "hello"),
        ("customer", "my box is down since Monday"),
        ("agent", "I see"),
    ]
    [note] = [note for note in reading.notes if note.code == "speakers_assumed"]
    assert note.params == {"n": 1, "customer": "other_voice", "agent": "Agent"}
    assert not any("Smithers" in n.message(lang) for n in reading.notes for lang in LANGS)


def test_an_empty_call_has_no_customer_turn_either(read_one) -> None:
    reading = read_one(
        "c.json", json.dumps([{"id": "1", "turns": []}, {"id": "2", "turns": TURNS}])
    )
    assert [(r.row, r.reason, r.detail) for r in reading.rejects] == [
        (1, "no_text", "no customer turn found")
    ]


def test_subtitles_name_speakers_in_tags_or_prefixes(read_one) -> None:
    vtt = (
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:02.000\n<v Agent>oui bonjour</v>\n\n"
        "00:00:02.500 --> 00:00:04.000\n<v Client>j'ai plus</v>\n\n00:00:04.000 --> "
        "00:00:05.000\nde box\n"
    )
    turns = read_one("c.vtt", vtt).contacts[0].turns
    assert [(t.speaker, t.text, t.started_at_s) for t in turns] == [
        ("agent", "oui bonjour", 0.0),
        ("customer", "j'ai plus", 2.5),
        ("customer", "de box", 4.0),
    ]
    srt = (
        "1\r\n00:00:00,000 --> 00:00:02,000\r\nAgent: oui bonjour\r\n\r\n2\r\n00:00:02,500 "
        "--> 00:00:04,000\r\nClient: j'ai plus de box\r\n"
    )
    assert said(read_one("c.srt", srt).contacts[0]) == BOX


def test_subtitles_without_speakers_are_refused(write) -> None:
    path = write("c.srt", "1\n00:00:00,000 --> 00:00:02,000\nqui parle donc\n")
    with pytest.raises(UnreadableFileError, match="names no speaker"):
        list(read_inputs([path]))


def test_assumed_speakers_are_said(read_one) -> None:
    call = [
        {"speaker": "spk_0", "text": "oui bonjour"},
        {"speaker": "spk_1", "text": "j'ai plus de box"},
    ]
    reading = read_one("c.json", json.dumps(call))
    assert said(reading.contacts[0]) == BOX
    assert "speakers_assumed" in [note.code for note in reading.notes]


def test_dates_of_a_folder_of_calls_are_settled_together(write, tmp_path) -> None:
    for n, date in enumerate(["11/03/2026", "11/13/2026"]):
        write(f"in/{n}.json", json.dumps({"date": date, "turns": TURNS}))
    [reading] = read_inputs([tmp_path / "in"])
    assert [c.occurred_at.month for c in reading.contacts if c.occurred_at] == [11, 11]


def test_equal_calls_in_a_folder_are_two_contacts(write, tmp_path) -> None:
    for n in range(2):
        write(f"in/{n}.json", json.dumps(TURNS))
    [reading] = read_inputs([tmp_path / "in"])
    assert len({contact.contact_id for contact in reading.contacts}) == 2
