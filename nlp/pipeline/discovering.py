"""Find topics in a table without a workspace: a file in, two files out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nlp.bundle import Bundle
from nlp.discovery.discover import Discovery, discover
from nlp.discovery.libraries import require_discovery
from nlp.discovery.novelty import TaxonomyNodes
from nlp.discovery.records import topic_records
from nlp.discovery.settings import DiscoverySettings
from nlp.discovery.space import Floats, Parts, load_metric, to_length_one
from nlp.errors import InputError
from nlp.inference.annotator import Annotated
from nlp.inference.heads import HeadWeights, load_heads, softmax
from nlp.inference.matcher import label_texts, load_matcher
from nlp.pipeline.annotation import TextAnnotator
from nlp.pipeline.output import check_output, write_records
from nlp.pipeline.preparation import split_chunks
from nlp.pipeline.stateless import text_column
from nlp.readers import read_rows
from nlp.schemas import VECTOR_DIM
from nlp.taxonomy import Taxonomy
from nlp.text import PreparedText, prepare_text
from nlp.types import LANGS, Lang

_CHUNK = 512
_LEAST_WEIGHT = 0.05
"""What a clause that is surely praise still counts, beside 1 for one that surely is not."""

OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class DiscoveryTools:
    """What a bundle brings to discovery beside the encoder.

    Attributes:
        metric: What tells fine topics apart; ``None`` for a bundle without one.
        sentiment: The head that tells praise from the rest.
        positive: Its row for praise.
        nodes: The taxonomy in the encoder's space; ``None`` for a bundle that reads no
            labels from their texts.
    """

    metric: Floats | None
    sentiment: HeadWeights
    positive: int
    nodes: TaxonomyNodes | None


@dataclass(frozen=True)
class DiscoveryReport:
    """What was done to a file.

    Attributes:
        n_read: Rows in the file.
        n_broken: Rows that could not be read as rows; they are not written.
        n_stated_twice: Rows whose ``id`` another row has too.
        topics_file: Where the topics were written.
        found: The run.
    """

    n_read: int
    n_broken: int
    n_stated_twice: int
    topics_file: Path
    found: Discovery


@dataclass(frozen=True)
class _Row:
    id: str
    lang: Lang | None
    prepared: PreparedText | None


@dataclass(frozen=True)
class DiscoverySource:
    """A table that was read.

    Attributes:
        output: Where the topic of each row goes.
        topics_file: Where the topics go.
        rows: Its readable rows.
        n_read: Rows in the file.
        n_broken: Rows that could not be read as rows.
    """

    output: Path
    topics_file: Path
    rows: tuple[_Row, ...]
    n_read: int
    n_broken: int


def load_tools(bundle: Bundle, taxonomy: Taxonomy, annotator: TextAnnotator) -> DiscoveryTools:
    """Read from a bundle what discovery needs.

    Args:
        bundle: A checked bundle.
        taxonomy: The labels that topics are compared with.
        annotator: The bundle's annotator, to place those labels.

    Returns:
        The tools.

    Raises:
        BundleError: A file of the bundle is broken.
    """
    codes = bundle.info.heads["sentiment"].codes
    return DiscoveryTools(
        metric=load_metric(bundle.folder),
        sentiment=load_heads(bundle.heads)["sentiment"],
        positive=codes.index("positive"),
        nodes=place_labels(taxonomy, annotator, load_matcher(bundle.center, {}).center)
        if bundle.info.matcher
        else None,
    )


def place_labels(taxonomy: Taxonomy, annotator: TextAnnotator, center: Floats) -> TaxonomyNodes:
    """Place reasons and irritants in the encoder's space, by their names and definitions."""
    labels = [(kind, x) for kind in ("reason", "irritant") for x in taxonomy.label_set(kind).labels]
    texts = [label_texts(label) for _, label in labels]
    flat = [text for of_label in texts for text in of_label]
    results = annotator.annotate(flat, [[(0, len(text))] for text in flat])
    vectors = to_length_one(np.stack([r.vectors.contact for r in results]) - center)
    ends = np.cumsum([len(of_label) for of_label in texts])[:-1]
    means = np.stack([part.mean(axis=0) for part in np.split(vectors, ends)])
    return TaxonomyNodes(
        keys=tuple((kind, label.code) for kind, label in labels),
        names=tuple(label.names for _, label in labels),
        vectors=to_length_one(means),
        center=center,
    )


def topics_file(output: Path) -> Path:
    """Where the topics go: ``OUT.topics.jsonl`` beside ``OUT.jsonl``."""
    return output.with_name(f"{output.stem}.topics.jsonl")


