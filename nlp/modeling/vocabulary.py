"""Keep only the word pieces that French and English need.

The encoder's vocabulary covers a hundred languages with 250,000 pieces, four
fifths of its weights. Pieces that no French or English text uses are dropped;
what is kept keeps its vector.
"""

from __future__ import annotations

import copy
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from nlp.modeling.base_checkpoint import BaseCheckpoint

_WORD_EMBEDDINGS = "embeddings.word_embeddings.weight"
_BATCH = 2000


def count_pieces(tokenizer: dict[str, Any], texts: Iterable[str]) -> Counter[int]:
    """Count how often each word piece occurs.

    Args:
        tokenizer: Content of ``tokenizer.json``.
        texts: French and English texts.

    Returns:
        Occurrences by piece id; pieces that never occur are absent.
    """
    from tokenizers import Tokenizer

    engine = Tokenizer.from_str(json.dumps(tokenizer))
    counts: Counter[int] = Counter()
    for batch in _batched(texts):
        for encoding in engine.encode_batch(batch, add_special_tokens=False):
            counts.update(encoding.ids)
    return counts


def choose_pieces(tokenizer: dict[str, Any], counts: Counter[int], *, size: int) -> list[int]:
    """Choose the pieces to keep.

    Special pieces, every single Latin letter, digit, mark or symbol, and every piece
    that was counted are kept; room left is filled with the vocabulary's own most
    probable pieces of Latin letters.

    Args:
        tokenizer: Content of ``tokenizer.json``.
        counts: What :func:`count_pieces` found.
        size: How many pieces to keep at most, where the obligatory ones leave room.

    Returns:
        Piece ids in rising order.
    """
    vocabulary = tokenizer["model"]["vocab"]
    keep = {item["id"] for item in tokenizer["added_tokens"]}
    keep |= {tokenizer["model"]["unk_id"]}
    keep |= set(counts)
    keep |= {i for i, (piece, _) in enumerate(vocabulary) if _is_single_sign(piece)}
    by_probability = sorted(range(len(vocabulary)), key=lambda i: -vocabulary[i][1])
    for i in by_probability:
        if len(keep) >= size:
            break
        if _is_latin(vocabulary[i][0]):
            keep.add(i)
    return sorted(i for i in keep if i < len(vocabulary))


def same_pieces(tokenizer: dict[str, Any], kept: Path) -> list[int]:
    """Find the pieces that another tokenizer kept.

    Args:
        tokenizer: Content of the whole ``tokenizer.json``.
        kept: A ``tokenizer.json`` that :func:`prune` made of it.

    Returns:
        Ids of its pieces in the whole vocabulary, in rising order.

    Raises:
        KeyError: It has a piece that the whole vocabulary lacks.
    """
    index = {piece: i for i, (piece, _) in enumerate(tokenizer["model"]["vocab"])}
    pieces = json.loads(kept.read_text(encoding="utf-8"))["model"]["vocab"]
    return sorted(index[piece] for piece, _ in pieces)


def prune(checkpoint: BaseCheckpoint, keep: list[int]) -> BaseCheckpoint:
    """Drop every word piece that is not kept.

    Args:
        checkpoint: The whole checkpoint.
        keep: Piece ids in rising order, special pieces included.

    Returns:
        A checkpoint whose piece ``i`` is ``keep[i]`` of the former one.
    """
    tokenizer = copy.deepcopy(checkpoint.tokenizer)
    new_id = {old: new for new, old in enumerate(keep)}
    model = tokenizer["model"]
    model["vocab"] = [model["vocab"][old] for old in keep]
    model["unk_id"] = new_id[model["unk_id"]]
    tokenizer["added_tokens"] = [
        {**token, "id": new_id[token["id"]]}
        for token in tokenizer["added_tokens"]
        if token["id"] in new_id
    ]
    for special in tokenizer["post_processor"].get("special_tokens", {}).values():
        special["ids"] = [new_id[old] for old in special["ids"]]
    weights = dict(checkpoint.weights)
    weights[_WORD_EMBEDDINGS] = weights[_WORD_EMBEDDINGS][np.asarray(keep)]
    config = {
        **checkpoint.config,
        "vocab_size": len(keep),
        "pad_token_id": new_id[checkpoint.config["pad_token_id"]],
    }
    return BaseCheckpoint(config, weights, tokenizer, checkpoint.origin)


def _batched(texts: Iterable[str]) -> Iterator[list[str]]:
    stream = iter(texts)
    while batch := list(islice(stream, _BATCH)):
        yield batch


def _is_single_sign(piece: str) -> bool:
    sign = piece.removeprefix("▁")
    return len(sign) <= 1 and (not sign or not sign.isalpha() or _is_latin(sign))


def _is_latin(piece: str) -> bool:
    letters = [c for c in piece if c.isalpha()]
    return bool(letters) and all("LATIN" in unicodedata.name(c, "") for c in letters)
