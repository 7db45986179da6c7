"""The encoder as a torch module: token states in, pooled vectors out."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from nlp.modeling.base_checkpoint import BaseCheckpoint

_CONFIG, _WEIGHTS, _TOKENIZER = "config.json", "model.safetensors", "tokenizer.json"


class PooledEncoder(nn.Module):
    """A BERT encoder whose output is any number of weighted means over its token states.

    One pass serves every level at once: a contact's vector and its mentions' vectors
    are rows of the same product, so a mention gets its context for free and a
    contact longer than one window is pooled over all its windows.
    """

    def __init__(self, bert: BertModel) -> None:
        super().__init__()
        self.bert = bert

    def forward(self, input_ids: Tensor, attention_mask: Tensor, pooling: Tensor) -> Tensor:
        """Encode windows and pool their token states.

        Args:
            input_ids: int64 (windows, tokens), word pieces.
            attention_mask: int64 (windows, tokens), 1 on pieces, 0 on padding.
            pooling: float32 (vectors, windows · tokens), weights of each vector over
                all token states; a row sums to 1.

        Returns:
            float32 (vectors, hidden), not normalised.
        """
        states: Tensor = self.bert(
            input_ids=input_ids, attention_mask=attention_mask
        ).last_hidden_state
        return pooling @ states.flatten(0, 1)


def build_encoder(checkpoint: BaseCheckpoint) -> PooledEncoder:
    """Build the torch encoder from a checkpoint's arrays.

    Args:
        checkpoint: Weights and configuration.

    Returns:
        The encoder, in evaluation mode.
    """
    bert = BertModel(BertConfig(**checkpoint.config), add_pooling_layer=False)
    state = {name: torch.from_numpy(array) for name, array in checkpoint.weights.items()}
    bert.load_state_dict(state, strict=True)
    return PooledEncoder(bert).eval()


def save_encoder(encoder: PooledEncoder, tokenizer: dict[str, object], folder: Path) -> None:
    """Write an encoder as a checkpoint folder that ``transformers`` reads too.

    Args:
        encoder: What to write.
        tokenizer: Content of ``tokenizer.json``.
        folder: Where to; made if missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    state = {name: tensor.contiguous() for name, tensor in encoder.bert.state_dict().items()}
    save_file(state, folder / _WEIGHTS, {"format": "pt"})
    encoder.bert.config.to_json_file(folder / _CONFIG)
    (folder / _TOKENIZER).write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")


def load_encoder(folder: Path) -> tuple[PooledEncoder, dict[str, object]]:
    """Read what :func:`save_encoder` wrote.

    Args:
        folder: A checkpoint folder.

    Returns:
        The encoder in evaluation mode, and the content of its ``tokenizer.json``.
    """
    bert = BertModel(BertConfig.from_json_file(folder / _CONFIG), add_pooling_layer=False)
    bert.load_state_dict(load_file(folder / _WEIGHTS), strict=True)
    tokenizer = json.loads((folder / _TOKENIZER).read_text(encoding="utf-8"))
    return PooledEncoder(bert).eval(), tokenizer
