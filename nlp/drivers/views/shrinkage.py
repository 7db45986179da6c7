"""Shrink effects toward the mean of their family; columns of their own, never in their place.

The normal-normal model of small areas (Fay & Herriot 1979, *JASA* 74) with families for
areas' groups: effect_j ~ N(theta_j, s_j^2), theta_j ~ N(mean of its family, A). With
``w_j = A / (A + s_j^2)``, the weight that the effect's own data keep,

    shrunk_j = w_j effect_j + (1 - w_j) mean_f,   mean_f weighted by 1 / (A + s_j^2)
    error_j^2 = A (1 - w_j) + (1 - w_j)^2 / sum_f 1 / (A + s_i^2) + 2 g3_j,
    g3_j = (1 - w_j)^2 (1 / (A + s_j^2) - h_j) Var(A),  h_j = 1 / (A + s_j^2)^2 / sum_f(...)

where the last terms count that the family's mean and A are estimated too (Prasad & Rao
1990, *JASA* 85; Datta & Lahiri 2000, *Statistica Sinica* 10), g3 with the exact variance of
the residual, so that an effect alone in its family is left as it is. A maximises A x the
restricted likelihood (Li & Lahiri 2010, *Journal of Multivariate Analysis* 101): plain REML
often gives A = 0, which would make all effects of a family equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.drivers.telling.notes import Note, as_records
from nlp.errors import EstimationError
from nlp.intervals import Z

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

MIN_SPARE = 3
"""Effects beyond one per family that the spread between effects is measured on: with fewer the
adjusted likelihood has no maximum."""

SHRUNK_COLUMNS = ("effect_shrunk", "effect_shrunk_low", "effect_shrunk_high", "shrinkage_weight")
"""What is added: the shrunk effect, its 95 % interval, and the weight, in [0, 1], that the
effect's own data keep in it (1: left as it is)."""


@dataclass(frozen=True, slots=True)
class _Fit:
    """Effects of families with several, and their spread.

    Attributes:
        effect, s2: Effects and their squared errors; (m,).
        family: Family of each, numbered from 0; (m,).
    """

    effect: Floats
    s2: Floats
    family: Ints

    def means(self, between: float) -> tuple[Floats, Floats]:
        """Mean of each family and the sum of precisions behind it; (families,) each."""
        precision = 1 / (between + self.s2)
        total = np.bincount(self.family, precision)
        sums = np.bincount(self.family, precision * self.effect)
        return np.asarray(sums / total), np.asarray(total, np.float64)

    def log_likelihood(self, between: float) -> float:
        """Adjusted restricted log-likelihood of a between-effects variance, above 0."""
        mean, total = self.means(between)
        v = between + self.s2
        gaps = (self.effect - mean[self.family]) ** 2 / v
        restricted = -0.5 * (np.log(v).sum() + np.log(total).sum() + gaps.sum())
        return float(np.log(between) + restricted)


