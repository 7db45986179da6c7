"""``motif ablate``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from platformdirs import user_cache_path

from nlp.api import load_annotator
from nlp.cli.common import FOLDER, INPUT, progress_lines, require_training, taxonomy_option
from nlp.evaluation.proofs import render_table
from nlp.pipeline.measuring import measure, read_gold
from nlp.settings import load_settings
from nlp.taxonomy import load_taxonomy


@click.command("ablate")
@click.argument("gold", nargs=-1, required=True, type=INPUT)
@click.option("--config", type=INPUT, required=True, help="A recipe.")
@click.option("--output", type=FOLDER, required=True, help="Folder of the bundles and results.")
@click.option("--without", "parts", multiple=True, help="Only this part; may be repeated.")
@click.option("--epochs", type=click.IntRange(min=1), help="Epochs of each training.")
@click.option("--hub", is_flag=True, help="Take the base encoder from the model hub.")
@click.option("--device", default="cpu", show_default=True, help="cpu or cuda.")
@taxonomy_option
def command(
    gold: tuple[Path, ...],
    config: Path,
    output: Path,
    parts: tuple[str, ...],
    epochs: int | None,
    hub: bool,
    device: str,
    taxonomy: Path | None,
) -> None:
    """Measure what each source and each loss of a recipe gives: train without it.

    GOLD: labelled contacts that the recipe learns nothing from, see motif evaluate.
    """
    require_training()
    from nlp.training.ablation import ablate
    from nlp.training.base import fetch_base
    from nlp.training.recipe import load_recipe

    rows = [row for path in gold for row in read_gold(path)]

    def score(folder: Path) -> dict[str, Any]:
        return measure(rows, load_annotator(bundle=folder, taxonomy=taxonomy))

    output.mkdir(parents=True, exist_ok=True)
    with progress_lines() as tell:
        results = ablate(
            load_recipe(config),
            fetch_base(user_cache_path("motif") / "base", hub=hub),
            load_taxonomy(taxonomy or load_settings().taxonomy),
            output,
            score,
            parts=parts,
            epochs=epochs,
            device=device,
            on_progress=tell,
        )
    click.echo(render_table(results))
    click.echo(f"written to {output / 'results.json'}", err=True)
