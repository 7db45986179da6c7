"""Read contacts into arrays and serve the regression's matrix a block of rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.drivers.contacts.columns import parse_numbers, read_customers
from nlp.drivers.contacts.controls import Control, encode_controls
from nlp.drivers.telling.notes import Note
from nlp.errors import EstimationError, did_you_mean

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

BLOCK_ROWS = 4096
"""Rows made dense at once: bounds memory whatever the number of contacts."""


@dataclass(frozen=True)
class Design:
    """The contacts as arrays; scored rows are sorted by size of cluster, then by cluster.

    Attributes:
        irritants: All irritants asked for, in the order given; k of them.
        flags: Who mentions what among all N contacts, sorted by cluster; (N, k), 0 or 1.
        unknown: Irritants with missing values; (k,), bool.
        cluster_starts: First row in ``flags`` of each of the G clusters; (G,).
        scored_flags: Rows of ``flags`` with an outcome, in the scored order; (n, k).
        scored_clusters: Cluster of each scored row, in 0..G-1; (n,).
        y: Outcome of the scored contacts; (n,).
        weights: Weights of the scored contacts, above 0; (n,).
        controls: Encoded controls, rows in the scored order.
        notes: What was pooled, filled or left out.
    """

    irritants: tuple[str, ...]
    flags: NDArray[np.uint8]
    unknown: NDArray[np.bool_]
    cluster_starts: Ints
    scored_flags: NDArray[np.uint8]
    scored_clusters: Ints
    y: Floats
    weights: Floats
    controls: tuple[Control, ...]
    notes: tuple[Note, ...]

    @property
    def n_contacts(self) -> int:
        """All contacts, with an outcome or not."""
        return len(self.flags)

    @property
    def n_scored(self) -> int:
        """Contacts with an outcome."""
        return len(self.y)

    @cached_property
    def in_model(self) -> Ints:
        """Irritants that can enter the regression: known everywhere, not constant where scored."""
        mentions = self.scored_flags.sum(axis=0, dtype=np.int64)
        return np.flatnonzero((mentions > 0) & (mentions < self.n_scored) & ~self.unknown)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the regression's columns: irritants of ``in_model``, then controls."""
        names = [self.irritants[j] for j in self.in_model]
        return (*names, *(column for control in self.controls for column in control.columns))

    def matrix(self, rows: slice) -> Floats:
        """Columns of the regression for a slice of the scored rows, without intercept."""
        flags = self.scored_flags[rows]
        out = np.zeros((len(flags), len(self.columns)))
        out[:, : len(self.in_model)] = flags[:, self.in_model]
        start = len(self.in_model)
        for control in self.controls:
            stop = start + len(control.columns)
            control.write(out[:, start:stop], rows)
            start = stop
        return out

    @cached_property
    def cluster_blocks(self) -> tuple[tuple[int, int, int], ...]:
        """The scored rows cut where clusters begin: (first row, row after last, rows per cluster).

        A block holds clusters of one size, as many as fit :data:`BLOCK_ROWS`, one at least.
        """
        is_first = np.r_[True, np.diff(self.scored_clusters) != 0][: self.n_scored]
        sizes = np.diff(np.r_[np.flatnonzero(is_first), self.n_scored])
        blocks: list[tuple[int, int, int]] = []
        start = 0
        for size, count in zip(*np.unique(sizes, return_counts=True), strict=True):
            stop, step = start + int(size * count), int(size) * max(1, BLOCK_ROWS // int(size))
            blocks += [(a, min(a + step, stop), int(size)) for a in range(start, stop, step)]
            start = stop
        return tuple(blocks)

    @property
    def n_scored_clusters(self) -> int:
        """Clusters with at least one scored contact."""
        return sum((stop - start) // size for start, stop, size in self.cluster_blocks)


def iterate_rows(n_rows: int, step: int = BLOCK_ROWS) -> Iterator[slice]:
    """Slices that cover ``range(n_rows)`` in order, ``step`` rows each."""
    return (slice(start, min(start + step, n_rows)) for start in range(0, n_rows, step))


def build_design(
    contacts: pd.DataFrame,
    irritants: Sequence[str],
    outcome: str,
    controls: Sequence[str],
    cluster: str | None,
    weights: str | None,
) -> Design:
    """Check the columns and read them into arrays.

    Args:
        contacts: One row per contact.
        irritants: Boolean columns.
        outcome: Satisfaction column, missing where nobody answered; a column that does
            not exist means that nobody did.
        controls: Columns to hold equal.
        cluster: Column of customers, ``None`` to treat contacts as independent.
        weights: Column of weights of the scored contacts, above or equal to 0.

    Returns:
        The design; contacts of weight 0 count among all but not among the scored.

    Raises:
        EstimationError: A column does not exist, plays two parts, or holds what it must not.
    """
    _check_names(contacts, irritants, outcome, controls, cluster, weights)
    flags, unknown = _read_flags(contacts, irritants)
    y = _read_outcome(contacts, outcome)
    w = _read_weights(contacts, weights, ~np.isnan(y))
    codes, notes = read_customers(contacts, cluster)
    scored = np.flatnonzero(~np.isnan(y) & (w > 0))
    encoded, said = encode_controls(contacts.iloc[scored], tuple(controls))
    sizes = np.bincount(codes[scored], minlength=codes.max(initial=-1) + 1)[codes[scored]]
    order = np.lexsort((codes[scored], sizes))
    by_cluster = np.argsort(codes, kind="stable")
    return Design(
        irritants=tuple(irritants),
        flags=flags[by_cluster],
        unknown=unknown,
        cluster_starts=np.flatnonzero(np.diff(codes[by_cluster], prepend=-1)),
        scored_flags=flags[scored[order]],
        scored_clusters=codes[scored[order]],
        y=y[scored[order]],
        weights=w[scored[order]],
        controls=tuple(control.reordered(order) for control in encoded),
        notes=(*notes, *said),
    )


def _check_names(
    contacts: pd.DataFrame,
    irritants: Sequence[str],
    outcome: str,
    controls: Sequence[str],
    cluster: str | None,
    weights: str | None,
) -> None:
    """Every column there, once, and in one part only; the outcome alone may be absent."""
    single = {"outcome": outcome, "cluster": cluster, "weights": weights}
    parts = [("irritant", name) for name in irritants] + [("control", name) for name in controls]
    parts += [(part, name) for part, name in single.items() if name is not None]
    seen: dict[str, str] = {}
    known = [str(column) for column in contacts.columns]
    for part, name in parts:
        if name not in contacts.columns and part != "outcome":
            raise EstimationError(
                f"{part} {name!r} is not a column of the contacts.{did_you_mean(name, known)}"
            )
        if known.count(name) > 1:
            raise EstimationError(
                f"{part} {name!r}: several columns of the contacts bear that name"
            )
        if name in seen:
            raise EstimationError(
                f"column {name!r} is given both as {seen[name]} and as {part}: "
                "a column plays one part, once"
            )
        seen[name] = part


def _read_flags(
    contacts: pd.DataFrame, irritants: Sequence[str]
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    flags = np.zeros((len(contacts), len(irritants)), np.uint8)
    unknown = np.zeros(len(irritants), bool)
    for j, name in enumerate(irritants):
        column = contacts[name]
        missing = column.isna().to_numpy()
        values = column.to_numpy()
        unknown[j] = missing.any()
        known = values if not unknown[j] else values[~missing]
        if known.dtype != bool and not _is_in(known, (0, 1)):
            raise EstimationError(
                f"irritant {name!r} must be true or false for each contact, "
                f"got {column.dtype} values such as {pd.unique(known)[:3].tolist()}"
            )
        flags[~missing, j] = known.astype(bool)
    return flags, unknown


def _is_in(values: NDArray[np.generic], allowed: Iterable[object]) -> bool:
    return set(pd.unique(values).tolist()) <= set(allowed)


def _read_outcome(contacts: pd.DataFrame, outcome: str) -> Floats:
    if outcome not in contacts.columns:
        return np.full(len(contacts), np.nan)
    return parse_numbers(contacts[outcome], f"outcome {outcome!r}")


def _read_weights(contacts: pd.DataFrame, weights: str | None, scored: NDArray[np.bool_]) -> Floats:
    if weights is None:
        return np.ones(len(contacts))
    values = parse_numbers(contacts[weights], f"weights {weights!r}")
    if bad := int((~(values[scored] >= 0)).sum()):
        raise EstimationError(
            f"weights {weights!r}: {bad} scored contacts have a missing or negative weight; "
            "every contact with an outcome needs one, 0 to leave it out"
        )
    return values
