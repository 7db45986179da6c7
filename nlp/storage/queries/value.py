"""The table that figures in money are computed from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nlp.storage.duck import identifier
from nlp.storage.reader import Reader

if TYPE_CHECKING:
    import pandas as pd


def value_contacts(reader: Reader, irritants: Sequence[str]) -> pd.DataFrame:
    """Read all contacts with what ties them to customers, without the words.

    It carries the customer's pseudonym, to set contacts against what the company knows: for
    estimation, not for screens.

    Args:
        reader: The state to read.
        irritants: Codes to lay out, one column each, in this order; doubles count once.

    Returns:
        By ``contact_id``: ``contact_id``, ``week``, ``occurred_at`` (UTC), ``kind``,
        ``channel``, ``lang``, ``segment``, ``customer_id``, ``churn_intent`` (bool, the
        signal of that name), and a bool column under each irritant's code.
    """
    params: dict[str, object] = {}
    columns = []
    for i, code in enumerate(dict.fromkeys(irritants)):
        params[f"irritant_{i}"] = code
        columns.append(f", list_contains(irritants, $irritant_{i}) AS {identifier(code)}")
    return reader.frame(
        f"""
        SELECT contact_id, week, occurred_at, kind, channel, lang, segment, customer_id,
               list_contains(signals, 'churn_intent') AS churn_intent {"".join(columns)}
        FROM annotated ORDER BY contact_id
        """,
        params,
    )
