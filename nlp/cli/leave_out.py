"""``motif leave-out``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from platformdirs import user_cache_path

from nlp.api import load_annotator
from nlp.cli.common import FOLDER, INPUT, progress_lines, require_training, taxonomy_option
from nlp.pipeline.measuring import measure
from nlp.settings import load_settings
from nlp.taxonomy import load_taxonomy


@click.command("leave-out")
@click.option("--config", type=INPUT, required=True, help="A recipe with groups.")
@click.option("--output", type=FOLDER, required=True, help="Folder of the bundles and results.")
@click.option("--group", "groups", multiple=True, help="Only this group; may be repeated.")
@click.option("--epochs", type=click.IntRange(min=1), help="Epochs of each training.")
@click.option("--hub", is_flag=True, help="Take the base encoder from the model hub.")
@click.option("--device", default="cpu", show_default=True, help="cpu or cuda.")
@click.option("--card", type=FOLDER, help="Also write the results into this bundle's card.")
@taxonomy_option
def command(
    config: Path,
    output: Path,
    groups: tuple[str, ...],
    epochs: int | None,
    hub: bool,
    device: str,
    card: Path | None,
    taxonomy: Path | None,
) -> None:
    """Measure how a sector never shown is read: train without it, test on it."""
    require_training()
    from nlp.training.base import fetch_base
    from nlp.training.leave_out import leave_out_each
    from nlp.training.recipe import load_recipe

    def score(gold: list[dict[str, Any]], folder: Path) -> dict[str, Any]:
        return measure(gold, load_annotator(bundle=folder, taxonomy=taxonomy))

    output.mkdir(parents=True, exist_ok=True)
    with progress_lines() as tell:
        results = leave_out_each(
            load_recipe(config),
            fetch_base(user_cache_path("motif") / "base", hub=hub),
            load_taxonomy(taxonomy or load_settings().taxonomy),
            output,
            score,
            groups=groups,
            epochs=epochs,
            device=device,
            on_progress=tell,
        )
    click.echo(f"{', '.join(results)} measured: {output / 'results.json'}", err=True)
    if card is not None:
        from nlp.cli.evaluate import write_card

        measured = {f"{name}, by a bundle trained without it": g for name, g in results.items()}
        write_card(card, measured)
