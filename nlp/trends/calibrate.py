"""Simulate the table of onset rates: ``python -m nlp.trends.calibrate``.

For each point of the grid, series of independent weeks at an unchanging rate are judged by the
very code that judges real ones, baseline and dispersion estimated each week as there, without
any threshold. Counted is then, for each threshold, how often a week crosses it that had no
crossing in the weeks its windows reach back to: an onset. Counts are Poisson, or negative
binomial where the dispersion exceeds 1. It takes a minute or two on one core, and makes the
same file again from the same seed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.trends.budget import TABLE_FILE
from nlp.trends.detector import WINDOW, Direction
from nlp.trends.look import Setup
from nlp.trends.monitor import monitor

Floats = NDArray[np.float64]

INFORMATION = (0.02, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
DISPERSION = (1.0, 1.5, 2.5)
WEEKS = (8, 20, 52)
THRESHOLDS = tuple(0.5 * i for i in range(17))

SERIES_A_LIST = 60
"""Series whose dispersions are estimated together, as in a usual watch list."""

CONTACTS = 100_000
"""Contacts a week; many, so that shares are small and counts far from their ceiling."""

FEWEST = 8
"""Onsets seen below which a rate is extended from the threshold before instead."""


def draw_counts(
    mean: Floats | float, dispersion: float, size: tuple[int, ...], rng: np.random.Generator
) -> Floats:
    """Draw counts of variance ``dispersion`` times their mean (Poisson at 1), of shape ``size``."""
    if dispersion <= 1.0:
        return np.asarray(rng.poisson(mean, size), float)
    shape = np.maximum(np.broadcast_to(mean, size), 1e-12) / (dispersion - 1.0)
    return np.asarray(rng.negative_binomial(shape, 1.0 / dispersion), float)


def count_onsets(score: Floats, thresholds: Floats) -> Floats:
    """Onsets a series and week at each threshold.

    Args:
        score: Statistic of consecutive weeks; shape (series, weeks).
        thresholds: Where to cross; shape (H,).

    Returns:
        Rates, shape (H,). The first weeks serve to know what was crossed before.
    """
    rates = []
    for threshold in thresholds:
        up = score >= threshold
        before = np.zeros_like(up)
        for lag in range(1, WINDOW):
            before[:, lag:] |= up[:, :-lag]
        rates.append((up & ~before)[:, WINDOW:].mean())
    return np.array(rates)


def simulate_point(
    information: float, dispersion: float, weeks: int, *, n_series: int, n_weeks: int, seed: int
) -> dict[Direction, Floats]:
    """Onset rates at one point of the grid, natural logarithms, shape (thresholds,)."""
    rng = np.random.default_rng([seed, round(1000 * information), round(10 * dispersion), weeks])
    total = weeks + WINDOW + n_weeks
    size = (n_series // SERIES_A_LIST, SERIES_A_LIST, total)
    counts = draw_counts(information * dispersion, dispersion, size, rng)
    setup = Setup(rises=None, falls=None, min_history=weeks, baseline_weeks=weeks)
    track = monitor(counts, np.full((size[0], total), float(CONTACTS)), setup)
    thresholds = np.array(THRESHOLDS)
    found: dict[Direction, Floats] = {}
    for direction in ("rise", "fall"):
        score = track.score[direction][..., weeks:].reshape(-1, total - weeks)
        n_judged = len(score) * n_weeks
        found[direction] = _extend(count_onsets(score, thresholds), n_judged)
    return found


def _extend(rates: Floats, n_judged: int) -> Floats:
    """Logarithms of rates; where too few were seen, on by e for each unit of threshold."""
    logs = np.empty(len(rates))
    for i, rate in enumerate(rates):
        seen = rate * n_judged >= FEWEST
        before = logs[i - 1] if i else 0.0
        # The bound 1 / threshold of the statistic: never less than it falls by.
        logs[i] = np.log(rate) if seen else before - (THRESHOLDS[1] if i else 6.0)
    return logs


def simulate_table(*, n_series: int, n_weeks: int, seed: int) -> dict[str, object]:
    """The whole table, as it is written to :data:`TABLE_FILE`."""
    rates: dict[str, list[object]] = {"rise": [], "fall": []}
    for information in INFORMATION:
        blocks: dict[str, list[object]] = {"rise": [], "fall": []}
        for dispersion in DISPERSION:
            points = [
                simulate_point(
                    information, dispersion, w, n_series=n_series, n_weeks=n_weeks, seed=seed
                )
                for w in WEEKS
            ]
            for direction in ("rise", "fall"):
                blocks[direction].append([point[direction].round(3).tolist() for point in points])
        for direction in ("rise", "fall"):
            rates[direction].append(blocks[direction])
    grid = {
        "information": INFORMATION,
        "dispersion": DISPERSION,
        "weeks": WEEKS,
        "thresholds": THRESHOLDS,
    }
    made = {"n_series": n_series, "n_weeks": n_weeks, "seed": seed}
    return {"made": made, "grid": grid, "log_rates": rates}


def main(n_series: int = 3000, n_weeks: int = 60, seed: int = 20) -> None:
    """Write the table beside this file."""
    table = simulate_table(n_series=n_series, n_weeks=n_weeks, seed=seed)
    path = Path(__file__).with_name(TABLE_FILE)
    path.write_text(json.dumps(table, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*(int(given) for given in sys.argv[1:]))
