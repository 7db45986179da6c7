"""What a workspace holds: counts, satisfaction, abstention, and the choices of every filter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from nlp.schemas import UNDATED_WEEK
from nlp.storage.filters import ContactFilter
from nlp.storage.queries.labels import Dimension, one_of
from nlp.storage.reader import Reader
from nlp.types import Scale

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class ScaleSummary:
    """Satisfaction on one scale; means of different scales say nothing together.

    Attributes:
        scale: The scale.
        n: Contacts that answered.
        mean: Mean answer, in points of the scale.
        standard_error: Standard error of the mean; ``None`` for a single answer.
    """

    scale: Scale
    n: int
    mean: float
    standard_error: float | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The contacts chosen, at a glance.

    Attributes:
        n_contacts: How many.
        n_interactions: Those that are interactions (not feedback).
        by_lang, by_channel, by_sentiment: Contacts per value, most frequent first.
        satisfaction: Per scale, most answered first.
        abstained_share: Per kind of label, share of contacts on which the model
            abstained, in [0, 1]; kinds without any are left out.
    """

    n_contacts: int
    n_interactions: int
    by_lang: dict[str, int]
    by_channel: dict[str, int]
    by_sentiment: dict[str, int]
    satisfaction: tuple[ScaleSummary, ...]
    abstained_share: dict[str, float]


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """The values that each filter can take, in alphabetical order; weeks in time order.

    Attributes:
        weeks: ISO weeks, without the undated.
        kinds, channels, langs, products, segments, teams, sources, sentiments: Values
            found in the contacts.
    """

    weeks: tuple[str, ...]
    kinds: tuple[str, ...]
    channels: tuple[str, ...]
    langs: tuple[str, ...]
    products: tuple[str, ...]
    segments: tuple[str, ...]
    teams: tuple[str, ...]
    sources: tuple[str, ...]
    sentiments: tuple[str, ...]


def overview(reader: Reader, chosen: ContactFilter | None = None) -> Overview:
    """Sum up the contacts chosen.

    Args:
        reader: The state to read.
        chosen: The contacts; all by default.

    Returns:
        Counts, satisfaction and abstention.
    """
    kinds = _counts(reader, "kind", chosen)
    n_contacts = sum(kinds.values())
    return Overview(
        n_contacts=n_contacts,
        n_interactions=kinds.get("interaction", 0),
        by_lang=_counts(reader, "lang", chosen),
        by_channel=_counts(reader, "channel", chosen),
        by_sentiment=_counts(reader, "sentiment", chosen),
        satisfaction=_satisfaction(reader, chosen),
        abstained_share={
            kind: n / n_contacts for kind, n in _counts(reader, "abstained", chosen).items()
        },
    )


def contact_counts(
    reader: Reader, by: Dimension, chosen: ContactFilter | None = None
) -> pd.DataFrame:
    """Count contacts per value of a column.

    Args:
        reader: The state to read.
        by: The column.
        chosen: The contacts; all by default.

    Returns:
        One row per value, in its order: ``group`` (null where the column is),
        ``n_contacts``, ``n_interactions``, ``n_negative`` (negative or mixed).

    Raises:
        InputError: ``by`` is not one of the columns known.
    """
    column = one_of(by, get_args(Dimension), "dimension")
    condition = (chosen or ContactFilter()).condition()
    return reader.frame(
        f"""
        SELECT {column} AS "group", count(*) AS n_contacts,
               count_if(kind = 'interaction')::BIGINT AS n_interactions,
               count_if(sentiment IN ('negative', 'mixed'))::BIGINT AS n_negative
        FROM annotated WHERE {condition.sql} GROUP BY ALL ORDER BY "group" NULLS LAST
        """,
        condition.params,
    )


def weeks(reader: Reader, chosen: ContactFilter | None = None) -> tuple[str, ...]:
    """List the ISO weeks that have contacts, in time order; the undated are left out."""
    return tuple(w for w in _values(reader, "week", chosen) if w != UNDATED_WEEK)


def filter_options(reader: Reader) -> FilterOptions:
    """List the values that each filter can take."""
    return FilterOptions(
        weeks=weeks(reader),
        kinds=_values(reader, "kind"),
        channels=_values(reader, "channel"),
        langs=_values(reader, "lang"),
        products=_values(reader, "product"),
        segments=_values(reader, "segment"),
        teams=_values(reader, "team"),
        sources=_values(reader, "source"),
        sentiments=_values(reader, "sentiment"),
    )


def _values(reader: Reader, column: str, chosen: ContactFilter | None = None) -> tuple[str, ...]:
    condition = (chosen or ContactFilter()).condition()
    found = reader.query(
        f"""
        SELECT DISTINCT {column} AS value FROM annotated
        WHERE {column} IS NOT NULL AND {condition.sql} ORDER BY value
        """,
        condition.params,
    )
    return tuple(found["value"].to_pylist())


def _counts(reader: Reader, column: str, chosen: ContactFilter | None) -> dict[str, int]:
    condition = (chosen or ContactFilter()).condition()
    value = "unnest(abstained)" if column == "abstained" else column
    found = reader.query(
        f"""
        SELECT value, count(*) AS n
        FROM (SELECT {value} AS value FROM annotated WHERE {condition.sql})
        GROUP BY value ORDER BY n DESC, value
        """,
        condition.params,
    )
    return dict(zip(found["value"].to_pylist(), found["n"].to_pylist(), strict=True))


def _satisfaction(reader: Reader, chosen: ContactFilter | None) -> tuple[ScaleSummary, ...]:
    condition = (chosen or ContactFilter()).condition()
    found = reader.query(
        f"""
        SELECT scale, count(*) AS n, avg(satisfaction) AS mean,
               stddev_samp(satisfaction) / sqrt(count(*)) AS standard_error
        FROM annotated
        WHERE satisfaction IS NOT NULL AND scale IS NOT NULL AND {condition.sql}
        GROUP BY scale ORDER BY n DESC, scale
        """,
        condition.params,
    )
    return tuple(ScaleSummary(**row) for row in found.to_pylist())
