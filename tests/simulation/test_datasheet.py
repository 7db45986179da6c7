"""The datasheet of the corpus on the tiny one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nlp.errors import InputError
from nlp.settings import Settings
from nlp.simulation.agreement import SECOND_READING, measure_agreement
from nlp.simulation.corpus import CorpusContact
from nlp.simulation.datasheet import main, render_datasheet
from nlp.taxonomy import Taxonomy


def test_it_counts_what_is_there(tiny: list[CorpusContact], taxonomy: Taxonomy) -> None:
    sheet = render_datasheet(tiny, taxonomy)
    assert f"{len(tiny)} customer contacts in French (14) and English (13)" in sheet
    assert "| survey | 6 | 3 | 9 |" in sheet
    assert "| `waiting.processing` | 2 | 1 | 3 |" in sheet
    assert "| `account.update` | 2 | 2 | 4 | 4 |" in sheet
    assert "| staff | 1 | 0 | 1 |" in sheet
    assert "| agent_praise | 1 | 0 | 1 |" in sheet
    assert "Not measured yet" in sheet


def test_it_holds_no_text_of_a_contact(tiny: list[CorpusContact], taxonomy: Taxonomy) -> None:
    sheet = render_datasheet(tiny, taxonomy)
    assert not any(contact.text in sheet for contact in tiny)


def read_again(folder: Path, lines: list[str]) -> None:
    path = folder / SECOND_READING
    path.parent.mkdir()
    path.write_text("\n".join(lines), encoding="utf-8")


def test_agreement_is_shown_when_measured(
    tiny: list[CorpusContact], taxonomy: Taxonomy, tmp_path: Path
) -> None:
    assert measure_agreement(tiny, tmp_path) is None
    fields = ("id", "reasons", "sentiment", "irritants", "signals")
    second = [{f: getattr(c, f) for f in fields} | {"reason": c.reasons[0]} for c in tiny]
    second[0] |= {"reason": "other.none", "reasons": ["other.none"]}
    read_again(tmp_path, [json.dumps(row) for row in second])
    agreement = measure_agreement(tiny, tmp_path)
    assert agreement is not None
    assert agreement["reason_top1"].value == pytest.approx(1 - 1 / len(tiny))
    assert agreement["irritant"].value == 1
    sheet = render_datasheet(tiny, taxonomy, agreement)
    assert f"{len(tiny)} contacts were labelled a second time" in sheet
    assert "| irritants, micro F1 | 1.000 [1.000, 1.000] |" in sheet
    assert "Not measured yet" not in sheet


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 1: not JSON"),
        ("[]", "expected the fields id, reason"),
        (
            '{"id": "zz", "reason": "", "reasons": [], "sentiment": "", "irritants": [], '
            '"signals": []}',
            "the corpus has no contact 'zz'",
        ),
    ],
)
def test_a_broken_second_reading_is_an_error(
    line: str, said: str, tiny: list[CorpusContact], tmp_path: Path
) -> None:
    read_again(tmp_path, [line])
    with pytest.raises(InputError, match=re.escape(said)):
        measure_agreement(tiny, tmp_path)


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
