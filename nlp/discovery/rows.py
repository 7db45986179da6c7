"""The mentions a run is given, checked before any work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nlp.discovery.space import Parts
from nlp.errors import InputError
from nlp.text import detect_language
from nlp.types import LANGS, Lang

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_REQUIRED = ("mention_id", "text")


@dataclass(frozen=True)
class MentionRows:
    """Mentions, column by column.

    Attributes:
        ids: Identifier of each, unique.
        texts: Their words, cleaned and redacted.
        langs: Language of each; where it isn't stated, the one their words tell, else
            the most frequent.
        polarity: float64 (mentions,), feeling in [-1, 1], NaN where unknown.
    """

    ids: list[str]
    texts: list[str]
    langs: list[Lang]
    polarity: npt.NDArray[np.float64]


def read_mentions(mentions: pd.DataFrame | pa.Table) -> MentionRows:
    """Read the columns that discovery needs.

    Args:
        mentions: Columns ``mention_id`` and ``text``; optionally ``lang`` and
            ``sentiment_score`` (in [-1, 1]).

    Returns:
        The columns.

    Raises:
        InputError: A column is missing, or an identifier is there twice.
    """
    import pyarrow as pa

    if isinstance(mentions, pa.Table):
        names = mentions.column_names
        columns = {name: mentions[name].to_pylist() for name in names}
    else:
        names = list(mentions.columns)
        columns = {name: mentions[name].tolist() for name in names}
    missing = [name for name in _REQUIRED if name not in columns]
    if missing:
        raise InputError(
            f"discovery needs the columns {', '.join(_REQUIRED)}; {', '.join(missing)} missing "
            f"among: {', '.join(map(str, names))}"
        )
    ids = [str(value) for value in columns["mention_id"]]
    if doubled := [key for key, n in Counter(ids).items() if n > 1]:
        raise InputError(
            f"discovery: {len(doubled)} mention_id are there more than once, the first is "
            f"{doubled[0]!r}: give each mention its own"
        )
    texts = [value if isinstance(value, str) else "" for value in columns["text"]]
    stated = columns.get("lang", [None] * len(ids))
    return MentionRows(
        ids, texts, _languages(texts, stated), _numbers(columns.get("sentiment_score"), len(ids))
    )


def check_vectors(vectors: npt.NDArray[np.float32], parts: Parts | None, n: int) -> Parts:
    """Check that vectors are there for all mentions and hold numbers.

    Args:
        vectors: float32 (mentions, dim).
        parts: Vectors of the mentions' clauses, where the caller has them.
        n: Mentions.

    Returns:
        The parts; each mention's own vector where none were given.

    Raises:
        InputError: Shapes don't agree, or a vector is not finite.
    """
    if vectors.ndim != 2 or len(vectors) != n:
        raise InputError(
            f"discovery: vectors of shape {vectors.shape} for {n} mentions; expected ({n}, dim)"
        )
    chosen = parts if parts is not None else Parts.whole(vectors)
    if len(chosen.starts) != n:
        raise InputError(f"discovery: parts of {len(chosen.starts)} mentions, expected {n}")
    if not (np.isfinite(chosen.vectors).all() and np.isfinite(vectors).all()):
        raise InputError("discovery: some vectors hold NaN or infinity; annotate these rows again")
    return chosen


def readable_rows(rows: MentionRows, parts: Parts) -> npt.NDArray[np.int64]:
    """Rows with words and a vector; the others belong to no topic."""
    if not rows.ids:
        return np.zeros(0, np.int64)
    has_words = np.array([any(map(str.isalpha, text)) for text in rows.texts])
    strength = np.add.reduceat(np.abs(parts.vectors).sum(axis=1), parts.starts)
    return np.flatnonzero(has_words & (strength > 0))


def _languages(texts: Sequence[str], stated: Sequence[Any]) -> list[Lang]:
    found = [_language(text, value) for text, value in zip(texts, stated, strict=True)]
    counts = Counter(lang for lang in found if lang)
    usual = max(LANGS, key=lambda lang: counts[lang])
    return [lang or usual for lang in found]


def _language(text: str, stated: Any) -> Lang | None:
    given = str(stated).strip().lower()[:2]
    known = next((lang for lang in LANGS if lang == given), None)
    if known or not text.strip():
        return known
    guess = detect_language(text).lang
    return next((lang for lang in LANGS if lang == guess), None)


def _numbers(values: Sequence[Any] | None, n: int) -> npt.NDArray[np.float64]:
    if values is None:
        return np.full(n, np.nan)
    return np.array([np.nan if value is None else float(value) for value in values], np.float64)
