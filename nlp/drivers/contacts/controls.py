"""Turn controls into columns of a regression: one per category, numbers standardised."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.drivers.telling.notes import Note
from nlp.errors import EstimationError

RARE_LEVEL = 5
"""Scored contacts below which the levels of a control are pooled into one."""

MAX_LEVELS = 60
"""Most levels of a control kept apart, the most frequent ones: a year of weeks and some."""

MISSING = "(missing)"
POOLED = "(other)"


@dataclass(frozen=True, slots=True)
class Control:
    """One control, ready to be written into a design matrix.

    Attributes:
        columns: Name of each column it yields, ``channel=call`` or ``age``.
        codes: For a category, the column of each row, -1 for the reference level;
            ``None`` for a number. Shape (n,), int32.
        values: For a number, its standardised columns, shape (n, len(columns)).
    """

    columns: tuple[str, ...]
    codes: NDArray[np.int32] | None
    values: NDArray[np.float64] | None

    def write(self, into: NDArray[np.float64], rows: slice) -> None:
        """Fill ``into``, zeros of shape (rows, len(columns)), for a slice of the rows."""
        if self.values is not None:
            into[:] = self.values[rows]
        elif self.codes is not None:
            codes = self.codes[rows]
            present = np.flatnonzero(codes >= 0)
            into[present, codes[present]] = 1.0

    def reordered(self, order: NDArray[np.intp]) -> Control:
        """The same control with its rows in another order."""
        return Control(
            self.columns,
            None if self.codes is None else self.codes[order],
            None if self.values is None else self.values[order],
        )


def encode_controls(
    scored: pd.DataFrame, names: tuple[str, ...]
) -> tuple[list[Control], list[Note]]:
    """Encode the controls of the scored contacts.

    A numeric column enters as it is, standardised (its mean stands in for missing
    values, beside an indicator of missingness). Any other column is a category: one
    column per level but the most frequent, missing values a level of their own, levels
    under :data:`RARE_LEVEL` contacts or beyond the :data:`MAX_LEVELS` most frequent pooled.

    Args:
        scored: The contacts with an outcome.
        names: The controls' columns.

    Returns:
        The controls that vary, and a note for each that was pooled, filled or left out.

    Raises:
        EstimationError: A control is a date, or holds infinite numbers.
    """
    controls: list[Control] = []
    notes: list[Note] = []
    for name in names:
        column = scored[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            raise EstimationError(
                f"control {name!r} holds dates: as a number a date only carries a straight line. "
                "Give a column of periods instead, such as ISO weeks ('2026-W47')"
            )
        numeric = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
        control, said = _number(column, name) if numeric else _category(column, name)
        notes.extend(said)
        if control.columns:
            controls.append(control)
        else:
            notes.append(Note("control_constant", {"control": name}))
    return controls, notes


def _number(column: pd.Series[float], name: str) -> tuple[Control, list[Note]]:
    values = np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan), np.float64)
    if np.isinf(values).any():
        raise EstimationError(
            f"control {name!r} holds {int(np.isinf(values).sum())} infinite numbers: "
            "correct them or leave them empty"
        )
    missing = np.isnan(values)
    notes: list[Note] = []
    columns: list[tuple[str, NDArray[np.float64]]] = []
    if missing.any() and not missing.all():
        notes.append(Note("control_filled", {"control": name, "n": int(missing.sum())}))
        values = np.where(missing, values[~missing].mean(), values)
        columns.append((f"{name}={MISSING}", _standardised(missing.astype(np.float64))))
    if not missing.all() and np.ptp(values) > 0:
        columns.insert(0, (name, _standardised(values)))
    stacked = np.column_stack([v for _, v in columns]) if columns else None
    return Control(tuple(n for n, _ in columns), None, stacked), notes


def _standardised(values: NDArray[np.float64]) -> NDArray[np.float64]:
    centred = values - values.mean()
    return np.asarray(centred / np.sqrt((centred**2).mean()))


def _category(column: pd.Series[str], name: str) -> tuple[Control, list[Note]]:
    codes, levels = pd.factorize(column, use_na_sentinel=True)
    labels = [str(level) for level in levels]
    if (codes < 0).any():
        codes = np.where(codes < 0, len(labels), codes)
        labels.append(MISSING)
    counts = np.bincount(codes, minlength=len(labels))
    # Most frequent first, then by name: the reference level does not hang on row order.
    order = sorted(range(len(labels)), key=lambda i: (-int(counts[i]), labels[i]))
    kept = [i for i in order[:MAX_LEVELS] if counts[i] >= RARE_LEVEL]
    notes: list[Note] = []
    if n_pooled := len(labels) - len(kept):
        pooled = int(len(codes) - counts[kept].sum())
        if n_pooled > 1:
            values = {"control": name, "n_levels": n_pooled, "n": pooled}
            notes.append(Note("levels_pooled", values))
    target = np.full(len(labels), len(kept) - 1, np.int32)
    target[kept] = np.arange(-1, len(kept) - 1, dtype=np.int32)
    names = [labels[i] for i in kept[1:]]
    if n_pooled and kept:
        names.append(POOLED if n_pooled > 1 else next(labels[i] for i in order if i not in kept))
    return Control(tuple(f"{name}={x}" for x in names), target[codes].astype(np.int32), None), notes
