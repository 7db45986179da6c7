"""A digest put into words: every string that a page shows, in one language, unescaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from nlp.digest.coverage import Line, coverage_lines, method_lines
from nlp.digest.model import Digest, Estimate, IrritantRow, Movement, Quote
from nlp.digest.opening import Badge, Tile, brief, change_badge, count_lines, tiles, why_by_volume
from nlp.digest.texts import say, typeset
from nlp.digest.weeks import week_name, week_range
from nlp.digest.wording import (
    Tone,
    contacts_text,
    digits_of,
    estimate_text,
    mark_of,
    quote_source,
    share_points,
    share_range,
    tone_of,
    unit_text,
    with_range,
)
from nlp.drivers import CAUSE_TEXTS, Cause
from nlp.drivers.views.change import MIN_WEEKS, N_WEEKS
from nlp.formatting import number, share
from nlp.types import Lang, Scale


@dataclass(frozen=True, slots=True)
class QuoteText:
    """A quote between the quotation marks of the page's language.

    Attributes:
        lang: Language of the words.
        opening, closing: Quotation marks.
        lead, evidence, tail: The words, of a customer: to be escaped.
        source: Channel, day, score.
    """

    lang: str
    opening: str
    lead: str
    evidence: str
    tail: str
    closing: str
    source: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of an irritant: what it is, how much, and what stands under it."""

    label: str
    value: str
    detail: str | None = None
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An irritant or a strength, told.

    Attributes:
        mark: Rank or direction before the name.
        name: Its name.
        tone: News of which kind.
        text: A sentence on it; ``None`` where figures say it.
        figures: Its figures.
        chip: Verdict in a word or two, where it is not the one expected.
        quotes: What customers say.
        remark: Why there are no figures or no quotes.
    """

    mark: str
    name: str
    tone: Tone = "flat"
    text: str | None = None
    figures: tuple[Figure, ...] = ()
    chip: str | None = None
    quotes: tuple[QuoteText, ...] = ()
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page.

    Attributes:
        title: Its title.
        intro: What stands under it.
        entries: What it tells.
        remark: What stands at its end, or in place of entries.
    """

    title: str
    intro: str | None = None
    entries: tuple[Entry, ...] = ()
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class ChartText:
    """The words around and in place of the chart."""

    title: str
    alt: str


@dataclass(frozen=True, slots=True)
class Page:
    """The digest in one language.

    Attributes:
        lang: The language.
        title, week: Head of the page.
        preheader: What a mailbox shows beside the subject.
        brief: The week in a few sentences.
        tiles: Headline figures.
        counts: Languages, channels, other scales.
        movers, top, strengths: Parts of the page; ``None`` for a week without contacts.
        chart: Words of the chart; ``None`` if there is nothing to draw.
        coverage_title, coverage: What the digest rests on.
        method_title, method: How to read it.
        footer: Who made it.
        colon: The colon as the language sets it, between a label and its text.
    """

    lang: Lang
    title: str
    week: str
    preheader: str
    brief: tuple[str, ...]
    tiles: tuple[Tile, ...]
    counts: tuple[Line, ...]
    movers: Section | None
    top: Section | None
    strengths: Section | None
    chart: ChartText | None
    coverage_title: str
    coverage: tuple[Line, ...]
    method_title: str
    method: tuple[str, ...]
    footer: str
    colon: str


def build_page(digest: Digest, lang: Lang) -> Page:
    """Put a digest into words.

    Args:
        digest: The digest.
        lang: In which language.

    Returns:
        Its strings, unescaped; quotes hold customers' words.
    """
    sentences = brief(digest, lang)
    n = number(digest.headline.volume.n, lang)
    empty = digest.is_empty
    return Page(
        lang=lang,
        title=say("title", lang),
        week=week_name(digest.week, lang),
        preheader=say("preheader", lang, n=n, brief=" ".join(sentences)),
        brief=sentences,
        tiles=tiles(digest, lang),
        counts=count_lines(digest, lang),
        movers=None if empty else _movers(digest, lang),
        top=None if empty else _top(digest, lang),
        strengths=None if empty else _strengths(digest, lang),
        chart=_chart(digest, lang),
        coverage_title=say("coverage", lang),
        coverage=coverage_lines(digest, lang),
        method_title=say("method", lang),
        method=method_lines(digest, lang),
        footer=say("footer", lang),
        colon=say("colon", lang),
    )


def _movers(digest: Digest, lang: Lang) -> Section:
    movement = digest.movement
    title = say("movers", lang)
    if not movement.n_watched:
        return Section(title, remark=say("movers.no_history", lang, n=MIN_WEEKS))
    if not (movement.up or movement.down):
        return Section(title, remark=_nothing_moved(movement, lang))
    chance = number(max(round(movement.by_chance), 1), lang)
    told = {row.code for row in digest.top}
    return Section(
        title,
        intro=say("movers.intro", lang, n_weeks=N_WEEKS),
        entries=tuple(_mover(row, told, lang) for row in (*movement.up, *movement.down)),
        remark=say("movers.chance", lang, n=movement.n_watched, chance=chance),
    )


