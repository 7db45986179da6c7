"""What customers said: pages of verbatims, and candidates for quotation.

Neither the customer's pseudonym nor the adviser's is ever selected here: a column that a
screen hides is still sent to the browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from nlp.storage.filters import Condition, ContactFilter
from nlp.storage.queries.labels import CODES, CountedKind, one_of
from nlp.storage.reader import Reader
from nlp.types import SCALE_BOUNDS, Evidence, LabelKind, Satisfaction, Sentiment, Speaker

if TYPE_CHECKING:
    from numpy.typing import NDArray

Order = Literal["recent", "oldest", "unhappiest", "strongest"]


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """A turn as a span of the stored text.

    Attributes:
        speaker: Who speaks.
        start, end: Code points of the contact's text, end excluded.
        started_at_s: Seconds since the start of the call, if known.
    """

    speaker: Speaker
    start: int
    end: int
    started_at_s: float | None


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A contact as a screen may show it: redacted, without any pseudonym.

    Attributes:
        contact_id: Its identifier.
        week: ISO week, or ``undated``.
        occurred_at: When, UTC, if known.
        kind, channel, lang: As in the contact.
        text: Cleaned and redacted.
        turns: Who says what in ``text``; empty unless a call or chat.
        satisfaction: The customer's answer, if given.
        product, segment, team, crm_reason: As the file gave them.
        source, row: Where it was read.
        reasons: Reason codes, primary first.
        sentiment, sentiment_score: Overall feeling, and polarity in [-1, 1].
        irritants, praises, signals: Codes.
        evidence: The words of ``text`` behind each label.
        abstained: Kinds of label on which the model is in doubt.
        score: Calibrated probability of the label asked for; ``None`` if none was.
    """

    contact_id: str
    week: str
    occurred_at: datetime | None
    kind: str
    channel: str
    lang: str
    text: str
    turns: tuple[SpokenTurn, ...]
    satisfaction: Satisfaction | None
    product: str | None
    segment: str | None
    team: str | None
    crm_reason: str | None
    source: str
    row: int
    reasons: tuple[str, ...]
    sentiment: Sentiment
    sentiment_score: float
    irritants: tuple[str, ...]
    praises: tuple[str, ...]
    signals: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    abstained: tuple[LabelKind, ...]
    score: float | None


@dataclass(frozen=True, slots=True)
class VerbatimPage:
    """Some of the verbatims found.

    Attributes:
        n_total: How many there are in all.
        rows: Those of the page, in the order asked for.
    """

    n_total: int
    rows: tuple[Verbatim, ...]


@dataclass(frozen=True, slots=True)
class Exemplar:
    """A verbatim that could stand for an irritant.

    Attributes:
        verbatim: The contact.
        span: The words that carry the irritant most strongly; ``None`` if none were found.
        vector: float32 (384,): of the mention those words lie in, else of the contact;
            ``None`` if no vectors are stored.
    """

    verbatim: Verbatim
    span: Evidence | None
    vector: NDArray[np.float32] | None


def verbatims(
    reader: Reader,
    chosen: ContactFilter | None = None,
    *,
    label: tuple[CountedKind, str] | None = None,
    order: Order = "recent",
    limit: int = 50,
    offset: int = 0,
) -> VerbatimPage:
    """Read a page of verbatims.

    Args:
        reader: The state to read.
        chosen: The contacts; all by default.
        label: Only contacts with this label: its kind and code.
        order: ``recent`` or ``oldest`` first (undated last), ``unhappiest`` first (by
            satisfaction as a share of its scale, then by sentiment), or ``strongest``
            first (by the probability of ``label``). Ties by ``contact_id``: pages
            neither repeat nor skip a row.
        limit: Rows on the page, at least 0.
        offset: Rows before the page, at least 0.

    Returns:
        The page and the total.

    Raises:
        InputError: The kind of label or the order is not one of those known.
    """
    rank = _ORDERS[one_of(order, get_args(Order), "order")]
    condition = _with_label((chosen or ContactFilter()).condition(), label)
    total = reader.query(
        f"SELECT count(*) AS n FROM annotated WHERE {condition.sql}", condition.params
    )
    score, score_params = _score(label)
    # The page is found on narrow columns; texts and spans are read for its rows only.
    page = reader.query(
        f"""
        SELECT contact_id, week, {score} AS score FROM annotated WHERE {condition.sql}
        ORDER BY {rank}, contact_id LIMIT $limit OFFSET $offset
        """,
        {**condition.params, **score_params, "limit": limit, "offset": offset},
    ).to_pylist()
    return VerbatimPage(total["n"][0].as_py(), _details(reader, page))


