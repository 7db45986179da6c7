import pytest

from nlp.cli import main

SURGE = "2026-W46"


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def run(workspace, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("MOTIF_MIN_N", "5")

    def call(*options, output="out"):
        folder = tmp_path / output
        main(["digest", "--workspace", str(workspace.folder), "--output", str(folder), *options])
        return folder, capsys.readouterr().out.split()

    return call


def test_it_writes_both_languages_and_says_what(run):
    folder, said = run("--week", SURGE)
    names = {f"digest-{SURGE}.{lang}.{x}" for lang in ("fr", "en") for x in ("html", "md", "png")}
    assert set(files(folder)) == names
    assert {line.rsplit("/", 1)[1] for line in said} == names


def test_the_same_rows_give_the_same_bytes(run):
    assert files(run(output="one")[0]) == files(run(output="two")[0])


def test_one_language_alone(run):
    folder, _ = run("--week", "2026-W40", "--lang", "fr")
    assert set(files(folder)) == {"digest-2026-W40.fr.html", "digest-2026-W40.fr.md"}


@pytest.mark.parametrize(
    ("week", "message"), [("2026-W30", "has contacts of 2026-W37"), ("W46", "not an ISO week")]
)
def test_a_wrong_week_is_one_clear_message(workspace, tmp_path, capsys, week, message):
    with pytest.raises(SystemExit) as end:
        main(["digest", "--week", week, "--workspace", str(workspace.folder), "--output",
              str(tmp_path / "out")])  # fmt: skip
    assert end.value.code == 1
    said = capsys.readouterr().err
    assert message in said
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_one_clear_message(workspace, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    with pytest.raises(SystemExit) as end:
        main(["digest", "--workspace", str(workspace.folder), "--output",
              str(tmp_path / "file" / "out")])  # fmt: skip
    assert end.value.code == 1
    assert "Choose another --output" in capsys.readouterr().err
