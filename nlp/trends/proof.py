"""Prove the watch on simulated weeks, next to the rule of two standard deviations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.trends.baseline import YEAR, Design
from nlp.trends.calendar import WEEKS_A_MONTH, closed_share, year_angle
from nlp.trends.calibrate import draw_counts
from nlp.trends.episodes import ALERT, FALL
from nlp.trends.look import Setup
from nlp.trends.monitor import monitor
from nlp.weeks import weeks_between

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

N_SERIES = 60
HISTORY = 26
CONTACTS = 300.0
HORIZON = 6
"""Weeks after a change that the curves run to."""

PLANTED = 12
"""Series of each list that the change is planted in; the others stay as they are."""


@dataclass(frozen=True, slots=True)
class World:
    """A watch list in which nothing happens.

    Attributes:
        name: What it is called in the table.
        means: Mentions a week of each series; shape (S,).
        dispersions: Variance over mean of each; shape (S,).
    """

    name: str
    means: Floats
    dispersions: Floats

    def draw(self, n_lists: int, n_weeks: int, rng: np.random.Generator) -> Floats:
        """Counts of that many lists; shape (R, S, T)."""
        size = (n_lists, n_weeks)
        pairs = zip(self.means, self.dispersions, strict=True)
        return np.stack([draw_counts(float(m), float(d), size, rng) for m, d in pairs], axis=1)


def worlds() -> tuple[World, ...]:
    """Alike and unlike rates; Poisson, over-dispersed, and both mixed in one list."""
    alike, spread = np.full(N_SERIES, 3.0), np.geomspace(0.3, 30.0, N_SERIES)
    one = np.ones(N_SERIES)
    mixed = np.where(np.arange(N_SERIES) % 2 == 0, 1.0, 1.5)
    return (
        World("60 × 3 a week, Poisson", alike, one),
        World("60 × 3 a week, variance 1.5 × mean", alike, 1.5 * one),
        World("0.3 to 30 a week, Poisson", spread, one),
        World("0.3 to 30 a week, variance 1.5 × mean", spread, 1.5 * one),
        World("0.3 to 30 a week, both mixed", spread, mixed),
    )


def two_sigma(counts: Floats, contacts: Floats | float) -> Bools:
    """Onsets by the market's rule: above the mean of eight weeks by two standard deviations.

    Args:
        counts: Mentions; shape (..., T).
        contacts: Contacts, broadcastable.

    Returns:
        Whether a week is above while the one before was not; shape (..., T), false in the
        first eight.
    """
    rate = counts / contacts
    above = np.zeros(rate.shape, bool)
    for t in range(8, rate.shape[-1]):
        past = rate[..., t - 8 : t]
        above[..., t] = rate[..., t] > past.mean(axis=-1) + 2.0 * past.std(axis=-1, ddof=1)
    onsets = above.copy()
    onsets[..., 1:] &= ~above[..., :-1]
    return onsets


def false_alerts(world: World, *, n_months: float, seed: int, years: int = 1) -> dict[str, float]:
    """Onsets a month over the whole list when nothing happens.

    Args:
        world: The watch list.
        n_months: Months to simulate, summed over lists.
        seed: Of the draw.
        years: Years that each list is watched after its history.

    Returns:
        ``months``, and a month: ``alerts``, ``falls``, ``two_sigma``; ``alerts_se`` is the
        standard error of the first.
    """
    rng = np.random.default_rng(seed)
    watched = 52 * years
    n_lists = int(np.ceil(n_months * WEEKS_A_MONTH / watched))
    counts = world.draw(n_lists, HISTORY + watched, rng)
    contacts = np.full((n_lists, HISTORY + watched), CONTACTS)
    state = monitor(counts, contacts, Setup()).state[..., HISTORY:]
    months = n_lists * watched / WEEKS_A_MONTH
    per_list = (state == ALERT).sum(axis=(1, 2)) * n_lists / months
    return {
        "months": round(months, 1),
        "alerts": round(float((state == ALERT).sum()) / months, 3),
        "alerts_se": round(float(per_list.std(ddof=1)) / np.sqrt(n_lists), 3),
        "falls": round(float((state == FALL).sum()) / months, 3),
        "two_sigma": round(float(two_sigma(counts, CONTACTS)[..., HISTORY:].sum()) / months, 1),
    }


def seasonal_alerts(*, n_lists: int, seed: int) -> list[dict[str, Any]]:
    """False alerts a month in a second year, where rates follow seasons and French holidays.

    Each of :data:`N_SERIES` series has a yearly wave of its own (logarithm of the rate:
    standard deviation 0.4) and reacts to public holidays in its own way (0.3 for each).

    Args:
        n_lists: Watch lists to draw.
        seed: Of the draw.

    Returns:
        One row with the calendar looked at and one without.
    """
    rng = np.random.default_rng(seed)
    weeks = weeks_between("2024-W01", "2025-W52")
    angle, closed = year_angle(weeks), closed_share(weeks, ("FR",))
    shift = rng.uniform(0.0, 2 * np.pi, (N_SERIES, 1))
    waves = rng.normal(0.0, 0.4, (N_SERIES, 1)) * np.cos(angle - shift)
    log_rates = waves + rng.normal(0.0, 1.5, (N_SERIES, 1)) * closed
    mean = np.geomspace(0.5, 30.0, N_SERIES)[:, None] * np.exp(log_rates)
    size = (n_lists, N_SERIES, len(weeks))
    counts = np.minimum(rng.poisson(mean, size).astype(float), CONTACTS)
    contacts = np.full((n_lists, len(weeks)), CONTACTS)
    first = YEAR + 8
    months = n_lists * (len(weeks) - first) / WEEKS_A_MONTH
    rows: list[dict[str, Any]] = []
    for design in (None, Design.of(weeks, ("FR",))):
        state = monitor(counts, contacts, Setup(design=design)).state[..., first:]
        alerts = round(float((state == ALERT).sum()) / months, 2)
        rows.append({"calendar": design is not None, "months": round(months), "alerts": alerts})
    return rows


def detection(
    world: World, before: float, after: float, dispersion: float, *, n_changes: int, seed: int
) -> dict[str, list[float]]:
    """How often a change is told within 1, 2, ... :data:`HORIZON` weeks.

    A series already in an episode when its change comes counts as missed.

    Args:
        world: The list that the changes are planted in.
        before: Mentions a week of the planted series until the change.
        after: Mentions a week since.
        dispersion: Variance over mean of the planted series.
        n_changes: How many to plant.
        seed: Of the draw.

    Returns:
        Shares in [0, 1] by week: ``watch`` and ``two_sigma``.
    """
    rng = np.random.default_rng(seed)
    n_lists = -(-n_changes // PLANTED)
    counts = world.draw(n_lists, HISTORY + HORIZON, rng)
    size = (n_lists, PLANTED)
    old = draw_counts(before, dispersion, (*size, HISTORY), rng) if before > 0 else None
    counts[:, :PLANTED, :HISTORY] = 0.0 if old is None else old
    counts[:, :PLANTED, HISTORY:] = draw_counts(after, dispersion, (*size, HORIZON), rng)
    contacts = np.full((n_lists, HISTORY + HORIZON), CONTACTS)
    state = monitor(counts, contacts, Setup()).state[:, :PLANTED, HISTORY:]
    rule = two_sigma(counts, CONTACTS)[:, :PLANTED, HISTORY:]
    return {"watch": _curve(state == ALERT), "two_sigma": _curve(rule)}


def _curve(told: Bools) -> list[float]:
    by_week = np.logical_or.accumulate(told, axis=-1).mean(axis=(0, 1))
    return [round(float(share), 3) for share in by_week]


def measure(*, n_months: float = 520.0, n_changes: int = 2400, seed: int = 5) -> dict[str, Any]:
    """Everything that is proved.

    Args:
        n_months: Months of each world.
        n_changes: Changes planted for each curve.
        seed: Of all draws.

    Returns:
        ``false_alerts`` per world, ``seasonal`` without and with the calendar, ``curves``
        per change.
    """
    alike, alike_wide, spread, spread_wide, mixed = worlds()
    plans: list[tuple[str, World, float, float, float]] = [
        ("3 → 9", alike, 3.0, 9.0, 1.0),
        ("3 → 9", spread, 3.0, 9.0, 1.0),
        ("3 → 9", alike_wide, 3.0, 9.0, 1.5),
        ("3 → 9", spread_wide, 3.0, 9.0, 1.5),
        ("3 → 9, Poisson", mixed, 3.0, 9.0, 1.0),
        ("3 → 9, variance 1.5 × mean", mixed, 3.0, 9.0, 1.5),
        ("3 → 6", spread, 3.0, 6.0, 1.0),
        ("30 → 45", spread, 30.0, 45.0, 1.0),
        ("0 → 6, code that existed", spread, 0.0, 6.0, 1.0),
        ("0 → 6, code that existed", spread_wide, 0.0, 6.0, 1.5),
    ]
    curves: list[dict[str, Any]] = []
    for name, world, before, after, dispersion in plans:
        found = detection(world, before, after, dispersion, n_changes=n_changes, seed=seed)
        curves.append({"change": name, "world": world.name} | found)
    # Topics never seen have a list and a budget of their own: thirty candidates, of which
    # all that are not planted gather a stray mention every ten weeks.
    candidates = World("30 candidates, a stray mention in ten weeks", np.full(30, 0.1), np.ones(30))
    for after in (1.0, 2.0, 3.0, 4.0, 6.0):
        found = detection(candidates, 0.0, after, 1.0, n_changes=n_changes, seed=seed)
        name = f"0 → {after:g}, topic never seen"
        curves.append({"change": name, "world": candidates.name} | found)
    return {
        "false_alerts": [
            {"world": world.name} | false_alerts(world, n_months=n_months, seed=seed)
            for world in worlds()
        ],
        "seasonal": seasonal_alerts(n_lists=6, seed=seed),
        "curves": curves,
    }


def page_tables(measured: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What was measured as the tables of the page, by name."""
    nothing = [
        {
            "60 series, 300 contacts a week": row["world"],
            "months": round(row["months"]),
            "false alerts a month": round(row["alerts"], 2),
            "±": round(1.96 * row["alerts_se"], 2),
            "falls told wrongly": round(row["falls"], 2),
            "two sigma over eight weeks": row["two_sigma"],
        }
        for row in measured["false_alerts"]
    ]
    seasons = [
        {
            "calendar": "looked at" if row["calendar"] else "left aside",
            "months": row["months"],
            "false alerts a month": row["alerts"],
        }
        for row in measured["seasonal"]
    ]
    detected = [
        {"mentions a week": curve["change"], "among": curve["world"], "rule": name}
        | {f"≤ {week} wk": round(share, 2) for week, share in enumerate(curve[rule], 1)}
        for curve in measured["curves"]
        for rule, name in (("watch", "Motif"), ("two_sigma", "two sigma"))
    ]
    return {"trends-nothing": nothing, "trends-seasons": seasons, "trends-detected": detected}
