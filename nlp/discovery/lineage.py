"""Tie the topics of this run to those of the last one: identifiers survive refits.

A topic of this run and one of the last are linked by the mentions that both hold; where
too few mentions were there both times, by the cosine of their centres. The heaviest
links carry an identifier over, one to one. What stays without a link is new or gone; a
new topic made of another's mentions is split off, and a topic whose mentions went to
another's heir is merged into it. An identifier that is gone is never given again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from nlp.discovery.fingerprint import Fingerprint, differences

EventKind = Literal["born", "continued", "grown", "split", "merged", "died"]

MIN_SHARED = 3
"""Mentions of a topic seen in both runs from which they decide, rather than the centres."""

MIN_OVERLAP = 0.3
"""Share of common mentions (Dice) from which an identifier is carried over."""

MIN_COSINE = 0.75
"""Cosine of centres from which an identifier is carried over without common mentions."""

PARENT_SHARE = 0.5
"""Share of a topic's known mentions that must come from (go to) one other topic for it to
be split off that topic (merged into it)."""

GROWTH = 1.5
"""A continued topic has grown when its share of all mentions rose by this factor."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class TopicRun:
    """The topics of a run, as lineage needs them.

    Attributes:
        fingerprint: What the run stood on.
        topic_ids: Identifier of each topic.
        centers: float32 (topics, dim), unit vectors in the encoder's space, centred.
        members: Topic of each assigned mention, by mention id.
        n_mentions: Mentions that the run was given.
        next_id: First identifier never given so far.
    """

    fingerprint: Fingerprint
    topic_ids: tuple[str, ...]
    centers: Floats
    members: Mapping[str, str]
    n_mentions: int
    next_id: int


@dataclass(frozen=True, slots=True)
class TopicEvent:
    """What became of a topic between two runs.

    Attributes:
        kind: What happened.
        topic_id: The topic it happened to.
        other_id: The topic it was split off or merged into; ``None`` otherwise.
        size_before, size: Mentions in the last run and in this one; 0 where it was not.
        shared: Mentions that tie the topic to its past, 0 where centres decided.
    """

    kind: EventKind
    topic_id: str
    other_id: str | None
    size_before: int
    size: int
    shared: int


@dataclass(frozen=True)
class Lineage:
    """Identifiers of this run's topics and what happened since the last.

    Attributes:
        topic_ids: One identifier per topic, in the order of the run's topics.
        events: One event per topic of this run, then one per topic that is gone.
        next_id: First identifier never given so far.
        unlike: What the runs differ in beside their rows; centres of another model are
            not compared, and events of unlike runs may be the doing of the change.
    """

    topic_ids: tuple[str, ...]
    events: tuple[TopicEvent, ...]
    next_id: int
    unlike: tuple[str, ...]


def trace_lineage(
    labels: npt.NDArray[np.int64],
    ids: Sequence[str],
    centers: Floats,
    fingerprint: Fingerprint,
    previous: TopicRun | None,
) -> Lineage:
    """Give this run's topics their identifiers.

    Args:
        labels: int64 (mentions,), topic 0, 1, … of each mention, -1 for none.
        ids: Identifier of each mention.
        centers: float32 (topics, dim), centres as in :class:`TopicRun`.
        fingerprint: What this run stands on.
        previous: The last run; ``None`` for the first.

    Returns:
        The identifiers and events. Identifiers are whole numbers from 1, as text.
    """
    sizes = np.bincount(labels[labels >= 0], minlength=len(centers))
    if previous is None:
        given = tuple(str(1 + i) for i in range(len(centers)))
        return Lineage(given, _all_born(given, sizes), 1 + len(centers), ())
    unlike = differences(fingerprint, previous.fingerprint)
    overlap = _overlap(labels, ids, previous, len(centers))
    links = _links(overlap, centers, previous, by_center="model_version" not in unlike)
    heir_of = _carry_over(links)
    next_id = previous.next_id
    given_ids: list[str] = []
    for topic in range(len(centers)):
        if topic in heir_of:
            given_ids.append(previous.topic_ids[heir_of[topic]])
        else:
            given_ids.append(str(next_id))
            next_id += 1
    events = _events(given_ids, sizes, overlap, heir_of, previous, n_now=len(ids))
    return Lineage(tuple(given_ids), events, next_id, unlike)


