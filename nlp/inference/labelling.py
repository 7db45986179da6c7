"""A head lined up with the labels asked for: trained where it knows them, matched elsewhere.

What a head learnt serves the sectors it learnt from; what a label's texts say serves
every sector. A head may heed both: its logit plus so many times the cosine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.bundle import HeadInfo
from nlp.errors import BundleError
from nlp.inference.heads import Floats, HeadWeights
from nlp.inference.matcher import Matcher, embed_labels, head_label_texts
from nlp.inference.session import EncoderSession
from nlp.taxonomy import Taxonomy


@dataclass(frozen=True)
class LabelHead:
    """A head restricted to the labels of the taxonomy in use.

    Attributes:
        name: Which head.
        codes: Its labels, in the order of the logits.
        weights: Rows of the labels it was trained on.
        trained: int64, where those stand among ``codes``.
        matched: int64, where the labels read from their texts stand.
        matcher: What reads labels by their texts; ``None`` when none is read so.
        prototypes: float32 (matched, dim), of the labels read from their texts alone.
        names_weight: Weight of the cosine with the texts of a trained label beside its logit.
        labels: float32 (trained, dim), prototypes of the trained labels; read if weighted.
        temperature: Divides the logits of the trained labels.
        thresholds: float32 (codes,), probability from which a label is given.
        abstain_below: Highest probability under which the head doubts.
    """

    name: str
    codes: tuple[str, ...]
    weights: HeadWeights
    trained: npt.NDArray[np.intp]
    matched: npt.NDArray[np.intp]
    matcher: Matcher | None
    prototypes: Floats
    names_weight: float
    labels: Floats
    temperature: float
    thresholds: Floats
    abstain_below: float

    def logits(self, vectors: Floats) -> Floats:
        """Logits over temperature.

        Args:
            vectors: float32 (..., width).

        Returns:
            float32 (..., codes).
        """
        trained = self.weights.logits(vectors)
        if self.matcher is None:
            return trained / np.float32(self.temperature)
        texts = vectors[..., : len(self.matcher.center)]
        if self.names_weight:
            weight = np.float32(self.names_weight)
            trained = trained + weight * self.matcher.cosines(texts, self.labels)
        logits = np.empty((*vectors.shape[:-1], len(self.codes)), np.float32)
        logits[..., self.trained] = trained / np.float32(self.temperature)
        if len(self.matched):
            logits[..., self.matched] = self.matcher.logits(self.name, texts, self.prototypes)
        return logits

    def names(self, rows: Sequence[int]) -> tuple[str, ...]:
        """Codes of rows."""
        return tuple(self.codes[i] for i in rows)


def fit_head(
    name: str,
    weights: HeadWeights,
    info: HeadInfo,
    codes: Sequence[str],
    taxonomy: Taxonomy,
    matcher: Matcher | None,
    session: EncoderSession,
) -> LabelHead:
    """Line a head up with the codes asked for.

    Args:
        name: Which head.
        weights: Its rows.
        info: Its labels and decision rule.
        codes: Labels wanted.
        taxonomy: Names and definitions of the labels wanted.
        matcher: Reads labels from their texts; ``None`` if the bundle has none.
        session: The encoder, for the labels' texts.

    Returns:
        The head.

    Raises:
        BundleError: A label is unknown and cannot be matched.
    """
    position = {code: i for i, code in enumerate(info.codes)}
    known = [i for i, code in enumerate(codes) if code in position]
    unknown = [i for i, code in enumerate(codes) if code not in position]
    if unknown and (matcher is None or name not in matcher.lines):
        missing = [codes[i] for i in unknown]
        raise BundleError(
            f"the bundle's head {name!r} does not know {', '.join(missing[:5])}"
            f"{' and others' if len(missing) > 5 else ''}, and the bundle reads no labels from "
            "their texts: train a bundle on this taxonomy"
        )
    rows = [position[codes[i]] for i in known]
    prototypes = labels = np.zeros((0, 0), np.float32)
    if info.names:
        if matcher is None or name not in matcher.labels:
            raise BundleError(
                f"the bundle's head {name!r} heeds the texts of its labels, and the bundle holds "
                "no vectors of them: take a whole bundle"
            )
        labels = matcher.labels[name][rows]
    if unknown and matcher is not None:
        texts = head_label_texts(taxonomy, name)
        prototypes = embed_labels([texts[codes[i]] for i in unknown], session, matcher.center)
    return LabelHead(
        name=name,
        codes=tuple(codes),
        weights=weights.take(rows),
        trained=np.array(known, np.intp),
        matched=np.array(unknown, np.intp),
        matcher=matcher if unknown or info.names else None,
        prototypes=prototypes,
        names_weight=info.names,
        labels=labels,
        temperature=info.temperature,
        thresholds=np.array(
            [info.thresholds.get(code, _default(info)) for code in codes], np.float32
        ),
        abstain_below=info.abstain_below,
    )


def _default(info: HeadInfo) -> float:
    """Threshold of a label without one of its own: the usual one of its head."""
    return float(np.median(list(info.thresholds.values()))) if info.thresholds else 0.5
