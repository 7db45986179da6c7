"""What each source and each loss of a recipe gives: train without it, measure, compare."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from nlp.errors import InputError, did_you_mean
from nlp.evaluation import Row, compare, evaluate, with_interval
from nlp.modeling.base_checkpoint import BaseCheckpoint
from nlp.taxonomy import Taxonomy
from nlp.training.material import OnProgress
from nlp.training.recipe import Recipe
from nlp.training.run import train_bundle
from nlp.types import LANGS

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
    annotate: Callable[[Path], list[Row]],
    *,
    gold: Sequence[Row],
    parts: Sequence[str] = (),
    device: str = "cpu",
    on_progress: OnProgress | None = None,
) -> list[dict[str, str]]:
    """Train without each part, and compare with the whole recipe on the same contacts.

    Args:
        recipe: The whole recipe.
        base: The base encoder.
        taxonomy: The labels.
        output: Folder of the bundles, and of ``results.json``; bundles that it holds are
            kept, so that a run that was stopped goes on.
        annotate: Annotates ``gold`` with the bundle of a folder.
        gold: Labelled contacts, see :func:`nlp.evaluation.evaluate`, with ``lang``.
        parts: Which; all of :func:`parts_of` by default.
        device: ``cpu`` or ``cuda``.
        on_progress: Told the stage, what is done and the total.

    Returns:
        A row per part: what was left out, and per measure and language how much it changes,
        with its interval. In the first nothing is left out: its measures themselves.

    Raises:
        InputError: The recipe has no such part.
    """
    wanted = [part for part in parts or parts_of(recipe) if part != EVERYTHING]
    smaller = {part: without(recipe, part) for part in (EVERYTHING, *wanted)}
    rows: list[dict[str, str]] = []
    whole: list[Row] = []
    for part, left in smaller.items():
        folder = output / part.lower().replace(" ", "-")
        if not folder.exists():
            train_bundle(left, base, taxonomy, folder, device=device, on_progress=on_progress)
        found = annotate(folder)
        whole = whole or found
        scores = _as_row(gold, found, None if part == EVERYTHING else whole)
        rows.append({"left out": part} | scores)
        text = json.dumps(rows, ensure_ascii=False, indent=1)
        (output / "results.json").write_text(text + "\n", encoding="utf-8")
    return rows


def _as_row(
    gold: Sequence[Row], found: Sequence[Row], whole: Sequence[Row] | None
) -> dict[str, str]:
    scores = {}
    for lang in sorted({row["lang"] for row in gold}, key=LANGS.index):
        mine = [i for i, row in enumerate(gold) if row["lang"] == lang]
        labels, answers = ([rows[i] for i in mine] for rows in (gold, found))
        if whole is None:
            scores[lang] = evaluate(labels, answers)
        else:
            scores[lang] = compare(labels, [whole[i] for i in mine], answers)
    return {
        f"{shown} {lang}": with_interval(
            asdict(by_name[key]) if key in by_name else None, 3, sign=whole is not None
        )
        for shown, key in _MEASURES.items()
        for lang, by_name in scores.items()
    }
