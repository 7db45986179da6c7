"""Contacts that people check by hand: drawing them, and reading back what was found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nlp.drivers import PROBABILITY
from nlp.errors import InputError, did_you_mean
from nlp.pipeline.material import Material
from nlp.readers import RowReading, read_rows
from nlp.settings import Settings
from nlp.storage import Reader, queries
from nlp.taxonomy import Taxonomy

if TYPE_CHECKING:
    import pandas as pd

ID, TEXT, FOUND = "contact_id", "text", "irritants"

SHARE_WITH = 2 / 3
"""Share of the contacts drawn in which the model read an irritant: in the others there is less
to find, but what the model misses is only found there."""

_TRUE = {"true", "1", "yes", "oui", "vrai", "x"}
_FALSE = {"false", "0", "no", "non", "faux", ""}
_SPLIT = re.compile(r"[;,|\s]+")


def draw_to_check(
    reader: Reader, material: Material, n: int, *, seed: int = 0
) -> list[dict[str, Any]]:
    """Draw contacts for people to check, more of them where the model read an irritant.

    Args:
        reader: The state that the contacts come from.
        material: The contacts to draw from.
        n: How many; all when there are no more.
        seed: Seed of the draw.

    Returns:
        One record per contact, in random order: ``contact_id``, ``lang``, ``text``
        (redacted), ``irritants`` (empty, to be filled in: what the model read is not
        shown, so that it does not lead) and ``sampling_probability``.

    Raises:
        InputError: ``n`` is not positive.
    """
    if n < 1:
        raise InputError(f"the number of contacts to check must be at least 1, got {n}")
    rng = np.random.default_rng(seed)
    marks = material.contacts[list(material.irritants)].to_numpy(bool)
    read = np.asarray(marks.any(axis=1))
    with_it, without = np.flatnonzero(read), np.flatnonzero(~read)
    n = min(n, len(read))
    n_with = min(len(with_it), max(n - len(without), round(n * SHARE_WITH)))
    drawn: list[tuple[int, float]] = []
    for stratum, size in ((with_it, n_with), (without, n - n_with)):
        rows = rng.choice(stratum, size, replace=False)
        drawn += [(int(row), size / len(stratum)) for row in rows]
    ids = material.contacts[ID].to_numpy(object)
    texts = queries.texts(reader, [ids[row] for row, _ in drawn])
    langs = material.contacts["lang"].to_numpy(object)
    return [
        {
            ID: ids[row],
            "lang": langs[row],
            TEXT: texts[ids[row]],
            FOUND: "",
            PROBABILITY: probability,
        }
        for row, probability in (drawn[i] for i in rng.permutation(len(drawn)))
    ]


def read_checked_contacts(path: Path, taxonomy: Taxonomy) -> pd.DataFrame:
    """Read what people found in the contacts they checked.

    Args:
        path: A table with ``contact_id`` and either ``irritants`` (the codes found, with
            ``;`` between them; empty means that there is none) or a column of yes and no per
            code that was checked; and ``sampling_probability`` if the contacts were not
            drawn with equal chances.
        taxonomy: The codes.

    Returns:
        Under ``contact_id``: a boolean column per code that was checked, and
        ``sampling_probability`` if it was given.

    Raises:
        InputError: A column, a code or a value is not what it should be; the row is named.
        UnreadableFileError: The file is no table.
    """
    import pandas as pd

    rows = read_rows(path)
    if rows.rejects:
        broken = rows.rejects[0]
        raise InputError(f"{path}, row {broken.row} cannot be read: {broken.detail}")
    columns = {name.strip().lower(): i for i, name in enumerate(rows.header)}
    if ID not in columns:
        raise InputError(
            f"{path} needs a column {ID}: its columns are {', '.join(rows.header)}."
            f"{did_you_mean(ID, rows.header)}"
        )
    ids = [_text(cells[columns[ID]]) for cells in rows.cells]
    doubled = [value for value, times in Counter(ids).items() if times > 1]
    if doubled:
        raise InputError(f"{path}: contact {doubled[0]!r} is checked more than once: keep one row")
    codes = taxonomy.irritants.codes
    found = _found(path, rows, columns, codes)
    table = pd.DataFrame(found, index=pd.Index(ids, name=ID))
    if PROBABILITY in columns:
        table[PROBABILITY] = [
            _probability(path, where, cells[columns[PROBABILITY]])
            for (_, where), cells in zip(rows.origins, rows.cells, strict=True)
        ]
    return table


def checked_in_settings(settings: Settings, taxonomy: Taxonomy) -> pd.DataFrame | None:
    """The contacts that people checked, where the settings name a table of them.

    Raises:
        InputError: See :func:`read_checked_contacts`.
    """
    return read_checked_contacts(settings.checked, taxonomy) if settings.checked else None


def _found(
    path: Path, rows: RowReading, columns: dict[str, int], codes: Sequence[str]
) -> dict[str, list[bool]]:
    """Whether each checked code was found in each row."""
    asked = [code for code in codes if code in columns]
    if asked:
        return {
            code: [
                _yes_or_no(path, where, code, cells[columns[code]])
                for (_, where), cells in zip(rows.origins, rows.cells, strict=True)
            ]
            for code in asked
        }
    if FOUND not in columns:
        raise InputError(
            f"{path} needs a column {FOUND} (codes with ';' between them) or columns named "
            f"like the irritants ({', '.join(codes[:3])}…): it has {', '.join(rows.header)}"
        )
    named = []
    for (_, where), cells in zip(rows.origins, rows.cells, strict=True):
        names = {name for name in _SPLIT.split(_text(cells[columns[FOUND]])) if name}
        if unknown := sorted(names - set(codes)):
            raise InputError(
                f"{path}, row {where}: {unknown[0]!r} is no irritant of the taxonomy."
                f"{did_you_mean(unknown[0], codes)}"
            )
        named.append(names)
    return {code: [code in names for names in named] for code in codes}


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _yes_or_no(path: Path, where: int, code: str, cell: Any) -> bool:
    value = _text(cell).lower().removesuffix(".0")
    if value not in _TRUE | _FALSE:
        raise InputError(f"{path}, row {where}, {code}: expected yes or no, got {cell!r}")
    return value in _TRUE


def _probability(path: Path, where: int, cell: Any) -> float:
    try:
        value = float(_text(cell).replace(",", "."))
    except ValueError:
        value = float("nan")
    if not 0 < value <= 1:
        raise InputError(
            f"{path}, row {where}, {PROBABILITY}: expected a number above 0 and at most 1, "
            f"got {cell!r}"
        )
    return value
