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
    endings = ("html", "md", "txt", "pdf", "png")
    names = {f"digest-{SURGE}.{lang}.{x}" for lang in ("fr", "en") for x in endings}
    assert set(files(folder)) == names
    assert {line.rsplit("/", 1)[1] for line in said} == names


def test_the_same_rows_give_the_same_bytes(run):
    options = ("--lang", "fr")
    assert files(run(*options, output="one")[0]) == files(run(*options, output="two")[0])


def test_one_language_alone(run):
    folder, _ = run("--week", "2026-W40", "--lang", "fr", "--no-pdf")
    assert set(files(folder)) == {f"digest-2026-W40.fr.{x}" for x in ("html", "md", "txt")}


def test_each_audience_has_its_files(run, tmp_path):
    (tmp_path / "owners.yaml").write_text("delivery: Ana Roy", encoding="utf-8")
    (tmp_path / "actions.yaml").write_text(
        "- {irritant: refund.late, date: 2026-10-05, what: Pay daily}", encoding="utf-8"
    )
    folder, _ = run(
        "--week", SURGE, "--lang", "en", "--no-pdf", "--audience", "product",
        "--product", "Box & Télé", "--owners", str(tmp_path / "owners.yaml"),
        "--actions", str(tmp_path / "actions.yaml"), "--explorer", "http://127.0.0.1:8501",
    )  # fmt: skip
    text = (folder / f"digest-{SURGE}.product-box-tele.en.txt").read_text(encoding="utf-8")
    assert "What customers say · Box & Télé" in text
    assert "Owner: Ana Roy" in text
    assert "5\u00a0October\u00a02026: Pay daily." in text
    assert "http://127.0.0.1:8501/verbatims?from=2026-W46&to=2026-W46&product=" in text
    folder, _ = run("--week", SURGE, "--lang", "en", "--audience", "direction", output="short")
    assert f"digest-{SURGE}.direction.en.pdf" in files(folder)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--audience", "product"), "needs --product: the workspace has Box & Télé, Mobile"),
        (("--audience", "product", "--product", "Mobil"), "Did you mean Mobile?"),
        (("--product", "Mobile"), "belongs to --audience product"),
        (("--explorer", "motif.example"), "not the address of an explorer"),
        (("--owners", "/none/owners.yaml"), "does not exist"),
    ],
)
def test_a_wrong_option_is_one_clear_message(workspace, tmp_path, capsys, options, message):
    with pytest.raises(SystemExit) as end:
        main(["digest", "--workspace", str(workspace.folder), "--output", str(tmp_path / "out"),
              *options])  # fmt: skip
    assert end.value.code == 1
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


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
