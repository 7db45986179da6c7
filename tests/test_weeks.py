from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import InputError
from nlp.weeks import (
    last_whole_week,
    monday_of,
    trailing,
    week_bounds,
    week_of,
    weeks_before,
    weeks_between,
)

DAYS = st.dates(date(2000, 1, 3), date(2100, 1, 1))


@given(DAYS)
def test_a_week_begins_on_its_monday_and_holds_its_days(day):
    monday, sunday = week_bounds(week_of(day))
    assert monday == day - timedelta(days=day.weekday())
    assert monday <= day <= sunday == monday + timedelta(days=6)


@given(DAYS, st.integers(1, 120))
def test_the_weeks_before_and_their_week_have_no_gap(day, n):
    week = week_of(day)
    before = weeks_before(week, n)
    assert (*before, week) == weeks_between(before[0], week)
    assert trailing((*before, week), week, n) == [*before[1:], week]


def test_weeks_run_across_a_long_year():
    weeks = weeks_between("2026-W52", "2027-W02")
    assert weeks == ("2026-W52", "2026-W53", "2027-W01", "2027-W02")
    assert weeks_before("2027-W02", 3) == weeks[:3]
    assert week_bounds("2026-W53") == (date(2026, 12, 28), date(2027, 1, 3))


def test_a_stretch_counts_calendar_weeks_not_those_with_contacts():
    assert trailing(["2026-W40", "2026-W44", "2026-W47", "2026-W48"], "2026-W47", 4) == [
        "2026-W44",
        "2026-W47",
    ]


def test_the_week_of_today_is_never_whole():
    assert last_whole_week(date(2026, 11, 22)) == "2026-W46"  # a Sunday
    assert last_whole_week(date(2026, 11, 23)) == "2026-W47"


@pytest.mark.parametrize("wrong", ["2026-47", "2026-W54", "W47", "2026-W4", "2026-W60", "../evil"])
def test_what_is_no_week_is_refused(wrong):
    with pytest.raises(InputError, match="ISO week"):
        monday_of(wrong)


def test_weeks_that_run_backwards_are_refused():
    with pytest.raises(InputError, match="backwards"):
        weeks_between("2026-W10", "2026-W09")
