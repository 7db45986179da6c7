"""What should be said beside the figures: what was left out, and what they rest on."""

from __future__ import annotations

from collections.abc import Sequence, Set

import numpy as np
from numpy.typing import NDArray

from nlp.formatting import number_texts, short_number
from nlp.kpis.groups import Dimension
from nlp.kpis.notes import Note
from nlp.kpis.prepared import Prepared
from nlp.types import LANGS

_OF_FOLLOWUPS = {"fcr", "repeat_rate", "repeat_any_reason", "repeat_seen", "repeat_said"}


def remarks(
    data: Prepared, chosen: NDArray[np.bool_], by: Sequence[Dimension], wanted: Set[str]
) -> tuple[Note, ...]:
    """Say what the figures rest on.

    Args:
        data: The contacts.
        chosen: Those reported on.
        by: Dimensions of the lines.
        wanted: Codes of the KPIs asked for.

    Returns:
        The notes, the most general first.
    """
    notes: list[Note] = []
    if unknown := int((~data.known_customer & chosen).sum()):
        notes.append(Note("customers_unknown", {"n": number_texts(unknown)}))
    if "irritant" in by:
        notes.append(Note("irritants_overlap", {}))
    if wanted & _OF_FOLLOWUPS and (data.same_reason.known & chosen).any():
        notes += [_windows(data, chosen), Note("reason_read", {})]
    if data.covered is not None and "week" in data.frame.columns:
        outside = ~data.frame["week"].isin(data.covered).to_numpy(bool) & data.interaction & chosen
        if outside.any():
            notes.append(Note("weeks_not_covered", {"n": number_texts(int(outside.sum()))}))
    if "coded_wrongly" in wanted and (data.coding.compared & chosen).any():
        notes.append(_codes(data, chosen))
    return tuple(notes)


def _windows(data: Prepared, chosen: NDArray[np.bool_]) -> Note:
    found, (start, end) = data.same_reason, data.observed
    known = found.known & chosen
    days = data.options.window_days
    return Note(
        "windows",
        {
            "first": str(np.datetime64(start, "us").astype("datetime64[D]")),
            "last": str(np.datetime64(end, "us").astype("datetime64[D]")),
            "days": {lang: short_number(days, lang) for lang in LANGS},
            "n_open": number_texts(int((known & ~found.window_over).sum())),
            "n_early": number_texts(int((known & ~found.history_known).sum())),
            "n_unknown": number_texts(int((data.interaction & chosen & ~found.known).sum())),
        },
    )


def _codes(data: Prepared, chosen: NDArray[np.bool_]) -> Note:
    coding = data.coding
    named = ", ".join(coding.unmatched_examples)
    return Note(
        "codes_judged",
        {
            "n": number_texts(int((coding.compared & chosen).sum())),
            "n_doubt": number_texts(int((coding.doubtful & chosen).sum())),
            "n_other": number_texts(int((coding.other & chosen).sum())),
            "n_unmatched": number_texts(int((coding.unmatched & chosen).sum())),
            "examples": f" ({named})" if named else "",
        },
    )
