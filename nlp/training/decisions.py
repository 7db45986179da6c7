"""The decision rules of a bundle: temperatures, blend, thresholds, abstention.

All are fitted on held-back real contacts, never on the corpus: its balance is not the world's.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nlp.bundle import BundleInfo, HeadInfo
from nlp.inference.heads import Floats, sigmoid, softmax
from nlp.modeling.heads import CONTACT_HEADS, MENTION_HEAD
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

_EVEN_BLEND = (0.5, 0.5, 0.0)
_ONE_CHOICE = ("reason", "sentiment")
"""Heads whose labels exclude each other; the others say yes or no to each."""


def calibrate(
    logits: dict[str, Floats],
    data: VectorSet,
    vocabulary: Vocabulary,
    recipe: Recipe,
    origin: str,
    former: BundleInfo | None = None,
) -> BundleInfo:
    """Fit temperatures, blend and thresholds on held-back contacts; doubt follows from its cost.

    A head is fitted on the contacts that are labelled for it.

    Args:
        logits: Per head, float32 (rows, labels), of the held-back contacts or their mentions;
            those of the reasons heed names as the recipe says.
        data: Held-back contacts.
        vocabulary: The heads' labels.
        recipe: Names the bundle, and the cost of abstaining.
        origin: Origin of the encoder.
        former: Whose rules a head keeps that no held-back contact is labelled for; without it
            such a head keeps its own scale, and gives what is likelier than not.

    Returns:
        What ``bundle.json`` says.
    """
    infos: dict[str, HeadInfo] = {}
    for name in CONTACT_HEADS:
        known = data.targets[name].mask.any(axis=1)
        if not known.any():
            infos[name] = former.heads[name] if former else _unfitted(name, vocabulary)
        elif name != "irritant":
            fit = _one_choice if name in _ONE_CHOICE else _binary_head
            infos[name] = fit(
                name, logits[name][known], data.targets[name].values[known], vocabulary
            )
    blend: Sequence[float] = former.blend if former else _EVEN_BLEND
    if (known := data.targets["irritant"].mask.any(axis=1)).any():
        strongest = strongest_mention(logits[MENTION_HEAD], data)
        infos["irritant"], blend = _irritants(
            logits["irritant"][known],
            strongest[known],
            data.targets["irritant"].values[known],
            vocabulary,
            unseen_curves(recipe),
        )
    for name in _ONE_CHOICE:
        infos[name] = replace(infos[name], abstain_below=1 - recipe.abstain_cost)
    infos[MENTION_HEAD] = HeadInfo(list(vocabulary.irritant))
    infos["reason"] = replace(infos["reason"], names=recipe.names or 0.0)
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


def _unfitted(name: str, vocabulary: Vocabulary) -> HeadInfo:
    return HeadInfo(list(vocabulary.codes(name)), 1.0, _same(name, 0.5, vocabulary))


def _one_choice(name: str, logits: Floats, values: Floats, vocabulary: Vocabulary) -> HeadInfo:
    temperature = confidence_temperature(logits, values)
    p = softmax(logits / temperature)
    if name == "sentiment":
        needed = _same(name, 0.0, vocabulary)
        needed["mixed"] = round(mixed_threshold(p, values), 4)
    else:  # further reasons
        needed = _same(name, micro_f1_threshold(p, (values > 0) * 1.0), vocabulary)
    return HeadInfo(list(vocabulary.codes(name)), temperature, needed)


def _binary_head(name: str, logits: Floats, values: Floats, vocabulary: Vocabulary) -> HeadInfo:
    temperature = binary_temperature(logits, values)
    threshold = micro_f1_threshold(sigmoid(logits / temperature), values)
    return HeadInfo(list(vocabulary.codes(name)), temperature, _same(name, threshold, vocabulary))


def _irritants(
    contact: Floats,
    strongest: Floats,
    values: Floats,
    vocabulary: Vocabulary,
    unseen: Sequence[Curve],
) -> tuple[HeadInfo, tuple[float, float, float]]:
    blend = fit_blend(contact, strongest, values)
    p = sigmoid(blend[0] * contact + blend[1] * strongest + blend[2])
    threshold = compromise_threshold(p, values, unseen)
    needed = _same("irritant", threshold, vocabulary)
    return HeadInfo(list(needed), 1.0, needed, abstain_below=threshold / 2), blend


def _same(name: str, threshold: float, vocabulary: Vocabulary) -> dict[str, float]:
    return dict.fromkeys(vocabulary.codes(name), round(threshold, 4))
