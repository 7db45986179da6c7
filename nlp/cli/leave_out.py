"""``motif leave-out``."""

from __future__ import annotations

from pathlib import Path

import click

from nlp.cli.common import FOLDER
from nlp.cli.trainings import Trainings, trainings_options
from nlp.pipeline.measuring import measure


@click.command("leave-out")
@click.option("--group", "groups", multiple=True, help="Only this group; may be repeated.")
@click.option("--card", type=FOLDER, help="Also write the results into this bundle's card.")
@trainings_options
def command(trainings: Trainings, groups: tuple[str, ...], card: Path | None) -> None:
    """Measure how a sector never shown is read: train without it, test on it."""
    from nlp.training.leave_out import leave_out_each

    results = trainings.run(
        leave_out_each,
        lambda gold, folder: measure(gold, trainings.annotator(folder)),
        groups=groups,
    )
    path = trainings.output / "results.json"
    click.echo(f"{', '.join(results)} measured: {path}", err=True)
    if card is not None:
        from nlp.cli.evaluate import write_card

        tuning = trainings.recipe.fine_tuning
        how = f"trained without it (epochs: {tuning.epochs})" if tuning else "trained without it"
        write_card(card, {f"{name}, by a bundle {how}": g for name, g in results.items()})
