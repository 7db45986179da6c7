"""The headline figures of the contacts chosen."""

from __future__ import annotations

import streamlit as st

from app import formats
from app.highlight import escape
from app.i18n import Words
from nlp import formatting
from nlp.drivers.satisfaction import SatisfactionScore, ScoreEstimate
from nlp.intervals import wilson
from nlp.storage.queries import Overview
from nlp.storage.queries.explorer import IrritantCoverage


def show_tiles(
    overview: Overview,
    scores: tuple[SatisfactionScore, ...],
    coverage: IrritantCoverage,
    words: Words,
) -> None:
    """Draw the headline figures.

    Args:
        overview: The contacts chosen, at least one.
        scores: Their satisfaction, scale by scale.
        coverage: How many bear no irritant, and on how many the model doubts.
        words: The screen's language.
    """
    lang, n = words.lang, overview.n_contacts

    def share(count: int) -> str:
        return formatting.share(count / n, lang)

    interactions = formatting.number(overview.n_interactions, lang)
    by_sentiment = overview.by_sentiment
    tiles = [
        _tile(
            words("tile.contacts"),
            formatting.number(n, lang),
            note=words.quantity("tile.contacts.note", overview.n_interactions, interactions),
        ),
        *(_score_tiles(scores, words)),
        _share_tile(
            words("tile.negative"),
            by_sentiment.get("negative", 0) / n,
            n,
            words("tile.negative.note", mixed=share(by_sentiment.get("mixed", 0))),
            words,
        ),
        _share_tile(
            words("tile.without"),
            coverage.n_without / n,
            n,
            words("tile.without.note", doubtful=share(coverage.n_doubtful)),
            words,
        ),
    ]
    st.html(f'<dl class="tiles">{"".join(tiles)}</dl>')


def _share_tile(name: str, share: float, n: int, note: str, words: Words) -> str:
    """A share of ``n`` contacts, with its interval: near 0 or 1 no ± could tell it."""
    low, high = (100 * float(end) for end in wilson(share, n))
    interval = formats.span(low, high, words.lang)
    return _tile(
        name,
        formatting.share(share, words.lang),
        error=interval,
        note=note,
        help_text=words("tile.share_help", interval=interval),
    )


def _score_tiles(scores: tuple[SatisfactionScore, ...], words: Words) -> list[str]:
    """The headline of each scale; beside an NPS its mean, in whose points effects are."""
    if not scores:
        return [_tile(words("tile.satisfaction"), "–", note=words("tile.no_score"))]
    tiles = []
    for score in scores:
        answers = words.quantity("answers", score.n, formatting.number(score.n, words.lang))
        if score.scale == "nps":
            mean = _with_error(score.mean, 1, words)[0]
            note = f"{answers} · {words('tile.mean_of_nps', mean=mean)}"
            tiles.append(_estimate_tile("NPS", score.score, 0, note, words, plus=True))
        else:
            name = words(f"scale.{score.scale}")
            decimals = 1 if score.scale == "percent" else 2
            note = f"{answers} · {words('tile.mean', range=words(f'range.{score.scale}'))}"
            tiles.append(_estimate_tile(name, score.mean, decimals, note, words))
    return tiles


def _estimate_tile(
    name: str,
    estimate: ScoreEstimate,
    decimals: int,
    note: str,
    words: Words,
    *,
    plus: bool = False,
) -> str:
    figure, error = _with_error(estimate, decimals, words, plus=plus)
    help_text = ""
    if estimate.low is not None and estimate.high is not None:
        interval = formats.span(estimate.low, estimate.high, words.lang, digits=decimals, plus=plus)
        help_text = words("tile.interval_help", interval=interval)
    return _tile(name, figure, error=error, note=note, help_text=help_text)


def _with_error(
    estimate: ScoreEstimate, decimals: int, words: Words, *, plus: bool = False
) -> tuple[str, str]:
    """The figure, and half its interval after ±; empty where it cannot be told."""
    if estimate.value is None:
        return "–", ""
    write = formatting.signed if plus else formatting.number
    figure = write(estimate.value, words.lang, digits=decimals)
    if estimate.low is None or estimate.high is None:
        return figure, ""
    half = (estimate.high - estimate.low) / 2
    digits = decimals if half >= 1 else max(decimals, 1)
    written = formatting.number(half, words.lang, digits=digits)
    return figure, f"±{formatting.NO_BREAK}{written}"


def _tile(name: str, figure: str, *, note: str, error: str = "", help_text: str = "") -> str:
    title = f' title="{escape(help_text)}"' if help_text else ""
    uncertain = f"<small>{escape(error)}</small>" if error else ""
    return (
        f"<div{title}><dt>{escape(name)}</dt><dd>{escape(figure)} {uncertain}</dd>"
        f'<dd class="under">{escape(note)}</dd></div>'
    )
