"""Which weeks are to be told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from nlp.weeks import last_whole_week

CATCH_UP = 8
"""Missed weeks that are told after all; older ones are named and left."""


def due_weeks(
    known: Sequence[str], told: Collection[str], today: date
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Choose the weeks to tell, oldest first.

    A week is whole once its Sunday is over. Before anything was told, only the latest whole
    week is: nobody wants half a year of digests on the first morning. From then on every
    week after the last one told is due, so that a missed Monday is caught up.

    Args:
        known: ISO weeks with contacts, in time order.
        told: Weeks told already.
        today: The day of the run.

    Returns:
        The weeks due, and those missed too long ago to be told.
    """
    whole = [week for week in known if week <= last_whole_week(today)]
    if not told:
        return tuple(whole[-1:]), ()
    missed = [week for week in whole if week > max(told)]
    return tuple(missed[-CATCH_UP:]), tuple(missed[:-CATCH_UP])
