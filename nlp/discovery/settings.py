"""What a run of discovery is told; every number that shapes topics stands here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from nlp.errors import InputError

Method = Literal["link", "density"]
METHODS: tuple[Method, ...] = get_args(Method)

MIN_MENTIONS = 12
"""Fewer readable mentions than this hold no topics worth the name: all stay unassigned."""

_FINE = 0.25
_GROWTH = 1.6
_EXPONENT = 0.65
_ROWS_PER_SIZE = 1_500
_FEWEST_FIT_ROWS = 50


@dataclass(frozen=True, slots=True)
class DiscoverySettings:
    """Settings of a run; ``docs/discovery.md`` tells how the defaults were chosen.

    Attributes:
        seed: Seeds the sample and the reduction.
        method: ``link`` joins mentions by the mean of their likeness, best where most
            topics are small; ``density`` is UMAP and HDBSCAN, coarser.
        max_unassigned_share: Share of the readable mentions that may stay outside every
            topic, in [0, 1]; the nearest are assigned until it is met.
        n_topics: Most groups to cut the mentions into, a third of them at most; ``None`` to
            follow their number.
        min_size: Fewest mentions of a topic; rises by one per 1,500 mentions fitted.
        fit_rows: Mentions that topics are found on; a larger table is sampled and the
            rest assigned.
        n_terms: Terms kept per topic and language.
        novel_distance: Cosine distance to every node of the taxonomy from which a topic
            is proposed as a new irritant; a tenth of the topics of known irritants lie
            as far.
    """

    seed: int = 0
    method: Method = "link"
    max_unassigned_share: float = 0.10
    n_topics: int | None = None
    min_size: int = 2
    fit_rows: int = 6_000
    n_terms: int = 8
    novel_distance: float = 0.54

    def __post_init__(self) -> None:
        """Check the ranges; raises :class:`InputError`."""
        if self.method not in METHODS:
            raise InputError(f"discovery method {self.method!r}: expected {' or '.join(METHODS)}")
        if not 0 <= self.max_unassigned_share <= 1:
            given = self.max_unassigned_share
            raise InputError(f"share left unassigned: expected 0 to 1, got {given}")
        least = {"min_size": 2, "fit_rows": _FEWEST_FIT_ROWS, "n_terms": 1, "n_topics": 1}
        for name, smallest in least.items():
            value = getattr(self, name)
            if value is not None and value < smallest:
                raise InputError(f"discovery's {name}: expected {smallest} or more, got {value}")

    def topics_for(self, n_mentions: int) -> int:
        """Groups to cut mentions into: a quarter of a small table, fewer of a large one."""
        if self.n_topics is not None:
            return max(1, min(self.n_topics, n_mentions // 3))
        fine: float = min(_FINE * n_mentions, _GROWTH * n_mentions**_EXPONENT)
        return max(1, math.floor(fine))

    def size_for(self, n_mentions: int) -> int:
        """Fewest mentions of a topic among so many."""
        return self.min_size + n_mentions // _ROWS_PER_SIZE