def verbatims_by_id(reader: Reader, contact_ids: Sequence[str]) -> dict[str, Verbatim]:
    """Read some contacts as verbatims.

    Args:
        reader: The state to read.
        contact_ids: Which; ids that are not there, or not annotated, are left out.

    Returns:
        Verbatim by id, in the order of the ids.
    """
    found = reader.query(
        "SELECT contact_id, week FROM annotated WHERE list_contains($ids, contact_id)",
        {"ids": list(contact_ids)},
    ).to_pylist()
    by_id = {verbatim.contact_id: verbatim for verbatim in _details(reader, found)}
    return {wanted: by_id[wanted] for wanted in contact_ids if wanted in by_id}


def texts(reader: Reader, contact_ids: Sequence[str]) -> dict[str, str]:
    """Redacted texts of some contacts.

    Args:
        reader: The state to read.
        contact_ids: Which; ids that are not there are left out.

    Returns:
        Text by id.
    """
    found = reader.query(
        "SELECT contact_id, text FROM contacts WHERE list_contains($ids, contact_id)",
        {"ids": list(contact_ids)},
    )
    return dict(zip(found["contact_id"].to_pylist(), found["text"].to_pylist(), strict=True))


def exemplar_candidates(
    reader: Reader,
    irritant: str,
    week: str,
    chosen: ContactFilter | None = None,
    *,
    limit: int = 100,
) -> tuple[Exemplar, ...]:
    """Find verbatims to quote for an irritant, with what is needed to choose diverse ones.

    Args:
        reader: The state to read.
        irritant: Its code.
        week: ISO week of the contacts.
        chosen: Further choice of contacts.
        limit: How many at most.

    Returns:
        Those whose evidence for the irritant is strongest first; ties by ``contact_id``.
    """
    condition = _with_label((chosen or ContactFilter()).condition(), ("irritant", irritant))
    found = reader.query(
        _EXEMPLARS.format(condition=condition.sql),
        {**condition.params, "week": week, "model": reader.model_version, "limit": limit},
    ).to_pylist()
    details = _details(reader, found)
    return tuple(
        Exemplar(
            verbatim,
            Evidence(**row["span"]) if row["span"] else None,
            None if row["vector"] is None else np.asarray(row["vector"], dtype=np.float32),
        )
        for verbatim, row in zip(details, found, strict=True)
    )


def _with_label(condition: Condition, label: tuple[CountedKind, str] | None) -> Condition:
    if label is None:
        return condition
    kind, code = label
    codes = CODES[one_of(kind, get_args(CountedKind), "kind of label")]
    return Condition(
        f"{condition.sql} AND list_contains({codes}, $label_code)",
        {**condition.params, "label_code": code},
    )


def _score(label: tuple[CountedKind, str] | None) -> tuple[str, dict[str, object]]:
    if label is None:
        return "NULL::FLOAT", {}
    kind, code = label
    sql = "list_filter(scores, lambda s: s.kind = $score_kind AND s.code = $label_code)[1].score"
    return sql, {"score_kind": "reason" if kind == "primary_reason" else kind, "label_code": code}