def _all_born(ids: Iterable[str], sizes: npt.NDArray[np.int64]) -> tuple[TopicEvent, ...]:
    return tuple(
        TopicEvent("born", topic_id, None, 0, int(size), 0)
        for topic_id, size in zip(ids, sizes, strict=True)
    )


def _overlap(
    labels: npt.NDArray[np.int64], ids: Sequence[str], previous: TopicRun, n_topics: int
) -> npt.NDArray[np.int64]:
    """int64 (topics now, topics then), mentions that both hold."""
    position = {topic_id: i for i, topic_id in enumerate(previous.topic_ids)}
    counts = np.zeros((n_topics, len(position)), np.int64)
    for label, mention in zip(labels.tolist(), ids, strict=True):
        then = previous.members.get(mention)
        if label >= 0 and then is not None:
            counts[label, position[then]] += 1
    return counts


def _links(
    overlap: npt.NDArray[np.int64], centers: Floats, previous: TopicRun, *, by_center: bool
) -> npt.NDArray[np.float64]:
    """float64 (topics now, topics then), weight of each link, 0 where there is none.

    A link by mentions weighs 1 to 2, one by centres under 1: what was counted goes first.
    """
    now, then = overlap.sum(axis=1), overlap.sum(axis=0)
    total = now[:, None] + then[None, :]
    dice = np.where(total > 0, 2 * overlap / np.maximum(total, 1), 0.0)
    counted = np.minimum(now[:, None], then[None, :]) >= MIN_SHARED
    links = np.where(counted & (dice >= MIN_OVERLAP), 1 + dice, 0.0)
    if by_center and len(centers) and len(previous.centers):
        cosines = (centers @ previous.centers.T).astype(np.float64)
        near = ~counted & (cosines >= MIN_COSINE)
        links = np.where(near, np.clip(cosines, 0, 0.999), links)
    return links


def _carry_over(links: npt.NDArray[np.float64]) -> dict[int, int]:
    """Topic then of each topic now that inherits its identifier: heaviest links in all."""
    if not links.size:
        return {}
    rows, columns = linear_sum_assignment(-links)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {now: then for now, then in pairs if links[now, then] > 0}


def _events(
    ids: Sequence[str],
    sizes: npt.NDArray[np.int64],
    overlap: npt.NDArray[np.int64],
    heir_of: Mapping[int, int],
    previous: TopicRun,
    *,
    n_now: int,
) -> tuple[TopicEvent, ...]:
    before = _sizes_before(previous)
    heir_by_old = {then: now for now, then in heir_of.items()}
    events = []
    for now, topic_id in enumerate(ids):
        size = int(sizes[now])
        if now in heir_of:
            then = heir_of[now]
            share_before = before[then] / max(previous.n_mentions, 1)
            has_grown = size / max(n_now, 1) >= GROWTH * share_before
            kind: EventKind = "grown" if has_grown else "continued"
            shared = int(overlap[now, then])
            events.append(TopicEvent(kind, topic_id, None, before[then], size, shared))
            continue
        parent = _main(overlap[now], size_of_all=int(overlap[now].sum()))
        if parent is None:
            events.append(TopicEvent("born", topic_id, None, 0, size, 0))
        else:
            shared = int(overlap[now, parent])
            other = previous.topic_ids[parent]
            events.append(TopicEvent("split", topic_id, other, 0, size, shared))
    for then, old_id in enumerate(previous.topic_ids):
        if then in heir_by_old:
            continue
        child = _main(overlap[:, then], size_of_all=int(overlap[:, then].sum()))
        if child is None:
            events.append(TopicEvent("died", old_id, None, before[then], 0, 0))
        else:
            shared = int(overlap[child, then])
            events.append(TopicEvent("merged", old_id, ids[child], before[then], 0, shared))
    return tuple(events)


def _main(counts: npt.NDArray[np.int64], *, size_of_all: int) -> int | None:
    """The topic that holds most of the known mentions, if it holds enough of them."""
    if size_of_all < MIN_SHARED:
        return None
    best = int(counts.argmax())
    return best if counts[best] >= PARENT_SHARE * size_of_all else None


def _sizes_before(previous: TopicRun) -> list[int]:
    counts = dict.fromkeys(previous.topic_ids, 0)
    for topic_id in previous.members.values():
        counts[topic_id] += 1
    return list(counts.values())
