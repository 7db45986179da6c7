"""The mapping file: which column holds what, stated by the user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast, get_args

import yaml

from nlp.errors import MappingError, did_you_mean
from nlp.readers.cells import fold
from nlp.readers.channels import (
    CHANNEL_WORDS,
    CHANNELS,
    known_channel,
    normalise_channel,
    normalise_language,
)
from nlp.readers.columns import recognise_columns
from nlp.readers.dates import DATE_FORMATS, DateFormat
from nlp.readers.headers import looks_like_data, named_column, shown_columns
from nlp.readers.vocabulary import COLUMN_NAMES
from nlp.types import LANGS, SCALES, Kind, Scale

FIELDS = tuple(name for name in COLUMN_NAMES if name not in ("pros", "cons"))
"""Fields that a column can be tied to."""

SEVERAL_COLUMNS = ("text", "title", "date")
"""Fields whose columns may be several: texts are joined by line breaks, dates by a space."""

_CONSTANTS = ("scale", "date_format", "sheet", "channel", "kind", "lang")
_ALIASES = {
    "verbatim": "text", "comment": "text", "contact_id": "id", "occurred_at": "date",
    "language": "lang", "customer_id": "customer", "client": "customer", "satisfaction": "score",
    "reason": "crm_reason", "motif": "crm_reason", "handling_s": "handling",
    "waiting_s": "waiting", "response_s": "response",
}  # fmt: skip
_EXAMPLE = "text: <column of the verbatims>\ndate: <column of the dates>"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What the user states about a file; everything left out is found by itself.

    Attributes:
        columns: Field of :data:`FIELDS` -> columns; an empty tuple means that no column
            is to be used for it.
        scale: Satisfaction scale of the score column.
        date_format: What ``03/11/2026`` means: ``iso`` refuses it, ``day_first``, ``month_first``.
        channel: Channel of every contact: one of Motif's, or a word known for one.
        kind: Kind of every contact.
        lang: Language of every contact: French or English.
        sheet: Sheet to read of a workbook.
    """

    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    scale: Scale | None = None
    date_format: DateFormat | None = None
    channel: str | None = None
    kind: Kind | None = None
    lang: str | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class ResolvedColumns:
    """The columns of one table, settled.

    Attributes:
        fields: Field -> columns that exist in the table.
        stated: The fields that the mapping states; the others were recognised.
    """

    fields: dict[str, tuple[str, ...]]
    stated: frozenset[str]

    def shown(self) -> dict[str, str]:
        """Field -> its columns as one text, in the order of :data:`FIELDS`."""
        return {name: " + ".join(self.fields[name]) for name in FIELDS if name in self.fields}


