"""Run the encoder's ONNX graph over contacts: one pass, vectors of the contact and of each span."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime as ort
from tokenizers import Tokenizer

from nlp.bundle import Bundle
from nlp.errors import BundleError
from nlp.inference.windows import Span, TokenizedContact, Windower, build_feed

Vectors = npt.NDArray[np.float32]

_BATCH_TOKENS = 4096


@dataclass(frozen=True)
class Encoded:
    """Vectors of one contact, each of unit length.

    Attributes:
        contact: float32 (dim,), pooled over all its spans.
        spans: float32 (spans, dim), one row per span, in order.
    """

    contact: Vectors
    spans: Vectors


class EncoderSession:
    """The encoder, loaded once and safe to call from several threads.

    Args:
        model: The ONNX graph.
        tokenizer: Its ``tokenizer.json``.
        prefix: Put before every text.
        max_tokens: Word pieces of a window.
        threads: CPU threads; 0 takes every core.
        batch_tokens: Word pieces encoded at once, padding included; bounds memory.

    Raises:
        BundleError: A file cannot be loaded.
    """

    def __init__(
        self,
        model: Path,
        tokenizer: Path,
        *,
        prefix: str,
        max_tokens: int,
        threads: int = 0,
        batch_tokens: int = _BATCH_TOKENS,
    ) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        try:
            self._session = ort.InferenceSession(
                str(model), options, providers=["CPUExecutionProvider"]
            )
            self.tokenizer = Tokenizer.from_file(str(tokenizer))
        except Exception as error:  # both libraries raise bare exceptions
            raise BundleError(f"{model.parent}: the encoder cannot be loaded: {error}") from error
        self._pad = self.tokenizer.token_to_id("<pad>") or 0
        self._windower = Windower(self.tokenizer, prefix, max_tokens)
        self._batch_tokens = batch_tokens

    @classmethod
    def of(
        cls, bundle: Bundle, *, threads: int = 0, batch_tokens: int = _BATCH_TOKENS
    ) -> EncoderSession:
        """The encoder of a bundle, read as its heads were trained; see the class."""
        return cls(
            bundle.encoder,
            bundle.tokenizer,
            prefix=bundle.info.prefix,
            max_tokens=bundle.info.max_tokens,
            threads=threads,
            batch_tokens=batch_tokens,
        )

    def encode(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> list[Encoded]:
        """Encode contacts.

        Args:
            texts: Texts, not empty.
            spans: Per text, the spans to pool, as code points [start, end); a text
                without spans is pooled whole.

        Returns:
            Vectors per text, in order.
        """
        tokenized = self._windower.tokenize(texts, spans)
        results: list[Encoded | None] = [None] * len(texts)
        for batch in self._batches(tokenized):
            encoded = self._run([tokenized[i] for i in batch], [spans[i] for i in batch])
            for i, vectors in zip(batch, encoded, strict=True):
                results[i] = vectors
        return [vectors for vectors in results if vectors is not None]

    def _batches(self, contacts: Sequence[TokenizedContact]) -> Iterator[list[int]]:
        """Indices of contacts of like length, under the bound on word pieces."""
        batch: list[int] = []
        n_windows = 0
        for i in np.argsort([c.n_tokens for c in contacts], kind="stable"):
            contact = contacts[i]
            n_windows += len(contact.windows)
            if batch and n_windows * contact.n_tokens > self._batch_tokens:
                yield batch
                batch, n_windows = [], len(contact.windows)
            batch.append(int(i))
        if batch:
            yield batch

    def _run(
        self, contacts: Sequence[TokenizedContact], spans: Sequence[Sequence[Span]]
    ) -> list[Encoded]:
        feed = build_feed(contacts, spans, self._pad)
        vectors = self._session.run(
            None, {"input_ids": feed.ids, "attention_mask": feed.mask, "pooling": feed.pooling}
        )[0]
        return _split(vectors, spans)


def to_unit(vectors: Vectors) -> Vectors:
    """Vectors, float32 (..., dim), set to length 1; zeros stay zeros."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(norms > 0, norms, 1), np.float32)


def _split(vectors: Vectors, spans: Sequence[Sequence[Span]]) -> list[Encoded]:
    ends = np.cumsum([1 + len(s) for s in spans])
    return [Encoded(part[0], part[1:]) for part in np.split(to_unit(vectors), ends[:-1])]
