"""The decision rules of a bundle: temperatures, blend, thresholds, abstention.

All are fitted on held-back real contacts, never on the corpus: its balance is not the world's.
"""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np

from nlp.bundle import BundleInfo, HeadInfo
from nlp.inference.heads import Floats, sigmoid, softmax
from nlp.modeling.heads import MENTION_HEAD
from nlp.training.calibration import (
    Curve,
    binary_temperature,
    compromise_threshold,
    confidence_temperature,
    fit_blend,
    micro_f1_threshold,
    mixed_threshold,
)
from nlp.training.examples import Vocabulary
from nlp.training.fitting import VectorSet
from nlp.training.recipe import Recipe


def calibrate(
    logits: dict[str, Floats], data: VectorSet, vocabulary: Vocabulary, recipe: Recipe, origin: str
) -> BundleInfo:
    """Fit temperatures, blend, thresholds and abstention on held-back contacts.

    Args:
        logits: Per head, float32 (rows, labels), of the held-back contacts or their mentions;
            those of the reasons heed names as the recipe says.
        data: Held-back contacts.
        vocabulary: The heads' labels.
        recipe: Names the bundle, and the cost of abstaining.
        origin: Origin of the encoder.

    Returns:
        What ``bundle.json`` says.
    """
    values = {name: target.values for name, target in data.targets.items()}
    infos: dict[str, HeadInfo] = {}
    for name in ("reason", "sentiment"):
        temperature = confidence_temperature(logits[name], values[name])
        p = softmax(logits[name] / temperature)
        needed = np.zeros(p.shape[1], np.float32)
        if name == "sentiment":
            needed[vocabulary.sentiment.index("mixed")] = mixed_threshold(p, values[name])
        infos[name] = HeadInfo(
            list(vocabulary.codes(name)),
            temperature,
            dict(zip(vocabulary.codes(name), needed.round(4).tolist(), strict=True)),
            abstain_below=1 - recipe.abstain_cost,
            names=recipe.names if name == "reason" else 0.0,
        )
    second = micro_f1_threshold(
        softmax(logits["reason"] / infos["reason"].temperature), (values["reason"] > 0) * 1.0
    )
    infos["reason"] = replace(infos["reason"], thresholds=_same("reason", second, vocabulary))
    infos["signal"] = _binary_head("signal", logits, values, vocabulary)
    # A source without praise labels says nothing of praises: their head keeps its own scale.
    labelled = data.targets["praise"].mask.any()
    infos["praise"] = (
        _binary_head("praise", logits, values, vocabulary)
        if labelled
        else HeadInfo(list(vocabulary.praise), 1.0, _same("praise", 0.5, vocabulary))
    )
    strongest = strongest_mention(logits[MENTION_HEAD], data)
    blend = fit_blend(logits["irritant"], strongest, values["irritant"])
    p = sigmoid(blend[0] * logits["irritant"] + blend[1] * strongest + blend[2])
    threshold = compromise_threshold(p, values["irritant"], unseen_curves(recipe))
    infos["irritant"] = HeadInfo(
        list(vocabulary.irritant),
        1.0,
        _same("irritant", threshold, vocabulary),
        abstain_below=threshold / 2,
    )
    infos[MENTION_HEAD] = HeadInfo(list(vocabulary.irritant))
    return BundleInfo(
        name=recipe.name,
        version=recipe.version,
        base=origin,
        prefix=recipe.prefix,
        max_tokens=recipe.max_tokens,
        dim=data.contacts.shape[1],
        heads=infos,
        blend=list(blend),
    )


def unseen_curves(recipe: Recipe) -> list[Curve]:
    """Threshold curves of the sectors left out of earlier trainings, if they were measured."""
    if recipe.unseen is None or not recipe.unseen.exists():
        return []
    results = json.loads(recipe.unseen.read_text(encoding="utf-8"))
    return [
        measured["threshold_curve"]
        for groups in results.values()
        for measured in groups.values()
        if "threshold_curve" in measured
    ]


def strongest_mention(logits: Floats, data: VectorSet) -> Floats:
    """Largest logit of each irritant over a contact's mentions: float32 (contacts, irritants)."""
    strongest = np.full((len(data.contacts), logits.shape[1]), -np.inf, np.float32)
    np.maximum.at(strongest, data.owner, logits)
    return np.asarray(np.where(np.isfinite(strongest), strongest, logits.min()), np.float32)


def _binary_head(
    name: str, logits: dict[str, Floats], values: dict[str, Floats], vocabulary: Vocabulary
) -> HeadInfo:
    temperature = binary_temperature(logits[name], values[name])
    threshold = micro_f1_threshold(sigmoid(logits[name] / temperature), values[name])
    return HeadInfo(list(vocabulary.codes(name)), temperature, _same(name, threshold, vocabulary))


def _same(name: str, threshold: float, vocabulary: Vocabulary) -> dict[str, float]:
    return dict.fromkeys(vocabulary.codes(name), round(threshold, 4))
