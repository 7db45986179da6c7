"""The widgets that choose contacts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from app import formats
from app.i18n import Words
from app.labels import Labels
from app.links import LABEL_FIELDS, View, n_active, with_lists
from app.loaders import Store, ask
from app.session import replace_view, seed_key, seed_view
from nlp.storage import ContactFilter, queries
from nlp.storage.queries import CountedKind, FilterOptions
from nlp.storage.search import MAX_SEARCH_CHARS

_CONTEXT_GROUPS = {
    "kinds": "kind",
    "channels": "channel",
    "langs": "lang",
    "products": "product",
    "segments": "segment",
    "teams": "team",
    "sources": "file",
}
"""Fields about where contacts come from, and what names their values."""

_FEMININE = ("langs", "teams")
"""Fields whose names are feminine in French."""

_LABEL_KINDS: dict[str, CountedKind] = {
    "irritants": "irritant",
    "reasons": "reason",
    "signals": "signal",
    "praises": "praise",
}

_OPEN = ""
"""Stands for no week among the weeks."""


def label_codes(store: Store, labels: Labels) -> dict[str, tuple[str, ...]]:
    """Codes that each field of labels can take.

    Args:
        store: The state to read.
        labels: The taxonomy.

    Returns:
        The taxonomy's codes in its order, then those that contacts read with another
        taxonomy bear.
    """
    taxonomy = labels.taxonomy
    known: dict[CountedKind, tuple[str, ...]] = {
        "irritant": taxonomy.irritants.codes,
        "reason": taxonomy.reasons.codes,
        "signal": taxonomy.signals.codes,
        "praise": tuple(taxonomy.irritants.families),
    }
    found = {kind: ask(store, queries.label_counts, kind)["code"] for kind in known}
    return {
        field: tuple(dict.fromkeys((*known[kind], *found[kind])))
        for field, kind in _LABEL_KINDS.items()
    }


def context_filters(options: FilterOptions, chosen: ContactFilter, words: Words) -> ContactFilter:
    """Draw the filters on where contacts come from.

    Args:
        options: Values found in the contacts; a field with fewer than two is not drawn.
        chosen: The filter in force; what is not drawn stays as it is.
        words: The screen's language.

    Returns:
        The filter as the widgets have it.
    """
    st.subheader(words("filter.title"))
    chosen = _weeks(options, chosen, words)
    for field, group in _CONTEXT_GROUPS.items():
        values: tuple[str, ...] = getattr(options, field)
        if len(values) > 1 or getattr(chosen, field):
            picked = _pick(field, values, _namer(words, group), words)
            chosen = with_lists(chosen, {field: picked})
    return chosen


def label_filters(
    options: FilterOptions,
    codes: Mapping[str, tuple[str, ...]],
    chosen: ContactFilter,
    labels: Labels,
) -> ContactFilter:
    """Draw the filters on what contacts say.

    Args:
        options: Values found in the contacts.
        codes: What :func:`label_codes` gives.
        chosen: The filter in force.
        labels: Names in the screen's language.

    Returns:
        The filter as the widgets have it.
    """
    words = labels.words
    with st.container(key="label-filters"):
        columns = st.columns(len(LABEL_FIELDS))
    for column, (field, kind) in zip(columns, _LABEL_KINDS.items(), strict=False):
        with column:
            picked = _pick(field, codes[field], _label_namer(labels, kind), words)
            chosen = with_lists(chosen, {field: picked})
    with columns[-1]:
        picked = _pick("sentiments", options.sentiments, _namer(words, "sentiment"), words)
    return replace(chosen, sentiments=picked)


def search_box(words: Words) -> str:
    """Draw the search, and return what is in it."""
    typed: str | None = st.text_input(
        words("filter.search"),
        seed_view().chosen.search,
        max_chars=MAX_SEARCH_CHARS,
        key=seed_key("search"),
        placeholder=words("filter.search_hint"),
        help=words("filter.search_help"),
    )
    return typed or ""


def clear_button(view: View, words: Words) -> None:
    """Draw the button that takes every filter off."""

    def clear() -> None:
        replace_view(View(focus=view.focus, order=view.order))

    st.button(
        words("filter.clear"),
        on_click=clear,
        disabled=not n_active(view.chosen),
        key="clear",
        width="stretch",
    )


def summary(chosen: ContactFilter, labels: Labels) -> list[str]:
    """Say the filters in force, one text each, as values of the data name them: escape them."""
    words = labels.words
    said = []
    if chosen.week_from or chosen.week_to:
        said.append(period(chosen, words))
    for field, group in {**_CONTEXT_GROUPS, **_LABEL_KINDS, "sentiments": "sentiment"}.items():
        name = _label_namer(labels, group) if field in _LABEL_KINDS else _namer(words, group)
        said += [name(value) for value in getattr(chosen, field)]
    if chosen.search:
        said.append(words("filter.searched", value=chosen.search))
    return said


def period(chosen: ContactFilter, words: Words) -> str:
    """Say the weeks of a filter that has some."""
    first, last = chosen.week_from, chosen.week_to
    return words(
        "filter.weeks_between",
        first=formats.week_name(first, words.lang) if first else words("filter.first"),
        last=formats.week_name(last, words.lang) if last else words("filter.last"),
    )


def _weeks(options: FilterOptions, chosen: ContactFilter, words: Words) -> ContactFilter:
    seed = seed_view().chosen
    linked = {week for week in (seed.week_from, seed.week_to) if week}
    weeks = sorted({*options.weeks, *linked}, reverse=True)
    if not weeks:
        return chosen
    ends: dict[str, str | None] = {}
    for name, open_end in (("from", "filter.first"), ("to", "filter.last")):
        wanted = getattr(seed, f"week_{name}") or _OPEN
        choices = [_OPEN, *weeks]
        picked: str = st.selectbox(
            words(f"filter.{name}"),
            choices,
            index=choices.index(wanted),
            format_func=_week_namer(words, open_end),
            key=seed_key(name),
            help=words("filter.dates_help") if name == "from" else None,
        )
        ends[name] = picked or None
    first, last = ends["from"], ends["to"]
    if first and last and first > last:
        st.warning(words("filter.backwards"))
    return replace(chosen, week_from=first, week_to=last)


def _week_namer(words: Words, open_end: str) -> Callable[[str], str]:
    return lambda week: formats.week_name(week, words.lang) if week else words(open_end)


def _pick(
    field: str, values: Sequence[str], name: Callable[[str], str], words: Words
) -> tuple[str, ...]:
    picked = st.multiselect(
        words(f"filter.{field}"),
        values,
        default=getattr(seed_view().chosen, field),
        format_func=name,
        key=seed_key(field),
        placeholder=words("filter.any_her" if field in _FEMININE else "filter.any"),
        select_all=False,  # its name would be in English
    )
    return tuple(picked)


def _namer(words: Words, group: str) -> Callable[[str], str]:
    return lambda value: words.name_of(group, value)


def _label_namer(labels: Labels, kind: str) -> Callable[[str], str]:
    return lambda code: labels.name(kind, code)
