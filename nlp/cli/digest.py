"""``motif digest``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import click

from nlp.cli.common import FOLDER, INPUT, taxonomy_option, workspace_option
from nlp.digest import (
    AUDIENCES,
    Audience,
    Digest,
    Explorer,
    Findings,
    Scope,
    choose_scope,
    compose_digest,
    draw_impacts,
    file_stem,
    follow_actions,
    latest_complete_week,
    load_actions,
    load_owners,
    render_html,
    render_markdown,
    render_pdf,
    render_plain,
)
from nlp.digest.weeks import check_week
from nlp.errors import InputError
from nlp.pipeline.checking import checked_in_settings
from nlp.pipeline.material import gather
from nlp.pipeline.ranking import rank_material
from nlp.pipeline.views import rank_families
from nlp.settings import Settings, load_settings
from nlp.storage import ContactFilter, Reader, Workspace, queries
from nlp.taxonomy import Taxonomy, load_taxonomy
from nlp.types import LANGS, SCALES, Lang
from nlp.weekly.watching import watch_week

OWNERS, ACTIONS = Path("owners.yaml"), Path("actions.yaml")
"""Read from the working folder where they are there and no others are named."""


@dataclass(frozen=True)
class Kept:
    """Files that people keep beside a workspace.

    Attributes:
        owners: Who answers for what; ``None`` where nobody keeps it.
        actions: What was done about irritants; likewise.
    """

    owners: Path | None = None
    actions: Path | None = None


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
    for path in write_digest(told, output, langs, stem=stem, pdf=pdf, explorer=home):
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
    chosen = ContactFilter(products=() if scope.product is None else (scope.product,))
    followed = None
    if actions is not None:
        followed = follow_actions(
            reader, actions, taxonomy, week, chosen=chosen, product=scope.product
        )
    watched = watch_week(reader, taxonomy, week, chosen=chosen)
    movement = None if watched is None else watched.movement
    found = Findings(movement=movement, owners=owners, actions=followed)
    material = gather(reader, taxonomy, week=week, effect_weeks=settings.effect_weeks)
    if material is not None and scope.product is not None:
        material = material.of_group("product", scope.product)
    if material is None or material.first_week is None or material.contacts.empty:
        return compose_digest(reader, None, taxonomy, week, scope=scope, found=found)
    checked = checked_in_settings(settings, taxonomy)
    ranking = rank_material(material, min_n=settings.min_n, checked=checked)
    families = rank_families(material, taxonomy, min_n=settings.min_n, checked=checked)
    return compose_digest(
        reader,
        ranking.effects,
        taxonomy,
        week,
        scope=scope,
        scale=next((scale for scale in SCALES if scale == ranking.scale), None),
        effect_weeks=None if ranking.first_week is None else (ranking.first_week, ranking.week),
        notes=[{lang: str(note[lang]) for lang in LANGS} for note in ranking.notes],
        found=replace(found, strengths=families.strengths),
    )


def write_digest(
    digest: Digest,
    folder: Path,
    langs: tuple[Lang, ...],
    *,
    stem: str | None = None,
    pdf: bool = True,
    explorer: Explorer | None = None,
) -> list[Path]:
    """Write a digest as files, in place of earlier ones of the same week and audience.

    Args:
        digest: The digest.
        folder: Where to; made if missing.
        langs: In which languages.
        stem: Name of the files; by default as :func:`nlp.digest.file_stem` gives it.
        pdf: Whether to write a PDF too.
        explorer: Where the explorer is, to link to it.

    Returns:
        The files written: per language HTML, Markdown, text, PDF and, if there is an impact
        to draw, a PNG.

    Raises:
        InputError: The folder cannot be written to.
    """
    paths: list[Path] = []
    for lang in langs:
        name = f"{stem or file_stem(digest.week, digest.scope)}.{lang}"
        chart = draw_impacts(digest, lang)
        image = None if chart is None else f"{name}.png"
        contents = {
            f"{name}.html": render_html(digest, lang, chart, explorer=explorer).encode(),
            f"{name}.md": render_markdown(
                digest, lang, chart_src=image, explorer=explorer
            ).encode(),
            f"{name}.txt": render_plain(digest, lang, explorer).encode(),
        }
        if pdf:
            contents[f"{name}.pdf"] = render_pdf(digest, lang, chart, explorer)
        if chart is not None:
            contents[f"{name}.png"] = chart.png
        paths += [_write(folder / file, content) for file, content in contents.items()]
    return paths


def _kept(named: Path | None, usual: Path) -> Path | None:
    """The file named, else the usual one where it is there."""
    return named or (usual if usual.exists() else None)


def _write(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all: a reader never meets half a digest."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror}. Choose another --output."
        ) from error
    return path
