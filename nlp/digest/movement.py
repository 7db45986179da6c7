"""What moved: as a watch with a budget of false alerts judged it, or by single intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nlp.digest.findings import Detectable, Movement, Mover, SeriesKind, Since
from nlp.digest.model import Estimate, IrritantRow, Names
from nlp.errors import EstimationError
from nlp.trends import TOPIC_PREFIX, Watch, movers
from nlp.types import LANGS

ALPHA = 0.05
"""Share of intervals that miss the truth; all of them are at 95 %."""

_SEEN_OFTEN = (1.959964 + 0.841621) / 1.959964
"""Half an interval's width times this is the change seen with 80 % power."""

_ONGOING = ("ongoing", "fallen")


def movement_of_watch(watch: Watch, week: str, names: Mapping[str, Names]) -> Movement:
    """Turn a watch into what a digest tells of it.

    Args:
        watch: The watch, whose last week is the digest's.
        week: ISO week of the digest.
        names: Name of each series per language; a topic's under its identifier, without the
            prefix that tells it from irritants. A series without a name keeps its code.

    Returns:
        Every series judged that week, and what strains the comparison.

    Raises:
        EstimationError: The watch ends at another week.
    """
    if watch.week is not None and watch.week != week:
        raise EstimationError(
            f"the digest of {week} needs a watch that ends with that week, got one that ends "
            f"with {watch.week}"
        )
    known = [note for note in watch.notes if note.code != "nothing_significant"]
    seen = next((note for note in watch.notes if note.code == "nothing_significant"), None)
    care = watch.at(week).set_index("code")["care"] if watch.week else None
    began = _began(watch)
    return Movement(
        movers=tuple(
            _mover(row, watch.kind, names, began, with_care=care is not None and care[row["code"]])
            for row in (movers(watch).to_dict("records") if watch.week else [])
        ),
        detectable=Detectable(seen.values["rise"], seen.values["usual"]) if seen else None,
        budget=watch.budget,
        notes=tuple({lang: note.text(lang) for lang in LANGS} for note in known),
    )


def movement_of_changes(rows: Sequence[IrritantRow]) -> Movement:
    """Judge each irritant by the interval of its change in the ranking.

    Args:
        rows: The ranking with its week.

    Returns:
        The irritants whose change has an interval.
    """
    judged = [
        (row, row.change)
        for row in rows
        if row.change is not None and row.change.low is not None and row.change.high is not None
    ]
    widths = [((c.high or 0.0) - (c.low or 0.0)) / 2 for _, c in judged]
    return Movement(
        movers=tuple(
            Mover(
                code=row.code,
                kind="irritant",
                names=row.names,
                n_week=row.n_week,
                share_week=row.share_week,
                usual=row.usual_share or 0.0,
                change=change,
                is_signal=change.is_signal,
            )
            for row, change in judged
        ),
        detectable=Detectable(_SEEN_OFTEN * max(widths)) if widths else None,
        by_chance=ALPHA * len(judged),
    )


def _began(watch: Watch) -> dict[str, Since]:
    """When the episode in force of each series began."""
    began = {}
    for onsets in (watch.alerts, watch.falls):
        for row in onsets.to_dict("records"):
            if row["in_force"]:
                began[str(row["code"])] = Since(
                    str(row["since"]), str(row["since_low"]), str(row["since_high"])
                )
    return began


def _mover(
    row: Mapping[Any, Any],
    watched: str,
    names: Mapping[str, Names],
    began: Mapping[str, Since],
    *,
    with_care: bool,
) -> Mover:
    series = str(row["code"])
    code = series.removeprefix(TOPIC_PREFIX)
    kind: SeriesKind = "reason" if watched == "reasons" else "irritant"
    if code != series or watched == "new_topics":
        kind = "topic"
    is_signal = row["verdict"] == "signal"
    return Mover(
        code=code,
        kind=kind,
        names=names.get(code, dict.fromkeys(LANGS, code)),
        n_week=int(row["count"]),
        share_week=float(row["rate"]),
        usual=float(row["expected"]),
        change=Estimate(float(row["change"])),
        is_signal=is_signal,
        band=(float(row["low"]), float(row["high"])),
        since=began.get(series) if is_signal else None,
        is_ongoing=row["state"] in _ONGOING,
        with_care=bool(with_care),
    )
