"""What the user gives to read: files and folders, each to its reader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from nlp.errors import InputError, MappingError, UnreadableFileError, did_you_mean
from nlp.readers.decoding import decode_file
from nlp.readers.emails import EMAIL_SUFFIXES, read_emails
from nlp.readers.mapping import ColumnMapping
from nlp.readers.notes import Note
from nlp.readers.reading import FileReading
from nlp.readers.records import load_json
from nlp.readers.rows import TABLE_SUFFIXES
from nlp.readers.tables import read_table
from nlp.readers.transcripts import TRANSCRIPT_SUFFIXES, calls_of_json, read_transcripts
from nlp.types import RawContact, Reject

FileKind = Literal["table", "emails", "transcripts"]

_SHOWN_NAMES = 5


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that make one reading.

    Attributes:
        kind: Their reader.
        source: Name of the reading.
        files: One table, or any number of messages or transcripts.
        strict: Whether a file that cannot be read stops the run; inside a folder it is
            a reject.
        skipped: Names of files of other types beside them.
    """

    kind: FileKind
    source: str
    files: tuple[Path, ...]
    strict: bool
    skipped: tuple[str, ...] = ()


def read_inputs(
    paths: Sequence[Path],
    *,
    mapping: ColumnMapping | None = None,
    max_cell_chars: int = 100_000,
    only: Collection[Path] | None = None,
) -> Iterator[FileReading]:
    """Read files and folders of any supported kind.

    Tables (CSV, TSV, XLSX, JSON Lines, JSON, Parquet), e-mails (EML, MBOX) and transcripts
    (JSON, TXT, VTT, SRT) may stand side by side. The messages of a folder make one reading,
    and so do its transcripts; each table makes its own.

    Args:
        paths: Files and folders; folders are read with all that lies below them. A file
            given twice is read once.
        mapping: What the user states about columns, for every file.
        max_cell_chars: A longer text or cell is rejected.
        only: Files to read among those found, such as those that are new; all by default.

    Returns:
        One reading per file or folder, in the order given. Identifiers are unique across
        all of them: what comes second is rejected as ``duplicate_id``, its detail naming
        file and row of the first.

    Raises:
        InputError: At once, if a path does not exist or nothing there can be read; while
            iterating, if a file given by name cannot be opened.
        UnreadableFileError: While iterating, if a file given by name is not what its suffix
            claims; found in a folder, it is one reject (``broken_row``, row 0).
        MappingError: While iterating, if a table has no text column or the mapping names
            a column that is not there.
    """
    if not paths:
        raise InputError("nothing to read: give at least one file or folder")
    batches = find_batches(paths)
    if only is not None:
        kept = (replace(b, files=tuple(f for f in b.files if f in only)) for b in batches)
        batches = [batch for batch in kept if batch.files]
    return _read(batches, mapping, max_cell_chars)


def file_kind(path: Path) -> FileKind | None:
    """The reader of a file, by its suffix (and content for ``.json``); ``None`` if there is none.

    Raises:
        InputError: A ``.json`` file cannot be opened.
        UnreadableFileError: A ``.json`` file is not JSON.
    """
    suffix = path.suffix.lower()
    if suffix in EMAIL_SUFFIXES:
        return "emails"
    if suffix == ".json":
        value = load_json(path, decode_file(path).text)
        is_table = isinstance(value, list) and calls_of_json(value) is None
        return "table" if is_table else "transcripts"
    if suffix in TRANSCRIPT_SUFFIXES:
        return "transcripts"
    return "table" if suffix in TABLE_SUFFIXES or suffix == ".xls" else None


def _read(
    batches: Iterable[Batch], mapping: ColumnMapping | None, max_cell_chars: int
) -> Iterator[FileReading]:
    seen: dict[str, tuple[str, int]] = {}
    for batch in batches:
        reading = _read_batch(batch, mapping, max_cell_chars)
        yield _without_duplicates(reading, seen)


def _read_batch(batch: Batch, mapping: ColumnMapping | None, max_cell_chars: int) -> FileReading:
    if not batch.files:
        reading = FileReading(batch.source, (), (), 0)
    elif batch.kind == "table":
        reading = _read_table(batch, mapping, max_cell_chars)
    elif batch.kind == "emails":
        reading = read_emails(
            batch.files, batch.source, mapping, max_cell_chars=max_cell_chars, strict=batch.strict
        )
    else:
        reading = _read_transcripts(batch, mapping, max_cell_chars)
    if batch.skipped:
        names = ", ".join(batch.skipped[:_SHOWN_NAMES])
        if len(batch.skipped) > _SHOWN_NAMES:
            names += ", …"
        note = Note("files_skipped", {"n": len(batch.skipped), "names": names})
        reading = replace(reading, notes=(*reading.notes, note))
    return reading


