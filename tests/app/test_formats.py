from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app import formats


def test_intervals():
    assert formats.span(-1.25, 0.4, "fr", plus=True) == "−1,2\u00a0à\u00a0+0,4"
    assert formats.span(-1.25, -0.4, "en", digits=2) == "−1.25\u00a0to\u00a0−0.40"


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


def test_days_moments_and_durations():
    at = datetime(2026, 8, 1, 7, 5, tzinfo=UTC)
    assert formats.day(at, "fr") == "1er\u00a0août\u00a02026"
    assert formats.moment(at, "fr") == "1er\u00a0août\u00a02026 à 7\u00a0h\u00a005"
    assert formats.moment(at, "en") == "1\u00a0Aug\u00a02026, 07:05"
    assert formats.duration(8.04, "fr") == "8,0\u00a0s"
    assert formats.duration(59.6, "en") == "60\u00a0s"
    assert formats.duration(192, "fr") == "3\u00a0min\u00a012\u00a0s"
    assert formats.clock(127.9) == "2:07"
