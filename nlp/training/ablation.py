"""What each source and each loss of a recipe gives: train without it, measure, compare."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from nlp.errors import InputError, did_you_mean
from nlp.modeling.base_checkpoint import BaseCheckpoint
from nlp.taxonomy import Taxonomy
from nlp.training.material import OnProgress
from nlp.training.recipe import Recipe, for_measuring
from nlp.training.run import train_bundle

EVERYTHING = "nothing"
"""What is left out of the training that the others are compared with."""

_LOSSES = ("matcher", "anchor")
_MEASURES = {
    "reason": "reason_in_set",
    "sentiment": "sentiment_macro_f1",
    "irritants": "irritant",
    "signals": "signal",
}


def parts_of(recipe: Recipe) -> tuple[str, ...]:
    """What can be left out of a recipe: nothing, each source that is there, each auxiliary loss."""
    sources = [source.name for source in recipe.sources if source.files()]
    weights = dict(recipe.fine_tuning.loss_weights) if recipe.fine_tuning else {}
    return (EVERYTHING, *sources, *(loss for loss in _LOSSES if weights.get(loss)))


def without(recipe: Recipe, part: str) -> Recipe:
    """A recipe without one of its parts.

    A source that holds contacts back for calibration still does, and teaches nothing.

    Args:
        recipe: The whole recipe.
        part: One of :func:`parts_of`.

    Raises:
        InputError: The recipe has no such part.
    """
    if part not in parts_of(recipe):
        parts = parts_of(recipe)
        raise InputError(
            f"the recipe has no part {part!r} to leave out; it has {', '.join(parts)}."
            f"{did_you_mean(part, parts)}"
        )
    if part in _LOSSES and recipe.fine_tuning is not None:
        weights = (dict(recipe.fine_tuning.loss_weights) | {part: 0.0}).items()
        return replace(recipe, fine_tuning=replace(recipe.fine_tuning, loss_weights=tuple(weights)))
    sources = [
        replace(source, weight=0.0, per_epoch=1) if source.name == part else source
        for source in recipe.sources
        if source.name != part or source.held_back
    ]
    return replace(recipe, sources=tuple(sources))


def ablate(
    recipe: Recipe,
    base: BaseCheckpoint,
    taxonomy: Taxonomy,
    output: Path,
    measure: Callable[[Path], dict[str, Any]],
    *,
    parts: Sequence[str] = (),
    epochs: int | None = None,
    device: str = "cpu",
    on_progress: OnProgress | None = None,
) -> list[dict[str, Any]]:
    """Train without each part and measure.

    Args:
        recipe: The whole recipe.
        base: The base encoder.
        taxonomy: The labels.
        output: Folder of the bundles, and of ``results.json``; what it holds is kept.
        measure: Measures the bundle of a folder, by language.
        parts: Which; all of :func:`parts_of` by default.
        epochs: Epochs of each training; the recipe's by default.
        device: ``cpu`` or ``cuda``.
        on_progress: Told the stage, what is done and the total.

    Returns:
        A row per part measured: what was left out, and per measure and language the value
        with its interval.

    Raises:
        InputError: The recipe has no such part.
    """
    smaller = {part: without(recipe, part) for part in parts or parts_of(recipe)}
    path = output / "results.json"
    rows: list[dict[str, Any]] = json.loads(path.read_text("utf-8")) if path.exists() else []
    for part, left in smaller.items():
        if part in [row["left out"] for row in rows]:
            continue
        folder = output / str(len(rows))
        left = for_measuring(left, epochs)
        train_bundle(left, base, taxonomy, folder, device=device, on_progress=on_progress)
        rows.append({"left out": part} | _as_row(measure(folder)))
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return rows


def _as_row(measured: dict[str, Any]) -> dict[str, str]:
    return {
        f"{shown} {lang}": _cell(groups[key])
        for shown, key in _MEASURES.items()
        for lang, groups in measured.items()
        if "·" not in lang
    }


def _cell(score: dict[str, float]) -> str:
    return f"{score['value']:.3f} [{score['low']:.2f}, {score['high']:.2f}]"
