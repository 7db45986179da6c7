"""How near the French and the English version of a text lie to each other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


def bilingual_distance(french: Vectors, english: Vectors) -> dict[str, float]:
    """Compare the vectors of translation pairs.

    Vectors are centred on the mean of all and brought to unit length first: encoders put all
    texts in a narrow cone, in which every cosine is high.

    Args:
        french: float32 (pairs, dim).
        english: float32 (pairs, dim), the same texts.

    Returns:
        ``n`` pairs; ``cosine`` of a text and its translation, ``cosine_of_others`` of a
        text and another's translation (means); ``french_to_english`` and
        ``english_to_french``, shares in [0, 1] of the texts whose nearest one in the other
        language is their translation.

    Raises:
        ValueError: The shapes differ, or there are fewer than two pairs.
    """
    if french.shape != english.shape or len(french) < 2:
        raise ValueError(
            "translation pairs need as many French as English vectors, two at least: got "
            f"{french.shape} and {english.shape}"
        )
    center = np.concatenate([french, english]).mean(axis=0)
    left, right = (_unit(vectors - center) for vectors in (french, english))
    cosines = left @ right.T
    n = len(french)
    same = np.arange(n)
    return {
        "n": n,
        "cosine": float(np.diag(cosines).mean()),
        "cosine_of_others": float((cosines.sum() - np.trace(cosines)) / (n * (n - 1))),
        "french_to_english": float((cosines.argmax(axis=1) == same).mean()),
        "english_to_french": float((cosines.argmax(axis=0) == same).mean()),
    }


def _unit(vectors: Vectors) -> Vectors:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-9), np.float32)
