"""Motif: reads what customers say, in French and English, and ranks what irritates them.

    import nlp

    records = nlp.annotate_texts(["Toujours pas remboursé !", "Lovely staff, no wait"])
    report = nlp.analyze_files(["export.csv"], workspace="workspace")
    ranking = nlp.rank(workspace="workspace")

Nothing heavy is imported until a function needs it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nlp.api import analyze_files, annotate_texts, rank
    from nlp.pipeline.stateless import redact_text
    from nlp.taxonomy import load_taxonomy

_EXPORTS = {
    "analyze_files": "nlp.api",
    "annotate_texts": "nlp.api",
    "load_taxonomy": "nlp.taxonomy",
    "rank": "nlp.api",
    "redact_text": "nlp.pipeline.stateless",
}

__all__ = ["analyze_files", "annotate_texts", "load_taxonomy", "rank", "redact_text"]


def __getattr__(name: str) -> Any:
    if name not in _EXPORTS:
        raise AttributeError(f"module 'nlp' has no attribute {name!r}")
    return getattr(importlib.import_module(_EXPORTS[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
