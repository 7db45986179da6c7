"""Charts. Every text that they show is written in Python; Vega formats the axes alone."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from app import formats
from app.i18n import Words
from app.labels import Labels
from app.loaders import records
from app.ranking import choose_decimals
from nlp import formatting
from nlp.intervals import wilson
from nlp.types import Lang

INK, MUTED, LINE, ACCENT = "#1c2430", "#6a7380", "#e1e4e8", "#1d5c7a"
COLOURS = {"costs": "#b9442e", "undetermined": "#8a93a0", "pays": "#2f7d5b"}
POINT = "point"
"""Name of the selection that a click on a point makes."""

N_LABELS = 12
"""Points named on the chart at most; the others are named on hover."""

HEIGHT = 380

WIDER = 1.25
"""Room beyond the smallest and the largest share, for names."""

LETTER = 0.0105
"""Mean width of a name's letter, as a share of the chart's width on a laptop."""

LABEL_PX = 12
"""Height of the names' letters."""

_SIDES: dict[str, dict[str, Any]] = {
    "right": {"align": "left", "dx": 9},
    "left": {"align": "right", "dx": -9},
    "above": {"align": "center", "dy": -13},
    "below": {"align": "center", "dy": 14},
}
# On a telephone names would cover each other: only the irritant followed keeps its own.
_HALO: dict[str, Any] = {
    "color": "white",
    "stroke": "white",
    "strokeWidth": 4,
    "opacity": alt.expr("width > 420 || datum.focused ? 0.85 : 0"),
}
_NAME: dict[str, Any] = {
    "color": INK,
    "opacity": alt.expr("width > 420 || datum.focused ? 1 : 0"),
}


def effect_chart(ranking: pd.DataFrame, labels: Labels, focus: str | None) -> alt.LayerChart:
    """Plot share of contacts against effect on satisfaction, with the effect's interval.

    Args:
        ranking: Rows of the ranking that have an effect, at least one.
        labels: Names in the screen's language.
        focus: The irritant to ring.

    Returns:
        The chart; a click on a point selects its ``irritant`` in :data:`POINT`.
    """
    words = labels.words
    points = _effect_points(ranking, labels, focus)
    verdicts = [name for name in COLOURS if name in set(ranking["verdict"])]
    shown = [words(f"verdict.{name}") for name in verdicts]
    colours = alt.Scale(domain=shown, range=[COLOURS[name] for name in verdicts])
    colour = alt.Color(
        "verdict_name:N",
        scale=colours,
        legend=alt.Legend(title=None, orient="top", symbolType="circle", symbolOpacity=1),
    )
    base = alt.Chart(points).encode(x=_share_axis(points, words))
    zero = alt.Chart(pd.DataFrame({"y": [0]})).mark_rule(color=MUTED).encode(y="y:Q")
    bars = base.mark_rule(strokeWidth=1.2, opacity=0.45).encode(
        y=_effect_axis(words), y2="effect_high:Q", color=colour
    )
    click = alt.selection_point(name=POINT, fields=["irritant"], on="click", empty=False)
    dots = (
        base.mark_circle(size=70, opacity=1, cursor="pointer")
        .encode(y=alt.Y("effect:Q"), color=colour, tooltip=_tooltips(words))
        .add_params(click)
    )
    layers = [zero, bars, dots]
    if points["focused"].any():
        focused = alt.Chart(points[points["focused"]]).encode(x=_share_axis(points, words))
        ring = focused.mark_point(size=210, strokeWidth=2, color=ACCENT, filled=False)
        layers.append(ring.encode(y="effect:Q"))
    for side, place in _SIDES.items():
        if (points["side"] == side).any():
            named = alt.Chart(points[points["side"] == side]).encode(x=_share_axis(points, words))
            for ink in _HALO, _NAME:
                text = named.mark_text(fontSize=LABEL_PX, **place, **ink)
                layers.append(text.encode(y="effect:Q", text="name:N"))
    return _dressed(alt.layer(*layers).properties(height=HEIGHT), words.lang)


