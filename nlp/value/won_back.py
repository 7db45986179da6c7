"""Customers at risk who made contact and stayed, beside those who made none."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from nlp.formatting import number_texts
from nlp.intervals import SPLITS, Limits, Z, difference_interval, widest_product, wilson
from nlp.value.book import Book, Bools, Floats, Ints
from nlp.value.figures import Absent, Figure, Group, Part
from nlp.value.measures import share_figure
from nlp.value.notes import Note
from nlp.value.sums import Total


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Customers at risk who made contact, whose window is over.

    Attributes:
        group: What says that they are at risk.
        rows: Their rows in the file; (k,).
        days: Day of the contact that they are followed from, their first; (k,).
        stayed: Whether they still were customers at the end of the window; (k,).
        n_everyone: Customers at risk who made contact, judged or not.
    """

    group: Group
    rows: Ints
    days: Ints
    stayed: Bools
    n_everyone: int


@dataclass(frozen=True, slots=True)
class Stay:
    """Share of a group that stayed.

    Attributes:
        share: In [0, 1].
        worth: Customers that an estimate as sure would take.
        n: Customers behind it.
    """

    share: float
    worth: float
    n: int


def follow(book: Book, group: Group, risky: Bools) -> AtRisk:
    """Follow customers at risk from their first contact that counts.

    Args:
        book: The contacts, with dates of leaving.
        group: What says that they are at risk.
        risky: Contacts of customers at risk (or that say so); (n,).
    """
    first = book.first_of(risky)
    judged = first[book.over[first]]
    rows, days = book.rows[judged], book.days[judged]
    stayed = book.leave_days[rows] > days + book.window
    return AtRisk(group, rows, days, stayed, len(np.unique(book.clusters[risky])))


def won_back(book: Book, found: AtRisk, values: Floats | None) -> Part:
    """Number, share and value of the customers won back, as upper bounds.

    Args:
        book: The contacts.
        found: The customers at risk.
        values: Yearly value of each customer of the file; ``None`` if not given; (m,).
    """
    names = ("won_back", "won_back_rate", *(() if values is None else ("won_back_value",)))
    group = found.group
    if not found.rows.size:
        why = Note("nobody_at_risk", {"days": str(book.window)})
        return Part(absent=tuple(Absent(name, why, group=group) for name in names))
    rate = replace(share_figure("won_back_rate", found.stayed, found.n_everyone, group), upper=True)
    kept, low, high = (rate.n * end for end in rate.interval())
    part = Part((replace(rate, figure="won_back", value=kept, low=low, high=high), rate))
    if values is None:
        return part
    amounts = values[found.rows[found.stayed]]
    known = amounts[~np.isnan(amounts)]
    if amounts.size and not known.size:
        return part + Part(absent=(Absent("won_back_value", Note("nothing_known"), group=group),))
    total = Total.of(known)
    low, high = map(float, total.limits())
    n_left_out = found.n_everyone - known.size
    worth = Figure("won_back_value", total.value, low, high, known.size, n_left_out,
                   group=group, upper=True)  # fmt: skip
    return part + Part((worth,))


def compare(
    book: Book, contacted: AtRisk, risky: Bools, values: Floats | None
) -> tuple[Part, Figure | None]:
    """Set customers at risk who made contact beside those who made none.

    Args:
        book: The contacts.
        contacted: Those at risk by the company's score who made contact.
        risky: Customers of the file at risk by that score; (m,).
        values: Yearly value of each customer of the file; (m,).

    Returns:
        The figures of the comparison, and the value saved by it if values are known.
    """
    alone = np.flatnonzero(risky & ~book.met)
    other = standardised_stay(book.leave_days[alone], contacted.days, book.window)
    if other is None or not contacted.rows.size:
        why = Note("no_comparison")
        return Part(absent=(Absent("stay_compared", why), Absent("stay_gap", why))), None
    own = Stay(float(contacted.stayed.mean()), float(contacted.rows.size), contacted.rows.size)
    low, high = (float(end) for end in wilson(other.share, other.worth))
    gap = own.share - other.share
    gap_low, gap_high = (float(end) for end in _gap_limits(own, other))
    n_left_out = contacted.n_everyone - own.n
    part = Part(
        (
            Figure("stay_compared", other.share, low, high, other.n, group="not_contacted"),
            Figure("stay_gap", gap, gap_low, gap_high, own.n + other.n, n_left_out, group="score"),
        ),
        notes=(Note("compared", {"n": number_texts(other.n), "n_contacted": number_texts(own.n)}),),
    )
    return part, None if values is None else _net_value(contacted, own, other, values)


def _net_value(contacted: AtRisk, own: Stay, other: Stay, values: Floats) -> Figure | None:
    """Yearly value of the customers at risk x the difference in who stays."""
    amounts = values[contacted.rows]
    known = amounts[~np.isnan(amounts)]
    if not known.size:
        return None
    total, (of_sum, of_gap) = Total.of(known), SPLITS
    gap_limits = _gap_limits(own, other, Z * of_gap)
    low, high = map(float, widest_product(total.limits(Z * of_sum), gap_limits))
    value, n_left_out = (own.share - other.share) * total.value, contacted.n_everyone - known.size
    return Figure("saved", value, low, high, known.size, n_left_out, group="score")


def standardised_stay(leave_days: Floats, days: Ints, window: int) -> Stay | None:
    """Share that stays, followed from given days.

    Customers without contact have no day to be followed from. From each day of those who
    made contact, the share is taken among the customers still there on that day; the mean
    goes over the days as they come. So both groups are followed over the same calendar
    (time-distribution matching: Zhou et al. 2005, *American Journal of Epidemiology* 162),
    and nobody counts for a time when they had already left. The variance comes from each
    customer's influence, the days taken as given.

    Args:
        leave_days: Day of leaving of each customer, infinite for who has not; (k,).
        days: Days to follow from, one per customer with contact; (j,).
        window: Days.

    Returns:
        The share; ``None`` where nobody is there on any of the days.
    """
    if not leave_days.size or not days.size:
        return None
    starts, times = np.unique(days, return_counts=True)
    leaves, sizes = np.unique(leave_days, return_counts=True)
    there = (leaves[:, None] >= starts).astype(np.float64)
    lost = there * (leaves[:, None] <= starts + window)
    present = sizes @ there
    usable = present > 0
    if not usable.any():
        return None
    there, lost, present = there[:, usable], lost[:, usable], present[usable]
    weights = times[usable] / times[usable].sum()
    gone = sizes @ lost / present
    share = float(weights @ (1 - gone))
    influence = (lost - there * gone) @ (weights / present)
    variance = float(sizes @ influence**2)
    n = int(sizes[there.any(axis=1)].sum())
    most = float(weights @ present)
    worth = most if variance <= 0 else share * (1 - share) / variance
    return Stay(share, worth, n)


def _gap_limits(own: Stay, other: Stay, z: float | Floats = Z) -> Limits:
    return difference_interval(own.share, own.worth, other.share, other.worth, z)
