"""Annotate prepared contacts: one encoder pass, then every head, then the decision rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.bundle import Bundle
from nlp.errors import BundleError
from nlp.inference.heads import Floats, first_choice, load_heads, sigmoid, softmax
from nlp.inference.labelling import fit_head
from nlp.inference.matcher import load_matcher
from nlp.inference.session import Encoded, EncoderSession
from nlp.inference.windows import Span
from nlp.taxonomy import Taxonomy
from nlp.types import SENTIMENTS, Annotation, Evidence, LabelKind

MAX_REASONS = 3
_SHOWN_SCORE = 0.02  # smaller probabilities are not written out
_REQUIRED_HEADS = ("reason", "sentiment", "signal", "irritant", "praise", "mention")


@dataclass(frozen=True)
class Annotated:
    """What one pass gives for a contact.

    Attributes:
        annotation: Its labels.
        vectors: Its vector and one per mention, for the store.
    """

    annotation: Annotation
    vectors: Encoded


class Annotator:
    """The bundle's encoder and heads, loaded once.

    Args:
        bundle: A checked bundle.
        taxonomy: The labels to give; those the bundle was not trained on are read
            from their names and definitions.
        threads: CPU threads; 0 takes every core.
        batch_tokens: Word pieces encoded at once.

    Raises:
        BundleError: The bundle lacks a head or cannot be loaded.
    """

    def __init__(
        self, bundle: Bundle, taxonomy: Taxonomy, *, threads: int = 0, batch_tokens: int = 4096
    ) -> None:
        info = bundle.info
        self.version = info.version
        self.taxonomy = taxonomy
        self._session = EncoderSession.of(bundle, threads=threads, batch_tokens=batch_tokens)
        weights = load_heads(bundle.heads)
        missing = [h for h in _REQUIRED_HEADS if h not in weights or h not in info.heads]
        if missing:
            raise BundleError(f"{bundle.folder} has no head for {', '.join(missing)}")
        codes = {
            "reason": taxonomy.reasons.codes,
            "sentiment": SENTIMENTS,
            "signal": taxonomy.signals.codes,
            "irritant": taxonomy.irritants.codes,
            "mention": taxonomy.irritants.codes,
            "praise": tuple(taxonomy.irritants.families),
        }
        matcher = load_matcher(bundle.center, info.matcher) if info.matcher else None
        self._heads = {
            name: fit_head(
                name, weights[name], info.heads[name], codes[name], taxonomy, matcher, self._session
            )
            for name in _REQUIRED_HEADS
        }
        self._blend = info.blend
        needed = info.heads["sentiment"].thresholds
        self._needed = np.array([needed.get(code, 0.0) for code in SENTIMENTS], np.float32)

    def annotate(self, texts: Sequence[str], mentions: Sequence[Sequence[Span]]) -> list[Annotated]:
        """Annotate contacts.

        Args:
            texts: Cleaned and redacted texts, none empty.
            mentions: Per text, the customer's mentions as code points [start, end).

        Returns:
            One record per text, in order.
        """
        encoded = self._session.encode(texts, mentions)
        return [
            Annotated(self.decide(vectors, spans), vectors)
            for vectors, spans in zip(encoded, mentions, strict=True)
        ]

    def decide(self, vectors: Encoded, spans: Sequence[Span]) -> Annotation:
        """Labels of a contact that is encoded already.

        Args:
            vectors: Its vector and one per mention.
            spans: Its mentions, as code points [start, end).

        Returns:
            The labels.
        """
        heads = self._heads
        reason = softmax(heads["reason"].logits(vectors.contact))
        sentiment = softmax(heads["sentiment"].logits(vectors.contact))
        signal = sigmoid(heads["signal"].logits(vectors.contact))
        praise = sigmoid(heads["praise"].logits(vectors.contact))
        mention = self._mention_logits(vectors)
        irritant = self._irritants(vectors, mention)
        probabilities: dict[LabelKind, Floats] = {
            "reason": reason,
            "sentiment": sentiment,
            "irritant": irritant,
            "praise": praise,
            "signal": signal,
        }
        feeling = int(first_choice(sentiment, self._needed))
        given: dict[LabelKind, list[int]] = {
            "reason": _reasons(reason, heads["reason"].thresholds),
            "irritant": _above(irritant, heads["irritant"].thresholds),
            "praise": _above(praise, heads["praise"].thresholds),
            "signal": _above(signal, heads["signal"].thresholds),
        }
        chosen = given | {"sentiment": [feeling]}
        return Annotation(
            reasons=heads["reason"].names(given["reason"]),
            sentiment=SENTIMENTS[feeling],
            sentiment_score=float(
                sentiment[SENTIMENTS.index("positive")] - sentiment[SENTIMENTS.index("negative")]
            ),
            irritants=heads["irritant"].names(given["irritant"]),
            praises=heads["praise"].names(given["praise"]),
            signals=heads["signal"].names(given["signal"]),
            evidence=self._evidence(given, vectors, mention, spans),
            scores={kind: self._scores(kind, p) for kind, p in probabilities.items()},
            abstained=tuple(
                kind
                for kind in ("reason", "sentiment", "irritant")
                if self._doubts(kind, probabilities[kind], chosen[kind])
            ),
        )

    def _mention_logits(self, vectors: Encoded) -> Floats:
        if not len(vectors.spans):
            pair = np.concatenate([vectors.contact, vectors.contact])[None]
        else:
            contact = np.broadcast_to(vectors.contact, vectors.spans.shape)
            pair = np.concatenate([vectors.spans, contact], axis=1)
        return self._heads["mention"].logits(pair)

    def _irritants(self, vectors: Encoded, mention: Floats) -> Floats:
        """Blend what the whole contact says with what its strongest mention says."""
        of_contact, of_mention, offset = self._blend
        own = self._heads["irritant"].logits(vectors.contact)
        return sigmoid(of_contact * own + of_mention * mention.max(axis=0) + offset)

    def _evidence(
        self,
        given: dict[LabelKind, list[int]],
        vectors: Encoded,
        mention: Floats,
        spans: Sequence[Span],
    ) -> tuple[Evidence, ...]:
        """For each label, the mention that carries it most."""
        if not len(spans):
            return ()
        found = []
        for kind, rows in given.items():
            head = self._heads[kind]
            if kind == "irritant":
                on_mentions = sigmoid(mention)
            elif kind == "reason":
                on_mentions = softmax(head.logits(vectors.spans))
            else:
                on_mentions = sigmoid(head.logits(vectors.spans))
            for row in rows:
                best = int(on_mentions[:, row].argmax())
                score = round(float(on_mentions[best, row]), 4)
                found.append(Evidence(kind, head.codes[row], *spans[best], score))
        return tuple(found)

    def _scores(self, kind: LabelKind, probabilities: Floats) -> dict[str, float]:
        floor = 0.0 if kind == "sentiment" else _SHOWN_SCORE
        ranked = np.argsort(-probabilities, kind="stable")
        codes = self._heads[kind].codes
        return {
            codes[i]: round(float(probabilities[i]), 4) for i in ranked if probabilities[i] >= floor
        }

    def _doubts(self, kind: LabelKind, probabilities: Floats, chosen: list[int]) -> bool:
        head = self._heads[kind]
        if kind == "irritant":  # doubt: nothing given, and yet something comes close
            return not chosen and float(probabilities.max()) >= head.abstain_below
        return float(probabilities[chosen[0]]) < head.abstain_below


def _reasons(probabilities: Floats, thresholds: Floats) -> list[int]:
    """The likeliest reason, then those likely enough beside it, three in all."""
    ranked = np.argsort(-probabilities, kind="stable")[:MAX_REASONS]
    return [int(i) for n, i in enumerate(ranked) if n == 0 or probabilities[i] >= thresholds[i]]


def _above(probabilities: Floats, thresholds: Floats) -> list[int]:
    """Labels over their threshold, likeliest first."""
    ranked: npt.NDArray[np.intp] = np.argsort(-probabilities, kind="stable")
    return [int(i) for i in ranked if probabilities[i] >= thresholds[i]]
