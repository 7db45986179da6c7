"""Named arrays in a file of a bundle: safetensors, never pickle."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from nlp.errors import BundleError

Floats = npt.NDArray[np.float32]


def save_arrays(arrays: Mapping[str, npt.NDArray[np.floating[Any]]], path: Path) -> None:
    """Write arrays as float32 safetensors that others than their owner may read.

    Args:
        arrays: Name to floating-point array, of any shape.
        path: The file; replaced if it is there.
    """
    save_file({name: np.ascontiguousarray(a, np.float32) for name, a in arrays.items()}, path)
    path.chmod(0o644)  # the library writes for the owner alone


def load_arrays(path: Path) -> dict[str, Floats]:
    """Read what :func:`save_arrays` wrote.

    Raises:
        BundleError: The file is missing, or is not safetensors.
    """
    try:
        return load_file(path)
    except (SafetensorError, OSError) as error:
        raise BundleError(f"{path} cannot be read as safetensors: {error}") from error
