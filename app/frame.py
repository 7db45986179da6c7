"""What every page has: the sidebar, the messages, and the look."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from app import formats
from app.highlight import escape
from app.i18n import LANGUAGE_NAMES, Words
from app.labels import Labels
from app.links import Ignored, View
from app.loaders import Store, Unopened
from app.session import switch_language
from nlp.storage.queries import FilterOptions
from nlp.storage.queries.explorer import PresentWriter
from nlp.types import LANGS

ASSETS = Path(__file__).parent / "assets"


@dataclass(frozen=True)
class Screen:
    """What a page needs to draw itself.

    Attributes:
        store: The state of the workspace.
        labels: Names in the screen's language.
        options: Values of the filters.
        codes: Codes of each field of labels.
        view: What the person looks at.
        pages: The pages by name, to lead to.
    """

    store: Store
    labels: Labels
    options: FilterOptions
    codes: Mapping[str, tuple[str, ...]]
    view: View
    pages: Mapping[str, st.Page]

    @property
    def words(self) -> Words:
        """The screen's language."""
        return self.labels.words


def dress() -> None:
    """Send the style sheet."""
    st.html(f"<style>{(ASSETS / 'screen.css').read_text(encoding='utf-8')}</style>")


def language_switch(words: Words) -> None:
    """Draw the switch between French and English."""

    def switch() -> None:
        # Without a choice (a second click on the same one) the language stays.
        if chosen := st.session_state["language"]:
            switch_language(chosen)

    st.session_state["language"] = words.lang
    st.segmented_control(
        words("language"),
        LANGS,
        format_func=LANGUAGE_NAMES.__getitem__,
        key="language",
        on_change=switch,
    )


def title(text: str, facts: list[str]) -> None:
    """Draw a page's title and the line of facts under it; facts may come from data."""
    line = " · ".join(escape(fact) for fact in facts)
    st.html(f'<h1 class="page">{escape(text)}</h1><p class="facts">{line}</p>')


def note(text: str) -> None:
    """Draw a line of small print, which may come from data."""
    st.html(f'<p class="note">{escape(text)}</p>')


def heading(text: str, small: str = "") -> None:
    """Draw the title of a section, with its small print."""
    under = f'<p class="note">{escape(small)}</p>' if small else ""
    st.html(f'<h2 class="section">{escape(text)}</h2>{under}')


def warning(text: str) -> None:
    """Draw a line that asks for attention; it may come from data."""
    st.html(f'<p class="warning">{escape(text)}</p>')


def table(header: list[str], lines: list[list[str]], *, numeric: Collection[int] = ()) -> None:
    """Draw a plain table, whose cells may come from data.

    Args:
        header: Names of the columns.
        lines: Cells, already written.
        numeric: Positions of the columns to set to the right.
    """
    classes = ['class="number"' if i in numeric else "" for i in range(len(header))]
    heads = "".join(f"<th {c}>{escape(h)}</th>" for c, h in zip(classes, header, strict=True))
    rows = "".join(
        "<tr>"
        + "".join(f"<td {c}>{escape(x)}</td>" for c, x in zip(classes, line, strict=True))
        + "</tr>"
        for line in lines
    )
    st.html(
        f'<div class="table"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def message(head: str, body: str, command: str = "") -> None:
    """Draw a message in place of a page: what is so, and what to do."""
    code = f"<pre>{escape(command)}</pre>" if command else ""
    st.html(
        f'<section class="message"><h2>{escape(head)}</h2><p>{escape(body)}</p>{code}</section>'
    )


def unopened(store: Unopened, words: Words) -> None:
    """Say why a workspace cannot be shown."""
    key = f"state.{store.trouble}"
    values = {"folder": str(store.folder)}
    if store.trouble == "broken":
        message(words(key), words(f"{key}.body", detail=store.detail, **values))
        return
    command = {
        "missing": f"motif analyze export.csv --workspace {store.folder}",
        "foreign": "motif explore --workspace DIR",
    }[store.trouble]
    message(words(key), words(f"{key}.body", **values), command)


def empty(store: Store, words: Words, *, was_run: bool) -> None:
    """Say why a workspace has no contact."""
    if store.writer:
        since = _since(store.writer, words)
        message(words("state.first_run"), words("state.first_run.body", since=since))
    elif was_run:
        message(words("state.empty"), words("state.all_rejected.body"))
    else:
        folder = str(store.workspace.folder)
        command = f"motif analyze export.csv --workspace {folder}"
        message(words("state.empty"), words("state.empty.body", folder=folder), command)
    st.button(words("reload"), key="reload")


def no_result(words: Words) -> None:
    """Say that the filters leave nothing."""
    message(words("state.no_result"), words("state.no_result.body"))


def warnings(store: Store, ignored: tuple[Ignored, ...], words: Words) -> None:
    """Say what the person should know of the state as a whole."""
    if store.writer:
        st.info(words("state.writing", since=_since(store.writer, words)))
    if ignored:
        asked = ", ".join(
            words("filter.asked", name=words(f"filter.{each.name}").lower(), value=each.value)
            for each in ignored
        )
        warning(words("state.link_ignored", ignored=asked))


def scroll_up(place: str) -> None:
    """Bring the page to its top when the place shown is another than before."""
    _scroller()(data=place, key="scroll", height=1)


@cache
def _scroller() -> Any:
    return st.components.v2.component(
        "motif_scroll", js=(ASSETS / "scroll.js").read_text(encoding="utf-8")
    )


def _since(writer: PresentWriter, words: Words) -> str:
    return formats.moment(writer.since.astimezone(), words.lang)