def _read_table(batch: Batch, mapping: ColumnMapping | None, max_cell_chars: int) -> FileReading:
    try:
        return read_table(batch.files[0], mapping, max_cell_chars=max_cell_chars)
    except MappingError:
        raise  # the table is sound: its columns are for the user to tell
    except InputError:
        if batch.strict:
            raise
        reject = Reject(batch.source, 0, "broken_row", "not readable as a table")
        return FileReading(batch.source, (), (reject,), 1)


def _read_transcripts(
    batch: Batch, mapping: ColumnMapping | None, max_cell_chars: int
) -> FileReading:
    try:
        return read_transcripts(
            batch.files, batch.source, mapping, max_cell_chars=max_cell_chars, strict=batch.strict
        )
    except UnreadableFileError:
        # A single .txt without speakers may be a table that a tool exported so.
        path = batch.files[0]
        if not batch.strict or path.suffix.lower() != ".txt":
            raise
        try:
            return read_table(path, mapping, max_cell_chars=max_cell_chars)
        except MappingError:
            pass
        raise


def _without_duplicates(reading: FileReading, seen: dict[str, tuple[str, int]]) -> FileReading:
    """Reject the contacts whose identifier was seen before, in this reading or another."""
    kept: list[RawContact] = []
    doubles: list[Reject] = []
    for contact in reading.contacts:
        origin = (contact.source, contact.row)
        first = seen.setdefault(contact.contact_id, origin)
        if first is origin:
            kept.append(contact)
        else:
            doubles.append(Reject(*origin, "duplicate_id", f"{first[0]}:{first[1]}"))
    if not doubles:
        return reading
    rejects = sorted((*reading.rejects, *doubles), key=lambda r: (r.source, r.row))
    return replace(reading, contacts=tuple(kept), rejects=tuple(rejects))


def find_batches(paths: Sequence[Path]) -> list[Batch]:
    """Sort files and folders by their readers.

    Raises:
        InputError: A path does not exist, or nothing there can be read.
        UnreadableFileError: A ``.json`` file given by name is not JSON.
    """
    return list(_batches(paths))


def _batches(paths: Sequence[Path]) -> Iterator[Batch]:
    taken: set[Path] = set()
    for path in paths:
        if path.is_dir():
            yield from _folder_batches(path, taken)
        elif not path.exists():
            siblings = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
            raise InputError(f"{path} does not exist.{did_you_mean(path.name, siblings)}")
        elif path.resolve() not in taken:
            taken.add(path.resolve())
            kind = file_kind(path)
            if kind is None:
                raise InputError(
                    f"{path} is of no kind that Motif reads: expected a table "
                    f"({', '.join(TABLE_SUFFIXES)}), e-mails ({', '.join(EMAIL_SUFFIXES)}) or "
                    f"transcripts ({', '.join(TRANSCRIPT_SUFFIXES)})"
                )
            yield Batch(kind, path.name, (path,), strict=True)


def _folder_batches(folder: Path, taken: set[Path]) -> Iterator[Batch]:
    by_kind: dict[FileKind, list[Path]] = defaultdict(list)
    skipped: list[str] = []
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        if hidden or not path.is_file() or path.resolve() in taken:
            continue
        taken.add(path.resolve())
        kind = _kind_in_folder(path)
        if kind is None:
            skipped.append(path.name)
        else:
            by_kind[kind].append(path)
    if not by_kind:
        raise InputError(f"{folder} holds no file that Motif reads")
    name = folder.resolve().name
    batches = [Batch("table", path.name, (path,), strict=False) for path in by_kind["table"]]
    kinds: tuple[FileKind, ...] = ("emails", "transcripts")
    for kind in kinds:
        if files := by_kind[kind]:
            batches.append(Batch(kind, name, tuple(files), strict=False))
    batches[-1] = replace(batches[-1], skipped=tuple(skipped))
    yield from batches


def _kind_in_folder(path: Path) -> FileKind | None:
    try:
        return file_kind(path)
    except InputError:
        return "transcripts"  # a broken .json: its reader turns it into a reject
