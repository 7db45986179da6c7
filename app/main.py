"""The explorer's only entry: ``streamlit run app/main.py -- --workspace DIR``."""

from __future__ import annotations

import sys
from dataclasses import replace

import streamlit as st

from app import filters, frame, session
from app.i18n import Words
from app.labels import Labels
from app.links import known_part
from app.loaders import Store, Unopened, ask, open_store, taxonomy
from app.options import Options, read_options
from app.views import imports, irritants, verbatims
from nlp.errors import InputError
from nlp.storage import queries

# Stands for the root, which the first page is served at; no address has it. (A comment:
# Streamlit would draw a text that stands alone in this file.)
_ROOT = "home"

VIEWS = {view.PAGE: view for view in (irritants, verbatims, imports)}


def main(arguments: list[str]) -> None:
    """Draw one run of the explorer.

    Args:
        arguments: What follows the script on the command line.
    """
    try:
        options = read_options(arguments)
        named = taxonomy(options.taxonomy)
    except InputError as error:
        words = Words("en")
        st.set_page_config(page_title="Motif")
        frame.dress()
        frame.message(words("state.options"), words("state.options.body", detail=str(error)))
        return
    words = Words(session.read_language(options))
    st.set_page_config(
        page_title="Motif",
        page_icon=str(frame.ASSETS / "mark.svg"),
        layout="wide",
        initial_sidebar_state="auto",
    )
    frame.dress()
    st.logo(str(frame.ASSETS / "motif.svg"), size="large")
    pages = {
        name: st.Page(
            f"views/{name}.py",
            title=words(f"page.{name}"),
            url_path=_ROOT if name == irritants.PAGE else name,
            default=name == irritants.PAGE,
        )
        for name in VIEWS
    }
    page = st.navigation([*pages.values(), _other_address(words)])
    if page.url_path == irritants.PAGE:
        st.switch_page(pages[irritants.PAGE], query_params=_asked())
    shown = next(name for name, each in pages.items() if each == page)
    _draw(options, Labels(named, words), pages, shown)


def _other_address(words: Words) -> st.Page:
    """The first page under its own name: Streamlit serves it at the root alone, links name it."""
    return st.Page(
        f"views/{irritants.PAGE}.py",
        title=words(f"page.{irritants.PAGE}"),
        url_path=irritants.PAGE,
        visibility="hidden",
    )


def _asked() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _draw(options: Options, labels: Labels, pages: dict[str, st.Page], shown: str) -> None:
    words = labels.words
    store = open_store(options.workspace)
    if isinstance(store, Unopened):
        frame.unopened(store, words)
    elif not store.reader.snapshot.run_id:
        frame.empty(store, words, was_run=False)
    elif shown != imports.PAGE and not ask(store, queries.overview).n_contacts:
        frame.empty(store, words, was_run=True)
    else:
        _draw_page(store, labels, pages, shown)
    with st.sidebar:
        frame.language_switch(words)


def _draw_page(store: Store, labels: Labels, pages: dict[str, st.Page], shown: str) -> None:
    words = labels.words
    view, ignored = session.read_view(shown)
    options = ask(store, queries.filter_options)
    codes = filters.label_codes(store, labels)
    known, unknown = known_part(view.chosen, options, codes)
    if unknown:
        ignored += unknown
        view = replace(view, chosen=known)
        session.replace_view(view)
    if shown != imports.PAGE:
        with st.sidebar:
            chosen = filters.context_filters(options, view.chosen, words)
            filters.clear_button(replace(view, chosen=chosen), words)
        if chosen != view.chosen:
            view = replace(view, chosen=chosen, page=1)
    frame.warnings(store, ignored, words)
    screen = frame.Screen(store, labels, options, codes, view, pages)
    session.keep_view(VIEWS[shown].show(screen), shown, ignored)


main(sys.argv[1:])
