"""Labels read from their names and definitions: those that no head was trained on, and reasons.

A label's prototype is the mean of the vectors of its texts, in both languages; a
text's logit for it is a line in their cosine, centred. The lines were fitted on the
labels that the heads do know, so that logits of both sorts stand on one scale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.arrays import load_arrays, save_arrays
from nlp.errors import BundleError
from nlp.inference.session import EncoderSession, to_unit
from nlp.taxonomy import Label, Taxonomy

Floats = npt.NDArray[np.float32]

_CENTER = "center"
_LABELS = "labels."


@dataclass(frozen=True)
class Matcher:
    """What turns prototypes into logits.

    Attributes:
        center: float32 (dim,), subtracted from every vector: encoders trained by
            contrast put all texts in one narrow cone.
        lines: Per head, slope and offset from cosine to logit.
        labels: Per head whose trained logits the cosines help, float32 (labels, dim):
            the prototypes of the labels it was trained on, in their order.
    """

    center: Floats
    lines: Mapping[str, Sequence[float]]
    labels: Mapping[str, Floats] = field(default_factory=dict)

    def cosines(self, vectors: Floats, prototypes: Floats) -> Floats:
        """Centred cosines of texts with labels.

        Args:
            vectors: float32 (..., dim), unit vectors of texts or mentions.
            prototypes: float32 (labels, dim), of :func:`embed_labels`.

        Returns:
            float32 (..., labels), -1 to 1.
        """
        return np.asarray(centred_unit(vectors, self.center) @ prototypes.T, np.float32)

    def logits(self, head: str, vectors: Floats, prototypes: Floats) -> Floats:
        """Logits of texts for labels, by the line of a head; see :meth:`cosines`."""
        slope, offset = self.lines[head]
        return np.asarray(slope * self.cosines(vectors, prototypes) + offset, np.float32)


def label_texts(label: Label) -> list[str]:
    """Texts that stand for a label: per language its name alone, and with its definition."""
    texts = []
    for lang, name in label.names.items():
        texts.append(name)
        if definition := label.definitions.get(lang):
            texts.append(f"{name} : {definition}" if lang == "fr" else f"{name}: {definition}")
    return texts


def head_label_texts(taxonomy: Taxonomy, head: str) -> dict[str, list[str]]:
    """Texts of the labels of a head, by code; praises have their families' names."""
    if head == "praise":
        return {code: list(names.values()) for code, names in taxonomy.irritants.families.items()}
    kind = "irritant" if head == "mention" else head
    return {label.code: label_texts(label) for label in taxonomy.label_set(kind).labels}


def embed_labels(texts: Sequence[Sequence[str]], session: EncoderSession, center: Floats) -> Floats:
    """Prototypes of labels.

    Args:
        texts: Per label, the texts that stand for it.
        session: The encoder.
        center: float32 (dim,), see :class:`Matcher`.

    Returns:
        float32 (labels, dim), unit vectors.
    """
    flat = [text for of_label in texts for text in of_label]
    encoded = session.encode(flat, [[] for _ in flat])
    vectors = centred_unit(np.stack([e.contact for e in encoded]), center)
    ends = np.cumsum([len(of_label) for of_label in texts])
    return to_unit(np.stack([part.mean(axis=0) for part in np.split(vectors, ends[:-1])]))


def centred_unit(vectors: Floats, center: Floats) -> Floats:
    """Vectors minus the center, set to length 1 again."""
    return to_unit(vectors - center)


def save_matcher(matcher: Matcher, path: Path) -> None:
    """Write a matcher's center and its labels' prototypes as safetensors."""
    arrays = {_LABELS + head: prototypes for head, prototypes in matcher.labels.items()}
    save_arrays({_CENTER: matcher.center} | arrays, path)


def load_matcher(path: Path, lines: Mapping[str, Sequence[float]]) -> Matcher:
    """Read what :func:`save_matcher` wrote.

    Args:
        path: The file.
        lines: Per head, slope and offset from cosine to logit.

    Raises:
        BundleError: The file is not safetensors, or holds no center.
    """
    arrays = load_arrays(path)
    if _CENTER not in arrays:
        raise BundleError(f"{path} holds no center")
    heads = [name.removeprefix(_LABELS) for name in arrays if name.startswith(_LABELS)]
    return Matcher(arrays[_CENTER], lines, {head: arrays[_LABELS + head] for head in heads})
