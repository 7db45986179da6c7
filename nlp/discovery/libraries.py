"""The libraries of the extra ``discover``: there or not, and kept to one thread."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from nlp.errors import MissingExtraError

_EXTRA = "discover"
_UNUSED = ("sentence_transformers", "transformers", "plotly")
_NEEDED = ("bertopic", "hdbscan", "umap", "sklearn", "threadpoolctl")


def require_discovery() -> None:
    """Check that the extra ``discover`` is there.

    Raises:
        MissingExtraError: It is not.
    """
    for name in _NEEDED:
        if importlib.util.find_spec(name) is None:
            raise MissingExtraError(name, _EXTRA)


def load_library(name: str) -> ModuleType:
    """Import one of the extra's libraries, none of which carries types, when it is used."""
    return importlib.import_module(name)


def import_umap() -> ModuleType:
    """Import UMAP; it warns that one of its variants needs TensorFlow, which isn't used."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ImportWarning)
        return importlib.import_module("umap")


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep linear algebra to one thread: sums don't depend on the number of cores then."""
    require_discovery()
    with load_library("threadpoolctl").threadpool_limits(limits=1):
        yield


def import_bertopic() -> ModuleType:
    """Import BERTopic without its embedders and plots.

    It imports what it finds installed, torch included: far more work than the run itself,
    for libraries that could reach for a hub. Vectors are given here, so these are hidden
    from it while it is imported, and left to others after.

    Returns:
        The package.
    """
    import_umap()  # BERTopic imports it too, and lets its warning through
    hidden = [name for name in _UNUSED if name not in sys.modules]
    blank: dict[str, None] = dict.fromkeys(hidden)
    sys.modules.update(blank)  # type: ignore[arg-type]  # None stands for: not to be found
    try:
        return importlib.import_module("bertopic")
    finally:
        for name in hidden:
            if sys.modules.get(name) is None:
                sys.modules.pop(name, None)
