"""Refine the metric of topics: texts of one topic drawn together, others of their table apart.

The metric as :func:`nlp.discovery.space.learn_metric` gives it only shrinks what varies
within classes. A few steps of supervised contrastive learning add which classes lie too
near each other. The steps are few on purpose: the labels are, and what they say of one
table must hold for tables nobody labelled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from nlp.discovery.space import FineClasses, Floats

_RATE = 1e-3
_TEMPERATURE = 0.1
_DROPOUT = 0.3
"""Share of the coordinates left out of each text at each step."""

_PENALTY = 0.1
"""Holds the map near the identity: times the mean over its rows of their squared length."""


@dataclass(frozen=True)
class _Table:
    """Texts told apart among themselves.

    Attributes:
        points: float32 (texts, dim), centred, in the space of the metric.
        share: float32 (texts, texts), 1 / n for the n other texts of a text's class.
        paired: bool (texts,), whether another text has its class.
    """

    points: Tensor
    share: Tensor
    paired: Tensor

    @classmethod
    def of(cls, given: FineClasses, metric: Floats) -> _Table:
        mean = given.vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
        _, own = np.unique(given.classes, return_inverse=True)
        alike = torch.from_numpy(own[:, None] == own[None])
        alike.fill_diagonal_(False)
        others = alike.sum(dim=1)
        share = alike / others.clamp(min=1)[:, None]
        points = np.asarray((given.vectors - mean) @ metric, np.float32)
        return cls(torch.from_numpy(points), share, others > 0)


def refine_metric(
    metric: Floats,
    tables: Sequence[FineClasses],
    *,
    steps: int = 30,
    seeds: Sequence[int] = (0, 1, 2),
) -> Floats:
    """Turn a metric so that topics of a table come apart (supervised contrastive learning).

    Each text is drawn to the texts of its class and pushed from all others of its table;
    a text alone in its class only pushes. Texts of two tables are never compared: one
    complaint may go by two names there.

    Args:
        metric: float32 (dim, dim'), see :func:`nlp.discovery.space.learn_metric`.
        tables: Texts with their classes, one entry per table that was labelled on its own.
            Each table counts the same; one without two texts of a class is left aside.
        steps: Steps of Adam from the metric as it is; 0 leaves it.
        seeds: Seeds of what is dropped out; the maps they lead to are averaged.

    Returns:
        float32 (dim, dim'), the metric times a map learnt near the identity, the same on
        any number of threads.

    References:
        Khosla et al. (2020), Supervised Contrastive Learning.
    """
    with _one_thread():
        read = [_Table.of(given, metric) for given in tables]
        useful = [table for table in read if table.paired.any()]
        if not useful or not steps:
            return metric
        turn = torch.stack([_learn_turn(useful, steps, seed) for seed in seeds]).mean(dim=0)
        turned = torch.from_numpy(metric) @ turn
    return np.asarray(metric + turned.numpy(), np.float32)


def _learn_turn(tables: Sequence[_Table], steps: int, seed: int) -> Tensor:
    """What is to be added to the identity, float32 (dim', dim')."""
    dim = tables[0].points.shape[1]
    turn = torch.zeros(dim, dim, requires_grad=True)
    optimizer = torch.optim.Adam([turn], lr=_RATE)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        for _ in range(steps):
            losses = torch.stack([_contrast(table, turn) for table in tables])
            loss = losses.mean() + _PENALTY * turn.square().sum() / dim
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return turn.detach()


def _contrast(table: _Table, turn: Tensor) -> Tensor:
    """Mean, over texts with others of their class, of how little these stand out."""
    seen = functional.dropout(table.points, _DROPOUT)
    turned = functional.normalize(seen + seen @ turn, dim=1)
    cosines = turned @ turned.T / _TEMPERATURE
    itself = torch.eye(len(cosines), dtype=torch.bool)
    # Not minus infinity: times a share of 0 it would be no number.
    others = cosines.masked_fill(itself, -1e9)
    likely = others - torch.logsumexp(others, dim=1, keepdim=True)
    return -(likely * table.share).sum(dim=1)[table.paired].mean()


@contextmanager
def _one_thread() -> Iterator[None]:
    """Sums in one order, whatever the machine; the number of threads is given back after."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
