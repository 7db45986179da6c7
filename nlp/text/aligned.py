"""A text that remembers where each of its code points came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Edit = tuple[int, int, str]
"""Replace the code points ``[start, end)`` by a string."""


@dataclass(frozen=True, slots=True, eq=False)
class AlignedText:
    """A text and, for each of its code points, the source code points it stands for.

    Both arrays never decrease and stay within ``[0, source_length]``; a code point
    that no edit touched covers exactly the source code point it is.

    Attributes:
        text: The text as it stands.
        starts: First source code point of each code point; int32, shape ``(len(text),)``.
        ends: End (excluded) of the same; int32, shape ``(len(text),)``.
        source_length: Code points of the source.
    """

    text: str
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    source_length: int

    @classmethod
    def of(cls, source: str) -> AlignedText:
        """Align a text with itself.

        Args:
            source: The source.

        Returns:
            The same text, each code point standing for itself.
        """
        marks = np.arange(len(source) + 1, dtype=np.int32)
        return cls(source, marks[:-1], marks[1:], len(source))

    @classmethod
    def join(cls, parts: Sequence[AlignedText], separator: str) -> AlignedText:
        """Chain texts whose sources are chained by the same separator.

        Args:
            parts: The texts, in order.
            separator: What stands between two of them, and between their sources.

        Returns:
            One text, aligned with ``separator.join(sources)``.
        """
        starts: list[NDArray[np.int32]] = []
        ends: list[NDArray[np.int32]] = []
        offset = 0
        for number, part in enumerate(parts):
            if number:
                marks = np.arange(offset, offset + len(separator) + 1, dtype=np.int32)
                starts.append(marks[:-1])
                ends.append(marks[1:])
                offset += len(separator)
            starts.append(part.starts + np.int32(offset))
            ends.append(part.ends + np.int32(offset))
            offset += part.source_length
        empty = np.zeros(0, dtype=np.int32)
        return cls(
            separator.join(part.text for part in parts),
            np.concatenate(starts) if starts else empty,
            np.concatenate(ends) if ends else empty,
            offset,
        )

    def replace(self, edits: Iterable[Edit]) -> AlignedText:
        """Replace spans of the text.

        Every code point of a replacement stands for the whole source of what it
        replaces; an insertion stands for an empty span between its neighbours.

        Args:
            edits: ``(start, end, replacement)`` in code points of ``text``, in order
                and without overlap.

        Returns:
            The edited text, aligned with the same source.

        Raises:
            ValueError: The edits overlap, are out of order or out of bounds.
        """
        pieces: list[str] = []
        starts: list[NDArray[np.int32]] = []
        ends: list[NDArray[np.int32]] = []
        done = 0
        for start, end, new in edits:
            if not done <= start <= end <= len(self.text):
                raise ValueError(
                    f"edit [{start}, {end}) after {done} in a text of {len(self.text)} code "
                    "points: edits must be in order, without overlap and within the text"
                )
            low, high = self._cover(start, end)
            pieces += (self.text[done:start], new)
            starts += (self.starts[done:start], np.full(len(new), low, dtype=np.int32))
            ends += (self.ends[done:start], np.full(len(new), high, dtype=np.int32))
            done = end
        if not pieces:
            return self
        pieces.append(self.text[done:])
        starts.append(self.starts[done:])
        ends.append(self.ends[done:])
        return AlignedText(
            "".join(pieces), np.concatenate(starts), np.concatenate(ends), self.source_length
        )

    def delete(self, spans: Iterable[tuple[int, int]]) -> AlignedText:
        """Remove spans of the text.

        Args:
            spans: ``[start, end)`` code points, in order and without overlap.

        Returns:
            The shorter text, aligned with the same source.

        Raises:
            ValueError: The spans overlap, are out of order or out of bounds.
        """
        return self.replace((start, end, "") for start, end in spans)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Find what a span of the text stands for in the source.

        Args:
            start: First code point of ``text``.
            end: End of the span, excluded.

        Returns:
            The span of the source, end excluded. It includes what was deleted inside
            the span, not what was deleted at its edges.

        Raises:
            ValueError: The span is out of bounds or reversed.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(
                f"span [{start}, {end}) of a text of {len(self.text)} code points: "
                "expected 0 <= start <= end <= length"
            )
        return self._cover(start, end)

    def _cover(self, start: int, end: int) -> tuple[int, int]:
        if start < end:
            return int(self.starts[start]), int(self.ends[end - 1])
        before = int(self.ends[start - 1]) if start else 0
        after = int(self.starts[start]) if start < len(self.text) else self.source_length
        # Inside one replacement both neighbours stand for the same source span;
        # taking the lower start and the left end keeps both arrays in order.
        return (min(before, after), before) if start else (0, 0)
