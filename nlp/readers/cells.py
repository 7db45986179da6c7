"""What a cell holds, whatever the file it stands in."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any


def word_set(text: str) -> frozenset[str]:
    """The words of a list written with commas."""
    return frozenset(text.split(","))


_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_REMEMBERED_CHARS = 60
"""Names recur and are remembered; texts are not kept in memory."""
_NOT_WORD = re.compile(r"[\W_]+")
_MISSING = word_set(
    "-,--,–,—,n/a,n.a.,na,nan,nat,null,none,#n/a,nr,nc,nd,n.c.,n.r.,n.d.,?,sans objet,"
    "non renseigné,non renseigne,non communiqué,(vide),(blank),not available,not provided"
)


def cell_text(value: Any) -> str:
    """The words of a cell, the same for the same content in every file format.

    Args:
        value: A cell as CSV, XLSX, JSON Lines or Parquet gives it.

    Returns:
        The content without outer white space; ``8.0`` becomes ``8``, nothing
        and NaN become the empty string.
    """
    if isinstance(value, str):
        return value.strip()
    if value is None or value != value:  # NaN and NaT differ from themselves
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value.total_seconds())
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return str(value)


def is_missing(text: str) -> bool:
    """Whether a cell that is not a verbatim says that there is no answer (``N/A``, ``-``)."""
    return not text or (len(text) < 20 and text.casefold() in _MISSING)


def has_words(text: str) -> bool:
    """Whether a text says anything: a letter, a digit or a pictogram; dashes do not."""
    return any(char.isalnum() or unicodedata.category(char) == "So" for char in text)


def fold(name: str) -> str:
    """Reduce a name to what counts: lower case, no accents, words one space apart.

    ``clientId``, ``CLIENT_ID`` and ``Client-ID`` all become ``client id``.
    """
    return _fold_short(name) if len(name) <= _REMEMBERED_CHARS else _fold(name)


def _fold(name: str) -> str:
    spaced = _CAMEL.sub(" ", name)
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", spaced) if not unicodedata.combining(char)
    )
    return _NOT_WORD.sub(" ", plain.casefold().replace("œ", "oe")).strip()


_fold_short = lru_cache(maxsize=4096)(_fold)
