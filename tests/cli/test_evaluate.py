import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from nlp.cli import evaluate
from nlp.errors import InputError

GOLD = Path(__file__).resolve().parents[2] / "data" / "new-sectors" / "contacts.jsonl"
SHIPPED = GOLD.parents[2] / "models" / "motif-base"


@pytest.fixture
def run():
    return lambda *args: CliRunner().invoke(evaluate.command, list(map(str, args)))


def test_what_was_measured_is_printed_by_language_then_by_part_then_what_goes_wrong(run):
    result = run(GOLD)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= 150
    assert "fr (n = 5)" in lines[1]
    assert "en (n = 5)" in lines[1]
    (first,) = (line for line in lines if "one of the labelled reasons" in line)
    assert first.count("[") == 2
    for part in ("fr · call", "en · chat", "fr · 20 to 80 words", "reason, fr", "irritant, en"):
        assert any(part in line for line in lines), part
    assert "Costume" not in result.output


def test_programs_get_the_same_figures(run):
    measured = json.loads(run(GOLD, "--format", "json").stdout)
    (groups,) = measured.values()
    assert groups["fr"]["reason_in_set"]["n"] == 5


def test_a_bundle_compared_with_itself_changes_nothing(run):
    result = run(GOLD, "--against", SHIPPED)
    changes = [line for line in result.stdout.splitlines() if line.strip().startswith("change")]
    assert len(changes) == 8
    assert all("+0.000 [+0.000, +0.000]" in line for line in changes)


def test_a_row_that_lacks_a_label_is_said_with_its_line(run, tmp_path):
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    del rows[1]["irritants"]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    result = run(path)
    assert isinstance(result.exception, InputError)
    assert str(result.exception).endswith("gold.jsonl, line 2: no irritants")
