"""The workspace as the screens read it: one cached reader per state, and cached answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar, cast

import pandas as pd
import streamlit as st

from nlp.drivers.satisfaction import SatisfactionScore, summarize_satisfaction
from nlp.errors import WorkspaceError
from nlp.storage import ContactFilter, Reader, Workspace
from nlp.storage.queries.explorer import PresentWriter, present_writer, score_answers
from nlp.taxonomy import Taxonomy, load_taxonomy
from nlp.types import SCALES

P = ParamSpec("P")
T = TypeVar("T")

N_READERS = 2
"""States kept open: the present one, and the one before for sessions still on it."""

N_ANSWERS = 256
"""Answers kept: a page of verbatims is the largest, well under 1 MB as a rule."""

Trouble = Literal["missing", "foreign", "broken"]


@dataclass(frozen=True)
class Store:
    """One state of a workspace, open.

    Attributes:
        workspace: The workspace.
        reader: Its state.
        writer: Who is writing to it at this moment, if anybody.
    """

    workspace: Workspace
    reader: Reader
    writer: PresentWriter | None

    @property
    def key(self) -> str:
        """Text that is equal for equal states."""
        return f"{self.workspace.folder}\n{self.reader.snapshot.key}"


@dataclass(frozen=True, slots=True)
class Unopened:
    """Why there is nothing to show.

    Attributes:
        trouble: ``missing`` (no such folder), ``foreign`` (something else's folder) or
            ``broken``.
        folder: The folder.
        detail: What the store says, in English.
    """

    trouble: Trouble
    folder: Path
    detail: str = ""


def open_store(folder: Path) -> Store | Unopened:
    """Open the present state of a workspace; cheap when it has not changed.

    Args:
        folder: Its folder.

    Returns:
        The store, or why it cannot be opened. Nothing is ever made.
    """
    folder = folder.expanduser().resolve()
    try:
        workspace = Workspace.open(folder)
        reader = _reader(workspace, str(folder), workspace.snapshot().key)
    except WorkspaceError as error:
        return Unopened(_trouble(folder), folder, str(error))
    except OSError as error:
        return Unopened("broken", folder, error.strerror or str(error))
    return Store(workspace, reader, present_writer(workspace))


def _trouble(folder: Path) -> Trouble:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return "missing"
    return "broken" if (folder / "workspace.json").exists() else "foreign"


@st.cache_resource(max_entries=N_READERS, show_spinner=False)
def _reader(_workspace: Workspace, folder: str, key: str) -> Reader:  # noqa: ARG001 - the key
    return _workspace.reader()


@st.cache_resource(max_entries=4, show_spinner=False)
def taxonomy(folder: Path) -> Taxonomy:
    """Load a taxonomy once.

    Raises:
        TaxonomyError: It is missing or breaks its rules.
    """
    return load_taxonomy(folder)


def ask(
    store: Store,
    query: Callable[Concatenate[Reader, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Answer a query from the cache, or from the store the first time.

    Args:
        store: The state to read.
        query: A function of :mod:`nlp.storage.queries`, or of this module.
        *args: What it takes after the reader; hashable.
        **kwargs: The same, by name.

    Returns:
        A copy of its answer.
    """
    name = f"{query.__module__}.{query.__qualname__}"
    return cast("T", _answer(query, store.reader, store.key, name, args, kwargs))


@st.cache_data(max_entries=N_ANSWERS, show_spinner=False)
def _answer(
    _query: Callable[..., Any],
    _reader: Reader,
    key: str,  # noqa: ARG001 - tells states apart
    name: str,  # noqa: ARG001 - tells queries apart
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Any:
    return _query(_reader, *args, **kwargs)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table by column name."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def satisfaction_scores(
    reader: Reader, chosen: ContactFilter | None = None
) -> tuple[SatisfactionScore, ...]:
    """Score the satisfaction of the contacts chosen, scale by scale.

    Args:
        reader: The state to read.
        chosen: The contacts; all by default.

    Returns:
        One score per scale, most answered first.
    """
    answers = score_answers(reader, chosen)
    scores = [
        summarize_satisfaction(of_scale["value"], scale, customers=of_scale["customer"])
        for scale in SCALES
        if len(of_scale := answers[answers["scale"] == scale])
    ]
    return tuple(sorted(scores, key=lambda score: (-score.n, score.scale)))
