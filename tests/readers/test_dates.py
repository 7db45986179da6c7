from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.readers.dates import DateReader, UnreadableDateError, is_date_like, settle_dates

THIRD = datetime(2026, 11, 3, tzinfo=UTC)
AT_FIVE_PAST_TWO = THIRD + timedelta(hours=14, minutes=5)


def day_first(text: object) -> datetime | None:
    return DateReader("day_first", latest_year=2027).read(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-03", "2026/11/03", "20261103", "03/11/2026", "3/11/2026", "03-11-26", "03.11.2026",
        "3 nov. 2026", "3 novembre 2026", "mardi 3 novembre 2026", "le 3 novembre 2026", "3-nov-26",
        "Nov 3, 2026", "November 3rd, 2026", "3 November 2026", "3rd of November 2026", "46329",
        "03/11/2026 00:00:00", "2026-11-03T00:00:00Z", "2026-11-03T02:00:00+02:00",
        date(2026, 11, 3), datetime(2026, 11, 3), 46329, 46329.0, "1793664000", 1793664000000,
    ],
)  # fmt: skip
def test_every_usual_writing_is_the_third_of_november(text: object) -> None:
    assert day_first(text) == THIRD


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-03 14:05", "2026-11-03T14:05:00.000Z", "2026-11-03 14:05:00 UTC",
        "03/11/2026 14:05", "03/11/2026 à 14h05", "03/11/2026, 14:05:00", "3 novembre 2026 14:05",
        "mardi 3 novembre 2026 à 14h05", "Nov 3, 2026 2:05 PM", "11-03-2026",
         "Tue, 03 Nov 2026 15:05:00 +0100",
        "Tue Nov 03 2026 15:05:00 GMT+0100 (CET)", "2026-11-03 16:05 +02:00", "20261103140500",
        "3 November 2026 at 2:05 p.m.", "03/11/2026 14h05",
    ],
)  # fmt: skip
def test_times_and_zones_come_out_in_utc(text: str) -> None:
    expected = datetime(2026, 3, 11, tzinfo=UTC) if text == "11-03-2026" else AT_FIVE_PAST_TWO
    assert day_first(text) == expected


def test_an_aware_datetime_is_brought_to_utc() -> None:
    assert day_first(datetime(2026, 11, 3, 1, tzinfo=timezone(timedelta(hours=1)))) == THIRD


@pytest.mark.parametrize("text", ["", "  ", "N/A", "-", None, float("nan"), "0000-00-00 00:00:00"])
def test_an_empty_cell_is_an_undated_contact(text: object) -> None:
    assert day_first(text) is None


@pytest.mark.parametrize(
    "text",
    ["31/02/2026", "13/13/2026", "hier", "2026-02-30", "12/2026", "Noël 2026", "03/11/2026 25:00",
     "03/11/226", "1/2", "03/11-2026", "3 brumaire 2026", "06 12 34 56 78"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDateError):
        day_first(text)


@pytest.mark.parametrize("text", ["03/11/1926", "2199-01-01", "12", "03/11/2028"])
def test_dates_out_of_reach_are_refused(text: str) -> None:
    with pytest.raises(UnreadableDateError):
        day_first(text)


def test_a_refusal_shows_dates_and_hides_everything_else() -> None:
    with pytest.raises(UnreadableDateError, match=r"31/02/2026"):
        day_first("31/02/2026")
    for private in ("Rappelez Mme Dupont", "06.12.34.56.78", "0612345678"):
        with pytest.raises(UnreadableDateError) as caught:
            day_first(private)
        assert private not in str(caught.value)
        assert str(len(private)) in str(caught.value)


def test_iso_refuses_the_other_orders() -> None:
    with pytest.raises(UnreadableDateError):
        DateReader("iso").read("03/11/2026")


def settled(*values: object, stated=None) -> tuple[str, list[str]]:
    reader, notes = settle_dates("Date", values, stated)
    return reader.order, [note.code for note in notes]


def test_the_file_itself_settles_the_order() -> None:
    assert settled("03/11/2026", "13/11/2026") == ("day_first", ["dates_day_first_proved"])
    assert settled("03/11/2026", "11/13/2026") == ("month_first", ["dates_month_first_proved"])
    assert settled("03/11/2026", "04/05/2026") == ("day_first", ["dates_day_first_assumed"])
    assert settled("13/11/2026", "14/11/2026", "11/13/2026") == ("day_first", ["dates_conflict"])
    assert settled("03/11/2026", stated="month_first") == ("month_first", ["dates_stated"])
    assert settled("2026-11-03", datetime(2026, 1, 2), None) == ("day_first", [])


def test_an_assumption_is_said_aloud_with_the_way_out() -> None:
    _, [note] = settle_dates("Date de contact", ["03/11/2026", "04/05/2026"], None)
    assert "Date de contact" in note.message("fr")
    assert "2 ligne(s)" in note.message("fr")
    assert "date_format: month_first" in note.message("en")


moments = st.datetimes(datetime(1990, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


@given(moments.map(lambda moment: moment.replace(microsecond=0)))
def test_every_moment_survives_its_writings(moment: datetime) -> None:
    month_first = DateReader("month_first")
    assert day_first(moment.isoformat()) == moment
    assert day_first(f"{moment:%d/%m/%Y %H:%M:%S}") == moment
    assert month_first.read(f"{moment:%m/%d/%Y %I:%M:%S %p}") == moment
    assert day_first(f"{moment:%d %b %Y %H:%M:%S}") == moment
    assert day_first(f"{moment:%d.%m.%y %Hh%M}") == moment.replace(second=0)


@given(st.text(max_size=40))
def test_no_text_makes_it_stumble(text: str) -> None:
    assert is_date_like(text) in (True, False)
