"""One explicit Arrow schema per stored row: the contract between stages, store and screens."""

from __future__ import annotations

import pyarrow as pa

UNDATED_WEEK = "undated"
"""Partition of the contacts whose file gives no date."""

VECTOR_DIM = 384
"""Width of the encoder's pooled vectors."""

_UTC = pa.timestamp("us", tz="UTC")

TURN = pa.struct(
    [
        pa.field("speaker", pa.string(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("started_at_s", pa.float64()),
    ]
)

CONTACT = pa.schema(
    [
        pa.field("contact_id", pa.string(), nullable=False),
        pa.field("week", pa.string(), nullable=False),  # ISO, 2026-W47, or "undated"
        pa.field("occurred_at", _UTC),
        pa.field("kind", pa.string(), nullable=False),  # interaction | feedback
        pa.field("channel", pa.string(), nullable=False),
        pa.field("lang", pa.string(), nullable=False),  # fr | en
        pa.field("text", pa.string(), nullable=False),  # cleaned and redacted
        pa.field("satisfaction", pa.float64()),  # points of the scale beside it
        pa.field("scale", pa.string()),
        pa.field("customer_id", pa.string()),  # keyed hash
        pa.field("product", pa.string()),
        pa.field("segment", pa.string()),
        pa.field("crm_reason", pa.string()),
        pa.field("agent", pa.string()),  # keyed hash
        pa.field("team", pa.string()),
        pa.field("handling_s", pa.float64()),
        pa.field("waiting_s", pa.float64()),
        pa.field("response_s", pa.float64()),
        pa.field("turns", pa.list_(TURN)),  # empty unless a call or chat
        pa.field("source", pa.string(), nullable=False),  # file name
        pa.field("row", pa.int64(), nullable=False),
    ]
)

MENTION = pa.schema(
    [
        pa.field("mention_id", pa.string(), nullable=False),  # contact_id:start-end
        pa.field("contact_id", pa.string(), nullable=False),
        pa.field("week", pa.string(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("speaker", pa.string(), nullable=False),
        pa.field("lang", pa.string()),
        pa.field("text", pa.string(), nullable=False),
    ]
)

SCORED_LABEL = pa.struct(
    [
        pa.field("kind", pa.string(), nullable=False),
        pa.field("code", pa.string(), nullable=False),
        pa.field("score", pa.float32(), nullable=False),
    ]
)

EVIDENCE = pa.struct(
    [
        pa.field("kind", pa.string(), nullable=False),
        pa.field("label", pa.string(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("score", pa.float32(), nullable=False),
    ]
)

ANNOTATION = pa.schema(
    [
        pa.field("contact_id", pa.string(), nullable=False),
        pa.field("week", pa.string(), nullable=False),
        pa.field("model_version", pa.string(), nullable=False),
        pa.field("taxonomy_version", pa.string(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),
        pa.field("reasons", pa.list_(pa.string()), nullable=False),
        pa.field("sentiment", pa.string(), nullable=False),
        pa.field("sentiment_score", pa.float32(), nullable=False),
        pa.field("irritants", pa.list_(pa.string()), nullable=False),
        pa.field("praises", pa.list_(pa.string()), nullable=False),
        pa.field("signals", pa.list_(pa.string()), nullable=False),
        pa.field("evidence", pa.list_(EVIDENCE), nullable=False),
        pa.field("scores", pa.list_(SCORED_LABEL), nullable=False),
        pa.field("abstained", pa.list_(pa.string()), nullable=False),
    ]
)

VECTOR = pa.schema(
    [
        pa.field("contact_id", pa.string(), nullable=False),
        pa.field("mention_id", pa.string()),  # null: the contact's own vector
        pa.field("week", pa.string(), nullable=False),
        pa.field("model_version", pa.string(), nullable=False),
        pa.field("vector", pa.list_(pa.float32(), VECTOR_DIM), nullable=False),
    ]
)

REJECT = pa.schema(
    [
        pa.field("run_id", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("row", pa.int64(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),
        pa.field("detail", pa.string(), nullable=False),
    ]
)

RUN = pa.schema(
    [
        pa.field("run_id", pa.string(), nullable=False),
        pa.field("started_at", _UTC, nullable=False),
        pa.field("seconds", pa.float64(), nullable=False),
        pa.field("sources", pa.list_(pa.string()), nullable=False),
        pa.field("n_read", pa.int64(), nullable=False),
        pa.field("n_kept", pa.int64(), nullable=False),
        pa.field("n_rejected", pa.int64(), nullable=False),
        pa.field("mapping", pa.string(), nullable=False),  # JSON: per source, field -> column
        pa.field("notes", pa.list_(pa.string()), nullable=False),  # said aloud: dates, scale
        pa.field("model_version", pa.string(), nullable=False),
        pa.field("taxonomy_version", pa.string(), nullable=False),
    ]
)

EFFECT = pa.schema(
    [
        pa.field("irritant", pa.string(), nullable=False),
        pa.field("n", pa.int64(), nullable=False),
        pa.field("n_scored", pa.int64(), nullable=False),
        pa.field("prevalence", pa.float64(), nullable=False),
        pa.field("prevalence_low", pa.float64()),
        pa.field("prevalence_high", pa.float64()),
        pa.field("mean_with", pa.float64()),
        pa.field("mean_without", pa.float64()),
        pa.field("effect", pa.float64()),
        pa.field("effect_low", pa.float64()),
        pa.field("effect_high", pa.float64()),
        pa.field("p_value", pa.float64()),
        pa.field("q_value", pa.float64()),
        pa.field("impact", pa.float64()),
        pa.field("impact_low", pa.float64()),
        pa.field("impact_high", pa.float64()),
        pa.field("marginal_effect", pa.float64()),
        pa.field("leave_one_out", pa.float64()),
        pa.field("lmg_share", pa.float64()),
        pa.field("ordinal_agrees", pa.bool_()),
        pa.field("effect_shrunk", pa.float64()),
        pa.field("effect_shrunk_low", pa.float64()),
        pa.field("effect_shrunk_high", pa.float64()),
        pa.field("effect_same_reason", pa.float64()),
        pa.field("effect_same_reason_low", pa.float64()),
        pa.field("effect_same_reason_high", pa.float64()),
        pa.field("effect_reweighted", pa.float64()),
        pa.field("effect_reweighted_low", pa.float64()),
        pa.field("effect_reweighted_high", pa.float64()),
        pa.field("passenger_of", pa.string()),
        pa.field("top5_probability", pa.float64()),
        pa.field("rank", pa.int64(), nullable=False),
        pa.field("change", pa.float64()),
        pa.field("change_low", pa.float64()),
        pa.field("change_high", pa.float64()),
        pa.field("verdict", pa.string(), nullable=False),
        pa.field("cause", pa.string()),  # why there is no effect
        pa.field("correction", pa.string()),  # what checked contacts correct: both, prevalence
    ]
)
"""One irritant of the ranking; definitions in :mod:`nlp.drivers`."""
