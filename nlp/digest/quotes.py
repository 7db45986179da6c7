"""Choose verbatims to quote: typical ones that differ, in both languages where there are both."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nlp.digest.excerpt import ELLIPSIS, Excerpt, cut_excerpt
from nlp.digest.model import Quote
from nlp.storage.queries import Exemplar, Verbatim
from nlp.types import Lang

SAME_WORDS = 0.5
"""Common words, as a share of all words of two excerpts, from which they say the same."""

CONTAINED = 0.8
"""Common words, as a share of the shorter excerpt's, from which it says nothing of its own."""

MIN_WORDS = 4
"""An excerpt of fewer words tells a reader little; it is taken where nothing better is."""

MIN_POOL = 8
"""The second quote comes from the most typical half of the candidates, if it has as many."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A verbatim cut to size, with what decides whether it is quoted."""

    verbatim: Verbatim
    excerpt: Excerpt
    words: frozenset[str]
    doubtful: bool
    reused: bool
    centrality: float
    direction: NDArray[np.float64] | None

    @property
    def is_to_the_point(self) -> bool:
        """Whether the words behind the label are shown: marked, or the text is shown whole."""
        return bool(self.excerpt.evidence) or ELLIPSIS not in self.excerpt.text

    @property
    def weakness(self) -> tuple[bool, bool, bool, bool]:
        """What speaks against quoting it, worst first."""
        short = len(self.words) < MIN_WORDS
        return self.doubtful, not self.excerpt.evidence, self.reused, short


class QuoteChooser:
    """Chooses quotes for one digest, so that none is read twice in it.

    Deterministic: the same candidates in the same order give the same quotes.
    """

    def __init__(self) -> None:
        self._quoted: list[frozenset[str]] = []
        self._texts: set[str] = set()

    def choose(
        self, exemplars: Sequence[Exemplar], n: int, *, kind: Literal["irritant", "praise", "topic"]
    ) -> tuple[Quote, ...]:
        """Choose up to ``n`` quotes.

        First the most typical verbatim (nearest to the mean vector of the candidates),
        then ones that differ most from those chosen among the more typical half; another
        language goes first where there is one. Verbatims that the model doubts, whose
        evidence is unknown, that the digest quotes elsewhere, or of very few words come
        last; near-duplicates of what the digest quotes already never come.

        Args:
            exemplars: Candidates, those with the strongest evidence first.
            n: How many quotes at most.
            kind: The kind of label they stand for.

        Returns:
            The quotes; fewer where there are no more that differ.
        """
        left = [c for c in _candidates(exemplars, kind, self._texts) if c.is_to_the_point]
        chosen: list[_Candidate] = []
        while len(chosen) < n:
            left = [c for c in left if not any(_same(c.words, words) for words in self._quoted)]
            if not left:
                break
            best = _next(left, chosen)
            chosen.append(best)
            self._quoted.append(best.words)
            self._texts.add(best.verbatim.text)
        return tuple(_quote(c) for c in chosen)


def _candidates(
    exemplars: Sequence[Exemplar], kind: str, quoted: Collection[str]
) -> list[_Candidate]:
    units = _unit_vectors(exemplars)
    centralities, directions = np.zeros(len(exemplars)), None
    if units is not None:
        mean = units.mean(axis=0)
        centralities = units @ mean
        # Vectors of this encoder lie in a narrow cone: only what differs from the mean
        # tells two of them apart.
        directions = _normalised(units - mean)
    return [
        _Candidate(
            verbatim=exemplar.verbatim,
            excerpt=(excerpt := _excerpt(exemplar)),
            words=_words(excerpt.text),
            doubtful=kind in exemplar.verbatim.abstained,
            reused=exemplar.verbatim.text in quoted,
            centrality=round(float(centralities[i]), 6),
            direction=None if directions is None else directions[i],
        )
        for i, exemplar in enumerate(exemplars)
    ]


def _next(left: Sequence[_Candidate], chosen: Sequence[_Candidate]) -> _Candidate:
    """The best of those left; the earlier one among equals."""
    if not chosen:
        return min(left, key=lambda c: (*c.weakness, -c.centrality))
    spoken = {c.verbatim.lang for c in chosen}
    half = sorted(left, key=lambda c: -c.centrality)[: max(MIN_POOL, len(left) // 2)]
    typical = {c.verbatim.contact_id for c in half}
    return min(
        left,
        key=lambda c: (
            *c.weakness[:3],
            c.verbatim.lang in spoken,
            c.weakness[3],
            c.verbatim.contact_id not in typical,
            _likeness(c, chosen),
        ),
    )


def _likeness(candidate: _Candidate, chosen: Sequence[_Candidate]) -> float:
    """Cosine with the nearest of those chosen, in [-1, 1]; common words without vectors."""
    if candidate.direction is None:
        return max(_common(candidate.words, other.words)[0] for other in chosen)
    cosines = (candidate.direction @ c.direction for c in chosen if c.direction is not None)
    return round(max(float(cosine) for cosine in cosines), 6)


def _unit_vectors(exemplars: Sequence[Exemplar]) -> NDArray[np.float64] | None:
    """The candidates' vectors at length 1, or nothing where one of them has none."""
    vectors = [e.vector for e in exemplars if e.vector is not None]
    if not vectors or len(vectors) < len(exemplars):
        return None
    return _normalised(np.stack(vectors).astype(np.float64))


def _normalised(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1.0))


def _excerpt(exemplar: Exemplar) -> Excerpt:
    verbatim, span = exemplar.verbatim, exemplar.span
    where = (span.start, span.end) if span else None
    lang: Lang | None = "fr" if verbatim.lang == "fr" else "en" if verbatim.lang == "en" else None
    return cut_excerpt(verbatim.text, where, within=_customer_turn(verbatim, where), lang=lang)


def _customer_turn(verbatim: Verbatim, span: tuple[int, int] | None) -> tuple[int, int] | None:
    """The customer's turn that holds a span, or the first; ``None`` if there are no turns."""
    turns = [
        (t.start, t.end) for t in verbatim.turns if t.speaker == "customer" and t.end > t.start
    ]
    if not turns:
        return None
    if span is None:
        return turns[0]
    return max(turns, key=lambda t: (min(t[1], span[1]) - max(t[0], span[0]), -t[0]))


def _words(text: str) -> frozenset[str]:
    """The words of a text without case and accents."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in folded if not unicodedata.combining(c))
    return frozenset(kept.split())


def _common(first: frozenset[str], second: frozenset[str]) -> tuple[float, float]:
    """Common words as a share of all words, and of the shorter text's; in [0, 1]."""
    shorter, n_common = min(len(first), len(second)), len(first & second)
    if not shorter:
        return float(first == second), float(first == second)
    return n_common / len(first | second), n_common / shorter


def _same(first: frozenset[str], second: frozenset[str]) -> bool:
    of_all, of_shorter = _common(first, second)
    long_enough = min(len(first), len(second)) >= MIN_WORDS
    return of_all >= SAME_WORDS or (long_enough and of_shorter >= CONTAINED)


def _quote(candidate: _Candidate) -> Quote:
    verbatim, excerpt = candidate.verbatim, candidate.excerpt
    return Quote(
        contact_id=verbatim.contact_id,
        lang=verbatim.lang,
        channel=verbatim.channel,
        said_on=verbatim.occurred_at.date() if verbatim.occurred_at else None,
        satisfaction=verbatim.satisfaction,
        lead=excerpt.lead,
        evidence=excerpt.evidence,
        tail=excerpt.tail,
    )
