"""How alike two mentions are: their clauses, their whole texts and the words they share.

Three readings err in different places. Clauses find a complaint again beside praise of
something else; the vector of the whole text knows what a short clause leaves open; shared
words tell apart what the encoder takes for one, such as two named services. The weights
were chosen on labelled groups (``docs/discovery.md``).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nlp.discovery.space import Floats, Parts
from nlp.text.wordlist import fold
from nlp.types import LANGS, Lang

_BLOCK_PARTS = 1_024
_DIGITS = 5  # what differs beyond is noise of the arithmetic, not of meaning

_WHOLE_WEIGHT = 0.5
"""What the whole texts count beside their clauses, both at standard deviation 1."""

_WORDS_WEIGHT = 0.4
"""What the shared words count beside the clauses, both at standard deviation 1."""

_LEAST_SPREAD = 0.5
"""Of the spread of shared words over all pairs: two languages in which they spread less are
taken to spread as much, or the few pairs that share a name would outweigh all else."""


def blend_likeness(
    parts: Parts,
    whole: Floats | None,
    words: Sequence[Sequence[str]],
    langs: Sequence[Lang],
) -> Floats:
    """Likeness of all pairs of mentions: clauses, whole texts and words, weighed.

    Each is first set to mean 0 and standard deviation 1 over the pairs, since they spread
    differently: a cosine of words is mostly 0.

    Args:
        parts: Clauses in the space of topics, unit vectors.
        whole: float32 (mentions, dim), unit vectors of the whole texts in the space of topics,
            zeros where there is none; ``None`` where each mention is a clause of its own.
        words: Content words of each mention under their dictionary form.
        langs: Language of each mention.

    Returns:
        float32 (mentions, mentions), symmetric, of mean 0 and standard deviation 1 over the
        pairs; it has no bound.
    """
    likeness = _standardise(measure_likeness(parts))
    if whole is not None:
        _add_whole(likeness, whole)
    likeness += np.float32(_WORDS_WEIGHT) * _by_language(share_words(words), langs)
    return np.round(_standardise(likeness), _DIGITS, out=likeness)


def _add_whole(likeness: Floats, whole: Floats) -> None:
    """Add the term of whole texts, in place; of a text without a vector it says nothing."""
    known = np.flatnonzero(whole.any(axis=1))
    vectors = whole[known]
    cosines = np.round(vectors @ vectors.T, _DIGITS)
    term = np.float32(_WHOLE_WEIGHT) * _standardise(cosines)
    if len(known) == len(whole):
        likeness += term
    else:
        likeness[np.ix_(known, known)] += term


def _by_language(shared: Floats, langs: Sequence[Lang]) -> Floats:
    """Set shared words to mean 0 and deviation 1 over the pairs of each pair of languages.

    Two languages share few words, whatever is said: on one scale for all, words would
    part the French half of a topic from the English one.
    """
    _, overall = _moments(shared, itself=True)
    rows = [np.flatnonzero([own == lang for own in langs]) for lang in LANGS]
    for ours in rows:
        for theirs in rows:
            block = np.ix_(ours, theirs)
            mean, deviation = _moments(shared[block], itself=ours is theirs)
            shared[block] = _scale(shared[block], mean, max(deviation, _LEAST_SPREAD * overall))
    return shared


def _standardise(likeness: Floats) -> Floats:
    """Mean 0 and deviation 1 over the pairs, in place; all 0 where all pairs are alike."""
    return _scale(likeness, *_moments(likeness, itself=True))


def _moments(block: Floats, *, itself: bool) -> tuple[float, float]:
    """Mean and deviation over the pairs; ``itself``: its diagonal holds no pairs."""
    own = np.diagonal(block).astype(np.float64) if itself else np.zeros(0)
    n_pairs = max(block.size - len(own), 1)
    mean = (block.sum(dtype=np.float64) - own.sum()) / n_pairs
    squares = np.einsum("ij,ij->", block, block, dtype=np.float64) - (own**2).sum()
    return float(mean), float(np.sqrt(max(squares / n_pairs - mean**2, 0.0)))


def _scale(block: Floats, mean: float, deviation: float) -> Floats:
    """Subtract and divide, in place."""
    block -= np.float32(mean)
    # Less than the last digit kept is noise, which dividing would blow up.
    block /= np.float32(deviation if deviation > 10.0**-_DIGITS else np.inf)
    return block


def share_words(words: Sequence[Sequence[str]]) -> Floats:
    """Cosine of the words that mentions share, rare ones counting more (TF-IDF).

    Words are compared without accents, and French and English ones alike: names of
    products and borrowed words tie the languages.

    Args:
        words: Content words of each mention.

    Returns:
        float32 (mentions, mentions), symmetric, in [0, 1]; 0 for a mention without words.
    """
    from scipy.sparse import csr_array

    folded = [[fold(word) for word in own] for own in words]
    column = {word: i for i, word in enumerate(sorted({w for own in folded for w in own}))}
    n = len(folded)
    if not column:
        return np.zeros((n, n), np.float32)
    rows = np.repeat(np.arange(n), [len(own) for own in folded])
    columns = np.array([column[word] for own in folded for word in own], np.int64)
    counts = csr_array((np.ones(len(rows)), (rows, columns)), shape=(n, len(column)))
    counts.sum_duplicates()
    holders = np.bincount(counts.indices, minlength=len(column))
    rarity = np.log((1 + n) / (1 + holders)) + 1
    counts.data = (1 + np.log(counts.data)) * rarity[counts.indices]
    lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    counts.data /= np.repeat(lengths, np.diff(counts.indptr))
    weighed = counts.astype(np.float32)
    cosines: Floats = (weighed @ weighed.T).toarray()
    return np.round(cosines, _DIGITS, out=cosines)


def measure_likeness(parts: Parts) -> Floats:
    """Likeness of all pairs of mentions by their clauses.

    The likeness of mention a to b is the weighted mean, over the parts of a, of the
    cosine with the nearest part of b; both ways are averaged. For mentions of one part it
    is their cosine. A complaint is then found again beside praise of something else.

    Args:
        parts: In the space of topics, unit vectors.

    Returns:
        float32 (mentions, mentions), symmetric, at most 1.
    """
    n = len(parts.starts)
    one_way = np.empty((n, n), np.float32)  # likeness of the row to the column
    ends = parts.ends
    first = 0
    while first < n:
        after = int(np.searchsorted(ends, parts.starts[first] + _BLOCK_PARTS, side="right"))
        last = max(first + 1, after)
        span = slice(int(parts.starts[first]), int(ends[last - 1]))
        cosines = parts.vectors[span] @ parts.vectors.T
        nearest = np.maximum.reduceat(cosines, parts.starts, axis=1)
        weights = parts.weights[span, None]
        own = parts.starts[first:last] - span.start
        total = np.add.reduceat(weights, own, axis=0)
        one_way[first:last] = np.add.reduceat(nearest * weights, own, axis=0) / total
        first = last
    return np.round((one_way + one_way.T) / 2, _DIGITS)
