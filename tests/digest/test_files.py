import pytest

from nlp.digest import draw_impacts, render_files, write_files
from nlp.errors import InputError

SURGE = "2026-W46"


def test_every_form_is_a_file_and_the_markdown_shows_the_chart(told):
    digest = told(SURGE)
    files = render_files(digest, "fr", draw_impacts(digest, "fr"), stem="d")
    assert list(files) == [f"d.fr.{ending}" for ending in ("html", "md", "txt", "pdf", "png")]
    assert b"(<d.fr.png>)" in files["d.fr.md"]
    assert files["d.fr.pdf"].startswith(b"%PDF")
    assert files["d.fr.png"].startswith(b"\x89PNG")


def test_without_a_chart_nothing_shows_one(told):
    files = render_files(told(SURGE), "en", None, stem="d", pdf=False)
    assert list(files) == ["d.en.html", "d.en.md", "d.en.txt"]
    assert b".png" not in files["d.en.md"]


def test_files_take_the_place_of_earlier_ones_and_leave_no_draft(tmp_path):
    folder = tmp_path / "new" / "folder"
    write_files({"a.txt": b"old", "b.txt": b"b"}, folder)
    assert write_files({"a.txt": b"new"}, folder) == [folder / "a.txt"]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "a.txt": b"new",
        "b.txt": b"b",
    }


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="Choose another --output"):
        write_files({"a.txt": b"x"}, tmp_path / "file" / "out")