def read_source(source: Path, output: Path) -> DiscoverySource:
    """Read a table with a ``text`` column and optional ``id`` and ``lang``, before any work.

    Args:
        source: JSONL, CSV, TSV, XLSX or Parquet.
        output: ``.jsonl``, ``.csv`` or ``.parquet``.

    Returns:
        The rows, cleaned and redacted.

    Raises:
        InputError: The file cannot be read, has no ``text`` column, is empty, or one of
            the outputs cannot be written or is the source.
        MissingExtraError: The extra ``discover`` is not installed.
    """
    require_discovery()
    beside = topics_file(output)
    for path in (output, beside):
        check_output(path, source=source)
    reading = read_rows(source)
    column = text_column(reading)
    rows = tuple(_row(number, row, column) for number, row in reading.rows)
    if not rows:
        raise InputError(f"{source} has no rows: there is nothing to find topics in")
    return DiscoverySource(output, beside, rows, reading.n_read, len(reading.rejects))


def discover_source(
    given: DiscoverySource,
    annotator: TextAnnotator,
    tools: DiscoveryTools,
    settings: DiscoverySettings | None = None,
    *,
    on_progress: OnProgress | None = None,
) -> DiscoveryReport:
    """Find topics and write them.

    Args:
        given: What :func:`read_source` read.
        annotator: What encodes the texts.
        tools: What its bundle brings.
        settings: Settings of the run.
        on_progress: Told how far the work is.

    Returns:
        The counts and what was found. The output has one row per row of the source, in
        order, with ``id`` and ``topic`` (``"-1"`` for none); the topics lie beside it.
    """
    tell = on_progress or (lambda *_: None)
    rows = given.rows
    results = _encode(rows, annotator, tell)
    tell("topics", 0, 0)
    found = _discover(rows, results, tools, settings, annotator.version)
    # In CSV a text that starts with a minus would be taken for a formula and defused.
    shown = int if given.output.suffix.lower() == ".csv" else str
    pairs = zip(rows, found.topic_ids, strict=True)
    write_records([{"id": row.id, "topic": shown(topic)} for row, topic in pairs], given.output)
    ids = {str(i): row.id for i, row in enumerate(rows)}
    records = [_with_given_ids(record, ids) for record in topic_records(found)]
    write_records(records, given.topics_file)
    return DiscoveryReport(
        n_read=given.n_read,
        n_broken=given.n_broken,
        n_stated_twice=len(rows) - len({row.id for row in rows}),
        topics_file=given.topics_file,
        found=found,
    )


def _encode(
    rows: Sequence[_Row], annotator: TextAnnotator, tell: OnProgress
) -> list[Annotated | None]:
    """One encoder pass over the rows with words."""
    results: list[Annotated | None] = []
    for chunk in split_chunks(rows, _CHUNK):
        kept = [row.prepared for row in chunk if row.prepared is not None]
        read = iter(annotator.annotate([p.text for p in kept], [_spans(p) for p in kept]))
        results += [None if row.prepared is None else next(read) for row in chunk]
        tell("encode", len(results), len(rows))
    return results


def _discover(
    rows: Sequence[_Row],
    results: Sequence[Annotated | None],
    tools: DiscoveryTools,
    settings: DiscoverySettings | None,
    version: str,
) -> Discovery:
    import pyarrow as pa

    feelings = [None if r is None else r.annotation.sentiment_score for r in results]
    nothing = np.zeros(VECTOR_DIM, np.float32)
    clauses = [nothing[None] if r is None else r.vectors.spans for r in results]
    vectors = np.concatenate(clauses)
    praise = softmax(tools.sentiment.logits(vectors))[:, tools.positive]
    starts = np.cumsum([0] + [len(each) for each in clauses])[:-1]
    table = pa.table(
        {
            "mention_id": [str(i) for i in range(len(rows))],
            "text": ["" if row.prepared is None else row.prepared.text for row in rows],
            "lang": [row.lang for row in rows],
            "sentiment_score": feelings,
        }
    )
    return discover(
        table,
        np.stack([nothing if r is None else r.vectors.contact for r in results]),
        settings,
        parts=Parts(vectors, starts, np.asarray(1 - praise + _LEAST_WEIGHT, np.float32)),
        metric=tools.metric,
        nodes=tools.nodes,
        model_version=version,
    )


def _row(number: int, row: dict[str, Any], column: str) -> _Row:
    given, raw = row.get("id"), row[column]
    stated = next((x for x in LANGS if str(row.get("lang")).strip().lower() == x), None)
    text = "" if raw is None else str(raw)
    prepared = prepare_text(text, lang=stated) if text.strip() else None
    if prepared is not None and not prepared.mentions:
        prepared = None
    own = None if prepared is None else next((x for x in LANGS if x == prepared.lang), None)
    return _Row(str(number) if given in (None, "") else str(given), own or stated, prepared)


def _spans(prepared: PreparedText) -> list[tuple[int, int]]:
    return [(m.start, m.end) for m in prepared.mentions]


def _with_given_ids(record: dict[str, Any], given: dict[str, str]) -> dict[str, Any]:
    """The record with rows named as the file names them."""
    named = dict(record)
    if "central_id" in named:
        named["central_id"] = given[named["central_id"]]
        quotes = named["quote_ids"]
        named["quote_ids"] = {lang: [given[i] for i in ids] for lang, ids in quotes.items()}
    if "sample_ids" in named:
        named["sample_ids"] = [given[i] for i in named["sample_ids"]]
    return named
