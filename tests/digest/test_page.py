import re
import string
from dataclasses import fields, is_dataclass

import pytest

from nlp.digest import compose_digest
from nlp.digest.blocks import QuoteText
from nlp.digest.page import build_page
from nlp.digest.texts import _TEXTS, KEYS, say, typeset, word
from nlp.formatting import number, signed

QUIET, SURGE, SILENT, FIRST = "2026-W45", "2026-W46", "2026-W40", "2026-W37"
WRONG_IN_FRENCH = re.compile(r"[ \u00a0][;!?%]|[ \u202f][:»]|«[ \u202f]|'|\d\.\d|(?<![\w-])-\d")
WRONG_IN_ENGLISH = re.compile(r"\s[;:!?%]|'|(?<![\w-])-\d")


def strings(item):
    """Every string of a page, those of customers left out."""
    if isinstance(item, str):
        yield item
    elif isinstance(item, QuoteText):
        yield item.source
    elif is_dataclass(item):
        for field in fields(item):
            yield from strings(getattr(item, field.name))
    elif isinstance(item, tuple):
        for part in item:
            yield from strings(part)


def text_of(page):
    return "\n".join(strings(page))


@pytest.mark.parametrize("key", KEYS)
def test_texts_speak_both_languages_with_the_same_figures(key):
    found = [
        {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in _TEXTS[key]
    ]
    assert found[0] == found[1]
    assert all(text.strip() for text in _TEXTS[key])


@pytest.mark.parametrize("week", [QUIET, SURGE, FIRST])
@pytest.mark.parametrize(("lang", "wrong"), [("fr", WRONG_IN_FRENCH), ("en", WRONG_IN_ENGLISH)])
def test_typography_is_right_everywhere(told, week, lang, wrong):
    for text in strings(build_page(told(week), lang)):
        assert not wrong.search(text), text


def test_typeset_leaves_customers_alone_and_is_stable():
    assert typeset("l'été : 5 % !", "fr") == "l’été\u00a0: 5\u202f%\u202f!"
    assert typeset(typeset("« a » ; b", "fr"), "fr") == typeset("« a » ; b", "fr")
    assert say("quote", "fr", text="l'eau : 5 %") == "«\u00a0l'eau : 5 %\u00a0»"


def test_figures_are_those_of_the_digest(told):
    digest = told(SURGE)
    page = build_page(digest, "fr")
    first, card = digest.top[0], page.section("top").entries[0]
    assert card.mark == str(first.rank)
    values = [figure.value for figure in card.figures]
    assert values[0] == f"{first.n_week}\u00a0contacts"
    assert values[2] == signed(first.effect.value, "fr", digits=2)
    assert values[3] == signed(first.impact.value, "fr", digits=2)
    assert page.tiles[0].value == number(digest.headline.volume.n, "fr")
    assert page.tiles[1].value == signed(digest.headline.satisfaction[0].score.value, "fr")


def test_a_signal_and_noise_are_told_apart(told):
    page = build_page(told(SURGE), "en")
    badges = {e.name: e.figures[1].badge.text for e in page.section("top").entries}
    assert badges["Late delivery"].endswith("signal")
    assert badges["Late refund"].endswith("noise")
    movers = page.section("movers").entries
    assert (movers[0].mark, movers[0].chip) == ("▲", "signal")
    assert "2.5%" in movers[0].text
    assert all(entry.chip == "noise" and not entry.quotes for entry in movers[1:])


@pytest.mark.parametrize(("lang", "words"), [("fr", "Semaine calme"), ("en", "A quiet week")])
def test_a_quiet_week_says_so_and_what_would_have_been_seen(told, lang, words):
    digest = told(QUIET)
    page = build_page(digest, lang)
    assert page.brief[0].startswith(words)
    seen = number(100 * digest.movement.detectable.change, lang, digits=1)
    movers = page.section("movers")
    assert seen in movers.intro
    noise = {"fr": "bruit", "en": "noise"}[lang]
    assert {entry.chip for entry in movers.entries} <= {noise}


@pytest.mark.parametrize(("lang", "words"), [("fr", "Aucun contact"), ("en", "No contact")])
def test_an_empty_week_says_so(reader, taxonomy, lang, words):
    page = build_page(compose_digest(reader, None, taxonomy, SILENT), lang)
    assert page.brief[0].startswith(words)
    assert [tile.value for tile in page.tiles] == ["0"]
    assert page.section("top") is None
    assert page.coverage


def test_the_first_week_says_that_history_is_missing(told):
    text = text_of(build_page(told(FIRST), "en"))
    assert "Too few weeks of history" in text
    assert "first week known" in text


def test_few_movers_are_owned_up_to_as_chance(told):
    assert "no more than chance brings" in build_page(told(SURGE), "en").brief[0]


def test_rejects_and_abstentions_are_told(told):
    text = text_of(build_page(told(SURGE), "fr"))
    assert "Pas de texte\u00a02" in text
    assert "478" not in text
    assert "364 lignes lues = 361 gardées + 3 rejetées" in text
    assert "motif sur 2\u202f% des contacts" in text


def test_a_channel_without_a_name_keeps_its_own_word():
    assert word("channel", "borne", "fr") == "borne"
    assert word("channel", "call", "fr") == "appel"
