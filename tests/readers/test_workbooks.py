from __future__ import annotations

from datetime import datetime

import pytest

from nlp.errors import MappingError, UnreadableFileError
from nlp.readers import ColumnMapping, read_inputs, read_rows


def test_dates_numbers_and_text_come_as_cells(write_xlsx) -> None:
    path = write_xlsx(
        "a.xlsx",
        Export=[["id", "Verbatim", "Date", "NPS"], [7, "Très bien", datetime(2026, 11, 3), 9]],
    )
    [reading] = read_inputs([path])
    [contact] = reading.contacts
    assert contact.contact_id == "7"
    assert contact.text == "Très bien"
    assert contact.occurred_at is not None
    assert contact.occurred_at.date().isoformat() == "2026-11-03"
    assert contact.satisfaction is not None
    assert (contact.satisfaction.value, contact.satisfaction.scale) == (9, "nps")


def test_date_serials_are_dates(write_xlsx) -> None:
    path = write_xlsx(
        "a.xlsx", S=[["avis", "date"], ["Trop cher pour moi", 46329], ["Bien reçu hier", 46329.5]]
    )
    [reading] = read_inputs([path])
    assert [str(c.occurred_at) for c in reading.contacts] == [
        "2026-11-03 00:00:00+00:00",
        "2026-11-03 12:00:00+00:00",
    ]
    assert "dates_serial" in [note.code for note in reading.notes]


def test_the_first_sheet_with_verbatims_is_read_and_said(write_xlsx) -> None:
    path = write_xlsx(
        "a.xlsx",
        Synthèse=[["Mois", "Total"], ["nov.", 12]],
        Données=[["Commentaire", "Note"], ["Attente trop longue", 3]],
    )
    [reading] = read_inputs([path])
    assert [contact.text for contact in reading.contacts] == ["Attente trop longue"]
    [note] = [note for note in reading.notes if note.code == "sheet_chosen"]
    assert note.params == {"sheet": "Données", "others": "Synthèse"}


def test_a_title_above_the_header_is_skipped(write_xlsx) -> None:
    path = write_xlsx(
        "a.xlsx",
        S=[
            ["Verbatims du mois"],
            [],
            ["Date", "Commentaire", "Canal"],
            ["2026-11-03", "Rien reçu", "mail"],
        ],
    )
    [reading] = read_inputs([path])
    assert [(c.text, c.row, c.channel) for c in reading.contacts] == [("Rien reçu", 1, "email")]
    assert ("header_row", {"row": 3}) in [(n.code, n.params) for n in reading.notes]


def test_a_data_row_is_never_taken_for_the_header(write_xlsx) -> None:
    path = write_xlsx("a.xlsx", S=[["Propos", "Lieu"], ["très déçu", "avis"], ["cher", "mail"]])
    with pytest.raises(MappingError, match="Its columns: Propos, Lieu"):
        list(read_inputs([path]))


def test_percent_cells_are_percentages(write_xlsx, tmp_path) -> None:
    import openpyxl

    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["Verbatim", "Satisfaction"])
    for value in (0.85, 1.0):
        sheet.append(["Bien dans l'ensemble", value])
        sheet.cell(sheet.max_row, 2).number_format = "0%"
    workbook.save(tmp_path / "p.xlsx")
    [reading] = read_inputs([tmp_path / "p.xlsx"])
    assert [
        (c.satisfaction.value, c.satisfaction.scale) for c in reading.contacts if c.satisfaction
    ] == [
        (85.0, "percent"),
        (100.0, "percent"),
    ]


def test_empty_rows_at_the_end_are_no_rows_those_inside_are(write_xlsx) -> None:
    path = write_xlsx(
        "a.xlsx",
        S=[["avis", "n"], ["Tout va bien", 1], [None, None], ["Encore un souci", 2], [None, ""]],
    )
    [reading] = read_inputs([path])
    assert reading.n_read == 3
    assert [(r.row, r.reason) for r in reading.rejects] == [(2, "no_text")]


def test_a_formula_without_value_is_empty_not_a_formula(write_xlsx) -> None:
    path = write_xlsx("a.xlsx", S=[["id", "commentaire"], [1, "=A1"], [2, "réel"]])
    reading = read_rows(path)
    assert reading.cells == ((1, None), (2, "réel"))


def test_a_damaged_workbook_is_one_clear_error(write, write_xlsx) -> None:
    whole = write_xlsx("a.xlsx", S=[["avis"], ["bien"]]).read_bytes()
    for content in (b"not a zip at all", whole[: len(whole) // 2], b"PK\x03\x04" + b"\x00" * 50):
        with pytest.raises(UnreadableFileError, match=r"\.xlsx"):
            read_rows(write("b.xlsx", content))


def test_a_workbook_with_empty_sheets_says_so(write_xlsx) -> None:
    with pytest.raises(UnreadableFileError, match="all empty"):
        read_rows(write_xlsx("a.xlsx", S=[]))


def test_a_workbook_named_csv_says_so(write, write_xlsx) -> None:
    content = write_xlsx("a.xlsx", S=[["avis"], ["bien"]]).read_bytes()
    with pytest.raises(UnreadableFileError, match=r"Excel workbook.*\.xlsx"):
        read_rows(write("b.csv", content))


def test_the_sheet_of_the_mapping_is_read(write, write_xlsx) -> None:
    path = write_xlsx("a.xlsx", Avis=[["avis"], ["non"]], Réponses=[["Propos"], ["oui"]], Vide=[])
    columns = {"text": ("Propos",)}
    for name in ("Réponses", "reponses"):
        [reading] = read_inputs([path], mapping=ColumnMapping(columns=columns, sheet=name))
        assert [contact.text for contact in reading.contacts] == ["oui"]
        [note] = [note for note in reading.notes if note.code == "sheet_chosen"]
        assert note.params == {"sheet": "Réponses", "others": "Avis, Vide"}
    with pytest.raises(
        MappingError, match=r"a\.xlsx has no sheet 'Reponse'.*Avis, Réponses, Vide.*mean Réponses"
    ):
        list(read_inputs([path], mapping=ColumnMapping(sheet="Reponse")))
    with pytest.raises(UnreadableFileError, match="sheet 'Vide' is empty"):
        list(read_inputs([path], mapping=ColumnMapping(sheet="Vide")))


def test_a_sheet_stated_for_another_kind_of_file_is_said(read_one) -> None:
    reading = read_one("a.csv", "avis\nbien mais cher\n", mapping=ColumnMapping(sheet="Avis"))
    assert ("sheet_unused", {"sheet": "Avis"}) in [(n.code, n.params) for n in reading.notes]


def test_named_text_columns_choose_the_sheet(write_xlsx) -> None:
    path = write_xlsx("a.xlsx", A=[["Commentaire"], ["non"]], B=[["Propos tenus"], ["oui"]])
    assert read_rows(path, text_columns=["Propos tenus"]).cells == (("oui",),)
