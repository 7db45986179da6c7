"""Render a digest as HTML that mail programs show."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from nlp.digest.chart import Chart
from nlp.digest.composed import Digest
from nlp.digest.links import Explorer
from nlp.digest.page import Page, build_page
from nlp.digest.texts import say
from nlp.types import Lang

MAX_BYTES = 100_000
"""Size without images that a page stays under."""


def render_html(
    digest: Digest,
    lang: Lang,
    chart: Chart | None = None,
    *,
    chart_src: str | None = None,
    explorer: Explorer | None = None,
) -> str:
    """Render one language.

    Tables, inlined styles, nothing fetched from anywhere, no script; everything that is not
    the template's own is escaped. A style sheet in the head adds dark colours and narrow
    screens where a program reads it; the page stands without it. Mail programs cut a message
    that is too long: should the page come to :data:`MAX_BYTES`, quotes are left out, and the
    page says so.

    Args:
        digest: The digest.
        lang: The language.
        chart: Its chart; without it the page has none.
        chart_src: Address of the chart, such as ``cid:impact`` in a mail that carries it;
            by default the image itself stands in the page.
        explorer: Where the explorer is, to link to it; no links by default.

    Returns:
        A whole HTML document.
    """
    source = None if chart is None else chart_src or chart.data_uri
    template = _environment().get_template("digest.html.j2")
    page = build_page(digest, lang, explorer)
    html = template.render(page=page, chart=chart, chart_src=source) + "\n"
    carried = len(source) if source else 0
    for n in reversed(range(_n_quotes(page))):
        if len(html.encode()) - carried < MAX_BYTES:
            break
        html = template.render(page=_with_quotes(page, n), chart=chart, chart_src=source) + "\n"
    return html


def _n_quotes(page: Page) -> int:
    """Most quotes that one entry has."""
    return max((len(e.quotes) for section in page.sections for e in section.entries), default=0)


def _with_quotes(page: Page, n: int) -> Page:
    """The page with at most ``n`` quotes per entry, and a word on it."""
    sections = tuple(
        replace(section, entries=tuple(replace(e, quotes=e.quotes[:n]) for e in section.entries))
        for section in page.sections
    )
    said = say("quotes.cut", page.lang, n=n)
    return replace(page, sections=sections, method=(said, *page.method))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("nlp.digest", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
