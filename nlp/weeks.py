"""ISO weeks by their names, such as ``2026-W47``: their days, and stretches of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from nlp.errors import InputError

_ISO_WEEK = re.compile(r"\d{4}-W\d{2}")


def monday_of(week: str) -> date:
    """The Monday on which an ISO week begins.

    Raises:
        InputError: It is no ISO week.
    """
    try:
        monday = date.fromisoformat(f"{week}-1") if _ISO_WEEK.fullmatch(week) else None
    except ValueError:
        monday = None
    if monday is None:
        raise InputError(f"{week!r} is not an ISO week: expected one such as 2026-W47")
    return monday


def week_bounds(week: str) -> tuple[date, date]:
    """Monday and Sunday of an ISO week.

    Raises:
        InputError: It is no ISO week.
    """
    monday = monday_of(week)
    return monday, monday + timedelta(days=6)


def week_of(day: date) -> str:
    """The ISO week of a day."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02d}"


def weeks_between(first: str, last: str) -> tuple[str, ...]:
    """Every ISO week from one to another, both included, in time order.

    Raises:
        InputError: One is no ISO week, or they stand in the wrong order.
    """
    start, end = monday_of(first), monday_of(last)
    if end < start:
        raise InputError(f"the weeks run backwards: from {first} to {last}")
    return tuple(week_of(start + timedelta(weeks=i)) for i in range((end - start).days // 7 + 1))


def weeks_before(week: str, n: int) -> tuple[str, ...]:
    """The ``n`` ISO weeks before one, in time order.

    Raises:
        InputError: It is no ISO week.
    """
    monday = monday_of(week)
    return tuple(week_of(monday - timedelta(weeks=i)) for i in range(n, 0, -1))


def trailing(weeks: Sequence[str], last: str, n: int) -> list[str]:
    """Those of some weeks that lie in the ``n`` calendar weeks that end with ``last``.

    Raises:
        InputError: One is no ISO week.
    """
    end = monday_of(last)
    first = end - timedelta(weeks=n - 1)
    return [week for week in weeks if first <= monday_of(week) <= end]


def last_whole_week(today: date) -> str:
    """The latest ISO week that had ended, Sunday included, before a day began."""
    return week_of(today - timedelta(weeks=1))
