"""How much the texts of the corpus resemble each other, in shared runs of words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

LONG_RUN = 8
"""Words of a run that two people do not write by chance."""
SHORT_RUN = 5
"""Words of the runs that the nearest neighbour is measured with."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Overlap:
    """Resemblance within a set of texts.

    Attributes:
        n_long_runs: Different runs of :data:`LONG_RUN` words.
        shared_long_share: Share of them that stand in two texts or more, in [0, 1].
        nearest_median, nearest_max: Over the texts long enough for one run of
            :data:`SHORT_RUN` words, Jaccard index of these runs with the text that
            resembles it most, in [0, 1].
        nearest_pair: Indices of the two texts that resemble each other most; ``None``
            where no two share a run.
    """

    n_long_runs: int
    shared_long_share: float
    nearest_median: float
    nearest_max: float
    nearest_pair: tuple[int, int] | None


def measure_overlap(texts: Sequence[str]) -> Overlap:
    """Measure how much texts resemble each other.

    Args:
        texts: The texts; case and punctuation do not count.

    Returns:
        The measures; all zero where no text is long enough.
    """
    words = [_WORD.findall(text.lower()) for text in texts]
    long_runs = Counter(run for text in words for run in _runs(text, LONG_RUN))
    shared = sum(n > 1 for n in long_runs.values())
    nearest = _nearest([_runs(text, SHORT_RUN) for text in words])
    best = max(nearest, key=lambda found: found[0], default=(0.0, None))
    return Overlap(
        len(long_runs),
        shared / len(long_runs) if long_runs else 0.0,
        median(value for value, _ in nearest) if nearest else 0.0,
        best[0],
        best[1],
    )


def _runs(words: Sequence[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def _nearest(
    runs: Sequence[set[tuple[str, ...]]],
) -> list[tuple[float, tuple[int, int] | None]]:
    """Highest Jaccard index of each text that has runs, with the pair it is reached in."""
    holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, found in enumerate(runs):
        for run in found:
            holders[run].append(index)
    nearest: list[tuple[float, tuple[int, int] | None]] = []
    for index, found in enumerate(runs):
        if not found:
            continue
        common = Counter(other for run in found for other in holders[run] if other != index)
        best: tuple[float, tuple[int, int] | None] = (0.0, None)
        for other, n in sorted(common.items()):
            value = n / (len(found) + len(runs[other]) - n)
            if value > best[0]:
                best = (value, (min(index, other), max(index, other)))
        nearest.append(best)
    return nearest
