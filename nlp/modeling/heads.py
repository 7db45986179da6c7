"""The heads as a torch module: from pooled vectors to the logits of every label."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from nlp.inference.heads import HeadWeights

CONTACT_HEADS = ("reason", "sentiment", "signal", "irritant", "praise")
"""Heads that read a contact's vector."""

MENTION_HEAD = "mention"
"""Head that reads a mention's vector beside its contact's, and finds irritants."""


class Heads(nn.Module):
    """One linear map per head, on centred vectors.

    Args:
        dim: Width of a vector.
        sizes: Labels per head, for each of ``CONTACT_HEADS`` and ``MENTION_HEAD``.
        center: float32 (dim,), subtracted from every vector: encoders trained by
            contrast put all texts in one narrow cone.
        scale: Multiplies centred vectors, so that their coordinates are of order 1.
    """

    center: Tensor
    scale: Tensor

    def __init__(self, dim: int, sizes: dict[str, int], center: Tensor, scale: float) -> None:
        super().__init__()
        self.register_buffer("center", center)
        self.register_buffer("scale", torch.tensor(float(scale)))
        widths = dict.fromkeys(CONTACT_HEADS, dim) | {MENTION_HEAD: 2 * dim}
        self.maps = nn.ModuleDict(
            {name: _zero_map(width, sizes[name]) for name, width in widths.items()}
        )

    def forward(self, contacts: Tensor, mentions: Tensor, owner: Tensor) -> dict[str, Tensor]:
        """Logits of every head.

        Args:
            contacts: float32 (contacts, dim), unit vectors.
            mentions: float32 (mentions, dim), unit vectors.
            owner: int64 (mentions,), the contact of each mention.

        Returns:
            Per contact head float32 (contacts, labels); under ``MENTION_HEAD``
            float32 (mentions, irritants).
        """
        c = (contacts - self.center) * self.scale
        m = (mentions - self.center) * self.scale
        logits = {name: self.maps[name](c) for name in CONTACT_HEADS}
        logits[MENTION_HEAD] = self.maps[MENTION_HEAD](torch.cat([m, c[owner]], dim=1))
        return logits

    def matrix(self, name: str) -> Tensor:
        """Matrix of a head: float32 (labels, width)."""
        return self._map(name).weight

    def _map(self, name: str) -> nn.Linear:
        layer = self.maps[name]
        if not isinstance(layer, nn.Linear):
            raise TypeError(f"head {name!r} is a {type(layer).__name__}, not a linear map")
        return layer

    def export(self) -> dict[str, HeadWeights]:
        """The same maps as arrays that act on unit vectors directly."""
        exported = {}
        for name in self.maps:
            layer = self._map(name)
            weight = layer.weight.detach().double() * self.scale.double()
            center = self.center.double().repeat(weight.shape[1] // len(self.center))
            offset = layer.bias.detach().double() - weight @ center
            exported[name] = HeadWeights(
                weight.numpy().astype(np.float32), offset.numpy().astype(np.float32)
            )
        return exported


def _zero_map(width: int, labels: int) -> nn.Linear:
    """A linear map that says nothing yet; its fit is convex, so it needs no random start."""
    layer = nn.Linear(width, labels)
    with torch.no_grad():
        layer.weight.zero_()
        layer.bias.zero_()
    return layer
