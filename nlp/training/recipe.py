"""A recipe, a TOML file of ``models/recipes/``, says from what and how a bundle is trained."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from nlp.errors import InputError, did_you_mean
from nlp.training.finetuning import FineTuning

KINDS = ("contacts", "keyed", "intents", "sentiments", "pairs")


@dataclass(frozen=True)
class Source:
    """A file or folder to learn from.

    Attributes:
        name: How the card names it.
        path: File, or folder of JSON Lines; relative to the recipe's ``root``;
            variables of the environment are filled in.
        licence: Its licence, for the card.
        kind: ``contacts`` (JSON Lines of labelled contacts), ``keyed`` (labels by set
            and row, joined to the texts in ``texts``), ``intents`` or ``sentiments``
            (public sets, see :mod:`nlp.training.public_sets`), ``pairs`` (translations).
        texts: Of ``keyed``: folder of the sets.
        reasons: Of ``intents``: YAML of the intents whose reason is sure.
        weight: How much each of its contacts counts.
        held_back: Share kept out of training, for calibration and thresholds.
        per_epoch: How many of its rows an epoch takes, drawn anew each time; 0 takes all.
        real: Whether customers wrote it; public sets always are.
        required: Whether training stops without it.
    """

    name: str
    path: Path
    licence: str
    kind: str = "contacts"
    texts: Path | None = None
    reasons: Path | None = None
    weight: float = 1.0
    held_back: float = 0.0
    per_epoch: int = 0
    real: bool = False
    required: bool = True

    @property
    def is_real(self) -> bool:
        """Whether customers wrote it, not the authors of a corpus."""
        return self.real or self.kind != "contacts"

    def files(self) -> list[Path]:
        """Its files, sorted; none if it is missing."""
        if self.texts is not None and not self.texts.is_dir():
            return []
        if self.path.is_dir():
            return sorted(self.path.glob("*.jsonl"))
        return [self.path] if self.path.is_file() else []

    def sha256(self) -> str:
        """Digest over its files' names and contents."""
        digest = hashlib.sha256()
        for path in self.files():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()


@dataclass(frozen=True)
class Recipe:
    """How to train a bundle.

    Attributes:
        name, version: Of the bundle.
        sources: What to learn from.
        vocabulary: A ``tokenizer.json`` whose pieces are kept.
        max_tokens: Word pieces of a window.
        decay: Penalty of each head's matrix, see :func:`nlp.training.fitting.fit_heads`.
        fine_tuning: How to fine-tune the encoder; ``None`` leaves it untouched.
        abstain_cost: Cost of an abstention where an error costs 1, in (0, 1): a bundle doubts where
            its probability is below 1 less that cost (Chow 1970).
        names: Weight, beside a reason's trained logit, of the cosine between the contact and
            the reason's names and definitions: it helps on sectors never shown. By default
            0 for a bundle that is trained, and as it is for one that is calibrated anew.
        share: Share of each source's contacts to learn from; what is held back stays whole.
        seed: Of everything random.
        prefix: Put before every text, as the base encoder was trained.
        apart: Files of contacts that are only measured on: no text near one of
            theirs is trained on.
        fidelity_texts: Real texts on which the exports are compared with the trained encoder; 0
            compares nothing.
        unseen: Results of ``motif leave-out``, whose threshold curves are heeded; optional.
        topics: Folder of the public sets that the metric of topics is learnt on, last of all;
            optional, see :mod:`nlp.training.topics_metric`.
        groups: By name, sources and corpus sectors left out together when one asks how
            a sector never shown is read.
    """

    name: str
    version: str
    sources: tuple[Source, ...]
    vocabulary: Path
    max_tokens: int = 256
    decay: float = 0.02
    fine_tuning: FineTuning | None = None
    abstain_cost: float = 0.4
    names: float | None = None
    share: float = 1.0
    seed: int = 0
    prefix: str = "query: "
    apart: tuple[Path, ...] = ()
    fidelity_texts: int = 0
    unseen: Path | None = None
    topics: Path | None = None
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def load_recipe(path: Path) -> Recipe:
    """Read a recipe.

    Args:
        path: A TOML file; its paths are relative to the folder ``root`` it names,
            itself relative to the file.

    Returns:
        The recipe.

    Raises:
        InputError: The file is missing, is not TOML, or has unknown or missing fields.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"there is no recipe at {path}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not valid TOML: {error}") from error
    root = (path.parent / content.pop("root", ".")).resolve()
    for source in content.get("sources", []):
        for name in {"path", "texts", "reasons"} & set(source):
            source[name] = root / os.path.expandvars(source[name])
        if source.get("kind", "contacts") not in KINDS:
            raise InputError(
                f"{path}: kind {source['kind']!r} of source {source.get('name')!r} is not one of "
                f"{', '.join(KINDS)}.{did_you_mean(source['kind'], KINDS)}"
            )
    content["sources"] = tuple(_build(Source, s, path) for s in content.get("sources", []))
    if "fine_tuning" in content:
        tuning = content["fine_tuning"]
        if "loss_weights" in tuning:
            tuning["loss_weights"] = tuple(tuning["loss_weights"].items())
        content["fine_tuning"] = _build(FineTuning, tuning, path)
    content["apart"] = tuple(root / os.path.expandvars(p) for p in content.get("apart", []))
    content["groups"] = {g: tuple(m) for g, m in content.get("groups", {}).items()}
    for name in {"vocabulary", "unseen", "topics"} & set(content):
        content[name] = root / os.path.expandvars(content[name])
    recipe: Recipe = _build(Recipe, content, path)
    if not 0 < recipe.share <= 1:
        raise InputError(f"{path}: share must be above 0 and at most 1, not {recipe.share}")
    return recipe


def for_measuring(recipe: Recipe, epochs: int | None = None, share: float | None = None) -> Recipe:
    """A recipe whose bundle is measured and thrown away: no export compared, no topics learnt.

    Its threshold heeds no sectors left out before: they may be what it is measured on.

    Args:
        recipe: The whole recipe.
        epochs: Epochs of its fine-tuning; its own by default.
        share: Share of each source's contacts to learn from; its own by default.
    """
    tuning = recipe.fine_tuning
    if epochs is not None and tuning is not None:
        tuning = replace(tuning, epochs=epochs)
    share = recipe.share if share is None else share
    return replace(
        recipe, fine_tuning=tuning, share=share, fidelity_texts=0, topics=None, unseen=None
    )


def missing_sources(recipe: Recipe) -> list[Source]:
    """Sources that are not there; whether that stops training is each one's ``required``."""
    return [source for source in recipe.sources if not source.files()]


def _build(kind: Any, content: dict[str, Any], path: Path) -> Any:
    known = kind.__dataclass_fields__
    for name in content:
        if name not in known:
            raise InputError(
                f"{path}: unknown field {name!r} of {kind.__name__.lower()}; known: "
                f"{', '.join(known)}.{did_you_mean(name, known)}"
            )
    try:
        return kind(**content)
    except TypeError as error:
        raise InputError(f"{path}: {kind.__name__.lower()} is incomplete: {error}") from error
