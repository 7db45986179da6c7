"""Measure a bundle on contacts labelled by people: scores, calibration, abstention."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.errors import InputError, UnreadableFileError
from nlp.evaluation import (
    accuracy_at_coverage,
    bilingual_distance,
    compare,
    confusions,
    evaluate,
    evidence_overlap,
    expected_calibration_error,
    reliability,
    threshold_curve,
)
from nlp.pipeline.annotation import TextAnnotator
from nlp.pipeline.preparation import split_chunks
from nlp.pipeline.stateless import annotate_texts

_FIELDS = ("text", "lang", "reason", "reasons", "sentiment", "irritants", "signals")
_CHUNK = 256
_LIKELY = 0.1
"""Irritants below this probability are left out of their calibration: nearly all are right."""

LENGTH_BOUNDS = (20, 80)
"""Words that part short from middling from long contacts."""

Record = Mapping[str, Any]
Floats = npt.NDArray[np.float32]


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
    against: TextAnnotator | None = None,
    seed: int = 0,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> dict[str, dict[str, Any]]:
    """Annotate labelled contacts and score the result by language and source.

    Args:
        gold: Rows of :func:`read_gold`.
        annotator: What is measured.
        against: Another that it is compared with.
        seed: Of the bootstrap.
        on_progress: Told how far it is.

    Returns:
        Per group (``fr``, ``en``, then by source, channel and length, such as
        ``fr · apps`` or ``en · under 20 words``) the measures of
        :func:`nlp.evaluation.evaluate` as ``value, low, high, n``; under ``calibration``
        the expected calibration errors of the first reason, the sentiment and the likely
        irritants; under ``abstention`` per kind the share doubted and the accuracy of the
        rest. Languages also have ``reliability`` bins, ``confusions`` of reasons and
        sentiments, ``risk`` (accuracy of the surest answers), the irritants'
        ``threshold_curve``, ``evidence`` (precision and recall of the words shown, over
        irritants rightly given) where rows have evidence, and ``change``, how much each
        measure is above that of ``against``, where there is one.
    """
    predicted = annotate_gold(gold, annotator, on_progress)
    other = None if against is None else annotate_gold(gold, against, on_progress)
    groups: dict[str, list[int]] = {}
    for i, row in enumerate(gold):
        for name in _groups_of(row):
            groups.setdefault(name, []).append(i)
    ordered = sorted(groups, key=lambda name: ("·" in name, not name.startswith("fr"), name))
    measured = {}
    for name in ordered:
        pair = [gold[i] for i in groups[name]], [predicted[i] for i in groups[name]]
        measured[name] = _measures(*pair, seed)
        if "·" in name:
            continue
        measured[name] |= _details(*pair)
        if other is not None:
            before = [other[i] for i in groups[name]]
            changes = compare(pair[0], before, pair[1], seed=seed)
            measured[name]["change"] = {key: asdict(change) for key, change in changes.items()}
    return measured


def annotate_gold(
    gold: Sequence[Record],
    annotator: TextAnnotator,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> list[dict[str, Any]]:
    """Annotate labelled contacts, whose language is known.

    Args:
        gold: Rows of :func:`read_gold`.
        annotator: The model.
        on_progress: Told how far it is.

    Returns:
        Records of :func:`nlp.pipeline.stateless.annotate_texts`, in the same order.
    """
    predicted: list[dict[str, Any]] = []
    for chunk in split_chunks(gold, _CHUNK):
        predicted += annotate_texts(
            [row["text"] for row in chunk], annotator, langs=[row["lang"] for row in chunk]
        )
        if on_progress:
            on_progress("annotate", len(predicted), len(gold))
    return predicted


def measure_pairs(
    pairs: Sequence[tuple[str, str]],
    annotator: TextAnnotator,
    *,
    n: int = 1000,
    seed: int = 0,
) -> dict[str, float]:
    """How near the bundle puts the French and the English version of the same text.

    Args:
        pairs: English and French texts.
        annotator: What is measured.
        n: Pairs drawn, at most.
        seed: Of the draw.

    Returns:
        See :func:`nlp.evaluation.bilingual_distance`.
    """
    drawn = np.random.default_rng(seed).permutation(len(pairs))[:n]
    vectors = []
    for side in (0, 1):
        texts = [pairs[int(i)][side] for i in drawn]
        found = annotator.annotate(texts, [[(0, len(text))] for text in texts])
        vectors.append(np.stack([one.vectors.contact for one in found]))
    english, french = vectors
    return bilingual_distance(french, english)


def _groups_of(row: Record) -> list[str]:
    n = len(row["text"].split())
    short, long = LENGTH_BOUNDS
    parts = [
        row.get("source"),
        row.get("channel"),
        f"under {short} words"
        if n < short
        else f"{short} to {long} words"
        if n <= long
        else f"over {long} words",
    ]
    return [row["lang"], *(f"{row['lang']} · {part}" for part in parts if part)]


def _measures(gold: Sequence[Record], predicted: Sequence[Record], seed: int) -> dict[str, Any]:
    scores = {name: asdict(score) for name, score in evaluate(gold, predicted, seed=seed).items()}
    return {
        **scores,
        "calibration": {
            kind: asdict(expected_calibration_error(*answers))
            for kind, answers in _answers(gold, predicted).items()
        },
        "abstention": _abstention(gold, predicted),
    }


def _details(gold: Sequence[Record], predicted: Sequence[Record]) -> dict[str, Any]:
    pairs = list(zip(gold, predicted, strict=True))
    details: dict[str, Any] = {
        "reliability": {
            kind: [asdict(part) for part in reliability(*answers)]
            for kind, answers in _answers(gold, predicted).items()
        },
        "risk": {
            kind: accuracy_at_coverage(*answers)
            for kind, answers in _answers(gold, predicted).items()
            if kind != "irritant"
        },
        "confusions": {
            "reason": confusions(
                (g["reason"], p["reason"]) for g, p in pairs if p["reason"] not in g["reasons"]
            ),
            "sentiment": confusions((g["sentiment"], p["sentiment"]) for g, p in pairs),
        },
        "threshold_curve": threshold_curve(
            [p["scores"]["irritant"] for p in predicted], [g["irritants"] for g in gold]
        ),
    }
    counts = np.array([_evidence_counts(g, p) for g, p in pairs]).sum(axis=0)
    if counts[2]:
        details["evidence"] = {
            "precision": float(counts[0] / max(1, counts[1])),
            "recall": float(counts[0] / counts[2]),
            "n_words": int(counts[2]),
        }
    return details


def _evidence_counts(gold: Record, predicted: Record) -> tuple[int, int, int]:
    """Shared, given and gold words of evidence, over the irritants rightly given."""
    total = np.zeros(3, int)
    for code, words in (gold.get("evidence") or {}).items():
        start = gold["text"].find(words)
        shown = [
            (e["start"], e["end"])
            for e in predicted["evidence"]
            if e["kind"] == "irritant" and e["label"] == code
        ]
        if shown and start >= 0:
            total += evidence_overlap(gold["text"], shown, [(start, start + len(words))])
    return int(total[0]), int(total[1]), int(total[2])


def _answers(
    gold: Sequence[Record], predicted: Sequence[Record]
) -> dict[str, tuple[Floats, npt.NDArray[np.bool_]]]:
    """Confidence and rightness of every answer, by kind."""
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
    kinds = {"reason": reason, "sentiment": sentiment, "irritant": irritant}
    return {
        kind: (np.array([c for c, _ in found], np.float32), np.array([h for _, h in found], bool))
        for kind, found in kinds.items()
    }


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
