"""From the mentions that topics were found on to all mentions."""

from __future__ import annotations

import numpy as np

from nlp.discovery.clustering import nearest_rows
from nlp.discovery.space import Floats, Ints, to_length_one

_FAR_QUANTILE = 0.05
"""A mention further from its topic's centre than all but this share of those that the topic
was found on stays outside."""


def choose_sample(n: int, fit_rows: int, seed: int) -> Ints:
    """Rows that topics are found on, int64, in order: all, or a seeded sample."""
    if n <= fit_rows:
        return np.arange(n)
    return np.sort(np.random.default_rng(seed).choice(n, fit_rows, replace=False))


def topic_centers(vectors: Floats, labels: Ints, n_topics: int) -> Floats:
    """Centre of each topic, float32 (topics, dim), unit vectors."""
    inside = labels >= 0
    sums = np.zeros((n_topics, vectors.shape[1]))
    np.add.at(sums, labels[inside], vectors[inside])
    return to_length_one(np.asarray(sums, np.float32))


def assign_rest(vectors: Floats, sample: Ints, labels: Ints, max_unassigned_share: float) -> Ints:
    """Assign the mentions outside the sample to the nearest topic, or to none.

    Args:
        vectors: float32 (mentions, dim), unit vectors in the space of topics.
        sample: int64, the rows that topics were found on.
        labels: int64 (sample,), their topics, -1 for none.
        max_unassigned_share: Share of all mentions that may stay outside.

    Returns:
        int64 (mentions,), the topic of each, -1 for none. Of those far from every topic
        the nearest are assigned until few enough stay outside.
    """
    n, n_topics = len(vectors), int(labels.max(initial=-1)) + 1
    everywhere = np.full(n, -1, np.int64)
    everywhere[sample] = labels
    rest = np.setdiff1d(np.arange(n), sample, assume_unique=True)
    if not len(rest) or not n_topics:
        return everywhere
    centers = topic_centers(vectors[sample], labels, n_topics)
    nearest, cosine = nearest_rows(vectors[rest], centers)
    inside = np.flatnonzero(labels >= 0)
    own = np.einsum("ij,ij->i", vectors[sample[inside]], centers[labels[inside]])
    threshold = float(np.quantile(own, _FAR_QUANTILE))
    near = cosine >= threshold
    room = int(max_unassigned_share * n) - int((labels < 0).sum())
    surplus = int((~near).sum()) - max(room, 0)
    if surplus > 0:
        far = np.flatnonzero(~near)
        near[far[np.argsort(-cosine[far], kind="stable")[:surplus]]] = True
    everywhere[rest[near]] = nearest[near]
    return everywhere
