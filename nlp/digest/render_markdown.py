"""Render a digest as Markdown in which nothing that a customer wrote takes effect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nlp.digest.blocks import Entry, Link, QuoteText, Section, Tile
from nlp.digest.composed import Digest
from nlp.digest.links import Explorer
from nlp.digest.page import Page, build_page
from nlp.types import Lang

_WORD_JOINER = "\u2060"  # shows nothing, and keeps what looks like an address from being one
_MARKUP = re.compile(
    r"[\\`*_{}\[\]<>&#~|$^@]"  # anywhere
    r"|:(?=[\w+-]+:)|=(?==)|(?<==)="  # :emoji: and ==highlight== of some dialects
    r"|^[-+](?=\s|$)|(?:(?<=^\d)|(?<=^\d\d))[.)](?=\s|$)"  # a list, at the start of a line
)
_ADDRESS = re.compile(r"(?<=://)|(?<=@)|(?<=\bwww\.)", re.IGNORECASE)


def render_markdown(
    digest: Digest, lang: Lang, *, chart_src: str | None = None, explorer: Explorer | None = None
) -> str:
    """Render one language.

    Args:
        digest: The digest.
        lang: The language.
        chart_src: Address of the chart, such as a file beside it; no chart by default.
        explorer: Where the explorer is, to link to it; no links by default.

    Returns:
        A Markdown document (CommonMark with tables).
    """
    page = build_page(digest, lang, explorer)
    return "\n\n".join(_blocks(page, chart_src)) + "\n"


def escape_markdown(text: str) -> str:
    """Make a text show as it is: no markup, no HTML, no link, on a single line."""
    flat = _ADDRESS.sub(_WORD_JOINER, re.sub(r"[\r\n]+", " ", text))
    return _MARKUP.sub(lambda found: f"\\{found[0]}", flat)


def _blocks(page: Page, chart_src: str | None) -> Iterator[str]:
    yield f"# {escape_markdown(page.title)}"
    yield f"**{_sentence(page.week)}** · {escape_markdown(page.audience)}"
    if page.brief:
        yield "  \n".join(escape_markdown(sentence) for sentence in page.brief)
    if page.tiles:
        yield _bullets(_tile(tile) for tile in page.tiles)
    if page.counts:
        yield _bullets(_labelled(line.label, line.text) for line in page.counts)
    for section in page.sections:
        yield from _section(section, _chart(page, chart_src, section))
    if page.home:
        yield _link(page.home)
    yield f"## {escape_markdown(page.coverage_title)}"
    yield _bullets(_labelled(line.label, line.text) for line in page.coverage)
    if page.method:
        yield f"## {escape_markdown(page.method_title)}"
        yield _bullets(escape_markdown(line) for line in page.method)
    yield f"*{escape_markdown(page.footer)}*"


def _chart(page: Page, chart_src: str | None, section: Section) -> str | None:
    if chart_src is None or page.chart is None or section.kind != page.chart_after:
        return None
    return f"![{escape_markdown(page.chart.alt)}](<{chart_src}>)"


def _section(section: Section, chart: str | None = None) -> Iterator[str]:
    if section.title:
        yield f"## {escape_markdown(section.title)}"
    for note in section.notes:
        yield f"**{escape_markdown(note)}**"
    if section.intro:
        yield escape_markdown(section.intro)
    if section.lines:
        yield _bullets(_labelled(line.label, line.text) for line in section.lines)
    if chart:
        yield chart
    for entry in section.entries:
        yield from _entry(entry)
    if section.remark:
        yield escape_markdown(section.remark)


def _entry(entry: Entry) -> Iterator[str]:
    mark = f"{escape_markdown(entry.mark)} " if entry.mark and not entry.figures else ""
    mark = f"{escape_markdown(entry.mark)}\\. " if entry.figures else mark
    chip = f" · *{escape_markdown(entry.chip)}*" if entry.chip else ""
    yield f"### {mark}{escape_markdown(entry.name)}{chip}"
    if entry.text:
        yield escape_markdown(entry.text)
    if entry.figures:
        yield _figures(entry)
    for quote in entry.quotes:
        yield _quote(quote)
    if entry.remark:
        yield escape_markdown(entry.remark)
    if entry.facts:
        yield _bullets(_labelled(fact.label, fact.text) for fact in entry.facts)
    if entry.link:
        yield _link(entry.link)


def _link(link: Link) -> str:
    return f"[{escape_markdown(link.text)}](<{link.url}>)"


def _figures(entry: Entry) -> str:
    cells = []
    for figure in entry.figures:
        details = [figure.detail, figure.badge.text if figure.badge else None]
        under = " · ".join(escape_markdown(d) for d in details if d)
        cells.append(f"**{escape_markdown(figure.value)}**" + (f" · {under}" if under else ""))
    heads = [escape_markdown(figure.label) for figure in entry.figures]
    return "\n".join(_row(row) for row in (heads, ["---"] * len(heads), cells))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _tile(tile: Tile) -> str:
    details = [*tile.details, *([tile.badge.text] if tile.badge else [])]
    under = " · ".join(escape_markdown(d) for d in details)
    return f"{escape_markdown(tile.label)} · **{escape_markdown(tile.figure)}** · {under}"


def _quote(quote: QuoteText) -> str:
    words = escape_markdown(quote.lead) + _strong(quote) + escape_markdown(quote.tail)
    return f"> {quote.opening}{words}{quote.closing}  \n> — {escape_markdown(quote.source)}"


def _strong(quote: QuoteText) -> str:
    """The evidence in bold; as HTML where asterisks would not be read as bold."""
    if not quote.evidence:
        return ""
    inner = escape_markdown(quote.evidence)
    before = (quote.opening + quote.lead)[-1:]
    after = (quote.tail + quote.closing)[:1]
    glued = (before.isalnum() and not quote.evidence[0].isalnum()) or (
        after.isalnum() and not quote.evidence[-1].isalnum()
    )
    return f"<strong>{inner}</strong>" if glued else f"**{inner}**"


def _labelled(label: str, text: str) -> str:
    return f"**{escape_markdown(label)}** · {escape_markdown(text)}"


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _sentence(text: str) -> str:
    return escape_markdown(text[:1].upper() + text[1:])
