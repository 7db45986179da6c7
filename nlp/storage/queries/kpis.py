"""The table that KPIs are computed from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.storage.filters import ContactFilter
from nlp.storage.reader import Reader

if TYPE_CHECKING:
    import pandas as pd


def kpi_contacts(reader: Reader, chosen: ContactFilter | None = None) -> pd.DataFrame:
    """Read what KPIs are computed from, one row per contact, without the words.

    It carries the customer's pseudonym, to find who comes back: for estimation, not for
    screens.

    Args:
        reader: The state to read.
        chosen: The contacts; all by default.

    Returns:
        By ``contact_id``: ``contact_id``, ``week``, ``occurred_at`` (UTC), ``kind``,
        ``channel``, ``segment``, ``customer_id``, ``satisfaction``, ``scale``,
        ``crm_reason``, ``handling_s``, ``waiting_s``, ``response_s``, ``source``,
        ``reason``, and the lists of codes ``reasons``, ``irritants``, ``signals`` and
        ``abstained``.
    """
    condition = (chosen or ContactFilter()).condition()
    return reader.frame(
        f"""
        SELECT contact_id, week, occurred_at, kind, channel, segment, customer_id, satisfaction,
               scale, crm_reason, handling_s, waiting_s, response_s, source, reason, reasons,
               irritants, signals, abstained
        FROM annotated WHERE {condition.sql} ORDER BY contact_id
        """,
        condition.params,
    )
