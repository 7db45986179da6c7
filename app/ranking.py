"""The ranked table of irritants: its cells in words, and the component that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from app import formats
from app.i18n import Words
from app.labels import Labels
from app.loaders import records
from nlp import formatting
from nlp.drivers.table.verdicts import VERDICT_TEXTS
from nlp.types import Lang

ASSETS = Path(__file__).parent / "assets"

Row = Mapping[str, Any]
Cell = dict[str, Any]


_NEED_SCORES = ("effect", "impact", "verdict")
"""Columns about satisfaction."""


@dataclass(frozen=True, slots=True)
class Decimals:
    """Digits after the mark: as many as tell one irritant from the next.

    Attributes:
        effect, impact: For the figures and their intervals.
    """

    effect: int
    impact: int


def choose_decimals(ranking: pd.DataFrame) -> Decimals:
    """Choose digits from the size of the figures.

    Args:
        ranking: Rows of the stored ranking.

    Returns:
        Fewer digits the larger the figures: an NPS effect of −31, a CSAT effect of −0.84.
    """
    effect, impact = (_largest(ranking[name]) for name in ("effect", "impact"))
    return Decimals(1 if effect >= 10 else 2, 1 if impact >= 10 else 2 if impact >= 1 else 3)


def is_scored(ranking: pd.DataFrame) -> bool:
    """Whether any irritant of a ranking has contacts with a satisfaction score."""
    return bool(ranking["n_scored"].sum())


def ranking_data(
    ranking: pd.DataFrame,
    labels: Labels,
    *,
    week: str,
    focus: str | None,
    chosen_shares: Mapping[str, float] | None,
    href: Callable[[str], str],
) -> dict[str, Any]:
    """Lay out the table; every figure arrives in the browser already written.

    Args:
        ranking: Rows of the stored ranking, by rank.
        labels: Names in the screen's language.
        week: Last week of the ranking.
        focus: The irritant followed.
        chosen_shares: Share per irritant among the contacts that the filters leave;
            ``None`` without filters.
        href: Address of an irritant's verbatims.

    Returns:
        JSON for ``assets/ranking.js``.
    """
    words = labels.words
    decimals = choose_decimals(ranking)
    scored, n_rows = is_scored(ranking), formatting.number(len(ranking), words.lang)
    return {
        "columns": _columns(ranking, words, week, filtered=chosen_shares is not None),
        "rows": [
            {
                "code": row["irritant"],
                "href": href(row["irritant"]),
                "verdict": row["verdict"],
                "cells": _cells(row, labels, decimals, chosen_shares, scored=scored),
            }
            for row in records(ranking)
        ],
        "focus": focus,
        "caption": words("ranking.caption" if scored else "ranking.caption_volume"),
        "open_help": words("ranking.open"),
        "show_all": words("ranking.show_all", n=n_rows),
        "show_fewer": words("ranking.show_fewer"),
    }


def show_ranking(data: dict[str, Any], on_focus: Callable[[str], None]) -> str | None:
    """Draw the table.

    Args:
        data: What :func:`ranking_data` gives.
        on_focus: Called with the irritant whose row was clicked, before the next run.

    Returns:
        The irritant whose name was clicked in this run, if any.
    """

    def focus() -> None:
        if code := st.session_state["ranking"].get("focus"):
            on_focus(code)

    result = _component()(key="ranking", data=data, on_focus_change=focus, on_open_change=_nothing)
    opened: str | None = result.get("open")
    return opened


def _nothing() -> None:
    """Declares a trigger whose value is read from the result."""


@cache
def _component() -> Any:
    return st.components.v2.component(
        "motif_ranking",
        html='<div class="ranking"></div>',
        css=(ASSETS / "ranking.css").read_text(encoding="utf-8"),
        js=(ASSETS / "ranking.js").read_text(encoding="utf-8"),
    )


def _columns(
    ranking: pd.DataFrame, words: Words, week: str, *, filtered: bool
) -> list[dict[str, Any]]:
    """Heading, unit, definition and first sorting direction of each column.

    Without any score there is no effect to show, and no verdict on it.
    """
    points, scored = words("unit.points"), is_scored(ranking)
    this_week = words("unit.week", week=formats.week_short(week, words.lang))
    columns = [
        _column(words, "rank", "rank", first=1),
        _column(words, "irritant", "name", first=1),
        _column(words, "n", "number", unit=words("unit.scored") if scored else ""),
        _column(words, "share", "number", unit=words("unit.contacts")),
        _column(words, "effect", "estimate", unit=points, first=1),
        _column(words, "impact", "estimate", unit=points, first=1, axis=_axis(ranking)),
        _column(words, "change", "estimate", unit=this_week),
        _column(words, "verdict", "verdict", first=1),
    ]
    if filtered:
        columns.insert(4, _column(words, "chosen", "number", unit=words("unit.chosen")))
    if not scored:
        columns = [each for each in columns if each["id"] not in _NEED_SCORES]
    return columns


def _column(words: Words, name: str, kind: str, *, first: int = -1, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "kind": kind,
        "label": words(f"column.{name}"),
        "help": words(f"define.{name}"),
        "first": first,
        **more,
    }


def _axis(ranking: pd.DataFrame) -> dict[str, float]:
    """Range of the impact bars: zero and every interval."""
    low = min(0.0, -_largest(-ranking["impact_low"].clip(upper=0)))
    high = max(0.0, _largest(ranking["impact_high"].clip(lower=0)))
    return {"low": low, "high": high} if high > low else {"low": -1.0, "high": 1.0}


def _cells(
    row: Row,
    labels: Labels,
    decimals: Decimals,
    chosen_shares: Mapping[str, float] | None,
    *,
    scored: bool,
) -> dict[str, Cell]:
    words, code = labels.words, row["irritant"]
    lang = words.lang
    name = labels.name("irritant", code)
    verdict = row["verdict"]
    explained = VERDICT_TEXTS[verdict][lang] if verdict in VERDICT_TEXTS else verdict
    cells: dict[str, Cell] = {
        "rank": _plain(row["rank"], formatting.number(row["rank"], lang)),
        "irritant": {"value": name, "text": name, "family": labels.family("irritant", code)},
        "n": {
            **_plain(row["n"], formatting.number(row["n"], lang)),
            "under": _scored(row, words) if scored else "",
        },
        "share": _share(row, lang),
        "effect": _estimate(row, "effect", words, decimals.effect),
        "impact": _estimate(row, "impact", words, decimals.impact),
        "change": _estimate(row, "change", words, 1, scale=100),
        "verdict": {
            "value": row["rank"],
            "text": words.name_of("verdict", verdict),
            "help": explained,
        },
    }
    cells["change"]["trend"] = _trend(row)
    if chosen_shares is not None:
        share = chosen_shares.get(code, 0.0)
        cells["chosen"] = _plain(share, formatting.share(share, lang))
    return cells


def _plain(value: float, text: str) -> Cell:
    return {"value": value, "text": text}


def _scored(row: Row, words: Words) -> str:
    return words.quantity(
        "cell.scored", row["n_scored"], formatting.number(row["n_scored"], words.lang)
    )


def _share(row: Row, lang: Lang) -> Cell:
    """The share of contacts over its interval, where a ranking has one."""
    cell = _plain(row["prevalence"], formatting.share(row["prevalence"], lang))
    low, high = row["prevalence_low"], row["prevalence_high"]
    known = not (pd.isna(low) or pd.isna(high))
    return {**cell, "under": formats.span(100 * low, 100 * high, lang) if known else ""}


def _estimate(row: Row, name: str, words: Words, decimals: int, *, scale: float = 1) -> Cell:
    """A figure over its interval; a dash where there is none."""
    value, low, high = (row[key] for key in (name, f"{name}_low", f"{name}_high"))
    if pd.isna(value):
        return {"value": None, "low": None, "high": None, "text": "–", "interval": ""}
    text = formatting.signed(scale * value, words.lang, digits=decimals)
    if pd.isna(low) or pd.isna(high):
        return {"value": value, "low": None, "high": None, "text": text, "interval": ""}
    interval = formats.span(scale * low, scale * high, words.lang, digits=decimals, plus=True)
    return {"value": value, "low": low, "high": high, "text": text, "interval": interval}


def _trend(row: Row) -> str:
    """Direction of a change whose interval excludes zero."""
    if row["change_low"] > 0:
        return "rising"
    return "falling" if row["change_high"] < 0 else ""


def _largest(figures: pd.Series[float]) -> float:
    """Largest magnitude; 0 where there is no figure."""
    largest = figures.abs().max()
    return 0.0 if pd.isna(largest) else float(largest)
