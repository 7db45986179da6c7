"""Cluster models that BERTopic can use, seeded and the same on any number of threads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from nlp.discovery.libraries import import_bertopic, import_umap, load_library
from nlp.discovery.settings import DiscoverySettings
from nlp.discovery.space import Floats, Ints
from nlp.types import LANGS, Lang

_ONE_LANGUAGE = 0.8
"""Share of a language from which a group counts as speaking that one."""

_JOIN_FROM = 1.0
"""Standard deviations by which two groups must be more alike than their languages are."""

_NEIGHBOURS = 15
_DIMENSIONS = 10


class ClusterModel(Protocol):
    """What BERTopic calls: ``fit`` leaves ``labels_``."""

    labels_: Ints

    def fit(self, vectors: Floats, y: object = None) -> ClusterModel:
        """Cluster the rows of ``vectors``."""
        ...


class AverageLink:
    """Mean-linkage clustering on a likeness that was measured beforehand.

    Two groups are joined while the mean likeness of their pairs is highest, down to the
    number of groups asked for. Then French groups are joined with the English ones that
    say the same, and groups that are too small are dissolved.

    Args:
        likeness: float32 (mentions, mentions), see :mod:`nlp.discovery.likeness`.
        langs: Language of each mention.
        n_groups: Groups to cut into.
        min_size: Fewest mentions of a group.
        max_unassigned: Mentions that may stay outside every group; the nearest of those
            dissolved are assigned until it is met.
    """

    labels_: Ints

    def __init__(
        self,
        likeness: Floats,
        langs: Sequence[Lang],
        *,
        n_groups: int,
        min_size: int,
        max_unassigned: int,
    ) -> None:
        self._likeness = likeness
        self._langs = langs
        self._n_groups = n_groups
        self._min_size = min_size
        self._max_unassigned = max_unassigned

    def fit(self, vectors: Floats, y: object = None) -> AverageLink:  # noqa: ARG002  (BERTopic gives it)
        """Cluster; ``vectors`` only says how many mentions there are."""
        if len(vectors) != len(self._likeness):
            raise ValueError(f"{len(vectors)} vectors for {len(self._likeness)} mentions")
        groups = cut_by_average(self._likeness, self._n_groups)
        joined = join_languages(groups, self._likeness, self._langs)
        labels = dissolve_small(joined, self._min_size)
        self.labels_ = assign_nearest(labels, self._likeness, self._max_unassigned)
        return self


def cut_by_average(likeness: Floats, n_groups: int) -> Ints:
    """Cut mentions into groups by mean linkage.

    Args:
        likeness: float32 (mentions, mentions), symmetric, of any scale: what is added to all
            pairs, or what all are multiplied by, changes nothing.
        n_groups: Most groups to give.

    Returns:
        int64 (mentions,), group 0, 1, … of each.
    """
    from scipy.cluster.hierarchy import fcluster, linkage

    upper = np.triu_indices(len(likeness), 1)
    distance = float(likeness.max()) - likeness[upper].astype(np.float64)
    tree = linkage(distance, method="average")
    return np.asarray(fcluster(tree, n_groups, criterion="maxclust"), np.int64) - 1


def join_languages(groups: Ints, likeness: Floats, langs: Sequence[Lang]) -> Ints:
    """Join each French group with the English one that is its nearest, and it the other's.

    Mentions of one language are more alike than mentions of two, whatever they say, so
    that a topic falls into a French half and an English one. The likeness of two groups
    is therefore taken over what their languages have in common anyway.

    Args:
        groups: int64 (mentions,), group 0, 1, … of each.
        likeness: float32 (mentions, mentions).
        langs: Language of each mention.

    Returns:
        The groups, numbers of English ones that were joined replaced by the French one's.
    """
    french = np.array([lang == LANGS[0] for lang in langs], bool)
    sizes = np.bincount(groups)
    share = np.bincount(groups, french) / np.maximum(sizes, 1)
    ours = np.flatnonzero((share >= _ONE_LANGUAGE) & (sizes > 0))
    theirs = np.flatnonzero((share <= 1 - _ONE_LANGUAGE) & (sizes > 0))
    if not len(ours) or not len(theirs):
        return groups
    member = np.zeros((len(groups), len(sizes)), np.float32)
    member[np.arange(len(groups)), groups] = 1
    means = _excess(likeness, french) @ member[:, theirs] / sizes[theirs]
    alike = np.round(member[:, ours].T @ means / sizes[ours, None], 5)
    enough = _JOIN_FROM * float(likeness[~np.eye(len(groups), dtype=bool)].std())
    joined = groups.copy()
    for row, column in enumerate(alike.argmax(axis=1)):
        if alike[:, column].argmax() == row and alike[row, column] >= enough:
            joined[groups == theirs[column]] = ours[row]
    return joined


def _excess(likeness: Floats, french: npt.NDArray[np.bool_]) -> Floats:
    """Likeness over the mean of its pair of languages."""
    over = likeness.copy()
    for ours in (french, ~french):
        for theirs in (french, ~french):
            block = np.ix_(ours, theirs)
            over[block] -= likeness[block].mean(dtype=np.float64)
    return over


def dissolve_small(groups: Ints, min_size: int) -> Ints:
    """Groups with fewer mentions become -1; the others are numbered anew from 0."""
    kept = np.bincount(groups) >= min_size
    number = np.where(kept, np.cumsum(kept) - 1, -1)
    return np.asarray(number[groups], np.int64)


def assign_nearest(labels: Ints, likeness: Floats, max_unassigned: int) -> Ints:
    """Assign those nearest to a group until few enough stay outside.

    Args:
        labels: int64 (mentions,), -1 for none.
        likeness: float32 (mentions, mentions).
        max_unassigned: Mentions that may stay outside.

    Returns:
        The labels, each newly assigned mention in the group with which its mean
        likeness is highest; unchanged where there is no group at all.
    """
    outside = np.flatnonzero(labels < 0)
    n_groups = int(labels.max(initial=-1)) + 1
    surplus = len(outside) - max_unassigned
    if surplus <= 0 or not n_groups:
        return labels
    inside = np.flatnonzero(labels >= 0)
    order = inside[np.argsort(labels[inside], kind="stable")]
    starts = np.searchsorted(labels[order], np.arange(n_groups))
    sums = np.add.reduceat(likeness[np.ix_(outside, order)], starts, axis=1, dtype=np.float64)
    means = sums / np.bincount(labels[inside])
    nearest = np.argsort(-means.max(axis=1), kind="stable")[:surplus]
    assigned = labels.copy()
    assigned[outside[nearest]] = means[nearest].argmax(axis=1)
    return assigned


class Density:
    """HDBSCAN on the reduced vectors, then the same care for what it leaves outside.

    Args:
        likeness: float32 (mentions, mentions).
        min_size: Fewest mentions of a group.
        max_unassigned: Mentions that may stay outside every group.
    """

    labels_: Ints

    def __init__(self, likeness: Floats, *, min_size: int, max_unassigned: int) -> None:
        self._likeness = likeness
        self._min_size = min_size
        self._max_unassigned = max_unassigned

    def fit(self, vectors: Floats, y: object = None) -> Density:  # noqa: ARG002  (BERTopic gives it)
        """Cluster the reduced vectors, float32 (mentions, dim)."""
        model = load_library("hdbscan").HDBSCAN(
            min_cluster_size=max(2, self._min_size),
            min_samples=1,
            cluster_selection_method="leaf",
            core_dist_n_jobs=1,
            approx_min_span_tree=False,
        )
        labels = np.asarray(model.fit(vectors.astype(np.float64)).labels_, np.int64)
        self.labels_ = assign_nearest(labels, self._likeness, self._max_unassigned)
        return self


def make_reducer(n_mentions: int, settings: DiscoverySettings) -> object:
    """UMAP for the density method, seeded; nothing for the other.

    Args:
        n_mentions: Rows that will be reduced.
        settings: Seed and method.

    Returns:
        A model with ``fit`` and ``transform``.
    """
    if settings.method == "link":
        return import_bertopic().dimensionality.BaseDimensionalityReduction()
    reducer: object = import_umap().UMAP(
        n_neighbors=min(_NEIGHBOURS, n_mentions - 1),
        n_components=min(_DIMENSIONS, n_mentions - 2),
        min_dist=0.0,
        metric="cosine",
        init="pca",  # the spectral start fails, with a warning, where neighbourhoods are apart
        random_state=settings.seed,
        n_jobs=1,
    )
    return reducer


def make_clusters(
    likeness: Floats, langs: Sequence[Lang], max_unassigned: int, settings: DiscoverySettings
) -> AverageLink | Density:
    """The cluster model of the method asked for."""
    n = len(likeness)
    min_size = settings.size_for(n)
    if settings.method == "density":
        return Density(likeness, min_size=min_size, max_unassigned=max_unassigned)
    return AverageLink(
        likeness,
        langs,
        n_groups=settings.topics_for(n),
        min_size=min_size,
        max_unassigned=max_unassigned,
    )


def nearest_rows(
    vectors: Floats, centers: Floats, block: int = 16_384
) -> tuple[Ints, npt.NDArray[np.float32]]:
    """Nearest centre of each row, in blocks of rows.

    Args:
        vectors: float32 (rows, dim), unit vectors.
        centers: float32 (centres, dim), unit vectors, at least one.
        block: Rows compared at once; bounds memory.

    Returns:
        int64 (rows,), index of the centre, and float32 (rows,), the cosine with it.
    """
    index = np.empty(len(vectors), np.int64)
    cosine = np.empty(len(vectors), np.float32)
    for first in range(0, len(vectors), block):
        cosines = np.round(vectors[first : first + block] @ centers.T, 5)
        index[first : first + block] = cosines.argmax(axis=1)
        cosine[first : first + block] = cosines.max(axis=1)
    return index, cosine
