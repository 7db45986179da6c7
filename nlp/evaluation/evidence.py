"""Whether the words shown for a label are the words people gave for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

Span = tuple[int, int]

_WORD = re.compile(r"\w+")


def evidence_overlap(
    text: str, given: Sequence[Span], gold: Sequence[Span]
) -> tuple[int, int, int]:
    """Count the words that two readings of the evidence share.

    Args:
        text: The text.
        given: Code points [start, end) that the engine shows.
        gold: Code points [start, end) that people gave.

    Returns:
        Words in both, words given, words of the gold. Precision, recall and F1 over
        many contacts follow from their sums.
    """
    words = [match.span() for match in _WORD.finditer(text)]
    mine, theirs = (
        {w for w in words if any(w[0] < end and w[1] > start for start, end in spans)}
        for spans in (given, gold)
    )
    return len(mine & theirs), len(mine), len(theirs)
