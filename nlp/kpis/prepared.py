"""The contacts as arrays, each column read once and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.errors import EstimationError
from nlp.intervals import own_clusters
from nlp.kpis.codings import Coding, compare_codes
from nlp.kpis.followups import Bools, FollowUps, Ints, find_followups
from nlp.kpis.options import KpiOptions

Floats = NDArray[np.float64]

_DAY = 86_400_000_000
"""Microseconds."""

_TRUE = frozenset({"true", "1", "yes", "oui", "vrai", "y", "o"})
_FALSE = frozenset({"false", "0", "no", "non", "faux", "n"})


@dataclass(frozen=True)
class Prepared:
    """Contacts ready to be counted.

    Attributes:
        frame: One row per contact, indexed from 0, sorted by ``contact_id`` if there is one.
        options: What the company chose.
        correspondence: Code of the taxonomy (of a reason or of a family) for each reason
            keyed in by agents.
        order: Row of the table given that each of its rows is; (n,).
        covered: Weeks that the table of activity covers; ``None`` for all.
    """

    frame: pd.DataFrame
    options: KpiOptions
    correspondence: Mapping[str, str]
    order: Ints
    covered: frozenset[str] | None = None

    def has(self, column: str) -> bool:
        """Whether a column is there with anything in it."""
        return column in self.frame.columns and bool(self.frame[column].notna().any())

    def numbers(self, column: str) -> Floats:
        """A column of numbers at least 0, missing ones (or a missing column) as NaN."""
        if column not in self.frame.columns:
            return np.full(len(self.frame), np.nan)
        try:
            values = self.frame[column].to_numpy(dtype=np.float64, na_value=np.nan)
        except (TypeError, ValueError):
            raise EstimationError(f"column {column!r} must hold numbers, got text") from None
        if bad := int(((values < 0) | np.isinf(values)).sum()):
            raise EstimationError(
                f"column {column!r} holds {bad} negative or infinite values: correct them or "
                "leave them empty"
            )
        return np.asarray(values)

    def flags(self, column: str) -> Floats:
        """A column of true and false as 1 and 0, missing ones as NaN."""
        if column not in self.frame.columns:
            return np.full(len(self.frame), np.nan)
        given = self.frame[column]
        words = given.map(_word, na_action="ignore")
        known = words.isin(_TRUE | _FALSE)
        if bad := int((given.notna() & ~known).sum()):
            raise EstimationError(
                f"column {column!r} must hold true or false for each contact (or nothing), "
                f"got {bad} other values"
            )
        return np.where(known, words.isin(_TRUE), np.nan).astype(np.float64)

    def codes(self, column: str) -> Ints:
        """A column as numbers from 0, missing values -1."""
        if column not in self.frame.columns:
            return np.full(len(self.frame), -1)
        return np.asarray(pd.factorize(self.frame[column], use_na_sentinel=True)[0], np.intp)

    @cached_property
    def interaction(self) -> Bools:
        """Calls, e-mails, chats: what is no survey answer and no review."""
        if "kind" not in self.frame.columns:
            return np.zeros(len(self.frame), bool)
        return np.asarray((self.frame["kind"] == "interaction").to_numpy(bool))

    @cached_property
    def known_customer(self) -> Bools:
        """Contacts whose customer is known."""
        return self.codes("customer_id") >= 0

    @cached_property
    def customers(self) -> Ints:
        """Customer of each contact; an unknown one is a customer of its own."""
        return own_clusters(self.codes("customer_id"))

    @cached_property
    def times(self) -> NDArray[np.int64]:
        """When, in microseconds; 0 where :attr:`dated` is False."""
        if "occurred_at" not in self.frame.columns:
            return np.zeros(len(self.frame), np.int64)
        given = pd.to_datetime(self.frame["occurred_at"], utc=True)
        filled = given.fillna(pd.Timestamp(0, tz="UTC")).dt.tz_localize(None)
        return np.asarray(filled.to_numpy("datetime64[us]").astype(np.int64))

    @cached_property
    def dated(self) -> Bools:
        """Contacts whose date is known."""
        if "occurred_at" not in self.frame.columns:
            return np.zeros(len(self.frame), bool)
        return np.asarray(self.frame["occurred_at"].notna().to_numpy(bool))

    @cached_property
    def observed(self) -> tuple[int, int]:
        """First and last moment at which any interaction would be in the table."""
        seen = self.times[self.interaction & self.dated]
        first, last = (int(seen.min()), int(seen.max())) if seen.size else (0, 0)
        given = (self.options.observed_from, self.options.observed_until)
        start, end = (None if x is None else _microseconds(x) for x in given)
        return (first if start is None else start, last if end is None else end)

    @cached_property
    def same_reason(self) -> FollowUps:
        """Requests of one customer for one reason."""
        return self._followups(self.codes("reason"))

    @cached_property
    def any_reason(self) -> FollowUps:
        """Requests of one customer, whatever the reasons."""
        return self._followups(np.where(self.same_reason.known, 0, -1))

    @cached_property
    def says_again(self) -> Floats:
        """Whether customers say they made contact before: 1 or 0, NaN where unread."""
        return self._carries("signals", "repeat_contact")

    @cached_property
    def says_open(self) -> Floats:
        """Whether customers say that their problem is still open: 1 or 0, NaN where unread."""
        return self._carries("signals", "unresolved")

    @cached_property
    def coding(self) -> Coding:
        """The reasons keyed in beside those read."""
        return compare_codes(self.frame, self.correspondence, self.options.other_codes)

    def _carries(self, column: str, label: str) -> Floats:
        """Whether a column of lists holds a label; NaN where there is no list."""
        given = self.frame[column]
        found = [np.nan if _is_nothing(x) else float(label in x) for x in given]
        return np.array(found, np.float64)

    def _followups(self, reasons: Ints) -> FollowUps:
        known = self.interaction & self.known_customer & self.dated & (reasons >= 0)
        start, end = self.observed
        window = round(self.options.window_days * _DAY)
        return find_followups(
            self.times, self.customers, reasons, known, window=window, start=start, end=end
        )


def prepare(
    contacts: pd.DataFrame,
    options: KpiOptions,
    correspondence: Mapping[str, str],
    covered: frozenset[str] | None = None,
) -> Prepared:
    """Check the table and put it in an order that does not hang on how it came.

    Args:
        contacts: One row per contact, columns of :data:`nlp.schemas.CONTACT` and
            :data:`nlp.schemas.ANNOTATION`; any may be missing.
        options: What the company chose.
        correspondence: Codes of the taxonomy for the reasons keyed in.
        covered: Weeks that the table of activity covers.

    Returns:
        The contacts, sorted.

    Raises:
        EstimationError: Two columns bear one name, or two contacts one identifier.
    """
    if doubled := contacts.columns[contacts.columns.duplicated()].tolist():
        raise EstimationError(f"several columns of the contacts bear one name: {doubled}")
    order = np.arange(len(contacts))
    if "contact_id" in contacts.columns:
        ids = contacts["contact_id"]
        if n := int(ids.duplicated().sum()):
            raise EstimationError(
                f"{n} rows repeat a contact_id: a contact counted twice is a repeat contact that "
                "never was; keep one row for each"
            )
        order = np.argsort(ids.astype(str).to_numpy(), kind="stable")
    frame = contacts.iloc[order].reset_index(drop=True)
    return Prepared(frame, options, correspondence, order, covered)


def _word(value: object) -> str:
    text = str(value).strip().casefold()
    return text.removesuffix(".0")


def _is_nothing(value: object) -> bool:
    return value is None or (isinstance(value, float) and np.isnan(value))


def _microseconds(moment: object) -> int:
    stamp = pd.Timestamp(moment)  # type: ignore[arg-type]
    utc = stamp.tz_localize("UTC") if stamp.tzinfo is None else stamp.tz_convert("UTC")
    return int(utc.value // 1000)
