import json
import subprocess
import sys

import pytest

from nlp.cli import main


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("MOTIF_KEY_FILE", str(tmp_path / "customer.key"))

    def call(*args):
        try:
            main([str(a) for a in args])
            status = 0
        except SystemExit as end:
            status = end.code
        out, err = capsys.readouterr()
        return status, out, err

    return call


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    """A small export in French and English whose scores follow one irritant."""
    texts = {
        2: "Trois semaines que j'attends mon remboursement, c'est inadmissible.",
        3: "Nobody answers the phone, I called six times this week.",
        9: "Tout était parfait, merci à toute l'équipe !",
        8: "Quick answer and friendly staff, thank you.",
    }
    lines = ["id;date;nps;verbatim"]
    for i in range(120):
        score = list(texts)[i % 4]
        day = 1 + i % 28
        lines.append(f'{i};{day:02d}/10/2026;{score};"{texts[score]}"')
    path = tmp_path_factory.mktemp("export") / "export.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def workspace(export, tmp_path_factory):
    folder = tmp_path_factory.mktemp("store") / "workspace"
    key = tmp_path_factory.mktemp("key") / "customer.key"
    code = (
        f"import os; os.environ['MOTIF_KEY_FILE'] = {str(key)!r}; import nlp; "
        f"nlp.analyze_files([{str(export)!r}], workspace={str(folder)!r})"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    return folder


def test_usage_errors_end_with_2(run):
    status, _, err = run("analyze")
    assert status == 2
    assert "INPUT" in err
    assert run("nonsense")[0] == 2
    assert run("rank", "--format", "xml")[0] == 2


def test_help_is_no_error(run):
    status, out, _ = run("--help")
    assert status == 0
    assert "analyze" in out


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_analyze_accounts_for_every_row(run, export, tmp_path, lang):
    status, out, _ = run("analyze", export, "--workspace", tmp_path / "w", "--lang", lang)
    assert status == 0
    assert {"fr": "120 lignes lues = 120 gardées", "en": "120 rows read = 120 kept"}[lang] in out


def test_a_missing_file_is_one_message(run, tmp_path):
    status, _, err = run("analyze", tmp_path / "nowhere.csv", "--workspace", tmp_path / "w")
    assert status == 1
    assert err.startswith("motif: ")
    assert "Traceback" not in err


def test_show_mapping_stores_nothing(run, export, tmp_path):
    status, out, _ = run("analyze", export, "--workspace", tmp_path / "w", "--show-mapping")
    assert status == 0
    assert "verbatim" in out
    assert not (tmp_path / "w").exists()


def test_rank_prints_json_with_the_agreed_fields(run, workspace):
    status, out, _ = run("rank", "--workspace", workspace, "--format", "json")
    assert status == 0
    rows = json.loads(out)
    agreed = {
        "irritant",
        "n",
        "n_scored",
        "prevalence",
        "effect",
        "effect_low",
        "effect_high",
        "impact",
        "impact_low",
        "impact_high",
        "rank",
        "change",
        "verdict",
    }
    assert all(agreed <= set(row) for row in rows)
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    assert any(row["n"] for row in rows)


def test_rank_prints_csv_and_tables(run, workspace):
    assert run("rank", "--workspace", workspace, "--format", "csv")[1].startswith("irritant,n,")
    status, out, _ = run("rank", "--workspace", workspace, "--lang", "fr")
    assert status == 0
    assert "Une association, pas une preuve de cause" in out


def test_one_line_is_explained(run, workspace):
    status, out, _ = run("rank", "--workspace", workspace, "--explain", "refund.late")
    assert status == 0
    assert "refund.late" in out


def test_an_unknown_irritant_is_answered_with_a_suggestion(run, workspace):
    status, _, err = run("rank", "--workspace", workspace, "--explain", "refund.lte")
    assert status == 1
    assert "Did you mean refund.late" in err


def test_a_workspace_that_is_none(run, tmp_path):
    status, _, err = run("rank", "--workspace", tmp_path)
    assert status == 1
    assert "not a workspace" in err


def test_annotate_gives_the_labels_that_analyze_stores(run, export, workspace, tmp_path):
    from nlp.storage import Workspace

    rows = [line.split(";", 3) for line in export.read_text("utf-8").splitlines()[1:5]]
    source = tmp_path / "in.jsonl"
    source.write_text(
        "\n".join(json.dumps({"id": r[0], "text": r[3].strip('"')}) for r in rows), "utf-8"
    )
    status, _, err = run("annotate", source, "--output", tmp_path / "out.jsonl")
    assert status == 0, err
    with Workspace.open(workspace).reader() as reader:
        stored = {r["contact_id"]: r for r in reader.table("annotations").to_pylist()}
    for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        for field in (
            "reason",
            "reasons",
            "sentiment",
            "irritants",
            "praises",
            "signals",
            "abstained",
        ):
            assert stored[row["id"]][field] == row[field]


def test_redact_names_the_columns_it_redacted(run, tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("verbatim\nÉcrire à jean.martin@exemple.fr\n", "utf-8")
    status, _, err = run("redact", source, "--output", tmp_path / "out.csv")
    assert status == 0
    assert "verbatim" in err
    assert "<EMAIL>" in (tmp_path / "out.csv").read_text("utf-8")


def test_python_m_nlp_is_the_same_command():
    done = subprocess.run(
        [sys.executable, "-m", "nlp", "--version"], capture_output=True, text=True
    )
    assert done.returncode == 0
    assert "0.1.0" in done.stdout
