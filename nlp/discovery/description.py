"""What people read of a topic: its name, terms, quotes, languages and nearest label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlp.discovery.assignment import topic_centers
from nlp.discovery.labelling import Words, name_topic
from nlp.discovery.novelty import Nearest, TaxonomyNodes, find_nearest
from nlp.discovery.rows import MentionRows
from nlp.discovery.space import Floats, Ints, to_length_one
from nlp.discovery.terms import FittedTopics, Terms, language_mix, lemmatise
from nlp.types import LANGS, Lang

_QUOTED = 3  # mentions kept per language
_NAMED_FROM = 40  # most central mentions read for the name, per language
_OTHER: Mapping[Lang, Lang] = {"fr": "en", "en": "fr"}
_QUOTES: Mapping[Lang, str] = {"fr": "«\u00a0{}\u00a0»", "en": "“{}”"}


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic.

    Attributes:
        topic_id: Identifier that survives refits.
        size: Mentions.
        share: Share of the readable mentions, in [0, 1].
        terms: Per language, its terms and their weights, heaviest first.
        labels: Its name in each language. In a language that no mention speaks, the
            other language's name between quotation marks.
        central_id: The most central mention.
        quote_ids: Per language, the most central mentions.
        languages: Share of each language, in [0, 1].
        nearest: The nearest node of the taxonomy; ``None`` where it wasn't given.
        polarity: Mean feeling in [-1, 1]; ``None`` where unknown.
        is_new_irritant: Whether it is far from every node, and not praise.
    """

    topic_id: str
    size: int
    share: float
    terms: Mapping[Lang, Terms]
    labels: Mapping[Lang, str]
    central_id: str
    quote_ids: Mapping[Lang, tuple[str, ...]]
    languages: Mapping[Lang, float]
    nearest: Nearest | None
    polarity: float | None
    is_new_irritant: bool


def describe_topics(
    rows: MentionRows,
    labels: Ints,
    vectors: Floats,
    found: FittedTopics,
    topic_ids: Sequence[str],
    nodes: TaxonomyNodes | None,
    *,
    n_readable: int,
    novel_distance: float,
) -> tuple[TopicRow, ...]:
    """Describe every topic.

    Args:
        rows: The mentions.
        labels: int64 (mentions,), topic 0, 1, … of each, -1 for none.
        vectors: float32 (mentions, dim), as the encoder gives them.
        found: Terms per topic.
        topic_ids: Identifier of each topic.
        nodes: The taxonomy, or ``None``.
        n_readable: Mentions with words.
        novel_distance: Distance to every node from which a topic is new.

    Returns:
        One row per topic, in order.
    """
    n_topics = len(topic_ids)
    if not n_topics:
        return ()
    central = _most_central(labels, vectors, n_topics)
    names = _names(rows, central, found)
    mixes = language_mix(labels, rows.langs, n_topics)
    nearest = _nearest(vectors, labels, n_topics, nodes)
    described = []
    for topic in range(n_topics):
        members = central[topic]
        polarity = _mean(rows.polarity[members])
        near = nearest[topic]
        described.append(
            TopicRow(
                topic_id=topic_ids[topic],
                size=len(members),
                share=len(members) / n_readable,
                terms=found.terms[topic],
                labels=names[topic],
                central_id=rows.ids[members[0]],
                quote_ids=_quotes(rows, members),
                languages=mixes[topic],
                nearest=near,
                polarity=polarity,
                is_new_irritant=near is not None
                and near.distance >= novel_distance
                and (polarity is None or polarity < 0),
            )
        )
    return tuple(described)


def _most_central(labels: Ints, vectors: Floats, n_topics: int) -> list[Ints]:
    """Members of each topic, most central first."""
    inside = np.flatnonzero(labels >= 0)
    centred = to_length_one(vectors[inside] - vectors[inside].mean(axis=0))
    own = labels[inside]
    centers = topic_centers(centred, own, n_topics)
    cosine = np.round(np.einsum("ij,ij->i", centred, centers[own]), 5)
    order = np.lexsort((inside, -cosine, own))
    borders = np.searchsorted(own[order], np.arange(1, n_topics))
    return np.split(inside[order], borders)


def _names(
    rows: MentionRows, central: Sequence[Ints], found: FittedTopics
) -> list[dict[Lang, str]]:
    """Name of each topic in each language; all texts of a language are read in one go."""
    names: list[dict[Lang, str]] = [{} for _ in central]
    for lang in LANGS:
        read = [
            [i for i in members.tolist() if rows.langs[i] == lang][:_NAMED_FROM]
            for members in central
        ]
        texts = [rows.texts[i] for members in read for i in members]
        words = iter(zip(texts, lemmatise(texts, [lang] * len(texts)), strict=True))
        for topic, members in enumerate(read):
            own = [Words(*next(words)) for _ in members]
            names[topic][lang] = name_topic(found.terms[topic].get(lang, ()), own)
    for name in names:
        for lang in LANGS:
            other = name[_OTHER[lang]]
            if not name[lang] and other and not other.startswith(tuple("«“")):
                name[lang] = _QUOTES[lang].format(other)
    return names


def _nearest(
    vectors: Floats, labels: Ints, n_topics: int, nodes: TaxonomyNodes | None
) -> Sequence[Nearest | None]:
    if nodes is None:
        return [None] * n_topics
    return find_nearest(topic_centers(vectors - nodes.center, labels, n_topics), nodes)


def _quotes(rows: MentionRows, members: Ints) -> dict[Lang, tuple[str, ...]]:
    """The most central mentions of each language, no two with the same words."""
    quotes: dict[Lang, tuple[str, ...]] = {}
    for lang in LANGS:
        chosen: dict[str, str] = {}
        for i in members.tolist():
            if rows.langs[i] == lang and len(chosen) < _QUOTED:
                chosen.setdefault(rows.texts[i].strip().lower(), rows.ids[i])
        quotes[lang] = tuple(chosen.values())
    return quotes


def _mean(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float | None:
    known = values[~np.isnan(values)]
    return round(float(known.mean()), 4) if len(known) else None
