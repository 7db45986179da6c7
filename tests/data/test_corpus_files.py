"""The corpus as committed: sound, told truly by its datasheet, and not repeating itself."""

from __future__ import annotations

from collections import Counter

import pytest

from nlp.settings import Settings
from nlp.simulation.corpus import CorpusContact, read_corpus
from nlp.simulation.agreement import measure_agreement
from nlp.simulation.datasheet import SHEET, render_datasheet
from nlp.simulation.overlap import measure_overlap
from nlp.taxonomy import Taxonomy, load_taxonomy
from nlp.types import LANGS

CORPUS = Settings().corpus

MAX_SHARED_LONG_SHARE = 0.001
"""Runs of eight words that may stand in two contacts."""
MAX_NEAREST = 0.35
"""Jaccard index of five-word runs that two contacts may reach."""


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load_taxonomy(Settings().taxonomy)


@pytest.fixture(scope="module")
def contacts(taxonomy: Taxonomy) -> list[CorpusContact]:
    return read_corpus(CORPUS, taxonomy)


def test_the_datasheet_tells_the_corpus_as_it_is(
    contacts: list[CorpusContact], taxonomy: Taxonomy
) -> None:
    rendered = render_datasheet(contacts, taxonomy, measure_agreement(contacts, CORPUS))
    committed = (CORPUS / SHEET).read_text(encoding="utf-8")
    assert committed == rendered, "run: make sample"


def test_texts_do_not_repeat_each_other(contacts: list[CorpusContact]) -> None:
    overlap = measure_overlap([contact.text for contact in contacts])
    assert overlap.shared_long_share < MAX_SHARED_LONG_SHARE
    assert overlap.nearest_median == 0.0
    assert overlap.nearest_max < MAX_NEAREST, overlap.nearest_pair and [
        contacts[index].id for index in overlap.nearest_pair
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_every_label_can_be_learnt_in_both_languages(
    lang: str, contacts: list[CorpusContact], taxonomy: Taxonomy
) -> None:
    mine = [contact for contact in contacts if contact.lang == lang]
    irritants = Counter(code for contact in mine for code in contact.irritants)
    reasons = Counter(code for contact in mine for code in contact.reasons)
    signals = Counter(code for contact in mine for code in contact.signals)
    assert [code for code in taxonomy.irritants.codes if irritants[code] < 10] == []
    assert [code for code in taxonomy.reasons.codes if reasons[code] < 3] == []
    assert [code for code in taxonomy.signals.codes if signals[code] < 20] == []


def test_languages_and_feelings_are_mixed(contacts: list[CorpusContact]) -> None:
    langs = Counter(contact.lang for contact in contacts)
    assert 0.4 < langs["fr"] / len(contacts) < 0.6
    feelings = Counter(contact.sentiment for contact in contacts)
    assert 0.5 < feelings["negative"] / len(contacts) < 0.7
    assert min(feelings.values()) / len(contacts) > 0.08


def test_labels_and_feelings_agree(contacts: list[CorpusContact]) -> None:
    """Praise alone carries no irritant: a positive contact with several is a slip."""
    slips = [c.id for c in contacts if c.sentiment == "positive" and len(c.irritants) > 1]
    assert slips == []
