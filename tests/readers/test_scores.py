from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.readers.scores import (
    ParsedScore,
    is_unanswered,
    parse_scale,
    parse_score,
    settle_scale,
)
from nlp.types import SCALE_BOUNDS, Satisfaction


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("8", ParsedScore(8)),
        ("8,5", ParsedScore(8.5)),
        ("10.0", ParsedScore(10)),
        ("4,5/5", ParsedScore(4.5, 5, "fraction")),
        ("8 / 10", ParsedScore(8, 10, "fraction")),
        ("7 sur 10", ParsedScore(7, 10, "fraction")),
        ("4.0 out of 5 stars", ParsedScore(4, 5, "fraction")),
        ("85 %", ParsedScore(85, 100, "percent")),
        ("85\u202f%", ParsedScore(85, 100, "percent")),
        ("★★★★", ParsedScore(4, 5, "stars")),
        ("★★★☆☆", ParsedScore(3, 5, "stars")),
        ("⭐️⭐️", ParsedScore(2, 5, "stars")),
        ("4 étoiles", ParsedScore(4, 5, "stars")),
        ("9 - Très probable", ParsedScore(9)),
        ("5 (très satisfait)", ParsedScore(5)),
        ("Très satisfaite", ParsedScore(5, 5, "words")),
        ("Pas du tout satisfait", ParsedScore(1, 5, "words")),
        ("Somewhat dissatisfied", ParsedScore(2, 5, "words")),
    ],
)
def test_scores_are_read_as_written(text: str, score: ParsedScore) -> None:
    assert parse_score(text) == score


@pytest.mark.parametrize(
    "text", ["", "bien", "8 mars 2026", "5/0", "2026-11-03", "8 et demi", "trop cher 5"]
)
def test_what_is_no_score_is_none(text: str) -> None:
    assert parse_score(text) is None


@pytest.mark.parametrize(
    "text",
    ["", "NSP", "nc", "N/A", "n.a.", "N.S.P. / N.R.", "Ne se prononce pas", "Sans réponse",
     "NSP (ne se prononce pas)", "99 - NSP", "99: Don’t know", "Prefer not to say", "-", "–", "…"],
)  # fmt: skip
def test_answers_that_give_no_score_are_told_apart(text: str) -> None:
    assert is_unanswered(text)
    assert parse_score(text) is None


@pytest.mark.parametrize(
    "text", ["0", "-1", "8/10", "85 %", "★★☆", "9 - Très probable", "neutre", "bof", "non", "☆☆"]
)
def test_scores_and_other_words_are_answers(text: str) -> None:
    assert not is_unanswered(text)


def scale_of(column: str, *texts: str, stated=None) -> tuple[str, str]:
    scores = [score for text in texts if (score := parse_score(text))]
    reader, notes = settle_scale(column, scores, stated)
    return reader.scale, notes[0].code


@pytest.mark.parametrize(
    ("column", "texts", "expected"),
    [
        ("NPS", "1 2 3", ("nps", "scale_from_header")),
        ("Recommanderiez-vous notre service ?", "1 2 3", ("nps", "scale_from_header")),
        ("CSAT", "1 5 3", ("csat", "scale_from_header")),
        ("ces", "1 5 3", ("ces5", "scale_from_header")),
        ("ces", "1 7 6", ("ces7", "scale_from_header")),
        ("Étoiles", "1 5 3", ("stars", "scale_from_header")),
        ("Note (0-10)", "1 5 3", ("nps", "scale_from_header")),
        ("note sur 5", "1 2 2", ("csat", "scale_from_header")),
        ("score /7", "1 2 2", ("ces7", "scale_from_header")),
        ("note", "0 10 7", ("nps", "scale_from_range")),
        ("note", "1 5 3", ("csat", "scale_from_range")),
        ("rating", "1 5 3", ("stars", "scale_from_range")),
        ("score", "85 40 100", ("percent", "scale_from_range")),
        ("satisfaction", "0.85 0.4 1", ("percent", "scale_from_range")),
        ("satisfaction", "85% 40% 100%", ("percent", "scale_from_values")),
        ("satisfaction", "4/5 3/5 5/5", ("csat", "scale_from_values")),
        ("avis", "★★★ ★★★★ ★", ("stars", "scale_from_values")),
        ("note", "8/10 3/10", ("nps", "scale_from_values")),
    ],
)
def test_the_scale_is_found(column: str, texts: str, expected: tuple[str, str]) -> None:
    assert scale_of(column, *texts.split()) == expected


def test_a_stated_scale_wins() -> None:
    assert scale_of("NPS", "1", "2", stated="csat") == ("csat", "scale_stated")


def test_one_mistype_does_not_change_the_scale_of_a_file() -> None:
    assert scale_of("note", *["4", "5", "1", "3"] * 10, "44")[0] == "csat"
    assert scale_of("note", *["9", "10", "0", "7"] * 10, "99")[0] == "nps"


def test_a_scale_found_in_the_values_says_their_range() -> None:
    _, [note] = settle_scale("note", [ParsedScore(1), ParsedScore(4.5)], None)
    assert note.message("fr").startswith("échelle de «\u00a0note\u00a0»\u00a0: CSAT, de 1 à 5")
    assert "(1 to 4.5)" in note.message("en")


def test_marks_out_of_twenty_become_percentages_and_it_is_said() -> None:
    reader, notes = settle_scale("Note /20", [ParsedScore(15), ParsedScore(8)], None)
    assert reader.read(ParsedScore(15)) == Satisfaction(75, "percent")
    assert [note.code for note in notes] == ["scale_from_header", "scores_converted"]
    assert notes[1].params["out_of"] == 20


def test_scores_off_the_scale_are_refused() -> None:
    reader, _ = settle_scale("NPS", [ParsedScore(9)], None)
    assert reader.read(ParsedScore(11)) is None
    assert reader.read(ParsedScore(-1)) is None
    assert reader.read(ParsedScore(4, 5)) is None
    assert reader.read(ParsedScore(8, 10)) == Satisfaction(8, "nps")


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("NPS", "nps"),
        ("ces 1-7", "ces7"),
        ("Étoiles", "stars"),
        ("%", "percent"),
        ("ces", None),
        ("x", None),
    ],
)
def test_names_of_scales(text: str, scale: str | None) -> None:
    assert parse_scale(text) == scale


@given(
    st.lists(st.integers(-5, 120), min_size=1, max_size=40),
    st.sampled_from(["note", "nps", "ces", "rating %"]),
)
def test_what_is_kept_is_always_on_its_scale(values: list[int], column: str) -> None:
    scores = [ParsedScore(float(value)) for value in values]
    reader, _ = settle_scale(column, scores, None)
    low, high = SCALE_BOUNDS[reader.scale]
    kept = [found for score in scores if (found := reader.read(score))]
    assert all(low <= found.value <= high and found.scale == reader.scale for found in kept)
