from __future__ import annotations

from pathlib import Path

import pytest

from nlp.errors import InputError, MappingError, UnreadableFileError
from nlp.readers import read_inputs

MAIL = (
    "From: a@exemple.fr\nMessage-ID: <{n}@x>\nDate: Tue, 3 Nov 2026 10:00:00 "
    "+0100\n\nColis {n} perdu\n"
)


def test_ids_are_unique_across_files(write) -> None:
    one = write("a.csv", "id;avis\n1;bien mais cher\n2;trop long\n")
    two = write("b.csv", "id;avis\n3;autre chose\n2;encore long\n")
    first, second = read_inputs([one, two])
    assert [contact.contact_id for contact in first.contacts] == ["1", "2"]
    assert [contact.contact_id for contact in second.contacts] == ["3"]
    assert [(r.source, r.row, r.reason, r.detail) for r in second.rejects] == [
        ("b.csv", 2, "duplicate_id", "a.csv:2")
    ]
    assert second.n_read == 2


def test_a_file_given_twice_is_read_once(write, tmp_path: Path) -> None:
    path = write("in/a.csv", "avis\nbien mais cher\n")
    readings = list(read_inputs([path, tmp_path / "in"[:2] / ".." / "in" / "a.csv", path]))
    assert [len(reading.contacts) for reading in readings] == [1]


def test_a_folder_of_everything_is_read_by_kind(write, tmp_path: Path) -> None:
    write("in/a.csv", "avis\nbien mais cher\n")
    write("in/sub/b.jsonl", '{"text": "rien reçu"}\n')
    for n in (1, 2):
        write(f"in/mails/{n}.eml", MAIL.format(n=n))
    write("in/calls/1.txt", "Client : allô la panne\nConseiller : oui\n")
    write("in/calls/2.json", '{"turns": [{"speaker": "client", "text": "encore en panne"}]}')
    write("in/rows.json", '[{"text": "depuis un tableau"}]')
    write("in/lisez-moi.pdf", b"%PDF")
    write("in/.DS_Store", b"\x00")
    write("in/~$a.xlsx", b"lock")
    readings = list(read_inputs([tmp_path / "in"]))
    assert {(r.source, len(r.contacts)) for r in readings} == {
        ("a.csv", 1), ("b.jsonl", 1), ("rows.json", 1), ("in", 2),
    }  # fmt: skip
    sources = sorted(c.source for r in readings if r.source == "in" for c in r.contacts)
    assert sources == ["1.eml", "1.txt", "2.eml", "2.json"]
    skipped = [n.params for r in readings for n in r.notes if n.code == "files_skipped"]
    assert skipped == [{"n": 1, "names": "lisez-moi.pdf"}]


def test_broken_messages_in_a_folder_are_rejects_not_the_end(write, tmp_path: Path) -> None:
    write("in/1.eml", MAIL.format(n=1))
    write("in/2.eml", b"")
    write("in/3.eml", "no headers here, only words\n")
    write("in/4.txt", "Client : un souci\nConseiller : ah\n")
    write("in/5.txt", "aucun locuteur ici\n")
    write("in/6.json", "{broken")
    write("in/7.txt", b"\x00\x01\x02")
    readings = list(read_inputs([tmp_path / "in"]))
    assert sum(len(r.contacts) for r in readings) == 2
    rejects = sorted(
        (r.source, r.row, r.reason, r.detail) for reading in readings for r in reading.rejects
    )
    assert rejects == [
        ("2.eml", 0, "broken_row", "not readable as an e-mail"),
        ("3.eml", 0, "broken_row", "no e-mail headers"),
        *(
            (name, 0, "broken_row", "not readable as a transcript")
            for name in ("5.txt", "6.json", "7.txt")
        ),
    ]


def test_broken_tables_in_a_folder_are_rejects_not_the_end(write, tmp_path: Path) -> None:
    broken = {"b.csv": b"\x00\x01\x02", "c.csv": b"", "d.xlsx": b"no zip", "e.parquet": b"PAR1",
              "f.jsonl": b"no object", "g.xls": b"old"}  # fmt: skip
    for name, content in broken.items():
        write(f"in/{name}", content)
    write("in/a.csv", "avis\nbien mais cher\n")
    write("in/z.csv", "avis\nencore trop long\n")
    readings = list(read_inputs([tmp_path / "in"]))
    assert [c.source for reading in readings for c in reading.contacts] == ["a.csv", "z.csv"]
    rejects = [
        (r.source, r.row, r.reason, r.detail) for reading in readings for r in reading.rejects
    ]
    assert rejects == [(name, 0, "broken_row", "not readable as a table") for name in broken]
    for name in broken:
        with pytest.raises(UnreadableFileError, match=name):
            list(read_inputs([tmp_path / "in" / name]))


def test_a_table_of_a_folder_that_needs_a_mapping_is_told(write, tmp_path: Path) -> None:
    write("in/a.csv", "ville\nLyon\n")
    with pytest.raises(MappingError, match=r"a\.csv has no column"):
        list(read_inputs([tmp_path / "in"]))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.eml", "only words\n"),
        ("a.txt", "aucun locuteur\n"),
        ("a.json", "{broken"),
        ("a.json", "3"),
    ],
)
def test_a_file_given_by_name_must_be_what_it_claims(write, name: str, content: str) -> None:
    with pytest.raises(UnreadableFileError, match=name):
        list(read_inputs([write(name, content)]))


def test_a_text_file_may_be_a_table(read_one) -> None:
    reading = read_one("export.txt", "id\tcommentaire\n1\tTrois semaines sans réponse\n")
    assert [contact.text for contact in reading.contacts] == ["Trois semaines sans réponse"]


def test_wrong_paths_are_told_before_anything_is_read(write, tmp_path: Path) -> None:
    good = write("a.csv", "avis\nbien mais cher\n")
    write("b.docx", b"PK")
    for paths, message in (
        ([], "nothing to read"),
        ([good, tmp_path / "aa.csv"], "Did you mean a.csv"),
        ([tmp_path / "b.docx"], "no kind that Motif reads"),
    ):
        with pytest.raises(InputError, match=message):
            read_inputs(paths)
    (tmp_path / "vide").mkdir()
    with pytest.raises(InputError, match="holds no file"):
        read_inputs([tmp_path / "vide"])


def test_a_table_without_text_stops_at_that_file(write) -> None:
    good, bad = write("a.csv", "avis\nbien mais cher\n"), write("b.csv", "ville\nLyon\n")
    readings = read_inputs([good, bad])
    assert len(next(readings).contacts) == 1
    with pytest.raises(MappingError, match=r"b\.csv"):
        next(readings)
