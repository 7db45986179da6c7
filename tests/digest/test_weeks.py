from datetime import date

import pytest

from nlp.digest.weeks import day_name, latest_complete_week, week_name, week_range
from nlp.storage import Workspace


@pytest.mark.parametrize(
    ("week", "fr", "en"),
    [
        ("2026-W46", "semaine 46 (9 – 15 novembre 2026)", "week 46 (9 – 15 November 2026)"),
        ("2026-W40", "semaine 40 (28 septembre – 4 octobre 2026)",
         "week 40 (28 September – 4 October 2026)"),
        ("2026-W53", "semaine 53 (28 décembre 2026 – 3 janvier 2027)",
         "week 53 (28 December 2026 – 3 January 2027)"),
        ("2026-W23", "semaine 23 (1er – 7 juin 2026)", "week 23 (1 – 7 June 2026)"),
    ],
)  # fmt: skip
def test_weeks_are_written_as_people_do(week, fr, en):
    assert week_name(week, "fr").replace("\u00a0", " ") == fr
    assert week_name(week, "en").replace("\u00a0", " ") == en


def test_days_and_stretches():
    assert day_name(date(2026, 8, 1), "fr", year=False) == "1er\u00a0août"
    assert day_name(date(2026, 8, 1), "en") == "1\u00a0August\u00a02026"
    assert week_range("2026-W21", "2026-W46", "fr") == "semaines\u00a021 à\u00a046"
    assert week_range("2026-W50", "2027-W03", "en") == "weeks\u00a050 (2026) to\u00a03 (2027)"


def test_the_latest_week_that_had_ended_at_the_import_is_told(reader):
    assert latest_complete_week(reader) == "2026-W46"  # imported on the Monday after


@pytest.mark.parametrize("day", [16, 18, 22])  # Sunday the 22nd still belongs to week 47
def test_a_week_under_way_waits(tmp_path, make_fake, put, day):
    made = Workspace.open(tmp_path / "workspace", create=True)
    fakes = [make_fake("a", "Un.", week="2026-W45"), make_fake("b", "Deux.", week="2026-W47")]
    put(made, fakes, day=(2026, 11, day))
    with made.reader() as opened:
        assert latest_complete_week(opened) == "2026-W45"


def test_without_a_complete_week_the_latest_is_told(tmp_path, make_fake, put):
    made = Workspace.open(tmp_path / "workspace", create=True)
    put(made, [make_fake("a", "Un.", week="2026-W47"), make_fake("b", "Deux.", week="2026-W48")])
    with made.reader() as opened:
        assert latest_complete_week(opened) == "2026-W48"
