from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import formats


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "fr", "en"),
    [
        (1234567, 0, False, "1\u202f234\u202f567", "1,234,567"),
        (-1234.56, 1, False, "−1\u202f234,6", "−1,234.6"),
        (0.5, 2, True, "+0,50", "+0.50"),
        (-0.004, 2, True, "0,00", "0.00"),
        (0, 0, True, "0", "0"),
    ],
)
def test_numbers(value, decimals, signed, fr, en):
    assert formats.number(value, "fr", decimals, signed=signed) == fr
    assert formats.number(value, "en", decimals, signed=signed) == en


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_missing_number_is_never_written(value):
    with pytest.raises(ValueError, match="finite"):
        formats.number(value, "fr")


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_numbers_read_back(value, decimals):
    for lang, group, mark in (("fr", "\u202f", ","), ("en", ",", ".")):
        written = formats.number(value, lang, decimals)
        read = written.replace(group, "").replace(mark, ".").replace("−", "-")
        assert float(read) == pytest.approx(value, abs=0.5 * 10**-decimals * 1.001)


def test_percentages_and_intervals():
    assert formats.percent(0.4123, "fr") == "41,2\u202f%"
    assert formats.percent(0.4123, "en") == "41.2%"
    assert formats.span(-1.25, 0.4, "fr", signed=True) == "−1,2\u00a0à\u00a0+0,4"
    assert formats.span(-1.25, -0.4, "en", 2) == "−1.25\u00a0to\u00a0−0.40"


@pytest.mark.parametrize(
    ("week", "fr", "en"),
    [
        (
            "2026-W46",
            "semaine\u00a046 · 9–15\u00a0nov.\u00a02026",
            "week\u00a046 · 9–15\u00a0Nov\u00a02026",
        ),
        (
            "2026-W40",
            "semaine\u00a040 · 28\u00a0sept.–4\u00a0oct.\u00a02026",
            "week\u00a040 · 28\u00a0Sep–4\u00a0Oct\u00a02026",
        ),
        (
            "2026-W53",
            "semaine\u00a053 · 28\u00a0déc.\u00a02026–3\u00a0janv.\u00a02027",
            "week\u00a053 · 28\u00a0Dec\u00a02026–3\u00a0Jan\u00a02027",
        ),
        (
            "2026-W23",
            "semaine\u00a023 · 1er–7\u00a0juin\u00a02026",
            "week\u00a023 · 1–7\u00a0Jun\u00a02026",
        ),
        ("undated", "sans date", "undated"),
    ],
)  # fmt: skip
def test_weeks(week, fr, en):
    assert formats.week_name(week, "fr") == fr
    assert formats.week_name(week, "en") == en


def test_short_weeks():
    assert (formats.week_short("2026-W05", "fr"), formats.week_short("2026-W05", "en")) == (
        "S5",
        "W5",
    )


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_week_begins_on_its_monday(day):
    year, week, weekday = day.isocalendar()
    assert formats.week_monday(f"{year}-W{week:02d}") == day - timedelta(days=weekday - 1)


def test_days_moments_and_durations():
    at = datetime(2026, 8, 1, 7, 5, tzinfo=UTC)
    assert formats.day(at, "fr") == "1er\u00a0août\u00a02026"
    assert formats.moment(at, "fr") == "1er\u00a0août\u00a02026 à 7\u00a0h\u00a005"
    assert formats.moment(at, "en") == "1\u00a0Aug\u00a02026, 07:05"
    assert formats.duration(8.04, "fr") == "8,0\u00a0s"
    assert formats.duration(59.6, "en") == "60\u00a0s"
    assert formats.duration(192, "fr") == "3\u00a0min\u00a012\u00a0s"
    assert formats.clock(127.9) == "2:07"
