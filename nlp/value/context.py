"""One report being made: the contacts, and what was settled about them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nlp.value.book import Book, Floats, ValueOptions
from nlp.value.costs import Costs
from nlp.value.customers import Customers
from nlp.value.needs import Needs
from nlp.value.returns import Worth, settle_worth


@dataclass(frozen=True)
class Context:
    """What every figure is computed from.

    Attributes:
        book: The contacts.
        customers: What the company knows of its customers; ``None`` without a file.
        costs: What it states.
        options: Window and thresholds.
        controls: Columns held equal.
    """

    book: Book
    customers: Customers | None
    costs: Costs
    options: ValueOptions
    controls: tuple[str, ...]

    @cached_property
    def worth(self) -> Worth:
        """What a customer and a sale are worth."""
        return settle_worth(self.customers, self.costs)

    @cached_property
    def needs(self) -> Needs:
        """What tells whether a figure can be given."""
        has_margin = self.worth.margin is not None
        return Needs(self.book, self.customers, self.costs, has_margin=has_margin)

    @cached_property
    def by_contact(self) -> Floats:
        """Cost of each contact, NaN where none is stated for its channel; (n,)."""
        of_channel = self.book.frame["channel"].map(self.costs.of_channel)
        return np.asarray(of_channel.to_numpy(dtype=np.float64, na_value=np.nan))

    @cached_property
    def days(self) -> int | None:
        """Days that the contacts span, a week at least; ``None`` if they are undated."""
        dated = self.book.frame["occurred_at"].notna()
        return self.book.span_days(np.ones(len(dated), bool)) if dated.any() else None

    def gives(self, figure: str) -> bool:
        """Whether the customers' file gives what a figure needs."""
        return self.needs.lacks(figure) is None
