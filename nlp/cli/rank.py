"""``motif rank``."""

from __future__ import annotations

from pathlib import Path

import click

from nlp.cli.common import (
    format_option,
    lang_option,
    show_csv,
    show_json,
    taxonomy_option,
    workspace_option,
)
from nlp.cli.summary import show_explanation, show_ranking
from nlp.errors import InputError
from nlp.pipeline.ranking import effects_records, rank_irritants
from nlp.settings import load_settings
from nlp.storage import Workspace
from nlp.taxonomy import load_taxonomy
from nlp.types import Lang


@click.command("rank")
@workspace_option
@click.option("--week", help="Last ISO week to cover, such as 2026-W46.  [default: the latest]")
@click.option("--explain", metavar="IRRITANT", help="Show the working of one line.")
@click.option("--min-n", type=click.IntRange(1), help="Scored mentions needed for an effect.")
@format_option
@lang_option
@taxonomy_option
def command(
    workspace: Path | None,
    week: str | None,
    explain: str | None,
    min_n: int | None,
    form: str,
    lang: Lang,
    taxonomy: Path | None,
) -> None:
    """Rank the irritants by what they cost in satisfaction, each with its interval."""
    settings = load_settings()
    labels = load_taxonomy(taxonomy or settings.taxonomy)
    if explain is not None:
        labels.irritants[explain]  # an unknown code is answered before any work
    with Workspace.open(workspace or settings.workspace).reader() as reader:
        ranking = rank_irritants(
            reader,
            labels,
            week=week,
            effect_weeks=settings.effect_weeks,
            min_n=min_n or settings.min_n,
        )
    if ranking is None:
        upto = f" up to {week}" if week else ""
        raise InputError(f"nothing to rank{upto}: the workspace has no contacts there")
    if explain is not None:
        show_explanation(ranking, explain, labels, lang)
    elif form == "json":
        show_json(effects_records(ranking.effects))
    elif form == "csv":
        show_csv(effects_records(ranking.effects))
    else:
        show_ranking(ranking, labels, lang)
