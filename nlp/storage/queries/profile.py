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


def import_profile(reader: Reader, chosen: ContactFilter | None = None) -> pd.DataFrame:
    """Read how many rows the files of each week held, and how many could not be kept.

    A row that was not kept has no week: those of a file are shared out over the weeks of
    its kept rows, in proportion. A file of which nothing was kept counts nowhere.

    Args:
        reader: The state to read.
        chosen: The contacts; all by default.

    Returns:
        By week: ``n_read``, ``n_rejected`` (for any reason but a text without words) and
        ``n_without_text``, rows, not always whole numbers.
    """
    condition = (chosen or ContactFilter()).condition()
    frame = reader.frame(
        f"""
        WITH lost AS (
            SELECT source, count(*) FILTER (reason <> 'no_text') AS n_rejected,
                   count(*) FILTER (reason = 'no_text') AS n_without_text
            FROM (SELECT DISTINCT source, "row", reason FROM rejects) GROUP BY source
        ), kept AS (
            SELECT source, week, count(*) AS n,
                   n / sum(n) OVER (PARTITION BY source) AS part
            FROM contacts GROUP BY source, week
        ), shared AS (
            SELECT week, n, part * coalesce(n_rejected, 0) AS n_rejected,
                   part * coalesce(n_without_text, 0) AS n_without_text
            FROM kept LEFT JOIN lost USING (source)
        )
        SELECT week, sum(n + n_rejected + n_without_text) AS n_read,
               sum(n_rejected) AS n_rejected, sum(n_without_text) AS n_without_text
        FROM shared WHERE week IN (SELECT DISTINCT week FROM annotated WHERE {condition.sql})
        GROUP BY week ORDER BY week
        """,
        condition.params,
    )
    return frame.set_index("week").astype(float)
