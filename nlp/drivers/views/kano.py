"""What failing and what excelling do to satisfaction, family by family (Kano).

Penalty-reward contrast analysis (Brandt 1987, *Improving the service experience*; Matzler &
Sauerwein 2002, *International Journal of Service Industry Management* 13): the outcome is
projected jointly on two indicators per family, "an irritant of it is mentioned" and "it is
praised", the reference being contacts that mention neither. ``penalty`` and ``reward`` are
their coefficients; ``asymmetry`` = reward + penalty, what praise brings less what irritants
cost. Intervals decide, not estimates:

- ``must_be``: the penalty is sure and larger than the reward for sure;
- ``attractive``: the reward is sure and larger than the penalty for sure;
- ``performance``: both are sure and neither is surely larger;
- ``indifferent``: both intervals lie within what is negligible;
- ``undetermined``: none of these, or no interval to decide from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

import numpy as np
import pandas as pd

from nlp.drivers.contacts.columns import model_parts
from nlp.drivers.contacts.families import PRAISE, family_frame
from nlp.drivers.fitting.coefficients import Coefficients, estimate_coefficients, impact_interval
from nlp.drivers.telling.notes import Note, as_records
from nlp.errors import EstimationError
from nlp.intervals import benjamini_hochberg, t_quantile
from nlp.types import Texts

KanoClass = Literal["must_be", "performance", "attractive", "indifferent", "undetermined"]
KANO_CLASSES: tuple[KanoClass, ...] = get_args(KanoClass)

NEGLIGIBLE = 0.2
"""Effect held negligible, in standard deviations of the outcome: what Cohen (1988) calls small."""

KANO_TEXTS: dict[KanoClass, Texts] = {
    "must_be": {
        "fr": "Attendu\u00a0: l’échec coûte plus que la réussite ne rapporte\u00a0; à garantir.",
        "en": "Must-be: failing costs more than excelling brings; to be guaranteed.",
    },
    "performance": {
        "fr": "Proportionnel\u00a0: l’échec coûte et la réussite rapporte, sans que l’un dépasse "
        "l’autre à coup sûr.",
        "en": "Performance: failing costs and excelling brings, neither surely more than the "
        "other.",
    },
    "attractive": {
        "fr": "Attractif\u00a0: la réussite rapporte plus que l’échec ne coûte\u00a0; à valoriser.",
        "en": "Attractive: excelling brings more than failing costs; to be built upon.",
    },
    "indifferent": {
        "fr": "Indifférent\u00a0: ni l’échec ni la réussite ne changent la note de façon sensible.",
        "en": "Indifferent: neither failing nor excelling moves the score noticeably.",
    },
    "undetermined": {
        "fr": "Indéterminé\u00a0: les intervalles ne permettent pas de trancher\u00a0; il faut "
        "plus de contacts notés qui parlent de cette famille, en bien comme en mal.",
        "en": "Undetermined: the intervals do not decide; more scored contacts that speak of "
        "this family are needed, in praise as in complaint.",
    },
}

REVERSED: Texts = {
    "fr": "Effet de sens contraire à l’attente (un éloge va avec une note plus basse, ou un "
    "irritant avec une note plus haute)\u00a0: relire ces contacts.",
    "en": "An effect runs against expectation (praise goes with a lower score, or an irritant "
    "with a higher one): read these contacts again.",
}
"""Said of a family whose ``reversed`` is true; it is left undetermined."""


def classify_families(
    contacts: pd.DataFrame,
    irritants: Mapping[str, Sequence[str]],
    praises: Mapping[str, str],
    outcome: str,
    *,
    controls: Sequence[str] = (),
    cluster: str | None = None,
    weights: str | None = None,
    min_n: int = 20,
    negligible: float | None = None,
) -> pd.DataFrame:
    """Classify each family by what its irritants cost and what its praise brings.

    Args:
        contacts: One row per contact.
        irritants: Boolean columns of the irritants of each family.
        praises: Boolean column of the praise of each family; families without one are not
            classified, but their irritants are held equal.
        outcome: Satisfaction column; it may be absent.
        controls: Columns to hold equal.
        cluster: Column of customers.
        weights: Column of weights of the scored contacts.
        min_n: Scored mentions under which an irritant's or a praise's effect is not shown.
        negligible: Effect in points of the outcome, either way, that does not matter; by
            default :data:`NEGLIGIBLE` standard deviations.

    Returns:
        One row per family with a praise column, in the order of ``irritants``: ``family``,
        ``n_irritant``, ``n_irritant_scored``, ``n_praise``, ``n_praise_scored``, ``penalty``
        (below 0: the irritant costs), ``reward``, ``asymmetry``, each with ``_low`` and
        ``_high``; ``penalty_q`` and ``reward_q`` (Benjamini-Hochberg over both);
        ``penalty_cause`` and ``reward_cause`` (:data:`nlp.drivers.table.verdicts.CAUSE_TEXTS`)
        where one is missing; ``reversed``; ``praise_prevalence`` and ``reward_impact``
        (prevalence of the praise x reward) with their intervals; ``kano``
        (:data:`KANO_TEXTS`). ``attrs`` hold ``negligible`` (points) and ``notes``.

    Raises:
        EstimationError: No family has both, or a column does not exist, plays two parts,
            or holds what it must not.
    """
    families = [family for family in irritants if family in praises]
    if not families:
        raise EstimationError(
            "no family has both irritants and a praise column: families with irritants are "
            f"{', '.join(irritants) or 'none'}, with praises {', '.join(praises) or 'none'}"
        )
    parts = model_parts(contacts, outcome, controls, cluster, weights)
    frame, columns = family_frame(contacts, irritants, {f: praises[f] for f in families}, parts)
    found = estimate_coefficients(
        frame, columns, outcome,
        controls=controls, cluster=cluster, weights=weights, min_n=min_n,
    )  # fmt: skip
    limit = NEGLIGIBLE * found.spread if negligible is None else negligible
    at_irritant = [list(irritants).index(family) for family in families]
    table = _contrast(found, at_irritant, [columns.index(PRAISE + f) for f in families])
    table.insert(0, "family", pd.Series(families, dtype="str"))
    table["kano"] = _classes(table, limit)
    notes: list[Note] = [*found.notes, Note("uncorrected", {})]
    if unpraised := [family for family in irritants if family not in praises]:
        notes.append(Note("family_without_praise", {"families": ", ".join(unpraised)}))
    table.attrs = {"negligible": limit, "notes": as_records(notes)}
    return table


def _contrast(found: Coefficients, failing: list[int], praised: list[int]) -> pd.DataFrame:
    """Penalty, reward and asymmetry of each family, by position among the coefficients."""
    cost = found.table.iloc[failing].reset_index(drop=True)
    gain = found.table.iloc[praised].reset_index(drop=True)
    q = benjamini_hochberg(np.r_[cost["p_value"], gain["p_value"]])
    asymmetry = (cost["effect"] + gain["effect"]).to_numpy(float)
    v = found.covariance
    variance = v[failing, failing] + v[praised, praised] + 2 * v[failing, praised]
    # The fewer degrees of freedom of the two: no less than the contrast's own uncertainty.
    df = np.minimum(cost["df"].to_numpy(float), gain["df"].to_numpy(float))
    half = t_quantile(df) * np.sqrt(variance)
    impact_low, impact_high = impact_interval(gain)
    return pd.DataFrame(
        {
            "n_irritant": cost["n"],
            "n_irritant_scored": cost["n_scored"],
            "n_praise": gain["n"],
            "n_praise_scored": gain["n_scored"],
            "penalty": cost["effect"],
            "penalty_low": cost["effect_low"],
            "penalty_high": cost["effect_high"],
            "penalty_q": q[: len(cost)],
            "penalty_cause": cost["cause"],
            "reward": gain["effect"],
            "reward_low": gain["effect_low"],
            "reward_high": gain["effect_high"],
            "reward_q": q[len(cost) :],
            "reward_cause": gain["cause"],
            "asymmetry": asymmetry,
            "asymmetry_low": asymmetry - half,
            "asymmetry_high": asymmetry + half,
            "reversed": (cost["effect_low"] > 0) | (gain["effect_high"] < 0),
            "praise_prevalence": gain["prevalence"],
            "praise_prevalence_low": gain["prevalence_low"],
            "praise_prevalence_high": gain["prevalence_high"],
            "reward_impact": gain["prevalence"] * gain["effect"],
            "reward_impact_low": impact_low,
            "reward_impact_high": impact_high,
        }
    )


def _classes(table: pd.DataFrame, negligible: float) -> pd.Series[str]:
    """The class of each family; comparisons with what is missing are false: undetermined."""
    costs, brings = table["penalty_high"] < 0, table["reward_low"] > 0
    small = pd.Series(True, index=table.index)
    for side in ("penalty", "reward"):
        small &= (table[f"{side}_low"] > -negligible) & (table[f"{side}_high"] < negligible)
    rules: list[tuple[KanoClass, pd.Series[bool]]] = [
        ("indifferent", small),
        ("undetermined", table["reversed"]),
        ("must_be", costs & (table["asymmetry_high"] < 0)),
        ("attractive", brings & (table["asymmetry_low"] > 0)),
        ("performance", costs & brings),
    ]
    chosen = np.select([rule for _, rule in rules], [name for name, _ in rules], "undetermined")
    return pd.Series(chosen, index=table.index, dtype="object")


def strengths_to_protect(table: pd.DataFrame) -> pd.DataFrame:
    """List the praises that surely lift satisfaction, those that lift it most first.

    Args:
        table: Families as :func:`classify_families` gives them.

    Returns:
        The rows whose reward's interval lies above 0, by the cautious end of volume x
        reward (``reward_impact_low``), largest first, then by family; ``rank`` from 1.
    """
    sure = table[table["reward_low"] > 0]
    order = np.lexsort((sure["family"].to_numpy(str), -sure["reward_impact_low"].to_numpy(float)))
    out = sure.iloc[order].reset_index(drop=True)
    out.insert(0, "rank", np.arange(1, len(out) + 1, dtype=np.int64))
    out.attrs = dict(table.attrs)
    return out
