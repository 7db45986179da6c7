"""Render a digest as an A4 document."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from nlp.digest.blocks import Entry, Line, QuoteText, Section
from nlp.digest.chart import Chart
from nlp.digest.composed import Digest
from nlp.digest.links import Explorer
from nlp.digest.page import Page, build_page
from nlp.digest.paper import BLUE, INK, MUTED, Colour, Paper
from nlp.digest.wording import Tone
from nlp.types import Lang
from nlp.weeks import week_bounds

_TONES: dict[Tone, Colour] = {"bad": (138, 58, 6), "good": (11, 79, 122), "flat": MUTED}

_ATTEMPTS = (
    (1.0, True),
    (0.92, True),
    (0.84, True),
    (0.84, False),
    (0.76, False),
    (0.68, False),
    (0.6, False),
)
"""Sizes tried for a digest of one page, and whether the chart is on it, the best first."""


def render_pdf(
    digest: Digest, lang: Lang, chart: Chart | None = None, explorer: Explorer | None = None
) -> bytes:
    """Render one language.

    Text can be searched and copied; language, title and chart are told to programs that read
    aloud. The direction's digest is one page: smaller, and in the last resort without its
    chart, where it would be longer.

    Args:
        digest: The digest.
        lang: The language.
        chart: Its chart; without it the document has none.
        explorer: Where the explorer is, to link to it; no links by default.

    Returns:
        A PDF; the same digest gives the same bytes.
    """
    page = build_page(digest, lang, explorer)
    made_on = datetime.combine(week_bounds(digest.week)[1] + timedelta(days=1), time(), tzinfo=UTC)
    if digest.scope.audience != "direction":
        return _write(page, chart, made_on, 1.0).bytes()
    *attempts, last = _ATTEMPTS
    for scale, with_chart in attempts:
        paper = _write(page, chart if with_chart else None, made_on, scale)
        if paper.n_pages == 1:
            return paper.bytes()
        paper.discard()
    return _write(page, None, made_on, last[0]).bytes()


def _write(page: Page, chart: Chart | None, made_on: datetime, scale: float) -> Paper:
    paper = Paper(page.lang, f"{page.title} · {page.week}", made_on, scale=scale)
    paper.text(f"{page.week[:1].upper()}{page.week[1:]} · {page.audience}", 9, colour=MUTED)
    paper.text(page.title, 18, bold=True)
    paper.gap(2)
    for sentence in page.brief:
        paper.text(sentence, 10.5)
    if page.tiles:
        _tiles(paper, page)
    for line in page.counts:
        paper.text(f"{line.label}{page.colon}{line.text}", 8.5, colour=MUTED)
    for section in page.sections:
        _section(paper, section, page, chart)
    _foot(paper, page)
    return paper


def _tiles(paper: Paper, page: Page) -> None:
    paper.gap(3)
    cells = []
    for tile in page.tiles:
        cell = [(tile.label, 8.5, "", MUTED), (tile.figure, 15, "B", INK)]
        cell += [(detail, 8, "", MUTED) for detail in tile.details]
        if tile.badge:
            cell.append((tile.badge.text, 8.5, "B", _TONES[tile.badge.tone]))
        cells.append(cell)
    paper.columns(cells, [1 / len(cells)] * len(cells))
    paper.gap(2)


def _section(paper: Paper, section: Section, page: Page, chart: Chart | None) -> None:
    paper.gap(5)
    if section.title:
        paper.keep()
        paper.bookmark(section.title)
        paper.text(section.title, 13, bold=True)
    for note in section.notes:
        paper.text(note, 9, bold=True, colour=_TONES["bad"])
    if section.intro:
        paper.text(section.intro, 8.5, colour=MUTED)
    if section.lines:
        _lines(paper, section.lines, 9.5)
    if section.kind == page.chart_after and chart is not None and page.chart is not None:
        paper.gap(4)
        paper.image(chart, page.chart.title, page.chart.alt)
    for entry in section.entries:
        _entry(paper, entry, page)
    if section.remark:
        paper.gap(2)
        paper.text(section.remark, 8.5, colour=MUTED)


def _lines(paper: Paper, lines: tuple[Line, ...], size: float) -> None:
    paper.gap(2)
    for line in lines:
        paper.keep(paper.height_of(line.text, size, 0.8) + 3)
        paper.rule()
        paper.columns([[(line.label, size - 1, "", MUTED)], [(line.text, size, "", INK)]],
                      [0.2, 0.8])  # fmt: skip
        paper.gap(1.2)


def _entry(paper: Paper, entry: Entry, page: Page) -> None:
    paper.gap(4 if entry.figures else 2.5)
    paper.keep(30 if entry.figures else 16)
    mark = f"{entry.mark}{'.' if entry.figures else ''} " if entry.mark else ""
    chip = f"   {entry.chip}" if entry.chip else ""
    size = 11 if entry.figures else 10
    paper.runs([(mark, "", MUTED), (entry.name, "B", INK), (chip, "", _TONES[entry.tone])], size)
    if entry.figures:
        _figures(paper, entry)
    if entry.text:
        paper.text(entry.text, 9, colour=MUTED)
    for quote in entry.quotes:
        _quote(paper, quote)
    if entry.remark:
        paper.text(entry.remark, 8.5, colour=MUTED)
    for fact in entry.facts:
        paper.gap(1.2)
        paper.runs([(f"{fact.label}{page.colon}", "", MUTED), (fact.text, "", INK)], 9)
    if entry.link:
        paper.gap(0.8)
        paper.text(entry.link.text, 8.5, colour=BLUE, link=entry.link.url)


def _figures(paper: Paper, entry: Entry) -> None:
    cells = []
    for figure in entry.figures:
        cell = [(figure.label, 8, "", MUTED), (figure.value, 10.5, "B", INK)]
        if figure.detail:
            cell.append((figure.detail, 8, "", MUTED))
        if figure.badge:
            cell.append((figure.badge.text, 8, "B", _TONES[figure.badge.tone]))
        cells.append(cell)
    paper.columns(cells, [1 / len(cells)] * len(cells))


def _quote(paper: Paper, quote: QuoteText) -> None:
    paper.gap(1.2)
    paper.keep(14)
    with paper.indented(4, bar=True):
        runs = [
            (quote.opening + quote.lead, "", INK),
            (quote.evidence, "B", INK),
            (quote.tail + quote.closing, "", INK),
        ]
        paper.runs(runs, 9.5)
        paper.text(quote.source, 8, colour=MUTED)


def _foot(paper: Paper, page: Page) -> None:
    if page.home:
        paper.gap(4)
        paper.text(page.home.text, 9.5, colour=BLUE, link=page.home.url)
    paper.gap(5)
    paper.keep(24)
    paper.bookmark(page.coverage_title)
    paper.text(page.coverage_title, 10, bold=True)
    _lines(paper, page.coverage, 8.5)
    if page.method:
        paper.gap(3)
        paper.keep(20)
        paper.text(page.method_title, 10, bold=True)
        for line in page.method:
            paper.gap(0.8)
            paper.text(line, 8, colour=MUTED)
    paper.gap(3)
    paper.text(page.footer, 7.5, colour=MUTED)
