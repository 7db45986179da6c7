"""Cut contacts into windows of word pieces, and say which pieces each span owns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

Span = tuple[int, int]


@dataclass(frozen=True)
class Window:
    """A run of word pieces that the encoder reads at once.

    Attributes:
        ids: Word pieces, special pieces and prefix included.
        offset: Position of the first text piece within ``ids``.
        first: Index, among the contact's text pieces, of the window's first one.
        n: How many text pieces it holds.
    """

    ids: list[int]
    offset: int
    first: int
    n: int


@dataclass(frozen=True)
class TokenizedContact:
    """A contact as the encoder sees it.

    Attributes:
        windows: Its windows, in order; together they hold every text piece once.
        pieces: int32 (pieces, 2), code points [start, end) of each text piece.
    """

    windows: tuple[Window, ...]
    pieces: npt.NDArray[np.int32]

    @property
    def n_tokens(self) -> int:
        """Pieces of the longest window."""
        return max(len(window.ids) for window in self.windows)


class Windower:
    """Tokenise texts and cut them into windows at mention borders where possible.

    Args:
        tokenizer: The bundle's tokenizer.
        prefix: Put before every window.
        max_tokens: Word pieces of a window, prefix and special pieces included.
    """

    def __init__(self, tokenizer: Tokenizer, prefix: str, max_tokens: int) -> None:
        self._tokenizer = tokenizer
        head = tokenizer.encode(prefix, add_special_tokens=True).ids
        self._head, self._tail = head[:-1], head[-1:]
        self._room = max_tokens - len(head)
        if self._room < 1:
            raise ValueError(f"max_tokens={max_tokens} leaves no room beside the prefix")

    def tokenize(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> list[TokenizedContact]:
        """Tokenise contacts.

        Args:
            texts: Texts to encode.
            spans: Per text, its mentions in order; windows are cut between them.

        Returns:
            One record per text, in order.
        """
        encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [
            self._cut(encoding.ids, encoding.offsets, mentions)
            for encoding, mentions in zip(encodings, spans, strict=True)
        ]

    def _cut(
        self, ids: list[int], offsets: list[Span], mentions: Sequence[Span]
    ) -> TokenizedContact:
        pieces = np.asarray(offsets, np.int32).reshape(-1, 2)
        borders = np.searchsorted(pieces[:, 1], [start for start, _ in mentions], side="right")
        windows = []
        first = 0
        while True:
            last = min(first + self._room, len(ids))
            if last < len(ids):
                inside = borders[(borders > first) & (borders <= last)]
                last = int(inside[-1]) if len(inside) else last
            window = [*self._head, *ids[first:last], *self._tail]
            windows.append(Window(window, len(self._head), first, last - first))
            if last >= len(ids):
                return TokenizedContact(tuple(windows), pieces)
            first = last


def pieces_in(pieces: npt.NDArray[np.int32], span: Span) -> npt.NDArray[np.intp]:
    """Which pieces lie in a span.

    Args:
        pieces: int32 (pieces, 2), code points of each piece, in order.
        span: Code points [start, end).

    Returns:
        Indices of the pieces that share a code point with the span.
    """
    starts, ends = pieces[:, 0], pieces[:, 1]
    return np.flatnonzero((starts < span[1]) & (ends > span[0]))


@dataclass(frozen=True)
class Feed:
    """What the encoder takes for a batch of contacts.

    Attributes:
        ids: int64 (windows, width), word pieces, padded.
        mask: int64 (windows, width), 1 on pieces.
        pooling: float32 (vectors, windows · width); per contact one row for the
            contact, then one per span.
    """

    ids: npt.NDArray[np.int64]
    mask: npt.NDArray[np.int64]
    pooling: npt.NDArray[np.float32]


def build_feed(
    contacts: Sequence[TokenizedContact], spans: Sequence[Sequence[Span]], pad: int
) -> Feed:
    """Lay out a batch of contacts for the encoder.

    Args:
        contacts: Tokenised contacts.
        spans: Per contact, the spans to pool, as code points [start, end).
        pad: Id of the padding piece.

    Returns:
        The encoder's inputs. A span that owns no piece gets a row of zeros.
    """
    width = max(contact.n_tokens for contact in contacts)
    n_windows = sum(len(contact.windows) for contact in contacts)
    ids = np.full((n_windows, width), pad, np.int64)
    mask = np.zeros((n_windows, width), np.int64)
    pooling = np.zeros((sum(1 + len(s) for s in spans), n_windows * width), np.float32)
    row = window_row = 0
    for contact, contact_spans in zip(contacts, spans, strict=True):
        cells = np.empty(len(contact.pieces), np.intp)  # where each piece's state will stand
        for window in contact.windows:
            ids[window_row, : len(window.ids)] = window.ids
            mask[window_row, : len(window.ids)] = 1
            begin = window_row * width + window.offset
            cells[window.first : window.first + window.n] = np.arange(begin, begin + window.n)
            window_row += 1
        _fill_pooling(pooling[row : row + 1 + len(contact_spans)], contact, cells, contact_spans)
        row += 1 + len(contact_spans)
    return Feed(ids, mask, pooling)


def _fill_pooling(
    pooling: npt.NDArray[np.float32],
    contact: TokenizedContact,
    cells: npt.NDArray[np.intp],
    spans: Sequence[Span],
) -> None:
    """Row 0 pools the contact over its spans, the others one span each."""
    owned = [pieces_in(contact.pieces, span) for span in spans]
    whole = np.unique(np.concatenate(owned)) if owned else np.arange(len(cells))
    for row, pieces in zip(pooling, [whole, *owned], strict=True):
        if len(pieces):
            row[cells[pieces]] = 1 / len(pieces)
