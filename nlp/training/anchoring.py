"""Keep what the encoder knew: translations stay together, and near where it used to put them.

Both sentences of a pair are drawn to the vector that the untouched encoder gave the
English one (Reimers & Gurevych 2020, with the model as its own teacher).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from nlp.inference.windows import Windower
from nlp.modeling.encoder import PooledEncoder
from nlp.training.batches import text_feeds

_TEXTS_AT_ONCE = 64


class Anchor:
    """Translation pairs with the untouched encoder's vectors.

    Args:
        pairs: English and French sentences.
        encoder: The encoder before training.
        windower: Cuts texts into windows.
        size: Pairs of a batch.
        device: Where to.
    """

    def __init__(
        self,
        pairs: Sequence[tuple[str, str]],
        encoder: PooledEncoder,
        windower: Windower,
        *,
        size: int = 16,
        device: str = "cpu",
    ) -> None:
        self._pairs, self._windower = pairs, windower
        self._size, self._device = size, device
        vectors = self._encode(encoder, [english for english, _ in pairs])
        self._center = vectors.mean(dim=0)
        self._anchors = nn.functional.normalize(vectors - self._center, dim=1)

    @torch.no_grad()
    def _encode(self, encoder: PooledEncoder, texts: Sequence[str]) -> Tensor:
        encoder.eval()
        vectors = torch.zeros(len(texts), encoder.bert.config.hidden_size, device=self._device)
        for rows, feed in text_feeds(texts, self._windower, _TEXTS_AT_ONCE):
            found = encoder(*(t.to(self._device) for t in feed)).float()
            vectors[rows] = nn.functional.normalize(found, dim=1)
        return vectors

    def loss(self, encoder: PooledEncoder, random: np.random.Generator) -> Tensor:
        """Mean of 1 - cosine between the sentences of drawn pairs and their anchors."""
        drawn = random.integers(0, len(self._pairs), self._size)
        texts = [self._pairs[i][side] for side in (0, 1) for i in drawn]
        targets = self._anchors[drawn].repeat(2, 1)
        ((rows, feed),) = text_feeds(texts, self._windower, len(texts))
        vectors = encoder(*(t.to(self._device) for t in feed)).float()
        unit = nn.functional.normalize(vectors, dim=1) - self._center
        return 1 - nn.functional.cosine_similarity(unit, targets[rows], dim=1).mean()
