"""What customers said: filters, search, pages of cards, export."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import streamlit as st

from app import frame
from app.cards import cards, legend
from app.export import verbatims_csv
from app.filters import label_filters, search_box, summary
from app.frame import Screen
from app.links import View
from app.loaders import ask
from app.session import seed_key, seed_view
from nlp import formatting
from nlp.storage import ContactFilter, queries
from nlp.storage.queries import CountedKind, Order, VerbatimPage
from nlp.storage.queries.explorer import export_rows
from nlp.text.redaction.placeholders import placeholder

PAGE = "verbatims"
PAGE_ROWS = 20
"""Verbatims on a page."""

_ORDERS: tuple[Order, ...] = get_args(Order)


def show(screen: Screen) -> View:
    """Draw the page.

    Args:
        screen: What to draw from.

    Returns:
        The view as the page's own controls leave it.
    """
    words = screen.words
    header = st.container()
    searching, ordering = st.columns([3, 1])
    with searching:
        search = search_box(words)
    with ordering:
        order = _order(screen)
    chosen = replace(screen.view.chosen, search=search)
    chosen = label_filters(screen.options, screen.codes, chosen, screen.labels)
    n_page = _page(screen, chosen, order)
    found = _find(screen, chosen, order, n_page)
    n_pages = max(-(-found.n_total // PAGE_ROWS), 1)
    if n_page > n_pages:  # an address of when there were more
        n_page = n_pages
        found = _find(screen, chosen, order, n_page)
    with header:
        n_total = formatting.number(found.n_total, words.lang)
        counted = words.quantity("verbatims", found.n_total, n_total)
        frame.title(words("page.verbatims"), [counted, *summary(chosen, screen.labels)])
    view = replace(screen.view, chosen=chosen, order=order, page=n_page)
    if not found.n_total:
        frame.no_result(words)
        return view
    _bar(screen, chosen)
    st.html(f'<div class="cards">{cards(found.rows, screen.labels)}</div>')
    _pager(screen, view, found.n_total, n_pages)
    frame.scroll_up(f"page {view.page}")
    return view


def _find(screen: Screen, chosen: ContactFilter, order: Order, n_page: int) -> VerbatimPage:
    label = single_label(chosen)
    return ask(
        screen.store,
        queries.verbatims,
        chosen,
        label=label,
        order=order if label or order != "strongest" else "recent",
        limit=PAGE_ROWS,
        offset=PAGE_ROWS * (n_page - 1),
    )


def single_label(chosen: ContactFilter) -> tuple[CountedKind, str] | None:
    """The label that a filter is about, where it names exactly one."""
    asked: list[tuple[CountedKind, str]] = [
        *(("irritant", code) for code in chosen.irritants),
        *(("reason", code) for code in chosen.reasons),
        *(("signal", code) for code in chosen.signals),
        *(("praise", code) for code in chosen.praises),
    ]
    return asked[0] if len(asked) == 1 else None


def _order(screen: Screen) -> Order:
    words = screen.words
    wanted = seed_view().order
    order: Order = st.selectbox(
        words("filter.order"),
        _ORDERS,
        index=_ORDERS.index(wanted),
        format_func=lambda each: words(f"order.{each}"),
        key=seed_key("order"),
        help=words("filter.order_help"),
    )
    return order


def _page(screen: Screen, chosen: ContactFilter, order: Order) -> int:
    """The page asked for; the first one again when what is listed changes."""
    before = screen.view
    same = (before.chosen, before.order) == (chosen, order)
    return before.page if same else 1


def _bar(screen: Screen, chosen: ContactFilter) -> None:
    """The key to the colours, and the export."""
    words = screen.words
    left, right = st.columns([4, 1], vertical_alignment="center")
    with left:
        st.html(legend(words))
    with right:

        def export() -> bytes:
            return verbatims_csv(export_rows(screen.store.reader, chosen), screen.labels)

        st.download_button(
            words("verbatims.export"),
            data=export,
            file_name="verbatims.csv",
            mime="text/csv",
            help=words("verbatims.export_help"),
            on_click="ignore",
            key="export",
            width="stretch",
        )


def _pager(screen: Screen, view: View, n_total: int, n_pages: int) -> None:
    words, lang = screen.words, screen.words.lang

    def turn(step: int) -> None:
        now: View = st.session_state["view"]
        st.session_state["view"] = replace(now, page=now.page + step)

    before, middle, after = st.columns([1, 2, 1], vertical_alignment="center")
    first = PAGE_ROWS * (view.page - 1) + 1
    with before:
        st.button(
            words("verbatims.previous"),
            on_click=turn,
            args=(-1,),
            disabled=view.page <= 1,
            key="previous",
            width="stretch",
        )
    with middle:
        shown = words(
            "verbatims.range",
            first=formatting.number(first, lang),
            last=formatting.number(min(first + PAGE_ROWS - 1, n_total), lang),
            total=formatting.number(n_total, lang),
        )
        st.html(f'<p class="range">{shown}</p>')
    with after:
        st.button(
            words("verbatims.next"),
            on_click=turn,
            args=(1,),
            disabled=view.page >= n_pages,
            key="next",
            width="stretch",
        )
    frame.note(words("verbatims.redacted", mark=placeholder("NAME")))
