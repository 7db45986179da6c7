from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import UnreadableFileError
from nlp.readers.delimited import read_delimited, sniff_delimiter


def rows_of(path) -> list[tuple[str, ...]]:
    return list(read_delimited(path).cells)


@pytest.mark.parametrize(
    ("delimiter", "name"), [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "pipe")]
)
def test_the_delimiter_is_found_on_the_content(write, delimiter: str, name: str) -> None:
    lines = [
        "note|avis|date",
        '8,5|"Bien; mais, bref: cher"|2026-11-03',
        '3|"Long\tà venir"|2026-11-04',
    ]
    content = "\n".join(line.replace("|", delimiter) for line in lines)
    reading = read_delimited(write("a.csv", content.replace("8,5", '"8,5"')))
    assert reading.header == ("note", "avis", "date")
    assert reading.cells[0][0] == "8,5"
    assert reading.notes[0].params["delimiter"] == name


def test_decimal_commas_do_not_make_a_comma_file() -> None:
    assert sniff_delimiter(["note;avis\n", "8,5;oui, bien\n", "7,25;non, rien, nul\n"]) == ";"


def test_a_single_column_keeps_its_commas(write) -> None:
    reading = read_delimited(write("a.csv", "verbatim\nBonjour, merci; bien\nRAS\n"))
    assert reading.cells == (("Bonjour, merci; bien",), ("RAS",))
    assert reading.notes[0].params["delimiter"] == "none"


def test_line_breaks_inside_quotes_stay_in_the_cell(write) -> None:
    path = write("a.csv", 'id;avis\r\n1;"Ligne un\r\nligne ""deux"""\r\n2;ok\r\n')
    assert rows_of(path) == [("1", 'Ligne un\r\nligne "deux"'), ("2", "ok")]


def test_a_ragged_row_is_set_aside_with_its_number(write) -> None:
    reading = read_delimited(write("a.csv", "id,avis\n1,bien\n2,trop,de,cellules\n3\n4,fin\n"))
    assert [cells[0] for cells in reading.cells] == ["1", "4"]
    assert [(r.row, r.reason, r.detail) for r in reading.rejects] == [
        (2, "broken_row", "4 cells, 2 columns"),
        (3, "broken_row", "1 cells, 2 columns"),
    ]
    assert [row for _, row in reading.origins] == [1, 4]


def test_an_unclosed_quote_costs_its_own_row_only(write) -> None:
    content = 'id,avis,note\n1,bien,5\n2,"jamais fermé,1\n3,super,5\n4,"avec, virgule",4\n5,fin,3\n'
    reading = read_delimited(write("a.csv", content))
    assert [cells[0] for cells in reading.cells] == ["1", "3", "4", "5"]
    assert [(r.row, r.detail) for r in reading.rejects] == [(2, "unclosed quote")]


def test_quotes_inside_a_cell_are_forgiven_on_one_line(write) -> None:
    path = write("a.csv", 'id,avis,note\n1,"super" rapport qualité,4\n2,un 17" lent,2\n')
    assert rows_of(path) == [("1", "super rapport qualité", "4"), ("2", 'un 17" lent', "2")]


def test_many_unclosed_quotes_are_read_in_linear_time(write) -> None:
    lines = ["id,avis"] + [f'{i},"ouvert' if i % 2 else f"{i},ferme" for i in range(4000)]
    reading = read_delimited(write("a.csv", "\n".join(lines)))
    assert reading.n_read == 4000
    assert len(reading.cells) >= 2000


def test_blank_lines_are_no_rows_but_empty_cells_are(write) -> None:
    reading = read_delimited(write("a.csv", "id;avis\n\n1;bien\n;\n\n"))
    assert reading.cells == (("1", "bien"), ("", ""))


def test_excels_own_separator_line_is_obeyed(write) -> None:
    reading = read_delimited(write("a.csv", "sep=|\nid|avis\n1|a;b;c\n"))
    assert reading.header == ("id", "avis")


def test_columns_without_a_name_of_their_own_get_one(write) -> None:
    reading = read_delimited(write("a.csv", "note,,note,avis\n1,2,3,bien\n"))
    assert reading.header == ("note", "column 2", "note (2)", "avis")
    assert "column 2, note (2)" in reading.notes[-1].message("en")


def test_header_only_reads_no_row(write) -> None:
    assert read_delimited(write("a.csv", "id;avis\n")).n_read == 0


def test_an_empty_header_is_an_error(write) -> None:
    with pytest.raises(UnreadableFileError):
        read_delimited(write("a.csv", "\n\n"))


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@given(
    rows=st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=8),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
)
def test_what_a_csv_writer_wrote_comes_back(tmp_path_factory, rows, delimiter: str) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("id", "avis", "ville"), *rows])
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(stream.getvalue().encode("utf-8-sig"))
    # A sample of control characters is rightly refused as binary.
    if any(
        ord(char) < 32 and char not in "\r\n\t" for row in rows for cell in row for char in cell
    ):
        return
    assert rows_of(path) == rows
