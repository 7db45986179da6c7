"""Orders and bookings that contacts are set against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from nlp.errors import EstimationError
from nlp.kpis.groups import Dimension
from nlp.types import Texts

COUNTED: dict[str, Texts] = {
    "orders": {"fr": "commandes", "en": "orders"},
    "bookings": {"fr": "réservations", "en": "bookings"},
}
"""What can be counted, and what people call it."""

SPLITS: tuple[Dimension, ...] = ("week", "segment")
"""Dimensions by which orders differ as contacts do. The reason, irritant and channel of a
contact are not those of an order: there contacts are set against all orders."""


@dataclass(frozen=True, slots=True)
class Activity:
    """Numbers of orders and bookings.

    Attributes:
        table: Columns ``orders`` and ``bookings``, either, and those of :data:`SPLITS` by
            which they are broken down.
    """

    table: pd.DataFrame

    @property
    def weeks(self) -> frozenset[str] | None:
        """Weeks it covers; ``None`` if it is not by week."""
        if "week" not in self.table.columns:
            return None
        return frozenset(self.table["week"].dropna().astype(str))

    def has(self, counted: str) -> bool:
        """Whether it counts orders, or bookings."""
        return counted in self.table.columns and bool(self.table[counted].notna().any())

    def unsplit(self, by: Sequence[Dimension]) -> list[str]:
        """Dimensions asked for by which it should be broken down and is not."""
        return [name for name in by if name in SPLITS and name not in self.table.columns]

    def total(
        self,
        counted: str,
        by: Sequence[Dimension],
        labels: Sequence[str | None],
        span: tuple[str, str] | None,
    ) -> float:
        """Orders or bookings of one line.

        Args:
            counted: ``orders`` or ``bookings``.
            by: Dimensions of the lines.
            labels: Value of each in this line.
            span: First and last week that the contacts are from, both included: orders of
                other weeks do not count; ``None`` for all weeks.

        Returns:
            Their number; 0 where there are none.
        """
        kept = np.ones(len(self.table), bool)
        if span is not None and "week" in self.table.columns:
            kept &= self.table["week"].between(*span).to_numpy(bool)
        for name, label in zip(by, labels, strict=True):
            if name in SPLITS:
                kept &= (self.table[name] == label).to_numpy(bool)
        return float(self.table[counted][kept].sum())


def read_activity(table: pd.DataFrame) -> Activity:
    """Check a table of activity.

    Args:
        table: See :class:`Activity`.

    Returns:
        The activity.

    Raises:
        EstimationError: It counts neither orders nor bookings, or its counts are no numbers
            at least 0.
    """
    counted = [name for name in COUNTED if name in table.columns]
    if not counted:
        raise EstimationError(
            f"a table of activity needs a column {' or '.join(COUNTED)}, got "
            f"{', '.join(map(str, table.columns)) or 'no column'}"
        )
    for name in counted:
        if not pd.api.types.is_numeric_dtype(table[name]) or (table[name] < 0).any():
            raise EstimationError(f"activity: {name} must be numbers at least 0")
    return Activity(table)
