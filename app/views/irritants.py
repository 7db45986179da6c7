"""What irritates customers, how often, and what it costs in satisfaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from app import formats, frame
from app.charts import POINT, effect_chart, trend_chart
from app.filters import summary
from app.frame import Screen
from app.highlight import escape
from app.i18n import Words
from app.links import View, address, context_of, group_of, n_active, to_params
from app.loaders import ask, records, satisfaction_scores
from app.ranking import ranking_data, show_ranking
from nlp.drivers.satisfaction import SatisfactionScore, ScoreEstimate
from nlp.schemas import UNDATED_WEEK
from nlp.storage import ContactFilter, queries
from nlp.storage.queries import Overview
from nlp.storage.queries.explorer import IrritantCoverage, irritant_coverage
from nlp.types import SCALES

PAGE = "irritants"


def show(screen: Screen) -> View:
    """Draw the page.

    Args:
        screen: What to draw from.

    Returns:
        The view as the page's own controls leave it.
    """
    words, chosen = screen.words, context_of(screen.view.chosen)
    overview = ask(screen.store, queries.overview, chosen)
    scope = summary(chosen, screen.labels) or [words("irritants.scope_all")]
    n_contacts = formats.number(overview.n_contacts, words.lang)
    counted = words.quantity("contacts", overview.n_contacts, n_contacts)
    frame.title(words("page.irritants"), [counted, *scope])
    if not overview.n_contacts:
        frame.no_result(words)
        return screen.view
    _tiles(
        overview,
        ask(screen.store, satisfaction_scores, chosen),
        ask(screen.store, irritant_coverage, chosen),
        words,
    )
    ranking = _ranking_of(screen, chosen)
    if ranking.empty:
        frame.note(words("ranking.none"))
        return screen.view
    focus = _focus(screen.view, ranking)
    _table(screen, focus, ranking, chosen)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _effects(screen, focus, ranking)
    with right:
        _trend(screen, focus, ranking, chosen)
    _definitions(words)
    return screen.view


def _ranking_of(screen: Screen, chosen: ContactFilter) -> pd.DataFrame:
    """The ranking of the group of contacts chosen, where it has one, else that of all."""
    group = group_of(chosen)
    found = ask(screen.store, queries.frictions, None, group) if group else None
    return ask(screen.store, queries.frictions) if found is None or found.empty else found


def _focus(view: View, ranking: pd.DataFrame) -> str:
    """The irritant followed: the first of the ranking unless another of it is."""
    ranked: list[str] = list(ranking["irritant"])
    return view.focus if view.focus is not None and view.focus in ranked else ranked[0]


def _tiles(
    overview: Overview,
    scores: tuple[SatisfactionScore, ...],
    coverage: IrritantCoverage,
    words: Words,
) -> None:
    lang, n = words.lang, overview.n_contacts

    def share(count: int) -> str:
        return formats.percent(count / n, lang)

    interactions = formats.number(overview.n_interactions, lang)
    by_sentiment = overview.by_sentiment
    tiles = [
        _tile(
            words("tile.contacts"),
            formats.number(n, lang),
            note=words("tile.contacts.note", n=interactions),
        ),
        *(_score_tiles(scores, words)),
        _tile(
            words("tile.negative"),
            share(by_sentiment.get("negative", 0)),
            note=words("tile.negative.note", mixed=share(by_sentiment.get("mixed", 0))),
        ),
        _tile(
            words("tile.without"),
            share(coverage.n_without),
            note=words("tile.without.note", doubtful=share(coverage.n_doubtful)),
        ),
    ]
    st.html(f'<dl class="tiles">{"".join(tiles)}</dl>')


def _score_tiles(scores: tuple[SatisfactionScore, ...], words: Words) -> list[str]:
    """The headline of each scale; beside an NPS its mean, in whose points effects are."""
    if not scores:
        return [_tile(words("tile.satisfaction"), "–", note=words("tile.no_score"))]
    tiles = []
    for score in scores:
        answers = words.quantity("answers", score.n, formats.number(score.n, words.lang))
        if score.scale == "nps":
            mean = _with_error(score.mean, 1, words)[0]
            note = f"{answers} · {words('tile.mean_of_nps', mean=mean)}"
            tiles.append(_estimate_tile("NPS", score.score, 0, note, words, signed=True))
        else:
            name = words(f"scale.{score.scale}")
            decimals = 1 if score.scale == "percent" else 2
            note = f"{answers} · {words('tile.mean', range=words(f'range.{score.scale}'))}"
            tiles.append(_estimate_tile(name, score.mean, decimals, note, words))
    return tiles


def _estimate_tile(
    name: str,
    estimate: ScoreEstimate,
    decimals: int,
    note: str,
    words: Words,
    *,
    signed: bool = False,
) -> str:
    figure, error = _with_error(estimate, decimals, words, signed=signed)
    help_text = ""
    if estimate.low is not None and estimate.high is not None:
        interval = formats.span(estimate.low, estimate.high, words.lang, decimals, signed=signed)
        help_text = words("tile.interval_help", interval=interval)
    return _tile(name, figure, error=error, note=note, help_text=help_text)


def _with_error(
    estimate: ScoreEstimate, decimals: int, words: Words, *, signed: bool = False
) -> tuple[str, str]:
    """The figure, and half its interval after ±; empty where it cannot be told."""
    if estimate.value is None:
        return "–", ""
    figure = formats.number(estimate.value, words.lang, decimals, signed=signed)
    if estimate.low is None or estimate.high is None:
        return figure, ""
    half = (estimate.high - estimate.low) / 2
    written = formats.number(half, words.lang, decimals if half >= 1 else max(decimals, 1))
    return figure, f"±{formats.NO_BREAK}{written}"


def _tile(name: str, figure: str, *, note: str, error: str = "", help_text: str = "") -> str:
    title = f' title="{escape(help_text)}"' if help_text else ""
    uncertain = f"<small>{escape(error)}</small>" if error else ""
    return (
        f"<div{title}><dt>{escape(name)}</dt><dd>{escape(figure)} {uncertain}</dd>"
        f'<dd class="under">{escape(note)}</dd></div>'
    )


def _table(screen: Screen, focus: str, ranking: pd.DataFrame, chosen: ContactFilter) -> None:
    words = screen.words
    first = records(ranking)[0]
    week = str(first["as_of_week"])
    of_group = isinstance(first["dimension"], str)  # missing, for all contacts
    filtered = n_active(chosen) > 0 and not of_group
    said = [_as_of(first, words), *([words("ranking.filtered")] if filtered else [])]
    if of_group:
        n_contacts = formats.number(first["n_contacts"], words.lang)
        said.append(words("ranking.group", n=n_contacts))
    frame.heading(words("ranking.title"), " ".join(said))

    def verbatims_of(code: str) -> View:
        return View(replace(chosen, irritants=(code,)))

    data = ranking_data(
        ranking,
        screen.labels,
        week=week,
        focus=focus,
        chosen_shares=_shares(screen, chosen) if filtered else None,
        href=lambda code: address("verbatims", to_params(verbatims_of(code))),
    )
    if opened := show_ranking(data, _follow):
        st.switch_page(screen.pages["verbatims"], query_params=to_params(verbatims_of(opened)))


def _as_of(row: Mapping[str, Any], words: Words) -> str:
    scale, week = row["scale"], str(row["as_of_week"])
    until = words("ranking.until", week=formats.week_name(week, words.lang))
    if week == UNDATED_WEEK:
        until = words("ranking.undated")
    if scale not in SCALES:
        return words("ranking.as_of_unscored", until=until)
    named = f"{words(f'scale.{scale}')} {words(f'range.{scale}')}"
    said = words("ranking.as_of", until=until, scale=named)
    corrected = row["correction"] in ("both", "prevalence")
    return f"{said} {words('ranking.corrected' if corrected else 'ranking.uncorrected')}"


def _shares(screen: Screen, chosen: ContactFilter) -> dict[str, float]:
    counts = ask(screen.store, queries.label_counts, "irritant", chosen)
    return dict(zip(counts["code"], counts["rate"], strict=True))


def _follow(code: str) -> None:
    st.session_state["view"] = replace(st.session_state["view"], focus=code)


def _effects(screen: Screen, focus: str, ranking: pd.DataFrame) -> None:
    words = screen.words
    frame.heading(words("chart.title"), words("chart.note"))
    with_effect = ranking[ranking[["effect", "effect_low", "effect_high"]].notna().all(axis=1)]
    if with_effect.empty:
        frame.note(words("chart.no_effect"))
        return
    event = st.altair_chart(
        effect_chart(with_effect, screen.labels, focus),
        key=f"effects-{focus}",  # a click on a point must not outlive the next choice
        on_select="rerun",
        selection_mode=[POINT],
        theme="streamlit",
        alt=words("chart.alt"),
    )
    if n_left := len(ranking) - len(with_effect):
        count = formats.number(n_left, words.lang)
        frame.note(words.quantity("chart.without_effect", n_left, count))
    clicked = [point["irritant"] for point in event["selection"].get(POINT, [])]
    if clicked and clicked[0] != focus:
        _follow(clicked[0])
        st.rerun()


def _trend(screen: Screen, focus: str, ranking: pd.DataFrame, chosen: ContactFilter) -> None:
    words, codes = screen.words, list(ranking["irritant"])
    frame.heading(words("trend.title"), words("trend.note"))
    picked: str = st.selectbox(
        words("trend.choose"),
        codes,
        index=codes.index(focus),
        format_func=lambda code: screen.labels.name("irritant", code),
        key=f"focus-{focus}",
    )
    if picked != focus:
        _follow(picked)
        st.rerun()
    if definition := screen.labels.definition("irritant", picked):
        frame.note(definition)
    trend = ask(screen.store, queries.label_trend, "irritant", picked, chosen)
    if trend.empty:
        frame.note(words("trend.none"))
    else:
        st.altair_chart(trend_chart(trend, words), key="trend", alt=words("trend.alt"))
    st.page_link(
        screen.pages["verbatims"],
        label=f"{words('trend.open')} →",
        query_params=to_params(View(replace(chosen, irritants=(picked,)))),
    )


def _definitions(words: Words) -> None:
    names = ("n", "share", "effect", "impact", "change", "verdict")
    with st.expander(words("define.title")):
        defined = "".join(
            f"<dt>{escape(words(f'column.{name}'))}</dt><dd>{escape(words(f'define.{name}'))}</dd>"
            for name in names
        )
        st.html(f'<dl class="definitions">{defined}</dl>')
