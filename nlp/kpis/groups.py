"""Cut the contacts into lines: by reason, irritant, channel, segment, week, or several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from nlp.errors import EstimationError, did_you_mean
from nlp.kpis.followups import Bools, Ints

Dimension = Literal["reason", "irritant", "channel", "segment", "week"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)

_COLUMNS: dict[Dimension, str] = {"irritant": "irritants"}
"""Columns that bear another name than their dimension."""


@dataclass(frozen=True, slots=True)
class Group:
    """The contacts of one line.

    Attributes:
        labels: Value of each dimension; ``None`` where contacts have none.
        rows: Their rows, each once, in order.
    """

    labels: tuple[str | None, ...]
    rows: Ints


def column_of(dimension: Dimension) -> str:
    """The column that a dimension is read from."""
    return _COLUMNS.get(dimension, dimension)


def check_dimensions(by: Sequence[str]) -> tuple[Dimension, ...]:
    """Check the dimensions asked for.

    Args:
        by: Names.

    Returns:
        The same, as dimensions.

    Raises:
        EstimationError: One is unknown or doubled.
    """
    for name in by:
        if name not in DIMENSIONS:
            raise EstimationError(
                f"KPIs cannot be cut by {name!r}: expected some of {', '.join(DIMENSIONS)}."
                f"{did_you_mean(name, DIMENSIONS)}"
            )
    if len(set(by)) < len(by):
        raise EstimationError(f"a dimension is given twice in {', '.join(by)}")
    return tuple(d for name in by for d in DIMENSIONS if d == name)


def split_groups(frame: pd.DataFrame, by: Sequence[Dimension], chosen: Bools) -> list[Group]:
    """Cut contacts into groups.

    A contact counts under each of its irritants; every other dimension is a partition.

    Args:
        frame: The contacts, indexed from 0.
        by: Dimensions; none puts all contacts in one group.
        chosen: Contacts to keep.

    Returns:
        The groups: weeks in order, otherwise most contacts first; ties by label, those
        without a value last.

    Raises:
        EstimationError: A column is missing.
    """
    rows = np.flatnonzero(chosen)
    if not by:
        return [Group((), rows)]
    keys = pd.DataFrame({"row": rows}, index=rows)
    for name in by:
        if column_of(name) not in frame.columns:
            raise EstimationError(
                f"KPIs by {name} need a column {column_of(name)!r}; the contacts have: "
                f"{', '.join(map(str, frame.columns))}"
            )
        keys[name] = frame[column_of(name)].iloc[rows].astype(object)
    if "irritant" in by:
        keys = keys.explode("irritant")
    keys = keys.drop_duplicates()
    groups = []
    for labels, members in keys.groupby(list(by), dropna=False, sort=False):
        of_group = tuple(_label(label) for label in labels)
        groups.append(Group(of_group, np.sort(members["row"].to_numpy(np.intp))))
    return sorted(groups, key=lambda group: _place(group, by))


def _label(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


def _place(group: Group, by: Sequence[Dimension]) -> tuple[object, ...]:
    labels = tuple((label is None, label or "") for label in group.labels)
    weeks = tuple(label for label, name in zip(labels, by, strict=True) if name == "week")
    missing = any(label is None for label in group.labels)
    return (weeks, missing, -len(group.rows), labels)
