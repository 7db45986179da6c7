"""Compute what contacts cost and bring in, in money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from nlp.errors import EstimationError
from nlp.types import LANGS, Lang
from nlp.value.book import ValueOptions, open_book
from nlp.value.cells import as_day
from nlp.value.context import Context
from nlp.value.costs import Costs
from nlp.value.customers import Customers
from nlp.value.definitions import SPECS, Definition, define
from nlp.value.figures import Absent, figures_table
from nlp.value.notes import Note
from nlp.value.of_irritants import irritant_figures
from nlp.value.of_service import service_figures
from nlp.value.remarks import remarks

CONTROLS = ("channel", "lang", "segment", "week")
"""Held equal beside the other irritants, as in the ranking."""

_NEEDED = ("contact_id", "occurred_at", "customer_id", "channel")


@dataclass(frozen=True)
class ValueReport:
    """Figures in money, with what they mean and what they lack.

    Attributes:
        figures: One row per figure, columns of :data:`nlp.value.figures.FIGURE_COLUMNS`:
            those of each irritant in the order given, then those of the service.
        absent: The figures that cannot be given.
        notes: What was said of the data.
        currency: ISO code of every amount.
        window_days: Days of the window.
        until: Last day that the customers' file covers; ``None`` without windows.
        first, last: First and last day of the contacts; ``None`` if they are undated.
        n_contacts: Contacts behind the report.
    """

    figures: pd.DataFrame
    absent: tuple[Absent, ...]
    notes: tuple[Note, ...]
    currency: str
    window_days: int
    until: date | None
    first: date | None
    last: date | None
    n_contacts: int

    def definitions(self, lang: Lang) -> tuple[Definition, ...]:
        """Definitions in use of the figures given, then of those absent."""
        given = set(self.figures["figure"])
        missing = {absent.figure for absent in self.absent} - given
        known = [spec for spec in SPECS if spec.code in given]
        known += [spec for spec in SPECS if spec.code in missing]
        return tuple(define(spec, self.window_days, self.currency, lang) for spec in known)


def compute_value(
    contacts: pd.DataFrame,
    irritants: Sequence[str],
    *,
    customers: Customers | None = None,
    costs: Costs | None = None,
    options: ValueOptions | None = None,
    met: Sequence[str] | None = None,
    controls: Sequence[str] = CONTROLS,
) -> ValueReport:
    """Compute per irritant and for the service what contacts cost and bring in.

    Args:
        contacts: One row per contact: ``contact_id``, ``occurred_at`` (UTC),
            ``customer_id`` (pseudonyms), ``channel``, the controls, a bool column under each
            irritant's code, and ``churn_intent`` (bool) where signals were read.
        irritants: Codes.
        customers: What the company knows of its customers.
        costs: What it states of costs.
        options: Window and thresholds.
        met: Pseudonyms of all who ever made contact, so that nobody of them stands in the
            comparison group; those of ``contacts`` by default.
        controls: Columns held equal; those that ``contacts`` do not have are left aside.

    Returns:
        The figures; they do not depend on the order of the rows.

    Raises:
        EstimationError: A column is missing or holds what it must not.
    """
    lacking = [name for name in (*_NEEDED, *irritants) if name not in contacts.columns]
    if lacking:
        raise EstimationError(f"the contacts lack the column(s) {', '.join(lacking)}")
    dated = contacts["occurred_at"].notna()
    kept = contacts[dated] if dated.any() else contacts
    options, costs = options or ValueOptions(), costs or Costs()
    book = open_book(kept, customers, options, met)
    held = tuple(name for name in controls if name in kept.columns)
    context = Context(book, customers, costs, options, held)
    mentioned = [code for code in irritants if book.marked(code).any()]
    part = irritant_figures(context, mentioned) + service_figures(context)
    is_dated = bool(dated.any())
    return ValueReport(
        figures=figures_table(part.figures),
        absent=_once(part.absent),
        notes=_unique((*remarks(context, len(contacts) - len(kept)), *part.notes)),
        currency=costs.currency,
        window_days=options.window_days,
        until=None if book.until is None else as_day(book.until),
        first=as_day(int(book.days.min())) if is_dated else None,
        last=as_day(int(book.days.max())) if is_dated else None,
        n_contacts=len(book.frame),
    )


def _once(absent: Sequence[Absent]) -> tuple[Absent, ...]:
    """Each absence once, in order: an irritant's and the service's may be the same."""
    told = {(a.figure, a.note.text(LANGS[0]), a.irritant, a.group): a for a in absent}
    return tuple(told.values())


def _unique(notes: Sequence[Note]) -> tuple[Note, ...]:
    """Each note once, in order."""
    seen: dict[tuple[str, str], Note] = {}
    for note in notes:
        seen.setdefault((note.code, note.text(LANGS[0])), note)
    return tuple(seen.values())
