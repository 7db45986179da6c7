"""What a company knows of its customers: revenue, departures, purchases, sales."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from nlp.errors import InputError
from nlp.formatting import number_texts
from nlp.readers import RowReading, read_rows
from nlp.readers.cells import cell_text, is_missing
from nlp.types import LANGS
from nlp.value.cells import read_amounts, read_dates, read_marks, read_risks
from nlp.value.columns import AMOUNTS, DATES, EVENTS, FIELDS, tie_columns
from nlp.value.notes import Note

FACTS = ("revenue", "margin", "churned_at", "at_risk", "retained")
"""Fields that a customer has once, whatever the number of rows."""


@dataclass(frozen=True)
class Customers:
    """The customers of a company, under the pseudonyms of the workspace.

    Attributes:
        facts: One row per customer, indexed by pseudonym: those of :data:`FACTS` that the
            company gives. ``revenue`` and ``margin`` are a year's; ``churned_at`` is a day
            (days since 1970, NaN for who has not left); ``at_risk`` a score, or 1 and 0;
            ``retained`` 1 and 0; NaN where nothing is known.
        repurchases: One row per purchase: ``customer_id``, ``day``, ``amount`` (NaN if
            unknown); ``None`` if the company gives no dates of purchases.
        sales: The same for additional sales.
        given: Fields that the company gives, in the order of the columns' vocabulary.
        notes: What was found out on the way.
    """

    facts: pd.DataFrame
    repurchases: pd.DataFrame | None
    sales: pd.DataFrame | None
    given: tuple[str, ...]
    notes: tuple[Note, ...] = field(default=())

    def last_event(self) -> int | None:
        """Day of the last departure, purchase or sale; ``None`` if there is no date."""
        days = [self.facts["churned_at"]] if "churned_at" in self.facts else []
        days += [events["day"] for events in (self.repurchases, self.sales) if events is not None]
        known = [float(column.max()) for column in days if column.notna().any()]
        return int(max(known)) if known else None


def read_customers(
    path: Path, pseudonym: Callable[[str], str], columns: Mapping[str, str] | None = None
) -> Customers:
    """Read a file of customers: CSV, TSV, XLSX, JSON Lines, JSON array or Parquet.

    One row per customer, or one per event of a customer (then what is known of the
    customer may stand on one of the rows or on each). Identifiers become pseudonyms at once.

    Args:
        path: The file.
        pseudonym: Keyed hash of an identifier, the one the workspace was made with.
        columns: Column by field, where it is named; the others are recognised.

    Returns:
        The customers.

    Raises:
        InputError: The file cannot be read, has a broken row, a cell that cannot be, or
            rows that contradict each other on a customer.
        MappingError: No column holds the customers, or one that is named is not there.
    """
    reading = read_rows(path)
    if reading.rejects:
        raise InputError(f"{path}: row {reading.rejects[0].row} is broken: correct it")
    tied = tie_columns(reading.header, columns or {}, path.name)
    if not set(tied) - {"customer_id"}:
        raise InputError(
            f"{path} holds nothing but identifiers: it needs at least one of "
            f"{', '.join(FIELDS[1:])}; its columns: {', '.join(reading.header)}"
        )
    known, n_blank = _known_rows(reading, tied["customer_id"])
    frame, said = _read_columns(reading, known, tied)
    ids = [cell_text(row[reading.header.index(tied["customer_id"])]) for row in known.values()]
    frame.insert(0, "customer_id", [pseudonym(text) for text in ids])
    shown = ", ".join(f"{name} ← {column}" for name, column in tied.items())
    unused = [name for name in reading.header if name not in tied.values()]
    notes = [Note("read_as", {"source": path.name, "columns": shown})]
    if unused:
        notes.append(Note("columns_unused", {"columns": ", ".join(unused)}))
    if n_blank:
        notes.append(Note("blank_customers", {"n": number_texts(n_blank)}))
    return gather_customers(frame, notes=(*notes, *said))


def gather_customers(frame: pd.DataFrame, *, notes: tuple[Note, ...] = ()) -> Customers:
    """Gather the rows of each customer.

    Args:
        frame: ``customer_id`` (pseudonyms) and any of the fields; dates as days since
            1970, amounts at least 0, NaN where nothing is known.
        notes: What was said of the file.

    Returns:
        The customers. An event that stands there twice (same customer, day and amount)
        counts once, which is said.

    Raises:
        InputError: Two rows of a customer contradict each other.
    """
    given = tuple(name for name in FIELDS[1:] if name in frame.columns)
    said = list(notes)
    facts = _facts(frame, [name for name in given if name in FACTS])
    events: dict[str, pd.DataFrame | None] = {}
    for name, amount in EVENTS.items():
        events[name] = None
        if name in given:
            events[name], n_twice = _events(frame, name, amount)
            if n_twice:
                what = {lang: _EVENT_WORDS[name][lang] for lang in LANGS}
                said.append(Note("events_twice", {"n": number_texts(n_twice), "what": what}))
    return Customers(facts, events["repurchased_at"], events["sale_at"], given, tuple(said))


_EVENT_WORDS = {
    "repurchased_at": {"fr": "achat(s)", "en": "purchase(s)"},
    "sale_at": {"fr": "vente(s) additionnelle(s)", "en": "additional sale(s)"},
}


def _known_rows(reading: RowReading, column: str) -> tuple[dict[int, tuple[Any, ...]], int]:
    """Rows with an identifier under their numbers, and how many have none."""
    place = reading.header.index(column)
    rows = {
        number: cells for (_, number), cells in zip(reading.origins, reading.cells, strict=True)
    }
    known = {
        number: cells for number, cells in rows.items() if not is_missing(cell_text(cells[place]))
    }
    return known, len(rows) - len(known)


def _read_columns(
    reading: RowReading, known: Mapping[int, tuple[Any, ...]], tied: Mapping[str, str]
) -> tuple[pd.DataFrame, list[Note]]:
    numbers, notes = list(known), []
    values: dict[str, Any] = {}
    for name, column in tied.items():
        cells = [row[reading.header.index(column)] for row in known.values()]
        if name in AMOUNTS:
            values[name] = read_amounts(cells, numbers, column)
        elif name in DATES:
            values[name], n_far, said = read_dates(cells, numbers, column)
            notes += [Note("read", {"text": {x: note.message(x) for x in LANGS}}) for note in said]
            if n_far:
                notes.append(Note("far_dates", {"column": column, "n": number_texts(n_far)}))
        elif name == "at_risk":
            values[name] = read_risks(cells, numbers, column)
        elif name == "retained":
            values[name] = read_marks(cells, numbers, column)
    return pd.DataFrame(values, index=range(len(numbers))), notes


def _facts(frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    by_customer = frame.groupby("customer_id", sort=True)
    if not names:
        return pd.DataFrame(index=pd.Index(sorted(set(frame["customer_id"]))))
    facts = by_customer[names].first()
    for name in names:
        differs = by_customer[name].nunique() > 1
        if n := int(differs.sum()):
            raise InputError(
                f"{n} customers have two values of {name} on their rows: a customer has one; "
                "keep the right one on each row, or on one of them"
            )
    return facts.astype(np.float64)


def _events(frame: pd.DataFrame, name: str, amount: str) -> tuple[pd.DataFrame, int]:
    """The dated events of one kind, and how many stood there once more."""
    dated = frame.loc[frame[name].notna()]
    events = pd.DataFrame(
        {
            "customer_id": dated["customer_id"],
            "day": dated[name],
            "amount": dated[amount] if amount in frame.columns else np.nan,
        }
    )
    once = events.drop_duplicates()
    return once.reset_index(drop=True), len(events) - len(once)
