"""Measure a bundle on contacts labelled by people: scores, calibration, abstention."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from nlp.errors import InputError, UnreadableFileError
from nlp.evaluation import evaluate, expected_calibration_error
from nlp.pipeline.annotation import TextAnnotator
from nlp.pipeline.preparation import split_chunks
from nlp.pipeline.stateless import annotate_texts

_FIELDS = ("text", "lang", "reason", "reasons", "sentiment", "irritants", "signals")
_CHUNK = 256
_LIKELY = 0.1
"""Irritants below this probability are left out of their calibration: nearly all are right."""

Record = Mapping[str, Any]


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Read labelled contacts, JSON Lines.

    Args:
        path: The file; rows with ``text``, ``lang`` and the labels.

    Returns:
        The rows.

    Raises:
        InputError: The file is missing or a row lacks a field.
        UnreadableFileError: A line is not JSON.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as UTF-8 text: {error}") from error
    rows = []
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise UnreadableFileError(f"{path}, line {number}: not JSON: {error}") from error
        missing = [field for field in _FIELDS if field not in row]
        if missing:
            raise InputError(f"{path}, line {number}: no {', '.join(missing)}")
        rows.append(row)
    if not rows:
        raise InputError(f"{path} holds no labelled contact")
    return rows


def measure(
    gold: Sequence[Record],
    annotator: TextAnnotator,
    *,
    seed: int = 0,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> dict[str, dict[str, Any]]:
    """Annotate labelled contacts and score the result by language and source.

    Args:
        gold: Rows of :func:`read_gold`.
        annotator: What is measured.
        seed: Of the bootstrap.
        on_progress: Told how far it is.

    Returns:
        Per group (``fr``, ``en``, then ``fr · source`` where a row names its source)
        the measures of :func:`nlp.evaluation.evaluate` as ``value, low, high, n``;
        under ``calibration`` the expected calibration errors of the first reason, the
        sentiment and the likely irritants; under ``abstention`` per kind the share
        doubted and the accuracy of the rest.
    """
    tell = on_progress or (lambda *_: None)
    predicted: list[dict[str, Any]] = []
    for chunk in split_chunks(gold, _CHUNK):
        predicted += annotate_texts(
            [row["text"] for row in chunk], annotator, langs=[row["lang"] for row in chunk]
        )
        tell("annotate", len(predicted), len(gold))
    groups: dict[str, list[int]] = {}
    for i, row in enumerate(gold):
        groups.setdefault(row["lang"], []).append(i)
        if row.get("source"):
            groups.setdefault(f"{row['lang']} · {row['source']}", []).append(i)
    ordered = sorted(groups, key=lambda name: ("·" in name, not name.startswith("fr"), name))
    return {
        name: _measures([gold[i] for i in groups[name]], [predicted[i] for i in groups[name]], seed)
        for name in ordered
    }


def _measures(gold: Sequence[Record], predicted: Sequence[Record], seed: int) -> dict[str, Any]:
    scores = {name: asdict(score) for name, score in evaluate(gold, predicted, seed=seed).items()}
    return {
        **scores,
        "calibration": _calibration(gold, predicted),
        "abstention": _abstention(gold, predicted),
    }


def _calibration(gold: Sequence[Record], predicted: Sequence[Record]) -> dict[str, float]:
    pairs = list(zip(gold, predicted, strict=True))
    reason = [
        (p["scores"]["reason"].get(p["reason"], 0.0), p["reason"] in g["reasons"]) for g, p in pairs
    ]
    sentiment = [
        (p["scores"]["sentiment"].get(p["sentiment"], 0.0), p["sentiment"] == g["sentiment"])
        for g, p in pairs
    ]
    irritant = [
        (score, code in g["irritants"])
        for g, p in pairs
        for code, score in p["scores"]["irritant"].items()
        if score >= _LIKELY
    ]
    return {"reason": _ece(reason), "sentiment": _ece(sentiment), "irritant": _ece(irritant)}


def _ece(pairs: Sequence[tuple[float, bool]]) -> float:
    confidence = np.array([c for c, _ in pairs], np.float32)
    return expected_calibration_error(confidence, np.array([hit for _, hit in pairs], bool))


def _abstention(gold: Sequence[Record], predicted: Sequence[Record]) -> dict[str, dict[str, float]]:
    found = {}
    for kind, right in (
        ("reason", lambda g, p: p["reason"] in g["reasons"]),
        ("sentiment", lambda g, p: p["sentiment"] == g["sentiment"]),
    ):
        kept = [
            right(g, p) for g, p in zip(gold, predicted, strict=True) if kind not in p["abstained"]
        ]
        found[kind] = {
            "doubted": 1 - len(kept) / len(gold),
            "accuracy_of_the_rest": float(np.mean(kept)) if kept else float("nan"),
        }
    return found
