from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.export import defuse, verbatims_csv, write_csv
from app.i18n import Words
from nlp.storage import Workspace
from nlp.storage.queries.explorer import export_rows


def read(content: bytes, delimiter: str) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(
        csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    )


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+33 1", "-2", "@SUM(A1)", "\t=1", "\rx", "\nx", " =1", "＝1", "＠x", "\u00a0=1"],
)
def test_formulas_are_defused(text):
    assert defuse(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Bonjour", "a=b", "1-2", "'quoted'", "é"])
def test_plain_texts_stay(text):
    assert defuse(text) == text


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\0")))
def test_no_cell_begins_like_a_formula_and_texts_come_back(text):
    cell = read(write_csv(["h"], [[text]], Words("fr")), ";")[1:]
    found = cell[0][0] if cell and cell[0] else ""
    assert not found.startswith(("=", "+", "-", "@", "\t"))
    assert found in (text, f"'{text}")


def test_numbers_follow_the_language_and_are_not_texts():
    line = [[-1.5, 1234, None, "x"]]
    assert read(write_csv(["a", "b", "c", "d"], line, Words("fr")), ";")[1] == [
        "-1,5",
        "1234",
        "",
        "x",
    ]
    assert read(write_csv(["a", "b", "c", "d"], line, Words("en")), ",")[1] == [
        "-1.5",
        "1234",
        "",
        "x",
    ]


def test_export_has_every_contact_and_no_customer(folder, labels):
    with Workspace.open(folder).reader() as reader:
        content = verbatims_csv(export_rows(reader), labels)
    lines = read(content, ";" if labels.words.lang == "fr" else ",")
    assert len(lines) == 1 + 63
    assert len({len(line) for line in lines}) == 1
    assert "secret" not in content.decode("utf-8-sig")
    assert any(cell.startswith("'=HYPERLINK()") for line in lines for cell in line)
    assert any("<b>gras</b>" in cell for line in lines for cell in line)


def test_export_names_labels_in_the_language(folder, labels):
    with Workspace.open(folder).reader() as reader:
        content = verbatims_csv(export_rows(reader), labels).decode("utf-8-sig")
    expected = {"fr": "Colis perdu ou non reçu", "en": "Parcel lost or not received"}
    assert expected[labels.words.lang] in content
    assert "custom.code" in content
