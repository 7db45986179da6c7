"""The group's export of surveys, reviews and tweets: a French CSV with a few broken rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

import numpy as np

from nlp.simulation.company import SimulatedContact
from nlp.simulation.exports import Export, ExportedRow, PlantedDefect

NAME = "surveys.csv"
CHANNELS = ("survey", "review", "tweet")
"""Corpus channels that this export holds."""

HEADER = (
    "id_verbatim", "date", "canal", "langue", "client", "marque", "segment", "produit",
    "note_recommandation", "verbatim",
)  # fmt: skip

_CHANNEL_NAMES = {"survey": "Enquête", "review": "Avis en ligne", "tweet": "Réseaux sociaux"}

_EMPTY_VERBATIMS = ("", "", " ", "-", "...", "—")
_UNREADABLE_DATES = ("31/09/2026", "hier", "??/10/2026", "2026-13-45")
_OFF_SCALE = ("11", "-1", "99", "10,5", "12")
_OTHER_LANGUAGES = (
    "Llevo tres semanas esperando el reembolso y nadie contesta al teléfono, una vergüenza.",
    "Muy amable la chica que me atendió, lo resolvió todo en cinco minutos. Gracias.",
    "Das Paket kam völlig zerdrückt an und der Fahrer war schon weg, bevor ich öffnen konnte.",
    "Seit dem letzten Update kann ich mich nicht mehr anmelden, bitte dringend um Hilfe.",
)
_N_DUPLICATES = 4
_N_CUT_SHORT = 2
_CELLS_LEFT = 4
"""Cells left of a row that is cut short."""

N_DEFECTS = (
    len(_EMPTY_VERBATIMS)
    + len(_UNREADABLE_DATES)
    + len(_OFF_SCALE)
    + len(_OTHER_LANGUAGES)
    + _N_DUPLICATES
    + _N_CUT_SHORT
)

_Cells = list[str]


def export_surveys(contacts: Sequence[SimulatedContact], seed: int) -> Export:
    """Write the contacts of :data:`CHANNELS` as a spreadsheet program of a French office would.

    Semicolons, UTF-8 with a byte order mark, dates as dd/mm/yyyy. Between the contacts
    stand :data:`N_DEFECTS` broken rows, made of copies of other rows; none of them is a
    contact of the company.

    Args:
        contacts: The contacts, in order of time.
        seed: Of the places and models of the broken rows.

    Returns:
        The file.
    """
    rng = np.random.default_rng([seed, 2])
    contacts = [contact for contact in contacts if contact.corpus.channel in CHANNELS]
    sound = [_cells(contact, f"V-{n:06d}") for n, contact in enumerate(contacts, start=1)]
    broken = _broken_rows(sound, rng)
    # A defect stands somewhere after the row it copies, so that the first of two equal
    # identifiers is the contact's.
    places = sorted(
        (int(rng.integers(model + 1, len(sound) + 1)), index)
        for index, (model, _, _) in enumerate(broken)
    )
    records: list[_Cells] = []
    rows: list[ExportedRow] = []
    defects: list[PlantedDefect] = []
    for position in range(len(sound) + 1):
        while places and places[0][0] == position:
            _, reason, cells = broken[places.pop(0)[1]]
            records.append(cells)
            defects.append(PlantedDefect(NAME, len(records), reason))
        if position < len(sound):
            records.append(sound[position])
            rows.append(ExportedRow(NAME, len(records), sound[position][0], contacts[position]))
    return Export(NAME, _as_csv(records), tuple(rows), tuple(defects))


def _cells(contact: SimulatedContact, identifier: str) -> _Cells:
    return [
        identifier,
        f"{contact.at:%d/%m/%Y}",
        _CHANNEL_NAMES[contact.corpus.channel],
        contact.corpus.lang,
        contact.customer,
        contact.brand,
        contact.segment,
        contact.product,
        "" if contact.score is None else str(contact.score),
        contact.corpus.text,
    ]


def _broken_rows(
    sound: Sequence[_Cells], rng: np.random.Generator
) -> list[tuple[int, str, _Cells]]:
    """Index of the row copied, reason of the reject, cells; identifiers go on after the last."""

    def with_cell(column: str, value: str) -> Callable[[_Cells], _Cells]:
        place = HEADER.index(column)
        return lambda cells: [*cells[:place], value, *cells[place + 1 :]]

    def in_language(text: str) -> Callable[[_Cells], _Cells]:
        return lambda cells: with_cell("langue", "")(with_cell("verbatim", text)(cells))

    changes: list[tuple[str, Callable[[_Cells], _Cells]]] = [
        *(("no_text", with_cell("verbatim", text)) for text in _EMPTY_VERBATIMS),
        *(("unreadable_date", with_cell("date", value)) for value in _UNREADABLE_DATES),
        *(("score_off_scale", with_cell("note_recommandation", score)) for score in _OFF_SCALE),
        *(("unsupported_language", in_language(text)) for text in _OTHER_LANGUAGES),
        *[("broken_row", lambda cells: cells[:_CELLS_LEFT])] * _N_CUT_SHORT,
    ]
    broken: list[tuple[int, str, _Cells]] = []
    for number, (reason, change) in enumerate(changes, start=len(sound) + 1):
        model = int(rng.integers(len(sound)))
        broken.append((model, reason, change([f"V-{number:06d}", *sound[model][1:]])))
    for _ in range(_N_DUPLICATES):
        model = int(rng.integers(len(sound)))
        broken.append((model, "duplicate_id", list(sound[model])))
    return broken


def _as_csv(records: Sequence[_Cells]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(records)
    return text.getvalue().encode("utf-8-sig")
