"""The model bundle: a folder of safetensors, ONNX and JSON whose every file is checked by sha256.

bundle.json        what it is: labels per head, thresholds, versions (:class:`BundleInfo`)
encoder.onnx       word pieces → pooled vectors
tokenizer.json     text → word pieces
heads.safetensors  vectors → logits, one matrix and one offset a head
matcher.safetensors  center of the vectors and labels' prototypes, to read labels by their texts
manifest.json      sha256 and size of each file above and beside
README.md          the card, rendered from metrics.json
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from nlp.errors import BundleError

FORMAT = 1
_MANIFEST = "manifest.json"
_REQUIRED = ("bundle.json", "encoder.onnx", "tokenizer.json", "heads.safetensors")


@dataclass(frozen=True)
class HeadInfo:
    """One head's labels and decision rule.

    Attributes:
        codes: Labels, in the order of the head's rows.
        temperature: Divides the logits before softmax or sigmoid.
        thresholds: Probability from which a label is given, per code. The sentiment always
            answers, by the likeliest that reaches its threshold; without any, by the likeliest.
        abstain_below: Highest probability under which the head says it doubts.
        names: Weight of the cosine between a text and a label's own texts, added to the
            label's logit before the temperature; 0 reads by the trained head alone.
    """

    codes: list[str]
    temperature: float = 1.0
    thresholds: dict[str, float] = field(default_factory=dict)
    abstain_below: float = 0.0
    names: float = 0.0


@dataclass(frozen=True)
class BundleInfo:
    """What ``bundle.json`` says.

    Attributes:
        name: Name of the bundle.
        version: Its version, stored with every annotation.
        base: Origin of the encoder.
        prefix: Put before every text, as the encoder was trained.
        max_tokens: Word pieces of one window, prefix and special pieces included.
        dim: Width of a vector.
        heads: Per head name (reason, sentiment, signal, irritant, praise, mention).
        blend: An irritant's logit is ``blend[0]`` times the contact's, plus ``blend[1]``
            times its strongest mention's, plus ``blend[2]``.
        matcher: Per head, slope and offset that turn a cosine with a label's texts into
            a logit, see :class:`nlp.inference.matcher.Matcher`; empty in a bundle that
            reads only the labels it was trained on.
        format: Version of this layout.
    """

    name: str
    version: str
    base: str
    prefix: str
    max_tokens: int
    dim: int
    heads: dict[str, HeadInfo]
    blend: list[float] = field(default_factory=lambda: [0.5, 0.5, 0.0])
    matcher: dict[str, list[float]] = field(default_factory=dict)
    format: int = FORMAT


@dataclass(frozen=True)
class Bundle:
    """A checked bundle on disk.

    Attributes:
        folder: Where it lies.
        info: Content of ``bundle.json``.
    """

    folder: Path
    info: BundleInfo

    @property
    def encoder(self) -> Path:
        """The ONNX graph."""
        return self.folder / "encoder.onnx"

    @property
    def tokenizer(self) -> Path:
        """The tokenizer."""
        return self.folder / "tokenizer.json"

    @property
    def center(self) -> Path:
        """The matcher's center; there when ``info.matcher`` is not empty."""
        return self.folder / "matcher.safetensors"

    @property
    def heads(self) -> Path:
        """The heads' matrices."""
        return self.folder / "heads.safetensors"


def open_bundle(folder: Path) -> Bundle:
    """Open a bundle and check every file against its manifest.

    Args:
        folder: The bundle's folder.

    Returns:
        The bundle, ready to load.

    Raises:
        BundleError: The folder is missing, is no bundle, is of another format, or a
            file is missing, added or changed.
    """
    manifest = _read_json(folder / _MANIFEST, folder)
    files = manifest.get("files")
    if not isinstance(files, dict) or not set(_REQUIRED) <= set(files):
        raise BundleError(
            f"{folder} is not a Motif bundle: its manifest must list {', '.join(_REQUIRED)}"
        )
    for name, expected in files.items():
        _check_file(folder / name, expected)
    return Bundle(folder, _parse_info(_read_json(folder / "bundle.json", folder), folder))


def write_info(folder: Path, info: BundleInfo) -> None:
    """Write ``bundle.json``.

    Args:
        folder: The bundle's folder.
        info: What to say.
    """
    _write_json(folder / "bundle.json", asdict(info))


def write_manifest(folder: Path) -> None:
    """Seal a bundle: list every file with its sha256 and size.

    Args:
        folder: The bundle's folder, complete.
    """
    files = {
        path.name: {"sha256": _sha256(path), "bytes": path.stat().st_size}
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != _MANIFEST
    }
    _write_json(folder / _MANIFEST, {"files": files})


def _check_file(path: Path, expected: Any) -> None:
    if not path.is_file():
        raise BundleError(
            f"{path} is missing although the manifest lists it: fetch the bundle again"
        )
    try:
        same = path.stat().st_size == expected["bytes"] and _sha256(path) == expected["sha256"]
    except OSError as error:
        raise BundleError(f"{path} cannot be read: {error.strerror}") from error
    if not same:
        raise BundleError(
            f"{path} is not the file that the manifest describes (size or sha256 differ): "
            "fetch the bundle again"
        )


def _parse_info(content: dict[str, Any], folder: Path) -> BundleInfo:
    if content.get("format") != FORMAT:
        raise BundleError(
            f"{folder}: bundle format {content.get('format')!r}, this version reads {FORMAT}"
        )
    try:
        heads = {name: HeadInfo(**head) for name, head in content.pop("heads").items()}
        return BundleInfo(heads=heads, **content)
    except (KeyError, TypeError) as error:
        raise BundleError(
            f"{folder}/bundle.json does not have the expected fields: {error}"
        ) from error


def _read_json(path: Path, folder: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise BundleError(f"{folder} is not a Motif bundle: it has no {path.name}") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise BundleError(f"{path} is not valid JSON: {error}") from error
    if not isinstance(content, dict):
        raise BundleError(f"{path}: expected a JSON object, got {type(content).__name__}")
    return content


def _write_json(path: Path, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