def _nothing_moved(movement: Movement, lang: Lang) -> str:
    seen = share_points(movement.detectable or 0.0, lang).lstrip("+")
    return say("movers.none", lang, n=number(movement.n_watched, lang), change=seen)


def _mover(row: IrritantRow, told: set[str], lang: Lang) -> Entry:
    change = row.change or Estimate(0.0)
    sentence = say(
        "move",
        lang,
        now=share(row.share_week, lang),
        usual=share(row.usual_share or 0.0, lang),
        change=with_range(share_points(change.value, lang), share_range(change, lang)),
    )
    return Entry(
        mark=mark_of(change),
        name=typeset(row.names[lang], lang),
        tone=tone_of(change, more_is_bad=True),
        text=sentence,
        quotes=() if row.code in told else _quotes(row.quotes, lang),
    )


def _top(digest: Digest, lang: Lang) -> Section:
    if not digest.top:
        return Section(say("top.volume", lang), remark=say("top.none", lang))
    if digest.scale is None or not digest.is_priced:
        cards = tuple(_card(row, None, lang) for row in digest.top)
        return Section(say("top.volume", lang), why_by_volume(digest, lang), cards)
    unit = unit_text(digest.scale, lang)
    weeks = week_range(*(digest.effect_weeks or (digest.week, digest.week)), lang)
    intro = say("top.intro", lang, unit=unit, weeks=weeks)
    return Section(
        say("top", lang), intro, tuple(_card(row, digest.scale, lang) for row in digest.top)
    )


def _card(row: IrritantRow, scale: Scale | None, lang: Lang) -> Entry:
    """An irritant told in full; without ``scale`` nothing is said of satisfaction."""
    figures = [
        Figure(
            say("figure.week", lang),
            contacts_text(row.n_week, lang),
            say("of_contacts", lang, share=share(row.share_week, lang)),
        ),
        _change_figure(row, lang),
    ]
    if scale is not None and row.effect is not None and row.impact is not None:
        figures.append(_score_figure("figure.effect", row.effect, scale, lang))
        figures.append(_score_figure("figure.impact", row.impact, scale, lang))
    return Entry(
        mark=number(row.rank, lang),
        name=typeset(row.names[lang], lang),
        tone="bad" if row.verdict == "costs" else "flat",
        figures=tuple(figures),
        chip=say(f"verdict.{row.verdict}", lang) if scale and row.verdict != "costs" else None,
        quotes=_quotes(row.quotes, lang),
        remark=_remark(row, lang, priced=scale is not None),
    )


def _remark(row: IrritantRow, lang: Lang, *, priced: bool) -> str | None:
    """Why a card lacks its effect among others that have one, or its quotes."""
    if priced and row.effect is None and row.cause in get_args(Cause):
        cause: Cause = row.cause  # type: ignore[assignment]  # checked on the line above
        return CAUSE_TEXTS[cause][lang]
    if row.quotes:
        return None
    return say("same_quotes" if row.n_week else "no_quote", lang)


def _change_figure(row: IrritantRow, lang: Lang) -> Figure:
    label = say("figure.change", lang)
    if row.change is None:
        return Figure(label, "–", say("no_history", lang))
    badge = change_badge(row.change, lang, more_is_bad=True)
    interval = _bracketed(share_range(row.change, lang))
    return Figure(label, share_points(row.change.value, lang), interval, badge)


def _score_figure(key: str, estimate: Estimate, scale: Scale, lang: Lang) -> Figure:
    value, interval = estimate_text(estimate, lang, digits_of(estimate, scale))
    return Figure(say(key, lang), value, _bracketed(interval))


def _bracketed(interval: str | None) -> str | None:
    return None if interval is None else f"({interval})"


def _strengths(digest: Digest, lang: Lang) -> Section:
    title = say("strengths", lang)
    entries = tuple(
        Entry(
            mark="",
            name=typeset(strength.names[lang], lang),
            tone="good",
            text=f"{contacts_text(strength.n_week, lang)} · {share(strength.share_week, lang)}",
            quotes=_quotes(strength.quotes, lang),
        )
        for strength in digest.strengths
    )
    return Section(title, None, entries, None if entries else say("strengths.none", lang))


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


def _quotes(quotes: Sequence[Quote], lang: Lang) -> tuple[QuoteText, ...]:
    opening, closing = say("quote", lang, text="|").split("|")
    return tuple(
        QuoteText(q.lang, opening, q.lead, q.evidence, q.tail, closing, quote_source(q, lang))
        for q in quotes
    )
