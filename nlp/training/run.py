"""Train a bundle from a recipe: read, hold back, fit, fine-tune, export, calibrate, seal."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from nlp.bundle import BundleInfo, HeadInfo, write_info, write_manifest
from nlp.errors import InputError
from nlp.inference.heads import Floats, save_heads, sigmoid, softmax
from nlp.inference.session import EncoderSession
from nlp.inference.windows import Windower
from nlp.modeling.base_checkpoint import BaseCheckpoint
from nlp.modeling.encoder import PooledEncoder, build_encoder
from nlp.modeling.export import export_onnx, quantize_onnx
from nlp.modeling.heads import MENTION_HEAD, Heads
from nlp.modeling.vocabulary import prune, same_pieces
from nlp.taxonomy import Taxonomy
from nlp.training.calibration import (
    abstention_bound,
    binary_temperature,
    choice_temperature,
    fit_blend,
    micro_f1_threshold,
)
from nlp.training.examples import LabelledContact, Vocabulary, read_labelled
from nlp.training.finetuning import fine_tune
from nlp.training.fitting import HEADS, VectorSet, fit_heads, head_logits, vectorise
from nlp.training.recipe import Recipe, Source

OnProgress = Callable[[str, int, int], None]
_MIN_HELD_BACK = 100


@dataclass(frozen=True)
class Split:
    """Labelled contacts: what is trained on and what is held back.

    Attributes:
        train: Contacts to learn from.
        weights: float32 (train,), how much each counts.
        held_back: Contacts for calibration and thresholds, never trained on.
    """

    train: list[LabelledContact]
    weights: Floats
    held_back: list[LabelledContact]


def train_bundle(
    recipe: Recipe,
    base: BaseCheckpoint,
    taxonomy: Taxonomy,
    output: Path,
    *,
    device: str = "cpu",
    on_progress: OnProgress | None = None,
) -> None:
    """Train a bundle and write it.

    Args:
        recipe: What from and how.
        base: The base encoder.
        taxonomy: The labels.
        output: Folder of the bundle; replaced once everything is done.
        device: ``cpu`` or ``cuda``, for fine-tuning.
        on_progress: Told the stage, what is done and the total.

    Raises:
        InputError: A required source is missing, or too little is held back to
            calibrate on.
    """
    tell = on_progress or (lambda *_: None)
    clock = time.monotonic()
    vocabulary = Vocabulary.of(taxonomy)
    split = split_sources(recipe, tell)
    pruned = prune(base, same_pieces(base.tokenizer, recipe.vocabulary))
    encoder = build_encoder(pruned)
    with tempfile.TemporaryDirectory(dir=output.parent) as name:
        folder = Path(name)
        tokenizer = json.dumps(pruned.tokenizer, ensure_ascii=False)
        (folder / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
        session = _export(encoder, folder, recipe)
        tell("encode", 0, len(split.train))
        vectors = vectorise(split.train, session, vocabulary, split.weights)
        heads = fit_heads(vectors, vocabulary, decay=dict.fromkeys(HEADS, recipe.decay))
        if recipe.fine_tuning is not None:
            windower = Windower(session.tokenizer, recipe.prefix, recipe.max_tokens)
            fine_tune(
                encoder,
                heads,
                split.train,
                split.weights,
                windower,
                vocabulary,
                replace(recipe.fine_tuning, seed=recipe.seed),
                device=device,
                on_step=lambda step, steps, _: tell("fine-tune", step, steps),
            )
            session = _export(encoder, folder, recipe)
        tell("calibrate", 0, len(split.held_back))
        held_back = vectorise(split.held_back, session, vocabulary)
        save_heads(heads.export(), folder / "heads.safetensors")
        info = calibrate(heads, held_back, vocabulary, recipe, base.origin)
        write_info(folder, info)
        write_training(folder, recipe, split, time.monotonic() - clock)
        write_manifest(folder)
        _replace(folder, output)


def split_sources(recipe: Recipe, tell: OnProgress) -> Split:
    """Read every source and hold a share back, chosen by the hash of each id.

    Raises:
        InputError: A required source is missing, or fewer than 100 contacts are held back.
    """
    train: list[LabelledContact] = []
    weights: list[float] = []
    held_back: list[LabelledContact] = []
    for source in recipe.sources:
        files = source.files()
        if not files and source.required:
            raise InputError(f"source {source.name!r} is missing: nothing at {source.path}")
        for path in files:
            tell("read", len(train), len(train))
            for contact in read_labelled(path):
                if _is_held_back(contact.id, source):
                    held_back.append(contact)
                else:
                    train.append(contact)
                    weights.append(source.weight)
    if len(held_back) < _MIN_HELD_BACK:
        raise InputError(
            f"{len(held_back)} contacts are held back for calibration, at least {_MIN_HELD_BACK} "
            "are needed: raise held_back of a source that is there"
        )
    return Split(train, np.array(weights, np.float32), held_back)


def _is_held_back(contact_id: str, source: Source) -> bool:
    digest = hashlib.blake2b(contact_id.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64 < source.held_back


def calibrate(
    heads: Heads, data: VectorSet, vocabulary: Vocabulary, recipe: Recipe, origin: str
) -> BundleInfo:
    """Fit temperatures, blend, thresholds and abstention on held-back contacts.

    Args:
        heads: The trained heads.
        data: Held-back contacts.
        vocabulary: The heads' labels.
        recipe: Names the bundle, and the cost of abstaining.
        origin: Origin of the encoder.

    Returns:
        What ``bundle.json`` says.
    """
    logits = head_logits(heads, data)
    values = {name: target.values for name, target in data.targets.items()}
    infos: dict[str, HeadInfo] = {}
    for name in ("reason", "sentiment"):
        temperature = choice_temperature(logits[name], values[name])
        p = softmax(logits[name] / temperature)
        correct = values[name][np.arange(len(p)), p.argmax(axis=1)] > 0
        infos[name] = HeadInfo(
            list(vocabulary.codes(name)),
            temperature,
            abstain_below=abstention_bound(p.max(axis=1), correct, cost=recipe.abstain_cost),
        )
    second = micro_f1_threshold(
        softmax(logits["reason"] / infos["reason"].temperature), (values["reason"] > 0) * 1.0
    )
    infos["reason"] = replace(infos["reason"], thresholds=_same("reason", second, vocabulary))
    infos["signal"] = _binary_head("signal", logits, values, vocabulary)
    # A source without praise labels says nothing of praises: their head keeps its own scale.
    labelled = data.targets["praise"].mask.any()
    infos["praise"] = (
        _binary_head("praise", logits, values, vocabulary)
        if labelled
        else HeadInfo(list(vocabulary.praise), 1.0, _same("praise", 0.5, vocabulary))
    )
    strongest = strongest_mention(logits[MENTION_HEAD], data)
    blend = fit_blend(logits["irritant"], strongest, values["irritant"])
    p = sigmoid(blend[0] * logits["irritant"] + blend[1] * strongest + blend[2])
    threshold = micro_f1_threshold(p, values["irritant"])
    infos["irritant"] = HeadInfo(
        list(vocabulary.irritant),
        1.0,
        _same("irritant", threshold, vocabulary),
        abstain_below=threshold / 2,
    )
    infos[MENTION_HEAD] = HeadInfo(list(vocabulary.irritant))
    return BundleInfo(
        name=recipe.name,
        version=recipe.version,
        base=origin,
        prefix=recipe.prefix,
        max_tokens=recipe.max_tokens,
        dim=data.contacts.shape[1],
        heads=infos,
        blend=list(blend),
    )


def strongest_mention(logits: Floats, data: VectorSet) -> Floats:
    """Largest logit of each irritant over a contact's mentions: float32 (contacts, irritants)."""
    strongest = np.full((len(data.contacts), logits.shape[1]), -np.inf, np.float32)
    np.maximum.at(strongest, data.owner, logits)
    return np.asarray(np.where(np.isfinite(strongest), strongest, logits.min()), np.float32)


