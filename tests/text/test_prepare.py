"""A prepared contact is clean, redacted, cut exactly, and the same at every call."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.text import prepare_text, prepare_turns
from nlp.types import Turn

WORDS = st.lists(
    st.sampled_from(
        [
            "Bonjour", "le colis", "n'est", "jamais", "arrivé", "merci", "à Sophie",
            "06 99 00 12 34", "Ã©tÃ©", "<br>",
            "\n", ". ", "! ", "mais", "but", "the parcel", "never", "came", "and then",
            "&eacute;", " || ", "\u00a0",
            "commande n° 88213", "M. Dupont", "😡", "1 234,56 €", "el pedido", "…", "\u200b",
            "<NAME>", "je suis déçu",
        ]
    ),
    max_size=25,
).map(" ".join)  # fmt: skip
RAW = st.one_of(WORDS, st.text(max_size=60))


def assert_sound(prepared, source):
    previous = 0
    for mention in prepared.mentions:
        assert previous <= mention.start < mention.end
        assert prepared.text[mention.start : mention.end] == mention.text
        assert mention.lang in ("fr", "en", None)
        previous = mention.end
        low, high = prepared.aligned.source_span(mention.start, mention.end)
        assert 0 <= low <= high <= len(source)
    for found in prepared.found:
        assert prepared.text[found.start : found.end] == f"<{found.kind}>"
    assert prepared.lang in ("fr", "en", "other", None)


@settings(max_examples=120, deadline=None)
@given(RAW)
def test_mentions_are_exact_and_inside_the_source(raw):
    prepared = prepare_text(raw)
    assert_sound(prepared, raw)
    assert prepare_text(raw).mentions == prepared.mentions


@settings(max_examples=100, deadline=None)
@given(WORDS)
def test_preparing_twice_changes_nothing(raw):
    once = prepare_text(raw)
    assert prepare_text(once.text).text == once.text


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["customer", "agent"]), RAW), max_size=5))
def test_turns_are_exact_and_keep_their_speaker(spoken):
    turns = [Turn(speaker, text, float(number)) for number, (speaker, text) in enumerate(spoken)]
    prepared = prepare_turns(turns)
    source = "\n".join(turn.text for turn in turns)
    assert prepared.aligned.source_length == len(source)
    assert_sound(prepared, source)
    assert [(turn.speaker, turn.started_at_s) for turn in turns] == [
        (span.speaker, span.started_at_s) for span in prepared.turns
    ]
    for mention in prepared.mentions:
        assert any(
            span.speaker == mention.speaker
            and span.start <= mention.start
            and mention.end <= span.end
            for span in prepared.turns
        )


def test_a_span_leads_back_to_the_raw_words():
    raw = "<p>Le 06&nbsp;99 00 12 34 ne rÃ©pond pas</p>\n\n\n\nmerci à Sophie"
    prepared = prepare_text(raw)
    assert prepared.text == "Le <PHONE> ne répond pas\n\nmerci à <NAME>"
    start = prepared.text.index("répond")
    low, high = prepared.aligned.source_span(start, start + len("répond"))
    assert raw[low:high] == "rÃ©pond"
    start = prepared.text.index("<PHONE>")
    low, high = prepared.aligned.source_span(start, start + len("<PHONE>"))
    assert raw[low:high] == "06&nbsp;99 00 12 34"


@pytest.mark.parametrize(
    ("raw", "stated", "lang"),
    [
        ("J'attends toujours mon colis. Ridicule !", None, "fr"),
        ("Still waiting for my parcel. Ridiculous!", "fr", "en"),
        ("ok", "fr", "fr"),
        ("ok", None, None),
        ("5/5", "en", "en"),
        ("El pedido llegó tarde y nadie contesta al teléfono. Muy mal.", "fr", "other"),
        ("Thanks. Je n'ai toujours pas reçu ma commande et personne ne me répond.", None, "fr"),
        ("", "fr", "fr"),
    ],
)
def test_contact_language(raw, stated, lang):
    assert prepare_text(raw, lang=stated).lang == lang


def test_the_customers_words_decide_the_language_of_a_call():
    turns = [
        Turn("agent", "Thank you for calling, how may I help you with your order today?"),
        Turn("customer", "bonjour je voudrais savoir où est ma commande"),
    ]
    assert prepare_turns(turns).lang == "fr"


def test_names_are_redacted_across_turns_and_empty_turns_are_kept():
    turns = [
        Turn("agent", "Julie à l'appareil bonjour", 0.0),
        Turn("customer", " \u200b ", 2.5),
        Turn("customer", "alors Julie j'ai un souci", None),
    ]
    prepared = prepare_turns(turns)
    assert prepared.text == "<NAME> à l'appareil bonjour\n\nalors <NAME> j'ai un souci"
    assert [tuple(span) for span in prepared.turns] == [
        ("agent", 0, 27, 0.0),
        ("customer", 28, 28, 2.5),
        ("customer", 29, 55, None),
    ]
    assert {mention.speaker for mention in prepared.mentions} == {"agent", "customer"}


def test_importing_the_room_loads_no_heavy_library():
    code = (
        "import sys, nlp.text; print([m for m in ('spacy', 'torch', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
