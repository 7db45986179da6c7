"""Texts with the words that carry each label marked: the one way a customer's words become HTML.

Everything that comes from data passes through :func:`escape`; nothing is ever read as
HTML or Markdown.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from nlp.text.redaction.placeholders import PLACEHOLDER
from nlp.types import Evidence

KINDS = ("irritant", "praise", "signal", "reason", "sentiment")
"""Kinds of label, the one whose colour wins first."""

NEAR = 2
"""Spans of one label at most this many code points apart are shown as one."""

Naming = Callable[[str, str], str]
"""Name of a label from its kind and code."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that the same labels cover.

    Attributes:
        start, end: Code points of the text, end excluded.
        covering: Evidence that covers them, in the order of :data:`KINDS`.
        ending: Evidence whose last words these are.
    """

    start: int
    end: int
    covering: tuple[Evidence, ...] = ()
    ending: tuple[Evidence, ...] = ()


def escape(text: str) -> str:
    """Text as HTML that shows exactly it."""
    return html.escape(text, quote=True)


def highlight(
    text: str,
    evidence: Sequence[Evidence],
    name: Naming,
    *,
    start: int = 0,
    end: int | None = None,
) -> str:
    """Mark the words of a text that carry labels, each followed by its labels' names.

    Args:
        text: The text.
        evidence: Spans of it.
        name: Names the labels.
        start: First code point to render.
        end: Code point to end before; the text's end by default.

    Returns:
        HTML. Without its tags of class ``tag`` it shows the part asked for, unchanged.
    """
    end = len(text) if end is None else end
    return "".join(_render(text, run, name) for run in split_runs(evidence, start, end))


def split_runs(evidence: Sequence[Evidence], start: int, end: int) -> Iterator[Run]:
    """Cut a part of a text where evidence begins or ends.

    Args:
        evidence: Spans; what reaches outside the part is cut off.
        start: First code point of the part.
        end: Its end, excluded.

    Yields:
        Runs in order, without gaps: they cover the part exactly.
    """
    inside = [
        replace(span, start=max(span.start, start), end=min(span.end, end))
        for span in _merge(evidence)
    ]
    spans = [span for span in inside if span.start < span.end]
    cuts = sorted({start, end, *(s.start for s in spans), *(s.end for s in spans)})
    for left, right in pairwise(cuts):
        covering = tuple(s for s in spans if s.start <= left and right <= s.end)
        yield Run(left, right, covering, tuple(s for s in covering if s.end == right))


def _merge(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Join spans of one label that touch or nearly do; strongest kinds first."""
    merged: list[Evidence] = []
    for span in sorted(evidence, key=lambda s: (s.kind, s.label, s.start, s.end)):
        last = merged[-1] if merged else None
        if last and _continues(span, last):
            joined = max(last.score, span.score)
            merged[-1] = replace(last, end=max(last.end, span.end), score=joined)
        else:
            merged.append(span)
    return sorted(merged, key=lambda s: (KINDS.index(s.kind), s.start, s.label))


def _continues(span: Evidence, last: Evidence) -> bool:
    same = (last.kind, last.label) == (span.kind, span.label)
    return same and span.start <= last.end + NEAR


def _render(text: str, run: Run, name: Naming) -> str:
    words = _redactions(text[run.start : run.end])
    if not run.covering:
        return words
    kinds = dict.fromkeys(span.kind for span in run.covering)
    classes = " ".join(f"{'on' if i == 0 else 'under'}-{kind}" for i, kind in enumerate(kinds))
    title = escape(" · ".join(dict.fromkeys(name(s.kind, s.label) for s in run.covering)))
    tags = "".join(
        f'<span class="tag {kind}">{escape(label)}</span>'
        for kind, label in dict.fromkeys((s.kind, name(s.kind, s.label)) for s in run.ending)
    )
    return f'<mark class="{classes}" title="{title}">{words}</mark>{tags}'


def _redactions(text: str) -> str:
    """Escape a text, its placeholders set apart."""
    parts: list[str] = []
    at = 0
    for found in PLACEHOLDER.finditer(text):
        parts += [escape(text[at : found.start()])]
        parts += [f'<span class="redacted">{escape(found.group())}</span>']
        at = found.end()
    return "".join(parts) + escape(text[at:])
