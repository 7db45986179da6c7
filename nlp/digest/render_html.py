"""Render a digest as HTML that mail programs show."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from nlp.digest.chart import Chart
from nlp.digest.model import Digest
from nlp.digest.page import build_page
from nlp.types import Lang


def render_html(
    digest: Digest, lang: Lang, chart: Chart | None = None, *, chart_src: str | None = None
) -> str:
    """Render one language.

    Tables, inlined styles, nothing fetched from anywhere, no script; everything that is not
    the template's own is escaped. A style sheet in the head adds dark colours and narrow
    screens where a program reads it; the page stands without it.

    Args:
        digest: The digest.
        lang: The language.
        chart: Its chart; without it the page has none.
        chart_src: Address of the chart, such as ``cid:impact`` in a mail that carries it;
            by default the image itself stands in the page.

    Returns:
        A whole HTML document.
    """
    source = None if chart is None else chart_src or chart.data_uri
    template = _environment().get_template("digest.html.j2")
    return template.render(page=build_page(digest, lang), chart=chart, chart_src=source) + "\n"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("nlp.digest", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
