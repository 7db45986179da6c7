"""Train a bundle from a recipe: read, hold back, fit, fine-tune, export, calibrate, seal."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from nlp.bundle import open_bundle, write_manifest
from nlp.discovery.space import METRIC_FILE
from nlp.inference.annotator import Annotator
from nlp.inference.heads import Floats, save_heads
from nlp.inference.session import EncoderSession
from nlp.inference.windows import Windower
from nlp.modeling.base_checkpoint import BaseCheckpoint
from nlp.modeling.encoder import PooledEncoder, build_encoder
from nlp.modeling.export import export_onnx, quantize_onnx
from nlp.modeling.heads import Heads
from nlp.modeling.vocabulary import prune, same_pieces
from nlp.taxonomy import Taxonomy
from nlp.training.anchoring import Anchor
from nlp.training.batches import Batches
from nlp.training.examples import LabelledContact, Vocabulary
from nlp.training.fidelity import measure_fidelity
from nlp.training.finetuning import FineTuning, Lessons, fine_tune
from nlp.training.fitting import HEADS, fit_heads, vectorise
from nlp.training.matching import Matcher
from nlp.training.material import Material, OnProgress, gather
from nlp.training.progress import Curve, Progress
from nlp.training.recipe import Recipe
from nlp.training.rules import MEASURES, write_rules
from nlp.training.topics_metric import FineTexts, add_topics_metric, missing_sets, read_sets

_FULL = "encoder-fp32.onnx"


def train_bundle(
    recipe: Recipe,
    base: BaseCheckpoint,
    taxonomy: Taxonomy,
    output: Path,
    *,
    device: str = "cpu",
    leave_out: Collection[str] = (),
    on_progress: OnProgress | None = None,
) -> Material:
    """Train a bundle and write it; a training that was stopped goes on where it was.

    Args:
        recipe: What from and how.
        base: The base encoder.
        taxonomy: The labels.
        output: Folder of the bundle; replaced once everything is done.
        device: ``cpu`` or ``cuda``, for fine-tuning.
        leave_out: Sources and corpus sectors not to learn from.
        on_progress: Told the stage, what is done and the total.

    Returns:
        What it was trained from.

    Raises:
        InputError: A required source is missing, or too little is held back to
            calibrate on.
    """
    tell = on_progress or (lambda *_: None)
    topics = None if leave_out else _topic_sets(recipe, tell)
    vocabulary = Vocabulary.of(taxonomy)
    material = gather(recipe, tell, leave_out=leave_out)
    progress = Progress(
        output.parent / f".{output.name}.training",
        _fingerprint(recipe, base, material, taxonomy),
    )
    pruned = prune(base, same_pieces(base.tokenizer, recipe.vocabulary))
    encoder = build_encoder(pruned)
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent) as name:
        folder = Path(name)
        tokenizer = json.dumps(pruned.tokenizer, ensure_ascii=False)
        (folder / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
        session = _export(encoder, folder, recipe)
        dim = encoder.bert.config.hidden_size
        heads = _first_heads(material, session, vocabulary, recipe, progress, dim, tell)
        curve: Curve = []
        if recipe.fine_tuning is not None:
            windower = Windower(session.tokenizer, recipe.prefix, recipe.max_tokens)
            settings = replace(recipe.fine_tuning, seed=recipe.seed)
            curve = fine_tune(
                encoder,
                heads,
                _lessons(material, encoder, windower, vocabulary, taxonomy, settings, device),
                settings,
                device=device,
                progress=progress,
                on_step=lambda step, steps: tell("fine-tune", step, steps),
            )
            session = _export(encoder, folder, recipe)
        held_back = material.held_back
        tell("calibrate", 0, len(held_back))
        weights = heads.export()
        center = heads.center.numpy().astype(np.float32)
        save_heads(weights, folder / "heads.safetensors")
        write_rules(folder, weights, center, held_back, taxonomy, session, recipe, base.origin)
        write_manifest(folder)
        fidelity = _fidelity(folder, encoder, session, material, recipe, taxonomy, tell)
        write_training(folder, recipe, material, curve, fidelity, progress.seconds, topics)
        (folder / _FULL).unlink()
        write_manifest(folder)
        if topics:
            tell("topics", 0, 0)
            add_topics_metric(folder, topics)
        _replace(folder, output)
    progress.finish()
    return material


def _topic_sets(recipe: Recipe, tell: OnProgress) -> list[FineTexts] | None:
    """Read the sets of the metric before the hours of training, so that a fault is told now."""
    if recipe.topics is None:
        return None
    if missing := missing_sets(recipe.topics):
        names = ", ".join(map(str, missing))
        tell(f"missing, so that discovery will have no metric: {names}", 0, 0)
        return None
    return read_sets(recipe.topics)


def _first_heads(
    material: Material,
    session: EncoderSession,
    vocabulary: Vocabulary,
    recipe: Recipe,
    progress: Progress,
    dim: int,
    tell: OnProgress,
) -> Heads:
    """Heads fitted on the untouched encoder, from the contacts that every epoch deals."""
    if progress.resumable():  # they will be restored with the rest of the state
        sizes = {name: len(vocabulary.codes(name)) for name in HEADS}
        return Heads(dim, sizes, torch.zeros(dim), 1.0)
    always = np.flatnonzero(material.share_array == 1.0)
    tell("encode", 0, len(always))
    contacts = [material.train[i] for i in always]
    vectors = vectorise(contacts, session, vocabulary, material.weight_array[always])
    return fit_heads(vectors, vocabulary, decay=dict.fromkeys(HEADS, recipe.decay))


def _lessons(
    material: Material,
    encoder: PooledEncoder,
    windower: Windower,
    vocabulary: Vocabulary,
    taxonomy: Taxonomy,
    settings: FineTuning,
    device: str,
) -> Lessons:
    weights = dict(settings.loss_weights)

    def batches(contacts: list[LabelledContact], own: Floats, shares: Any) -> Batches:
        return Batches(
            contacts,
            own,
            shares,
            windower,
            vocabulary,
            size=settings.batch,
            tokens=settings.batch_tokens,
        )

    n = len(material.held_back)
    return Lessons(
        train=batches(material.train, material.weight_array, material.share_array),
        held_back=batches(material.held_back, np.ones(n, np.float32), np.ones(n)),
        matcher=(
            Matcher(material.train, taxonomy, windower, encoder.bert.config.hidden_size)
            if weights.get("matcher")
            else None
        ),
        anchor=(
            Anchor(material.pairs, encoder.to(device), windower, device=device)
            if material.pairs and weights.get("anchor")
            else None
        ),
    )


def _fidelity(
    folder: Path,
    encoder: PooledEncoder,
    session: EncoderSession,
    material: Material,
    recipe: Recipe,
    taxonomy: Taxonomy,
    tell: OnProgress,
) -> dict[str, Any] | None:
    """Compare the exports with the trained encoder; wholly labelled contacts come first."""
    if not recipe.fidelity_texts:
        return None
    ranked = sorted(material.real, key=lambda c: None in (c.reasons, c.sentiment, c.irritants))
    contacts = ranked[: recipe.fidelity_texts]
    tell("compare", 0, len(contacts))
    return measure_fidelity(
        Annotator(open_bundle(folder), taxonomy),
        encoder,
        folder / _FULL,
        folder / "encoder.onnx",
        Windower(session.tokenizer, recipe.prefix, recipe.max_tokens),
        contacts,
        seed=recipe.seed,
    )


def _fingerprint(
    recipe: Recipe, base: BaseCheckpoint, material: Material, taxonomy: Taxonomy
) -> str:
    """Digest of everything that decides a training, so that only its own state is resumed."""
    digest = hashlib.sha256(f"{base.origin}|{taxonomy.version}|{recipe.fine_tuning}".encode())
    digest.update(f"{recipe.seed}|{recipe.max_tokens}|{recipe.decay}".encode())
    for contact in (*material.train, *material.held_back):
        digest.update(repr(contact).encode())
    return digest.hexdigest()


def _export(encoder: PooledEncoder, folder: Path, recipe: Recipe) -> EncoderSession:
    export_onnx(encoder, folder / _FULL)
    quantize_onnx(folder / _FULL, folder / "encoder.onnx")
    return EncoderSession(
        folder / "encoder.onnx",
        folder / "tokenizer.json",
        prefix=recipe.prefix,
        max_tokens=recipe.max_tokens,
    )


def write_training(
    folder: Path,
    recipe: Recipe,
    material: Material,
    curve: Curve,
    fidelity: dict[str, Any] | None,
    seconds: float,
    topics: Sequence[FineTexts] | None,
) -> None:
    """Write ``training.json``: sources with sha256, sizes, settings, curve, fidelity, time."""
    content = {
        "sources": [
            {
                "name": s.name,
                "licence": s.licence,
                "sha256": s.sha256(),
                "weight": s.weight,
                "per_epoch": s.per_epoch,
            }
            for s in recipe.sources
            if s.files()
        ],
        "n_train": len(material.train),
        "n_held_back": len(material.held_back),
        "n_near_measured": material.n_near,
        "train_by_source": _count([c.source for c in material.train]),
        "train_by_lang": _count([c.lang for c in material.train]),
        "held_back_by_lang": _count([c.lang for c in material.held_back]),
        "fine_tuning": asdict(recipe.fine_tuning) if recipe.fine_tuning else None,
        "curve": curve,
        "fidelity": fidelity,
        "topics_metric": None if topics is None else [_count(given.groups) for given in topics],
        "seconds": round(seconds),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "training.json").write_text(text + "\n", encoding="utf-8")


def _count(values: Sequence[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _replace(folder: Path, output: Path) -> None:
    """Put the finished bundle in place; what a person wrote beside it (the licence) stays."""
    output.mkdir(parents=True, exist_ok=True)
    # A metric or measures of another encoder's vectors would be worse than none.
    for name in (METRIC_FILE, *MEASURES):
        (output / name).unlink(missing_ok=True)
    for path in folder.iterdir():
        shutil.move(path, output / path.name)
    write_manifest(output)
