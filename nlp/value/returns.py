"""What the service brings in and costs: gained, saved, and the return on both."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nlp.formatting import number
from nlp.types import LANGS, Texts
from nlp.value.book import Book, Floats, Ints
from nlp.value.cells import as_day
from nlp.value.costs import Costs
from nlp.value.customers import Customers
from nlp.value.figures import YEAR_DAYS, Absent, Figure, Part
from nlp.value.measures import no_window, share_figure
from nlp.value.money import format_money
from nlp.value.notes import Note
from nlp.value.sums import Total, add_intervals


@dataclass(frozen=True)
class Worth:
    """What a customer, and a sale, is worth.

    Attributes:
        values: Yearly margin (for lack of it, revenue) of each customer of the file, NaN
            where unknown; ``None`` if the company gives neither; (m,).
        margin: Yearly margin alone; ``None`` if it cannot be told; (m,).
        sale_rate: What one unit of sales is worth; ``None`` if it cannot be told.
        note: What was taken.
    """

    values: Floats | None
    margin: Floats | None
    sale_rate: float | None
    note: Note


_COLUMN: Texts = {"fr": "colonne margin", "en": "column margin"}
_SHOWN: Texts = {
    "fr": "colonne margin\u00a0; ventes au taux de marge moyen des clients",
    "en": "column margin; sales at the customers’ mean margin rate",
}


def settle_worth(customers: Customers | None, costs: Costs) -> Worth:
    """Settle whether figures are in margin or in revenue.

    The column of margins goes first, then revenue x the margin rate stated, then revenue
    as it is. Sales take the rate stated or, where both columns are there, the one that they
    show together.
    """
    revenue, margin = (_column(customers, name) for name in ("revenue", "margin"))
    rate, how = costs.margin_rate, _COLUMN
    if rate is not None:
        stated: Texts = {lang: f"margin_rate = {number(rate, lang, digits=2)}" for lang in LANGS}
        how = stated if margin is None else {x: f"{_COLUMN[x]}, {stated[x]}" for x in LANGS}
    elif margin is not None and revenue is not None:
        both = ~np.isnan(margin) & ~np.isnan(revenue)
        if total := float(revenue[both].sum()):
            rate, how = float(margin[both].sum()) / total, _SHOWN
    if margin is None and revenue is not None and rate is not None:
        margin = revenue * rate
    if margin is not None or rate is not None:
        return Worth(margin, margin, rate, Note("basis_margin", {"how": how}))
    return Worth(revenue, None, 1.0, Note("basis_revenue"))


def sales(book: Book, *, amounts: bool) -> tuple[Part, Floats]:
    """Additional sales within the window after a contact.

    Args:
        book: The contacts, with sales.
        amounts: Whether the company gives their amounts.

    Returns:
        The figures; and the amount of each customer of the file, NaN where it is unknown,
        0 for those without judged contact; (m,).
    """
    by_customer = np.zeros(len(book.customers.facts))
    names = ("sale_rate", "sale_amount") if amounts else ("sale_rate",)
    if book.sales is None or not book.judged.any():
        return Part(absent=tuple(Absent(name, no_window(book)) for name in names)), by_customer
    judged = np.unique(book.rows[book.judged])
    n_everyone = len(np.unique(book.clusters))
    due = book.sales.after(book.judged_keys, book.window)
    buyers = book.sales.customers()[due]
    part = Part((share_figure("sale_rate", np.isin(judged, buyers), n_everyone),))
    np.add.at(by_customer, buyers, book.sales.amounts[due])
    spent = by_customer[judged]
    known = spent[~np.isnan(spent)]
    if not amounts:
        return part, by_customer
    if buyers.size and np.isnan(by_customer[buyers]).all():
        return part + Part(absent=(Absent("sale_amount", Note("nothing_known")),)), by_customer
    total = Total.of(known)
    low, high = map(float, total.limits())
    n_left_out = n_everyone - known.size
    figure = Figure("sale_amount", total.value, low, high, known.size, n_left_out, upper=True)
    return part + Part((figure,)), by_customer


def gained_from(sale_amount: Figure, rate: float) -> Figure:
    """What additional sales are worth."""
    value, low, high = (rate * end for end in sale_amount.interval())
    return replace(sale_amount, figure="gained", value=value, low=low, high=high)


def service_cost(book: Book, costs: Costs, by_contact: Floats) -> Part:
    """Cost of the service over the contacts whose window is over.

    Args:
        book: The contacts.
        costs: What the company states: the yearly cost goes first.
        by_contact: Cost of each contact, NaN where none is stated; (n,).
    """
    over = book.over
    if not over.any():
        return Part(absent=(Absent("service_cost", no_window(book)),))
    n = int(over.sum())
    if costs.service_yearly_cost is not None:
        amount = costs.service_yearly_cost * book.span_days(over) / YEAR_DAYS
        return Part((Figure("service_cost", amount, None, None, n),), notes=(Note("cost_stated"),))
    priced = over & ~np.isnan(by_contact)
    if not priced.any():
        return Part(absent=(Absent("service_cost", Note("needs_service_cost")),))
    amount = float(by_contact[priced].sum())
    n_priced = int(priced.sum())
    figure = Figure("service_cost", amount, None, None, n_priced, n - n_priced)
    return Part((figure,), notes=(Note("cost_of_contacts"),))


def return_on_investment(
    book: Book,
    gained: Figure | None,
    saved: Figure | None,
    cost: Figure,
    correlation: float,
    currency: str,
) -> Part:
    """Return on what the service costs, with every input named.

    Args:
        book: The contacts.
        gained: Money gained; ``None`` if not known.
        saved: Money saved; ``None`` if not known.
        cost: What the service costs.
        correlation: Of the errors of gained and saved.
        currency: ISO code.
    """
    if gained is None and saved is None:
        return Part(absent=(Absent("roi", Note("no_gain")),))
    spent = cost.value or 0.0
    if spent == 0:
        return Part(absent=(Absent("roi", Note("no_cost")),))
    nothing = (0.0, 0.0, 0.0)
    brought = add_intervals(
        gained.interval() if gained else nothing,
        saved.interval() if saved else nothing,
        correlation,
    )
    value, low, high = ((end - spent) / spent for end in brought)
    upper = bool((gained and gained.upper) or (saved and saved.upper))
    counted = [figure for figure in (gained, saved) if figure]
    roi = Figure(
        "roi",
        value,
        low,
        high,
        n=max(figure.n for figure in counted),
        n_left_out=max(figure.n_left_out for figure in counted),
        upper=upper,
    )
    missing = [
        Note("roi_part", {"what": what})
        for figure, what in ((gained, _GAINED), (saved, _SAVED))
        if figure is None
    ]
    return Part((roi,), notes=(_working(book, gained, saved, cost, currency), *missing))


def correlation_of(first: Floats, second: Floats) -> float:
    """Correlation of the errors of two sums over the same customers, who come at random."""
    known = ~np.isnan(first) & ~np.isnan(second)
    a, b = first[known], second[known]
    scale = float(np.sqrt((a**2).sum() * (b**2).sum()))
    return float((a * b).sum()) / scale if scale > 0 else 0.0


_GAINED: Texts = {"fr": "gagnés", "en": "gained"}
_SAVED: Texts = {"fr": "sauvegardés", "en": "saved"}


def _working(
    book: Book, gained: Figure | None, saved: Figure | None, cost: Figure, currency: str
) -> Note:
    days: Ints = book.days[book.over]

    def money(figure: Figure | None) -> Texts:
        if figure is None:
            return dict.fromkeys(LANGS, "–")
        return {lang: format_money(figure.value or 0.0, lang, currency) for lang in LANGS}

    return Note(
        "roi_working",
        {
            "first": as_day(int(days.min())).isoformat(),
            "last": as_day(int(days.max())).isoformat(),
            "gained": money(gained),
            "saved": money(saved),
            "cost": money(cost),
        },
    )


def _column(customers: Customers | None, name: str) -> Floats | None:
    """A yearly amount that at least one customer has."""
    if customers is None or name not in customers.facts.columns:
        return None
    values = customers.facts[name].to_numpy(np.float64)
    return None if np.isnan(values).all() else np.asarray(values)
