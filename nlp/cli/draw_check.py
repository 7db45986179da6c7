"""``motif draw-check``."""

from __future__ import annotations

from pathlib import Path

import click

from nlp.cli.common import taxonomy_option, workspace_option
from nlp.errors import InputError
from nlp.pipeline.checking import draw_to_check
from nlp.pipeline.material import gather
from nlp.pipeline.output import write_records
from nlp.settings import load_settings
from nlp.storage import Workspace
from nlp.taxonomy import load_taxonomy


@click.command("draw-check")
@workspace_option
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Table to write: .csv, .jsonl or .parquet.",
)
@click.option(
    "--n", "n", type=click.IntRange(1), default=300, show_default=True, help="Contacts to draw."
)
@click.option("--week", help="Last ISO week to cover.  [default: the latest]")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the draw.")
@taxonomy_option
def command(
    workspace: Path | None,
    output: Path,
    n: int,
    week: str | None,
    seed: int,
    taxonomy: Path | None,
) -> None:  # fmt: skip
    """Draw contacts for people to check; fill in their irritants, then motif rank --checked."""
    settings = load_settings()
    labels = load_taxonomy(taxonomy or settings.taxonomy)
    with Workspace.open(workspace or settings.workspace).reader() as reader:
        material = gather(reader, labels, week=week, effect_weeks=settings.effect_weeks)
        if material is None:
            raise InputError("nothing to draw from: the workspace has no contacts there")
        records = draw_to_check(reader, material, n, seed=seed)
    write_records(records, output)
    click.echo(f"{output}: {len(records)}")
