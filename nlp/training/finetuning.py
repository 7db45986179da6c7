"""Fine-tune the encoder and its heads together, on every loss at once.

The heads start from their fit on the untouched encoder's vectors (linear probing,
then fine-tuning: Kumar et al. 2022), which keeps more of what the encoder knows of
sectors it is not shown. The word embeddings stay as they are, for the same reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from nlp.modeling.encoder import PooledEncoder
from nlp.modeling.heads import MENTION_HEAD, Heads
from nlp.training.anchoring import Anchor
from nlp.training.averaging import WeightAverage
from nlp.training.batches import Batch, Batches
from nlp.training.fitting import HEADS, head_loss
from nlp.training.matching import Matcher
from nlp.training.progress import Curve, Progress

_CLIP = 1.0
_REFRESH_EVERY = 30
_TEMPERATURES = np.geomspace(0.5, 4.0, 25).tolist()

HeadOutput = tuple[Tensor, Tensor, Tensor, Tensor]
"""Logits, values and mask (rows, labels), and weights (rows,)."""


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
        loss_weights: Weight of each head's loss, of ``matcher`` and of ``anchor``; 0 turns one off.
        anchor_every: Steps from one batch of translation pairs to the next.
        dropout: Dropout of the states of the layers that learn. Attention goes without: then
            one fused kernel computes it, and a step takes a seventh less on a processor.
        smoothing: Share of the target of a reason or sentiment that is spread over all labels:
            what people disagree on should not be learnt as certain.
        bfloat16: Whether the encoder computes in bfloat16: about 1.6 times as fast on a
            processor that has it, slower on others.
        average: Share that a running average of the weights keeps at each step, in [0, 1); the
            average is what is judged and kept. 0 keeps the last step's weights.
        patience: Epochs without a better held-back loss after which training stops.
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
        ("matcher", 0.0),
        ("anchor", 0.0),
    )
    anchor_every: int = 2
    dropout: float = 0.1
    smoothing: float = 0.0
    bfloat16: bool = False
    average: float = 0.0
    patience: int = 2
    seed: int = 0


@dataclass(frozen=True)
class Lessons:
    """What is learnt from, beside the heads' own targets.

    Attributes:
        train: The contacts.
        held_back: Contacts on which each epoch is judged.
        matcher: Label sets drawn to their texts; ``None`` without.
        anchor: Translation pairs; ``None`` without.
    """

    train: Batches
    held_back: Batches
    matcher: Matcher | None = None
    anchor: Anchor | None = None


def fine_tune(
    encoder: PooledEncoder,
    heads: Heads,
    lessons: Lessons,
    settings: FineTuning,
    *,
    device: str = "cpu",
    progress: Progress | None = None,
    on_step: Callable[[int, int], None] | None = None,
) -> Curve:
    """Train the encoder and the heads in place, and leave them at their best epoch.

    Args:
        encoder: The encoder.
        heads: The heads, fitted on its untouched vectors.
        lessons: What to learn from.
        settings: How.
        device: ``cpu`` or ``cuda``.
        progress: Where the state is kept, so that a stopped training resumes there.
        on_step: Called with step and steps.

    Returns:
        The learning curve, an entry per epoch.
    """
    torch.manual_seed(settings.seed)
    matcher = lessons.matcher
    modules = nn.ModuleDict({"encoder": encoder, "heads": heads})
    if matcher is not None:
        modules["matcher"] = matcher
    modules.to(device)
    _freeze(encoder, settings.frozen_layers)
    _set_dropout(encoder, settings.dropout, settings.frozen_layers)
    random = np.random.default_rng(settings.seed)
    plan = [lessons.train.deal(random) for _ in range(settings.epochs)]
    steps = sum(len(groups) for groups in plan)
    optimizer = _optimizer(modules, settings)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, _rate(steps, settings.warm_up))
    progress = progress or Progress(None)
    average = WeightAverage(modules, settings.average)
    progress.attach(modules, optimizer, schedule, average)
    trainer = _Trainer(encoder, heads, lessons, settings, device)
    step = 0
    for epoch, groups in enumerate(plan):
        for group in groups:
            step += 1
            if step <= progress.step:
                continue
            modules.train()
            loss, parts = trainer.loss(group, step)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            _clip(optimizer)
            optimizer.step()
            schedule.step()
            average.update()
            progress.after_step(step, parts)
            if on_step:
                on_step(step, steps)
        if epoch < len(progress.curve):
            continue
        modules.eval()
        with average.in_place():
            losses = trainer.held_back_losses()
            kept = {name: value.detach().clone() for name, value in modules.state_dict().items()}
        progress.after_epoch(losses, kept)
        if progress.epochs_without_gain >= settings.patience:
            break
    progress.restore_best()
    modules.to("cpu").eval()
    return progress.curve


class _Trainer:
    """Losses of a step and of the held-back contacts."""

    def __init__(
        self,
        encoder: PooledEncoder,
        heads: Heads,
        lessons: Lessons,
        settings: FineTuning,
        device: str,
    ) -> None:
        self._encoder, self._heads, self._lessons = encoder, heads, lessons
        self._settings, self._device = settings, device
        self._weights = dict(FineTuning.loss_weights) | dict(settings.loss_weights)

    def loss(self, group: list[int], step: int) -> tuple[Tensor, dict[str, float]]:
        """Loss of a step: a scalar with its graph, and its parts as plain numbers."""
        batch = self._lessons.train.assemble(group)
        vectors = self._encode(batch)
        parts = self._head_losses(batch, vectors)
        matcher, anchor = self._lessons.matcher, self._lessons.anchor
        if matcher is not None and self._weights["matcher"]:
            if step % _REFRESH_EVERY == 1:
                with self._autocast():
                    matcher.refresh(self._encoder, self._heads.center)
            contacts, mentions = vectors[batch.contact_rows], vectors[batch.mention_rows]
            parts["matcher"] = matcher.loss(batch, contacts, mentions, self._heads.center)
        if (
            anchor is not None
            and self._weights["anchor"]
            and not step % self._settings.anchor_every
        ):
            random = np.random.default_rng((self._settings.seed, step))
            with self._autocast():
                parts["anchor"] = anchor.loss(self._encoder, random)
        total = torch.stack([self._weights[name] * part for name, part in parts.items()]).sum()
        return total, {name: float(part.detach()) for name, part in parts.items()}

    @torch.no_grad()
    def held_back_losses(self) -> dict[str, float]:
        """Mean loss of each head over the held-back contacts, at its best temperature.

        Temperatures are fitted once the training is over: an epoch that is only surer of
        itself than the one before is no worse.
        """
        outputs: dict[str, list[HeadOutput]] = {name: [] for name in HEADS}
        for group in self._lessons.held_back.deal(np.random.default_rng(0)):
            batch = self._lessons.held_back.assemble(group)
            for name, output in self._head_outputs(batch, self._encode(batch)).items():
                outputs[name].append(output)
        losses = {}
        for name, parts in outputs.items():
            logits, values, mask, rows = (torch.cat(column) for column in zip(*parts, strict=True))
            losses[name] = min(
                float(head_loss(name, logits / temperature, values, mask, rows))
                for temperature in _TEMPERATURES
            )
        return losses | {"total": sum(self._weights[name] * loss for name, loss in losses.items())}

    def _encode(self, batch: Batch) -> Tensor:
        with self._autocast():
            feed = (t.to(self._device) for t in (batch.ids, batch.mask, batch.pooling))
            vectors: Tensor = self._encoder(*feed)
        return vectors.float()

    def _autocast(self) -> torch.autocast:
        return torch.autocast(self._device, torch.bfloat16, enabled=self._settings.bfloat16)

    def _head_losses(self, batch: Batch, vectors: Tensor) -> dict[str, Tensor]:
        smoothing = self._settings.smoothing
        outputs = self._head_outputs(batch, vectors)
        return {name: head_loss(name, *output, smoothing) for name, output in outputs.items()}

    def _head_outputs(self, batch: Batch, vectors: Tensor) -> dict[str, HeadOutput]:
        unit = nn.functional.normalize(vectors, dim=1)
        owner = batch.owner.to(self._device)
        logits = self._heads(unit[batch.contact_rows], unit[batch.mention_rows], owner)
        weights = batch.weights.to(self._device)
        outputs = {}
        for name in HEADS:
            values, mask = (t.to(self._device) for t in batch.targets[name])
            rows = weights[owner] if name == MENTION_HEAD else weights
            outputs[name] = (logits[name], values, mask, rows)
        return outputs


def _set_dropout(encoder: PooledEncoder, share: float, frozen_layers: int) -> None:
    for module in encoder.modules():
        if isinstance(module, nn.Dropout):
            module.p = 0.0
    for layer in encoder.bert.encoder.layer[frozen_layers:]:
        for name, module in layer.named_modules():
            if isinstance(module, nn.Dropout) and name.endswith("output.dropout"):
                module.p = share


def _freeze(encoder: PooledEncoder, layers: int) -> None:
    encoder.bert.embeddings.requires_grad_(requires_grad=False)
    for layer in encoder.bert.encoder.layer[:layers]:
        layer.requires_grad_(requires_grad=False)


def _optimizer(modules: nn.ModuleDict, settings: FineTuning) -> torch.optim.AdamW:
    inside = [p for p in modules["encoder"].parameters() if p.requires_grad]
    others = [p for name, m in modules.items() if name != "encoder" for p in m.parameters()]
    matrices = [p for p in inside if p.ndim > 1]
    vectors = [p for p in inside if p.ndim == 1]
    return torch.optim.AdamW(
        [
            {"params": matrices, "lr": settings.encoder_rate, "weight_decay": settings.decay},
            {"params": vectors, "lr": settings.encoder_rate, "weight_decay": 0.0},
            {"params": others, "lr": settings.head_rate, "weight_decay": 0.0},
        ],
        fused=True,  # one pass over the weights: on a processor thirty times as fast
    )


def _clip(optimizer: torch.optim.AdamW) -> None:
    nn.utils.clip_grad_norm_([p for g in optimizer.param_groups for p in g["params"]], _CLIP)


def _rate(steps: int, warm_up: float) -> Callable[[int], float]:
    rising = max(1, int(steps * warm_up))

    def factor(step: int) -> float:
        if step < rising:
            return (step + 1) / rising
        return max(0.0, (steps - step) / max(1, steps - rising))

    return factor
