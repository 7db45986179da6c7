"""What contacts are made of, week by week: what a comparison of weeks has to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.storage.filters import ContactFilter
from nlp.storage.reader import Reader

if TYPE_CHECKING:
    import pandas as pd


def contact_profile(reader: Reader, chosen: ContactFilter | None = None) -> pd.DataFrame:
    """Read where each contact comes from and what read it, without its words.

    Args:
        reader: The state to read.
        chosen: The contacts; all by default.

    Returns:
        By ``contact_id``: ``week``, ``kind``, ``channel``, ``lang``, ``source``,
        ``model_version`` and ``taxonomy_version``.
    """
    condition = (chosen or ContactFilter()).condition()
    return reader.frame(
        f"""
        SELECT week, kind, channel, lang, source, model_version, taxonomy_version
        FROM annotated WHERE {condition.sql} ORDER BY contact_id
        """,
        condition.params,
    )
