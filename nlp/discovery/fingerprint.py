"""What a run of discovery stood on, so that unlike runs are not compared in silence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version

import numpy as np
import numpy.typing as npt

from nlp.discovery.settings import DiscoverySettings

_LIBRARIES = ("bertopic", "hdbscan", "numpy", "scikit-learn", "scipy", "umap-learn")
_HEX_DIGITS = 16
_METHOD = 2
"""Raised whenever the same rows and settings give other topics than before."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Two runs with the same fingerprint give the same topics.

    Attributes:
        rows: Hash of the mentions' ids, texts and vectors, in order.
        settings: Hash of the settings, seed, metric and method included.
        model_version: Version of the bundle that made the vectors.
        libraries: ``name==version`` of what computes the topics.
    """

    rows: str
    settings: str
    model_version: str
    libraries: tuple[str, ...]

    @property
    def key(self) -> str:
        """Hash of it all: 16 hexadecimal digits."""
        return _digest([json.dumps(asdict(self), sort_keys=True).encode()])


def take_fingerprint(
    ids: Sequence[str],
    texts: Sequence[str],
    vectors: npt.NDArray[np.float32],
    settings: DiscoverySettings,
    model_version: str,
    *,
    whole: npt.NDArray[np.float32] | None = None,
    metric: npt.NDArray[np.float32] | None = None,
) -> Fingerprint:
    """Fingerprint a run before it starts.

    Args:
        ids: Identifiers of the mentions.
        texts: Their words.
        vectors: float32 (parts, dim), of the mentions or of their clauses.
        settings: What the run is told.
        model_version: Version of the bundle that made the vectors.
        whole: float32 (mentions, dim), of the mentions beside their clauses.
        metric: What vectors are compared with; a bundle's may be learnt anew.

    Returns:
        The fingerprint; it holds no verbatim.
    """
    words = json.dumps([list(ids), list(texts)], ensure_ascii=False).encode()
    told = json.dumps(asdict(settings) | {"method_version": _METHOD}, sort_keys=True).encode()
    return Fingerprint(
        rows=_digest([words, _bytes(vectors), _bytes(whole)]),
        settings=_digest([told, _bytes(metric)]),
        model_version=model_version,
        libraries=tuple(f"{name}=={version(name)}" for name in _LIBRARIES),
    )


def differences(run: Fingerprint, other: Fingerprint) -> tuple[str, ...]:
    """What makes two runs unlike, their rows aside.

    Args:
        run: Fingerprint of one run.
        other: Fingerprint of another.

    Returns:
        ``model_version``, ``settings`` and ``libraries``, as far as they differ.
    """
    fields = ("model_version", "settings", "libraries")
    return tuple(name for name in fields if getattr(run, name) != getattr(other, name))


def _bytes(numbers: npt.NDArray[np.float32] | None) -> bytes:
    return b"" if numbers is None else np.ascontiguousarray(numbers, np.float32).tobytes()


def _digest(parts: Sequence[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()[:_HEX_DIGITS]
