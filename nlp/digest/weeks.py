"""Which ISO week a digest tells, and how people write weeks and days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from nlp.errors import InputError, did_you_mean
from nlp.storage import Reader, queries
from nlp.types import Lang
from nlp.weeks import week_bounds

NBSP = "\u00a0"

_MONTHS: dict[Lang, str] = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
}


def check_week(week: str, known: Sequence[str]) -> None:
    """Refuse a week that the workspace cannot tell anything about.

    A week without contacts between the first and the last is no mistake: its digest says
    that nothing came in.

    Args:
        week: The week asked for.
        known: Weeks with contacts, in time order.

    Raises:
        InputError: It is no ISO week, there are no contacts at all, or it lies before
            the first week or after the last.
    """
    week_bounds(week)
    if not known:
        raise InputError(
            f"no digest for {week}: the workspace has no dated contact. "
            "Analyse a file whose contacts have dates: motif analyze."
        )
    if not known[0] <= week <= known[-1]:
        raise InputError(
            f"no digest for {week}: the workspace has contacts of {', '.join(known)}."
            f"{did_you_mean(week, known)}"
        )


def latest_complete_week(reader: Reader) -> str:
    """The week to tell when none is asked for.

    A week is complete when it had ended before the import that made this state began. If
    no week is, the latest one is taken.

    Args:
        reader: The state.

    Returns:
        An ISO week that has contacts.

    Raises:
        InputError: No contact has a date.
    """
    known = queries.weeks(reader)
    if not known:
        raise InputError(
            "no digest: the workspace has no dated contact. "
            "Analyse a file whose contacts have dates: motif analyze."
        )
    run = queries.last_run(reader)
    if run is None:
        return known[-1]
    complete = [week for week in known if week_bounds(week)[1] < run.started_at.date()]
    return complete[-1] if complete else known[-1]


def day_name(day: date, lang: Lang, *, year: bool = True, month: bool = True) -> str:
    """Write a day in full: ``1er novembre 2026``, ``9 November 2026``."""
    words = [f"{day.day}er" if lang == "fr" and day.day == 1 else str(day.day)]
    if month:
        words.append(_MONTHS[lang].split()[day.month - 1])
    return NBSP.join([*words, str(day.year)] if year else words)


def week_name(week: str, lang: Lang) -> str:
    """Write a week: ``semaine 46 (9 – 15 novembre 2026)``, ``week 46 (9 – 15 November 2026)``."""
    monday, sunday = week_bounds(week)
    first = day_name(
        monday,
        lang,
        month=(monday.year, monday.month) != (sunday.year, sunday.month),
        year=monday.year != sunday.year,
    )
    word = "semaine" if lang == "fr" else "week"
    days = f"{first}{NBSP}–{NBSP}{day_name(sunday, lang)}"
    return f"{word}{NBSP}{int(week[-2:])} ({days})"


def week_range(first: str, last: str, lang: Lang) -> str:
    """Write a stretch of weeks: ``semaines 21 à 46``; with years where they differ."""
    ends = [(int(week[-2:]), int(week[:4])) for week in (first, last)]
    same_year = ends[0][1] == ends[1][1]
    words = [str(week) if same_year else f"{week} ({year})" for week, year in ends]
    plural, joint = ("semaines", "à") if lang == "fr" else ("weeks", "to")
    return f"{plural}{NBSP}{words[0]} {joint}{NBSP}{words[1]}"