def load_mapping(path: Path) -> ColumnMapping:
    """Load a mapping file.

    It ties fields to column names (a list where several are joined, ``null`` for none);
    beside them stand ``scale``, ``date_format``, ``sheet``, and, for every contact,
    ``channel``, ``kind`` and ``lang``::

        text: [Titre, Commentaire]
        score: Note
        scale: nps
        date_format: day_first
        channel: survey

    Fields may stand in a section ``columns`` instead; there, ``channel`` and the other
    constants name columns as well.

    Args:
        path: A YAML file.

    Returns:
        The mapping, not yet checked against a table.

    Raises:
        MappingError: The file is missing or not YAML, names an unknown field or option, or
            gives one a value that it cannot have.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise MappingError(f"mapping {path} cannot be opened: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise MappingError(f"mapping {path} is not UTF-8 text: save it again as UTF-8") from error
    except yaml.YAMLError as error:
        raise MappingError(f"mapping {path} is not valid YAML: {error}") from error
    if not isinstance(content, dict):
        raise MappingError(f"mapping {path} is empty or a list; expected such as:\n{_EXAMPLE}")
    return _checked(content, f"mapping {path}")


def _checked(content: Mapping[Any, Any], where: str) -> ColumnMapping:
    named = content.get("columns") or {}
    if not isinstance(named, dict):
        raise MappingError(
            f"{where}: 'columns' must tie fields to columns; without it, write:\n{_EXAMPLE}"
        )
    flat = {key: value for key, value in content.items() if key not in ("columns", *_CONSTANTS)}
    columns = {
        _field(key, where): _column_names(key, value, where)
        for key, value in {**flat, **named}.items()
    }
    options = {name: _option(name, content.get(name), where) for name in _CONSTANTS}
    return ColumnMapping(columns=columns, **cast("dict[str, Any]", options))


def _field(key: Any, where: str) -> str:
    name = _ALIASES.get(str(key), str(key))
    if name not in FIELDS:
        known = tuple(dict.fromkeys((*FIELDS, *_CONSTANTS)))
        raise MappingError(
            f"{where}: unknown field {str(key)!r}; known: {', '.join(known)}."
            f"{did_you_mean(str(key), known)}"
        )
    return name


def _column_names(key: str, value: Any, where: str) -> tuple[str, ...]:
    if value is None:
        return ()
    names = value if isinstance(value, list) else [value]
    if not all(isinstance(name, str | int | float) and str(name).strip() for name in names):
        raise MappingError(f"{where}: {key} must be a column name or a list of them")
    if len(names) > 1 and _field(key, where) not in SEVERAL_COLUMNS:
        raise MappingError(
            f"{where}: {key} takes one column, got {len(names)}; only "
            f"{', '.join(SEVERAL_COLUMNS)} can be joined from several"
        )
    return tuple(str(name).strip() for name in names)


def _option(name: str, value: Any, where: str) -> str | None:
    choices: dict[str, Sequence[str]] = {
        "scale": SCALES,
        "date_format": DATE_FORMATS,
        "kind": get_args(Kind),
    }
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        # YAML reads a bare `no` as false: it is shown as it was understood.
        raise MappingError(f"{where}: {name} must be a word, got {value!r}; put it in quotes")
    if name in choices and value not in choices[name]:
        raise MappingError(
            f"{where}: {name} must be one of {', '.join(choices[name])}, got {value!r}."
            f"{did_you_mean(value, choices[name])}"
        )
    if name == "lang":
        _check_lang(value, where)
    return value.strip()


def _check_lang(value: str, where: str) -> None:
    if normalise_language(value) not in LANGS:
        raise MappingError(
            f"{where}: lang, for every contact, must be {' or '.join(LANGS)}, got {value!r}; "
            "to read it from a column, write that column under 'columns:'"
        )


def resolve_columns(
    mapping: ColumnMapping | None,
    header: Sequence[str],
    sample: Sequence[Sequence[Any]],
    source: str,
) -> ResolvedColumns:
    """Tie a table's columns to fields: as the mapping states, else as recognised.

    Args:
        mapping: What the user states, if anything.
        header: The table's column names.
        sample: Its first rows.
        source: The file's name, for messages.

    Returns:
        The columns settled; there is always a text or a turns column.

    Raises:
        MappingError: The mapping names a column that the table does not have, or no column
            holds the customers' words.
    """
    stated = mapping or ColumnMapping()
    check_constants(stated, header, source)
    fields: dict[str, tuple[str, ...]] = {
        name: tuple(
            named_column(column, name, header, source=source, named_in="the mapping")
            for column in columns
        )
        for name, columns in stated.columns.items()
    }
    taken = {column for columns in fields.values() for column in columns}
    if "text" in fields:
        fields.setdefault("title", ())  # the words are all named: nothing is joined to them
    free = [i for i, column in enumerate(header) if column not in taken]
    recognised = recognise_columns(
        [header[i] for i in free], [[row[i] for i in free] for row in sample]
    )
    for name, columns in recognised.items():
        fields.setdefault(name, columns)
    fields = {name: columns for name, columns in fields.items() if columns}
    if "text" not in fields and "turns" not in fields:
        raise _no_text_column(header, source)
    return ResolvedColumns(fields, frozenset(stated.columns) & frozenset(fields))


def check_constants(mapping: ColumnMapping, header: Sequence[str], source: str) -> None:
    """Refuse a channel or language for every contact that is not a known one.

    Args:
        mapping: What the user states.
        header: The table's column names, none for e-mails: ``channel: Canal`` beside a
            column Canal is meant as the column.
        source: The file's name, for messages.

    Raises:
        MappingError: The channel or the language is unknown, or is a column.
    """
    if mapping.lang:
        _check_lang(mapping.lang, f"the mapping for {source}")
    channel = mapping.channel
    if not channel or known_channel(channel):
        return
    if fold(channel) in map(fold, header):
        raise MappingError(
            f"the mapping sets channel to {channel!r} for every contact, but {channel!r} is a "
            f"column of {source}: to read it, write it under 'columns:'"
        )
    columns = () if looks_like_data(header) else header
    raise MappingError(
        f"the mapping sets channel to {channel!r} for every contact, which is neither a channel "
        f"({', '.join(CHANNELS)}, or a usual word for one) nor a column of {source}."
        f"{did_you_mean(channel, dict.fromkeys((*columns, *CHANNEL_WORDS)))}"
    )


def _no_text_column(header: Sequence[str], source: str) -> MappingError:
    return MappingError(
        f"{source} has no column recognised as the customers' words. Its columns: "
        f"{shown_columns(header)}. Name the column in a mapping file, such as:\n{_EXAMPLE}\n"
        "and give it with --mapping FILE"
    )


def constant_channel(mapping: ColumnMapping | None) -> str | None:
    """The channel stated for every contact, normalised."""
    return normalise_channel(mapping.channel) if mapping and mapping.channel else None


def constant_lang(mapping: ColumnMapping | None) -> str | None:
    """The language stated for every contact, normalised."""
    return normalise_language(mapping.lang) if mapping and mapping.lang else None
