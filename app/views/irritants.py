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
from app.groups import Ranked, ranking_of
from app.highlight import escape
from app.i18n import Words
from app.links import View, context_of, group_of, n_active, to_params
from app.loaders import ask, records, satisfaction_scores
from app.ranking import is_scored, ranking_data, show_ranking
from app.tiles import show_tiles
from nlp import formatting
from nlp.pipeline.ranking import MIN_GROUP
from nlp.schemas import UNDATED_WEEK
from nlp.storage import ContactFilter, queries
from nlp.storage.addresses import address
from nlp.storage.queries.explorer import irritant_coverage
from nlp.types import SCALES
from nlp.weeks import monday_of

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
    n_contacts = formatting.number(overview.n_contacts, words.lang)
    counted = words.quantity("contacts", overview.n_contacts, n_contacts)
    frame.title(words("page.irritants"), [counted, *scope])
    if not overview.n_contacts:
        frame.no_result(words)
        return screen.view
    show_tiles(
        overview,
        ask(screen.store, satisfaction_scores, chosen),
        ask(screen.store, irritant_coverage, chosen),
        words,
    )
    ranked = ranking_of(screen.store, chosen)
    ranking = ranked.table
    if ranked.about == "too_few":
        _too_few(screen, chosen, ranked.n_contacts or 0)
        return screen.view
    if ranking.empty:
        frame.note(words("ranking.none"))
        return screen.view
    focus = _focus(screen.view, ranking)
    _table(screen, focus, ranked, chosen)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _effects(screen, focus, ranking)
    with right:
        _trend(screen, focus, ranking, chosen)
    _definitions(words)
    return screen.view


def _focus(view: View, ranking: pd.DataFrame) -> str:
    """The irritant followed: the first of the ranking unless another of it is."""
    ranked: list[str] = list(ranking["irritant"])
    return view.focus if view.focus is not None and view.focus in ranked else ranked[0]


def _too_few(screen: Screen, chosen: ContactFilter, n_contacts: int) -> None:
    """Say that a group is too small to be ranked, and where to go from there."""
    words = screen.words
    n, least = (formatting.number(each, words.lang) for each in (n_contacts, MIN_GROUP))
    frame.heading(_title(screen, chosen), words.quantity("ranking.too_few", n_contacts, n))
    frame.note(words("ranking.too_few.why", least=least))
    st.page_link(
        screen.pages["verbatims"],
        label=f"{words('ranking.too_few.read')} →",
        query_params=to_params(View(chosen)),
    )


def _title(screen: Screen, chosen: ContactFilter) -> str:
    """Title of the ranking, with the name of the group that it is about."""
    group = group_of(chosen)
    if group is None:
        return screen.words("ranking.title")
    column, level = group
    return screen.words(
        "ranking.title_group",
        column=screen.words(f"group.{column}"),
        level=screen.words.name_of(column, level),
    )


def _table(screen: Screen, focus: str, ranked: Ranked, chosen: ContactFilter) -> None:
    words, ranking = screen.words, ranked.table
    first = records(ranking)[0]
    week = str(first["as_of_week"])
    filtered = n_active(chosen) > 0 and ranked.about in ("all", "not_ranked")
    title = _title(screen, chosen if ranked.about == "group" else ContactFilter())
    frame.heading(
        title, f"{_as_of(first, ranked, words)} {_about(ranked, words, filtered=filtered)}"
    )

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


def _about(ranked: Ranked, words: Words, *, filtered: bool) -> str:
    """Say whose figures these are, and how to see those of a group."""
    if ranked.about == "all":
        asked = words("ranking.filtered") if filtered else ""
        return f"{asked} {words('ranking.groups')}".strip()
    return words(f"ranking.{ranked.about}") + (f" {words('ranking.filtered')}" if filtered else "")


def _as_of(row: Mapping[str, Any], ranked: Ranked, words: Words) -> str:
    scale, until = row["scale"], _until(row, ranked.n_contacts, words)
    # The ranking of a group keeps the scale of all contacts, even if none of its own has a score.
    if scale not in SCALES or not is_scored(ranked.table):
        return words("ranking.as_of_unscored", until=until)
    named = f"{words(f'scale.{scale}')} {words(f'range.{scale}')}"
    said = words("ranking.as_of", until=until, scale=named)
    corrected = row["correction"] in ("both", "prevalence")
    return f"{said} {words('ranking.corrected' if corrected else 'ranking.uncorrected')}"


def _until(row: Mapping[str, Any], n_contacts: int | None, words: Words) -> str:
    """Say how many contacts a ranking covers and up to when, as far as it tells."""
    week = str(row["as_of_week"])
    n = "" if n_contacts is None else formatting.number(n_contacts, words.lang)
    if week == UNDATED_WEEK:
        return words("ranking.undated_n", n=n) if n else words("ranking.undated")
    last = formats.week_name(week, words.lang)
    if not n or not isinstance(row["first_week"], str):
        return words("ranking.until", week=last)
    n_weeks = (monday_of(week) - monday_of(row["first_week"])).days // 7 + 1
    weeks = words.quantity("weeks", n_weeks, formatting.number(n_weeks, words.lang))
    return words("ranking.until_n", week=last, n=n, weeks=weeks)


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
        count = formatting.number(n_left, words.lang)
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
