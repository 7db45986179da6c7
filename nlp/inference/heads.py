"""From pooled vectors to calibrated probabilities, without torch.

Every head is a matrix and an offset, so that stored vectors can be read again by
other heads (a corrected taxonomy, a customer's own labels) without the encoder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.arrays import load_arrays, save_arrays
from nlp.errors import BundleError

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class HeadWeights:
    """A linear head.

    Attributes:
        weight: float32 (labels, width).
        offset: float32 (labels,).
    """

    weight: Floats
    offset: Floats

    def logits(self, vectors: Floats) -> Floats:
        """Logits of shape (rows, labels) of vectors of shape (rows, width)."""
        return vectors @ self.weight.T + self.offset

    def take(self, rows: list[int]) -> HeadWeights:
        """The same head for some of its labels only."""
        return HeadWeights(self.weight[rows], self.offset[rows])


def save_heads(heads: dict[str, HeadWeights], path: Path) -> None:
    """Write heads as safetensors: ``<name>.weight`` and ``<name>.offset``."""
    arrays = {f"{name}.weight": head.weight for name, head in heads.items()}
    arrays |= {f"{name}.offset": head.offset for name, head in heads.items()}
    save_arrays(arrays, path)


def load_heads(path: Path) -> dict[str, HeadWeights]:
    """Read what :func:`save_heads` wrote.

    Raises:
        BundleError: The file is not safetensors, or a head lacks its half.
    """
    arrays = load_arrays(path)
    names = {name.rpartition(".")[0] for name in arrays}
    missing = [n for n in names if not {f"{n}.weight", f"{n}.offset"} <= set(arrays)]
    if missing:
        raise BundleError(f"{path}: no weight or no offset for {', '.join(sorted(missing))}")
    return {n: HeadWeights(arrays[f"{n}.weight"], arrays[f"{n}.offset"]) for n in sorted(names)}


def softmax(logits: Floats) -> Floats:
    """Probabilities over the last axis, which sum to 1."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), np.float32)


def sigmoid(logits: npt.NDArray[np.floating[Any]]) -> Floats:
    """Probabilities, each on its own; safe for any finite logit."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * logits)), np.float32)


def first_choice(probabilities: Floats, thresholds: Floats) -> npt.NDArray[np.intp]:
    """The likeliest label among those that reach their threshold.

    Args:
        probabilities: float32 (..., labels), each in [0, 1].
        thresholds: float32 (labels,), probability that a label needs to be chosen.

    Returns:
        int64 (...), positions of labels; the likeliest of all where none reaches its threshold.
    """
    reaching = np.where(probabilities >= thresholds, probabilities, probabilities - 1)
    return np.asarray(reaching.argmax(axis=-1))
