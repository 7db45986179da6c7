"""All that a bundle fits on held-back contacts once its weights are final, and writes.

The labels' texts are encoded, the reasons' logits heed them as the recipe says,
temperatures and thresholds follow, and a line puts the cosines of each head on the scale
of its logits, for labels that no head was trained on.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np

from nlp.bundle import BundleInfo, open_bundle, write_info, write_manifest
from nlp.errors import InputError
from nlp.inference.heads import Floats, HeadWeights, load_heads
from nlp.inference.matcher import (
    Matcher,
    embed_labels,
    head_label_texts,
    load_matcher,
    save_matcher,
)
from nlp.inference.session import EncoderSession
from nlp.modeling.heads import MENTION_HEAD
from nlp.taxonomy import Taxonomy
from nlp.training.calibration import fit_line
from nlp.training.decisions import calibrate
from nlp.training.examples import LabelledContact, Vocabulary
from nlp.training.fitting import VectorSet, head_logits, vectorise
from nlp.training.material import OnProgress, gather
from nlp.training.recipe import Recipe

_MATCHED_HEADS = ("reason", "signal", "irritant", "praise", MENTION_HEAD)
_NAMED_HEAD = "reason"
MEASURES = ("README.md", "metrics.json")
"""Files of a bundle that tell how well it reads: other weights or rules make them untrue."""


def write_rules(
    folder: Path,
    weights: dict[str, HeadWeights],
    center: Floats,
    held_back: list[LabelledContact],
    taxonomy: Taxonomy,
    session: EncoderSession,
    recipe: Recipe,
    origin: str,
    former: BundleInfo | None = None,
) -> BundleInfo:
    """Fit a bundle's decision rules, and write ``bundle.json`` and ``matcher.safetensors``.

    Args:
        folder: Of the bundle.
        weights: Its heads.
        center: float32 (dim,), subtracted from every vector before cosines.
        held_back: Contacts that nothing was trained on.
        taxonomy: The labels that the heads were trained on.
        session: Its encoder.
        recipe: Names the bundle, the weight of names and the cost of abstaining.
        origin: Origin of the encoder.
        former: Whose rules a head keeps that nothing held back is labelled for.

    Returns:
        What ``bundle.json`` says.
    """
    vocabulary = Vocabulary.of(taxonomy)
    data = vectorise(held_back, session, vocabulary)
    plain = Matcher(center, {})
    prototypes = {
        name: embed_labels(list(head_label_texts(taxonomy, name).values()), session, center)
        for name in _MATCHED_HEADS
    }
    cosines = {
        name: plain.cosines(data.mentions if name == MENTION_HEAD else data.contacts, labels)
        for name, labels in prototypes.items()
    }
    logits = head_logits(weights, data)
    logits[_NAMED_HEAD] = (
        logits[_NAMED_HEAD] + np.float32(recipe.names or 0.0) * cosines[_NAMED_HEAD]
    )
    info = calibrate(logits, data, vocabulary, recipe, origin, former)
    lines = _fit_lines(logits, cosines, info, data)
    labels = {_NAMED_HEAD: prototypes[_NAMED_HEAD]} if recipe.names else {}
    save_matcher(Matcher(center, lines, labels), folder / "matcher.safetensors")
    info = replace(info, matcher={name: list(line) for name, line in lines.items()})
    write_info(folder, info)
    return info


def recalibrate(
    folder: Path,
    output: Path,
    recipe: Recipe,
    taxonomy: Taxonomy,
    *,
    on_progress: OnProgress | None = None,
) -> BundleInfo:
    """Write a bundle with the weights of another, and decision rules fitted anew.

    Args:
        folder: The bundle whose weights to take. Its card and its measures tell of other
            rules: they are not taken over.
        output: Folder of the new bundle, which must not exist.
        recipe: Whose held-back contacts to fit on; it names the bundle. The weight of names
            stays as it is unless the recipe gives one.
        taxonomy: The labels that the bundle was trained on.
        on_progress: Told the stage, what is done and the total.

    Returns:
        What ``bundle.json`` says now.

    Raises:
        BundleError: The folder holds no whole bundle.
        InputError: The output exists, the taxonomy is not the bundle's, a required source
            is missing, or too little is held back.
    """
    bundle = open_bundle(folder)
    if output.exists():
        raise InputError(f"{output} exists already: name a folder that does not")
    vocabulary = Vocabulary.of(taxonomy)
    for name, head in bundle.info.heads.items():
        if tuple(head.codes) != vocabulary.codes(name):
            raise InputError(
                f"{folder} was trained on other labels than the taxonomy's (head {name!r}): "
                "calibrate with the taxonomy it was trained on"
            )
    weights = load_heads(bundle.heads)
    center = load_matcher(bundle.center, {}).center
    held_back = gather(recipe, on_progress).held_back
    if on_progress:
        on_progress("calibrate", 0, len(held_back))
    session = EncoderSession.of(bundle)
    if recipe.names is None:
        recipe = replace(recipe, names=bundle.info.heads[_NAMED_HEAD].names)
    shutil.copytree(folder, output, ignore=shutil.ignore_patterns(*MEASURES))
    info = write_rules(
        output,
        weights,
        center,
        held_back,
        taxonomy,
        session,
        recipe,
        bundle.info.base,
        former=bundle.info,
    )
    write_manifest(output)
    return info


def _fit_lines(
    logits: dict[str, Floats], cosines: dict[str, Floats], info: BundleInfo, data: VectorSet
) -> dict[str, tuple[float, float]]:
    """Slope and offset from cosine to logit, per head that has labels with texts.

    The line of the reasons follows the trained logits by least squares, those of the
    other heads maximise the likelihood of the held-back labels; a head that nothing held
    back is labelled for follows its trained logits too.
    """
    lines = {}
    for name in _MATCHED_HEADS:
        known = data.targets[name].mask > 0
        if name == _NAMED_HEAD or not known.any():
            lines[name] = _least_squares(cosines[name], logits[name] / info.heads[name].temperature)
        else:
            lines[name] = fit_line(cosines[name][known], data.targets[name].values[known])
    return lines


def _least_squares(cosines: Floats, logits: Floats) -> tuple[float, float]:
    slope, offset = np.polyfit(cosines.ravel().astype(float), logits.ravel().astype(float), 1)
    return float(slope), float(offset)
