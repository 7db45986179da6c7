"""Score annotations against labels given by people, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Row = Mapping[str, Any]
N_BOOTSTRAP = 1000

MEASURE_NAMES = {
    "reason_in_set": "first reason is one of the labelled reasons",
    "reason_top1": "first reason is the first labelled one",
    "reason_family": "family of the first reason is that of the first labelled one",
    "sentiment_macro_f1": "sentiment, macro-F1 over four classes",
    "polarity": "clearly negative or positive contacts read as such (mixed or neutral: a miss)",
    "irritant": "irritants, micro-F1 over the codes",
    "irritant_family": "irritant families, micro-F1",
    "signal": "signals, micro-F1",
}
"""Measures that are shown to people, and what they are."""

PART_MEASURES = {
    "reason_in_set": "first reason",
    "sentiment_macro_f1": "sentiment, macro-F1",
    "irritant": "irritants",
    "signal": "signals",
}
"""Those that are shown of every source, channel and length, and their short names."""

KINDS = ("reason", "sentiment", "irritant")
"""Answers whose probabilities are judged."""


@dataclass(frozen=True)
class Score:
    """A measure, or how much it changes, with its 95 % bootstrap interval.

    Attributes:
        value: The measure, in [0, 1]; a change in [-1, 1].
        low, high: Percentile interval over resampled contacts.
        n: Contacts.
    """

    value: float
    low: float
    high: float
    n: int


def with_interval(score: Mapping[str, float] | None, digits: int = 2, *, sign: bool = False) -> str:
    """A measure and its interval as text; a dash where nothing was measured.

    Args:
        score: Fields of a :class:`Score`.
        digits: Decimals of all three numbers.
        sign: Write the sign of every number: it is a change.
    """
    if score is None:
        return "–"
    form = f"{'+' if sign else ''}.{digits}f"
    value, low, high = (
        format(score[name], form).replace("-", "\u2212") for name in ("value", "low", "high")
    )
    return f"{value} [{low}, {high}]"


def evaluate(
    gold: Sequence[Row], predicted: Sequence[Row], *, seed: int = 0, n_bootstrap: int = N_BOOTSTRAP
) -> dict[str, Score]:
    """Score predictions.

    Args:
        gold: Rows with ``reason``, ``reasons``, ``sentiment``, ``irritants``, ``signals``.
        predicted: Rows with the same fields, in the same order.
        seed: Of the bootstrap.
        n_bootstrap: Resamples; with 0 the intervals are the values themselves.

    Returns:
        By measure: ``reason_top1`` (first reason equals the gold primary),
        ``reason_in_set`` (first reason within the gold set), ``reason_family``,
        ``sentiment_macro_f1`` (over the gold classes), ``polarity`` (accuracy on clearly
        negative or positive contacts), micro-F1 of ``irritant`` and ``irritant_family``,
        of ``signal``, and F1 of ``irritant_any`` (any irritant at all). A measure that
        no contact bears on, such as polarity among neutral ones, is left out.
    """
    draws = _draw(gold, predicted, seed, n_bootstrap)
    return {name: _score(values, len(gold)) for name, values in draws.items()}


def compare(
    gold: Sequence[Row],
    before: Sequence[Row],
    after: Sequence[Row],
    *,
    seed: int = 0,
    n_bootstrap: int = N_BOOTSTRAP,
) -> dict[str, Score]:
    """How much each measure changes from some predictions to others of the same contacts.

    Both are scored on the same resamples, so that what is hard about a contact for both does
    not widen the interval.

    Args:
        gold: See :func:`evaluate`.
        before: Predictions to start from, in the order of ``gold``.
        after: Predictions to compare with them.
        seed: Of the bootstrap.
        n_bootstrap: Resamples.

    Returns:
        Changes, by the names of :func:`evaluate`.
    """
    first, second = (_draw(gold, rows, seed, n_bootstrap) for rows in (before, after))
    return {name: _score(second[name] - first[name], len(gold)) for name in first}


def _draw(
    gold: Sequence[Row], predicted: Sequence[Row], seed: int, n_bootstrap: int
) -> dict[str, npt.NDArray[np.float64]]:
    """Each measure on all contacts, then on every resample."""
    if len(gold) != len(predicted):
        raise ValueError(f"{len(gold)} labelled contacts but {len(predicted)} predictions")
    random = np.random.default_rng(seed)
    samples = random.integers(0, len(gold), (n_bootstrap, len(gold)))
    draws = {}
    for name, measure in _MEASURES.items():
        per_row = measure(gold, predicted)
        value = per_row(np.arange(len(gold)))
        if not np.isnan(value):
            draws[name] = np.array([value, *(per_row(sample) for sample in samples)])
    return draws


def _score(draws: npt.NDArray[np.float64], n: int) -> Score:
    resampled = draws[1:] if len(draws) > 1 else draws
    low, high = np.nanquantile(resampled, [0.025, 0.975])
    return Score(float(draws[0]), float(low), float(high), n)


_OnRows = Callable[[npt.NDArray[np.intp]], float]


def _accuracy(hits: npt.NDArray[np.bool_], counted: npt.NDArray[np.bool_]) -> _OnRows:
    def on_rows(rows: npt.NDArray[np.intp]) -> float:
        n = counted[rows].sum()
        return float((hits[rows] & counted[rows]).sum() / n) if n else float("nan")

    return on_rows


def _micro_f1(gold: Sequence[set[str]], predicted: Sequence[set[str]]) -> _OnRows:
    pairs = list(zip(gold, predicted, strict=True))
    hits = np.array([len(g & p) for g, p in pairs])
    total = np.array([len(g) + len(p) for g, p in pairs])

    def on_rows(rows: npt.NDArray[np.intp]) -> float:
        n = total[rows].sum()
        return float(2 * hits[rows].sum() / n) if n else 1.0

    return on_rows


def _macro_f1(gold: Sequence[str], predicted: Sequence[str]) -> _OnRows:
    truth, answer = np.array(gold), np.array(predicted)

    def on_rows(rows: npt.NDArray[np.intp]) -> float:
        g, p = truth[rows], answer[rows]
        scores = []
        for label in np.unique(g):
            hits = ((g == label) & (p == label)).sum()
            scores.append(2 * hits / ((g == label).sum() + (p == label).sum()))
        return float(np.mean(scores))

    return on_rows


def _family(code: str) -> str:
    return code.partition(".")[0]


def _reason(match: Callable[[Row, Row], bool]) -> Callable[[Sequence[Row], Sequence[Row]], _OnRows]:
    def measure(gold: Sequence[Row], predicted: Sequence[Row]) -> _OnRows:
        hits = np.array([match(g, p) for g, p in zip(gold, predicted, strict=True)])
        return _accuracy(hits, np.ones(len(hits), bool))

    return measure


def _labels(field: str, key: Callable[[str], str]) -> Callable[..., _OnRows]:
    def measure(gold: Sequence[Row], predicted: Sequence[Row]) -> _OnRows:
        sets = ([{key(c) for c in row[field]} for row in rows] for rows in (gold, predicted))
        return _micro_f1(*sets)

    return measure


def _sentiment(gold: Sequence[Row], predicted: Sequence[Row]) -> _OnRows:
    return _macro_f1(*([row["sentiment"] for row in rows] for rows in (gold, predicted)))


def _polarity(gold: Sequence[Row], predicted: Sequence[Row]) -> _OnRows:
    hits = [g["sentiment"] == p["sentiment"] for g, p in zip(gold, predicted, strict=True)]
    clear = [g["sentiment"] in ("negative", "positive") for g in gold]
    return _accuracy(np.array(hits), np.array(clear))


_MEASURES: dict[str, Callable[[Sequence[Row], Sequence[Row]], _OnRows]] = {
    "reason_top1": _reason(lambda g, p: g["reason"] == p["reason"]),
    "reason_in_set": _reason(lambda g, p: p["reason"] in g["reasons"]),
    "reason_family": _reason(lambda g, p: _family(g["reason"]) == _family(p["reason"])),
    "sentiment_macro_f1": _sentiment,
    "polarity": _polarity,
    "irritant": _labels("irritants", str),
    "irritant_family": _labels("irritants", _family),
    "irritant_any": _labels("irritants", lambda _: "any"),
    "signal": _labels("signals", str),
}
