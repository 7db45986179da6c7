"""Read columns of the contacts into arrays, whatever the view that needs them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.drivers.contacts.controls import MISSING
from nlp.drivers.telling.notes import Note
from nlp.errors import EstimationError, did_you_mean
from nlp.intervals import own_clusters

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Levels:
    """A category read from a column.

    Attributes:
        codes: Level of each contact, in 0..len(names)-1; (N,).
        names: Levels in alphabetical order, ``(missing)`` last if there is one.
    """

    codes: Ints
    names: tuple[str, ...]


def require_columns(contacts: pd.DataFrame, parts: Iterable[tuple[str, str]]) -> None:
    """Check that columns are there, once each, and play one part.

    Args:
        contacts: One row per contact.
        parts: (part, column) pairs, such as ``("irritant", "price.error")``.

    Raises:
        EstimationError: A column does not exist, is there twice, or plays two parts.
    """
    known = [str(column) for column in contacts.columns]
    seen: dict[str, str] = {}
    for part, name in parts:
        if (count := known.count(name)) != 1:
            what = "is not a column" if not count else f"is the name of {count} columns"
            raise EstimationError(
                f"{part} {name!r} {what} of the contacts.{did_you_mean(name, known)}"
            )
        if name in seen:
            raise EstimationError(
                f"column {name!r} is given both as {seen[name]} and as {part}: "
                "a column plays one part, once"
            )
        seen[name] = part


def model_parts(
    contacts: pd.DataFrame,
    outcome: str,
    controls: Iterable[str] = (),
    cluster: str | None = None,
    weights: str | None = None,
) -> list[tuple[str, str]]:
    """The (part, column) pairs of a model, the outcome only where its column exists."""
    parts = [("control", name) for name in controls]
    parts += [(part, name) for part, name in (("cluster", cluster), ("weights", weights)) if name]
    return [*parts, ("outcome", outcome)] if outcome in contacts.columns else parts


def split_present(contacts: pd.DataFrame, names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Columns that hold at least one value, and those that are absent or empty."""
    present: list[str] = []
    absent: list[str] = []
    for name in names:
        filled = name in contacts.columns and bool(contacts[name].notna().any())
        (present if filled else absent).append(name)
    return present, absent


def read_marks(contacts: pd.DataFrame, names: Sequence[str]) -> tuple[Bools, Bools]:
    """Read boolean columns.

    Args:
        contacts: One row per contact.
        names: Columns of true and false, or 1 and 0, missing values allowed.

    Returns:
        Who has what, missing as false, (N, k); and which columns miss values, (k,).

    Raises:
        EstimationError: A column holds something else.
    """
    marks = np.zeros((len(contacts), len(names)), bool)
    unknown = np.zeros(len(names), bool)
    for j, name in enumerate(names):
        missing = contacts[name].isna().to_numpy()
        known = contacts[name].to_numpy()[~missing]
        unknown[j] = missing.any()
        if known.dtype != bool and not set(pd.unique(known).tolist()) <= {0, 1}:
            raise EstimationError(
                f"column {name!r} must be true or false for each contact, "
                f"got {contacts[name].dtype} values such as {pd.unique(known)[:3].tolist()}"
            )
        marks[~missing, j] = known.astype(bool)
    return marks, unknown


def read_scores(contacts: pd.DataFrame, outcome: str) -> Floats:
    """Scores of the contacts, NaN where there is none; all NaN if the column does not exist.

    Raises:
        EstimationError: The column holds text, dates or infinite values.
    """
    if outcome not in contacts.columns:
        return np.full(len(contacts), np.nan)
    return read_numbers(contacts[outcome], f"outcome {outcome!r}")


def read_numbers(column: pd.Series[float], what: str) -> Floats:
    """Read a column of numbers, missing values as NaN.

    Args:
        column: The column.
        what: What it is, for the message.

    Raises:
        EstimationError: It holds text, dates or infinite values.
    """
    return np.full(len(column), np.nan) if column.isna().all() else parse_numbers(column, what)


def parse_numbers(column: pd.Series[float], what: str) -> Floats:
    """The same as :func:`read_numbers`, a column of dates or text refused even when empty."""
    if not pd.api.types.is_numeric_dtype(column) and column.dtype != object:
        raise EstimationError(f"{what} must be numbers, got {column.dtype}")
    try:
        values = np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan), np.float64)
    except (TypeError, ValueError):
        raise EstimationError(f"{what} must be numbers, got text among its values") from None
    if infinite := int(np.isinf(values).sum()):
        raise EstimationError(f"{what} holds {infinite} infinite values; leave them empty")
    return values


def read_customers(contacts: pd.DataFrame, cluster: str | None) -> tuple[Ints, list[Note]]:
    """Customer of each contact, numbered from 0; a missing one is a customer of its own.

    Args:
        contacts: One row per contact.
        cluster: Column of customers; ``None`` makes each contact its own.

    Returns:
        The customers, (N,), and a note if some are missing.
    """
    if cluster is None:
        return np.arange(len(contacts)), []
    codes = pd.factorize(contacts[cluster])[0]
    n_missing = int((codes < 0).sum())
    notes = [Note("cluster_missing", {"n": n_missing})] if n_missing else []
    return own_clusters(codes), notes


def read_levels(column: pd.Series[str]) -> Levels:
    """Read a category; missing values are a level of their own."""
    codes, values = pd.factorize(column)
    names = [str(value) for value in values]
    order = np.argsort(np.array(names, dtype=object), kind="stable")
    place = np.empty(len(names) + 1, np.intp)
    place[order] = np.arange(len(names))
    place[-1] = len(names)  # where factorize says -1
    ordered = [names[i] for i in order]
    return Levels(place[codes], (*ordered, MISSING) if (codes < 0).any() else tuple(ordered))
