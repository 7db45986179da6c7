"""The sample as files: the same bytes, labels that lead back, clear errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nlp.settings import Settings
from nlp.simulation.__main__ import main
from nlp.simulation.sample import EXPORTS, LABELS, TRUTH, write_sample
from nlp.simulation.scenario import DEMO
from nlp.taxonomy import Taxonomy

OPTIONS = ["--taxonomy", str(Settings().taxonomy)]
ROWS = 5_000
SMALL = replace(DEMO, n_contacts=400)
Row = dict[str, Any]


@pytest.fixture
def folder(rows: list[Row], write_corpus: Callable[..., Path]) -> Path:
    return write_corpus(rows)


def test_the_same_seed_writes_the_same_bytes(
    folder: Path, tmp_path: Path, taxonomy: Taxonomy
) -> None:
    def write(name: str, seed: int) -> dict[str, bytes]:
        files = write_sample(
            folder, tmp_path / name, taxonomy=taxonomy, scenario=SMALL, seed=seed, check_rows=ROWS
        )
        return {path.relative_to(tmp_path / name).as_posix(): path.read_bytes() for path in files}

    one, two, other = write("one", 1), write("two", 1), write("other", 2)
    assert one == two
    assert set(one) == {*EXPORTS, TRUTH, LABELS, "DATASHEET.md"}
    assert all(one[name] != other[name] for name in one)


def test_labels_lead_back_to_the_corpus(
    rows: list[Row], folder: Path, tmp_path: Path, taxonomy: Taxonomy
) -> None:
    output = tmp_path / "sample"
    write_sample(folder, output, taxonomy=taxonomy, scenario=SMALL, seed=1, check_rows=ROWS)
    corpus = {row["id"]: row for row in rows}
    labels = [json.loads(line) for line in (output / LABELS).read_text().splitlines()]
    truth = json.loads((output / TRUTH).read_text())
    assert len(labels) == truth["n_contacts"]
    assert len({(label["source"], label["row"]) for label in labels}) == len(labels)
    for label in labels:
        origin = corpus[label["corpus_id"]]
        for name in ("reasons", "sentiment", "irritants", "praises", "signals"):
            assert label[name] == origin[name]
    counted = sum("waiting.queue" in label["irritants"] for label in labels)
    stated = next(row for row in truth["irritants"] if row["irritant"] == "waiting.queue")
    assert stated["n"] == counted
    assert stated["latent"] == DEMO.irritant_effects["waiting.queue"]


def test_the_truth_is_plain_json_with_nulls(
    folder: Path, tmp_path: Path, taxonomy: Taxonomy
) -> None:
    output = tmp_path / "sample"
    write_sample(folder, output, taxonomy=taxonomy, scenario=SMALL, seed=1, check_rows=ROWS)
    text = (output / TRUTH).read_text()
    truth = json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))
    unseen = next(row for row in truth["irritants"] if row["irritant"] == "trust.fraud")
    assert unseen["projection"] is None
    assert unseen["n"] == 0
    assert {event["event"] for event in truth["events"]} == {
        "rise",
        "fall",
        "newcomer",
        "passenger",
        "channel_shift",
    }


def test_the_command_says_what_is_wrong_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "sample"
    assert main([*OPTIONS, "--corpus", str(tmp_path), "--output", str(output)]) == 1
    assert "holds no corpus" in capsys.readouterr().err
    assert not output.exists()


def test_a_negative_seed_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--corpus", str(tmp_path), "--output", str(tmp_path), "--seed", "-1"])
    assert left.value.code == 2
