"""One column per family: whether a contact mentions any of its irritants, counted once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from nlp.drivers.contacts.columns import read_marks, require_columns
from nlp.errors import EstimationError

ANY = "family:"
"""Before the name of a family's column: a family may bear the name of another column."""

PRAISE = "praise:"
"""Before the name of the column of a family's praise."""


def family_frame(
    contacts: pd.DataFrame,
    irritants: Mapping[str, Sequence[str]],
    praises: Mapping[str, str],
    parts: Sequence[tuple[str, str]],
) -> tuple[pd.DataFrame, list[str]]:
    """Lay out families as boolean columns.

    Args:
        contacts: One row per contact.
        irritants: Boolean columns of each family's irritants, one at least.
        praises: Boolean column of each family's praise.
        parts: (part, column) pairs of the model's other columns, to carry along.

    Returns:
        The contacts with those columns and the columns of the families, and the names of
        these: all irritants' first, in the order given, then all praises'. A contact with
        one irritant of a family is true whatever else is missing; with none but a missing
        one it is missing.

    Raises:
        EstimationError: A family is empty, a column does not exist or serves twice, or
            holds something else than true and false.
    """
    if empty := [family for family, members in irritants.items() if not members]:
        raise EstimationError(f"families without irritants: {', '.join(empty)}; leave them out")
    members_of = [(f"irritant of {f}", name) for f, names in irritants.items() for name in names]
    praised = [(f"praise of {family}", name) for family, name in praises.items()]
    require_columns(contacts, [*members_of, *praised, *parts])
    columns: dict[str, pd.Series[bool]] = {}
    for family, members in irritants.items():
        columns[ANY + family] = any_of(contacts, members)
    for family, name in praises.items():
        columns[PRAISE + family] = any_of(contacts, [name])
    carried = contacts[[name for _, name in parts]]
    if clash := [name for name in carried.columns if name in columns]:
        raise EstimationError(f"column {clash[0]!r} bears a name kept for families; rename it")
    return pd.concat([carried, pd.DataFrame(columns, index=contacts.index)], axis=1), [*columns]


def any_of(contacts: pd.DataFrame, names: Sequence[str]) -> pd.Series[bool]:
    """Whether each contact has at least one of some boolean columns.

    Args:
        contacts: One row per contact.
        names: The columns, one at least.

    Returns:
        True, false, or missing where none is true and one is missing; ``bool`` where
        nothing is missing, else ``boolean``.

    Raises:
        EstimationError: A column holds something else than true and false.
    """
    marks, unknown = read_marks(contacts, names)
    found = pd.Series(marks.any(axis=1), index=contacts.index)
    if not unknown.any():
        return found
    missing = contacts[list(names)].isna().any(axis=1).to_numpy() & ~np.asarray(found)
    return found.astype("boolean").mask(missing)