def _details(reader: Reader, page: list[dict[str, Any]]) -> tuple[Verbatim, ...]:
    """Read the contacts of a page, in its order."""
    columns = """
        contact_id, week, occurred_at, kind, channel, lang, text, turns, satisfaction, scale,
        product, segment, team, crm_reason, source, "row", reasons, sentiment, sentiment_score,
        irritants, praises, signals, evidence, abstained
    """
    rows = reader.query(
        f"""
        SELECT {columns} FROM annotated
        WHERE list_contains($weeks, week) AND list_contains($ids, contact_id)
        """,
        {
            "weeks": sorted({row["week"] for row in page}),
            "ids": [row["contact_id"] for row in page],
        },
    ).to_pylist()
    by_id = {row["contact_id"]: row for row in rows}
    return tuple(_verbatim(by_id[row["contact_id"]], row.get("score")) for row in page)


def _verbatim(row: dict[str, Any], score: float | None) -> Verbatim:
    value, scale = row.pop("satisfaction"), row.pop("scale")
    for name in ("reasons", "irritants", "praises", "signals", "abstained"):
        row[name] = tuple(row[name])
    row["evidence"] = tuple(Evidence(**span) for span in row["evidence"])
    row["turns"] = tuple(SpokenTurn(**turn) for turn in row["turns"] or ())
    answered = value is not None and scale is not None
    satisfaction = Satisfaction(value, scale) if answered else None
    return Verbatim(**row, satisfaction=satisfaction, score=score)


def _share_of_scale() -> str:
    """SQL of satisfaction as a share of its scale, in [0, 1]."""
    cases = " ".join(
        f"WHEN '{scale}' THEN (satisfaction - {low}) / {high - low}"
        for scale, (low, high) in SCALE_BOUNDS.items()
    )
    return f"CASE scale {cases} END"


_ORDERS: dict[str, str] = {
    "recent": "occurred_at DESC NULLS LAST",
    "oldest": "occurred_at ASC NULLS LAST",
    "unhappiest": f"{_share_of_scale()} ASC NULLS LAST, sentiment_score ASC",
    "strongest": "score DESC NULLS LAST",
}

_EXEMPLARS = """
WITH candidates AS (
    SELECT contact_id, week,
           list_filter(evidence, lambda e: e.kind = 'irritant' AND e.label = $label_code) AS spans
    FROM annotated WHERE week = $week AND {condition}
),
spans AS (SELECT contact_id, unnest(spans) AS span FROM candidates),
strongest AS (
    SELECT DISTINCT ON (contact_id) contact_id, span FROM spans
    ORDER BY contact_id, span.score DESC, span.start
),
chosen AS (
    SELECT contact_id, week, span FROM candidates LEFT JOIN strongest USING (contact_id)
    ORDER BY span.score DESC NULLS LAST, contact_id LIMIT $limit
),
carriers AS (
    SELECT DISTINCT ON (chosen.contact_id) chosen.contact_id, mention_id
    FROM chosen JOIN mentions USING (contact_id, week)
    WHERE mentions.start < chosen.span."end" AND mentions."end" > chosen.span.start
    ORDER BY chosen.contact_id,
             least(mentions."end", chosen.span."end")
                 - greatest(mentions.start, chosen.span.start) DESC,
             mentions.start
),
of_week AS (
    SELECT contact_id, mention_id, vector FROM vectors
    WHERE week = $week AND model_version = $model
)
SELECT chosen.contact_id, chosen.week, chosen.span,
       coalesce(of_mention.vector, of_contact.vector) AS vector
FROM chosen
LEFT JOIN carriers USING (contact_id)
LEFT JOIN of_week AS of_mention
    ON of_mention.contact_id = chosen.contact_id AND of_mention.mention_id = carriers.mention_id
LEFT JOIN of_week AS of_contact
    ON of_contact.contact_id = chosen.contact_id AND of_contact.mention_id IS NULL
ORDER BY chosen.span.score DESC NULLS LAST, chosen.contact_id
"""
