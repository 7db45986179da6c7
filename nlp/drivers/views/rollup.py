"""Roll irritants up to their families, a contact counting once in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from nlp.drivers.contacts.columns import model_parts, read_marks
from nlp.drivers.contacts.families import ANY, any_of, family_frame
from nlp.drivers.correction.checked import PROBABILITY
from nlp.drivers.effects import estimate_effects


def roll_up_families(
    contacts: pd.DataFrame,
    families: Mapping[str, Sequence[str]],
    outcome: str,
    *,
    controls: Sequence[str] = (),
    cluster: str | None = None,
    weights: str | None = None,
    checked: pd.DataFrame | None = None,
    min_n: int = 20,
    seed: int = 0,
) -> pd.DataFrame:
    """Estimate what each family of irritants costs, a contact counting once in each.

    A contact is of a family when it mentions any of its irritants, however many. The
    effects are those of :func:`~nlp.drivers.effects.estimate_effects` on these columns
    jointly: of mentioning the family at all, whatever the irritant.

    Args:
        contacts: One row per contact.
        families: Boolean columns of the irritants of each family.
        outcome: Satisfaction column; it may be absent.
        controls: Columns to hold equal.
        cluster: Column of customers.
        weights: Column of weights of the scored contacts.
        checked: Contacts that were checked, as ``estimate_effects`` takes them; a family is
            corrected when all its irritants were checked.
        min_n: Scored contacts of a family under which no figure on satisfaction is shown.
        seed: Seed of the draws, as in ``estimate_effects``.

    Returns:
        The columns of ``estimate_effects`` with ``family`` for ``irritant``, then
        ``n_irritants`` (irritants of the family) and ``n_mentions`` (their mentions added
        up: above ``n`` where contacts mention several); ranked likewise, same ``attrs``.

    Raises:
        EstimationError: A family is empty, or a column does not exist, serves twice or
            holds what it must not.
    """
    parts = model_parts(contacts, outcome, controls, cluster, weights)
    frame, columns = family_frame(contacts, families, {}, parts)
    effects = estimate_effects(
        frame, columns, outcome,
        controls=controls, cluster=cluster, weights=weights,
        checked=None if checked is None else _checked_families(checked, families),
        min_n=min_n, seed=seed,
    )  # fmt: skip
    out = effects.rename(columns={"irritant": "family"})
    # The prefix is ours: no column of a family's table shows it.
    for name in ("family", "passenger_of", "collinear_with"):
        if name in out.columns:
            out[name] = out[name].map(_unprefixed, na_action="ignore")
    mentions = {f: int(read_marks(contacts, names)[0].sum()) for f, names in families.items()}
    out["n_irritants"] = out["family"].map({f: len(members) for f, members in families.items()})
    out["n_mentions"] = out["family"].map(mentions)
    model = effects.attrs["model"]
    out.attrs = effects.attrs | {"model": model | {"notes": _unprefixed(model["notes"])}}
    return out


def _checked_families(checked: pd.DataFrame, families: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """What people found, family by family, for those of which they checked all irritants."""
    whole = {f: names for f, names in families.items() if set(names) <= set(checked.columns)}
    columns = {ANY + family: any_of(checked, names) for family, names in whole.items()}
    if PROBABILITY in checked.columns:
        columns[PROBABILITY] = checked[PROBABILITY]
    return pd.DataFrame(columns, index=checked.index)


def _unprefixed(value: Any) -> Any:
    """The same text, or record of texts, without the prefix of families."""
    if isinstance(value, str):
        return value.replace(ANY, "")
    if isinstance(value, dict):
        return {name: _unprefixed(each) for name, each in value.items()}
    return tuple(map(_unprefixed, value)) if isinstance(value, tuple | list) else value