def trend_chart(trend: pd.DataFrame, words: Words) -> alt.LayerChart:
    """Plot the weekly share of contacts with a label, with its binomial interval.

    Args:
        trend: What :func:`nlp.storage.queries.label_trend` gives, at least one week.
        words: The screen's language.

    Returns:
        The chart.
    """
    weeks = _trend_points(trend, words)
    x = alt.X(
        "week_name:O",
        sort=None,
        title=None,
        axis=alt.Axis(labelAngle=0, labelOverlap="greedy", ticks=False, domainColor=LINE),
    )
    base = alt.Chart(weeks).encode(x=x)
    band = base.mark_area(color=ACCENT, opacity=0.14).encode(
        y=alt.Y(
            "low:Q", title=words("trend.rate"), axis=_percent_axis(), scale=alt.Scale(zero=True)
        ),
        y2="high:Q",
    )
    tooltips = [
        alt.Tooltip("week_long:N", title=words("tooltip.week")),
        alt.Tooltip("rate_text:N", title=words("column.share")),
        alt.Tooltip("interval:N", title=words("tooltip.interval")),
        alt.Tooltip("counts:N", title=words("tooltip.contacts")),
    ]
    line = base.mark_line(color=ACCENT, strokeWidth=2).encode(y="rate:Q")
    dots = base.mark_circle(color=ACCENT, size=38, opacity=1).encode(y="rate:Q", tooltip=tooltips)
    # A single week has neither line nor band: its interval is a bar.
    bars = base.mark_rule(color=ACCENT, opacity=0.45).encode(y="low:Q", y2="high:Q")
    overall = trend["n"].sum() / trend["n_contacts"].sum()
    mean = alt.Chart(pd.DataFrame({"y": [overall]})).mark_rule(color=MUTED, strokeDash=[2, 3])
    layers = [band if len(weeks) > 1 else bars, mean.encode(y="y:Q"), line, dots]
    return _dressed(alt.layer(*layers).properties(height=HEIGHT - 130), words.lang)


def _effect_points(ranking: pd.DataFrame, labels: Labels, focus: str | None) -> pd.DataFrame:
    lang, decimals = labels.words.lang, choose_decimals(ranking)
    rows = records(ranking)
    points = ranking[["irritant", "prevalence", "effect", "effect_low", "effect_high"]].copy()
    points["name"] = [labels.name("irritant", row["irritant"]) for row in rows]
    points["verdict_name"] = [labels.words.name_of("verdict", row["verdict"]) for row in rows]
    points["share_text"] = [formatting.share(row["prevalence"], lang) for row in rows]
    points["n_text"] = [formatting.number(row["n"], lang) for row in rows]
    points["effect_text"] = [
        formatting.signed(row["effect"], lang, digits=decimals.effect) for row in rows
    ]
    points["interval"] = [
        formats.span(row["effect_low"], row["effect_high"], lang, digits=decimals.effect, plus=True)
        for row in rows
    ]
    points["focused"] = points["irritant"] == focus
    points["side"] = place_labels(points, focus)
    return points


def place_labels(points: pd.DataFrame, focus: str | None) -> list[str]:
    """Choose which points bear their name, and on which side, so that names do not collide.

    Args:
        points: ``irritant``, ``prevalence``, ``effect``, ``effect_low``, ``effect_high``
            and ``name``, by rank: the first come first. An interval that holds 0 is not
            notable.
        focus: The irritant that is named before all others, notable or not.

    Returns:
        A side, one of right, left, above and below, or an empty string, per point.
    """
    rows = records(points)
    centres = _centres(points)
    dots = [_Box(x - 0.011, x + 0.011, y - 0.018, y + 0.018) for x, y in centres]
    sides, taken = [""] * len(rows), list[_Box]()
    for i in sorted(range(len(rows)), key=lambda i: rows[i]["irritant"] != focus):
        notable = rows[i]["effect_low"] > 0 or rows[i]["effect_high"] < 0
        if len(taken) >= N_LABELS or not (notable or rows[i]["irritant"] == focus):
            continue
        obstacles = [*taken, *dots[:i], *dots[i + 1 :]]
        for side, box in _boxes(*centres[i], len(rows[i]["name"])):
            if box.left >= 0 and box.right <= 1 and not any(map(box.meets, obstacles)):
                sides[i] = side
                taken.append(box)
                break
    return sides


@dataclass(frozen=True, slots=True)
class _Box:
    """A rectangle of the chart, in shares of its width and height."""

    left: float
    right: float
    bottom: float
    top: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )


def _centres(points: pd.DataFrame) -> list[tuple[float, float]]:
    """Where the points lie, in shares of the chart's width and height."""
    first, last = (math.sqrt(end) for end in _share_range(points))
    x = (points["prevalence"].pow(0.5) - first) / (last - first)
    low, high = min(points["effect_low"].min(), 0), max(points["effect_high"].max(), 0)
    y = (points["effect"] - low) / max(high - low, 1e-9)
    return list(zip(x, y, strict=True))


