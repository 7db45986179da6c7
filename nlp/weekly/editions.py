"""A week's digests rendered, as files and as what is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nlp.delivery import (
    Card,
    CardFigure,
    CardLine,
    CardLink,
    Edition,
    InlineImage,
    RenderedDigest,
)
from nlp.digest import Digest, draw_impacts, file_stem, render_files, render_html
from nlp.digest.links import Explorer
from nlp.digest.page import Page, build_page
from nlp.types import Lang

_CHART = "impacts"


@dataclass(frozen=True)
class Told:
    """One digest, in one language.

    Attributes:
        files: Content by name of file.
        rendered: The same, ready to be sent.
    """

    files: dict[str, bytes]
    rendered: RenderedDigest


def render_edition(
    digest: Digest,
    lang: Lang,
    *,
    explorer: Explorer | None = None,
    products: Iterable[str] = (),
) -> Told:
    """Render a digest in one language.

    Args:
        digest: The digest.
        lang: The language.
        explorer: Where the explorer is, to link to it.
        products: Products of the workspace: they keep the names of files apart.

    Returns:
        HTML, Markdown, plain text, PDF and the chart as files; the mail with its chart inside,
        and the card for chats.
    """
    stem = file_stem(digest.week, digest.scope, tuple(products))
    chart = draw_impacts(digest, lang)
    files = render_files(digest, lang, chart, stem=stem, explorer=explorer)
    page = build_page(digest, lang, explorer)
    rendered = RenderedDigest(
        week=digest.week,
        edition=Edition(digest.scope.audience, lang, digest.scope.product),
        subject=f"{page.title}, {page.week}",
        text=files[f"{stem}.{lang}.txt"].decode(),
        # Mail programs show an image that the mail carries, and none that stands in the page.
        html=render_html(digest, lang, chart, chart_src=f"cid:{_CHART}", explorer=explorer),
        card=_card(page),
        images=() if chart is None else (InlineImage(_CHART, chart.png),),
        pdf=files[f"{stem}.{lang}.pdf"],
    )
    return Told(files, rendered)


def _card(page: Page) -> Card:
    """The digest in short: no customer's words."""
    top = page.section("top") or page.section("lines")
    return Card(
        title=f"{page.title}, {page.week}",
        brief=" ".join(page.brief),
        figures=tuple(CardFigure(tile.label, tile.figure) for tile in page.tiles),
        heading=top.title if top else "",
        irritants=tuple(
            CardLine(
                f"{entry.mark} {entry.name}".strip(),
                entry.text or " · ".join(f"{f.label} {f.value}" for f in entry.figures),
            )
            for entry in (top.entries if top else ())
        ),
        link=None if page.home is None else CardLink(page.home.text, page.home.url),
    )
