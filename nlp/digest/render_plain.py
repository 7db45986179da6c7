"""Render a digest as plain text: the part of a mail that every program shows."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from nlp.digest.blocks import Entry, Line, QuoteText, Section, Tile
from nlp.digest.composed import Digest
from nlp.digest.links import Explorer
from nlp.digest.page import Page, build_page
from nlp.types import Lang

WIDTH = 76
"""Characters per line at most, but for addresses, which are never cut."""

_BREAKS = re.compile(r"[^\S\u00a0\u202f]+")


def render_plain(digest: Digest, lang: Lang, explorer: Explorer | None = None) -> str:
    """Render one language.

    Args:
        digest: The digest.
        lang: The language.
        explorer: Where the explorer is, to link to it; no links by default.

    Returns:
        Lines of at most :data:`WIDTH` characters, broken between words only, and never at a
        no-break space; what the chart shows is told in words.
    """
    page = build_page(digest, lang, explorer)
    return "\n\n".join(block for block in _blocks(page) if block) + "\n"


def _blocks(page: Page) -> Iterator[str]:
    yield f"{page.title}\n{'=' * min(len(page.title), WIDTH)}"
    yield _fill(f"{page.week[:1].upper()}{page.week[1:]} · {page.audience}")
    yield "\n".join(_fill(sentence) for sentence in page.brief)
    yield "\n".join(_tile(tile) for tile in page.tiles)
    yield "\n".join(_line(line, page) for line in page.counts)
    for section in page.sections:
        yield from _section(section, page)
    if page.home:
        yield f"{_fill(page.home.text + page.colon.rstrip())}\n{page.home.url}"
    yield _head(page.coverage_title)
    yield "\n".join(_line(line, page) for line in page.coverage)
    if page.method:
        yield _head(page.method_title)
        yield "\n".join(_fill(line, "- ", "  ") for line in page.method)
    yield f"-- \n{_fill(page.footer)}"


def _section(section: Section, page: Page) -> Iterator[str]:
    if section.title:
        yield _head(section.title)
    yield "\n".join(_fill(note, "! ", "  ") for note in section.notes)
    yield _fill(section.intro or "")
    yield "\n".join(_line(line, page) for line in section.lines)
    if section.kind == page.chart_after and page.chart:
        yield _fill(page.chart.alt)
    for entry in section.entries:
        yield "\n".join(_entry(entry, page))
    yield _fill(section.remark or "")


def _entry(entry: Entry, page: Page) -> Iterator[str]:
    mark = f"{entry.mark}{'.' if entry.figures else ''} " if entry.mark else ""
    chip = f" [{entry.chip}]" if entry.chip else ""
    yield _fill(f"{mark}{entry.name}{chip}", "", "   ")
    for figure in entry.figures:
        under = " · ".join(
            part for part in (figure.detail, figure.badge and figure.badge.text) if part
        )
        value = f"{figure.value} {under}" if under else figure.value
        yield _fill(f"{figure.label}{page.colon}{value}", "   ", "   ")
    if entry.text:
        yield _fill(entry.text, "   ", "   ")
    for quote in entry.quotes:
        yield _quote(quote)
    if entry.remark:
        yield _fill(entry.remark, "   ", "   ")
    for fact in entry.facts:
        yield _fill(f"{fact.label}{page.colon}{fact.text}", "   ", "   ")
    if entry.link:
        yield f"   {entry.link.text}{page.colon.rstrip()}\n   {entry.link.url}"


def _quote(quote: QuoteText) -> str:
    words = f"{quote.opening}{quote.lead}{quote.evidence}{quote.tail}{quote.closing}"
    return f"{_fill(words, '   > ', '   > ')}\n{_fill(quote.source, '     — ', '     ')}"


def _tile(tile: Tile) -> str:
    details = [*tile.details, *([tile.badge.text] if tile.badge else [])]
    return _fill(" · ".join((f"{tile.label} {tile.figure}", *details)), "- ", "  ")


def _line(line: Line, page: Page) -> str:
    return _fill(f"{line.label}{page.colon}{line.text}", "- ", "  ")


def _head(title: str) -> str:
    return f"{title}\n{'-' * min(len(title), WIDTH)}"


def _fill(text: str, first: str = "", other: str = "") -> str:
    """Wrap at ordinary spaces; nothing for an empty text."""
    if not text:
        return ""
    # textwrap takes any white space for a place to break: what must not break is hidden from it.
    plain = _BREAKS.sub(" ", text).replace("\u2060", "")  # joins what is never broken here
    hidden = plain.replace("\u00a0", "\ue000").replace("\u202f", "\ue001")
    filled = textwrap.fill(
        hidden,
        WIDTH,
        initial_indent=first,
        subsequent_indent=other,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return filled.replace("\ue000", "\u00a0").replace("\ue001", "\u202f")
