"""One person's view, kept in step with the address of the page."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from app.i18n import choose_language
from app.links import Ignored, View, context_of, from_params, to_params
from app.options import Options
from nlp.storage.addresses import Params
from nlp.types import Lang

_LANG = "lang"


def read_view(page: str) -> tuple[View, tuple[Ignored, ...]]:
    """Read the view in force when a run begins.

    An address that this session did not write (a link followed, a page of the browser's
    history) replaces the view, but for the irritant followed if it names none. Another
    page's address without parameters does not: that is where the menu leads.

    Args:
        page: The page shown.

    Returns:
        The view, and what its address asked for in vain.
    """
    state = st.session_state
    given, turned = _address(), state.get("page") != page
    if "view" not in state or (given != state.get("written") and (given or not turned)):
        before: View = state.get("view") or View()
        view, state["ignored"] = from_params(given)
        state["view"] = replace(view, focus=view.focus or before.focus)
        _renew()
    elif turned:
        _renew()
    state["page"] = page
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
        ignored: What its address asked for in vain: said until the view changes.
    """
    changed = view != st.session_state["view"]
    st.session_state["view"] = view
    st.session_state["ignored"] = () if changed else ignored
    wanted = page_params(view, page)
    if _address() != wanted:
        st.query_params.from_dict(wanted)
    # Noted last: a run that is stopped before this reads its own address again, and
    # comes to the same view.
    st.session_state["written"] = wanted


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
    """Language of this session: as switched, as first linked, as started, or as the browser's.

    It is no part of the view: whoever follows a link reads it in a language of their own,
    unless the link says ``lang``.
    """
    state = st.session_state
    if _LANG not in state:
        linked = st.query_params.get(_LANG)
        state[_LANG] = choose_language(linked, options.lang, st.context.locale)
    lang: Lang = state[_LANG]
    return lang


def switch_language(lang: Lang) -> None:
    """Speak another language from now on."""
    st.session_state[_LANG] = lang
    _renew()


def _address() -> Params:
    names = (name for name in st.query_params if name != _LANG)
    return {name: st.query_params.get_all(name) for name in names}


def _renew() -> None:
    st.session_state["generation"] = st.session_state.get("generation", 0) + 1
    st.session_state["seed"] = st.session_state.get("view") or View()


def seed_view() -> View:
    """The view that the widgets of this generation started from."""
    seed: View = st.session_state["seed"]
    return seed
