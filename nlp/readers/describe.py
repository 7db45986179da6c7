"""What a file's columns would be read as, before anything is read for good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from nlp.errors import InputError, MappingError
from nlp.readers.cells import cell_text, is_missing
from nlp.readers.columns import SAMPLE_ROWS
from nlp.readers.dates import settle_dates
from nlp.readers.durations import header_unit
from nlp.readers.emails import EMAIL_FIELDS
from nlp.readers.inputs import Batch, find_batches
from nlp.readers.mapping import (
    ColumnMapping,
    ResolvedColumns,
    check_constants,
    constant_channel,
    constant_lang,
    resolve_columns,
)
from nlp.readers.notes import say_number, say_word
from nlp.readers.reading import RowReading
from nlp.readers.rows import WORKBOOK_SUFFIXES
from nlp.readers.scores import parse_score, settle_scale
from nlp.readers.tables import mapped_rows
from nlp.readers.transcripts import transcript_rows
from nlp.readers.vocabulary import DURATION_FIELDS
from nlp.types import Lang

Origin = Literal["mapping", "header", "format"]

_WORDS: dict[str, dict[Lang, str]] = {
    "empty": {"fr": "vide", "en": "empty"},
    "text": {"fr": "texte, {n} caractères en moyenne", "en": "text, {n} characters on average"},
    "turns": {"fr": "tours de parole", "en": "turns of a conversation"},
    "date": {"fr": "dates", "en": "dates"},
    "numbers": {"fr": "nombres, en {unit}", "en": "numbers, in {unit}"},
    "values": {"fr": "{n} valeur(s) différente(s)", "en": "{n} different value(s)"},
    "unreadable": {
        "fr": "illisible comme tableau\u00a0: fichier rejeté",
        "en": "not readable as a table: file rejected",
    },
    "message": {"fr": "partie du message", "en": "part of the message"},
}


@dataclass(frozen=True, slots=True)
class MappedField:
    """One field of Motif and where it would be read from.

    Attributes:
        source: Name of the file or folder.
        field: Motif's field, such as ``text`` or ``score``.
        column: The column, or the columns joined by `` + ``; empty for a value that the
            mapping gives to every contact.
        origin: ``mapping`` where the user states it, ``header`` where the column was
            recognised, ``format`` where the kind of file says it.
        values: What the cells hold, in words; never a verbatim.
    """

    source: str
    field: str
    column: str
    origin: Origin
    values: str


def describe_mapping(
    path: Path, mapping: ColumnMapping | None = None, *, lang: Lang = "en"
) -> list[MappedField]:
    """Tell which column would be read as what.

    Args:
        path: A file or folder.
        mapping: What the user states, if anything.
        lang: Language of the descriptions.

    Returns:
        One entry per field, file by file.

    Raises:
        InputError: The path does not exist or cannot be read.
        UnreadableFileError: A file is not what its suffix claims.
        MappingError: A table has no text column, or the mapping names a column that is
            not there.
    """
    return [
        field for batch in find_batches([path]) for field in _describe_batch(batch, mapping, lang)
    ]


def _describe_batch(
    batch: Batch, mapping: ColumnMapping | None, lang: Lang
) -> Iterator[MappedField]:
    if batch.kind == "emails":
        if mapping:
            check_constants(mapping, (), batch.source)
        values = _WORDS["message"][lang]
        for field, part in EMAIL_FIELDS.items():
            yield MappedField(batch.source, field, part, "format", values)
    elif batch.files:
        rows = _rows(batch, mapping)
        if rows is None:
            yield MappedField(batch.source, "–", batch.source, "format", _WORDS["unreadable"][lang])
            return
        yield from _describe_rows(rows, mapping, lang)
    yield from _constants(batch, mapping)


def _rows(batch: Batch, mapping: ColumnMapping | None) -> RowReading | None:
    """The rows of a table or of transcripts, ``None`` for a table that will be a reject."""
    if batch.kind != "table":
        return transcript_rows(batch.files, batch.source, strict=batch.strict)
    try:
        return mapped_rows(batch.files[0], mapping)
    except MappingError:
        raise
    except InputError:
        if batch.strict:
            raise
        return None


def _describe_rows(
    rows: RowReading, mapping: ColumnMapping | None, lang: Lang
) -> Iterator[MappedField]:
    columns = resolve_columns(mapping, rows.header, rows.cells[:SAMPLE_ROWS], rows.source)
    for field, shown in columns.shown().items():
        cells = _cells(rows, columns, field)
        origin: Origin = "mapping" if field in columns.stated else "header"
        values = _describe_cells(field, shown, cells, mapping, lang)
        yield MappedField(rows.source, field, shown, origin, values)


def _cells(rows: RowReading, columns: ResolvedColumns, field: str) -> list[Any]:
    positions = [rows.header.index(column) for column in columns.fields[field]]
    return [cells[i] for cells in rows.cells for i in positions]


def _describe_cells(
    field: str, column: str, cells: Sequence[Any], mapping: ColumnMapping | None, lang: Lang
) -> str:
    texts = [text for cell in cells if not is_missing(text := cell_text(cell))]
    if not texts:
        return _WORDS["empty"][lang]
    if field in ("text", "title"):
        mean = round(sum(map(len, texts)) / len(texts))
        return _WORDS["text"][lang].format(n=say_number(mean, lang))
    if field == "turns":
        return _WORDS["turns"][lang]
    if field == "date":
        _, notes = settle_dates(column, cells, mapping.date_format if mapping else None)
        between = "\u202f; " if lang == "fr" else "; "
        return between.join(note.message(lang) for note in notes) or _WORDS["date"][lang]
    if field == "score" and (scores := [s for text in texts if (s := parse_score(text))]):
        reader, _ = settle_scale(column, scores, mapping.scale if mapping else None)
        return say_word(reader.scale, lang)
    if field in DURATION_FIELDS:
        return _WORDS["numbers"][lang].format(unit=say_word(header_unit(column), lang))
    return _WORDS["values"][lang].format(n=say_number(len(set(texts)), lang))


def _constants(batch: Batch, mapping: ColumnMapping | None) -> Iterator[MappedField]:
    if mapping is None:
        return
    is_workbook = bool(batch.files) and batch.files[0].suffix.lower() in WORKBOOK_SUFFIXES
    stated = {
        "channel": constant_channel(mapping),
        "kind": mapping.kind,
        "lang": constant_lang(mapping),
        "sheet": mapping.sheet if is_workbook else None,
    }
    for field, value in stated.items():
        if value is not None:
            yield MappedField(batch.source, field, "", "mapping", value)
