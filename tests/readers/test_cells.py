from __future__ import annotations

import math
from datetime import date, datetime, timedelta

import pytest

from nlp.readers.cells import cell_text, fold, has_words, is_missing


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  Très bien  ", "Très bien"),
        (None, ""),
        (math.nan, ""),
        (8.0, "8"),
        (8.5, "8.5"),
        (True, "true"),
        (datetime(2026, 11, 3, 14, 5), "2026-11-03T14:05:00"),
        (date(2026, 11, 3), "2026-11-03"),
        (timedelta(minutes=5), "300.0"),
        ({"b": 1, "a": "é"}, '{"a": "é", "b": 1}'),
    ],
)
def test_a_cell_reads_the_same_from_every_format(value: object, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize(
    "name", ["clientId", "CLIENT_ID", "Client-ID", " client  id ", "Clïent.Id"]
)
def test_names_fold_to_what_counts(name: str) -> None:
    assert fold(name) == "client id"


def test_folding_keeps_french_words_apart() -> None:
    assert fold("Durée d’attente (s)") == "duree d attente s"
    assert fold("Note_globale/œuvre") == "note globale oeuvre"


@pytest.mark.parametrize("text", ["RAS", "ok", "8", "👍", "Ça", "不好"])
def test_short_answers_are_words(text: str) -> None:
    assert has_words(text)


@pytest.mark.parametrize("text", ["", ".", "--", "…", "?!", " - ", "_", "***", "\u200b"])
def test_punctuation_is_no_answer(text: str) -> None:
    assert not has_words(text)


def test_missing_answers_are_told_from_short_ones() -> None:
    assert all(map(is_missing, ["", "N/A", "-", "NaN", "Non renseigné", "null"]))
    assert not any(map(is_missing, ["0", "RAS", "non", "sans"]))
