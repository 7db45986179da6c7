"""A base checkpoint small enough to train in a test."""

import numpy as np
import pytest

from nlp.modeling.base_checkpoint import BaseCheckpoint


@pytest.fixture(scope="session")
def tiny_checkpoint():
    """A BERT of two layers and 32 wide, with a tokenizer of single letters."""
    import torch
    from transformers import BertConfig, BertModel

    pieces = [
        "<s>",
        "<pad>",
        "</s>",
        "<unk>",
        "▁",
        *"abcdefghijklmnopqrstuvwxyzé",
        "ж",
        "字",
        "▁the",
    ]
    torch.manual_seed(0)
    config = {
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "intermediate_size": 64,
        "vocab_size": len(pieces),
        "max_position_embeddings": 64,
        "type_vocab_size": 2,
        "pad_token_id": 1,
    }
    bert = BertModel(BertConfig(**config), add_pooling_layer=False)
    weights = {name: t.numpy().astype(np.float32) for name, t in bert.state_dict().items()}
    added = [
        {
            "id": i,
            "content": piece,
            "special": True,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
        }
        for i, piece in enumerate(pieces[:4])
    ]
    tokenizer = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": added,
        "normalizer": None,
        "pre_tokenizer": {
            "type": "Metaspace",
            "replacement": "▁",
            "prepend_scheme": "always",
            "split": True,
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [
                {"SpecialToken": {"id": "<s>", "type_id": 0}},
                {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": "</s>", "type_id": 0}},
            ],
            "pair": [
                {"Sequence": {"id": "A", "type_id": 0}},
                {"Sequence": {"id": "B", "type_id": 1}},
            ],
            "special_tokens": {
                "<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]},
                "</s>": {"id": "</s>", "ids": [2], "tokens": ["</s>"]},
            },
        },
        "decoder": None,
        "model": {
            "type": "Unigram",
            "unk_id": 3,
            "vocab": [[piece, -float(i)] for i, piece in enumerate(pieces)],
            "byte_fallback": False,
        },
    }
    return BaseCheckpoint(config, weights, tokenizer, "tiny")
