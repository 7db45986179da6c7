from __future__ import annotations

from pathlib import Path

import pytest

from nlp.errors import InputError, UnreadableFileError
from nlp.readers import read_rows


def test_a_mistyped_path_suggests_its_neighbour(write) -> None:
    path = write("export.csv", "avis\nbien\n")
    with pytest.raises(InputError, match=r"does not exist.*Did you mean export\.csv"):
        read_rows(path.with_name("exprot.csv"))


def test_an_unknown_suffix_names_the_known_ones(write) -> None:
    with pytest.raises(InputError, match=r"\.xlsx"):
        read_rows(write("a.xslx", "avis\n"))


def test_an_old_workbook_says_what_to_do(write) -> None:
    with pytest.raises(UnreadableFileError, match="save it as"):
        read_rows(write("a.xls", b"\xd0\xcf\x11\xe0"))


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read_rows(tmp_path)


def test_rows_keep_their_raw_cells(write) -> None:
    reading = read_rows(write("a.csv", "id;text;lang\n7;  Bonjour ;fr\n"))
    assert list(reading.rows) == [(1, {"id": "7", "text": "  Bonjour ", "lang": "fr"})]