def _boxes(x: float, y: float, n_letters: int) -> Iterator[tuple[str, _Box]]:
    """What a name would cover on each side of a point."""
    width, height, gap = LETTER * n_letters, 0.064, 0.018
    yield "right", _Box(x + gap, x + gap + width, y - height / 2, y + height / 2)
    yield "left", _Box(x - gap - width, x - gap, y - height / 2, y + height / 2)
    yield "above", _Box(x - width / 2, x + width / 2, y + gap, y + gap + height)
    yield "below", _Box(x - width / 2, x + width / 2, y - gap - height, y - gap)


def _trend_points(trend: pd.DataFrame, words: Words) -> pd.DataFrame:
    low, high = wilson(trend["rate"], trend["n_contacts"])
    weeks = trend.assign(low=low, high=high)
    rows = records(weeks)
    lang = words.lang
    weeks["week_name"] = _axis_weeks([row["week"] for row in rows], lang)
    weeks["week_long"] = [formats.week_name(row["week"], lang) for row in rows]
    weeks["rate_text"] = [formatting.share(row["rate"], lang) for row in rows]
    weeks["interval"] = [formats.span(100 * row["low"], 100 * row["high"], lang) for row in rows]
    weeks["counts"] = [
        words(
            "trend.counts",
            n=formatting.number(row["n"], lang),
            total=formatting.number(row["n_contacts"], lang),
        )
        for row in rows
    ]
    return weeks


def _axis_weeks(weeks: Sequence[str], lang: Lang) -> list[str]:
    """Short names of weeks; with the year where there is more than one."""
    several = len({week[:4] for week in weeks}) > 1
    return [formats.week_short(week, lang) + (f" {week[2:4]}" if several else "") for week in weeks]


def _share_range(points: pd.DataFrame) -> tuple[float, float]:
    """Shares at the two ends of the chart; never the same."""
    shares = points["prevalence"]
    return float(shares.min()) / WIDER, float(shares.max()) * WIDER + 1e-9


def _share_axis(points: pd.DataFrame, words: Words) -> alt.X:
    return alt.X(
        "prevalence:Q",
        title=words("chart.share"),
        scale=alt.Scale(type="sqrt", domain=list(_share_range(points)), nice=False),
        axis=_percent_axis(),
    )


def _effect_axis(words: Words) -> alt.Y:
    return alt.Y("effect_low:Q", title=words("chart.effect"), axis=alt.Axis(tickCount=7))


def _percent_axis() -> alt.Axis:
    return alt.Axis(format="~p", tickCount=6, labelOverlap="greedy")


def _tooltips(words: Words) -> list[alt.Tooltip]:
    fields = {
        "name": "column.irritant",
        "n_text": "tooltip.contacts",
        "share_text": "column.share",
        "effect_text": "column.effect",
        "interval": "tooltip.interval",
        "verdict_name": "column.verdict",
    }
    return [alt.Tooltip(f"{field}:N", title=words(key)) for field, key in fields.items()]


def _dressed(chart: Any, lang: Lang) -> alt.LayerChart:
    """Quiet axes, and the numbers of the language."""
    dressed: alt.LayerChart = chart.configure(
        axis=alt.AxisConfig(
            grid=True, gridColor="#eef0f2", domain=False, ticks=False, labelColor=MUTED,
            titleColor=MUTED, titleFontWeight="normal", labelFontSize=12, titleFontSize=12,
            labelPadding=6,
        ),
        view=alt.ViewConfig(strokeWidth=0),
        legend=alt.LegendConfig(labelColor=INK, labelFontSize=12),
        locale=_LOCALES[lang],
    )  # fmt: skip
    return dressed


_LOCALES: dict[Lang, dict[str, Any]] = {
    "fr": {
        "number": {
            "decimal": ",",
            "thousands": formatting.NARROW,
            "grouping": [3],
            "currency": ["", f"{formatting.NO_BREAK}€"],
            "percent": f"{formatting.NARROW}%",
            "minus": formatting.MINUS,
        }
    },
    "en": {
        "number": {
            "decimal": ".",
            "thousands": ",",
            "grouping": [3],
            "currency": ["£", ""],
            "percent": "%",
            "minus": formatting.MINUS,
        }
    },
}
