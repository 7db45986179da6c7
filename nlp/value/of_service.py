"""Every figure of the service as a whole."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nlp.value.book import Bools, Floats
from nlp.value.context import Context
from nlp.value.figures import Absent, Figure, Group, Part
from nlp.value.measures import contact_cost, repurchase
from nlp.value.needs import risky_customers
from nlp.value.notes import Note
from nlp.value.returns import (
    correlation_of,
    gained_from,
    return_on_investment,
    sales,
    service_cost,
)
from nlp.value.won_back import AtRisk, compare, follow, won_back


@dataclass(frozen=True)
class Money:
    """Money gained or saved, and the figures on the way to it.

    Attributes:
        part: Those figures.
        figure: The money; ``None`` if it cannot be told.
        by_customer: What each customer of the file adds to it; (m,).
    """

    part: Part
    figure: Figure | None
    by_customer: Floats


def service_figures(context: Context) -> Part:
    """Compute the figures of all contacts together, up to the return on investment."""
    part = _contacts(context)
    saved, gained = _saved(context), _gained(context)
    part += saved.part + gained.part
    money = tuple(each.figure for each in (gained, saved) if each.figure)
    part += Part(money, notes=(context.worth.note,) if money else ())
    cost = _cost(context)
    part += cost
    if not cost.figures:
        return part + Part(absent=(Absent("roi", cost.absent[0].note),))
    linked = correlation_of(gained.by_customer, saved.by_customer)
    return part + return_on_investment(
        context.book, gained.figure, saved.figure, cost.figures[0], linked, context.costs.currency
    )


def _contacts(context: Context) -> Part:
    everyone = np.ones(len(context.book.frame), bool)
    part = Part()
    if context.costs.cost_per_contact:
        part += contact_cost(context.book, context.by_contact, everyone, context.days)
    if context.gives("repurchase_rate"):
        part += repurchase(context.book, everyone, amounts=context.gives("repurchase_amount"))
    return part


def _saved(context: Context) -> Money:
    names = ("won_back", "won_back_rate", "won_back_value", "stay_compared", "stay_gap")
    part = Part(absent=tuple(context.needs.absences(names)))
    by_customer = np.zeros(len(context.book.leave_days))
    if context.customers is None or not context.gives("won_back"):
        return Money(part + _no_saved(context), None, by_customer)
    values = context.worth.values if context.gives("won_back_value") else None
    groups = _groups(context)
    for found in groups.values():
        part += won_back(context.book, found, values)
    money = _value_of_all(part)
    if "score" in groups:
        risky = risky_customers(context.customers, context.costs.at_risk_from)
        compared, net = compare(context.book, groups["score"], risky, values)
        part, money = part + compared + Part(notes=(Note("risk_dated"),)), net or money
    if money is None or values is None:
        return Money(part + _no_saved(context), None, by_customer)
    if money.upper:
        part += Part(notes=(Note("upper_bound"),))
    kept = groups["any"].rows[groups["any"].stayed]
    by_customer[kept] = values[kept]
    return Money(part, money, by_customer)


def _no_saved(context: Context) -> Part:
    nobody = Note("nobody_at_risk", {"days": str(context.book.window)})
    return Part(absent=(Absent("saved", context.needs.lacks("won_back_value") or nobody),))


def _groups(context: Context) -> dict[Group, AtRisk]:
    """Customers at risk who made contact, by what says so, and all of them together."""
    book, customers = context.book, context.customers
    masks: dict[Group, Bools] = {}
    if "churn_intent" in book.frame.columns:
        masks["signal"] = book.marked("churn_intent")
    if customers is not None and context.needs.settles_risk():
        risky = risky_customers(customers, context.costs.at_risk_from)
        masks["score"] = book.known & risky[np.maximum(book.rows, 0)]
    if customers is not None and "retained" in customers.facts.columns:
        flagged = customers.facts["retained"].to_numpy(np.float64) == 1
        masks["flag"] = book.known & flagged[np.maximum(book.rows, 0)]
    every = np.zeros(len(book.frame), bool)
    for mask in masks.values():
        every |= mask
    return {name: follow(book, name, mask) for name, mask in (*masks.items(), ("any", every))}


def _value_of_all(part: Part) -> Figure | None:
    """The value of all customers won back, as money saved."""
    found = [f for f in part.figures if f.figure == "won_back_value" and f.group == "any"]
    return replace(found[0], figure="saved") if found else None


def _gained(context: Context) -> Money:
    part = Part(absent=tuple(context.needs.absences(("sale_rate", "sale_amount"))))
    by_customer = np.zeros(len(context.book.leave_days))
    amount, rate = None, context.worth.sale_rate
    if context.gives("sale_rate"):
        found, by_customer = sales(context.book, amounts=context.gives("sale_amount"))
        part += found
        amount = next((f for f in found.figures if f.figure == "sale_amount"), None)
    if amount is not None and rate is not None:
        return Money(part, gained_from(amount, rate), by_customer)
    why = context.needs.lacks("sale_amount")
    if why is None:
        why = Note("needs_margin_rate") if rate is None else Note("nothing_known")
    return Money(part + Part(absent=(Absent("gained", why),)), None, by_customer)


def _cost(context: Context) -> Part:
    stated = context.costs.service_yearly_cost is not None or context.costs.cost_per_contact
    if not stated:
        return Part(absent=(Absent("service_cost", Note("needs_service_cost")),))
    if context.customers is None or context.book.until is None:
        why = context.needs.lacks("won_back") or Note("needs_until")
        return Part(absent=(Absent("service_cost", why),))
    return service_cost(context.book, context.costs, context.by_contact)
