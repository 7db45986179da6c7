from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import InputError
from nlp.value.cells import as_day, day_number, read_amounts, read_dates, read_marks, read_risks


def amounts(*cells):
    return read_amounts(cells, range(1, len(cells) + 1), "CA").tolist()


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("1\u202f234,50 €", "12,5"), [1234.5, 12.5]),
        (("€1,234.50", "$12"), [1234.5, 12]),
        (("1.234,50", "2.000"), [1234.5, 2000]),  # the first settles the second
        (("1,234", "2,000"), [1234, 2000]),  # nothing settles it: thousands
        (("1.234", "12.5"), [1.234, 12.5]),
        (("1.234.567", "1.234"), [1234567, 1234]),
        (("1,234,567", "12"), [1234567, 12]),
        (("12'500", "3 000"), [12500, 3000]),
        ((1234.5, 7, "8"), [1234.5, 7, 8]),
        ((1.234, "12,5"), [1.234, 12.5]),  # a number is no writing
        (("100 EUR", ".5"), [100, 0.5]),
    ],
)
def test_amounts_in_any_writing(cells, expected):
    assert amounts(*cells) == pytest.approx(expected)


def test_empty_cells_are_nothing_and_not_zero():
    assert np.isnan(amounts("", None, "N/A", float("nan"), "-")).all()
    assert amounts("0") == [0]


@pytest.mark.parametrize(
    "cell", ["beaucoup", "12 ou 13", "1,2,3.4", "1,234.5,6", ".", float("inf"), True, "1e5"]
)
def test_what_is_no_amount_is_named_by_its_row_without_its_words(cell):
    with pytest.raises(InputError, match=r"column 'CA': 1 cell.*no amount.*row 2") as caught:
        amounts("1", cell)
    assert "beaucoup" not in str(caught.value)


@pytest.mark.parametrize("cell", ["-12", "\u221212,5", -3])
def test_an_amount_below_zero_is_refused(cell):
    with pytest.raises(InputError, match=r"below 0.*row 1"):
        amounts(cell)


def test_many_bad_rows_are_counted_and_some_named():
    with pytest.raises(InputError, match=r"7 cell.*row 1, 2, 3, 4, 5, …"):
        amounts(*["x"] * 7)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8), st.booleans())
def test_a_french_and_an_english_office_write_the_same(cents, french):
    texts = [f"{c / 100:,.2f}" for c in cents]
    if french:
        texts = [t.replace(",", "\u202f").replace(".", ",") + " €" for t in texts]
    assert amounts(*texts) == pytest.approx([c / 100 for c in cents])


def test_marks_in_both_languages():
    cells = ["oui", "Non", "TRUE", "0", 1, False, "x", "", None, 0.0]
    found = read_marks(cells, range(10), "retenu")
    assert found[:7].tolist() == [1, 0, 1, 0, 1, 0, 1]
    assert np.isnan(found[7:9]).all()
    assert found[9] == 0
    with pytest.raises(InputError, match="neither yes nor no"):
        read_marks(["peut-être"], [1], "retenu")


def test_risk_is_a_mark_or_a_score():
    assert read_risks(["oui", "non"], [1, 2], "risque").tolist() == [1, 0]
    assert read_risks(["85 %", "12,5%"], [1, 2], "risque").tolist() == [85, 12.5]
    with pytest.raises(InputError, match="no amount"):
        read_risks(["élevé", "0,7"], [1, 2], "risque")


def test_dates_become_days_and_far_ones_none():
    cells = ["31/12/2025", "9999-12-31", "", datetime(2026, 1, 1, 23, 59), "31/12/2999"]
    days, n_far, notes = read_dates(cells, range(5), "départ")
    assert days[[0, 3]].tolist() == [20453, 20454]
    assert np.isnan(days[[1, 2, 4]]).all()
    assert n_far == 2
    assert [note.code for note in notes] == ["dates_day_first_proved"]
    assert as_day(days[3]) == date(2026, 1, 1)
    assert day_number(date(2026, 1, 1)) == 20454


def test_a_date_that_is_none_is_refused():
    with pytest.raises(InputError, match=r"no date that can be read \(row 7\)"):
        read_dates(["31/02/2026"], [7], "départ")
