"""Labelled contacts dealt in batches of like length, as tensors with every head's targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from nlp.inference.windows import Feed, Span, Windower, build_feed
from nlp.modeling.heads import MENTION_HEAD
from nlp.training.examples import (
    HeadTargets,
    LabelledContact,
    Vocabulary,
    contact_targets,
    mention_targets,
)

_PAD = 1


@dataclass(frozen=True)
class Batch:
    """Some contacts, ready for the encoder and the losses.

    Attributes:
        rows: Which contacts, as positions in the training set.
        ids, mask, pooling: See :class:`nlp.modeling.encoder.PooledEncoder`.
        owner: int64 (mentions,), the contact of each mention, counted in the batch.
        contact_rows, mention_rows: int64, which pooled vectors are contacts' and mentions'.
        targets: Per head, values and mask, float32 (rows, labels).
        weights: float32 (contacts,), how much each counts.
    """

    rows: list[int]
    ids: Tensor
    mask: Tensor
    pooling: Tensor
    owner: Tensor
    contact_rows: Tensor
    mention_rows: Tensor
    targets: dict[str, tuple[Tensor, Tensor]]
    weights: Tensor


class Batches:
    """Tokenised contacts and their targets.

    Args:
        contacts: What to learn from.
        weights: float32 (contacts,), how much each counts.
        shares: float64 (contacts,), the chance of each to be dealt in an epoch.
        windower: Cuts texts into windows.
        vocabulary: The heads' labels.
        size: Contacts of a batch, at most.
        tokens: Word pieces of a batch, padding included, at most (one contact always fits).
    """

    def __init__(
        self,
        contacts: Sequence[LabelledContact],
        weights: npt.NDArray[np.float32],
        shares: npt.NDArray[np.float64],
        windower: Windower,
        vocabulary: Vocabulary,
        *,
        size: int,
        tokens: int,
    ) -> None:
        self._spans = [c.mentions for c in contacts]
        self._tokenized = windower.tokenize([c.text for c in contacts], self._spans)
        self._targets = contact_targets(contacts, vocabulary)
        self._mentions = mention_targets(contacts, vocabulary)
        self._ends = np.cumsum([len(s) for s in self._spans])
        self._weights = weights
        self._shares = shares
        self._size, self._tokens = size, tokens

    def deal(self, random: np.random.Generator) -> list[list[int]]:
        """An epoch: each contact at most once, in batches of like length, in random order."""
        rows = np.flatnonzero(random.random(len(self._shares)) < self._shares)
        lengths = np.array([self._tokenized[i].n_tokens for i in rows])
        # Noise on the length keeps batches of like length without making them the same each time.
        order = rows[np.argsort(lengths * random.uniform(0.8, 1.25, len(rows)), kind="stable")]
        groups: list[list[int]] = []
        for row in order.tolist():
            group = [*groups[-1], row] if groups else [row]
            windows = sum(len(self._tokenized[i].windows) for i in group)
            width = max(self._tokenized[i].n_tokens for i in group)
            if groups and len(group) <= self._size and windows * width <= self._tokens:
                groups[-1] = group
            else:
                groups.append([row])
        return [groups[i] for i in random.permutation(len(groups))]

    def assemble(self, rows: list[int]) -> Batch:
        """Lay a batch out as tensors."""
        spans = [self._spans[i] for i in rows]
        counts = [len(s) for s in spans]
        first = np.cumsum([0, *(1 + n for n in counts[:-1])])
        is_contact = np.zeros(sum(counts) + len(rows), bool)
        is_contact[first] = True
        mentions = np.concatenate(
            [np.arange(self._ends[i] - len(self._spans[i]), self._ends[i]) for i in rows]
        )
        targets = {name: _tensors(t, np.array(rows)) for name, t in self._targets.items()}
        targets[MENTION_HEAD] = _tensors(self._mentions, mentions)
        ids, mask, pooling = as_tensors(
            build_feed([self._tokenized[i] for i in rows], spans, pad=_PAD)
        )
        return Batch(
            rows=rows,
            ids=ids,
            mask=mask,
            pooling=pooling,
            owner=torch.from_numpy(np.repeat(np.arange(len(rows)), counts)),
            contact_rows=torch.from_numpy(np.flatnonzero(is_contact)),
            mention_rows=torch.from_numpy(np.flatnonzero(~is_contact)),
            targets=targets,
            weights=torch.from_numpy(self._weights[rows]),
        )


def as_tensors(feed: Feed) -> tuple[Tensor, Tensor, Tensor]:
    """A feed's arrays as tensors: ids, mask, pooling."""
    return torch.from_numpy(feed.ids), torch.from_numpy(feed.mask), torch.from_numpy(feed.pooling)


def text_feeds(
    texts: Sequence[str], windower: Windower, size: int
) -> list[tuple[list[int], tuple[Tensor, Tensor, Tensor]]]:
    """Whole texts in batches of like length: their positions, and ids, mask, pooling.

    Args:
        texts: Texts, pooled whole.
        windower: Cuts texts into windows.
        size: Texts of a batch, at most.
    """
    nothing: list[list[Span]] = [[] for _ in texts]
    tokenized = windower.tokenize(list(texts), nothing)
    order = np.argsort([t.n_tokens for t in tokenized], kind="stable").tolist()
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    return [
        (rows, as_tensors(build_feed([tokenized[i] for i in rows], [[] for _ in rows], pad=_PAD)))
        for rows in groups
    ]


def _tensors(targets: HeadTargets, rows: npt.NDArray[np.intp]) -> tuple[Tensor, Tensor]:
    return torch.from_numpy(targets.values[rows]), torch.from_numpy(targets.mask[rows])
