"""How alike two mentions are: each clause of one against the nearest clause of the other."""

from __future__ import annotations

import numpy as np

from nlp.discovery.space import Floats, Parts

_BLOCK_PARTS = 1_024
_DIGITS = 5  # what differs beyond is noise of the arithmetic, not of meaning


def measure_likeness(parts: Parts) -> Floats:
    """Likeness of all pairs of mentions.

    The likeness of mention a to b is the weighted mean, over the parts of a, of the
    cosine with the nearest part of b; both ways are averaged. For mentions of one part it
    is their cosine. A complaint is then found again beside praise of something else.

    Args:
        parts: In the space of topics, unit vectors.

    Returns:
        float32 (mentions, mentions), symmetric, at most 1.
    """
    n = len(parts.starts)
    one_way = np.empty((n, n), np.float32)  # likeness of the row to the column
    ends = parts.ends
    first = 0
    while first < n:
        after = int(np.searchsorted(ends, parts.starts[first] + _BLOCK_PARTS, side="right"))
        last = max(first + 1, after)
        span = slice(int(parts.starts[first]), int(ends[last - 1]))
        cosines = parts.vectors[span] @ parts.vectors.T
        nearest = np.maximum.reduceat(cosines, parts.starts, axis=1)
        weights = parts.weights[span, None]
        own = parts.starts[first:last] - span.start
        total = np.add.reduceat(weights, own, axis=0)
        one_way[first:last] = np.add.reduceat(nearest * weights, own, axis=0) / total
        first = last
    return np.round((one_way + one_way.T) / 2, _DIGITS)
