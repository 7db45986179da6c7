"""Annotate tables of contacts: pure, from tables to tables."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nlp.inference.annotator import Annotated
from nlp.inference.windows import Span
from nlp.schemas import ANNOTATION, VECTOR
from nlp.taxonomy import Taxonomy

_CACHED_TEXTS = 10_000


class TextAnnotator(Protocol):
    """What annotates texts: the ONNX annotator, or another engine with the same output."""

    version: str
    taxonomy: Taxonomy

    def annotate(self, texts: Sequence[str], mentions: Sequence[Sequence[Span]]) -> list[Annotated]:
        """Annotate cleaned and redacted texts."""
        ...


class CachedAnnotator:
    """Reads each distinct text once: the same words always get the same labels.

    Args:
        annotator: What reads the texts.
    """

    def __init__(self, annotator: TextAnnotator) -> None:
        self._annotator = annotator
        self.version = annotator.version
        self.taxonomy = annotator.taxonomy
        self._known: OrderedDict[bytes, Annotated] = OrderedDict()

    def annotate(self, texts: Sequence[str], mentions: Sequence[Sequence[Span]]) -> list[Annotated]:
        """Annotate texts, those met before from memory; see :class:`TextAnnotator`."""
        keys = [_key(text, spans) for text, spans in zip(texts, mentions, strict=True)]
        fresh = {key: i for i, key in enumerate(keys) if key not in self._known}
        rows = list(fresh.values())
        results = self._annotator.annotate([texts[i] for i in rows], [mentions[i] for i in rows])
        found = dict(zip(fresh, results, strict=True))
        answers = [found.get(key) or self._known[key] for key in keys]
        self._known.update(found)
        while len(self._known) > _CACHED_TEXTS:
            self._known.popitem(last=False)
        return answers


def _key(text: str, spans: Sequence[Span]) -> bytes:
    return hashlib.blake2b(f"{list(spans)}{text}".encode(), digest_size=16).digest()


def annotate_contacts(
    contacts: pa.Table, mentions: pa.Table, annotator: TextAnnotator
) -> tuple[pa.Table, pa.Table]:
    """Annotate contacts from their customer's mentions.

    Args:
        contacts: Schema ``CONTACT``.
        mentions: Schema ``MENTION``, of these contacts.
        annotator: What reads the texts.

    Returns:
        Annotations (schema ``ANNOTATION``, one per contact, in order) and vectors
        (schema ``VECTOR``: the contact's, then its customer mentions').
    """
    if not contacts.num_rows:
        return ANNOTATION.empty_table(), VECTOR.empty_table()
    spans = customer_spans(contacts, mentions)
    rows = contacts.select(["contact_id", "week"]).to_pylist()
    results = annotator.annotate(contacts["text"].to_pylist(), spans)
    versions = {
        "model_version": annotator.version,
        "taxonomy_version": annotator.taxonomy.version,
    }
    annotations = [
        {**row, **versions, **_annotation_row(result)}
        for row, result in zip(rows, results, strict=True)
    ]
    return (
        pa.Table.from_pylist(annotations, ANNOTATION),
        _vectors(rows, spans, results, annotator.version),
    )


def customer_spans(contacts: pa.Table, mentions: pa.Table) -> list[list[Span]]:
    """The customer's mentions of each contact, as code points of its text, in order."""
    spans: dict[str, list[Span]] = {key: [] for key in contacts["contact_id"].to_pylist()}
    own = mentions.filter(pc.equal(mentions["speaker"], "customer"))
    for key, start, end in zip(
        *(own[c].to_pylist() for c in ("contact_id", "start", "end")), strict=True
    ):
        spans[key].append((start, end))
    return list(spans.values())


def _annotation_row(result: Annotated) -> dict[str, Any]:
    a = result.annotation
    return {
        "reason": a.reason,
        "reasons": list(a.reasons),
        "sentiment": a.sentiment,
        "sentiment_score": a.sentiment_score,
        "irritants": list(a.irritants),
        "praises": list(a.praises),
        "signals": list(a.signals),
        "evidence": [
            {"kind": e.kind, "label": e.label, "start": e.start, "end": e.end, "score": e.score}
            for e in a.evidence
        ],
        "scores": [
            {"kind": kind, "code": code, "score": score}
            for kind, of_kind in a.scores.items()
            for code, score in of_kind.items()
        ],
        "abstained": list(a.abstained),
    }


def _vectors(
    rows: Sequence[dict[str, Any]],
    spans: Sequence[Sequence[Span]],
    results: Sequence[Annotated],
    version: str,
) -> pa.Table:
    contact_ids, mention_ids, weeks = [], [], []
    for row, contact_spans in zip(rows, spans, strict=True):
        n = 1 + len(contact_spans)
        contact_ids += [row["contact_id"]] * n
        weeks += [row["week"]] * n
        mention_ids += [None, *(f"{row['contact_id']}:{s}-{e}" for s, e in contact_spans)]
    stacked = np.concatenate([np.vstack([r.vectors.contact, r.vectors.spans]) for r in results])
    flat = pa.array(stacked.astype(np.float32, copy=False).ravel())
    return pa.Table.from_arrays(
        [
            pa.array(contact_ids, pa.string()),
            pa.array(mention_ids, pa.string()),
            pa.array(weeks, pa.string()),
            pa.array([version] * len(weeks), pa.string()),
            pa.FixedSizeListArray.from_arrays(flat, VECTOR.field("vector").type.list_size),
        ],
        schema=VECTOR,
    )
