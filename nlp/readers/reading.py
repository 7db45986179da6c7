"""What the readers hand on: rows as they stand in a file, and contacts made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nlp.readers.notes import Note
from nlp.types import RawContact, Reject


@dataclass(frozen=True, slots=True)
class RowReading:
    """A table as read, before any column has a meaning.

    Attributes:
        source: Name of the file, without folders.
        header: Column names, unique, in the order of the file.
        cells: One tuple per readable row, as long as ``header``; a missing cell is
            ``None``, a cell of a CSV file is always text.
        origins: For each of ``cells``, the file it comes from and its row there;
            row 1 is the first below the header.
        rejects: Rows that could not be read at all (``broken_row``).
        notes: What was found out on the way: encoding, delimiter, sheet.
        delimiter: What stands between the cells of a text file; empty for other files and
            where there is one column.
    """

    source: str
    header: tuple[str, ...]
    cells: tuple[tuple[Any, ...], ...]
    origins: tuple[tuple[str, int], ...]
    rejects: tuple[Reject, ...] = ()
    notes: tuple[Note, ...] = ()
    delimiter: str = ""

    def __post_init__(self) -> None:
        if len(self.cells) != len(self.origins):
            raise ValueError(f"{len(self.cells)} rows but {len(self.origins)} origins")

    @property
    def n_read(self) -> int:
        """Rows in the file, readable or not."""
        return len(self.cells) + len(self.rejects)

    @property
    def rows(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Each readable row as its number and a dictionary from column to cell."""
        for (_, number), cells in zip(self.origins, self.cells, strict=True):
            yield number, dict(zip(self.header, cells, strict=True))


@dataclass(frozen=True, slots=True)
class FileReading:
    """The contacts of a file (or of a folder of e-mails or transcripts).

    Attributes:
        source: Name of the file or folder, without the path to it.
        contacts: The contacts kept, in the order of the file.
        rejects: The rows not kept, in the order of the file.
        n_read: Rows read: always as many as contacts and rejects together.
        mapping: Motif's field -> the column (or columns, joined by `` + ``) it was read from.
        notes: What was found out or decided on the way, to be said aloud.
    """

    source: str
    contacts: tuple[RawContact, ...]
    rejects: tuple[Reject, ...]
    n_read: int
    mapping: dict[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        if self.n_read != len(self.contacts) + len(self.rejects):
            raise ValueError(
                f"{self.source}: {self.n_read} rows read, but {len(self.contacts)} kept "
                f"and {len(self.rejects)} rejected"
            )


class RejectedRowError(Exception):
    """A row that is not kept.

    Args:
        reason: One of :data:`nlp.types.REJECT_REASONS`.
        detail: What was found; never a verbatim.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail
