"""What should be said beside the figures: what was left out, and what they rest on."""

from __future__ import annotations

import numpy as np

from nlp.formatting import number_texts
from nlp.types import Texts
from nlp.value.cells import as_day
from nlp.value.context import Context
from nlp.value.notes import FIELD_TEXTS, Note

_STATED: Texts = {"fr": "indiqué", "en": "as stated"}
_LAST_EVENT: Texts = {
    "fr": "dernière date du fichier\u00a0; --until pour un autre jour",
    "en": "last date of the file; --until for another day",
}


def remarks(context: Context, n_undated: int) -> tuple[Note, ...]:
    """Say what the figures rest on.

    Args:
        context: The contacts, and what was settled about them.
        n_undated: Contacts left out because they have no date.

    Returns:
        The notes, the most general first.
    """
    notes = list(context.customers.notes) if context.customers else []
    if n_undated:
        notes.append(Note("undated", {"n": number_texts(n_undated)}))
    if context.days is not None:
        first, last = (
            as_day(int(end)) for end in (context.book.days.min(), context.book.days.max())
        )
        ends = {"first": first.isoformat(), "last": last.isoformat()}
        notes.append(Note("period", {**ends, "days": number_texts(context.days)}))
    notes += _unpriced(context)
    if context.customers is not None:
        notes += [_matched(context), *_windows(context), *_unknown_amounts(context)]
    return (*notes, Note("overlap"), Note("uncorrected"))


def _unpriced(context: Context) -> list[Note]:
    missing = np.isnan(context.by_contact)
    if not context.costs.cost_per_contact or not missing.any():
        return []
    channels = ", ".join(sorted(context.book.frame["channel"][missing].unique()))
    return [
        Note("channels_unpriced", {"n": number_texts(int(missing.sum())), "channels": channels})
    ]


def _matched(context: Context) -> Note:
    book = context.book
    return Note(
        "matched",
        {
            "n_known": number_texts(len(np.unique(book.rows[book.known]))),
            "n_customers": number_texts(int(book.frame["customer_id"].nunique())),
            "n_file": number_texts(len(book.customers.facts)),
            "n_anonymous": number_texts(int(book.frame["customer_id"].isna().sum())),
        },
    )


def _windows(context: Context) -> list[Note]:
    book = context.book
    if book.until is None:
        return []
    stated = context.options.observed_until is not None
    return [
        Note(
            "windows",
            {
                "days": str(book.window),
                "until": as_day(book.until).isoformat(),
                "origin": _STATED if stated else _LAST_EVENT,
                "n": number_texts(int(book.judged.sum())),
                "n_open": number_texts(int((book.known & ~book.gone & ~book.over).sum())),
                "n_unknown": number_texts(int((~book.known).sum())),
                "n_left": number_texts(int(book.gone.sum())),
            },
        )
    ]


def _unknown_amounts(context: Context) -> list[Note]:
    notes: list[Note] = []
    rows = np.unique(context.book.rows[context.book.known])
    for name in ("revenue", "margin"):
        if name not in context.book.customers.facts.columns:
            continue
        if missing := int(np.isnan(context.book.values(name)[rows]).sum()):
            values = {"n": number_texts(missing), "n_known": number_texts(len(rows))}
            notes.append(Note("amounts_missing", {"field": FIELD_TEXTS[name], **values}))
    return notes
