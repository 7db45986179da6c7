"""Effects of irritants on what customers do within the window: one joint model of shares."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from nlp.drivers import estimate_effects
from nlp.formatting import number_texts
from nlp.intervals import benjamini_hochberg, t_p_value, t_quantile, wilson
from nlp.value.book import Book, Floats
from nlp.value.notes import CAUSE_TEXTS, Note

_OUTCOME = "outcome of the window"
"""Column of the outcome; no column of contacts has blanks in its name."""


@dataclass(frozen=True, slots=True)
class ShareEffect:
    """Effect of an irritant on a share of contacts.

    Attributes:
        value: Difference of the share, all else in the model equal.
        low, high: Ends of its 95 % interval.
        n: Judged contacts that mention it.
        q_value: Of the difference.
        verdict: ``costs``, ``undetermined`` or ``pays``.
        passenger_of: Irritant whose effect it borrows without the model, if any.
    """

    value: float
    low: float
    high: float
    n: int
    q_value: float
    verdict: str
    passenger_of: str | None


def estimate_share_effects(
    book: Book,
    irritants: Sequence[str],
    outcome: Floats,
    controls: Sequence[str],
    *,
    loss: bool,
    min_n: int,
    seed: int,
) -> dict[str, ShareEffect | Note]:
    """Effect of each irritant on a share, in one linear model with the others and the controls.

    The model and its variance are those of :func:`nlp.drivers.estimate_effects`. That
    variance sinks toward 0 where, by chance, (nearly) all contacts that mention an irritant end
    the same way; each side of the interval is therefore at least as wide as that side of
    Wilson's interval of the share among them, for as many trials as customers.

    Args:
        book: The contacts, with a bool column per irritant.
        irritants: Codes.
        outcome: 1 and 0, NaN for contacts that are not judged; (n,).
        controls: Columns held equal; those with a single value are left aside.
        loss: Whether the outcome is a loss (a departure) or a gain (a purchase).
        min_n: Judged mentions below which no effect is given.
        seed: Of the regression's draws.

    Returns:
        By irritant, its effect on the share of contacts whose outcome is 1, or why it
        has none.
    """
    # The drivers call what lowers the outcome a cost, and look for passengers of costs.
    frame = book.frame.assign(**{_OUTCOME: 1 - outcome if loss else outcome})
    table = estimate_effects(
        frame,
        irritants,
        _OUTCOME,
        controls=[name for name in controls if frame[name].nunique(dropna=False) > 1],
        cluster="customer_id" if frame["customer_id"].notna().any() else None,
        min_n=min_n,
        seed=seed,
    ).set_index("irritant", drop=False)
    effect, error, df = table[["effect", "std_error", "df"]].to_numpy(np.float64).T
    # A missing error stays missing.
    below, above = (np.maximum(error * t_quantile(df), side) for side in _wilson_sides(book, table))
    # How far zero is, in errors of the side that it lies on.
    seen = np.where(effect > 0, below, above) / t_quantile(df)
    q_values = benjamini_hochberg(t_p_value(effect / seen, df))
    shown = table.assign(below=below, above=above, q=q_values)
    rows = {str(row["irritant"]): row for row in shown.to_dict("records")}
    return {code: _effect(rows[code], loss=loss, min_n=min_n) for code in irritants}


def _wilson_sides(book: Book, table: pd.DataFrame) -> tuple[Floats, Floats]:
    """Widths of Wilson's interval below and above the share among each irritant's mentions."""
    worth = [
        len(np.unique(book.clusters[book.judged & book.marked(code)])) for code in table["irritant"]
    ]
    share = table["mean_with"].fillna(0.5).to_numpy(np.float64)
    low, high = wilson(share, np.maximum(worth, 1))
    return share - low, high - share


def _effect(row: Mapping[Hashable, Any], *, loss: bool, min_n: int) -> ShareEffect | Note:
    if np.isnan(row["below"]):
        if row["verdict"] == "too_few":
            return Note("too_few", {"min_n": number_texts(min_n)})
        return Note("not_estimable", {"cause": CAUSE_TEXTS[row["cause"]]})
    value = float(row["effect"])
    ends = (value, value - float(row["below"]), value + float(row["above"]))
    _, low, high = ends
    verdict = "costs" if high < 0 else "pays" if low > 0 else "undetermined"
    if loss:
        value, high, low = (-end for end in ends)
    host = row["passenger_of"]
    return ShareEffect(
        value=value,
        low=low,
        high=high,
        n=int(row["n_scored"]),
        q_value=float(row["q"]),
        verdict=verdict,
        passenger_of=host if isinstance(host, str) else None,
    )
