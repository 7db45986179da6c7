from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.readers.turns import (
    RawTurn,
    SpeakerTally,
    role_of,
    settle_speakers,
    turns_of_cell,
    turns_of_json,
    turns_of_text,
)


def speakers(*labels: str) -> tuple[list[str], SpeakerTally]:
    tally = SpeakerTally()
    turns = settle_speakers([RawTurn(label, "mots") for label in labels], tally)
    return [turn.speaker for turn in turns], tally


@pytest.mark.parametrize(
    "label",
    [
        "Client",
        "CLIENTE",
        "customer",
        "Caller",
        "user",
        "Client 2",
        "Usager",
        "Customer (Marie)",
        "Client Dupont",
    ],
)
def test_words_for_the_customer(label: str) -> None:
    assert role_of(label) == "customer"


@pytest.mark.parametrize(
    "label",
    [
        "Conseiller",
        "Conseillère",
        "AGENT",
        "advisor",
        "Agent Sophie",
        "Service client",
        "bot",
        "Léa (agent)",
    ],
)
def test_words_for_the_agent(label: str) -> None:
    assert role_of(label) == "agent"


@pytest.mark.parametrize(
    "label", ["Marie", "spk_0", "le client attend", "client depuis dix", "Note"]
)
def test_other_labels_name_nobody(label: str) -> None:
    assert role_of(label) is None


def test_known_words_settle_speakers_without_a_note() -> None:
    found, tally = speakers("Conseiller", "Client", "Conseiller")
    assert found == ["agent", "customer", "agent"]
    assert tally.notes() == ()


def test_against_a_known_side_the_others_are_the_other_side() -> None:
    assert speakers("Agent", "Marie", "Paul")[0] == ["agent", "customer", "customer"]
    assert speakers("Client", "Sophie")[0] == ["customer", "agent"]
    assert speakers("Client", "Agent", "Interprète")[0] == ["customer", "agent", "agent"]


def test_numbered_voices_the_lowest_picks_up() -> None:
    assert speakers("spk_0", "spk_1")[0] == ["agent", "customer"]
    assert speakers("SPEAKER_01", "SPEAKER_00")[0] == ["customer", "agent"]
    found, tally = speakers("spk_0", "spk_1", "spk_0")
    [note] = tally.notes()
    assert found == ["agent", "customer", "agent"]
    assert note.params == {"n": 1, "customer": "spk_1", "agent": "spk_0"}


def test_named_voices_the_first_picks_up_and_no_name_is_said() -> None:
    found, tally = speakers("Sophie", "Marie")
    assert found == ["agent", "customer"]
    said = tally.notes()[0].message("fr")
    assert "Sophie" not in said
    assert "première personne" in said


def test_a_single_voice_is_the_customer() -> None:
    assert speakers("spk_1", "spk_1")[0] == ["customer", "customer"]


def test_a_turn_without_label_goes_on_with_the_speaker_before() -> None:
    assert speakers("Agent", "", "Client", "")[0] == ["agent", "agent", "customer", "customer"]


def test_prefixed_lines_are_turns_and_the_rest_continues_them() -> None:
    text = (
        "Conseiller : Bonjour, que puis-je faire ?\n\n[00:12] Client : Ma box est en panne\n"
        "depuis lundi : plus rien\n00:01:05 Conseiller: Je regarde\nCLIENT (00:01:30) : merci\n"
    )
    turns = turns_of_text(text)
    assert [(t.label, t.text, t.start) for t in turns] == [
        ("Conseiller", "Bonjour, que puis-je faire ?", None),
        ("Client", "Ma box est en panne depuis lundi : plus rien", 12),
        ("Conseiller", "Je regarde", 65),
        ("CLIENT", "merci", 90),
    ]


def test_labels_that_come_back_are_speakers_where_nobody_is_named() -> None:
    assert [t.label for t in turns_of_text("Marie : allô\nPaul : oui\nMarie : voilà\nPaul : "
    "bien")] == [
        "Marie", "Paul", "Marie", "Paul",
    ]  # fmt: skip
    assert turns_of_text("Une phrase : sans locuteur.\nUne autre ligne.") == []


@pytest.mark.parametrize("name", ["John Smithers", "M. Dupont", "Jean-Paul", "Mme de La Tour"])
def test_the_one_name_beside_agents_is_a_speaker(name: str) -> None:
    turns = turns_of_text(f"{name} : plus rien\nAgent : je regarde\nAgent : voilà")
    assert [turn.label for turn in turns] == [name, "Agent", "Agent"]


@pytest.mark.parametrize(
    "text",
    [
        "Durée : 5 min\nAgent : allô\nAgent : allô",
        "Agent : allô\nvoici le lien : le site\nAgent : allô",
        "Agent : allô\nMarie : rien\nPaul : rien",
        "Client : allô\nVoilà : plus rien",
    ],
)
def test_what_need_not_be_a_speaker_is_none(text: str) -> None:
    assert {turn.label for turn in turns_of_text(text)} <= {"Agent", "Client"}


@pytest.mark.parametrize(
    "value",
    [
        {"turns": [{"speaker": "agent", "text": "oui", "start": 0}, {"speaker": "client",
         "text": "non", "start": 2.5}]},
        [{"role": "agent", "content": "oui", "start": 0}, {"role": "user", "content": "non",
         "start": 2.5}],
        {"segments": [{"speaker": "agent", "text": "oui", "start_time": "00:00:00"},
                      {"speaker": "customer", "text": "non", "start_time": 2.5}]},
        {"Transcript": [{"ParticipantRole": "AGENT", "Content": "oui", "BeginOffsetMillis": 0},
                        {"ParticipantRole": "CUSTOMER", "Content": "non",
                         "BeginOffsetMillis": 2500}]},
        {"messages": [{"from": {"role": "agent"}, "body": "oui",
         "created_at": "2026-11-03T10:00:00Z"},
                      {"from": {"role": "user"}, "body": "non",
                       "created_at": "2026-11-03T10:00:02.500Z"}]},
        {"utterances": [{"speaker": 0, "utterance": "oui", "startMs": 0}, {"speaker": 1,
         "utterance": "non", "startMs": 2500}]},
    ],
)  # fmt: skip
def test_every_usual_shape_of_json_is_read(value) -> None:
    turns = turns_of_cell(value, SpeakerTally())
    assert [(t.speaker, t.text, t.started_at_s) for t in turns] == [
        ("agent", "oui", 0.0),
        ("customer", "non", 2.5),
    ]


@pytest.mark.parametrize(
    "value", [3, "mots", [], {}, [1, 2], [{"a": 1}], {"turns": "non"}, {"turns": [3]}, None]
)
def test_what_is_no_call_is_none(value) -> None:
    assert turns_of_json(value) is None


def test_json_text_and_plain_text_in_a_cell() -> None:
    assert len(turns_of_cell('[{"speaker": "client", "text": "un"}]', SpeakerTally())) == 1
    [turn] = turns_of_cell("[en colère] tout est cassé", SpeakerTally())
    assert (turn.speaker, turn.text) == ("customer", "[en colère] tout est cassé")
    assert turns_of_cell(None, SpeakerTally()) == ()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Client", "Agent"]),
            st.from_regex(r"[a-zé]{1,8}( [a-zé]{1,8}){0,4}", fullmatch=True),
        ),
        min_size=1,
    )
)
def test_no_word_of_a_text_transcript_is_lost(said) -> None:
    turns = turns_of_text("\n".join(f"{label} : {text}" for label, text in said))
    assert [(turn.label, turn.text) for turn in turns] == said
