"""Put the matcher's cosines on the scale of the trained heads' logits, on held-back contacts."""

from __future__ import annotations

import numpy as np

from nlp.bundle import BundleInfo
from nlp.inference.heads import Floats
from nlp.inference.matcher import Matcher, embed_labels, head_label_texts
from nlp.inference.session import EncoderSession
from nlp.modeling.heads import MENTION_HEAD, Heads
from nlp.taxonomy import Taxonomy
from nlp.training.calibration import fit_line
from nlp.training.fitting import VectorSet, head_logits

_MATCHED_HEADS = ("reason", "signal", "irritant", "praise", MENTION_HEAD)


def fit_matcher(
    heads: Heads, info: BundleInfo, data: VectorSet, taxonomy: Taxonomy, session: EncoderSession
) -> Matcher:
    """Fit the line from cosine to logit of every head that has labels with texts.

    Args:
        heads: The trained heads.
        info: Their calibration.
        data: Held-back contacts.
        taxonomy: Names and definitions of the heads' labels.
        session: The encoder.

    Returns:
        The matcher. The line of the reasons follows the trained logits by least squares,
        those of the other heads maximise the likelihood of the held-back labels; a head
        that nothing held back is labelled for follows its trained logits too.
    """
    center = heads.center.numpy().astype(np.float32)
    plain = Matcher(center, dict.fromkeys(_MATCHED_HEADS, (1.0, 0.0)))
    logits = head_logits(heads, data)
    lines = {}
    for name in _MATCHED_HEADS:
        prototypes = embed_labels(list(head_label_texts(taxonomy, name).values()), session, center)
        vectors = data.mentions if name == MENTION_HEAD else data.contacts
        cosines = plain.logits(name, vectors, prototypes)
        known = data.targets[name].mask > 0
        if name == "reason" or not known.any():
            lines[name] = _least_squares(cosines, logits[name] / info.heads[name].temperature)
        else:
            lines[name] = fit_line(cosines[known], data.targets[name].values[known])
    return Matcher(center, lines)


def _least_squares(cosines: Floats, logits: Floats) -> tuple[float, float]:
    slope, offset = np.polyfit(cosines.ravel().astype(float), logits.ravel().astype(float), 1)
    return float(slope), float(offset)
