"""Count and average groups of contacts, before any model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.drivers.contacts.columns import read_customers, read_numbers, read_scores
from nlp.drivers.fitting.clusters import clustered_mean, clustered_share
from nlp.drivers.satisfaction import ScoreEstimate
from nlp.drivers.table.verdicts import Cause

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Answers:
    """Scores of the contacts, with what is needed to average them.

    Attributes:
        has_outcome: Whether there is a satisfaction column at all.
        y: Scores, 0 where there is none; (N,).
        weights: Weights, 0 where there is no score; (N,).
        customers: Customer of each contact; (N,).
        min_n: Scores under which no mean is given.
    """

    has_outcome: bool
    y: Floats
    weights: Floats
    customers: Ints
    min_n: int

    @property
    def scored(self) -> Bools:
        """Who has a score that counts; (N,)."""
        return self.weights > 0

    def describe(self, marks: Bools) -> dict[str, Any]:
        """Describe the contacts marked, at least one contact in all.

        Returns:
            ``n``, ``n_scored``, ``prevalence`` and its interval by customer, ``worth``
            (independent contacts that would tell it as precisely), ``mean`` outcome and its
            interval, missing below ``min_n`` scores, and ``cause``: why no model can
            speak of them, ``None`` if one may.
        """
        share = clustered_share(marks, self.customers)
        at = marks & self.scored
        n_scored = int(at.sum())
        mean = ScoreEstimate(None)
        if n_scored >= self.min_n:
            mean = clustered_mean(self.y[at], self.weights[at], self.customers[at])
        return {
            "n": int(marks.sum()),
            "n_scored": n_scored,
            "prevalence": share.value,
            "prevalence_low": share.low,
            "prevalence_high": share.high,
            "worth": share.worth,
            "mean": np.nan if mean.value is None else mean.value,
            "mean_low": np.nan if mean.low is None else mean.low,
            "mean_high": np.nan if mean.high is None else mean.high,
            "cause": self._cause(n_scored),
        }

    def _cause(self, n_scored: int) -> Cause | None:
        if not self.has_outcome:
            return "no_outcome_column"
        if not self.scored.any():
            return "no_scores"
        return "few_scored" if n_scored < self.min_n else None


def read_answers(
    contacts: pd.DataFrame, outcome: str, cluster: str | None, weights: str | None, min_n: int
) -> Answers:
    """Read the scores of the contacts.

    Args:
        contacts: One row per contact.
        outcome: Satisfaction column; it may be absent.
        cluster: Column of customers; ``None`` treats contacts as independent.
        weights: Column of weights of the scored contacts.
        min_n: Scores under which no mean is given.

    Raises:
        EstimationError: Scores or weights are no numbers.
    """
    y = read_scores(contacts, outcome)
    w = np.ones(len(y))
    if weights is not None:
        w = read_numbers(contacts[weights], f"weights {weights!r}")
    answered = ~np.isnan(y) & (w > 0)
    customers, _ = read_customers(contacts, cluster)
    return Answers(
        has_outcome=outcome in contacts.columns,
        y=np.where(answered, y, 0.0),
        weights=np.where(answered, w, 0.0),
        customers=customers,
        min_n=min_n,
    )
