"""Gather what a recipe learns from: every source read, a share held back, a sector left out."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nlp.errors import InputError
from nlp.inference.heads import Floats
from nlp.training.examples import LabelledContact, read_labelled
from nlp.training.public_sets import read_intents, read_keyed, read_pairs, read_sentiments
from nlp.training.recipe import Recipe, Source

OnProgress = Callable[[str, int, int], None]

_MIN_HELD_BACK = 100
_GRAM = 8
_NEAR = 0.3


@dataclass
class Material:
    """What is trained on, and what is kept apart.

    Attributes:
        train: Contacts to learn from.
        weights: How much each counts.
        shares: Chance of each to be dealt in an epoch.
        held_back: Contacts for calibration and thresholds, never trained on.
        left_out: Contacts of the members left out, from sources one may test on.
        pairs: Translation pairs, English first.
        real: Contacts of ``train`` and ``held_back`` that customers wrote, each text once.
        n_near: Contacts dropped because they are near one that is only measured on.
    """

    train: list[LabelledContact] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    held_back: list[LabelledContact] = field(default_factory=list)
    left_out: list[LabelledContact] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    real: list[LabelledContact] = field(default_factory=list)
    n_near: int = 0

    @property
    def weight_array(self) -> Floats:
        """float32 (train,)."""
        return np.array(self.weights, np.float32)

    @property
    def share_array(self) -> npt.NDArray[np.float64]:
        """float64 (train,)."""
        return np.array(self.shares, np.float64)


def gather(
    recipe: Recipe, tell: OnProgress | None = None, *, leave_out: Collection[str] = ()
) -> Material:
    """Read every source of a recipe.

    Args:
        recipe: What from. The share held back is chosen by the hash of each id.
        tell: Told the stage, what is done and the total.
        leave_out: Names of sources or corpus sectors not to learn from at all.

    Returns:
        The material, in the order of the sources.

    Raises:
        InputError: A required source is missing, or fewer than 100 contacts are held back.
    """
    material = Material()
    measured = _Measured(recipe.apart)
    for source in recipe.sources:
        if not source.files():
            if source.required:
                raise InputError(f"source {source.name!r} is missing: nothing at {source.path}")
            continue
        if source.kind == "pairs":
            pairs = read_pairs(source.path)
            drawn = np.random.default_rng(recipe.seed).permutation(len(pairs))
            material.pairs += [pairs[i] for i in drawn[: source.per_epoch or len(pairs)]]
            continue
        _sort_in(material, source, recipe.share, measured, leave_out)
        if tell:
            tell("read", len(material.train), len(material.train))
    _drop_copies(material)
    if len(material.held_back) < _MIN_HELD_BACK:
        raise InputError(
            f"{len(material.held_back)} contacts are held back for calibration, at least "
            f"{_MIN_HELD_BACK} are needed: raise held_back of a source that is there"
        )
    return material


def _sort_in(
    material: Material,
    source: Source,
    taken: float,
    measured: _Measured,
    leave_out: Collection[str],
) -> None:
    """Put each contact of a source where it belongs."""
    contacts = _read(source)
    share = min(1.0, source.per_epoch / len(contacts)) if source.per_epoch else 1.0
    for contact in contacts:
        if contact.source in leave_out:
            if source.held_back:
                material.left_out.append(contact)
        elif measured.near(contact.text):
            material.n_near += 1
        elif _draw(contact.id) < source.held_back:
            material.held_back.append(contact)
            material.real += [contact] if source.is_real else []
        elif _draw(contact.id, "share") < taken:
            material.real += [contact] if source.is_real else []
            material.train.append(contact)
            material.weights.append(source.weight)
            material.shares.append(share)


def _read(source: Source) -> list[LabelledContact]:
    if source.kind == "keyed":
        if source.texts is None:
            raise InputError(f"source {source.name!r} is keyed: say where its texts are (texts)")
        return read_keyed(source.path, source.texts)
    if source.kind == "intents":
        if source.reasons is None:
            raise InputError(f"source {source.name!r} has intents: say their reasons (reasons)")
        return read_intents(source.path, source.reasons)
    if source.kind == "sentiments":
        return read_sentiments(source.path)
    return [contact for path in source.files() for contact in read_labelled(path)]


def _draw(contact_id: str, what: str = "") -> float:
    """A number in [0, 1) that is always the same for a contact, another for each purpose."""
    digest = hashlib.blake2b(contact_id.encode(), digest_size=8, person=what.encode()).digest()
    return int.from_bytes(digest, "big") / 2**64


def _drop_copies(material: Material) -> None:
    """Drop from training the texts that are held back or left out under another id.

    Several sources may hold the same text: a set's stars, say, and a person's labels.
    """
    apart = {_as_words(c.text) for c in (*material.held_back, *material.left_out)}
    kept = [i for i, c in enumerate(material.train) if _as_words(c.text) not in apart]
    material.n_near += len(material.train) - len(kept)
    material.train = [material.train[i] for i in kept]
    material.real = list({_as_words(c.text): c for c in reversed(material.real)}.values())
    material.weights = [material.weights[i] for i in kept]
    material.shares = [material.shares[i] for i in kept]


class _Measured:
    """Texts that are only measured on, and whether another is nearly one of them."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._texts: set[str] = set()
        self._grams: set[str] = set()
        for path in files:
            for contact in read_labelled(path) if path.is_file() else []:
                words = _words(contact.text)
                self._texts.add(" ".join(words))
                self._grams |= _grams(words)

    def near(self, text: str) -> bool:
        """Whether the words are the same, or three in ten of the runs of eight words are."""
        words = _words(text)
        grams = _grams(words)
        shared = len(grams & self._grams) / len(grams) if grams else 0.0
        return " ".join(words) in self._texts or shared > _NEAR


def _as_words(text: str) -> str:
    """What two copies of a text have in common: words without case, accents, punctuation."""
    return " ".join(_words(text))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.findall(r"\w+", plain)


def _grams(words: Sequence[str]) -> set[str]:
    return {" ".join(words[i : i + _GRAM]) for i in range(len(words) - _GRAM + 1)}
