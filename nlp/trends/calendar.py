"""The place of a week in the year, and the public holidays that make some weeks short."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from nlp.errors import InputError, did_you_mean
from nlp.weeks import monday_of

Country = Literal["FR", "GB", "US"]
COUNTRIES: tuple[Country, ...] = get_args(Country)

WEEKS_A_YEAR = 365.25 / 7
"""Period of the yearly seasonality, in weeks."""

WEEKS_A_MONTH = WEEKS_A_YEAR / 12
"""What turns a budget of alerts a month into one a week."""


def year_angle(weeks: Sequence[str]) -> NDArray[np.float64]:
    """Place of each week in the year, in radians, from its Thursday; shape (T,)."""
    days = [(monday_of(week) + timedelta(days=3)).toordinal() for week in weeks]
    return np.asarray(days, float) / 365.25 * 2 * np.pi


def closed_share(weeks: Sequence[str], countries: Sequence[str]) -> NDArray[np.float64]:
    """Share of each week's Mondays to Fridays that are public holidays.

    Args:
        weeks: ISO weeks, T of them.
        countries: Some of :data:`COUNTRIES`; the mean over them is taken. None: all zero.

    Returns:
        Shares in [0, 1], shape (T,).

    Raises:
        InputError: A country or a week is unknown.
    """
    for country in countries:
        if country not in _HOLIDAYS:
            raise InputError(
                f"no public holidays are known for {country!r}: expected some of "
                f"{', '.join(COUNTRIES)}.{did_you_mean(country, COUNTRIES)}"
            )
    mondays = [monday_of(week) for week in weeks]
    shares = [
        np.mean([_closed_days(monday, country) / 5 for country in countries]) if countries else 0.0
        for monday in mondays
    ]
    return np.asarray(shares, float)


def _closed_days(monday: date, country: str) -> int:
    days = {monday + timedelta(days=i) for i in range(5)}
    years = {monday.year, max(days).year}
    # New Year's Day of the year after may be taken in the year before (United States).
    closed = set().union(*(_holidays(country, y) for y in years | {max(years) + 1}))
    return len(days & closed)


@cache
def _holidays(country: str, year: int) -> frozenset[date]:
    return frozenset(_HOLIDAYS[country](year))


def easter(year: int) -> date:
    """Easter Sunday, Gregorian calendar (Meeus, Jones and Butcher's algorithm)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    skipped = century - century // 4 - (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + skipped + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th weekday (Monday 0) of a month; the last when ``n`` is -1."""
    if n > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def _french(year: int) -> set[date]:
    fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    moving = [easter(year) + timedelta(days=days) for days in (1, 39, 50)]
    return {date(year, month, day) for month, day in fixed} | set(moving)


def _british(year: int) -> set[date]:
    """Bank holidays of England and Wales; single royal occasions are left out."""
    new_year, christmas = date(year, 1, 1), date(year, 12, 25)
    days = {
        new_year + timedelta(days={5: 2, 6: 1}.get(new_year.weekday(), 0)),
        easter(year) - timedelta(days=2),
        easter(year) + timedelta(days=1),
        _nth(year, 5, 0, 1),
        _nth(year, 5, 0, -1),
        _nth(year, 8, 0, -1),
    }
    # 25 and 26 December; whichever falls on the weekend moves to the next free days.
    moved = {4: (0, 3), 5: (2, 3), 6: (1, 2)}.get(christmas.weekday(), (0, 1))
    return days | {christmas + timedelta(days=shift) for shift in moved}


def _american(year: int) -> set[date]:
    """Federal holidays; a Saturday's is taken on Friday, a Sunday's on Monday."""
    fixed = [(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)]
    observed = {
        day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))
        for day in (date(year, month, number) for month, number in fixed)
    }
    moving = [(1, 0, 3), (2, 0, 3), (5, 0, -1), (9, 0, 1), (10, 0, 2), (11, 3, 4)]
    return observed | {_nth(year, month, weekday, n) for month, weekday, n in moving}


_HOLIDAYS: dict[str, Callable[[int], set[date]]] = {
    "FR": _french,
    "GB": _british,
    "US": _american,
}
