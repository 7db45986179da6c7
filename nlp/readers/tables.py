"""From the rows of a table to contacts and rejects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from nlp.readers.cells import cell_text, has_words, is_missing
from nlp.readers.channels import kind_of_channel, normalise_channel, normalise_language
from nlp.readers.columns import SAMPLE_ROWS, other_columns, unread_scores
from nlp.readers.dates import DateReader, UnreadableDateError, settle_dates
from nlp.readers.durations import Unit, header_unit, parse_duration
from nlp.readers.identity import RowIdentity, is_personal
from nlp.readers.mapping import (
    ColumnMapping,
    ResolvedColumns,
    constant_channel,
    constant_lang,
    resolve_columns,
)
from nlp.readers.notes import Note, NoteValue
from nlp.readers.reading import FileReading, RejectedRowError, RowReading
from nlp.readers.rows import WORKBOOK_SUFFIXES, read_rows
from nlp.readers.satisfaction import settle_score
from nlp.readers.turns import SpeakerTally, turns_of_cell
from nlp.readers.vocabulary import DURATION_FIELDS
from nlp.types import Kind, RawContact, Reject, Turn

_KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)}
_NO_CUSTOMER = "no customer turn found"


def read_table(path: Path, mapping: ColumnMapping | None, *, max_cell_chars: int) -> FileReading:
    """Read a table of contacts.

    Args:
        path: CSV, TSV, XLSX, JSON Lines, JSON array or Parquet.
        mapping: What the user states about the columns, if anything.
        max_cell_chars: A row with a longer cell is rejected.

    Returns:
        Its contacts and rejects.

    Raises:
        InputError: The file cannot be opened.
        UnreadableFileError: It is not what its suffix claims.
        MappingError: No column holds the customers' words, or the mapping names a column
            or a sheet that is not there.
    """
    return contacts_of_rows(mapped_rows(path, mapping), mapping, max_cell_chars=max_cell_chars)


def mapped_rows(path: Path, mapping: ColumnMapping | None) -> RowReading:
    """The rows of a table, of a workbook those of the sheet that the mapping is made for.

    Args:
        path: See :func:`read_table`.
        mapping: See :func:`read_table`; a sheet that it names for a file that is no
            workbook is said in a note.

    Raises:
        InputError: The file cannot be opened.
        UnreadableFileError: It is not what its suffix claims.
        MappingError: The mapping names a sheet that the workbook does not have.
    """
    sheet = mapping.sheet if mapping else None
    text_columns = mapping.columns.get("text", ()) if mapping else ()
    rows = read_rows(path, text_columns=text_columns, sheet=sheet)
    if sheet and path.suffix.lower() not in WORKBOOK_SUFFIXES:
        rows = replace(rows, notes=(*rows.notes, Note("sheet_unused", {"sheet": sheet})))
    return rows


def contacts_of_rows(
    rows: RowReading,
    mapping: ColumnMapping | None,
    *,
    max_cell_chars: int,
) -> FileReading:
    """Make contacts of rows whose columns have no meaning yet.

    Args:
        rows: The rows.
        mapping: What the user states about the columns, if anything.
        max_cell_chars: A row with a longer cell is rejected.

    Returns:
        Contacts and rejects; those of ``rows`` among them.

    Raises:
        MappingError: See :func:`read_table`.
    """
    columns = resolve_columns(mapping, rows.header, rows.cells[:SAMPLE_ROWS], rows.source)
    builder = _Builder(rows, columns, mapping, max_cell_chars)
    contacts: list[RawContact] = []
    rejects: list[Reject] = list(rows.rejects)
    for origin, cells in zip(rows.origins, rows.cells, strict=True):
        made = builder.build(origin, cells)
        if isinstance(made, RawContact):
            contacts.append(made)
        else:
            rejects.append(made)
    rejects.sort(key=lambda reject: (reject.source, reject.row))
    notes = (*rows.notes, *_column_notes(rows, columns, mapping), *builder.notes())
    return FileReading(
        rows.source, tuple(contacts), tuple(rejects), rows.n_read, columns.shown(), notes
    )


def _column_notes(
    rows: RowReading, columns: ResolvedColumns, mapping: ColumnMapping | None
) -> list[Note]:
    used = [column for names in columns.fields.values() for column in names]
    left = other_columns(rows.header, rows.cells[:SAMPLE_ROWS], used)
    notes = [] if rows.cells or rows.rejects else [Note("no_rows")]
    if "text" not in columns.stated and left["text"]:
        notes.append(Note("text_columns_unused", {"columns": ", ".join(left["text"])}))
    if "score" in columns.fields and "score" not in columns.stated and left["score"]:
        chosen = columns.fields["score"][0]
        params: dict[str, NoteValue] = {"columns": ", ".join(left["score"]), "chosen": chosen}
        notes.append(Note("score_columns_unused", params))
    if mapping is None or "score" not in mapping.columns:
        notes += [
            Note("score_column_unread", {"column": name, "n": n, "n_answers": n_answers})
            for name, n, n_answers in unread_scores(rows.header, rows.cells[:SAMPLE_ROWS], used)
        ]
    if unused := [name for name in rows.header if name not in used]:
        notes.append(Note("columns_unused", {"columns": ", ".join(unused)}))
    if "date" not in columns.fields:
        notes.append(Note("no_date_column"))
    return notes


@dataclass(slots=True)
class _Counts:
    """What is counted on the way, to be said in the notes."""

    personal_ids: int = 0
    unknown_kinds: int = 0
    durations_unread: dict[str, int] = field(default_factory=dict)
    speakers: SpeakerTally = field(default_factory=SpeakerTally)


class _Builder:
    """Makes contacts of the rows of one table, whose dates and scale are settled first."""

    def __init__(
        self,
        rows: RowReading,
        columns: ResolvedColumns,
        mapping: ColumnMapping | None,
        max_cell_chars: int,
    ) -> None:
        position = {name: i for i, name in enumerate(rows.header)}
        self._columns = columns.fields
        self._at = {
            name: tuple(position[column] for column in names)
            for name, names in columns.fields.items()
        }
        self._header = rows.header
        self._max_cell_chars = max_cell_chars
        self._channel = constant_channel(mapping)
        self._kind: Kind | None = mapping.kind if mapping else None
        self._lang = constant_lang(mapping)
        self._identity = RowIdentity()
        self._counts = _Counts()
        self._dates, date_notes = self._settle_dates(rows, mapping)
        self._score = settle_score(rows, columns, mapping)
        self._settled = (*date_notes, *(self._score.notes if self._score else ()))
        self._durations = self._duration_columns()

    def build(self, origin: tuple[str, int], cells: tuple[Any, ...]) -> RawContact | Reject:
        """The contact of a row, or why it is not kept."""
        try:
            return self._contact(origin, cells)
        except RejectedRowError as rejected:
            return Reject(*origin, rejected.reason, rejected.detail)

    def notes(self) -> tuple[Note, ...]:
        """What was settled for the table, and what was counted while building."""
        counts = self._counts
        notes = list(self._settled)
        for name, code, n in (
            ("id", "ids_personal", counts.personal_ids),
            ("kind", "kinds_unknown", counts.unknown_kinds),
            ("scale", "scale_words_unknown", self._score.n_unknown_scales if self._score else 0),
        ):
            if n:
                notes.append(Note(code, {"column": self._columns[name][0], "n": n}))
        for column, n in counts.durations_unread.items():
            notes.append(Note("durations_unread", {"column": column, "n": n}))
        return (*notes, *counts.speakers.notes())

    def _contact(self, origin: tuple[str, int], cells: tuple[Any, ...]) -> RawContact:
        texts = [cell_text(cell) for cell in cells]
        # Made first, for every row: rejected rows count as occurrences too, so that
        # correcting one does not shift the identifiers of the others.
        made_id = self._identity.from_content(zip(self._header, texts, strict=True))
        self._check_sizes(texts)
        turns = self._turns(cells)
        text = "" if turns else self._text(texts)
        occurred_at = self._date(cells)
        satisfaction = self._score.read(texts) if self._score else None
        channel = self._channel_of(texts, is_talk=bool(turns))
        durations = {name: self._duration(name, texts) for name in self._durations}
        lang = self._lang or self._optional("lang", texts)
        return RawContact(
            *origin,
            text,
            self._given_id(texts) or made_id,
            self._kind_of(texts, channel),
            channel,
            occurred_at,
            normalise_language(lang) if lang else None,
            satisfaction,
            self._optional("customer", texts),
            product=self._optional("product", texts),
            segment=self._optional("segment", texts),
            crm_reason=self._optional("crm_reason", texts),
            agent=self._optional("agent", texts),
            team=self._optional("team", texts),
            handling_s=durations.get("handling"),
            waiting_s=durations.get("waiting"),
            response_s=durations.get("response"),
            turns=turns,
        )

    def _check_sizes(self, texts: Sequence[str]) -> None:
        longest = max(map(len, texts), default=0)
        if longest > self._max_cell_chars:
            column = self._header[[len(text) for text in texts].index(longest)]
            raise RejectedRowError(
                "cell_too_large", f"{column}: {longest} > {self._max_cell_chars} characters"
            )

    def _turns(self, cells: Sequence[Any]) -> tuple[Turn, ...]:
        if "turns" not in self._at:
            return ()
        turns = turns_of_cell(cells[self._at["turns"][0]], self._counts.speakers)
        if turns and not any(t.speaker == "customer" and has_words(t.text) for t in turns):
            raise RejectedRowError("no_text", _NO_CUSTOMER)
        return turns

    def _text(self, texts: Sequence[str]) -> str:
        """The customer's words, title first, columns joined by line breaks."""
        parts = [texts[i] for i in self._at.get("text", ()) if has_words(texts[i])]
        if not parts:
            raise RejectedRowError("no_text", "" if "text" in self._at else _NO_CUSTOMER)
        for i in reversed(self._at.get("title", ())):
            title = texts[i]
            # Many exports cut the title from the body: it says nothing more then.
            if has_words(title) and not parts[0].startswith(title.rstrip(".… ")):
                parts.insert(0, title)
        return "\n".join(parts)

    def _date(self, cells: Sequence[Any]) -> datetime | None:
        positions = self._at.get("date", ())
        if self._dates is None:
            return None
        try:
            return self._dates.read(_joined_date([cells[i] for i in positions]))
        except UnreadableDateError as error:
            raise RejectedRowError("unreadable_date", str(error)) from error

    def _channel_of(self, texts: Sequence[str], *, is_talk: bool) -> str:
        if self._channel:
            return self._channel
        word = self._optional("channel", texts)
        return normalise_channel(word) if word else ("call" if is_talk else "unknown")

    def _kind_of(self, texts: Sequence[str], channel: str) -> Kind:
        if self._kind:
            return self._kind
        stated = (self._optional("kind", texts) or "").casefold()
        if stated in _KINDS:
            return _KINDS[stated]
        if stated:
            self._counts.unknown_kinds += 1
        return kind_of_channel(channel, has_scores=self._score is not None)

    def _given_id(self, texts: Sequence[str]) -> str | None:
        """The identifier of the file; an address or a telephone is not taken as one.

        It would tell who wrote, and one customer may write twice.
        """
        given = self._optional("id", texts)
        if given and is_personal(given):
            self._counts.personal_ids += 1
            return None
        return given

    def _duration(self, name: str, texts: Sequence[str]) -> float | None:
        column, unit = self._durations[name]
        cell = self._optional(name, texts)
        if cell is None:
            return None
        seconds = parse_duration(cell, unit, hours_first=name == "response")
        if seconds is None:
            unread = self._counts.durations_unread
            unread[column] = unread.get(column, 0) + 1
        return seconds

    def _optional(self, name: str, texts: Sequence[str]) -> str | None:
        positions = self._at.get(name)
        if not positions:
            return None
        cell = texts[positions[0]]
        return None if is_missing(cell) else cell

    def _settle_dates(
        self, rows: RowReading, mapping: ColumnMapping | None
    ) -> tuple[DateReader | None, tuple[Note, ...]]:
        if "date" not in self._at:
            return None, ()
        positions = self._at["date"]
        values = (_joined_date([cells[i] for i in positions]) for cells in rows.cells)
        stated = mapping.date_format if mapping else None
        return settle_dates(" + ".join(self._columns["date"]), values, stated)

    def _duration_columns(self) -> dict[str, tuple[str, Unit]]:
        names = [name for name in DURATION_FIELDS if name in self._at]
        columns = {name: self._columns[name][0] for name in names}
        return {name: (column, header_unit(column)) for name, column in columns.items()}


def _joined_date(values: Iterable[Any]) -> Any:
    """A date cell, or a date and a time from several cells as one text."""
    cells = list(values)
    if len(cells) == 1:
        return cells[0]
    return " ".join(filter(None, (_date_part(cell) for cell in cells)))


def _date_part(value: Any) -> str:
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    return cell_text(value)
