"""What the calendar does to a rate: season of the year and weeks with public holidays.

A log-linear model per series, fitted on its baseline weeks, whose calendar coefficients are
drawn to zero by as much as the watch list as a whole shows no such effect (empirical Bayes).
Rates are shares of contacts, so a short week with fewer contacts needs no correction; what is
corrected is that other people, or about other things, write in such weeks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.trends.calendar import closed_share, year_angle

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

YEAR = 52
"""Weeks of history from which a yearly wave is looked for; from twice that, a second one."""

MIN_SHORT_WEEKS = 3
"""Past weeks with a public holiday from which their effect is looked for."""

MIN_MENTIONS_TO_FIT = 20
"""Mentions in the baseline below which a series takes no part in the fit."""

MAX_LOG_EFFECT = 1.0
"""Prior standard deviation of a coefficient at most: beyond it the calendar is no explanation."""

_STEPS = 8


@dataclass(frozen=True, slots=True)
class Design:
    """The calendar of a stretch of weeks.

    Attributes:
        angle: Place in the year, radians; shape (T,).
        closed: Share of working days that are public holidays; shape (T,).
    """

    angle: Floats
    closed: Floats

    @classmethod
    def of(cls, weeks: Sequence[str], countries: Sequence[str]) -> Design:
        """The calendar of these weeks in these countries."""
        return cls(year_angle(weeks), closed_share(weeks, countries))

    def columns(self, until: int) -> Floats:
        """What can be fitted at week ``until`` on the weeks before it.

        Returns:
            Columns for weeks 0 to ``until`` included, shape (until + 1, p); p may be 0.
        """
        angle, closed = self.angle[: until + 1], self.closed[: until + 1]
        waves = min(until // YEAR, 2)
        columns = [f((k + 1) * angle) for k in range(waves) for f in (np.cos, np.sin)]
        short = int((closed[:until] > 0).sum())
        if short >= MIN_SHORT_WEEKS and until - short >= MIN_SHORT_WEEKS:
            columns.append(closed / closed[:until].max())
        return np.stack(columns, axis=1) if columns else np.empty((until + 1, 0))


def calendar_factors(
    counts: Floats, contacts: Floats, used: Bools, columns: Floats, dispersion: Floats
) -> tuple[Floats, Floats]:
    """Multiples of the usual rate that the calendar explains, week by week.

    Args:
        counts: Mentions per week, the one to judge last; shape (S, T).
        contacts: Contacts per week; shape (T,).
        used: Weeks to learn from, never the last; shape (S, T).
        columns: The calendar (:meth:`Design.columns`); shape (T, p).
        dispersion: Variance over mean of a week's count; shape (S,).

    Returns:
        Factors, shape (S, T), and the squared relative error of the last one against the
        baseline's, shape (S,).
    """
    n_series, n_columns = len(counts), columns.shape[1]
    if n_columns == 0:
        return np.ones_like(counts), np.zeros(n_series)
    weight = np.where(used, contacts, 0.0)
    told = (np.where(used, counts, 0.0).sum(axis=1) >= MIN_MENTIONS_TO_FIT) & (
        used.sum(axis=1) > 2 * n_columns
    )
    estimate, covariance = _fit(counts, weight, columns, dispersion)
    variance = np.diagonal(covariance, axis1=1, axis2=2)
    spread = _spread(estimate, variance, told)
    prior = np.diag(1.0 / np.maximum(spread, 1e-8))
    # Posterior of normal estimates under a normal prior; without a fit, the prior itself.
    precision = np.where(told[:, None, None], np.linalg.inv(covariance), 0.0)
    posterior = np.linalg.inv(precision + prior)
    mean = (posterior @ (precision @ estimate[:, :, None]))[:, :, 0]
    factors = np.exp(mean @ columns.T)
    centre = (weight @ columns) / np.maximum(weight.sum(axis=1), 1.0)[:, None]
    away = columns[-1] - centre
    return factors, np.einsum("sp,spq,sq->s", away, posterior, away)


def _fit(
    counts: Floats, weight: Floats, columns: Floats, dispersion: Floats
) -> tuple[Floats, Floats]:
    """Quasi-Poisson fit of every series at once, its level profiled out; shapes (S, p), (S, p, p).

    A weak prior of standard deviation :data:`MAX_LOG_EFFECT` keeps rare codes finite; it is
    taken off again from what is returned, an estimate and a covariance of the data alone.
    """
    n_series, n_columns = len(counts), columns.shape[1]
    y = np.where(weight > 0, counts, 0.0)
    total = np.maximum(y.sum(axis=1), 0.5)
    beta = np.zeros((n_series, n_columns))
    ridge = np.eye(n_columns) / MAX_LOG_EFFECT**2
    information: Floats = np.empty((n_series, n_columns, n_columns))
    for _ in range(_STEPS):
        raw = weight * np.exp(np.clip(beta @ columns.T, -5.0, 5.0))
        expected = raw * (total / np.maximum(raw.sum(axis=1), 1e-12))[:, None]
        mean = (expected @ columns) / total[:, None]
        information = np.einsum("st,tp,tq->spq", expected, columns, columns)
        information -= total[:, None, None] * mean[:, :, None] * mean[:, None, :]
        information /= dispersion[:, None, None]
        slope = ((y - expected) @ columns) / dispersion[:, None] - beta @ ridge
        beta = beta + np.linalg.solve(information + ridge, slope[:, :, None])[:, :, 0]
    information += 1e-6 * np.eye(n_columns)
    unshrunk = np.linalg.solve(information, ((information + ridge) @ beta[:, :, None]))[:, :, 0]
    return np.asarray(unshrunk), np.asarray(np.linalg.inv(information))


def _spread(estimate: Floats, variance: Floats, told: Bools) -> Floats:
    """Variance of each coefficient over the series, beyond what their errors make; shape (p,)."""
    weight = np.where(told[:, None], 1.0 / variance**2, 0.0)
    excess = (weight * (estimate**2 - variance)).sum(axis=0) / np.maximum(weight.sum(axis=0), 1e-12)
    return np.asarray(np.clip(excess, 0.0, MAX_LOG_EFFECT**2))
