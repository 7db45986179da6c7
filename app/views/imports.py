"""What was read, how, and what was not kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from app import formats, frame
from app.export import write_csv
from app.frame import Screen
from app.highlight import escape
from app.i18n import Words
from app.links import View
from app.loaders import ask, records
from nlp import formatting
from nlp.readers.ledger import advice, reason_name
from nlp.readers.notes import Note
from nlp.storage import ContactFilter, queries
from nlp.storage.queries import Run
from nlp.types import REJECT_REASONS

PAGE = "imports"
LISTED = 500
"""Rejected rows listed on the screen; the export has them all."""


def show(screen: Screen) -> View:
    """Draw the page.

    Args:
        screen: What to draw from.

    Returns:
        The view, as it was.
    """
    words = screen.words
    runs = ask(screen.store, queries.runs)
    header = st.container()
    run = _choose(runs, words)
    with header:
        frame.title(words("page.imports"), [_when(run, words), _versions(run, words)])
    _warn(screen, run)
    _balance(run, words)
    rejects = ask(screen.store, queries.rejects, run.run_id)
    _rejects(rejects, words)
    left, right = st.columns(2, gap="large")
    with left:
        _mapping(run, words)
    with right:
        _notes(run, words)
        _content(screen, run, alone=len(runs) == 1)
    if len(runs) > 1:
        _all_runs(runs, words)
    return screen.view


def said(note: str, words: Words) -> tuple[str, str]:
    """Say a note of a run in the screen's language.

    Args:
        note: As stored: JSON with ``source``, ``code`` and ``params``.
        words: The language.

    Returns:
        The file it is about, and the sentence. A note that this version does not know
        comes as it is stored, about no file.
    """
    try:
        stored = json.loads(note)
        message = Note(stored["code"], stored["params"]).message(words.lang)
        return str(stored["source"]), message
    except (ValueError, KeyError, TypeError):
        return "", note


def _choose(runs: Sequence[Run], words: Words) -> Run:
    if len(runs) == 1:
        return runs[0]
    by_id = {run.run_id: run for run in runs}

    def name(run_id: str) -> str:
        when = formats.moment(by_id[run_id].started_at.astimezone(), words.lang)
        sources = ", ".join(by_id[run_id].sources[:3])
        shown = words("imports.last", when=when) if run_id == runs[0].run_id else when
        return f"{shown} · {sources}{'…' if len(by_id[run_id].sources) > 3 else ''}"

    chosen: str = st.selectbox(words("imports.run"), list(by_id), format_func=name, key="run")
    return by_id[chosen]


def _when(run: Run, words: Words) -> str:
    return words(
        "imports.when",
        when=formats.moment(run.started_at.astimezone(), words.lang),
        duration=formats.duration(run.seconds, words.lang),
    )


def _versions(run: Run, words: Words) -> str:
    return words("imports.versions", model=run.model_version, taxonomy=run.taxonomy_version)


def _warn(screen: Screen, run: Run) -> None:
    words = screen.words
    given = screen.labels.taxonomy.version
    if run.taxonomy_version != given:
        stored = run.taxonomy_version
        frame.warning(words("state.taxonomy_differs", stored=stored, given=given))
    versions = ask(screen.store, queries.model_versions)
    in_force = versions[versions["in_force"]]
    if len(in_force) and (missing := int(in_force["n_missing"].iloc[0])):
        frame.warning(words("state.other_model", n=formatting.number(missing, words.lang)))


def _balance(run: Run, words: Words) -> None:
    """Read = kept + rejected, as one line of figures."""
    lang = words.lang

    def part(sign: str, name: str, count: int, kind: str) -> str:
        share = formatting.share(count / run.n_read, lang) if run.n_read else "–"
        under = words("imports.share", share=share) if sign else ""
        shown = f'<span class="sign">{sign}</span>' if sign else ""
        return (
            f'{shown}<div class="{kind}"><dt>{escape(words(name))}</dt>'
            f"<dd>{formatting.number(count, lang)}</dd>"
            f'<dd class="under">{escape(under)}</dd></div>'
        )

    st.html(
        '<dl class="tiles balance">'
        + part("", "imports.read", run.n_read, "read")
        + part("=", "imports.kept", run.n_kept, "kept")
        + part("+", "imports.rejected", run.n_rejected, "rejected")
        + "</dl>"
    )


def _rejects(rejects: pd.DataFrame, words: Words) -> None:
    frame.heading(words("imports.rejects"))
    if rejects.empty:
        frame.note(words("imports.no_rejects"))
        return
    counts = rejects["reason"].value_counts()
    frame.table(
        [words("imports.reason"), words("imports.rows"), words("imports.advice")],
        [
            [name(reason, words), formatting.number(n, words.lang), todo(reason, words)]
            for reason, n in zip(counts.index.astype(str), counts, strict=True)
        ],
        numeric={1},
    )
    with st.expander(words("imports.list")):
        lines = [_reject_line(row, words) for row in records(rejects.head(LISTED))]
        frame.table([words(f"imports.{key}") for key in ("file", "row", "reason", "detail")],
                    lines, numeric={1})  # fmt: skip
        if len(rejects) > LISTED:
            shown, total = (formatting.number(n, words.lang) for n in (LISTED, len(rejects)))
            frame.note(words("imports.listed", shown=shown, total=total))
        st.download_button(
            words("imports.export"),
            data=lambda: _csv(rejects, words),
            file_name="rejects.csv",
            mime="text/csv",
            on_click="ignore",
            key="export-rejects",
        )


def name(reason: str, words: Words) -> str:
    """Name of a reject reason; one that this version does not know comes as it is."""
    return reason_name(reason, words.lang) if reason in REJECT_REASONS else reason


def todo(reason: str, words: Words) -> str:
    """What to do about a reject; nothing for a reason that this version does not know."""
    return advice(reason, words.lang) if reason in REJECT_REASONS else ""


def _reject_line(row: dict[str, Any], words: Words) -> list[str]:
    number = int(row["row"])
    where = formatting.number(number, words.lang) if number else words("imports.whole_file")
    return [row["source"], where, name(row["reason"], words), row["detail"]]


def _csv(rejects: pd.DataFrame, words: Words) -> bytes:
    header = [words(f"imports.{key}") for key in ("file", "row", "reason", "detail", "advice")]
    lines: Iterable[list[object]] = (
        [row["source"], row["row"], name(row["reason"], words), row["detail"],
         todo(row["reason"], words)]
        for row in records(rejects)
    )  # fmt: skip
    return write_csv(header, lines, words)


def _mapping(run: Run, words: Words) -> None:
    frame.heading(words("imports.files"))
    for source in run.sources:
        st.html(f'<h3 class="file">{escape(source)}</h3>')
        columns = run.mapping.get(source) or {}
        if not columns:
            frame.note(words("imports.no_mapping"))
            continue
        frame.table(
            [words("imports.field"), words("imports.column")],
            [[words.name_of("field", field), str(column)] for field, column in columns.items()],
        )


def _notes(run: Run, words: Words) -> None:
    frame.heading(words("imports.notes"))
    if not run.notes:
        frame.note(words("imports.no_notes"))
        return
    items = ""
    last = None
    for source, sentence in (said(note, words) for note in run.notes):
        if source != last and source:
            items += f'<li class="file">{escape(source)}</li>'
        last = source
        items += f"<li>{escape(sentence)}</li>"
    st.html(f'<ul class="notes">{items}</ul>')


def _content(screen: Screen, run: Run, *, alone: bool) -> None:
    """Languages and channels of the contacts stored from the run's files."""
    words = screen.words
    # Messages of a folder bear their file's name while the run names the folder: the files'
    # names find all contacts of a run only where no other run has to be told apart.
    of_files = ContactFilter() if alone else ContactFilter(sources=run.sources)
    overview = ask(screen.store, queries.overview, of_files)
    if not overview.n_contacts:
        return
    n, kept = (formatting.number(each, words.lang) for each in (overview.n_contacts, run.n_kept))
    differs = overview.n_contacts != run.n_kept
    frame.heading(
        words("imports.content"), words("imports.content_of", n=n, kept=kept) if differs else ""
    )
    for group, counts in (("lang", overview.by_lang), ("channel", overview.by_channel)):
        title = words("imports.langs" if group == "lang" else "imports.channels")
        frame.table(
            [title, words("tile.contacts"), words("column.share")],
            [
                [
                    words.name_of(group, value),
                    formatting.number(n, words.lang),
                    formatting.share(n / overview.n_contacts, words.lang),
                ]
                for value, n in counts.items()
            ],
            numeric={1, 2},
        )


def _all_runs(runs: Sequence[Run], words: Words) -> None:
    frame.heading(words("imports.earlier"))
    keys = ("started", "took", "files", "read", "kept", "rejected")
    lang = words.lang
    frame.table(
        [words("imports.file") if key == "files" else words(f"imports.{key}") for key in keys],
        [
            [
                formats.moment(run.started_at.astimezone(), lang),
                formats.duration(run.seconds, lang),
                ", ".join(run.sources),
                *(formatting.number(n, lang) for n in (run.n_read, run.n_kept, run.n_rejected)),
            ]
            for run in runs
        ],
        numeric={3, 4, 5},
    )
