"""Check one effect with an estimator that is right when either of two models is.

The estimand is the average effect on the contacts that mention the irritant (ATT): what
their scores lose against the same contacts without it. It is chosen because

- prevalence x ATT is what the irritant moves the mean by, which the ranking asks for;
- an irritant is rare, and for a rare cause the linear coefficient is itself nearly an ATT
  (Sloczynski 2022, *REStat* 104), so that the two can be compared;
- it needs comparable contacts *without* the irritant only, of which there are plenty; an
  average over all contacts would weigh some mentions by a hundred.

With ``m(x)`` the mean score without the irritant and ``e(x)`` the probability of a mention,
both given the other irritants and the controls, and ``w = e / (1 - e)``:

    effect = mean of (y - m) over contacts that mention it
             - mean of (y - m), weighted by w, over those that do not.

It is right if ``m`` or ``e`` is, and its influence function does not feel small errors of
both (augmented inverse-probability weighting: Robins, Rotnitzky & Zhao 1994, *JASA* 89; for
the ATT, Mercatanti & Li 2014, *Annals of Applied Statistics* 8). Each customer's contacts
are predicted by models fitted on other customers (cross-fitting: Chernozhukov et al. 2018,
*Econometrics Journal* 21), averaged over several ways to share customers out. A contact with
``e`` above ``1 - trim`` has no comparable contact and is left out; a small ``e`` weighs next to
nothing here and needs no trimming.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.drivers.checks.ordinal import draw_scored
from nlp.drivers.contacts.design import Design, build_design
from nlp.drivers.fitting.projection import fit_projection
from nlp.drivers.fitting.ridge import cross_predict, draw_folds, standardise
from nlp.drivers.telling.notes import Note
from nlp.errors import EstimationError, did_you_mean
from nlp.intervals import t_quantile

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

MAX_CONTACTS = 100_000
"""Scored contacts that a check uses at most; beyond, they are drawn."""

MIN_MENTIONS = 20
"""Scored contacts with the irritant, and without it, under which nothing is estimated."""

MIN_CUSTOMERS = 10
"""Customers on each side under which nothing is estimated; two per fold at the least."""

MIN_WORTH = 5.0
"""Equally weighted customers that each side must be worth: 4 degrees of freedom, as for the
linear effects."""

TRIM = 0.01
"""Distance of a probability from 1 under which a contact has no comparable one."""

FOLDS = 5
"""Groups of customers that are predicted in turn."""

REPEATS = 3
"""Times that customers are shared out anew; predictions are averaged over them. A single sharing
out would add a third of the standard error in chance of its own."""

RISK_RATIO_EXPONENT = 0.91
"""Logarithm of the risk ratio that a standardised difference of 1 stands for (Chinn 2000,
*Statistics in Medicine* 19; VanderWeele 2017)."""


@dataclass(frozen=True, slots=True)
class DoublyRobustCheck:
    """A doubly robust estimate of one effect; every figure ``None`` where none can be given.

    Attributes:
        irritant: Which.
        effect: Average effect on the contacts that mention it, in points of the outcome.
        std_error, df: Behind the interval; degrees of freedom by Welch's formula (1947,
            *Biometrika* 34) from the customers on both sides.
        effect_low, effect_high: Ends of the 95 % interval, by customer.
        e_value: Least risk ratio with both mention and score, beyond what is held equal,
            by which an unmeasured cause could explain the estimate away; at least 1.
        e_value_bound: The same for the interval's end nearest 0; 1 when it holds 0.
        spread: Pooled standard deviation of the outcome with and without the irritant,
            by which the E-value standardises.
        n: Scored contacts compared, after drawing and trimming.
        n_with: Those of them that mention it.
        n_customers: Their customers.
        n_comparison: Equally weighted contacts that the comparison is worth (Kish).
        n_scored: All scored contacts.
        n_trimmed: Contacts left out, with a probability of mention above ``1 - trim``.
        n_with_trimmed: Those of them that mention it: the estimate is not about them.
        trimmed_share: Share of the contacts drawn that was left out, in [0, 1].
        trim, folds, seed: As asked for.
        notes: What was drawn or left out, and why there is no estimate.
    """

    irritant: str
    n_scored: int
    trim: float
    folds: int
    seed: int
    notes: tuple[Note, ...]
    effect: float | None = None
    std_error: float | None = None
    df: float | None = None
    effect_low: float | None = None
    effect_high: float | None = None
    e_value: float | None = None
    e_value_bound: float | None = None
    spread: float | None = None
    n: int = 0
    n_with: int = 0
    n_customers: int = 0
    n_comparison: float | None = None
    n_trimmed: int = 0
    n_with_trimmed: int = 0
    trimmed_share: float | None = None


@dataclass(frozen=True, slots=True)
class _Side:
    """The contacts with or without the irritant.

    Attributes:
        mean: Their weighted mean score beyond prediction.
        moves: Part of each customer in the error of that mean; (G,).
        worth, n_worth: Equally weighted customers and contacts that they are worth (Kish).
    """

    mean: float
    moves: Floats
    worth: float
    n_worth: float


@dataclass(frozen=True, slots=True)
class _Compared:
    """Contacts in the comparison: scores beyond prediction, mentions, weights, customers; (n,)."""

    y: Floats
    beyond: Floats
    mentions: Bools
    weights: Floats
    customers: Ints


def check_effect(
    contacts: pd.DataFrame,
    irritant: str,
    irritants: Sequence[str],
    outcome: str,
    controls: Sequence[str] = (),
    cluster: str | None = None,
    seed: int = 0,
    trim: float = TRIM,
    folds: int = FOLDS,
) -> DoublyRobustCheck:
    """Estimate the effect of one irritant anew, by a doubly robust estimator.

    Args:
        contacts: One row per contact.
        irritant: The irritant to check.
        irritants: All irritants, itself among them; the others are held equal.
        outcome: Name of the satisfaction column; missing values allowed.
        controls: Columns to hold equal, as in the linear model.
        cluster: Column that identifies customers; ``None`` treats contacts as independent.
        seed: Seed of the folds, and of the draw beyond :data:`MAX_CONTACTS` contacts.
        trim: Contacts whose probability of mention is above ``1 - trim`` are left out;
            in [0, 0.5).
        folds: Groups of customers predicted in turn; at least 2.

    Returns:
        The check; without figures, and with a note that says why, where the contacts
        cannot carry it.

    Raises:
        EstimationError: A column does not exist, plays two parts, or holds what it must
            not; ``trim`` or ``folds`` is out of range.
    """
    _check_options(irritant, irritants, trim, folds)
    design = build_design(contacts, irritants, outcome, controls, cluster, None)
    drawn = draw_scored(design, MAX_CONTACTS, seed)
    said = _notes(design, drawn, irritant, seed)
    check = DoublyRobustCheck(irritant, design.n_scored, trim, folds, seed, said)
    if reason := _why_not(drawn, irritant, outcome, folds):
        return replace(check, notes=(*said, reason))
    column = drawn.columns.index(irritant)
    x = drawn.matrix(slice(0, drawn.n_scored))
    mentions, z = x[:, column] > 0, standardise(np.delete(x, column, axis=1))
    customers = drawn.scored_clusters
    predicted = _predict(z, drawn.y, mentions, customers, folds, seed)
    if predicted is None:
        return replace(check, notes=(*said, Note("check_not_converged", {"irritant": irritant})))
    score, probability = predicted
    kept = (probability <= 1 - trim) & (probability < 1)
    odds = probability[kept] / (1 - probability[kept])
    compared = _Compared(
        y=drawn.y[kept],
        beyond=(drawn.y - score)[kept],
        mentions=mentions[kept],
        weights=np.where(mentions[kept], 1.0, odds),
        customers=customers[kept],
    )
    trimmed = replace(
        check,
        n_trimmed=int((~kept).sum()),
        n_with_trimmed=int(mentions[~kept].sum()),
        trimmed_share=float((~kept).mean()),
    )
    return _estimate(trimmed, compared)


def e_value(difference: float) -> float:
    """E-value of a standardised difference: ``RR + sqrt(RR (RR - 1))``, ``RR = exp(0.91 |d|)``.

    Args:
        difference: Difference of means over the pooled standard deviation.

    Returns:
        A risk ratio, at least 1.

    Source: VanderWeele & Ding 2017, *Annals of Internal Medicine* 167.
    """
    ratio = math.exp(RISK_RATIO_EXPONENT * abs(difference))
    return ratio + math.sqrt(ratio * (ratio - 1))


def _check_options(irritant: str, irritants: Sequence[str], trim: float, folds: int) -> None:
    if irritant not in irritants:
        raise EstimationError(
            f"the irritant to check, {irritant!r}, is not among the {len(irritants)} irritants "
            f"given.{did_you_mean(irritant, irritants)}"
        )
    if not 0 <= trim < 0.5:
        raise EstimationError(f"trim must be at least 0 and below 0.5, got {trim}")
    if folds < 2:
        raise EstimationError(f"folds must be at least 2, got {folds}")


def _notes(design: Design, drawn: Design, irritant: str, seed: int) -> tuple[Note, ...]:
    notes = list(design.notes)
    if drawn.n_scored < design.n_scored:
        values = {"n": drawn.n_scored, "n_scored": design.n_scored, "seed": seed}
        notes.append(Note("check_sampled", values))
    unknown = [design.irritants[j] for j in np.flatnonzero(design.unknown)]
    if others := [name for name in unknown if name != irritant]:
        notes.append(Note("check_others_unknown", {"irritants": ", ".join(others)}))
    return tuple(notes)


def _why_not(drawn: Design, irritant: str, outcome: str, folds: int) -> Note | None:
    """Why no model can be fitted, ``None`` if one can."""
    j = drawn.irritants.index(irritant)
    mentions = drawn.scored_flags[:, j] > 0

    def reasons() -> Iterator[Note | None]:
        yield Note("check_no_outcome", {"outcome": outcome}) if not drawn.n_scored else None
        yield Note("check_unknown", {"irritant": irritant}) if drawn.unknown[j] else None
        yield _too_few(irritant, mentions, drawn.scored_clusters, folds)
        yield Note("check_constant", {}) if np.ptp(drawn.y) == 0 else None
        ties = fit_projection(drawn).entangled_with(drawn.columns.index(irritant))
        values = {"irritant": irritant, "columns": ", ".join(ties)}
        yield Note("check_collinear", values) if ties else None

    return next((reason for reason in reasons() if reason), None)


def _too_few(irritant: str, mentions: Bools, customers: Ints, folds: int) -> Note | None:
    """Which side of the comparison is too small, ``None`` if neither is."""
    needed = max(MIN_CUSTOMERS, 2 * folds)
    for code, side in (("check_few_with", mentions), ("check_few_without", ~mentions)):
        n, n_customers = int(side.sum()), len(np.unique(customers[side]))
        if n < MIN_MENTIONS or n_customers < needed:
            values = {"irritant": irritant, "n": n, "n_customers": n_customers}
            return Note(code, values | {"min_n": MIN_MENTIONS, "min_customers": needed})
    return None


def _predict(
    z: Floats, y: Floats, mentions: Bools, customers: Ints, folds: int, seed: int
) -> Floats | None:
    """Scores without the irritant and probabilities of a mention, averaged; (2, n)."""
    total = np.zeros((2, len(y)))
    for i in range(REPEATS):
        predicted = cross_predict(z, y, mentions, draw_folds(customers, mentions, folds, (seed, i)))
        if predicted is None:
            return None
        total += predicted
    return total / REPEATS


def _estimate(check: DoublyRobustCheck, compared: _Compared) -> DoublyRobustCheck:
    """Fill in the figures of a check whose contacts are chosen and predicted."""
    mentions = compared.mentions
    reason = _too_few(check.irritant, mentions, compared.customers, check.folds)
    if reason:
        return replace(check, notes=(*check.notes, reason))
    customers, code = np.unique(compared.customers, return_inverse=True)
    with_it, without = (
        _side(compared, rows, code, len(customers)) for rows in (mentions, ~mentions)
    )
    worth = min(with_it.worth, without.worth)
    error = float(np.linalg.norm(with_it.moves - without.moves))
    spread = _pooled_spread(compared.y, mentions)
    if worth < MIN_WORTH:
        values = {"n_customers": math.floor(worth), "min_customers": math.ceil(MIN_WORTH)}
        return replace(check, notes=(*check.notes, Note("check_thin", values)))
    if error == 0 or spread == 0:
        return replace(check, notes=(*check.notes, Note("check_constant", {})))
    effect, df = with_it.mean - without.mean, _welch(with_it, without)
    half = float(t_quantile(df)) * error
    nearest = max(abs(effect) - half, 0.0)
    return replace(
        check,
        effect=effect,
        std_error=error,
        df=df,
        effect_low=effect - half,
        effect_high=effect + half,
        e_value=e_value(effect / spread),
        e_value_bound=e_value(nearest / spread),
        spread=spread,
        n=len(mentions),
        n_with=int(mentions.sum()),
        n_customers=len(customers),
        n_comparison=without.n_worth,
    )


def _side(compared: _Compared, rows: Bools, code: Ints, n_customers: int) -> _Side:
    share = compared.weights[rows] / compared.weights[rows].sum()
    beyond = compared.beyond[rows]
    mean = float(share @ beyond)
    worth = 1 / float((np.bincount(code[rows], share, n_customers) ** 2).sum())
    moves = np.bincount(code[rows], share * (beyond - mean), n_customers)
    # A mean of its own has cost each side a degree of freedom.
    correction = math.sqrt(worth / (worth - 1)) if worth > 1 else 1.0
    return _Side(mean, np.asarray(moves * correction), worth, 1 / float((share**2).sum()))


def _welch(first: _Side, second: _Side) -> float:
    """Degrees of freedom of the difference of two means of unequal variance."""
    variances = [float((side.moves**2).sum()) for side in (first, second)]
    parts = zip(variances, (first.worth, second.worth), strict=True)
    return sum(variances) ** 2 / sum(v**2 / (worth - 1) for v, worth in parts)


def _pooled_spread(y: Floats, mentions: Bools) -> float:
    squares = sum(((y[rows] - y[rows].mean()) ** 2).sum() for rows in (mentions, ~mentions))
    return math.sqrt(float(squares) / (len(y) - 2))
