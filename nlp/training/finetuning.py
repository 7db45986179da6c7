"""Fine-tune the encoder and its heads together, on every head's loss at once.

The heads start from their fit on the untouched encoder's vectors (linear probing,
then fine-tuning: Kumar et al. 2022), which keeps more of what the encoder knows of
sectors it is not shown. The word embeddings stay as they are, for the same reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from nlp.inference.windows import Windower, build_feed
from nlp.modeling.encoder import PooledEncoder
from nlp.modeling.heads import MENTION_HEAD, Heads
from nlp.training.examples import (
    HeadTargets,
    LabelledContact,
    Vocabulary,
    contact_targets,
    mention_targets,
)
from nlp.training.fitting import HEADS, head_loss

_CLIP = 1.0


@dataclass(frozen=True)
class FineTuning:
    """How to fine-tune.

    Attributes:
        epochs: Passes over the contacts.
        batch: Contacts of a step, at most.
        batch_tokens: Word pieces of a step, padding included; long contacts go in
            smaller batches.
        encoder_rate, head_rate: Peak learning rates of AdamW.
        decay: Weight decay of the encoder's matrices.
        warm_up: Share of the steps with rising rate.
        frozen_layers: Lower layers left untouched.
        loss_weights: Weight of each head's loss.
        dropout: Dropout of the encoder's states and attention.
        seed: Of order and dropout.
    """

    epochs: int = 4
    batch: int = 16
    batch_tokens: int = 2048
    encoder_rate: float = 5e-5
    head_rate: float = 5e-4
    decay: float = 0.01
    warm_up: float = 0.1
    frozen_layers: int = 0
    loss_weights: tuple[tuple[str, float], ...] = (
        ("reason", 1.0),
        ("sentiment", 0.5),
        ("signal", 0.3),
        ("irritant", 0.3),
        ("praise", 0.2),
        ("mention", 0.3),
    )
    dropout: float = 0.1
    seed: int = 0


@dataclass(frozen=True)
class _Batch:
    rows: list[int]
    ids: Tensor
    mask: Tensor
    pooling: Tensor
    owner: Tensor
    contact_rows: Tensor
    mention_rows: Tensor
    targets: dict[str, tuple[Tensor, Tensor]]
    weights: Tensor


def fine_tune(
    encoder: PooledEncoder,
    heads: Heads,
    contacts: Sequence[LabelledContact],
    weights: npt.NDArray[np.float32],
    windower: Windower,
    vocabulary: Vocabulary,
    settings: FineTuning,
    *,
    device: str = "cpu",
    on_step: Callable[[int, int, float], None] | None = None,
) -> None:
    """Train the encoder and the heads in place.

    Args:
        encoder: The encoder.
        heads: The heads, fitted on its untouched vectors.
        contacts: Labelled contacts.
        weights: float32 (contacts,), how much each counts.
        windower: Cuts texts into windows.
        vocabulary: The heads' labels.
        settings: How.
        device: ``cpu`` or ``cuda``.
        on_step: Called with step, steps and loss.
    """
    torch.manual_seed(settings.seed)
    encoder.to(device).train()
    heads.to(device).train()
    _set_dropout(encoder, settings.dropout)
    _freeze(encoder, settings.frozen_layers)
    layout = _Layout(contacts, weights, windower, vocabulary, settings)
    optimizer = _optimizer(encoder, heads, settings)
    random = np.random.default_rng(settings.seed)
    plan = [layout.shuffled(random) for _ in range(settings.epochs)]
    steps = sum(len(groups) for groups in plan)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, _rate(steps, settings.warm_up))
    step = 0
    for groups in plan:
        for group in groups:
            batch = layout.assemble(group)
            loss = _loss(encoder, heads, batch, dict(settings.loss_weights), device)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(
                [p for g in optimizer.param_groups for p in g["params"]], _CLIP
            )
            optimizer.step()
            schedule.step()
            step += 1
            if on_step:
                on_step(step, steps, float(loss.detach()))
    encoder.to("cpu").eval()
    heads.to("cpu").eval()


class _Layout:
    """Tokenised contacts and their targets, dealt in batches of like length."""

    def __init__(
        self,
        contacts: Sequence[LabelledContact],
        weights: npt.NDArray[np.float32],
        windower: Windower,
        vocabulary: Vocabulary,
        settings: FineTuning,
    ) -> None:
        self._spans = [c.mentions for c in contacts]
        self._tokenized = windower.tokenize([c.text for c in contacts], self._spans)
        self._targets = contact_targets(contacts, vocabulary)
        self._mentions = mention_targets(contacts, vocabulary)
        self._ends = np.cumsum([len(s) for s in self._spans])
        self._weights = weights
        self._settings = settings

    def shuffled(self, random: np.random.Generator) -> list[list[int]]:
        """Deal every contact once, in batches of like length, in random order."""
        lengths = np.array([t.n_tokens for t in self._tokenized])
        # Noise on the length keeps batches of like length without making them the same each time.
        order = np.argsort(lengths * random.uniform(0.8, 1.25, len(lengths)), kind="stable")
        groups: list[list[int]] = [[]]
        for row in order.tolist():
            group = [*groups[-1], row]
            windows = sum(len(self._tokenized[i].windows) for i in group)
            width = max(self._tokenized[i].n_tokens for i in group)
            full = len(group) > self._settings.batch
            if groups[-1] and (full or windows * width > self._settings.batch_tokens):
                groups.append([row])
            else:
                groups[-1] = group
        return [groups[i] for i in random.permutation(len(groups))]

    def assemble(self, rows: list[int]) -> _Batch:
        """Lay a batch out as tensors."""
        spans = [self._spans[i] for i in rows]
        feed = build_feed([self._tokenized[i] for i in rows], spans, pad=1)
        counts = [len(s) for s in spans]
        first = np.cumsum([0, *(1 + n for n in counts[:-1])])
        is_contact = np.zeros(sum(counts) + len(rows), bool)
        is_contact[first] = True
        mentions = np.concatenate(
            [np.arange(self._ends[i] - len(self._spans[i]), self._ends[i]) for i in rows]
        )
        targets = {name: _tensors(t, np.array(rows)) for name, t in self._targets.items()}
        targets[MENTION_HEAD] = _tensors(self._mentions, mentions)
        return _Batch(
            rows=rows,
            ids=torch.from_numpy(feed.ids),
            mask=torch.from_numpy(feed.mask),
            pooling=torch.from_numpy(feed.pooling),
            owner=torch.from_numpy(np.repeat(np.arange(len(rows)), counts)),
            contact_rows=torch.from_numpy(np.flatnonzero(is_contact)),
            mention_rows=torch.from_numpy(np.flatnonzero(~is_contact)),
            targets=targets,
            weights=torch.from_numpy(self._weights[rows]),
        )


def _tensors(targets: HeadTargets, rows: npt.NDArray[np.intp]) -> tuple[Tensor, Tensor]:
    return torch.from_numpy(targets.values[rows]), torch.from_numpy(targets.mask[rows])


def _loss(
    encoder: PooledEncoder, heads: Heads, batch: _Batch, loss_weights: dict[str, float], device: str
) -> Tensor:
    vectors = encoder(batch.ids.to(device), batch.mask.to(device), batch.pooling.to(device))
    unit = nn.functional.normalize(vectors, dim=1)
    owner = batch.owner.to(device)
    logits = heads(unit[batch.contact_rows], unit[batch.mention_rows], owner)
    weights = batch.weights.to(device)
    total = torch.zeros((), device=device)
    for name in HEADS:
        values, mask = (t.to(device) for t in batch.targets[name])
        rows = weights[owner] if name == MENTION_HEAD else weights
        total = total + loss_weights[name] * head_loss(name, logits[name], values, mask, rows)
    return total


def _set_dropout(encoder: PooledEncoder, share: float) -> None:
    for module in encoder.modules():
        if isinstance(module, nn.Dropout):
            module.p = share


def _freeze(encoder: PooledEncoder, layers: int) -> None:
    encoder.bert.embeddings.requires_grad_(requires_grad=False)
    for layer in encoder.bert.encoder.layer[:layers]:
        layer.requires_grad_(requires_grad=False)


def _optimizer(encoder: PooledEncoder, heads: Heads, settings: FineTuning) -> torch.optim.AdamW:
    matrices = [p for p in encoder.parameters() if p.requires_grad and p.ndim > 1]
    vectors = [p for p in encoder.parameters() if p.requires_grad and p.ndim == 1]
    return torch.optim.AdamW(
        [
            {"params": matrices, "lr": settings.encoder_rate, "weight_decay": settings.decay},
            {"params": vectors, "lr": settings.encoder_rate, "weight_decay": 0.0},
            {"params": list(heads.parameters()), "lr": settings.head_rate, "weight_decay": 0.0},
        ]
    )


def _rate(steps: int, warm_up: float) -> Callable[[int], float]:
    rising = max(1, int(steps * warm_up))

    def factor(step: int) -> float:
        if step < rising:
            return (step + 1) / rising
        return max(0.0, (steps - step) / max(1, steps - rising))

    return factor
