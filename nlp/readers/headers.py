"""Column names: made unique, and shown without giving a verbatim away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from nlp.errors import MappingError, did_you_mean
from nlp.readers.cells import cell_text, fold
from nlp.readers.notes import Note

_SHOWN_CHARS = 60
_NUMBER_OR_DATE = re.compile(r"[\d\s.,:/+-]*\d[\d\s.,:/+-]*")


def clean_header(raw: Sequence[Any]) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    """Give every column a name of its own.

    Args:
        raw: The cells of the header row.

    Returns:
        Unique names in the same order: ``column 3`` where there is none, ``note (2)``
        for the second ``note``; and a note if any was changed.
    """
    names: list[str] = []
    changed: list[str] = []
    seen: Counter[str] = Counter()
    for position, cell in enumerate(raw, start=1):
        given = " ".join(cell_text(cell).strip("\ufeff").split())
        name = given or f"column {position}"
        seen[name] += 1
        while seen[name] > 1 or (name != given and name in names):
            name = f"{given or 'column'} ({seen[name]})"
            seen[name] += 1
        if name != given:
            changed.append(name)
        names.append(name)
    notes = (Note("columns_renamed", {"columns": ", ".join(changed)}),) if changed else ()
    return tuple(names), notes


def looks_like_data(header: Sequence[str]) -> bool:
    """Whether a header row is really a first row of data: a number, a date, an address in it."""
    return any("@" in name or _NUMBER_OR_DATE.fullmatch(name) for name in header)


def shown_columns(header: Sequence[str]) -> str:
    """The column names for a message, cut short, and withheld where they are data."""
    if looks_like_data(header):
        return f"{len(header)} columns, whose first line looks like data, not like names"
    return ", ".join(
        name if len(name) <= _SHOWN_CHARS else name[:_SHOWN_CHARS] + "…" for name in header
    )


def named_column(
    name: str, field: str, header: Sequence[str], *, source: str, named_in: str
) -> str:
    """The column that somebody names, forgiving case, accents and punctuation.

    Args:
        name: The column as they write it.
        field: What they take from it, for messages.
        header: The table's column names.
        source: The table's file, for messages.
        named_in: Where they name it, such as ``the mapping``, for messages.

    Raises:
        MappingError: There is no such column, or there are several.
    """
    if name in header:
        return name
    alike = [known for known in header if fold(known) == fold(name)]
    if len(alike) == 1:
        return alike[0]
    hint = "" if looks_like_data(header) else did_you_mean(name, header)
    raise MappingError(
        f"{named_in} takes {field} from a column {name!r}, which {source} does not have; "
        f"its columns: {shown_columns(header)}.{hint}"
    )
