from datetime import date

import pytest

from nlp.weekly.due import CATCH_UP, due_weeks

WEEKS = tuple(f"2026-W{n:02d}" for n in range(10, 47))
MONDAY = date(2026, 11, 16)  # the first day of week 47


def test_on_the_first_run_only_the_latest_whole_week_is_told():
    assert due_weeks(WEEKS, (), MONDAY) == (("2026-W46",), ())


def test_a_week_that_has_not_ended_waits():
    assert due_weeks(WEEKS, (), date(2026, 11, 15)) == (("2026-W45",), ())
    assert due_weeks(WEEKS, ("2026-W45",), date(2026, 11, 15)) == ((), ())


def test_missed_weeks_are_caught_up_oldest_first():
    assert due_weeks(WEEKS, ("2026-W43",), MONDAY)[0] == ("2026-W44", "2026-W45", "2026-W46")


def test_weeks_missed_too_long_ago_are_named():
    due, old = due_weeks(WEEKS, ("2026-W20",), MONDAY)
    assert len(due) == CATCH_UP
    assert due[-1] == "2026-W46"
    assert (*old, *due) == tuple(week for week in WEEKS if week > "2026-W20")


@pytest.mark.parametrize("known", [(), ("2026-W47",)])
def test_without_a_whole_week_nothing_is_due(known):
    assert due_weeks(known, (), MONDAY) == ((), ())


def test_a_week_told_is_not_told_again():
    assert due_weeks(WEEKS, ("2026-W46", "2026-W40"), MONDAY) == ((), ())
