"""``motif ablate``."""

from __future__ import annotations

from pathlib import Path

import click

from nlp.cli.common import INPUT
from nlp.cli.trainings import Trainings, trainings_options
from nlp.evaluation.proofs import render_table
from nlp.pipeline.measuring import annotate_gold, read_gold


@click.command("ablate")
@click.argument("gold", nargs=-1, required=True, type=INPUT)
@click.option("--without", "parts", multiple=True, help="Only this part; may be repeated.")
@trainings_options
def command(trainings: Trainings, gold: tuple[Path, ...], parts: tuple[str, ...]) -> None:
    """Measure what each source and each loss of a recipe gives: train without it.

    GOLD: labelled contacts that the recipe learns nothing from, see motif evaluate.
    """
    from nlp.training.ablation import ablate

    rows = [row for path in gold for row in read_gold(path)]
    results = trainings.run(
        ablate,
        lambda folder: annotate_gold(rows, trainings.annotator(folder)),
        gold=rows,
        parts=parts,
    )
    click.echo(render_table(results))
    click.echo(f"written to {trainings.output / 'results.json'}", err=True)
