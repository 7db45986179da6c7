"""What each step from the trained encoder to the shipped one changes, over real texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
import torch

from nlp.inference.session import to_unit
from nlp.inference.windows import Feed
from nlp.modeling.encoder import PooledEncoder

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Vectors:
    """Pooled vectors of the same feeds by three encoders.

    Attributes:
        torch: float32 (vectors, dim), as trained.
        full: float32 (vectors, dim), ONNX in 32 bits.
        small: float32 (vectors, dim), ONNX in 8 bits, as shipped.
    """

    torch: Floats
    full: Floats
    small: Floats


def encode_three_ways(
    encoder: PooledEncoder, full: Path, small: Path, feeds: Sequence[Feed]
) -> Vectors:
    """Run the same feeds through the trained encoder and both exports.

    Args:
        encoder: As trained.
        full: Its ONNX graph in 32 bits.
        small: Its ONNX graph in 8 bits.
        feeds: Windows and what to pool.

    Returns:
        Unit vectors of each.
    """
    sessions = [
        ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        for path in (full, small)
    ]
    parts: list[list[Floats]] = [[], [], []]
    encoder.eval()
    for feed in feeds:
        arrays = {"input_ids": feed.ids, "attention_mask": feed.mask, "pooling": feed.pooling}
        with torch.no_grad():
            parts[0].append(encoder(*(torch.from_numpy(a) for a in arrays.values())).numpy())
        for part, session in zip(parts[1:], sessions, strict=True):
            part.append(session.run(None, arrays)[0])
    return Vectors(*(to_unit(np.concatenate(part)) for part in parts))
