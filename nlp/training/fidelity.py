"""Whether the shipped encoder reads as the trained one does, on real texts.

The trained encoder is exported twice: to ONNX in 32 bits, which must change nothing,
and to 8 bits, which must change almost nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from nlp.evaluation import evaluate
from nlp.inference.annotator import Annotator
from nlp.inference.session import Encoded
from nlp.inference.windows import Windower, build_feed
from nlp.modeling.encoder import PooledEncoder
from nlp.modeling.fidelity import Floats, encode_three_ways
from nlp.training.examples import LabelledContact
from nlp.types import Annotation

_AT_ONCE = 32
_N_BOOTSTRAP = 300
_LOSSES = ("reason_in_set", "sentiment_macro_f1", "irritant", "signal")


def measure_fidelity(
    annotator: Annotator,
    encoder: PooledEncoder,
    full: Path,
    small: Path,
    windower: Windower,
    contacts: Sequence[LabelledContact],
    *,
    seed: int = 0,
) -> dict[str, Any]:
    """Read the same contacts with the trained encoder and with both exports.

    Args:
        annotator: Heads and decision rules.
        encoder: As trained.
        full: Its ONNX graph in 32 bits.
        small: Its ONNX graph in 8 bits.
        windower: Cuts texts into windows.
        contacts: Real contacts; those wholly labelled also tell what quality is lost.
        seed: Of the bootstrap.

    Returns:
        ``n``; of 8 bits against 32: shares with the same first reason and the same
        sentiment, micro-F1 of one's irritants against the other's, mean cosine of
        centred vectors, and per measure the loss in points with its paired 95 % interval;
        of ONNX against torch, both in 32 bits: the share of contacts with the same labels.
    """
    order = np.argsort([len(c.text) for c in contacts], kind="stable")
    contacts = [contacts[i] for i in order]
    spans = [c.mentions for c in contacts]
    tokenized = windower.tokenize([c.text for c in contacts], spans)
    feeds = [
        build_feed(tokenized[i : i + _AT_ONCE], spans[i : i + _AT_ONCE], pad=1)
        for i in range(0, len(contacts), _AT_ONCE)
    ]
    vectors = encode_three_ways(encoder, full, small, feeds)
    trained, whole, shipped = (
        _decide(annotator, v, contacts) for v in (vectors.torch, vectors.full, vectors.small)
    )
    center = vectors.full.mean(axis=0)
    return {
        "n": len(contacts),
        "same_reason": _share(whole, shipped, lambda a: a.reasons[0]),
        "same_sentiment": _share(whole, shipped, lambda a: a.sentiment),
        "irritant_f1": _irritant_f1(whole, shipped),
        "cosine": _cosine(vectors.full - center, vectors.small - center),
        "loss": _losses(contacts, whole, shipped, seed),
        "onnx_same_labels": _share(trained, whole, _labels),
    }


def _decide(
    annotator: Annotator, vectors: Floats, contacts: Sequence[LabelledContact]
) -> list[Annotation]:
    ends = np.cumsum([1 + len(c.mentions) for c in contacts])
    parts = np.split(vectors, ends[:-1])
    return [
        annotator.decide(Encoded(part[0], part[1:]), c.mentions)
        for part, c in zip(parts, contacts, strict=True)
    ]


def _labels(annotation: Annotation) -> tuple[Any, ...]:
    return (
        annotation.reasons,
        annotation.sentiment,
        annotation.irritants,
        annotation.praises,
        annotation.signals,
    )


def _share(
    one: Sequence[Annotation], two: Sequence[Annotation], key: Callable[[Annotation], Any]
) -> float:
    return float(np.mean([key(a) == key(b) for a, b in zip(one, two, strict=True)]))


def _irritant_f1(one: Sequence[Annotation], two: Sequence[Annotation]) -> float:
    pairs = [(set(a.irritants), set(b.irritants)) for a, b in zip(one, two, strict=True)]
    return 2 * sum(len(a & b) for a, b in pairs) / max(1, sum(len(a) + len(b) for a, b in pairs))


def _cosine(one: Floats, two: Floats) -> float:
    norms = np.linalg.norm(one, axis=1) * np.linalg.norm(two, axis=1)
    return float(((one * two).sum(axis=1) / np.where(norms > 0, norms, 1)).mean())


def _losses(
    contacts: Sequence[LabelledContact],
    whole: Sequence[Annotation],
    shipped: Sequence[Annotation],
    seed: int,
) -> dict[str, dict[str, float]]:
    """Points lost by 8 bits, over the contacts whose every label is known."""
    rows = [
        i
        for i, c in enumerate(contacts)
        if None not in (c.reasons, c.sentiment, c.irritants, c.signals)
    ]
    gold = [_row(contacts[i]) for i in rows]
    answers = [[_row(side[i]) for i in rows] for side in (whole, shipped)]
    random = np.random.default_rng(seed)

    def loss(picked: Sequence[int]) -> dict[str, float]:
        before, after = (
            evaluate([gold[i] for i in picked], [a[i] for i in picked], n_bootstrap=0)
            for a in answers
        )
        return {name: 100 * (before[name].value - after[name].value) for name in _LOSSES}

    found = loss(range(len(rows)))
    draws = [loss(random.integers(0, len(rows), len(rows)).tolist()) for _ in range(_N_BOOTSTRAP)]
    return {
        name: {
            "value": found[name],
            "low": float(np.quantile([d[name] for d in draws], 0.025)),
            "high": float(np.quantile([d[name] for d in draws], 0.975)),
            "n": len(rows),
        }
        for name in _LOSSES
    }


def _row(labelled: LabelledContact | Annotation) -> dict[str, Any]:
    reasons = list(labelled.reasons or ())
    return {
        "reason": reasons[0],
        "reasons": reasons,
        "sentiment": labelled.sentiment,
        "irritants": list(labelled.irritants or ()),
        "signals": list(labelled.signals or ()),
    }
