from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from nlp.inference.windows import Windower, build_feed, pieces_in


def tiny_tokenizer():
    """One piece per letter, digit or sign."""
    signs = "abcdefghijklmnopqrstuvwxyzé🙂 .:"
    vocabulary = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
    vocabulary |= {sign: i for i, sign in enumerate(signs, 4)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer


@pytest.fixture
def windower():
    return Windower(tiny_tokenizer(), "q: ", 12)


def test_every_piece_stands_in_one_window_once(windower):
    text = "abcdefghijklmnopqrstuvwxyz"
    (contact,) = windower.tokenize([text], [[(0, 5), (5, 26)]])
    assert sum(w.n for w in contact.windows) == len(text) == len(contact.pieces)
    assert [w.first for w in contact.windows] == [0, 5, 12, 19]
    assert all(len(w.ids) <= 12 for w in contact.windows)


def test_each_window_begins_with_the_prefix(windower):
    (contact,) = windower.tokenize(["abcdefghijklmnop"], [[(0, 16)]])
    assert len({tuple(w.ids[:4]) for w in contact.windows}) == 1


def test_an_empty_text_is_one_window(windower):
    (contact,) = windower.tokenize([""], [[]])
    assert len(contact.windows) == 1
    assert len(contact.pieces) == 0


def test_pieces_of_a_span_count_code_points():
    (contact,) = Windower(tiny_tokenizer(), "", 50).tokenize(["é🙂ab"], [[(0, 4)]])
    assert pieces_in(contact.pieces, (1, 3)).tolist() == [1, 2]


def test_a_window_without_room_is_refused():
    with pytest.raises(ValueError, match="no room"):
        Windower(tiny_tokenizer(), "query", 4)


@given(
    st.lists(st.text("abcé🙂 ", min_size=1, max_size=60), min_size=1, max_size=4),
    st.integers(9, 20),
    st.data(),
)
def test_pooling_rows_are_means_over_the_right_pieces(texts, max_tokens, data):
    windower = Windower(tiny_tokenizer(), "q: ", max_tokens)
    spans = []
    for text in texts:
        cuts = sorted({0, len(text), *data.draw(st.lists(st.integers(1, len(text)), max_size=3))})
        spans.append(list(pairwise(cuts)))
    contacts = windower.tokenize(texts, spans)
    feed = build_feed(contacts, spans, pad=1)
    assert np.allclose(feed.pooling.sum(axis=1), 1)
    flat = feed.ids.ravel()
    row = 0
    for text, contact_spans in zip(texts, spans, strict=True):
        for begin, end in [(0, len(text)), *contact_spans]:
            pieces = flat[np.flatnonzero(feed.pooling[row])]
            expected = tiny_tokenizer().encode(text[begin:end], add_special_tokens=False).ids
            assert pieces.tolist() == expected
            row += 1
