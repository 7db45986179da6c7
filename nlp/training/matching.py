"""A matcher: texts and the labels of many sets are drawn together in the encoder's own space.

Each set's labels compete among themselves only (InfoNCE, van den Oord et al. 2018, over
the labels of one set), so that a public set's labels need not agree with the taxonomy's.
A label's prototype is the mean of the vectors of its texts; prototypes are encoded
anew now and then, and held fixed in between, which costs almost nothing and keeps
every label of every set in each comparison.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from nlp.inference.matcher import head_label_texts
from nlp.inference.windows import Windower
from nlp.modeling.encoder import PooledEncoder
from nlp.taxonomy import Taxonomy
from nlp.training.batches import Batch, text_feeds
from nlp.training.examples import LabelledContact

_TEXTS_AT_ONCE = 64


class Matcher(nn.Module):
    """Prototypes of every label set, and the loss that draws texts to their own.

    Args:
        contacts: What is learnt from: their ``intent`` names the label sets beside the taxonomy.
        taxonomy: Its reasons match contacts, its irritants match mentions.
        windower: Cuts texts into windows.
        dim: Width of a vector.
        scale: Inverse temperature of the cosines.
    """

    def __init__(
        self,
        contacts: Sequence[LabelledContact],
        taxonomy: Taxonomy,
        windower: Windower,
        dim: int,
        *,
        scale: float = 15.0,
    ) -> None:
        super().__init__()
        self.log_scale = nn.Parameter(torch.tensor(float(np.log(scale))))
        intents: dict[str, list[str]] = {}
        for contact in contacts:
            if contact.intent is not None:
                intents.setdefault(contact.source, []).append(contact.intent)
        sets = {name: [[text] for text in sorted(set(found))] for name, found in intents.items()}
        for head in ("reason", "irritant"):
            sets[head] = list(head_label_texts(taxonomy, head).values())
        place = {name: {t[0]: i for i, t in enumerate(labels)} for name, labels in sets.items()}
        self._intent = [
            (c.source, place[c.source][c.intent]) if c.intent is not None else None
            for c in contacts
        ]
        texts = [text for labels in sets.values() for label in labels for text in label]
        self._feeds = text_feeds(texts, windower, _TEXTS_AT_ONCE)
        self._n_texts = len(texts)
        self._averages: dict[str, Tensor] = {}
        first = 0
        for name, labels in sets.items():
            average = torch.zeros(len(labels), len(texts))
            for i, label in enumerate(labels):
                average[i, first : first + len(label)] = 1 / len(label)
                first += len(label)
            self._averages[name] = average
            # Part of the state, so that a training that resumes goes on with the same ones.
            self.register_buffer(f"prototypes_{name}", torch.zeros(len(labels), dim))

    @torch.no_grad()
    def refresh(self, encoder: PooledEncoder, center: Tensor) -> None:
        """Encode the labels' texts with the encoder as it is now."""
        training = encoder.training
        encoder.eval()
        vectors = torch.zeros(self._n_texts, len(center), device=center.device)
        for rows, feed in self._feeds:
            vectors[rows] = encoder(*(t.to(center.device) for t in feed)).float()
        unit = centred_unit(vectors, center)
        for name, average in self._averages.items():
            means = average.to(center.device) @ unit
            self.prototypes(name).copy_(nn.functional.normalize(means, dim=1))
        encoder.train(training)

    def prototypes(self, name: str) -> Tensor:
        """Prototypes of a label set: float32 (labels, dim), unit vectors."""
        return self.get_buffer(f"prototypes_{name}")

    def loss(self, batch: Batch, contacts: Tensor, mentions: Tensor, center: Tensor) -> Tensor:
        """Loss of a batch.

        Args:
            batch: Which contacts.
            contacts: float32 (contacts, dim), pooled vectors.
            mentions: float32 (mentions, dim), pooled vectors.
            center: float32 (dim,), subtracted before cosines.

        Returns:
            float32 scalar, a mean over the batch's contacts.
        """
        scale = self.log_scale.exp().clamp(1, 50)
        weights = batch.weights.to(center.device)
        texts = centred_unit(contacts, center)
        total = torch.zeros((), device=center.device)
        masses, _ = (t.to(center.device) for t in batch.targets["reason"])
        scores = torch.log_softmax(scale * texts @ self.prototypes("reason").T, dim=1)
        total = total - ((masses * scores).sum(dim=1) * weights).sum()
        by_set: dict[str, list[tuple[int, int]]] = {}
        for position, row in enumerate(batch.rows):
            found = self._intent[row]
            if found is not None:
                by_set.setdefault(found[0], []).append((position, found[1]))
        for name, pairs in by_set.items():
            rows, labels = (torch.tensor(x, device=center.device) for x in zip(*pairs, strict=True))
            logits = scale * texts[rows] @ self.prototypes(name).T
            losses = nn.functional.cross_entropy(logits, labels, reduction="none")
            total = total + (losses * weights[rows]).sum()
        values, _ = (t.to(center.device) for t in batch.targets["mention"])
        carrying = values.sum(dim=1) > 0
        if carrying.any():
            spans = centred_unit(mentions[carrying], center)
            scores = torch.log_softmax(scale * spans @ self.prototypes("irritant").T, dim=1)
            masses = values[carrying] / values[carrying].sum(dim=1, keepdim=True)
            owners = batch.owner.to(center.device)[carrying]
            total = total - ((masses * scores).sum(dim=1) * weights[owners]).sum()
        return total / weights.sum()


def centred_unit(vectors: Tensor, center: Tensor) -> Tensor:
    """Unit vectors, centred and set to length 1 again: (rows, dim)."""
    unit = nn.functional.normalize(vectors, dim=1)
    return nn.functional.normalize(unit - center, dim=1)
