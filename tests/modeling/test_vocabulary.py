import json

import numpy as np
import pytest
from tokenizers import Tokenizer

from nlp.modeling.vocabulary import choose_pieces, count_pieces, prune, same_pieces

TEXTS = ["the cat", "été"]


@pytest.fixture
def pruned(tiny_checkpoint):
    counts = count_pieces(tiny_checkpoint.tokenizer, TEXTS)
    keep = choose_pieces(tiny_checkpoint.tokenizer, counts, size=8)
    return keep, prune(tiny_checkpoint, keep)


def test_foreign_scripts_go_and_latin_letters_stay(tiny_checkpoint, pruned):
    keep, smaller = pruned
    pieces = [piece for piece, _ in smaller.tokenizer["model"]["vocab"]]
    assert "ж" not in pieces
    assert "字" not in pieces
    assert set("abcdefghijklmnopqrstuvwxyzé") <= set(pieces)
    assert len(keep) == len(pieces) == smaller.config["vocab_size"]


def test_kept_texts_keep_their_pieces_and_vectors(tiny_checkpoint, pruned):
    _, smaller = pruned
    name = "embeddings.word_embeddings.weight"
    before = Tokenizer.from_str(json.dumps(tiny_checkpoint.tokenizer))
    after = Tokenizer.from_str(json.dumps(smaller.tokenizer))
    for text in TEXTS:
        old, new = before.encode(text), after.encode(text)
        assert old.tokens == new.tokens
        assert np.array_equal(
            tiny_checkpoint.weights[name][old.ids], smaller.weights[name][new.ids]
        )


def test_the_pieces_of_a_pruned_tokenizer_are_found_again(tiny_checkpoint, pruned, tmp_path):
    keep, smaller = pruned
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps(smaller.tokenizer))
    assert same_pieces(tiny_checkpoint.tokenizer, path) == keep
