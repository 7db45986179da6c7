"""The score column of a table, and the column that names its scale where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.readers.cells import cell_text, is_missing
from nlp.readers.mapping import ColumnMapping, ResolvedColumns
from nlp.readers.notes import Note
from nlp.readers.reading import RejectedRowError, RowReading
from nlp.readers.scores import (
    ScaleReader,
    is_unanswered,
    parse_scale,
    parse_score,
    settle_scale,
)
from nlp.types import SCALE_BOUNDS, Satisfaction


@dataclass(slots=True)
class ScoreColumn:
    """Reads the scores of one table.

    Attributes:
        score_at: Position of the score column.
        scale_at: Position of the column that names the scale, ``None`` if there is none.
        scale: Scale of the rows that name none; ``None`` if every scored row names its own.
        notes: How the scale was settled.
        n_unknown_scales: Rows so far whose name of a scale is not known.
    """

    score_at: int
    scale_at: int | None
    scale: ScaleReader | None
    notes: tuple[Note, ...]
    n_unknown_scales: int = 0

    def read(self, texts: Sequence[str]) -> Satisfaction | None:
        """The answer in a row, ``None`` where the cell is empty or says that there is none.

        Raises:
            RejectedRowError: The cell is no score, or is off its scale.
        """
        answer = texts[self.score_at]
        if is_unanswered(answer):
            return None
        score = parse_score(answer)
        reader = self._row_scale(texts) or self.scale
        if score is None or reader is None:
            raise RejectedRowError("score_off_scale", f"not a score ({len(answer)} characters)")
        satisfaction = reader.read(score)
        if satisfaction is None:
            low, high = SCALE_BOUNDS[reader.scale]
            top = "" if score.out_of is None else f"/{score.out_of:g}"
            detail = f"{score.value:g}{top}; {reader.scale}: {low:g}–{high:g}"
            raise RejectedRowError("score_off_scale", detail)
        return satisfaction

    def _row_scale(self, texts: Sequence[str]) -> ScaleReader | None:
        if self.scale_at is None or is_missing(texts[self.scale_at]):
            return None
        scale = parse_scale(texts[self.scale_at])
        if scale is None:
            self.n_unknown_scales += 1
            return None
        return ScaleReader(scale)


def settle_score(
    rows: RowReading, columns: ResolvedColumns, mapping: ColumnMapping | None
) -> ScoreColumn | None:
    """Settle the scale of a table's scores on all its rows.

    Args:
        rows: The table.
        columns: Its columns, settled.
        mapping: What the user states, if anything.

    Returns:
        The reader of its scores, ``None`` if it has no score column.
    """
    if "score" not in columns.fields:
        return None
    column = columns.fields["score"][0]
    score_at = rows.header.index(column)
    notes: tuple[Note, ...] = ()
    scale_at = None
    if "scale" in columns.fields:
        scale_at = rows.header.index(columns.fields["scale"][0])
        notes = (Note("scale_from_column", {"column": rows.header[scale_at]}),)
    answers = (
        cell_text(cells[score_at])
        for cells in rows.cells
        if scale_at is None or parse_scale(cell_text(cells[scale_at])) is None
    )
    scores = [score for text in answers if (score := parse_score(text))]
    if not scores:
        return ScoreColumn(score_at, scale_at, None, notes)
    reader, found = settle_scale(column, scores, mapping.scale if mapping else None)
    return ScoreColumn(score_at, scale_at, reader, (*notes, *found))
