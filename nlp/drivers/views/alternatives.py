"""The same effects under other choices of the model, beside the main ones and never ranked by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from nlp.drivers.fitting.coefficients import estimate_coefficients
from nlp.errors import EstimationError

_ENDS = ("", "_low", "_high")

SAME_REASON = "effect_same_reason"
REWEIGHTED = "effect_reweighted"

ALTERNATIVE_COLUMNS = tuple(f"{name}{end}" for name in (SAME_REASON, REWEIGHTED) for end in _ENDS)
"""What is added: the effect with the reason's family held equal too, and the effect once the
respondents have the mix of all contacts; each with its 95 % interval, as the model read."""

_WEIGHT = "response weight"


def add_alternatives(
    effects: pd.DataFrame,
    contacts: pd.DataFrame,
    outcome: str,
    *,
    controls: Sequence[str] = (),
    cluster: str | None = None,
    reason_family: str | None = None,
    weights: pd.Series[float] | None = None,
    min_n: int = 20,
) -> pd.DataFrame:
    """Add to a table of effects what each becomes under two other choices.

    The family of the reason for contact is no control of the main model: an irritant
    may be why the contact took that reason. Held equal, it tells what the irritant costs among
    contacts about the same thing. Reweighting tells whether the effect hangs on who answers.

    Args:
        effects: A table of :func:`nlp.drivers.effects.estimate_effects`.
        contacts: The contacts that it was estimated on.
        outcome: Satisfaction column.
        controls: Columns held equal.
        cluster: Column of customers.
        min_n: Scored mentions under which no effect is shown.
        reason_family: Column of the reason's family; ``None`` leaves those figures missing.
        weights: Weight of each scored contact, under the index of ``contacts``, as
            :func:`nlp.drivers.views.response.reweight_scores` gives; ``None`` or empty leaves those
            figures missing.

    Returns:
        The same rows and ``attrs`` with :data:`ALTERNATIVE_COLUMNS`, missing where the main
        effect is missing.

    Raises:
        EstimationError: A column does not exist, plays two parts, or holds what it must not.
    """
    if "irritant" not in effects.columns or "effect" not in effects.columns:
        raise EstimationError("alternatives need a table with the columns irritant and effect")
    out = effects.assign(**dict.fromkeys(ALTERNATIVE_COLUMNS, np.nan))
    out.attrs = dict(effects.attrs)
    irritants = list(effects["irritant"])
    if reason_family is not None:
        found = estimate_coefficients(
            contacts, irritants, outcome,
            controls=[*controls, reason_family], cluster=cluster, min_n=min_n,
        )  # fmt: skip
        _fill(out, SAME_REASON, found.table)
    if weights is not None and len(weights):
        weighted = contacts.assign(**{_WEIGHT: weights.reindex(contacts.index)})
        found = estimate_coefficients(
            weighted, irritants, outcome,
            controls=controls, cluster=cluster, weights=_WEIGHT, min_n=min_n,
        )  # fmt: skip
        _fill(out, REWEIGHTED, found.table)
    return out


def _fill(out: pd.DataFrame, name: str, found: pd.DataFrame) -> None:
    figures = found.set_index("name").reindex(out["irritant"])
    shown = out["effect"].notna().to_numpy()
    for end in _ENDS:
        out[f"{name}{end}"] = np.where(shown, figures[f"effect{end}"].to_numpy(float), np.nan)
