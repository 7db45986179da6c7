"""Annotate or redact a table without a workspace: a file in, a file out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.errors import InputError, MappingError
from nlp.inference.annotator import Annotated
from nlp.pipeline.annotation import TextAnnotator
from nlp.pipeline.output import check_output, write_records
from nlp.pipeline.preparation import split_chunks
from nlp.readers import RowReading, read_rows, recognise_columns
from nlp.text import PreparedText, clean_text, prepare_text, redact
from nlp.types import LANGS, Annotation, LabelKind, Lang

_CHUNK = 512
_SAMPLE = 200  # rows that help to recognise a column
_NOTHING = Annotation(
    reasons=("other.none",),
    sentiment="neutral",
    sentiment_score=0.0,
    irritants=(),
    praises=(),
    signals=(),
    abstained=("reason", "sentiment", "irritant"),
)
"""What is said of a row without any words."""

OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class FileReport:
    """What was done to a file.

    Attributes:
        n_read: Rows in the file.
        n_written: Rows written.
        n_broken: Rows that could not be read as rows; they are not written.
        n_without_text: Rows written although they hold no words.
        n_other_language: Rows neither French nor English.
        columns: Columns that were read or redacted.
        untouched: Columns that were written as they are.
    """

    n_read: int
    n_written: int
    n_broken: int
    n_without_text: int
    n_other_language: int
    columns: tuple[str, ...]
    untouched: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Row:
    id: str
    raw: str
    prepared: PreparedText | None


def annotate_file(
    source: Path,
    output: Path,
    annotator: TextAnnotator,
    *,
    redacted: bool = False,
    on_progress: OnProgress | None = None,
) -> FileReport:
    """Annotate a table with a ``text`` column and optional ``id`` and ``lang``.

    Args:
        source: JSONL, CSV, TSV, XLSX or Parquet.
        output: ``.jsonl``, ``.csv`` or ``.parquet``; written in one step.
        annotator: What reads the texts.
        redacted: Write the evidence redacted. Otherwise OUT holds customers' words as
            they came, since that is what was asked for.
        on_progress: Told how far the work is.

    Returns:
        The counts; every readable row is written, in order.

    Raises:
        InputError: The file cannot be read, has no ``text`` column, or the output's
            extension is not one of the three.
    """
    check_output(output, source=source)
    reading = read_rows(source)
    column = text_column(reading, instead=", or use motif analyze, which recognises usual headers")
    rows = list(_rows(reading, column))
    tell = on_progress or (lambda *_: None)
    records: list[dict[str, Any]] = []
    for chunk in split_chunks(rows, _CHUNK):
        records += annotate_rows(chunk, annotator, redacted=redacted)
        tell("annotate", len(records), len(rows))
    write_records(records, output)
    return FileReport(
        n_read=reading.n_read,
        n_written=len(records),
        n_broken=len(reading.rejects),
        n_without_text=sum(not _spans(row.prepared) for row in rows),
        n_other_language=sum(
            row.prepared is not None and row.prepared.lang == "other" for row in rows
        ),
        columns=(column,),
    )


def annotate_texts(
    texts: Sequence[str], annotator: TextAnnotator, *, langs: Sequence[str | None] | None = None
) -> list[dict[str, Any]]:
    """Annotate texts held in memory.

    Args:
        texts: Texts as customers wrote them.
        annotator: What reads them.
        langs: Language of each, where known.

    Returns:
        One record per text: what a row of ``motif annotate`` holds, numbered from 1.

    Raises:
        InputError: ``texts`` is one text, holds something else than texts, or is not as
            long as ``langs``.
    """
    if isinstance(texts, str) or not all(isinstance(text, str) for text in texts):
        raise InputError("annotate_texts takes a list of texts, each a str")
    stated = langs if langs is not None else [None] * len(texts)
    if len(stated) != len(texts):
        raise InputError(f"{len(texts)} texts but {len(stated)} languages: give one for each")
    rows = [
        _Row(str(i), text, _prepare(text, lang))
        for i, (text, lang) in enumerate(zip(texts, stated, strict=True), 1)
    ]
    return annotate_rows(rows, annotator, redacted=False)


def annotate_rows(
    rows: Sequence[_Row], annotator: TextAnnotator, *, redacted: bool
) -> list[dict[str, Any]]:
    """Annotate prepared rows; see :func:`annotate_file`."""
    readable = [(i, row.prepared) for i, row in enumerate(rows) if row.prepared is not None]
    kept = [(i, prepared) for i, prepared in readable if _spans(prepared)]
    results: dict[int, Annotated] = dict(
        zip(
            (i for i, _ in kept),
            annotator.annotate([p.text for _, p in kept], [_spans(p) for _, p in kept]),
            strict=True,
        )
    )
    return [_record(row, results.get(i), redacted=redacted) for i, row in enumerate(rows)]


def redact_file(source: Path, output: Path) -> FileReport:
    """Write a table again with its texts redacted, every other cell as it was.

    Args:
        source: A table.
        output: ``.jsonl``, ``.csv`` (with the delimiter of the source) or ``.parquet``.

    Returns:
        The counts, and the columns that were redacted.

    Raises:
        InputError: The file cannot be read, no text column is found, or the output's
            extension is not one of the three.
    """
    check_output(output, source=source)
    reading = read_rows(source)
    columns = _all_text_columns(reading)
    records: list[dict[str, Any]] = []
    n_without_text = 0
    for _, row in reading.rows:
        words = [str(row[c]) for c in columns if row[c] not in (None, "")]
        n_without_text += not words
        record = dict(row)
        for column in columns:
            if row[column] not in (None, ""):
                record[column] = redact_text(str(row[column]), lang=_lang(row.get("lang")))
        records.append(record)
    delimiter = reading.delimiter or ","
    write_records(records, output, columns=reading.header, delimiter=delimiter)
    return FileReport(
        n_read=reading.n_read,
        n_written=len(records),
        n_broken=len(reading.rejects),
        n_without_text=n_without_text,
        n_other_language=0,
        columns=columns,
        untouched=tuple(name for name in reading.header if name not in columns),
    )


def redact_text(text: str, *, lang: Lang | None = None) -> str:
    """Clean and redact one text.

    Args:
        text: What a customer wrote.
        lang: Its language, found out by default.

    Returns:
        The text with typed placeholders such as ``<PHONE>``.
    """
    return redact(clean_text(text), lang=lang).text.text


def text_column(reading: RowReading, *, instead: str = "") -> str:
    """The column that holds the texts of a table whose columns are not recognised.

    Args:
        reading: The table.
        instead: What else can be done where there is none, for the message.

    Raises:
        MappingError: No column is called ``text``, in whatever case.
    """
    for name in reading.header:
        if name.strip().lower() == "text":
            return name
    raise MappingError(
        f"{reading.source} has no column 'text'; its columns are: {', '.join(reading.header)}. "
        f"Rename the column that holds the verbatims{instead}."
    )


def _all_text_columns(reading: RowReading) -> tuple[str, ...]:
    columns = recognise_columns(reading.header, reading.cells[:_SAMPLE]).get("text", ())
    if not columns:
        raise MappingError(
            f"{reading.source}: no text column found among {', '.join(reading.header)}: "
            "rename the one that holds the verbatims to 'text'"
        )
    return columns


def _rows(reading: RowReading, text_column: str) -> Iterator[_Row]:
    for number, row in reading.rows:
        raw = row[text_column]
        given = row.get("id")
        yield _Row(
            id=str(number) if given in (None, "") else str(given),
            raw="" if raw is None else str(raw),
            prepared=_prepare("" if raw is None else str(raw), row.get("lang")),
        )


def _prepare(raw: str, lang: Any) -> PreparedText | None:
    return prepare_text(raw, lang=_lang(lang)) if raw.strip() else None


def _lang(stated: Any) -> Lang | None:
    return next((lang for lang in LANGS if str(stated).strip().lower() == lang), None)


def _spans(prepared: PreparedText | None) -> list[tuple[int, int]]:
    return [(m.start, m.end) for m in prepared.mentions] if prepared else []


def _record(row: _Row, result: Annotated | None, *, redacted: bool) -> dict[str, Any]:
    a = result.annotation if result else _NOTHING
    kinds: tuple[LabelKind, ...] = ("reason", "irritant", "signal", "sentiment")
    abstained = set(a.abstained)
    if row.prepared is not None and row.prepared.lang == "other":
        abstained |= {"reason", "sentiment", "irritant"}
    return {
        "id": row.id,
        "reason": a.reason,
        "reasons": list(a.reasons),
        "sentiment": a.sentiment,
        "sentiment_score": round(a.sentiment_score, 4),
        "irritants": list(a.irritants),
        "praises": list(a.praises),
        "signals": list(a.signals),
        "evidence": _evidence(row, a, redacted=redacted),
        "scores": {kind: a.scores.get(kind, {}) for kind in kinds},
        "abstained": [k for k in ("reason", "sentiment", "irritant") if k in abstained],
    }


def _evidence(row: _Row, annotation: Annotation, *, redacted: bool) -> list[dict[str, Any]]:
    if row.prepared is None:
        return []
    found = []
    for e in annotation.evidence:
        start, end = row.prepared.aligned.source_span(e.start, e.end)
        words = row.prepared.text[e.start : e.end] if redacted else row.raw[start:end]
        found.append(
            {
                "kind": e.kind,
                "label": e.label,
                "start": start,
                "end": end,
                "text": words,
                "score": e.score,
            }
        )
    return found
