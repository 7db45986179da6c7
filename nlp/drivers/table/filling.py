"""Fill the table of effects with what a fit says of its rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.drivers.fitting.importance import top_probability
from nlp.intervals import product_interval, t_p_value, t_quantile

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


def fill_effects(
    table: pd.DataFrame, rows: Ints, effect: Floats, error: Floats, df: Floats, worth: Floats
) -> None:
    """Fill effects, impacts, their intervals and tests, and the verdicts they call for.

    Args:
        table: The table of effects; filled in place.
        rows: Its rows to fill; (k,).
        effect: Effects; (k,).
        error: Their standard errors; (k,).
        df: Degrees of freedom of these; (k,).
        worth: Independent contacts that would tell the prevalence as precisely; (k,).
    """
    half = t_quantile(df) * error
    p = table.loc[rows, "prevalence"].to_numpy(float)
    impact_low, impact_high = product_interval(p, worth, effect, half)
    filled = {
        "effect": effect,
        "std_error": error,
        "df": df,
        "effect_low": effect - half,
        "effect_high": effect + half,
        "p_value": t_p_value(effect / error, df),
        "impact": p * effect,
        "impact_low": impact_low,
        "impact_high": impact_high,
        "verdict": np.select([impact_high < 0, impact_low > 0], ["costs", "pays"], "undetermined"),
    }
    for name, values in filled.items():
        table.loc[rows, name] = values


def fill_top(
    table: pd.DataFrame,
    rows: Ints,
    effects: Floats,
    with_prevalences: Floats,
    prevalences: Floats,
    seed: int,
) -> None:
    """Fill the chance of a place among the costliest.

    Args:
        table: The table of effects, with prevalences and effects; filled in place.
        rows: Its rows to fill; (k,).
        effects: Covariance of the effects; (k, k).
        with_prevalences: Covariance of effect i with prevalence j; (k, k).
        prevalences: Covariance of the prevalences; (k, k).
        seed: Seed of the draws.
    """
    p, b = table.loc[rows, ["prevalence", "effect"]].to_numpy(float).T
    mixed = p[:, None] * with_prevalences * b
    covariance = np.outer(p, p) * effects + np.outer(b, b) * prevalences
    table.loc[rows, "top5_probability"] = top_probability(p * b, covariance + mixed + mixed.T, seed)
