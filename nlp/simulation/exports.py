"""What every export of the sample has in common: where a contact went, and what was broken."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.simulation.company import SimulatedContact


@dataclass(frozen=True, slots=True)
class ExportedRow:
    """Where a simulated contact stands in an export.

    Attributes:
        source: Name of the file.
        row: 1 is the first row, call or message, as the readers count.
        id: Its identifier there; the Message-ID for an e-mail.
        contact: The contact.
    """

    source: str
    row: int
    id: str
    contact: SimulatedContact


@dataclass(frozen=True, slots=True)
class PlantedDefect:
    """A row that is no contact of the company and must end in the ledger.

    Attributes:
        source, row: Where it stands.
        reason: One of :data:`nlp.types.REJECT_REASONS`.
    """

    source: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Export:
    """One file of the sample.

    Attributes:
        name: Its name.
        content: Its bytes.
        rows: The contacts in it.
        defects: The broken rows in it.
    """

    name: str
    content: bytes
    rows: tuple[ExportedRow, ...]
    defects: tuple[PlantedDefect, ...] = ()
