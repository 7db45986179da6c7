"""Effects corrected for reading errors: predict, then debias.

Three fits of one model: ``all(read)``, on all scored contacts with what the model read;
``checked(true)`` and ``checked(read)``, on the scored contacts that people checked, with what
they found and with what the model read in the same contacts. The corrected effect is

    effect = checked(true) + tuning (all(read) - checked(read)),

consistent whatever the model's errors, even where they go with the score (Chen & Chen 2000,
*JRSS B* 62; Kluger, Lu, Zrnic, Wang & Bates 2025, arXiv 2501.18577; Angelopoulos et al. 2023,
*Science* 382). A tuning of 1 is the plain form, ``all(read)`` plus the gap between the two
checked fits; 0 uses the checked contacts alone. Each irritant has the one of least variance
(a diagonal tuning matrix, Kluger et al.), kept in [0, 1]. Checked contacts weigh
1 / sampling probability, times the analysis weights.

The variance is the jackknife that leaves out one customer at a time from all three fits at
once. What leaving a customer out changes in a fit is known in closed form (CR3, see
:mod:`nlp.drivers.fitting.sandwich`), so that the squared changes of the corrected effect,
summed over customers, count everything that the fits share, at no more than the cost of
the three fits.
A bootstrap by customer repeats them hundreds of times for the same variance, and on rare
irritants some of its samples hold hardly any checked mention.

Degrees of freedom are Satterthwaite's under independent errors of equal variance: for what
the checked fits add, by how its weight concentrates on few customers; joined to those of
``all(read)`` in proportion to their variances.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.drivers.contacts.design import Design
from nlp.drivers.correction.checked import Checked
from nlp.drivers.correction.powered import Prevalences
from nlp.drivers.correction.scored import Scored, dense_design
from nlp.drivers.fitting.jackknife import Pull, pull_rows
from nlp.drivers.fitting.projection import PERFECT_FIT, Projection, fit_projection
from nlp.drivers.fitting.sandwich import ClusterVariance

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

MIN_CHECKED_SCORED = 10
"""Checked contacts with a score in which an irritant must be found, must be read, and must
not be, for its effect to be corrected."""


@dataclass(frozen=True, slots=True)
class AsRead:
    """The uncorrected estimate.

    Attributes:
        design: All contacts.
        fit: ``all(read)``.
        columns: Its columns whose effects are shown, irritants; (k,).
        variance: Their variance.
    """

    design: Design
    fit: Projection
    columns: Ints
    variance: ClusterVariance

    @property
    def irritants(self) -> Ints:
        """Which irritants of the design the columns are; (k,)."""
        return self.design.in_model[self.columns]


@dataclass(frozen=True, slots=True)
class Debiased:
    """Effects of k irritants, each corrected where it can be.

    Attributes:
        effects: The effects; (k,).
        covariance: Their covariance; (k, k).
        with_prevalences: Covariance of effect i with the prevalence of irritant j; (k, k).
        df: Degrees of freedom; (k,).
        tuning: Weight of ``all(read) - checked(read)``, in [0, 1]; 1 where not corrected; (k,).
        corrected: Which ones are corrected; (k,).
        n_found: Checked contacts with a score that mention each, as people found; (k,).
        enough: Whether enough were found, and read, to try; (k,).
    """

    effects: Floats
    covariance: Floats
    with_prevalences: Floats
    df: Floats
    tuning: Floats
    corrected: Bools
    n_found: Ints
    enough: Bools


@dataclass(frozen=True, slots=True)
class _Parts:
    """The three fits; contributions by customer, (G, k), 0 where there is no checked fit."""

    true: Pull
    read: Pull
    of_all: Floats
    of_true: Floats
    of_read: Floats


def debias_effects(
    as_read: AsRead,
    scored: Scored,
    checked: Checked,
    prevalences: Prevalences,
    *,
    min_df: float,
    min_seen: float,
) -> Debiased:
    """Correct the effects by the checked contacts.

    Every irritant that was checked enters ``checked(true)`` as people found it; the others
    enter both checked fits as read.

    Args:
        as_read: The uncorrected estimate; k effects.
        scored: Scored contacts of the customers with a checked one.
        checked: The checked contacts.
        prevalences: Corrected prevalences of all irritants.
        min_df: Degrees of freedom under which a correction is given up.
        min_seen: Share of a variance that more than one customer must inform.

    Returns:
        The effects; those that the checked contacts cannot settle, as they were.
    """
    in_model, columns = as_read.design.in_model, as_read.columns
    read = scored.x[scored.rows]
    true = read.copy()
    asked = np.flatnonzero(checked.asked[in_model])
    true[:, asked] = checked.truth[np.ix_(scored.order, in_model[asked])]
    was_asked = checked.asked[as_read.irritants]
    enough = was_asked & _enough(true[:, columns]) & _enough(read[:, columns])
    n_found = np.where(was_asked, true[:, columns].sum(axis=0), 0).astype(np.intp)
    parts = _fit_parts(as_read, scored, checked, true, read, enough)
    steady = np.minimum(parts.true.seen, parts.read.seen) >= min_seen
    # What is given up changes no other: each has its own tuning and degrees of freedom.
    tuning = np.where(enough & steady, _tune(as_read, parts), 1.0)
    checked_only = scored.customers[scored.rows]
    df = _degrees_of_freedom(as_read, parts, tuning, checked_only)
    corrected = enough & steady & (df >= min_df)
    tuning = np.where(corrected, tuning, 1.0)
    covariance, with_prevalences = _covariances(as_read, parts, tuning, corrected, prevalences)
    plain = as_read.fit.coefficients[columns]
    debiased = parts.true.coefficients + tuning * (plain - parts.read.coefficients)
    return Debiased(
        effects=np.where(corrected, debiased, plain),
        covariance=covariance,
        with_prevalences=with_prevalences,
        df=np.where(corrected, df, as_read.variance.df),
        tuning=tuning,
        corrected=corrected,
        n_found=n_found,
        enough=enough,
    )


def _enough(flags: Floats) -> Bools:
    there = flags.sum(axis=0)
    return np.asarray(np.minimum(there, len(flags) - there) >= MIN_CHECKED_SCORED)


def _fit_parts(
    as_read: AsRead, scored: Scored, checked: Checked, true: Floats, read: Floats, enough: Bools
) -> _Parts:
    everywhere = pull_rows(
        scored.x, scored.y, scored.weights, scored.customers, as_read.fit, as_read.columns
    )
    weights = scored.weights[scored.rows] * checked.weights[scored.order]
    y, customers = scored.y[scored.rows], scored.customers[scored.rows]
    fits = [
        _fit_checked(x, y, weights, customers, np.where(enough, as_read.columns, -1))
        for x in (true, read)
    ]

    def by_customer(pull: Pull, whose: Ints) -> Floats:
        out = np.zeros((checked.n_customers, len(as_read.columns)))
        np.add.at(out, whose, pull.rows * pull.residuals[:, None])
        return out

    return _Parts(
        fits[0],
        fits[1],
        of_all=by_customer(everywhere, scored.customers),
        of_true=by_customer(fits[0], customers),
        of_read=by_customer(fits[1], customers),
    )


def _fit_checked(x: Floats, y: Floats, weights: Floats, customers: Ints, columns: Ints) -> Pull:
    """Fit the checked contacts; nothing is seen of columns -1 and of those not told apart."""
    blank = Pull(
        np.zeros(len(columns)), np.zeros((len(y), len(columns))), np.zeros(len(y)),
        np.zeros(len(columns)),
    )  # fmt: skip
    wanted = np.flatnonzero(columns >= 0)
    if not wanted.size:
        return blank
    varied = np.flatnonzero(np.ptp(x, axis=0) > 0)
    fit = fit_projection(dense_design(x[:, varied], y, weights))
    if fit.residual_df <= 0 or fit.total <= 0 or 1 - fit.r_squared < PERFECT_FIT:
        return blank
    places = np.searchsorted(varied, columns[wanted])
    alone = np.array([not fit.entangled_with(int(place)) for place in places], bool)
    wanted, places = wanted[alone], places[alone]
    found = pull_rows(x[:, varied], y, weights, customers, fit, places)
    blank.coefficients[wanted] = found.coefficients
    blank.rows[:, wanted] = found.rows
    blank.seen[wanted] = found.seen
    return Pull(blank.coefficients, blank.rows, found.residuals, blank.seen)


def _tune(as_read: AsRead, parts: _Parts) -> Floats:
    """Weight of ``all(read) - checked(read)`` that leaves the least variance, in [0, 1]."""
    gap = np.diag(as_read.variance.effects) + (
        parts.of_read**2 - 2 * parts.of_all * parts.of_read
    ).sum(axis=0)
    shared = (parts.of_true * (parts.of_read - parts.of_all)).sum(axis=0)
    tuning = np.zeros(len(gap))
    np.divide(shared, gap, out=tuning, where=gap > 0)
    return np.clip(tuning, 0.0, 1.0)


def _variances(as_read: AsRead, parts: _Parts, tuning: Floats) -> Floats:
    own = parts.of_true - tuning * parts.of_read
    shared = (tuning * parts.of_all * own).sum(axis=0)
    return np.asarray(
        tuning**2 * np.diag(as_read.variance.effects) + 2 * shared + (own**2).sum(axis=0)
    )


def _degrees_of_freedom(as_read: AsRead, parts: _Parts, tuning: Floats, customers: Ints) -> Floats:
    weight = (parts.true.rows - tuning * parts.read.rows) ** 2
    by_customer = np.zeros((customers.max(initial=-1) + 1, weight.shape[1]))
    np.add.at(by_customer, customers, weight)
    tiny = np.finfo(float).tiny
    of_checked = by_customer.sum(axis=0) ** 2 / np.maximum((by_customer**2).sum(axis=0), tiny)
    total = _variances(as_read, parts, tuning)
    of_all = tuning**2 * np.diag(as_read.variance.effects)
    rest = np.maximum(total - of_all, 0.0)
    spread = of_all**2 / as_read.variance.df + rest**2 / np.maximum(of_checked, 1.0)
    return np.asarray(total**2 / np.maximum(spread, tiny))


def _covariances(
    as_read: AsRead, parts: _Parts, tuning: Floats, corrected: Bools, prevalences: Prevalences
) -> tuple[Floats, Floats]:
    """Of the effects with each other, and with the prevalences of the same irritants."""
    j = as_read.irritants
    own = np.where(corrected, parts.of_true - tuning * parts.of_read, 0.0)
    all_too = tuning * parts.of_all
    between = all_too.T @ own
    covariance = np.outer(tuning, tuning) * as_read.variance.effects
    covariance += between + between.T + own.T @ own
    read_there = prevalences.tuning[j] * prevalences.of_read[:, j]
    checked_there = prevalences.of_checked[:, j]
    mixed = np.outer(tuning, prevalences.tuning[j]) * as_read.variance.with_prevalences
    mixed += (all_too + own).T @ checked_there + own.T @ read_there
    return covariance, mixed * prevalences.stretch[j]
