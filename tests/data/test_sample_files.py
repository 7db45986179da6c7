"""The sample as committed: made by the simulator, read whole, and true to its truth."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm

from nlp.readers import FileReading, read_inputs
from nlp.settings import Settings
from nlp.simulation.__main__ import main
from nlp.simulation.sample import EXPORTS, LABELS, TRUTH
from nlp.types import RawContact

SAMPLE = Settings().sample
Labels = dict[tuple[str, int], dict[str, Any]]


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((SAMPLE / TRUTH).read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def labels() -> Labels:
    with (SAMPLE / LABELS).open(encoding="utf-8") as lines:
        return {(row["source"], row["row"]): row for row in map(json.loads, lines)}


@pytest.fixture(scope="module")
def readings() -> list[FileReading]:
    return list(read_inputs([SAMPLE]))


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def labelled(
    readings: list[FileReading], labels: Labels
) -> Iterator[tuple[RawContact, dict[str, Any]]]:
    for reading in readings:
        for contact in reading.contacts:
            if (contact.source, contact.row) in labels:
                yield contact, labels[contact.source, contact.row]


def test_the_simulator_makes_it_again_byte_for_byte(tmp_path: Path) -> None:
    corpus = Settings().corpus
    folders = {"corpus": corpus, "newcomers": corpus.parent / "newcomer", "output": tmp_path}
    given = [word for name, path in folders.items() for word in (f"--{name}", str(path))]
    assert main(given) == 0
    made = contents(tmp_path)
    committed = contents(SAMPLE)
    assert set(made) == set(committed)
    changed = [name for name in made if made[name] != committed[name]]
    assert changed == [], "run: make sample"


def test_the_folder_can_be_analysed_as_it_is(readings: list[FileReading]) -> None:
    """Neither the truth nor the datasheet is taken for contacts."""
    sources = {c.source for reading in readings for c in (*reading.contacts, *reading.rejects)}
    assert sources == set(EXPORTS)


def test_every_row_is_read_and_only_the_planted_ones_rejected(
    readings: list[FileReading], labels: Labels, truth: dict[str, Any]
) -> None:
    kept = {(c.source, c.row) for reading in readings for c in reading.contacts}
    rejected = {(r.source, r.row, r.reason) for reading in readings for r in reading.rejects}
    planted = {(d["source"], d["row"], d["reason"]) for d in truth["defects"]}
    # The readers do not judge the language; the pipeline does.
    foreign = {(s, row) for s, row, reason in planted if reason == "unsupported_language"}
    assert rejected == {p for p in planted if p[2] != "unsupported_language"}
    assert kept == set(labels) | foreign
    assert len(labels) == truth["n_contacts"]


def test_contacts_carry_what_was_simulated(
    readings: list[FileReading], labels: Labels, truth: dict[str, Any]
) -> None:
    n_answers = 0
    for contact, label in labelled(readings, labels):
        assert contact.occurred_at is not None
        year, week, _ = contact.occurred_at.isocalendar()
        assert f"{year}-W{week:02d}" == label["week"]
        assert contact.customer is not None
        assert contact.customer.endswith(".example")
        if contact.satisfaction is not None:
            assert contact.satisfaction.scale == "nps"
            n_answers += 1
    assert n_answers == truth["n_answers"]


def test_customers_come_back_across_files(readings: list[FileReading]) -> None:
    files = [{c.customer for c in reading.contacts} for reading in readings]
    sizes = Counter(c.customer for reading in readings for c in reading.contacts)
    for index, one in enumerate(files):
        for other in files[index + 1 :]:
            assert len(one & other) > 5
    assert 0.5 < np.mean([size == 1 for size in sizes.values()]) < 0.75


def test_texts_come_through_the_readers_unchanged(
    readings: list[FileReading], labels: Labels
) -> None:
    texts: dict[str, str] = {}
    corpus = Settings().corpus
    for path in (*corpus.glob("*.jsonl"), *(corpus.parent / "newcomer").glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            texts |= {row["id"]: row["text"] for row in map(json.loads, filter(str.strip, lines))}
    found: Counter[tuple[str, bool]] = Counter()
    for contact, label in labelled(readings, labels):
        said = [turn.text for turn in contact.turns if turn.speaker == "customer"]
        text = " || ".join(said) if contact.turns else contact.text
        same = text.split() == texts[label["corpus_id"]].split()
        found[contact.source, same] += 1
    assert not any(found[name, False] for name in EXPORTS[:3])
    # Greetings and signatures go with the quotes: most e-mails, not all, are left as written.
    emails = EXPORTS[3]
    assert found[emails, True] > 0.8 * (found[emails, True] + found[emails, False])


def test_the_exact_truth_agrees_with_simulated_answers(truth: dict[str, Any]) -> None:
    assert truth["n_check_answers"] >= 400_000
    gaps = [
        (row["simulated"] - row["projection"]) / row["simulated_se"] for row in truth["irritants"]
    ]
    assert np.abs(gaps).max() < 4.5
    assert all(row["n_scored"] >= 20 for row in truth["irritants"])


def test_effects_estimated_on_gold_labels_meet_the_truth(
    readings: list[FileReading], labels: Labels, truth: dict[str, Any]
) -> None:
    codes = [row["irritant"] for row in truth["irritants"]]
    pairs = [
        (contact, label)
        for contact, label in labelled(readings, labels)
        if contact.satisfaction is not None
    ]
    rows = np.array([[code in label["irritants"] for code in codes] for _, label in pairs])
    columns = (
        [contact.channel for contact, _ in pairs],
        [contact.lang for contact, _ in pairs],
        [contact.product for contact, _ in pairs],
        [contact.segment for contact, _ in pairs],
    )
    controls = [
        np.array(column) == value for column in columns for value in sorted(set(column))[1:]
    ]
    regressors = sm.add_constant(np.column_stack([rows, *controls]).astype(float))
    scores = np.array([c.satisfaction.value for c, _ in pairs if c.satisfaction])
    _, customers = np.unique([str(contact.customer) for contact, _ in pairs], return_inverse=True)
    fit = sm.OLS(scores, regressors).fit(cov_type="cluster", cov_kwds={"groups": customers})
    estimates, errors = fit.params[1 : len(codes) + 1], fit.bse[1 : len(codes) + 1]
    expected = np.array([row["projection"] for row in truth["irritants"]])
    gaps = np.abs(estimates - expected) / errors
    assert (gaps < 1.96).mean() > 0.85
    assert gaps.max() < 4.5

    event = next(event for event in truth["events"] if event["event"] == "passenger")
    passenger = codes.index(event["irritant"])
    naive = scores[rows[:, passenger]].mean() - scores[~rows[:, passenger]].mean()
    assert naive < -1, "the trap is not there"
    assert abs(expected[passenger]) < 0.2


def test_planted_events_can_be_seen(labels: Labels, truth: dict[str, Any]) -> None:
    weeks = sorted({label["week"] for label in labels.values()})
    assert weeks == truth["weeks"]
    assert (len(weeks), weeks[0], weeks[-1]) == (26, "2026-W21", "2026-W46")
    for event in truth["events"]:
        if event["event"] in ("rise", "fall"):
            assert event["observed_before"] == pytest.approx(event["share_before"], abs=0.005)
            assert event["observed_after"] == pytest.approx(event["share_after"], abs=0.012)
    (newcomer,) = [event for event in truth["events"] if event["event"] == "newcomer"]
    themed = [label["week"] for label in labels.values() if label["theme"] == newcomer["theme"]]
    assert (len(themed), min(themed)) == (newcomer["n"], newcomer["first_week"])
    assert newcomer["observed_share"] == pytest.approx(newcomer["share"], abs=0.01)
