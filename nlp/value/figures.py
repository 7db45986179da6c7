"""Figures with their intervals, and those that cannot be given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Literal

import pandas as pd

from nlp.value.definitions import BY_CODE
from nlp.value.notes import Note

Group = Literal["signal", "score", "flag", "any", "not_contacted"]
"""Customers at risk by the signal of churn intent, by the company's score, by the flag that the
service retained them, by any of them; and those at risk who made no contact."""

_WEEK, YEAR_DAYS = 7.0, 365.25

FIGURE_COLUMNS: dict[str, str] = {
    "figure": "str",
    "irritant": "object",
    "group": "object",
    "unit": "str",
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "n": "int64",
    "n_left_out": "int64",
    "bound": "object",
    "verdict": "object",
    "q_value": "float64",
    "passenger_of": "object",
    "per_week": "float64",
    "per_week_low": "float64",
    "per_week_high": "float64",
    "per_year": "float64",
    "per_year_low": "float64",
    "per_year_high": "float64",
}
"""Columns of a table of figures and their dtypes: ``irritant`` its code, missing for the whole
service; ``group`` one of :data:`Group`; ``low`` and ``high`` the ends of the 95 % interval,
missing where it cannot be told; ``n`` what is counted (contacts or customers, as the figure's
definition says), ``n_left_out`` those it is about and cannot judge; ``bound`` is ``upper`` for
an upper bound; ``verdict``, ``q_value`` and ``passenger_of`` those of an effect; ``per_week``
and ``per_year`` the same pace over a week and a year, for costs."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, overall or of an irritant.

    Attributes:
        figure: Its code in :data:`nlp.value.definitions.SPECS`.
        value: The estimate.
        low, high: Ends of its 95 % interval; ``None`` where it cannot be told.
        n: Contacts or customers behind it.
        n_left_out: Those it is about and cannot judge.
        irritant: Its code; ``None`` for the service.
        group: Which customers, where there are several groups.
        upper: Whether it is an upper bound.
        verdict, q_value, passenger_of: Of an effect.
        period_days: Days it is spread over, to scale it; ``None`` where that has no meaning.
    """

    figure: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    n_left_out: int = 0
    irritant: str | None = None
    group: Group | None = None
    upper: bool = False
    verdict: str | None = None
    q_value: float | None = None
    passenger_of: str | None = None
    period_days: int | None = None

    def interval(self) -> tuple[float, float, float]:
        """Value, low and high; the value stands in for an end that cannot be told."""
        value = self.value or 0.0
        low, high = (value if end is None else end for end in (self.low, self.high))
        return value, low, high


@dataclass(frozen=True, slots=True)
class Absent:
    """A figure that the data cannot give.

    Attributes:
        figure: Its code.
        note: Why, and what would give it.
        irritant: Of which irritant; ``None`` for the service, or for all of them alike.
        group: Of which customers.
    """

    figure: str
    note: Note
    irritant: str | None = None
    group: Group | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Some figures, those that are missing, and what there is to say."""

    figures: tuple[Figure, ...] = ()
    absent: tuple[Absent, ...] = ()
    notes: tuple[Note, ...] = ()

    def __add__(self, other: Part) -> Part:
        """Both together."""
        return Part(
            self.figures + other.figures, self.absent + other.absent, self.notes + other.notes
        )

    def of(self, irritant: str) -> Part:
        """The same, told of an irritant."""
        return replace(
            self,
            figures=tuple(replace(figure, irritant=irritant) for figure in self.figures),
            absent=tuple(replace(absent, irritant=irritant) for absent in self.absent),
        )


def figures_table(figures: Iterable[Figure]) -> pd.DataFrame:
    """Figures as a table with the columns of :data:`FIGURE_COLUMNS`."""
    rows = [_row(figure) for figure in figures]
    return pd.DataFrame(rows, columns=list(FIGURE_COLUMNS)).astype(FIGURE_COLUMNS)


def _row(figure: Figure) -> dict[str, object]:
    row: dict[str, object] = asdict(figure)
    row["unit"] = BY_CODE[figure.figure].unit
    row["bound"] = "upper" if figure.upper else None
    ends = {"": figure.value, "_low": figure.low, "_high": figure.high}
    for name, days in (("per_week", _WEEK), ("per_year", YEAR_DAYS)):
        for end, amount in ends.items():
            row[name + end] = None
            if figure.period_days is not None and amount is not None:
                row[name + end] = amount * days / figure.period_days
    return {name: row[name] for name in FIGURE_COLUMNS}
