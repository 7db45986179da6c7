"""What moved this week, up and down, each told apart as signal or noise."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nlp.errors import InputError
from nlp.trends.watch import Watch

SIGNAL_STATES = ("alert", "ongoing", "fall", "fallen")
"""States in which a move is a signal: it was told, within the budget, and has not returned."""

MOVER_COLUMNS = (
    "code",
    "count",
    "rate",
    "expected",
    "low",
    "high",
    "change",
    "direction",
    "verdict",
    "state",
    "onset",
)


def movers(watch: Watch, week: str | None = None) -> pd.DataFrame:
    """Order the series by how far they moved from what was expected of them.

    ``signal`` is a move that the watch told: an alert, a fall, or an episode in force that
    still goes that way. All else is ``noise``, however large: leaving its band of 19 weeks
    in 20 is what three of sixty series do every week when nothing happens.

    Args:
        watch: The watch.
        week: Which week; the last by default.

    Returns:
        One row per series judged that week: ``code``, ``count``, ``rate``, ``expected``,
        ``low``, ``high`` (the band), ``change`` (rate less expected, a share of contacts),
        ``direction`` (``up``, ``down`` or ``same``), ``verdict`` (``signal`` or ``noise``),
        ``state`` and ``onset``. Signals first, then by size of the change, ties by code.

    Raises:
        InputError: The week was not watched.
    """
    chosen = watch.week if week is None else week
    rows = watch.at(chosen) if chosen is not None else watch.rows
    if week is not None and rows.empty:
        raise InputError(f"{week!r} is none of the weeks watched, which end at {watch.week}")
    judged = rows.dropna(subset=["expected"])
    change = judged["rate"] - judged["expected"]
    direction = np.select([change > 0, change < 0], ["up", "down"], "same")
    rising = judged["state"].isin(SIGNAL_STATES[:2]) & (change > 0)
    falling = judged["state"].isin(SIGNAL_STATES[2:]) & (change < 0)
    verdict = np.where(rising | falling, "signal", "noise")
    told = judged.assign(change=change, direction=direction, verdict=verdict)
    order = np.lexsort((told["code"].to_numpy(str), -change.abs(), verdict != "signal"))
    return told.iloc[order][list(MOVER_COLUMNS)].reset_index(drop=True)
