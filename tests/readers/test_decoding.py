from __future__ import annotations

from pathlib import Path

import pytest

from nlp.errors import InputError, UnreadableFileError
from nlp.readers.decoding import decode_file

FRENCH = "Très déçue : 3 relances, 12 € perdus… « Noël » et l’œuf"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (FRENCH.encode(), "UTF-8"),
        (FRENCH.encode("utf-8-sig"), "UTF-8"),
        (FRENCH.encode("cp1252"), "cp1252"),
        (FRENCH.encode("utf-16"), "UTF-16-LE"),
        ("\ufeff".encode("utf-16-be") + FRENCH.encode("utf-16-be"), "UTF-16-BE"),
    ],
)
def test_french_comes_out_whole_in_every_encoding(write, content: bytes, encoding: str) -> None:
    decoded = decode_file(write("a.csv", content))
    assert decoded.text == FRENCH
    assert decoded.encoding == encoding
    assert decoded.notes == ()


def test_a_few_cp1252_bytes_do_not_spoil_a_utf8_file(write) -> None:
    content = ("déjà été gâché à l’étranger\n" * 3).encode() + "réglé".encode("cp1252")
    decoded = decode_file(write("a.csv", content))
    assert decoded.text.endswith("réglé")
    assert "gâché à l’étranger" in decoded.text
    assert [note.code for note in decoded.notes] == ["encoding_mixed"]
    assert decoded.notes[0].params == {"n": 2}


def test_the_five_bytes_that_cp1252_leaves_out_do_not_stop_it(write) -> None:
    assert decode_file(write("a.csv", b"d\xe9j\xe0 \x81 vu")).text == "déjà \x81 vu"


@pytest.mark.parametrize("content", [b"", b"  \n\r\n ", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_said_to_be_empty(write, content: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="is empty"):
        decode_file(write("a.csv", content))


@pytest.mark.parametrize(
    ("content", "meaning"),
    [
        (b"PK\x03\x04rest", r"Excel workbook.*\.xlsx"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel"),
        (b"%PDF-1.7 rest", "PDF"),
        (b"\x1f\x8brest", "gzip"),
        (b"text;note\nbon\x00jour;3\n", "binary"),
        (bytes(range(1, 9)) * 100, "binary"),
    ],
)
def test_a_binary_file_is_named_for_what_it_is(write, content: bytes, meaning: str) -> None:
    with pytest.raises(UnreadableFileError, match=meaning):
        decode_file(write("a.csv", content))


def test_a_broken_utf16_file_says_what_to_do(write) -> None:
    with pytest.raises(UnreadableFileError, match="save it again as UTF-8"):
        decode_file(write("a.csv", b"\xff\xfea\x00b"))


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        decode_file(tmp_path / "nothing.csv")
