"""How a sector never shown is read: train without it, test on it, for each group of a recipe.

Every group of a recipe names the public sets and the corpus sectors of one sector. A
bundle is trained without them and measured on the real contacts left out. Bundles and
results are kept group by group, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from nlp.errors import InputError, did_you_mean
from nlp.modeling.base_checkpoint import BaseCheckpoint
from nlp.taxonomy import Taxonomy
from nlp.training.examples import LabelledContact
from nlp.training.material import OnProgress, gather
from nlp.training.recipe import Recipe
from nlp.training.run import train_bundle

Measure = Callable[[list[dict[str, Any]], Path], dict[str, Any]]


def leave_out_each(
    recipe: Recipe,
    base: BaseCheckpoint,
    taxonomy: Taxonomy,
    output: Path,
    measure: Measure,
    *,
    groups: Sequence[str] = (),
    device: str = "cpu",
    on_progress: OnProgress | None = None,
) -> dict[str, Any]:
    """Train without each group and measure on it.

    Args:
        recipe: With groups.
        base: The base encoder.
        taxonomy: The labels.
        output: Folder of the bundles, and of ``results.json``; a group that it holds
            results of is done, a group that it holds a bundle of is only measured.
        measure: Measures the bundle of a folder on labelled rows.
        groups: Which groups; all of the recipe's by default.
        device: ``cpu`` or ``cuda``.
        on_progress: Told the stage, what is done and the total.

    Returns:
        Per group what ``measure`` gives, those measured before included.

    Raises:
        InputError: The recipe has no such group, or a group leaves nothing to test on.
    """
    for name in groups or recipe.groups:
        if name not in recipe.groups:
            raise InputError(
                f"the recipe has no group {name!r}; it has {', '.join(recipe.groups) or 'none'}."
                f"{did_you_mean(name, recipe.groups)}"
            )
    path = output / "results.json"
    results: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    for name in groups or tuple(recipe.groups):
        if name in results:
            continue
        folder = output / name
        left = recipe.groups[name]
        if folder.exists():
            material = gather(recipe, on_progress, leave_out=left)
        else:
            material = train_bundle(
                recipe,
                base,
                taxonomy,
                folder,
                device=device,
                leave_out=left,
                on_progress=on_progress,
            )
        if not material.left_out:
            raise InputError(f"group {name!r} leaves out no real contact that one could test on")
        results[name] = measure([_as_gold(contact) for contact in material.left_out], folder)
        path.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return results


def _as_gold(contact: LabelledContact) -> dict[str, Any]:
    """A left-out contact as a row to measure on."""
    reasons = list(contact.reasons or ())
    return {
        "text": contact.text,
        "lang": contact.lang,
        "source": contact.source,
        "reason": reasons[0],
        "reasons": reasons,
        "sentiment": contact.sentiment,
        "irritants": list(contact.irritants or ()),
        "signals": list(contact.signals or ()),
        "evidence": {code: contact.text[a:b] for code, (a, b) in contact.evidence.items()},
    }
