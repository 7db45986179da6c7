"""``motif calibrate``."""

from __future__ import annotations

from pathlib import Path

import click

from nlp.cli.common import FOLDER, INPUT, progress_lines, require_training, taxonomy_option
from nlp.settings import load_settings
from nlp.taxonomy import load_taxonomy


@click.command("calibrate")
@click.option("--config", type=INPUT, required=True, help="A recipe: its held-back contacts count.")
@click.option("--bundle", type=FOLDER, required=True, help="Folder of the bundle to start from.")
@click.option("--output", type=FOLDER, required=True, help="Folder of the new bundle.")
@taxonomy_option
def command(config: Path, bundle: Path, output: Path, taxonomy: Path | None) -> None:
    """Fit temperatures, thresholds and doubt anew, on contacts that nothing was trained on.

    The weights stay as they are. With a recipe whose sources are contacts of your own
    (held_back = 1.0), a bundle's probabilities and thresholds become those of your customers.
    """
    require_training()
    from nlp.training.recipe import load_recipe
    from nlp.training.rules import recalibrate

    labels = load_taxonomy(taxonomy or load_settings().taxonomy)
    with progress_lines() as tell:
        recalibrate(bundle, output, load_recipe(config), labels, on_progress=tell)
    click.echo(f"bundle written to {output}", err=True)
