"""``motif digest``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from nlp.cli.common import FOLDER, INPUT, taxonomy_option, workspace_option
from nlp.digest import (
    Digest,
    Explorer,
    Findings,
    Scope,
    choose_scope,
    draw_impacts,
    file_stem,
    follow_actions,
    latest_complete_week,
    load_actions,
    load_owners,
    render_files,
    write_files,
)
from nlp.digest.weeks import check_week
from nlp.pipeline.checking import checked_in_settings
from nlp.settings import Settings, load_settings
from nlp.storage import Reader, Workspace, queries
from nlp.taxonomy import Taxonomy, load_taxonomy
from nlp.trends import read_watch_settings
from nlp.types import AUDIENCES, LANGS, Audience, Lang
from nlp.weekly.composing import compose_edition, measure_contacts
from nlp.weekly.findings import Kept

OWNERS, ACTIONS = Path("owners.yaml"), Path("actions.yaml")
"""Read from the working folder where they are there and no others are named."""


@click.command("digest")
@click.option("--week", help="ISO week, such as 2026-W46.  [default: the latest complete one]")
@click.option("--output", type=FOLDER, required=True, help="Folder to write into; made if missing.")
@click.option(
    "--audience",
    type=click.Choice(AUDIENCES),
    default="cx",
    show_default=True,
    help="cx: all; product: one product, with owners; direction: ten lines.",
)
@click.option("--product", help="Which product, for the audience product.")
@workspace_option
@click.option(
    "--lang",
    type=click.Choice([*LANGS, "both"]),
    default="both",
    show_default=True,
    help="Language.",
)
@click.option("--pdf/--no-pdf", default=True, help="Write a PDF as well.  [default: pdf]")
@click.option("--explorer", metavar="URL", help="Address of the explorer, to link to it.")
@click.option(
    "--owners", type=INPUT, help="Who answers for what.  [default: owners.yaml, if there]"
)
@click.option(
    "--actions",
    type=INPUT,
    help="What was done about irritants.  [default: actions.yaml, if there]",
)
@taxonomy_option
def command(
    week: str | None,
    output: Path,
    audience: Audience,
    product: str | None,
    workspace: Path | None,
    lang: Literal["fr", "en", "both"],
    pdf: bool,
    explorer: str | None,
    owners: Path | None,
    actions: Path | None,
    taxonomy: Path | None,
) -> None:  # fmt: skip
    """Write the digest of a week: HTML and text for mail, Markdown, PDF, and its chart.

    The figures come from what is stored, up to that week; the same workspace, week and files
    give the same digest, byte for byte.
    """
    settings = load_settings()
    labels = load_taxonomy(taxonomy or settings.taxonomy)
    home = None if explorer is None else Explorer(explorer)
    kept = Kept(_kept(owners, OWNERS), _kept(actions, ACTIONS))
    langs: tuple[Lang, ...] = LANGS if lang == "both" else (lang,)
    with Workspace.open(workspace or settings.workspace).reader() as reader:
        products = queries.filter_options(reader).products
        scope = choose_scope(audience, product, products)
        week = week or latest_complete_week(reader)
        told = digest_of_week(reader, labels, week, settings, scope=scope, kept=kept)
    stem = file_stem(told.week, scope, products)
    files: dict[str, bytes] = {}
    for one in langs:
        chart = draw_impacts(told, one)
        files |= render_files(told, one, chart, stem=stem, explorer=home, pdf=pdf)
    for path in write_files(files, output):
        click.echo(path)


def digest_of_week(
    reader: Reader,
    taxonomy: Taxonomy,
    week: str,
    settings: Settings,
    *,
    scope: Scope | None = None,
    kept: Kept | None = None,
) -> Digest:
    """Rank the irritants as of a week and compose its digest.

    Raises:
        InputError: The workspace cannot tell anything about that week, or a file that people
            keep is wrong.
    """
    scope, kept = scope or Scope(), kept or Kept()
    products = queries.filter_options(reader).products
    owners = None if kept.owners is None else load_owners(kept.owners, taxonomy, products)
    actions = None if kept.actions is None else load_actions(kept.actions, taxonomy)
    check_week(week, queries.weeks(reader))
    measured = measure_contacts(
        reader,
        taxonomy,
        week,
        scope,
        effect_weeks=settings.effect_weeks,
        min_n=settings.min_n,
        checked=checked_in_settings(settings, taxonomy),
        watching=read_watch_settings(settings.watch),
    )
    followed = None
    if actions is not None:
        followed = follow_actions(
            reader, actions, taxonomy, week, scope=scope, onsets=measured.onsets
        )
    found = Findings(owners=owners, actions=followed)
    return compose_edition(reader, taxonomy, week, scope, measured, found)


def _kept(named: Path | None, usual: Path) -> Path | None:
    """The file named, else the usual one where it is there."""
    return named or (usual if usual.exists() else None)
