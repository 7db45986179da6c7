"""Fit the heads on the vectors of a fixed encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from nlp.inference.heads import Floats, HeadWeights
from nlp.inference.session import Encoded, EncoderSession
from nlp.modeling.heads import CONTACT_HEADS, MENTION_HEAD, Heads
from nlp.training.examples import (
    HeadTargets,
    LabelledContact,
    Vocabulary,
    contact_targets,
    mention_targets,
)

HEADS = (*CONTACT_HEADS, MENTION_HEAD)
_SINGLE_CHOICE = ("reason", "sentiment")
_STEPS = 60


@dataclass(frozen=True)
class VectorSet:
    """Vectors of labelled contacts and the targets of every head.

    Attributes:
        contacts: float32 (contacts, dim), unit vectors.
        mentions: float32 (mentions, dim), unit vectors.
        owner: int64 (mentions,), the contact of each mention.
        targets: Per head of ``HEADS``.
        weights: float32 (contacts,), how much each contact counts.
    """

    contacts: npt.NDArray[np.float32]
    mentions: npt.NDArray[np.float32]
    owner: npt.NDArray[np.int64]
    targets: dict[str, HeadTargets]
    weights: npt.NDArray[np.float32]

    def take(self, rows: npt.NDArray[np.intp]) -> VectorSet:
        """The same for some contacts only, in the given order."""
        position = np.full(len(self.contacts), -1, np.int64)
        position[rows] = np.arange(len(rows))
        kept = np.flatnonzero(position[self.owner] >= 0)
        kept = kept[np.argsort(position[self.owner[kept]], kind="stable")]
        targets = {
            name: HeadTargets(
                *(a[kept if name == MENTION_HEAD else rows] for a in (t.values, t.mask))
            )
            for name, t in self.targets.items()
        }
        return VectorSet(
            self.contacts[rows],
            self.mentions[kept],
            position[self.owner[kept]],
            targets,
            self.weights[rows],
        )


def vectorise(
    contacts: Sequence[LabelledContact],
    session: EncoderSession,
    vocabulary: Vocabulary,
    weights: npt.NDArray[np.float32] | None = None,
) -> VectorSet:
    """Encode labelled contacts and lay out their targets.

    Args:
        contacts: Labelled contacts.
        session: The encoder.
        vocabulary: The heads' labels.
        weights: How much each contact counts; 1 each by default.

    Returns:
        Vectors and targets.
    """
    encoded: list[Encoded] = session.encode(
        [c.text for c in contacts], [c.mentions for c in contacts]
    )
    targets = contact_targets(contacts, vocabulary)
    targets[MENTION_HEAD] = mention_targets(contacts, vocabulary)
    return VectorSet(
        contacts=np.stack([e.contact for e in encoded]),
        mentions=np.concatenate([e.spans for e in encoded]),
        owner=np.repeat(np.arange(len(contacts)), [len(c.mentions) for c in contacts]),
        targets=targets,
        weights=np.ones(len(contacts), np.float32) if weights is None else weights,
    )


def fit_heads(data: VectorSet, vocabulary: Vocabulary, *, decay: dict[str, float]) -> Heads:
    """Fit every head by penalised maximum likelihood (L-BFGS, deterministic).

    Args:
        data: Vectors and targets.
        vocabulary: The heads' labels.
        decay: Per head, weight of the squared norm of its matrix in its mean loss.

    Returns:
        The fitted heads.
    """
    center = data.contacts.mean(axis=0)
    scale = float(1 / (data.contacts - center).std())
    sizes = {name: len(vocabulary.codes(name)) for name in HEADS}
    heads = Heads(data.contacts.shape[1], sizes, torch.from_numpy(center), scale)
    contacts, mentions = torch.from_numpy(data.contacts), torch.from_numpy(data.mentions)
    owner, weights = torch.from_numpy(data.owner), torch.from_numpy(data.weights)
    targets = {
        name: (torch.from_numpy(t.values), torch.from_numpy(t.mask))
        for name, t in data.targets.items()
    }
    optimizer = torch.optim.LBFGS(
        heads.parameters(), max_iter=_STEPS, line_search_fn="strong_wolfe", tolerance_change=1e-7
    )

    def closure() -> Tensor:
        optimizer.zero_grad()
        logits = heads(contacts, mentions, owner)
        total = torch.zeros(())
        for name in HEADS:
            row_weights = weights[owner] if name == MENTION_HEAD else weights
            total = total + head_loss(name, logits[name], *targets[name], row_weights)
            total = total + decay[name] * heads.matrix(name).square().sum()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    return heads.eval()


def head_loss(
    name: str,
    logits: Tensor,
    values: Tensor,
    mask: Tensor,
    weights: Tensor,
    smoothing: float = 0.0,
) -> Tensor:
    """Weighted loss of one head, as a mean over all rows: unlabelled ones add nothing.

    Args:
        name: Which head: ``reason`` and ``sentiment`` choose one label (cross-entropy),
            the others any number (binary cross-entropy, summed over labels).
        logits: float32 (rows, labels).
        values: float32 (rows, labels), targets.
        mask: float32 (rows, labels), 1 where known.
        weights: float32 (rows,).
        smoothing: Share of a chosen label's target that is spread over all labels
            (Szegedy et al. 2016), in [0, 1); heads of any number of labels go without.

    Returns:
        float32 scalar; 0 when nothing is labelled.
    """
    if name in _SINGLE_CHOICE:
        known = mask[:, 0] * weights
        values = (1 - smoothing) * values + smoothing / values.shape[1]
        loss = -(values * torch.log_softmax(logits, dim=1)).sum(dim=1)
    else:
        known = mask.amax(dim=1) * weights
        each = torch.nn.functional.binary_cross_entropy_with_logits(
            logits, values, reduction="none"
        )
        loss = (each * mask).sum(dim=1)
    return (loss * known).sum() / weights.sum().clamp_min(1e-9)


def head_logits(weights: dict[str, HeadWeights], data: VectorSet) -> dict[str, Floats]:
    """Logits of every head as a bundle reads them: per head, float32 (rows, labels)."""
    logits = {
        name: head.logits(data.contacts) for name, head in weights.items() if name != MENTION_HEAD
    }
    both = np.hstack([data.mentions, data.contacts[data.owner]])
    return logits | {MENTION_HEAD: weights[MENTION_HEAD].logits(both)}
