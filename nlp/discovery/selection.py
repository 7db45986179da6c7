"""Mentions that the taxonomy does not explain, out of a workspace's tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from nlp.discovery.space import Floats
from nlp.errors import InputError
from nlp.schemas import VECTOR_DIM

if TYPE_CHECKING:
    import pandas as pd

LOW_SCORE = 0.4
"""A primary reason that is less likely than this does not explain a contact."""

MIN_LETTERS = 8
"""A mention with fewer letters says nothing that could make a topic."""

_DOUBTED = ["reason", "irritant"]
_NONE = "other.none"
_NEGATIVE = ["negative", "mixed"]
_EXPLAINS = ["irritant", "praise"]


@dataclass(frozen=True)
class Unexplained:
    """The mentions to look for topics in.

    Attributes:
        mentions: ``mention_id``, ``contact_id``, ``text``, ``lang``, ``sentiment_score`` of
            the contact, and ``cause``: why the taxonomy does not explain it (``abstained``,
            ``low_score``, ``no_reason`` or ``no_irritant``).
        vectors: float32 (mentions, dim), in the same order.
        n_without_vector: Unexplained mentions left out, since no vector of this model is
            stored for them.
    """

    mentions: pa.Table
    vectors: Floats
    n_without_vector: int


def unexplained(
    mentions: pa.Table, annotations: pa.Table, vectors: pa.Table, *, model_version: str
) -> Unexplained:
    """Choose the customer's mentions that the taxonomy does not explain.

    A contact is not explained when the model abstained on its reason or irritants, when
    its reason is ``other.none`` or unlikely, or when it is negative without an irritant.
    Of such a contact all the customer's mentions count, save those that are the
    evidence of an irritant or praise.

    Args:
        mentions: Schema ``MENTION``.
        annotations: Schema ``ANNOTATION``.
        vectors: Schema ``VECTOR``.
        model_version: Whose annotations and vectors to read.

    Returns:
        The mentions, in the order given, with their vectors.

    Raises:
        InputError: There are no annotations of that model.
    """
    own = annotations.filter(pc.equal(annotations["model_version"], model_version))
    if annotations.num_rows and not own.num_rows:
        raise InputError(
            f"no annotations of model {model_version!r}; there are: "
            f"{', '.join(sorted(set(annotations['model_version'].to_pylist())))}"
        )
    contacts = _unexplained_contacts(own)
    candidates = mentions.filter(pc.equal(mentions["speaker"], "customer")).to_pandas()
    candidates = candidates.merge(contacts, on="contact_id", how="inner")
    letters = candidates["text"].str.count(r"[^\W\d_]")
    candidates = candidates[letters >= MIN_LETTERS]
    chosen = _without_evidence(candidates, own)
    flat, has_vector = _vectors_of(chosen["mention_id"], vectors, model_version)
    names = ["mention_id", "contact_id", "text", "lang", "sentiment_score", "cause"]
    return Unexplained(
        pa.Table.from_pandas(chosen.loc[has_vector, names], preserve_index=False),
        flat,
        int((~has_vector).sum()),
    )


def _unexplained_contacts(annotations: pa.Table) -> pd.DataFrame:
    """Contacts that the taxonomy does not explain, with ``cause`` and ``sentiment_score``."""
    n = annotations.num_rows
    parents, values = _flat(annotations["abstained"])
    abstained = np.zeros(n, bool)
    abstained[parents[np.isin(values.to_numpy(zero_copy_only=False), _DOUBTED)]] = True
    parents, scores = _flat(annotations["scores"])
    of_reason = pc.equal(pc.struct_field(scores, "kind"), "reason").to_numpy(zero_copy_only=False)
    best = np.zeros(n, np.float32)
    points = pc.struct_field(scores, "score").to_numpy(zero_copy_only=False)
    np.maximum.at(best, parents[of_reason], points[of_reason])
    frame = annotations.select(["contact_id", "sentiment_score"]).to_pandas()
    negative = pc.is_in(annotations["sentiment"], pa.array(_NEGATIVE)).to_numpy()
    unnamed = pc.equal(pc.list_value_length(annotations["irritants"]), 0).to_numpy()
    nothing = pc.equal(annotations["reason"], _NONE).to_numpy()
    low = (best > 0) & (best < LOW_SCORE)
    cause = np.select(
        [abstained, nothing, negative & unnamed, low],
        ["abstained", "no_reason", "no_irritant", "low_score"],
        default="",
    )
    caused: pd.DataFrame = frame.assign(cause=cause).loc[cause != ""]
    return caused


def _without_evidence(candidates: pd.DataFrame, annotations: pa.Table) -> pd.DataFrame:
    """The mentions that carry no irritant and no praise."""
    parents, evidence = _flat(annotations["evidence"])
    kinds = pc.is_in(pc.struct_field(evidence, "kind"), pa.array(_EXPLAINS))
    keep = kinds.to_numpy(zero_copy_only=False)
    spans = pa.table(
        {
            "contact_id": annotations["contact_id"].take(pa.array(parents[keep])),
            "start": pc.struct_field(evidence, "start").filter(kinds),
            "end": pc.struct_field(evidence, "end").filter(kinds),
        }
    )
    known = spans.to_pandas().drop_duplicates().assign(known=True)
    merged: pd.DataFrame = candidates.merge(known, on=["contact_id", "start", "end"], how="left")
    return merged.loc[merged["known"].isna()]


def _vectors_of(
    mention_ids: pd.Series[str], vectors: pa.Table, model_version: str
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Vectors of the mentions that have one, and which do."""
    same_model = pc.equal(vectors["model_version"], model_version)
    stored = vectors.filter(pc.and_(same_model, pc.is_valid(vectors["mention_id"])))
    position = pc.index_in(
        pa.array(mention_ids, pa.string()), stored["mention_id"].combine_chunks()
    )
    has_vector = pc.is_valid(position).to_numpy(zero_copy_only=False)
    flat = pc.list_flatten(stored["vector"].take(position.drop_null()))
    return np.asarray(flat, np.float32).reshape(-1, VECTOR_DIM), has_vector


def _flat(column: pa.ChunkedArray) -> tuple[npt.NDArray[np.int64], pa.Array]:
    """Row of each item of a column of lists, and the items."""
    whole = column.combine_chunks()
    parents = pc.list_parent_indices(whole).to_numpy(zero_copy_only=False)
    return np.asarray(parents, np.int64), pc.list_flatten(whole)
