from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.readers.durations import header_unit, parse_duration, without_unit


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("332", 332), ("5,5", 5.5), ("00:05:32", 332), ("5:32", 332), ("1:00:00", 3600),
        ("5 min 30", 330), ("5 min 30 s", 330), ("2h15", 8100), ("45s", 45), ("3 jours", 259_200),
        ("PT5M32S", 332), ("1.02:00:00", 93_600), ("0", 0), ("1,5 h", 5400),
    ],
)  # fmt: skip
def test_durations_come_in_seconds(text: str, seconds: float) -> None:
    assert parse_duration(text) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "text", ["", "long", "5 pommes", "12h30 min 5 x", "P", "-5", "5 min trente"]
)
def test_what_is_no_duration_is_none(text: str) -> None:
    assert parse_duration(text) is None


def test_the_header_gives_the_unit() -> None:
    assert header_unit("DMT (min)") == "minutes"
    assert header_unit("aht_sec") == "seconds"
    assert header_unit("Délai de réponse en heures") == "hours"
    assert header_unit("durationMs") == "milliseconds"
    assert header_unit("Attente") == "seconds"
    assert parse_duration("2", "minutes") == 120
    assert without_unit("temps d attente en minutes") == "temps attente"


def test_two_parts_are_hours_where_it_makes_sense() -> None:
    assert parse_duration("5:30", hours_first=True) == 19_800


@given(st.integers(0, 359_999))
def test_clock_and_seconds_agree(seconds: int) -> None:
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    assert parse_duration(clock) == parse_duration(str(seconds)) == seconds
