from datetime import date

import numpy as np
import pytest

from nlp.errors import InputError
from nlp.trends.calendar import closed_share, easter, year_angle


@pytest.mark.parametrize(
    ("year", "day"),
    [(2000, (4, 23)), (2019, (4, 21)), (2024, (3, 31)), (2026, (4, 5)), (2038, (4, 25))],
)
def test_easter(year, day):
    assert easter(year) == date(year, *day)


@pytest.mark.parametrize(
    ("week", "country", "days"),
    [
        ("2026-W20", "FR", 1),  # Ascension
        ("2026-W22", "FR", 1),  # Whit Monday
        ("2025-W19", "FR", 1),  # 8 May
        ("2026-W53", "FR", 1),  # 1 January 2027, in the last week of 2026
        ("2026-W47", "FR", 0),
        ("2026-W14", "GB", 1),  # Good Friday
        ("2026-W36", "GB", 1),  # last Monday of August
        ("2026-W53", "GB", 2),  # Boxing Day moved to Monday, New Year
        ("2027-W52", "GB", 2),  # Christmas on a Saturday
        ("2022-W52", "GB", 2),  # Christmas on a Sunday
        ("2026-W48", "US", 1),  # Thanksgiving
        ("2026-W27", "US", 1),  # 4 July on a Saturday, taken on Friday
        ("2021-W52", "US", 1),  # New Year's Day 2022 taken on 31 December
        ("2026-W04", "US", 1),  # 19 January
    ],
)
def test_public_holidays(week, country, days):
    # 29 August 2026 lies in W35: the British bank holiday is Monday the 31st.
    assert closed_share([week], [country])[0] == pytest.approx(days / 5)


def test_several_countries_are_averaged_and_none_closes_nothing():
    assert closed_share(["2026-W20"], ["FR", "US"])[0] == pytest.approx(0.1)
    assert closed_share(["2026-W20"], []).tolist() == [0.0]


def test_the_year_comes_round():
    first, last = year_angle(["2025-W10", "2026-W10"])
    assert np.cos(last - first) > 0.999


def test_an_unknown_country_is_refused():
    with pytest.raises(InputError, match="FR, GB, US"):
        closed_share(["2026-W47"], ["DE"])
