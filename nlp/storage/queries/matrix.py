"""The table that effects on satisfaction are estimated from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nlp.storage.duck import identifier
from nlp.storage.filters import ContactFilter
from nlp.storage.reader import Reader

if TYPE_CHECKING:
    import pandas as pd


PRAISED = "praised:"
"""Before the name of a praised family's column: a family may bear the name of another column."""


def contact_matrix(
    reader: Reader,
    irritants: Sequence[str],
    chosen: ContactFilter | None = None,
    *,
    praises: Sequence[str] = (),
) -> pd.DataFrame:
    """Lay out one row per contact, with one column per irritant and per praised family.

    It carries the customer's pseudonym, to cluster by: for estimation, not for screens.

    Args:
        reader: The state to read.
        irritants: Codes to lay out, one column each, in this order; doubles count once.
        chosen: The contacts; all by default.
        praises: Families whose praise to lay out, each under :data:`PRAISED` + its code.

    Returns:
        Ordered by ``contact_id``: ``contact_id``, ``week``, ``outcome`` (satisfaction in
        points of ``scale``, NaN if not given), ``scale``, ``customer_id``, ``kind``,
        ``channel``, ``lang``, ``segment``, ``product``, ``sentiment`` (as read), ``reason``
        (the first), ``reason_family``, and a bool column under each irritant's code.
    """
    condition = (chosen or ContactFilter()).condition()
    params = dict(condition.params)
    columns = []
    for i, code in enumerate(dict.fromkeys(irritants)):
        params[f"irritant_{i}"] = code
        columns.append(f", list_contains(irritants, $irritant_{i}) AS {identifier(code)}")
    for i, family in enumerate(dict.fromkeys(praises)):
        params[f"praise_{i}"] = family
        columns.append(f", list_contains(praises, $praise_{i}) AS {identifier(PRAISED + family)}")
    return reader.frame(
        f"""
        SELECT contact_id, week, satisfaction AS outcome, scale, customer_id, kind, channel,
               lang, segment, product, sentiment, reason,
               split_part(reason, '.', 1) AS reason_family
               {"".join(columns)}
        FROM annotated WHERE {condition.sql} ORDER BY contact_id
        """,
        params,
    )
