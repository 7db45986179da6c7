"""How a sector never shown is read: train without it, test on it, for each group of a recipe.

usage: python -m nlp.training.leave_out --config models/recipes/base.toml --output FOLDER

Every group of the recipe names the public sets and the corpus sectors of one sector.
A bundle is trained without them and measured on the real contacts left out; results
are kept group by group, so that a stopped run goes on with the next.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from platformdirs import user_cache_path

from nlp.api import load_annotator
from nlp.cli.common import FOLDER, INPUT, progress_bar
from nlp.errors import InputError
from nlp.modeling.base_checkpoint import BaseCheckpoint
from nlp.pipeline.measuring import measure
from nlp.settings import load_settings
from nlp.taxonomy import load_taxonomy
from nlp.training.base import fetch_base
from nlp.training.examples import LabelledContact
from nlp.training.recipe import Recipe, load_recipe
from nlp.training.run import train_bundle

RESULTS = "leave_out.json"


@click.command()
@click.option("--config", type=INPUT, required=True, help="A recipe with groups.")
@click.option("--output", type=FOLDER, required=True, help="Folder of the bundles and results.")
@click.option("--group", "groups", multiple=True, help="Only these groups.")
@click.option("--device", default="cpu", show_default=True, help="cpu or cuda.")
def main(config: Path, output: Path, groups: tuple[str, ...], device: str) -> None:
    """Measure how each group of a recipe is read by a bundle that never saw it."""
    recipe = load_recipe(config)
    unknown = set(groups) - set(recipe.groups)
    if unknown or not recipe.groups:
        raise InputError(
            f"{config} has the groups {', '.join(recipe.groups) or '(none)'}, not "
            f"{', '.join(sorted(unknown)) or 'any'}"
        )
    base = fetch_base(user_cache_path("motif") / "base")
    path = output / RESULTS
    results = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    for name in groups or tuple(recipe.groups):
        if name in results:
            click.echo(f"{name}: measured already, see {path}", err=True)
            continue
        results[name] = _measure_group(recipe, name, base, output / name, device)
        path.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        click.echo(f"{name}: written to {path}", err=True)


def _measure_group(
    recipe: Recipe, name: str, base: BaseCheckpoint, folder: Path, device: str
) -> dict[str, Any]:
    taxonomy = load_taxonomy(load_settings().taxonomy)
    with progress_bar() as tell:
        material = train_bundle(
            recipe,
            base,
            taxonomy,
            folder,
            device=device,
            leave_out=recipe.groups[name],
            on_progress=tell,
        )
        gold = [_gold(contact) for contact in material.left_out]
        if not gold:
            raise InputError(f"group {name!r} leaves out no real contact that could be tested on")
        return measure(gold, load_annotator(bundle=folder), on_progress=tell)


def _gold(contact: LabelledContact) -> dict[str, Any]:
    """A left-out contact as a row to measure on; only wholly labelled ones are left out."""
    reasons = contact.reasons or ()
    return {
        "text": contact.text,
        "lang": contact.lang,
        "source": contact.source,
        "reason": reasons[0],
        "reasons": list(reasons),
        "sentiment": contact.sentiment,
        "irritants": list(contact.irritants or ()),
        "signals": list(contact.signals or ()),
    }


if __name__ == "__main__":
    main()
