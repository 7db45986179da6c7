"""Put irritants in order by what they cost for sure."""

from __future__ import annotations

import numpy as np
import pandas as pd

from nlp.drivers.table.verdicts import VERDICTS
from nlp.errors import EstimationError

_WITHOUT_EFFECT = 3
"""Place of the verdicts that come without an effect, behind the three that have one."""

_NEEDED = ("irritant", "n", "impact", "impact_high", "verdict")


def rank_frictions(effects: pd.DataFrame) -> pd.DataFrame:
    """Rank irritants, costliest first, each by the cautious end of its interval.

    1. ``costs``: the impact's interval lies below 0. By its end nearest zero
       (``impact_high``), most negative first: what it costs at the least.
    2. ``undetermined``: the interval holds 0. By impact, most negative first.
    3. ``pays``: the interval lies above 0. It is no cost, so it stands after whatever may
       be one; by impact, smallest first.
    4. ``not_estimable`` and ``too_few``, without an effect to rank by: by number of
       contacts, most first, so that what nobody mentions stands last.

    Ties are settled by the irritant's code, so that the order is total.

    Args:
        effects: Rows with at least ``irritant``, ``n``, ``impact``, ``impact_high`` and
            ``verdict``.

    Returns:
        The same rows in order, indexed from 0, with ``rank`` from 1 (replaced if there);
        ``attrs`` are kept.

    Raises:
        EstimationError: A column is missing, a verdict is unknown or an irritant is doubled.
    """
    _check(effects)
    places = {verdict: min(i, _WITHOUT_EFFECT) for i, verdict in enumerate(VERDICTS)}
    group = effects["verdict"].map(places).to_numpy()
    # Sign and size of the key that each group is ordered by; smaller ranks first.
    key = np.select(
        [group == 0, group <= 2],
        [effects["impact_high"].to_numpy(float), effects["impact"].to_numpy(float)],
        -effects["n"].to_numpy(float),
    )
    order = np.lexsort((effects["irritant"].to_numpy(str), key, group))
    ranked = effects.iloc[order].reset_index(drop=True)
    ranks = np.arange(1, len(ranked) + 1, dtype=np.int64)
    ranked = ranked.assign(rank=ranks)
    ranked.attrs = dict(effects.attrs)
    return ranked


def _check(effects: pd.DataFrame) -> None:
    if missing := [name for name in _NEEDED if name not in effects.columns]:
        raise EstimationError(f"a ranking needs the columns {', '.join(missing)}")
    if unknown := sorted(set(effects["verdict"]) - set(VERDICTS)):
        raise EstimationError(f"unknown verdicts {unknown}: expected some of {', '.join(VERDICTS)}")
    doubled = effects["irritant"][effects["irritant"].duplicated()].unique()
    if len(doubled):
        raise EstimationError(f"irritants ranked more than once: {', '.join(map(str, doubled))}")
