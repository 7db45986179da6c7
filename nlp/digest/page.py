"""A digest put into words: every string that a page shows, in one language, unescaped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nlp.digest.blocks import ChartText, Line, Link, Section, SectionKind, Tile
from nlp.digest.cards import top_section
from nlp.digest.composed import Digest
from nlp.digest.coverage import coverage_lines, method_lines
from nlp.digest.executive import executive_section
from nlp.digest.links import Explorer
from nlp.digest.opening import brief, count_lines, tiles
from nlp.digest.sections import (
    actions_section,
    money_assumptions,
    money_section,
    movers_section,
    strengths_section,
    topics_section,
)
from nlp.digest.texts import say, typeset
from nlp.digest.weeks import week_name
from nlp.digest.wording import digits_of, estimate_text, with_range
from nlp.formatting import number
from nlp.types import Lang


@dataclass(frozen=True, slots=True)
class Page:
    """The digest in one language.

    Attributes:
        lang: The language.
        title, week: Head of the page.
        audience: Whom it is for.
        preheader: What a mailbox shows beside the subject.
        brief: The week in a few sentences; none where lines tell it.
        tiles: Headline figures; likewise.
        counts: Languages, channels, other scales.
        sections: What it tells, in reading order; none for a week without contacts.
        chart: Words of the chart; ``None`` if there is nothing to draw.
        home: Link to the explorer; ``None`` where there is none.
        coverage_title, coverage: What the digest rests on.
        method_title, method: How to read it.
        footer: Who made it.
        colon: The colon as the language sets it, between a label and its text.
    """

    lang: Lang
    title: str
    week: str
    audience: str
    preheader: str
    brief: tuple[str, ...]
    tiles: tuple[Tile, ...]
    counts: tuple[Line, ...]
    sections: tuple[Section, ...]
    chart: ChartText | None
    home: Link | None
    coverage_title: str
    coverage: tuple[Line, ...]
    method_title: str
    method: tuple[str, ...]
    footer: str
    colon: str

    def section(self, kind: SectionKind) -> Section | None:
        """A part of the page; ``None`` if it has none of that kind."""
        return next((section for section in self.sections if section.kind == kind), None)

    @property
    def chart_after(self) -> SectionKind:
        """The part whose head the chart follows."""
        return "lines" if self.section("lines") else "top"


def build_page(digest: Digest, lang: Lang, explorer: Explorer | None = None) -> Page:
    """Put a digest into words.

    Args:
        digest: The digest.
        lang: In which language.
        explorer: Where the explorer is, to link to it; no links by default.

    Returns:
        Its strings, unescaped; quotes hold customers' words.
    """
    sentences = brief(digest, lang)
    n = number(digest.headline.volume.n, lang)
    short = digest.scope.audience == "direction"
    coverage = coverage_lines(digest, lang)
    return Page(
        lang=lang,
        title=_title(digest, lang),
        week=week_name(digest.week, lang),
        audience=say(f"for.{digest.scope.audience}", lang, product=digest.scope.product),
        preheader=say("preheader", lang, n=n, brief=" ".join(sentences)),
        brief=() if short else sentences,
        tiles=() if short else tiles(digest, lang),
        counts=() if short else count_lines(digest, lang),
        sections=_sections(digest, lang, explorer),
        chart=_chart(digest, lang),
        home=None
        if explorer is None
        else Link(say("link.home", lang), explorer.irritants(digest.of_week)),
        coverage_title=say("coverage", lang),
        coverage=coverage[-1:] if short else coverage,
        method_title=say("method", lang),
        method=_method(digest, lang),
        footer=say("footer", lang),
        colon=say("colon", lang),
    )


def _title(digest: Digest, lang: Lang) -> str:
    audience = digest.scope.audience
    key = "title" if audience == "cx" else f"title.{audience}"
    return say(key, lang, product=digest.scope.product)


def _sections(digest: Digest, lang: Lang, explorer: Explorer | None) -> tuple[Section, ...]:
    if digest.scope.audience == "direction":
        return (executive_section(digest, lang),)
    if digest.is_empty:
        return _there([actions_section(digest, lang)])
    return _there(
        [
            movers_section(digest, lang, explorer),
            topics_section(digest, lang),
            top_section(digest, lang, explorer),
            actions_section(digest, lang),
            strengths_section(digest, lang, explorer),
            money_section(digest, lang),
        ]
    )


def _there(sections: Iterable[Section | None]) -> tuple[Section, ...]:
    return tuple(section for section in sections if section is not None)


def _method(digest: Digest, lang: Lang) -> tuple[str, ...]:
    """How to read it; the direction reads what its figures take for granted, no more."""
    if digest.scope.audience != "direction":
        return method_lines(digest, lang)
    if digest.is_empty:
        return ()
    shown = [say("method.impact", lang)] if digest.charted else []
    return (*shown, say("method.ranges", lang), *money_assumptions(digest.money, lang))


def _chart(digest: Digest, lang: Lang) -> ChartText | None:
    if digest.scale is None or not digest.charted:
        return None
    rows = []
    for row in digest.charted:
        if row.impact is not None:
            digits = digits_of(row.impact, digest.scale)
            figure = with_range(*estimate_text(row.impact, lang, digits))
            rows.append(f"{typeset(row.names[lang], lang)} {figure}")
    return ChartText(
        say("chart.title", lang), say("chart.alt", lang, rows=say("separator", lang).join(rows))
    )
