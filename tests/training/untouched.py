"""The base encoder as it comes, before any training: what the bundle is measured beside."""

import json

from nlp.inference.session import EncoderSession
from nlp.modeling.encoder import build_encoder
from nlp.modeling.export import export_onnx
from nlp.modeling.vocabulary import prune, same_pieces
from nlp.training.base import fetch_base


def untouched_session(folder, vocabulary):
    """Its session, in full precision; ``vocabulary`` is a tokenizer whose pieces are kept."""
    base = fetch_base()
    base = prune(base, same_pieces(base.tokenizer, vocabulary))
    tokenizer = folder / "tokenizer.json"
    tokenizer.write_text(json.dumps(base.tokenizer, ensure_ascii=False), encoding="utf-8")
    export_onnx(build_encoder(base), folder / "encoder.onnx")
    return EncoderSession(folder / "encoder.onnx", tokenizer, prefix="query: ", max_tokens=256)