def _binary_head(
    name: str, logits: dict[str, Floats], values: dict[str, Floats], vocabulary: Vocabulary
) -> HeadInfo:
    temperature = binary_temperature(logits[name], values[name])
    threshold = micro_f1_threshold(sigmoid(logits[name] / temperature), values[name])
    return HeadInfo(list(vocabulary.codes(name)), temperature, _same(name, threshold, vocabulary))


def _same(name: str, threshold: float, vocabulary: Vocabulary) -> dict[str, float]:
    return dict.fromkeys(vocabulary.codes(name), round(threshold, 4))


def _export(encoder: PooledEncoder, folder: Path, recipe: Recipe) -> EncoderSession:
    full = folder / "encoder-fp32.onnx"
    export_onnx(encoder, full)
    quantize_onnx(full, folder / "encoder.onnx")
    full.unlink()
    return EncoderSession(
        folder / "encoder.onnx",
        folder / "tokenizer.json",
        prefix=recipe.prefix,
        max_tokens=recipe.max_tokens,
    )


def write_training(folder: Path, recipe: Recipe, split: Split, seconds: float) -> None:
    """Write ``training.json``: sources with their sha256, sizes, settings, time."""
    content = {
        "sources": [
            {"name": s.name, "licence": s.licence, "sha256": s.sha256(), "weight": s.weight}
            for s in recipe.sources
            if s.files()
        ],
        "n_train": len(split.train),
        "n_held_back": len(split.held_back),
        "train_by_lang": _count([c.lang for c in split.train]),
        "held_back_by_lang": _count([c.lang for c in split.held_back]),
        "fine_tuning": asdict(recipe.fine_tuning) if recipe.fine_tuning else None,
        "seconds": round(seconds),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "training.json").write_text(text + "\n", encoding="utf-8")


def _count(values: Sequence[str]) -> dict[str, int]:
    return {value: values.count(value) for value in sorted(set(values))}


def _replace(folder: Path, output: Path) -> None:
    """Put the finished bundle in place; what a person wrote beside it (the licence) stays."""
    output.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        path.chmod(0o644)
        shutil.move(path, output / path.name)
    write_manifest(output)
