"""Tables as CSV files that a spreadsheet opens safely."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from app.i18n import Words
from app.labels import Labels

_FORMULA = "=+-@＝＋－＠"
_BATCH = 10_000
_COLUMNS = (
    "contact_id", "occurred_at", "week", "kind", "channel", "lang", "product", "segment", "team",
    "crm_reason", "satisfaction", "scale", "sentiment", "sentiment_score", "reasons", "irritants",
    "praises", "signals", "abstained", "text", "source", "row",
)  # fmt: skip
_LABELS = {"reasons": "reason", "irritants": "irritant", "praises": "praise", "signals": "signal"}
_NAMED = {"kind": "kind", "channel": "channel", "lang": "lang", "scale": "scale",
          "sentiment": "sentiment"}  # fmt: skip


def verbatims_csv(rows: pa.Table, labels: Labels) -> bytes:
    """Write verbatims as CSV.

    Args:
        rows: What :func:`nlp.storage.queries.explorer.export_rows` gives.
        labels: Names in the screen's language.

    Returns:
        A file as :func:`write_csv` makes it; labels by name, several joined by `` | ``.
    """
    headers = {"occurred_at": "date"}
    header = [labels.words(f"export.{headers.get(name, name)}") for name in _COLUMNS]
    lines = (
        [_cell(name, row[name], labels) for name in _COLUMNS]
        for batch in rows.to_batches(max_chunksize=_BATCH)
        for row in batch.to_pylist()
    )
    return write_csv(header, lines, labels.words)


def write_csv(header: Sequence[str], lines: Iterable[Sequence[Any]], words: Words) -> bytes:
    """Write lines as CSV for the spreadsheet of a language's users.

    Args:
        header: Names of the columns.
        lines: Cells: texts, numbers, ``None``.
        words: The language: French spreadsheets expect semicolons and decimal commas.

    Returns:
        UTF-8 with a byte order mark, so that accents survive in Excel. Texts that a
        spreadsheet would take for a formula begin with an apostrophe.
    """
    french = words.lang == "fr"
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, delimiter=";" if french else ",")
    writer.writerow([defuse(name) for name in header])
    for line in lines:
        writer.writerow([_written(cell, french=french) for cell in line])
    return sink.getvalue().encode("utf-8-sig")


def defuse(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula.

    Args:
        text: A cell.

    Returns:
        The text, with an apostrophe before it when its first character, white space
        aside, is one of ``= + - @`` (full width ones too), or when it begins with a tab
        or a line break.
    """
    risky = text.lstrip().startswith(tuple(_FORMULA)) or text.startswith(("\t", "\r", "\n"))
    return f"'{text}" if risky else text


def _written(cell: Any, *, french: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        number = f"{cell:.10g}"
        return number.replace(".", ",") if french else number
    return str(cell) if isinstance(cell, int) else defuse(str(cell))


def _cell(name: str, value: Any, labels: Labels) -> Any:
    if name in _LABELS:
        return " | ".join(labels.name(_LABELS[name], code) for code in value)
    if name == "abstained":
        return " | ".join(labels.words.name_of("label", kind) for kind in value)
    if name == "sentiment_score":
        return round(value, 3)
    if name in _NAMED and value is not None:
        return labels.words.name_of(_NAMED[name], value)
    return value.date().isoformat() if isinstance(value, datetime) else value
