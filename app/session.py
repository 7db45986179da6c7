"""One person's view, kept in step with the address of the page."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app.i18n import choose_language
from app.links import Ignored, Params, View, context_of, from_params, to_params
from app.options import Options
from nlp.types import Lang

_LANG = "lang"


def read_view(page: str) -> tuple[View, tuple[Ignored, ...]]:
    """Read the view in force when a run begins.

    An address written by anybody but this session (a link followed, a page of the
    browser's history) replaces the view. An address without parameters does not: that
    is what the menu leads to.

    Args:
        page: The page shown.

    Returns:
        The view, and what the address asked for in vain, said once.
    """
    state = st.session_state
    given = _address()
    if "view" not in state or (given and given != state.get("written")):
        state["view"], state["ignored"] = from_params(given)
        _renew()
    if state.get("page") != page:
        state["page"] = page
        _renew()
    return state["view"], state["ignored"]


def replace_view(view: View) -> None:
    """Put another view in force, from code: the widgets then start from it."""
    st.session_state["view"] = view
    st.session_state["ignored"] = ()
    _renew()


def keep_view(view: View, page: str, ignored: tuple[Ignored, ...]) -> None:
    """Note the view that the widgets make, and write it into the address.

    Args:
        view: The view.
        page: The page shown.
        ignored: What is to be said again at the next run.
    """
    st.session_state["view"] = view
    st.session_state["ignored"] = ignored
    written = page_params(view, page)
    if st.session_state.get("lang_chosen"):
        shown = {**written, _LANG: [st.session_state[_LANG]]}
    else:
        shown = written
    st.session_state["written"] = written
    if {name: st.query_params.get_all(name) for name in st.query_params} != shown:
        st.query_params.from_dict(shown)


def page_params(view: View, page: str) -> Params:
    """The part of a view that a page shows, as parameters of its address."""
    if page == "verbatims":
        return to_params(replace(view, focus=None))
    if page == "irritants":
        return to_params(View(context_of(view.chosen), focus=view.focus))
    return {}


def seed_key(name: str) -> str:
    """Key of a widget: a new one whenever the view was put in force from outside.

    A widget of a new key starts from its default; one whose key stays keeps what the
    person did to it.
    """
    return f"{name}-{st.session_state['generation']}"


def read_language(options: Options) -> Lang:
    """Language of this session: as switched, as linked, as started, or as the browser's."""
    state = st.session_state
    if _LANG not in state:
        linked = st.query_params.get(_LANG)
        state["lang_chosen"] = linked is not None
        state[_LANG] = choose_language(linked, options.lang, st.context.locale)
    lang: Lang = state[_LANG]
    return lang


def switch_language(lang: Lang) -> None:
    """Speak another language from now on."""
    st.session_state[_LANG] = lang
    st.session_state["lang_chosen"] = True
    _renew()


def _address() -> Params:
    names = (name for name in st.query_params if name != _LANG)
    return {name: st.query_params.get_all(name) for name in names}


def _renew() -> None:
    st.session_state["generation"] = st.session_state.get("generation", 0) + 1
    st.session_state["seed"] = st.session_state["view"] if "view" in st.session_state else View()


def seed_view() -> View:
    """The view that the widgets of this generation started from."""
    seed: View = st.session_state["seed"]
    return seed
