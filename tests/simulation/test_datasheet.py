"""The datasheet of the corpus on the tiny one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nlp.errors import InputError
from nlp.settings import Settings
from nlp.simulation.corpus import CorpusContact
from nlp.simulation.datasheet import main, read_agreement, render_datasheet
from nlp.taxonomy import Taxonomy

AGREEMENT = {
    "n": 120,
    "reason": 0.9,
    "reason_family": 0.95,
    "sentiment": 0.91,
    "irritant_f1": 0.82,
    "irritant_family_f1": 0.88,
    "signal_f1": 0.8,
}


def test_it_counts_what_is_there(tiny: list[CorpusContact], taxonomy: Taxonomy) -> None:
    sheet = render_datasheet(tiny, taxonomy)
    assert f"{len(tiny)} customer contacts in French (13) and English (12)" in sheet
    assert "| survey | 5 | 3 | 8 |" in sheet
    assert "| `waiting.processing` | 2 | 1 | 3 |" in sheet
    assert "| `account.update` | 2 | 2 | 4 | 4 |" in sheet
    assert "| staff | 1 | 0 | 1 |" in sheet
    assert "| agent_praise | 1 | 0 | 1 |" in sheet
    assert "Not measured yet" in sheet


def test_it_holds_no_text_of_a_contact(tiny: list[CorpusContact], taxonomy: Taxonomy) -> None:
    sheet = render_datasheet(tiny, taxonomy)
    assert not any(contact.text in sheet for contact in tiny)


def test_agreement_is_shown_when_measured(
    tiny: list[CorpusContact], taxonomy: Taxonomy, tmp_path: Path
) -> None:
    assert read_agreement(tmp_path) is None
    (tmp_path / "agreement.json").write_text(json.dumps(AGREEMENT))
    sheet = render_datasheet(tiny, taxonomy, read_agreement(tmp_path))
    assert "120 contacts were labelled a second time" in sheet
    assert "| irritants, micro F1 | 0.820 |" in sheet
    assert "Not measured yet" not in sheet


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not UTF-8 JSON"),
        ("[]", "must be an object with the numbers n, reason"),
        (json.dumps({**AGREEMENT, "reason": "high"}), "must be an object"),
        (json.dumps({**AGREEMENT, "signal_f1": 80}), "must lie between 0 and 1"),
    ],
)
def test_a_broken_agreement_is_an_error(content: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "agreement.json").write_text(content)
    with pytest.raises(InputError, match="agreement") as caught:
        read_agreement(tmp_path)
    assert said in str(caught.value)


def test_the_command_writes_the_sheet(
    rows: list[dict[str, Any]], write_corpus: Callable[..., Path]
) -> None:
    folder = write_corpus(rows)
    assert main(["--corpus", str(folder), "--taxonomy", str(Settings().taxonomy)]) == 0
    assert (folder / "DATASHEET.md").read_text(encoding="utf-8").startswith("# The corpus\n")


def test_the_command_writes_nothing_for_a_broken_corpus(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--corpus", str(tmp_path), "--taxonomy", str(Settings().taxonomy)]) == 1
    assert "holds no corpus" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