def shrink_effects(
    effects: pd.DataFrame, families: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """Add to a table of effects what each becomes once it borrows from its family.

    The errors behind the intervals are taken as independent from one effect to another;
    effects with few degrees of freedom enter with the error that their interval implies.

    Args:
        effects: Rows with at least ``irritant``, ``effect``, ``effect_low`` and
            ``effect_high``, missing where there is none.
        families: Family of each irritant; by default what stands before the dot of its code.

    Returns:
        The same rows with :data:`SHRUNK_COLUMNS`, missing where there is no effect to
        shrink; ``attrs["shrinkage"]`` holds ``between`` (standard deviation of the
        effects around their family's mean, points; ``None`` if not measured) and ``notes``.

    Raises:
        EstimationError: A column is missing or an irritant has no family.
    """
    family = _families(effects, families)
    out = effects.assign(**dict.fromkeys(SHRUNK_COLUMNS, np.nan))
    out.attrs = dict(effects.attrs)
    shown = np.flatnonzero(effects["effect"].notna())
    codes, _ = pd.factorize(family[shown])
    sizes = np.bincount(codes)[codes] if shown.size else np.zeros(0, np.intp)
    n_families = len(np.unique(codes[sizes > 1]))
    n = int((sizes > 1).sum())
    if n - n_families < MIN_SPARE:
        note = Note("too_few_to_shrink", {"n": n, "needed": n_families + MIN_SPARE})
        out.attrs["shrinkage"] = {"between": None, "notes": as_records([note])}
        return out
    effect, low, high = (
        effects[name].to_numpy(float)[shown] for name in ("effect", "effect_low", "effect_high")
    )
    s2 = ((high - low) / (2 * Z)) ** 2
    several = sizes > 1
    fit = _Fit(effect[several], s2[several], pd.factorize(family[shown][several])[0])
    between = _between(fit)
    values = _shrunk(_Fit(effect, s2, codes), between, _variance_of_between(fit, between))
    for name, column in zip(SHRUNK_COLUMNS, values, strict=True):
        whole = np.full(len(out), np.nan)
        whole[shown] = column
        out[name] = whole
    notes: list[Note] = [
        Note("shrunk", {"n": n, "n_families": n_families, "tau": float(np.sqrt(between))})
    ]
    if n < len(shown):
        alone = ", ".join(effects["irritant"].to_numpy(str)[shown[~several]])
        notes.append(Note("alone_in_family", {"irritants": alone}))
    out.attrs["shrinkage"] = {"between": float(np.sqrt(between)), "notes": as_records(notes)}
    return out


def _families(effects: pd.DataFrame, families: Mapping[str, str] | None) -> NDArray[np.object_]:
    needed = ("irritant", "effect", "effect_low", "effect_high")
    if missing := [name for name in needed if name not in effects.columns]:
        raise EstimationError(f"shrinkage needs the columns {', '.join(missing)}")
    codes = effects["irritant"].astype(str)
    if families is None:
        return np.array([code.partition(".")[0] for code in codes], dtype=object)
    if homeless := [code for code in codes if code not in families]:
        raise EstimationError(
            f"irritants without a family: {', '.join(homeless[:5])}; give one to each"
        )
    return codes.map(families).to_numpy(object)


def _between(fit: _Fit) -> float:
    """Between-effects variance that maximises the adjusted restricted likelihood."""
    from scipy.optimize import minimize_scalar

    scale = float(max(fit.s2.max(), np.var(fit.effect)))
    found = minimize_scalar(
        lambda log_a: -fit.log_likelihood(float(np.exp(log_a))),
        bounds=(np.log(float(fit.s2.min())) - 20, np.log(scale) + 10),
        method="bounded",
        options={"xatol": 1e-8},
    )
    return float(np.exp(found.x))


def _variance_of_between(fit: _Fit, between: float) -> float:
    """Asymptotic variance of the REML estimate of the between-effects variance."""
    return float(2 / ((between + fit.s2) ** -2).sum())


def _shrunk(fit: _Fit, between: float, uncertainty: float) -> tuple[Floats, Floats, Floats, Floats]:
    """The shrunk effects, the ends of their intervals, and the weights; (m,) each."""
    mean, total = fit.means(between)
    v = between + fit.s2
    weight = between / v
    centre, precision = mean[fit.family], total[fit.family]
    g1 = between * (1 - weight)
    g2 = (1 - weight) ** 2 / precision
    g3 = (1 - weight) ** 2 * np.maximum(1 / v - 1 / (v**2 * precision), 0.0) * uncertainty
    shrunk = weight * fit.effect + (1 - weight) * centre
    half = Z * np.sqrt(g1 + g2 + 2 * g3)
    # Alone in its family an effect is its family's mean: it keeps all its weight.
    alone = np.bincount(fit.family)[fit.family] == 1
    return shrunk, shrunk - half, shrunk + half, np.where(alone, 1.0, weight)
