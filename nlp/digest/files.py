"""A digest as files: rendered in every form, written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nlp.digest.chart import Chart
from nlp.digest.composed import Digest
from nlp.digest.links import Explorer
from nlp.digest.render_html import render_html
from nlp.digest.render_markdown import render_markdown
from nlp.digest.render_pdf import render_pdf
from nlp.digest.render_plain import render_plain
from nlp.errors import InputError
from nlp.types import Lang


def render_files(
    digest: Digest,
    lang: Lang,
    chart: Chart | None,
    *,
    stem: str,
    explorer: Explorer | None = None,
    pdf: bool = True,
) -> dict[str, bytes]:
    """Render a digest in one language, in every form.

    Args:
        digest: The digest.
        lang: The language.
        chart: Its chart in that language; ``None`` where there is nothing to draw.
        stem: Name of the files without language and ending: :func:`nlp.digest.file_stem`.
        explorer: Where the explorer is, to link to it.
        pdf: Whether to make a PDF too.

    Returns:
        Content by name of file: HTML, Markdown, text, PDF and the chart as PNG.
    """
    name = f"{stem}.{lang}"
    image = None if chart is None else f"{name}.png"
    files = {
        f"{name}.html": render_html(digest, lang, chart, explorer=explorer).encode(),
        f"{name}.md": render_markdown(digest, lang, chart_src=image, explorer=explorer).encode(),
        f"{name}.txt": render_plain(digest, lang, explorer).encode(),
    }
    if pdf:
        files[f"{name}.pdf"] = render_pdf(digest, lang, chart, explorer)
    if chart is not None:
        files[f"{name}.png"] = chart.png
    return files


def write_files(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write files, in place of earlier ones: a reader never meets half a digest.

    Args:
        files: Content by name.
        folder: Where to; made if missing.

    Returns:
        The files written.

    Raises:
        InputError: The folder cannot be written to.
    """
    paths = []
    for name, content in files.items():
        path, part = folder / name, folder / f".{name}.part"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(content)
            part.replace(path)
        except OSError as error:
            raise InputError(
                f"{path} cannot be written: {error.strerror}. Choose another --output."
            ) from error
        paths.append(path)
    return paths
