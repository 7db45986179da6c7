"""How often each label is given, overall, by group, and week by week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from nlp.errors import InputError, did_you_mean
from nlp.schemas import UNDATED_WEEK
from nlp.storage.filters import ContactFilter
from nlp.storage.reader import Reader

if TYPE_CHECKING:
    import pandas as pd

CountedKind = Literal["reason", "primary_reason", "irritant", "praise", "signal", "sentiment"]
Dimension = Literal["week", "kind", "channel", "lang", "product", "segment", "team", "source"]

CODES: dict[str, str] = {
    "reason": "reasons",
    "primary_reason": "[reason]",
    "irritant": "irritants",
    "praise": "praises",
    "signal": "signals",
    "sentiment": "[sentiment]",
}
"""SQL of the codes that a contact has, per kind of label."""


def label_counts(
    reader: Reader,
    kind: CountedKind,
    chosen: ContactFilter | None = None,
    *,
    by: Dimension | None = None,
) -> pd.DataFrame:
    """Count the contacts that carry each label.

    Args:
        reader: The state to read.
        kind: Which labels; ``reason`` counts a contact under each of its reasons,
            ``primary_reason`` under the first.
        chosen: The contacts; all by default.
        by: Column to group by; not grouped by default.

    Returns:
        One row per group and label that occurs in it, most frequent first within the
        group: ``group`` (only with ``by``; null where the column is), ``code``, ``n``
        (contacts with the label), ``n_contacts`` (contacts in the group), ``rate``
        (``n / n_contacts``, in [0, 1]).

    Raises:
        InputError: ``kind`` or ``by`` is not one of those known.
    """
    codes = CODES[one_of(kind, get_args(CountedKind), "kind of label")]
    group = "NULL" if by is None else one_of(by, get_args(Dimension), "dimension")
    condition = (chosen or ContactFilter()).condition()
    counted = reader.frame(
        f"""
        WITH kept AS (
            SELECT {group} AS "group", list_distinct({codes}) AS codes
            FROM annotated WHERE {condition.sql}
        ),
        groups AS (SELECT "group", count(*) AS n_contacts FROM kept GROUP BY "group"),
        labels AS (
            SELECT "group", code, count(*) AS n
            FROM (SELECT "group", unnest(codes) AS code FROM kept) GROUP BY "group", code
        )
        SELECT labels."group", code, n, n_contacts, n / n_contacts AS rate
        FROM labels JOIN groups ON labels."group" IS NOT DISTINCT FROM groups."group"
        ORDER BY labels."group" NULLS LAST, n DESC, code
        """,
        condition.params,
    )
    return counted.drop(columns="group") if by is None else counted


def label_trend(
    reader: Reader, kind: CountedKind, code: str, chosen: ContactFilter | None = None
) -> pd.DataFrame:
    """Follow one label week by week.

    Args:
        reader: The state to read.
        kind: Kind of the label.
        code: Its code.
        chosen: The contacts; all by default.

    Returns:
        One row per dated week that has contacts, in order, zeros included: ``week``,
        ``n`` (contacts with the label), ``n_contacts``, ``rate`` (in [0, 1]).

    Raises:
        InputError: ``kind`` is not one of those known.
    """
    codes = CODES[one_of(kind, get_args(CountedKind), "kind of label")]
    condition = (chosen or ContactFilter()).condition()
    return reader.frame(
        f"""
        SELECT week, count_if(list_contains({codes}, $code))::BIGINT AS n,
               count(*) AS n_contacts, n / n_contacts AS rate
        FROM annotated WHERE week <> $undated AND {condition.sql}
        GROUP BY week ORDER BY week
        """,
        {"code": code, "undated": UNDATED_WEEK, **condition.params},
    )


def one_of(given: str, known: tuple[str, ...], what: str) -> str:
    """Pass a word on that becomes part of a query's text, if it is one of those known."""
    if given not in known:
        raise InputError(
            f"unknown {what} {given!r}: expected one of {', '.join(known)}."
            f"{did_you_mean(given, known)}"
        )
    return given
