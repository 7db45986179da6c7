"""Find topics in mentions: one pure function from a table and its vectors to topics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nlp.discovery.assignment import assign_rest, choose_sample, topic_centers
from nlp.discovery.clustering import make_clusters, make_reducer
from nlp.discovery.description import TopicRow, describe_topics
from nlp.discovery.fingerprint import Fingerprint, take_fingerprint
from nlp.discovery.libraries import one_thread
from nlp.discovery.likeness import blend_likeness
from nlp.discovery.lineage import Lineage, TopicRun, trace_lineage
from nlp.discovery.novelty import TaxonomyNodes
from nlp.discovery.rows import MentionRows, check_vectors, read_mentions, readable_rows
from nlp.discovery.settings import MIN_MENTIONS, DiscoverySettings
from nlp.discovery.space import Floats, Ints, Parts, pool, project, project_known
from nlp.discovery.terms import FittedTopics, fit_topics, language_mix, lemmatise, mixing

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

UNASSIGNED = "-1"
"""What stands in place of a topic where a mention has none."""

_SAMPLES = 5


@dataclass(frozen=True, slots=True)
class Unassigned:
    """The mentions outside every topic.

    Attributes:
        size: How many, those without words left aside.
        share: Their share of the readable mentions, in [0, 1].
        sample_ids: A few of them, drawn at random with the run's seed.
        n_without_words: Mentions that hold no words, or have no vector.
    """

    size: int
    share: float
    sample_ids: tuple[str, ...]
    n_without_words: int


@dataclass(frozen=True)
class Discovery:
    """What a run found.

    Attributes:
        mention_ids: Every mention given, in order.
        topic_ids: Topic of each, ``"-1"`` for none.
        topics: The topics, largest first.
        unassigned: The mentions outside every topic.
        lineage: Identifiers and events since the last run.
        fingerprint: What the run stood on.
        run: What the next run needs in order to carry the identifiers on.
        n_fitted: Mentions that topics were found on; the rest was assigned to them.
        mixing: How well topics mix both languages, in [0, 1]; see
            :func:`nlp.discovery.terms.mixing`.
    """

    mention_ids: tuple[str, ...]
    topic_ids: tuple[str, ...]
    topics: tuple[TopicRow, ...]
    unassigned: Unassigned
    lineage: Lineage
    fingerprint: Fingerprint
    run: TopicRun
    n_fitted: int
    mixing: float


def discover(
    mentions: pd.DataFrame | pa.Table,
    vectors: Floats,
    settings: DiscoverySettings | None = None,
    *,
    parts: Parts | None = None,
    metric: Floats | None = None,
    nodes: TaxonomyNodes | None = None,
    model_version: str = "unknown",
    previous: TopicRun | None = None,
) -> Discovery:
    """Find topics in mentions.

    The same rows, vectors and settings give the same topics on any number of threads.

    Args:
        mentions: Columns ``mention_id`` and ``text``; optionally ``lang`` and
            ``sentiment_score``. Cleaned and redacted: terms and names are taken from it.
        vectors: float32 (mentions, dim), the encoder's vector of each; zeros where there
            is none.
        settings: Settings of the run.
        parts: Vectors of the clauses of each mention, where a row holds several; ``vectors``
            then says what the whole row is like. Without, each row is one clause.
        metric: float32 (dim, dim'), see :func:`nlp.discovery.space.learn_metric`.
        nodes: The taxonomy, to tell what is near to a known label; ``None`` to leave that
            out.
        model_version: Version of the bundle that made the vectors.
        previous: ``run`` of the last discovery.

    Returns:
        Topics and the topic of every mention; none is lost. Under 12 readable mentions
        there are no topics.

    Raises:
        InputError: A column is missing, identifiers repeat, or vectors don't fit.
        MissingExtraError: The extra ``discover`` is not installed.
    """
    settings = settings or DiscoverySettings()
    rows = read_mentions(mentions)
    vectors = np.asarray(vectors, np.float32)
    checked = check_vectors(vectors, parts, len(rows.ids))
    whole = None if parts is None else vectors
    fingerprint = take_fingerprint(
        rows.ids,
        rows.texts,
        checked.vectors,
        settings,
        model_version,
        whole=whole,
        metric=metric,
    )
    readable = readable_rows(rows, checked)
    found = _find(
        rows,
        checked.take(readable),
        None if whole is None else whole[readable],
        readable,
        metric,
        settings,
    )
    labels = np.full(len(rows.ids), -1, np.int64)
    labels[readable] = found.labels
    centers = _encoder_centers(vectors, labels, len(found.terms), readable)
    lineage = trace_lineage(labels, rows.ids, centers, fingerprint, previous)
    topics = describe_topics(
        rows,
        labels,
        vectors,
        found,
        lineage.topic_ids,
        nodes,
        n_readable=len(readable),
        novel_distance=settings.novel_distance,
    )
    topic_ids = [UNASSIGNED if k < 0 else lineage.topic_ids[k] for k in labels.tolist()]
    members = dict(zip(rows.ids, topic_ids, strict=True))
    mixes = language_mix(labels, rows.langs, len(topics))
    return Discovery(
        mention_ids=tuple(rows.ids),
        topic_ids=tuple(topic_ids),
        topics=topics,
        unassigned=_unassigned(rows.ids, labels, readable, settings.seed),
        lineage=lineage,
        fingerprint=fingerprint,
        run=TopicRun(
            fingerprint=fingerprint,
            topic_ids=lineage.topic_ids,
            centers=centers,
            members={key: topic for key, topic in members.items() if topic != UNASSIGNED},
            n_mentions=len(rows.ids),
            next_id=lineage.next_id,
        ),
        n_fitted=min(len(readable), settings.fit_rows),
        mixing=mixing(mixes, [topic.size for topic in topics]),
    )


def _find(
    rows: MentionRows,
    parts: Parts,
    whole: Floats | None,
    readable: Ints,
    metric: Floats | None,
    settings: DiscoverySettings,
) -> FittedTopics:
    """Topics of the readable mentions, largest first, with the terms of each."""
    n = len(readable)
    if n < MIN_MENTIONS:
        return FittedTopics(np.full(n, -1, np.int64), ())
    with one_thread():
        space = project(parts, metric)
        vectors = pool(space)
        sample = choose_sample(n, settings.fit_rows, settings.seed)
        texts = [rows.texts[i] for i in readable[sample].tolist()]
        langs = [rows.langs[i] for i in readable[sample].tolist()]
        lemmas = lemmatise(texts, langs)
        likeness = blend_likeness(
            space.take(sample),
            None if whole is None else project_known(whole, metric)[sample],
            [[lemma.form for lemma in own] for own in lemmas],
            langs,
        )
        fitted = fit_topics(
            lemmas,
            langs,
            vectors[sample],
            make_reducer(len(sample), settings),
            make_clusters(likeness, langs, _allowed(len(sample), settings), settings),
            n_terms=settings.n_terms,
        )
        labels = assign_rest(vectors, sample, fitted.labels, settings.max_unassigned_share)
    return _largest_first(FittedTopics(labels, fitted.terms))


def _allowed(n: int, settings: DiscoverySettings) -> int:
    """Mentions that may stay outside every topic."""
    return int(settings.max_unassigned_share * n)


def _largest_first(found: FittedTopics) -> FittedTopics:
    sizes = np.bincount(found.labels[found.labels >= 0], minlength=len(found.terms))
    order = np.argsort(-sizes, kind="stable")
    position = np.empty(len(order) + 1, np.int64)
    position[order] = np.arange(len(order))
    position[-1] = -1  # index -1 is the last: no topic stays no topic
    return FittedTopics(position[found.labels], tuple(found.terms[k] for k in order))


def _encoder_centers(vectors: Floats, labels: Ints, n_topics: int, readable: Ints) -> Floats:
    """Centres in the encoder's space, centred, for comparison with other runs."""
    if not n_topics:
        return np.zeros((0, vectors.shape[1] if vectors.ndim == 2 else 0), np.float32)
    mean = vectors[readable].mean(axis=0, dtype=np.float64).astype(np.float32)
    return topic_centers(vectors - mean, labels, n_topics)


def _unassigned(ids: Sequence[str], labels: Ints, readable: Ints, seed: int) -> Unassigned:
    outside = readable[labels[readable] < 0]
    rng = np.random.default_rng(seed)
    drawn = np.sort(rng.choice(outside, min(_SAMPLES, len(outside)), replace=False))
    return Unassigned(
        size=len(outside),
        share=len(outside) / len(readable) if len(readable) else 0.0,
        sample_ids=tuple(ids[i] for i in drawn.tolist()),
        n_without_words=len(ids) - len(readable),
    )
