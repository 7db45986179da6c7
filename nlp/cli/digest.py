"""``motif digest``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from nlp.cli.common import FOLDER, taxonomy_option, workspace_option
from nlp.digest import (
    Digest,
    compose_digest,
    draw_impacts,
    latest_complete_week,
    render_html,
    render_markdown,
)
from nlp.digest.weeks import check_week
from nlp.errors import InputError
from nlp.pipeline.checking import checked_in_settings
from nlp.pipeline.ranking import rank_irritants
from nlp.settings import Settings, load_settings
from nlp.storage import Reader, Workspace, queries
from nlp.taxonomy import Taxonomy, load_taxonomy
from nlp.types import LANGS, SCALES, Lang


@click.command("digest")
@click.option("--week", help="ISO week, such as 2026-W46.  [default: the latest complete one]")
@click.option("--output", type=FOLDER, required=True, help="Folder to write into; made if missing.")
@workspace_option
@click.option(
    "--lang",
    type=click.Choice([*LANGS, "both"]),
    default="both",
    show_default=True,
    help="Language.",
)
@taxonomy_option
def command(
    week: str | None,
    output: Path,
    workspace: Path | None,
    lang: Literal["fr", "en", "both"],
    taxonomy: Path | None,
) -> None:
    """Write the digest of a week: HTML for mail programs, Markdown, and its chart.

    The figures come from what is stored, up to that week; the same workspace and week give
    the same files, byte for byte.
    """
    settings = load_settings()
    labels = load_taxonomy(taxonomy or settings.taxonomy)
    with Workspace.open(workspace or settings.workspace).reader() as reader:
        told = digest_of_week(reader, labels, week or latest_complete_week(reader), settings)
    langs: tuple[Lang, ...] = LANGS if lang == "both" else (lang,)
    for path in write_digest(told, output, langs):
        click.echo(path)


def digest_of_week(reader: Reader, taxonomy: Taxonomy, week: str, settings: Settings) -> Digest:
    """Rank the irritants as of a week and compose its digest.

    Raises:
        InputError: The workspace cannot tell anything about that week.
    """
    check_week(week, queries.weeks(reader))
    ranking = rank_irritants(
        reader,
        taxonomy,
        week=week,
        effect_weeks=settings.effect_weeks,
        min_n=settings.min_n,
        checked=checked_in_settings(settings, taxonomy),
    )
    if ranking is None or ranking.first_week is None:
        return compose_digest(reader, None, taxonomy, week)
    return compose_digest(
        reader,
        ranking.effects,
        taxonomy,
        week,
        scale=next((scale for scale in SCALES if scale == ranking.scale), None),
        effect_weeks=(ranking.first_week, ranking.week),
        notes=[{lang: str(note[lang]) for lang in LANGS} for note in ranking.notes],
    )


def write_digest(digest: Digest, folder: Path, langs: tuple[Lang, ...]) -> list[Path]:
    """Write a digest as files, in place of earlier ones of the same week.

    Args:
        digest: The digest.
        folder: Where to; made if missing.
        langs: In which languages.

    Returns:
        The files written: per language HTML, Markdown and, if there is an impact to draw,
        a PNG.

    Raises:
        InputError: The folder cannot be written to.
    """
    paths: list[Path] = []
    for lang in langs:
        stem = f"digest-{digest.week}.{lang}"
        chart = draw_impacts(digest, lang)
        image = None if chart is None else f"{stem}.png"
        contents = {
            f"{stem}.html": render_html(digest, lang, chart).encode(),
            f"{stem}.md": render_markdown(digest, lang, chart_src=image).encode(),
        }
        if chart is not None:
            contents[f"{stem}.png"] = chart.png
        paths += [_write(folder / name, content) for name, content in contents.items()]
    return paths


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
