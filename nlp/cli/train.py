"""``motif train``."""

from __future__ import annotations

from pathlib import Path

import click

from nlp.cli.common import FOLDER, INPUT, progress_lines, require_training, taxonomy_option
from nlp.settings import load_settings
from nlp.taxonomy import load_taxonomy


@click.command("train")
@click.option(
    "--config", type=INPUT, required=True, help="A recipe, such as models/recipes/*.toml."
)
@click.option("--output", type=FOLDER, required=True, help="Folder of the bundle.")
@click.option("--hub", is_flag=True, help="Take the base encoder from the model hub.")
@click.option("--device", default="cpu", show_default=True, help="cpu or cuda.")
@taxonomy_option
def command(config: Path, output: Path, hub: bool, device: str, taxonomy: Path | None) -> None:
    """Train a model bundle from labelled contacts."""
    require_training()
    from nlp.training.base import fetch_base
    from nlp.training.recipe import load_recipe, missing_sources
    from nlp.training.run import train_bundle

    recipe = load_recipe(config)
    for source in recipe.sources:
        state = f"sha256 {source.sha256()[:16]}…" if source.files() else "missing"
        click.echo(f"  {source.name}: {state}", err=True)
    missing = [source for source in missing_sources(recipe) if source.required]
    if missing:
        raise click.ClickException(
            "required sources are missing: " + ", ".join(str(s.path) for s in missing)
        )
    labels = load_taxonomy(taxonomy or load_settings().taxonomy)
    base = fetch_base(hub=hub)
    with progress_lines() as tell:
        train_bundle(recipe, base, labels, output, device=device, on_progress=tell)
    click.echo(f"bundle written to {output}", err=True)
