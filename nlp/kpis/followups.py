"""Find which contacts come back: same customer, same reason, within a few days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]
Times = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FollowUps:
    """The requests that contacts form.

    A request is a customer's contacts for one reason, none of them later than the window
    after the one before.

    Attributes:
        known: Contacts whose customer, reason and date are known; the others are in no
            request, and False below; (n,).
        preceded: Another contact of the request came within the window before; (n,).
        followed: Another one came within the window after; (n,).
        history_known: The whole window before was observed; (n,).
        window_over: The whole window after was observed; (n,).
        first_of, last_of: Row of the first and of the last contact of each one's request,
            -1 for those in none; (n,).
    """

    known: Bools
    preceded: Bools
    followed: Bools
    history_known: Bools
    window_over: Bools
    first_of: Ints
    last_of: Ints


def find_followups(
    times: Times,
    customers: Ints,
    reasons: Ints,
    known: Bools,
    *,
    window: int,
    start: int,
    end: int,
) -> FollowUps:
    """Chain the contacts of each customer and reason.

    A contact exactly one window later still belongs; contacts at the same moment follow
    each other in the order given.

    Args:
        times: When, in any unit; (n,).
        customers: Who, as numbers; (n,).
        reasons: Why, as numbers; (n,).
        known: Contacts for which all three are known; (n,).
        window: Longest time between two contacts of a request, in the unit of ``times``.
        start: First moment observed.
        end: Last moment observed.

    Returns:
        The requests; time n log n.
    """
    n = len(times)
    rows = np.flatnonzero(known)
    order = rows[np.lexsort((rows, times[rows], reasons[rows], customers[rows]))]
    t = times[order]
    together = (
        (np.diff(customers[order]) == 0) & (np.diff(reasons[order]) == 0) & (np.diff(t) <= window)
    )
    preceded, followed = np.zeros((2, n), bool)
    preceded[order[1:]] = together
    followed[order[:-1]] = together
    first_of, last_of = np.full((2, n), -1)
    if order.size:
        starts = np.flatnonzero(np.r_[True, ~together])
        sizes = np.diff(np.r_[starts, order.size])
        first_of[order] = np.repeat(order[starts], sizes)
        last_of[order] = np.repeat(order[starts + sizes - 1], sizes)
    return FollowUps(
        known=known,
        preceded=preceded,
        followed=followed,
        history_known=known & (times >= start + window),
        window_over=known & (times <= end - window),
        first_of=first_of,
        last_of=last_of,
    )
