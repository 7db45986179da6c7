"""Contacts beside what is known of their customers, and the windows after each contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.errors import EstimationError
from nlp.intervals import own_clusters
from nlp.value.cells import day_number
from nlp.value.customers import Customers

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

LONGEST_WINDOW = 731
"""Days beyond which an event is not set against a contact: two years."""

LEAST_DAYS = 7
"""Days that a shorter period counts for: one week."""

_STRIDE = 1_000_000
"""More than any day number plus a window, so that customer and day make one sortable key."""


@dataclass(frozen=True, slots=True)
class ValueOptions:
    """Choices that change figures.

    Attributes:
        window_days: Days after a contact within which what a customer does is set against it.
        observed_until: Last day that the customers' file covers; by default the day of the
            last departure, purchase or sale in it.
        min_n: Contacts with a window that is over below which no effect is shown.
        seed: Of the draws of the regression.
    """

    window_days: int = 90
    observed_until: date | None = None
    min_n: int = 20
    seed: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.window_days <= LONGEST_WINDOW:
            raise EstimationError(
                f"window_days must be from 1 to {LONGEST_WINDOW}, got {self.window_days}"
            )


@dataclass(frozen=True)
class Events:
    """Dated amounts of customers: purchases or sales.

    Attributes:
        keys: Customer x :data:`_STRIDE` + day, sorted; (k,).
        amounts: NaN where unknown; (k,).
    """

    keys: Ints
    amounts: Floats

    @classmethod
    def of(cls, events: pd.DataFrame, ids: pd.Index[str]) -> Events:
        """The events of a table of :class:`~nlp.value.customers.Customers`."""
        days = events["day"].to_numpy(np.float64).astype(np.int64)
        keys = ids.get_indexer(pd.Index(events["customer_id"])).astype(np.int64) * _STRIDE + days
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], events["amount"].to_numpy(np.float64)[order])

    def customers(self) -> Ints:
        """Row of the customer of each event; (k,)."""
        return np.asarray(self.keys // _STRIDE)

    def between(self, customers: Ints, first: Ints, last: Ints) -> tuple[Ints, Floats]:
        """How many events customers have from a day to another, both included, and their sum.

        The sum is NaN where the amount of one of them is unknown.
        """
        start = np.searchsorted(self.keys, customers * _STRIDE + first, side="left")
        stop = np.searchsorted(self.keys, customers * _STRIDE + last, side="right")
        unknown = np.r_[0, np.cumsum(np.isnan(self.amounts))]
        sums = np.r_[0.0, np.cumsum(np.nan_to_num(self.amounts))]
        total = sums[stop] - sums[start]
        return stop - start, np.where(unknown[stop] > unknown[start], np.nan, total)

    def after(self, contacts: Ints, window: int) -> Bools:
        """Events at most ``window`` days after a contact of their customer, or on its day.

        Args:
            contacts: Keys of the contacts, sorted.
            window: Days.

        Returns:
            For each event, whether; (k,).
        """
        if not contacts.size:
            return np.zeros(self.keys.size, bool)
        place = np.searchsorted(contacts, self.keys, side="right") - 1
        nearest = contacts[np.maximum(place, 0)]
        return np.asarray((place >= 0) & (self.keys - nearest <= window))


@dataclass(frozen=True)
class Book:
    """Contacts in order of day, tied to their customers.

    Attributes:
        frame: One row per contact, dated, sorted by day and ``contact_id``.
        days: Day of each contact (days since 1970); (n,).
        customers: What the company knows.
        rows: Row of each contact's customer in ``customers.facts``, -1 if unknown; (n,).
        clusters: Customer of each contact as a number, an unknown one its own; (n,).
        window: Days of the window.
        until: Last day that the customers' file covers; ``None`` if it has no date.
        met: Customers of ``customers.facts`` who made contact at any time; (m,).
    """

    frame: pd.DataFrame
    days: Ints
    customers: Customers
    rows: Ints
    clusters: Ints
    window: int
    until: int | None
    met: Bools = field(repr=False)

    @cached_property
    def known(self) -> Bools:
        """Contacts whose customer is in the file; (n,)."""
        return np.asarray(self.rows >= 0)

    @cached_property
    def leave_days(self) -> Floats:
        """Day on which each customer of the file left, infinite for who has not; (m,)."""
        facts = self.customers.facts
        if "churned_at" not in facts.columns:
            return np.full(len(facts), np.inf)
        return np.asarray(facts["churned_at"].fillna(np.inf).to_numpy(np.float64))

    @cached_property
    def gone(self) -> Bools:
        """Contacts of customers who had left before that day; (n,)."""
        return self.known & (self._of_contacts(self.leave_days, np.inf) < self.days)

    @cached_property
    def over(self) -> Bools:
        """Contacts whose window was over by the last day covered; (n,)."""
        if self.until is None:
            return np.zeros(len(self.days), bool)
        return np.asarray(self.days + self.window <= self.until)

    @cached_property
    def judged(self) -> Bools:
        """Contacts whose outcomes are known: window over, customer known and not gone; (n,)."""
        return self.known & ~self.gone & self.over

    @cached_property
    def left(self) -> Floats:
        """1 for contacts whose customer left within the window, 0, NaN where not judged; (n,)."""
        within = self._of_contacts(self.leave_days, np.inf) <= self.days + self.window
        return np.where(self.judged, within.astype(np.float64), np.nan)

    @cached_property
    def rebought(self) -> Floats:
        """1 for contacts followed by a purchase within the window, 0, NaN; (n,)."""
        found = np.full(len(self.days), np.nan)
        if self.repurchases is not None:
            rows = np.flatnonzero(self.judged)
            found[rows] = self.purchases_after(rows)[0] > 0
        return found

    @cached_property
    def repurchases(self) -> Events | None:
        """Purchases, if the company gives their dates."""
        events = self.customers.repurchases
        return None if events is None else Events.of(events, self.customers.facts.index)

    @cached_property
    def sales(self) -> Events | None:
        """Additional sales, if the company gives their dates."""
        events = self.customers.sales
        return None if events is None else Events.of(events, self.customers.facts.index)

    @cached_property
    def judged_keys(self) -> Ints:
        """Customer and day of the judged contacts as keys of :class:`Events`, sorted."""
        return np.sort(self.rows[self.judged] * _STRIDE + self.days[self.judged])

    def marked(self, column: str) -> Bools:
        """Contacts for which a column says yes; a missing value is a no; (n,)."""
        return np.asarray(self.frame[column].eq(True).fillna(False).to_numpy(bool))

    def purchases_after(self, contacts: Ints) -> tuple[Ints, Floats]:
        """Purchases within the window after contacts, from the next day on, and their sum."""
        if self.repurchases is None:
            raise ValueError("there are no dates of purchases")
        days = self.days[contacts]
        return self.repurchases.between(self.rows[contacts], days + 1, days + self.window)

    def first_of(self, chosen: Bools) -> Ints:
        """First contact of each known customer, not gone by then, among those chosen.

        Args:
            chosen: Contacts; (n,).

        Returns:
            Their rows, in order; one per customer.
        """
        usable = np.flatnonzero(chosen & self.known & ~self.gone)
        return np.sort(usable[np.unique(self.rows[usable], return_index=True)[1]])

    def span_days(self, chosen: Bools) -> int:
        """Days that contacts span, a week at least; one contact at least is chosen."""
        return max(int(np.ptp(self.days[chosen])) + 1, LEAST_DAYS)

    def values(self, name: str) -> Floats:
        """A yearly amount of each customer of the file, NaN where unknown; (m,)."""
        return np.asarray(self.customers.facts[name].to_numpy(np.float64))

    def _of_contacts(self, values: Floats, unknown: float) -> Floats:
        """A fact of the customer of each contact."""
        if not values.size:
            return np.full(len(self.rows), unknown)
        return np.where(self.known, values[np.maximum(self.rows, 0)], unknown)


def open_book(
    contacts: pd.DataFrame,
    customers: Customers | None,
    options: ValueOptions,
    met: Sequence[str] | None = None,
) -> Book:
    """Tie contacts to customers.

    Args:
        contacts: One row per contact: ``contact_id``, ``occurred_at`` (UTC; all of them, or
            none), ``customer_id`` (pseudonyms, some may be missing).
        customers: What the company knows; nothing by default.
        options: Window and last day covered.
        met: Pseudonyms of all who ever made contact; by default those of ``contacts``.

    Returns:
        The book; it does not depend on the order of the rows.
    """
    order = np.lexsort((contacts["contact_id"].astype(str), _days(contacts)))
    frame = contacts.iloc[order].reset_index(drop=True)
    empty = pd.DataFrame(index=pd.Index([], dtype=object))
    given = customers or Customers(empty, None, None, ())
    index = given.facts.index
    rows = index.get_indexer(pd.Index(frame["customer_id"])).astype(np.int64)
    rows[frame["customer_id"].isna().to_numpy()] = -1
    everyone = frame["customer_id"].dropna() if met is None else pd.Series(met, dtype=object)
    until = given.last_event() if frame["occurred_at"].notna().any() else None
    if options.observed_until is not None:
        until = day_number(options.observed_until)
    return Book(
        frame=frame,
        days=_days(frame),
        customers=given,
        rows=rows,
        clusters=own_clusters(pd.factorize(frame["customer_id"])[0]),
        window=options.window_days,
        until=until,
        met=np.asarray(index.isin(everyone)),
    )


def _days(contacts: pd.DataFrame) -> Ints:
    given = pd.to_datetime(contacts["occurred_at"], utc=True)
    moments = given.fillna(pd.Timestamp(0, tz="UTC")).dt.tz_localize(None)
    return moments.to_numpy("datetime64[D]").astype(np.int64)
