from __future__ import annotations

import pytest

from nlp.errors import MappingError, UnreadableFileError
from nlp.readers import ColumnMapping, describe_mapping

LONG = "Trois semaines sans nouvelles"


def test_a_table_is_described_without_its_verbatims(write) -> None:
    path = write(
        "a.csv",
        f"Note;Date;Propos;DMT "
        f"(min);ville\n9;03/11/2026;{LONG};5;Lyon\n0;04/05/2026;{LONG};6;Nice\n",
    )
    mapping = ColumnMapping(columns={"text": ("Propos",)}, channel="survey")
    fields = {field.field: field for field in describe_mapping(path, mapping, lang="fr")}
    assert set(fields) == {"text", "date", "score", "handling", "channel"}
    assert (fields["text"].column, fields["text"].origin) == ("Propos", "mapping")
    assert fields["text"].values == "texte, 29 caractères en moyenne"
    assert (fields["score"].column, fields["score"].origin) == ("Note", "header")
    assert fields["score"].values == "NPS, de 0 à 10"
    assert "jour d’abord" in fields["date"].values
    assert fields["handling"].values == "nombres, en minutes"
    assert (fields["channel"].column, fields["channel"].values) == ("", "survey")
    assert not any("semaines" in field.values for field in fields.values())


def test_e_mails_and_calls_are_described_too(write) -> None:
    mail = describe_mapping(write("a.eml", "From: a@exemple.fr\n\nBonjour\n"))
    assert next((f.field, f.column, f.origin) for f in mail) == ("text", "body + Subject", "format")
    call = describe_mapping(
        write("a.json", '{"date": "2026-11-03", "turns": [{"speaker": "client", "text": "a"}]}')
    )
    assert [f.field for f in call] == ["turns", "date"]


def test_a_broken_table_of_a_folder_is_said_not_raised(write, tmp_path) -> None:
    write("in/a.csv", f"avis\n{LONG}\n")
    broken = write("in/b.csv", b"\x00\x01")
    fields = [(f.source, f.field, f.values) for f in describe_mapping(tmp_path / "in")]
    assert fields[1:] == [("b.csv", "–", "not readable as a table: file rejected")]
    with pytest.raises(UnreadableFileError):
        describe_mapping(broken)


def test_constants_are_shown_as_they_will_be_used(write, write_xlsx) -> None:
    book = write_xlsx("a.xlsx", A=[["avis"], ["non"]], B=[["avis"], [LONG]])
    mapping = ColumnMapping(channel="courrier", lang="Français", sheet="B")
    shown = {f.field: f.values for f in describe_mapping(book, mapping)}
    assert shown == {
        "text": "text, 29 characters on average", "channel": "letter", "lang": "fr", "sheet": "B",
    }  # fmt: skip
    mail = write("a.eml", "From: a@exemple.fr\n\nBonjour\n")
    for wrong in (ColumnMapping(channel="cannal"), ColumnMapping(lang="es")):
        for path in (book, mail):
            with pytest.raises(MappingError, match=path.name):
                describe_mapping(path, wrong)


def test_a_folder_is_described_file_by_file(write, tmp_path) -> None:
    write("in/a.csv", f"avis\n{LONG}\n")
    write("in/b.csv", f"comment\n{LONG}\n")
    assert [f.source for f in describe_mapping(tmp_path / "in")] == ["a.csv", "b.csv"]
