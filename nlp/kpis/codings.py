"""Compare the reasons that agents key in with those that the model reads in the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nlp.kpis.followups import Bools, Ints
from nlp.kpis.intervals import estimate_share
from nlp.readers.cells import fold
from nlp.taxonomy import Taxonomy
from nlp.types import LANGS

NO_REASON = "other"
"""Family of the reasons that say nothing."""

_EXAMPLES = 3
"""Codes without counterpart that are named."""


@dataclass(frozen=True, slots=True)
class Coding:
    """Two codings of the same contacts.

    Attributes:
        coded: Contacts with a reason keyed in; (n,).
        other: Those whose reason keyed in says nothing; (n,).
        unmatched: Those whose reason keyed in has no counterpart in the taxonomy; (n,).
        doubtful: Those where the model doubts of the reason, or reads none; (n,).
        compared: Those left, on which the codings are compared; (n,).
        agrees: Reason keyed in = main reason read (of its family, where a code stands for
            a whole family); False where not compared; (n,).
        found: Reason keyed in among all the reasons read; (n,).
        keyed, read: Both codings as numbers in one list of codes, -1 where not compared;
            equal where they agree; (n,).
        keyed_level, read_level: The same for the agreement beyond chance: by family if a
            code stands for a whole family; (n,).
        codes: The codes that ``keyed`` and ``read`` stand for.
        unmatched_examples: A few codes without counterpart, the most frequent first.
    """

    coded: Bools
    other: Bools
    unmatched: Bools
    doubtful: Bools
    compared: Bools
    agrees: Bools
    found: Bools
    keyed: Ints
    read: Ints
    keyed_level: Ints
    read_level: Ints
    codes: tuple[str, ...]
    unmatched_examples: tuple[str, ...]


def match_codes(keyed_in: Iterable[object], taxonomy: Taxonomy) -> dict[str, str]:
    """Tie reasons keyed in to the taxonomy's by their code or their French or English name.

    Case, accents and punctuation do not count; what is alike in meaning only is left out,
    for a person to tie.

    Args:
        keyed_in: The reasons, doubles and missing values allowed.
        taxonomy: Its reasons and their families.

    Returns:
        Code of a reason, or of a family, for each that has one.
    """
    known: dict[str, str] = {}
    reasons = taxonomy.reasons
    for family, names in reasons.families.items():
        known |= dict.fromkeys((fold(family), *(fold(names[lang]) for lang in LANGS)), family)
    for label in reasons.labels:
        words = (label.code, *(label.names[lang] for lang in LANGS))
        known |= dict.fromkeys(map(fold, words), label.code)
    texts = {str(x) for x in keyed_in if isinstance(x, str) and x}
    return {text: known[fold(text)] for text in sorted(texts) if fold(text) in known}


def compare_codes(
    frame: pd.DataFrame, correspondence: Mapping[str, str], other_codes: Iterable[str]
) -> Coding:
    """Lay both codings side by side.

    Args:
        frame: Contacts with ``crm_reason`` and ``reason``; ``reasons`` (all those read)
            and ``abstained`` (what the model doubts of) where known.
        correspondence: Code of a reason or of a family for each reason keyed in.
        other_codes: Reasons keyed in that say nothing, folded.

    Returns:
        The codings.
    """
    others = frozenset(other_codes)
    given = _column(frame, "crm_reason")
    coded = given.notna().to_numpy(bool)
    folded = given.map(lambda x: fold(str(x)), na_action="ignore")
    target = given.map(lambda x: correspondence.get(str(x)), na_action="ignore")
    silent = folded.isin(others) | target.map(_family, na_action="ignore").eq(NO_REASON)
    other = coded & silent.to_numpy(bool)
    unmatched = coded & ~other & target.isna().to_numpy(bool)
    main = _column(frame, "reason")
    abstained = [_holds(x, "reason") for x in _column(frame, "abstained")]
    unread = main.isna() | main.map(_family, na_action="ignore").eq(NO_REASON)
    doubtful = coded & (unread.to_numpy(bool) | np.array(abstained, bool))
    compared = coded & ~other & ~unmatched & ~doubtful
    examples = given[unmatched].value_counts().index[:_EXAMPLES]
    return Coding(
        coded=coded,
        other=other,
        unmatched=unmatched & ~doubtful,
        doubtful=doubtful & ~other,
        compared=compared,
        unmatched_examples=tuple(map(str, examples)),
        **_side_by_side(target, main, _column(frame, "reasons"), compared),
    )


def _side_by_side(
    target: pd.Series[Any], main: pd.Series[Any], lists: pd.Series[Any], compared: Bools
) -> dict[str, Any]:
    """Where both codings agree, and both as numbers, among the contacts compared."""
    rows = np.flatnonzero(compared)
    agrees, found = np.zeros((2, len(compared)), bool)
    keyed, read = _objects(target, rows), _objects(main, rows)
    for i, (row, code, reasons) in enumerate(
        zip(rows.tolist(), keyed, _objects(lists, rows), strict=True)
    ):
        agrees[row] = _stands_for(code, read[i])
        found[row] = agrees[row] or any(_stands_for(code, x) for x in _listed(reasons))
        if agrees[row]:
            read[i] = code  # a code that stands for a family agrees with any of its reasons
    level = _family if any("." not in code for code in keyed) else str
    keyed_in, read_in, codes = _numbered(keyed, read)
    keyed_level, read_level, _ = _numbered([level(x) for x in keyed], [level(x) for x in read])
    return {
        "agrees": agrees,
        "found": found,
        "keyed": _spread(keyed_in, compared),
        "read": _spread(read_in, compared),
        "keyed_level": _spread(keyed_level, compared),
        "read_level": _spread(read_level, compared),
        "codes": codes,
    }


def _objects(column: pd.Series[Any], rows: NDArray[np.intp]) -> list[Any]:
    return list(column.iloc[rows])


def _numbered(first: list[Any], second: list[Any]) -> tuple[Ints, Ints, tuple[str, ...]]:
    """Two codings as numbers in one list of codes."""
    numbers, codes = pd.factorize(np.array([*first, *second], object))
    n = len(first)
    return numbers[:n].astype(np.intp), numbers[n:].astype(np.intp), tuple(map(str, codes))


def _spread(values: Ints, where: Bools) -> Ints:
    full = np.full(len(where), -1)
    full[where] = values
    return full


def confused_pairs(coding: Coding, customers: Ints, rows: NDArray[np.intp]) -> pd.DataFrame:
    """List where agents key in one reason and the words say another.

    A pair counts where the reason keyed in is none of those read.

    Args:
        coding: The codings.
        customers: Customer of each contact.
        rows: The contacts to look at.

    Returns:
        Most frequent first, ties by code: ``keyed``, ``read``, ``n``, ``n_keyed`` (compared
        contacts so keyed in), ``share`` (``n / n_keyed``) with ``share_low`` and
        ``share_high`` (95 %).
    """
    kept = rows[coding.compared[rows]]
    keyed, read, wrong = coding.keyed[kept], coding.read[kept], ~coding.found[kept]
    found = []
    for pair in sorted(set(zip(keyed[wrong].tolist(), read[wrong].tolist(), strict=True))):
        so_keyed = keyed == pair[0]
        hit = (wrong & (read == pair[1]))[so_keyed]
        share = estimate_share(hit.astype(np.float64), customers[kept][so_keyed])
        names = (coding.codes[pair[0]], coding.codes[pair[1]])
        found.append((*names, int(hit.sum()), share.n, share.value, share.low, share.high))
    columns = ["keyed", "read", "n", "n_keyed", "share", "share_low", "share_high"]
    table = pd.DataFrame(found, columns=columns)
    ordered = table.sort_values(["n", "keyed", "read"], ascending=[False, True, True])
    return ordered.reset_index(drop=True)


def _column(frame: pd.DataFrame, name: str) -> pd.Series[Any]:
    if name in frame.columns:
        return frame[name].astype(object)
    return pd.Series(None, index=frame.index, dtype=object)


def _family(code: object) -> str:
    return str(code).partition(".")[0]


def _stands_for(code: str, reason: object) -> bool:
    return code == reason or ("." not in code and _family(reason) == code)


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, (list, tuple, np.ndarray)) else ()


def _holds(value: object, word: str) -> bool:
    return any(x == word for x in _listed(value))
