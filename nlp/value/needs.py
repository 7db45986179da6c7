"""Which columns each figure needs, and what to say where they are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from nlp.types import LANGS, Texts
from nlp.value.book import Book
from nlp.value.costs import Costs
from nlp.value.customers import Customers
from nlp.value.figures import Absent
from nlp.value.notes import Note, fields_named

_LEFT = ("churned_at",)
_WORTH = ("margin", "revenue")

NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "churn_effect": (_LEFT,),
    "revenue_at_risk": (_LEFT, ("revenue",)),
    "margin_at_risk": (_LEFT, ("margin",)),
    "repurchase_rate": (("repurchased_at",),),
    "repurchase_effect": (("repurchased_at",),),
    "repurchase_amount": (("repurchased_at",), ("repurchase_amount",)),
    "won_back": (_LEFT,),
    "won_back_rate": (_LEFT,),
    "won_back_value": (_LEFT, _WORTH),
    "stay_compared": (_LEFT, ("at_risk",)),
    "stay_gap": (_LEFT, ("at_risk",)),
    "sale_rate": (("sale_at",),),
    "sale_amount": (("sale_at",), ("sale_amount",)),
}
"""Per figure: fields of the customers' file, one of each group."""

_OR: Texts = {"fr": " ou ", "en": " or "}
_AND: Texts = {"fr": " et ", "en": " and "}


class Needs:
    """Tells whether a figure can be given.

    Args:
        book: The contacts.
        customers: What the company knows; ``None`` without a file.
        costs: What it states.
        has_margin: Whether the margin of customers is known.
    """

    def __init__(
        self, book: Book, customers: Customers | None, costs: Costs, *, has_margin: bool
    ) -> None:
        self._customers = customers
        self._given = set() if customers is None else _filled(customers)
        if has_margin:
            self._given.add("margin")
        self._in_general = _general(book)
        self._threshold = costs.at_risk_from

    def lacks(self, figure: str) -> Note | None:
        """Why a figure cannot be given, ``None`` if it can."""
        groups = NEEDS[figure]
        if self._customers is None:
            return Note("needs_file", {"columns": _named(groups)})
        if missing := [group for group in groups if not self._given & set(group)]:
            return Note("needs_columns", {"columns": _named(missing)})
        if figure in ("stay_compared", "stay_gap") and not self.settles_risk():
            return Note("needs_threshold")
        return self._in_general

    def settles_risk(self) -> bool:
        """Whether the company's score or flag says who is at risk."""
        if self._customers is None or "at_risk" not in self._given:
            return False
        given = self._customers.facts["at_risk"].dropna()
        return self._threshold is not None or bool(given.isin((0.0, 1.0)).all())

    def absences(self, figures: Iterable[str]) -> Iterator[Absent]:
        """The figures of a list that cannot be given."""
        for figure in figures:
            why = self.lacks(figure)
            if why is not None:
                yield Absent(figure, why)


def _filled(customers: Customers) -> set[str]:
    """Fields that say something: a column of dates does even where it is empty throughout."""
    said = {name for name in customers.given if name in ("churned_at", "repurchased_at", "sale_at")}
    said |= {str(name) for name, column in customers.facts.items() if column.notna().any()}
    for name, events in (
        ("repurchase_amount", customers.repurchases),
        ("sale_amount", customers.sales),
    ):
        if name in customers.given and events is not None:
            said.add(name)
    return said


def _general(book: Book) -> Note | None:
    """What is missing for every window."""
    if not book.frame["occurred_at"].notna().any():
        return Note("needs_dates")
    if not book.frame["customer_id"].notna().any():
        return Note("needs_customers")
    if book.until is None:
        return Note("needs_until")
    return None


def _named(groups: Iterable[tuple[str, ...]]) -> Texts:
    parts = [fields_named(group, _OR) for group in groups]
    return {lang: _AND[lang].join(part[lang] for part in parts) for lang in LANGS}


def risky_customers(customers: Customers, threshold: float | None) -> NDArray[np.bool_]:
    """Customers of the file whom the company's score or flag says to be at risk; (m,)."""
    scores = customers.facts["at_risk"].to_numpy(np.float64)
    is_flag = bool(np.isin(scores[~np.isnan(scores)], (0.0, 1.0)).all())
    least = 1.0 if is_flag or threshold is None else threshold
    return np.asarray(np.nan_to_num(scores, nan=-np.inf) >= least)
