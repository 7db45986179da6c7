"""Cut a verbatim around the words that matter, at clause borders, short enough to read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from nlp.text.segment import segment
from nlp.types import Lang

Span = tuple[int, int]

MAX_CHARS = 240
"""An excerpt has about this many characters at most."""

ENOUGH_CHARS = 130
"""An excerpt this long needs no more context."""

ELLIPSIS = "…"
NBSP = "\u00a0"

_UNPRINTED = ("Cc", "Cf", "Cs", "Co")
_JOINER = "\u200d"  # holds the parts of an emoji together
_WORD_BEFORE = re.compile(r"\w+$")
_WORD_AFTER = re.compile(r"^\w+")
_TURN_MARK = re.compile(r"\s*\|\|\s*")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Part of a text in three pieces; the outer two end in ``…`` where words are left out.

    Attributes:
        lead: What stands before the evidence.
        evidence: The words that carry the label; may be empty.
        tail: What stands after it.
    """

    lead: str
    evidence: str
    tail: str

    @property
    def text(self) -> str:
        """The excerpt whole."""
        return self.lead + self.evidence + self.tail


def cut_excerpt(
    text: str,
    span: Span | None,
    *,
    within: Span | None = None,
    lang: Lang | None = None,
    max_chars: int = MAX_CHARS,
) -> Excerpt:
    """Cut a text around a span.

    Whole clauses are kept around the span, neighbours added while there is room, without
    leaving the paragraph. Where even the span's own clause is too long it is cut between
    two words. White space becomes single spaces; control characters and those that turn
    the direction of writing are dropped.

    Args:
        text: A redacted text.
        span: The words to keep and to set apart, as code points; ``None``: its beginning.
        within: Part of the text that may be shown, such as one speaker's turn; all of it
            by default.
        lang: Language of the text, for its connectives.
        max_chars: Characters at most, give or take a word and the ellipses.

    Returns:
        The excerpt; never cut within a word.
    """
    low, high = within or (0, len(text))
    start, end = _to_words(text, span, low, high) if span else (low, low)
    clauses = [(low + a, low + b) for a, b in segment(text[low:high], lang)]
    if not clauses:
        return Excerpt("", "", "")
    first, last = _window(text, clauses, (start, end), max_chars)
    if last - first > max_chars:
        first, last = _shrink(text, (first, last), (start, end), max_chars)
    start, end = max(start, first), min(max(end, first), last)
    lead, tail = _plain(text[first:start]).lstrip(), _plain(text[end:last]).rstrip()
    if text[low:first].strip():
        lead = f"{ELLIPSIS}{NBSP}{lead}"
    evidence = _plain(text[start:end])
    if text[last:high].strip():
        tail = _left_open(evidence, tail)
    return Excerpt(lead, evidence, tail)


def _left_open(evidence: str, tail: str) -> str:
    """The tail with an ellipsis: apart after a whole sentence, attached within one."""
    before = (tail or evidence).rstrip()
    if before.endswith(ELLIPSIS):
        return tail
    if before.endswith((".", "!", "?")):
        return f"{tail}{NBSP}{ELLIPSIS}"
    return f"{tail.rstrip(' ,;:-–—/')}{ELLIPSIS}"


def _to_words(text: str, span: Span, low: int, high: int) -> Span:
    """The span clipped to what may be shown, white space trimmed, widened to whole words."""
    start, end = max(span[0], low), min(span[1], high)
    if start >= end:
        return low, low
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start and text[start].isalnum() and (found := _WORD_BEFORE.search(text, low, start)):
        start = found.start()
    if end > start and text[end - 1].isalnum() and (found := _WORD_AFTER.search(text[end:high])):
        end += found.end()
    return start, end


def _window(text: str, clauses: list[Span], core: Span, max_chars: int) -> Span:
    """Whole clauses around the core, with neighbours while there is room."""
    touched = [
        i for i, (a, b) in enumerate(clauses) if a < max(core[1], core[0] + 1) and b > core[0]
    ]
    i, j = (touched[0], touched[-1]) if touched else (0, 0)
    while True:
        first, last = clauses[i][0], clauses[j][1]
        if last - first >= ENOUGH_CHARS:
            return first, last
        after = j + 1 < len(clauses) and _joins(text, last, clauses[j + 1], first, max_chars)
        before = i > 0 and _joins(text, first, clauses[i - 1], last, max_chars)
        if not (after or before):
            return first, last
        # What follows tells the consequence: it comes first, then what led there.
        if after:
            j += 1
        else:
            i -= 1


def _joins(text: str, border: int, other: Span, far_end: int, max_chars: int) -> bool:
    gap = text[min(border, other[1]) : max(border, other[0])]
    length = max(other[1], far_end) - min(other[0], far_end)
    return "\n\n" not in gap and length <= max_chars


def _shrink(text: str, window: Span, core: Span, max_chars: int) -> Span:
    """The core with as many words around it as there is room for."""
    room = max(max_chars - (core[1] - core[0]), 0)
    first = max(window[0], core[0] - room // 2)
    last = min(window[1], first + max_chars)
    while first < core[0] and first > window[0] and not text[first - 1].isspace():
        first += 1
    while last > core[0] and last < window[1] and not text[last].isspace():
        last -= 1
    if last <= core[0]:  # one endless word: rather whole than cut
        found = re.compile(r"\S*").match(text, core[0], window[1])
        last = found.end() if found else window[1]
    return first, last


def _plain(text: str) -> str:
    """Single spaces, no character that a page would act upon."""
    text = re.sub(r"\s+", " ", _TURN_MARK.sub(" / ", text))
    return "".join(c for c in text if c == _JOINER or unicodedata.category(c) not in _UNPRINTED)
