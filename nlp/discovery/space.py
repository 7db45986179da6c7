"""Vectors of mentions as discovery compares them: centred, and weighed by what tells topics apart.

A mention's vector says many things at once. The metric, learnt on sets whose fine
classes are known, shrinks the directions in which texts of one class differ (length,
tone, wording) and so stretches those that tell classes apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.arrays import load_arrays, save_arrays
from nlp.errors import BundleError

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

METRIC_FILE = "discovery.safetensors"
"""Name of a bundle's metric."""

_KEY = "metric"
_RIDGE = 0.5
"""Times the mean eigenvalue: keeps directions that hardly vary within classes from counting
without bound. Chosen by leaving each labelled group out in turn (``docs/discovery.md``)."""


@dataclass(frozen=True)
class Parts:
    """What mentions consist of: one vector each, or one per clause of a longer text.

    Attributes:
        vectors: float32 (parts, dim).
        starts: int64 (mentions,), index of each mention's first part; each has at least one.
        weights: float32 (parts,), positive, how much each part counts within its mention.
    """

    vectors: Floats
    starts: Ints
    weights: Floats

    @classmethod
    def whole(cls, vectors: Floats) -> Parts:
        """Mentions of one part each, from float32 (mentions, dim)."""
        n = len(vectors)
        return cls(np.asarray(vectors, np.float32), np.arange(n), np.ones(n, np.float32))

    @property
    def ends(self) -> Ints:
        """int64 (mentions,), index after each mention's last part."""
        return np.append(self.starts[1:], len(self.vectors))

    def take(self, rows: Ints) -> Parts:
        """The parts of some mentions, in the order given."""
        lengths = (self.ends - self.starts)[rows]
        starts = np.cumsum(np.append(0, lengths[:-1])) if len(rows) else np.zeros(0, np.int64)
        inside = np.arange(lengths.sum()) - np.repeat(starts, lengths)
        chosen = np.repeat(self.starts[rows], lengths) + inside
        return Parts(self.vectors[chosen], starts, self.weights[chosen])


def project(parts: Parts, metric: Floats | None) -> Parts:
    """Centre vectors, apply the metric and set them to length 1.

    Args:
        parts: As the encoder gives them.
        metric: float32 (dim, dim') of :func:`learn_metric`; ``None`` for none.

    Returns:
        The parts in the space of topics, float32 (parts, dim').
    """
    centred = parts.vectors - parts.vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
    moved = centred if metric is None else centred @ metric
    return Parts(to_length_one(moved), parts.starts, parts.weights)


def project_known(vectors: Floats, metric: Floats | None) -> Floats:
    """:func:`project` for one vector per row, where some rows have none.

    Args:
        vectors: float32 (rows, dim), zeros where there is none.
        metric: float32 (dim, dim') of :func:`learn_metric`; ``None`` for none.

    Returns:
        float32 (rows, dim'), unit vectors; zeros stay zeros and don't shift the centre.
    """
    known = vectors.any(axis=1)
    dim = vectors.shape[1] if metric is None else metric.shape[1]
    moved = np.zeros((len(vectors), dim), np.float32)
    if known.any():
        moved[known] = project(Parts.whole(vectors[known]), metric).vectors
    return moved


def pool(parts: Parts) -> Floats:
    """One unit vector per mention, float32 (mentions, dim): the weighted mean of its parts."""
    if not len(parts.starts):
        return np.zeros((0, parts.vectors.shape[1]), np.float32)
    sums = np.add.reduceat(parts.vectors * parts.weights[:, None], parts.starts, axis=0)
    return to_length_one(sums)


def to_length_one(vectors: Floats) -> Floats:
    """Vectors, float32 (rows, dim), set to length 1; zeros stay zeros."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(norms > 0, norms, 1), np.float32)


@dataclass(frozen=True)
class FineClasses:
    """Texts whose fine classes are known.

    Attributes:
        vectors: float32 (texts, dim), unit vectors of the encoder.
        classes: (texts,), the fine class of each text, such as an intent.
    """

    vectors: Floats
    classes: npt.NDArray[np.generic]


def learn_metric(sets: Sequence[FineClasses]) -> Floats:
    """Learn which directions tell fine classes apart (within-class covariance normalisation).

    Args:
        sets: Texts with their classes, at least one class of two texts in each.

    Returns:
        float32 (dim, dim): vectors times this have, within classes, a covariance that is
        nearly the identity (a ridge of half its mean eigenvalue keeps noise down).

    References:
        Hatch, Kajarekar & Stolcke (2006), Within-class covariance normalization.
    """
    # Each set counts the same, however many texts it has.
    within = np.sum([_within_class(each) for each in sets], axis=0)
    values, axes = np.linalg.eigh(within)
    scale = (np.maximum(values, 0) / values.mean() + _RIDGE) ** -0.5
    return np.asarray(axes * scale, np.float32)


def _within_class(given: FineClasses) -> npt.NDArray[np.float64]:
    """Covariance within the classes of two texts or more, its mean eigenvalue set to 1."""
    _, position, counts = np.unique(given.classes, return_inverse=True, return_counts=True)
    paired = counts[position] > 1
    vectors, own = given.vectors[paired].astype(np.float64), position[paired]
    sums = np.zeros((len(counts), vectors.shape[1]))
    np.add.at(sums, own, vectors)
    # A mean of few texts lies close to each: the factor makes up for it.
    size = counts[own][:, None]
    within = (vectors - sums[own] / size) * np.sqrt(size / (size - 1))
    covariance = within.T @ within
    return np.asarray(covariance / (np.trace(covariance) / len(covariance)))


def save_metric(metric: Floats, folder: Path) -> Path:
    """Write a metric into a bundle's folder; the path is returned."""
    path = folder / METRIC_FILE
    save_arrays({_KEY: metric}, path)
    return path


def load_metric(folder: Path) -> Floats | None:
    """Read a bundle's metric.

    Returns:
        What :func:`save_metric` wrote; ``None`` for a bundle without one.

    Raises:
        BundleError: The file is not what it should be.
    """
    path = folder / METRIC_FILE
    if not path.exists():
        return None
    arrays = load_arrays(path)
    if _KEY not in arrays:
        raise BundleError(f"{path} holds no metric of discovery")
    return arrays[_KEY]
