"""``python -m nlp.simulation``: make the sample again."""

from __future__ import annotations

import time
from pathlib import Path

import click

from nlp.errors import MotifError
from nlp.simulation.sample import write_sample
from nlp.simulation.scenario import DEMO, DEMO_SEED
from nlp.taxonomy import load_taxonomy


@click.command()
@click.option(
    "--corpus", type=click.Path(path_type=Path), required=True, help="Folder of the corpus."
)
@click.option("--output", type=click.Path(path_type=Path), required=True, help="Where to write.")
@click.option(
    "--taxonomy",
    type=click.Path(path_type=Path),
    help="Folder of the taxonomies; by default 'taxonomy' beside the corpus.",
)
@click.option("--seed", type=click.IntRange(min=0), default=DEMO_SEED, show_default=True)
def main(corpus: Path, output: Path, taxonomy: Path | None, seed: int) -> None:
    """Simulate the demo company out of the corpus and write its exports."""
    started = time.monotonic()
    try:
        labels = load_taxonomy(taxonomy or corpus.resolve().parent / "taxonomy")
        files = write_sample(corpus, output, taxonomy=labels, scenario=DEMO, seed=seed)
    except MotifError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{len(files)} files in {output}, {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    main()
