"""Which column holds what: usual French and English headers, checked against the cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from nlp.readers.cells import cell_text, fold, has_words, is_missing
from nlp.readers.dates import is_date_like
from nlp.readers.durations import parse_duration, without_unit
from nlp.readers.scores import is_unanswered, parse_score
from nlp.readers.vocabulary import (
    COLUMN_NAMES,
    DATE_NAME,
    DURATION_FIELDS,
    NEEDS_WORDS,
    NOT_AN_ANSWER,
    OTHER_DATE,
    SCORE_QUESTION,
    TEXT_QUESTION,
)

SAMPLE_ROWS = 200
_MOST = 0.8
"""Share of a column's cells that must read as what its name says."""
_WORDS_PER_CELL = 2.0
_CODE_CHARS = 60
"""Identifiers, names and categories are shorter on average; sentences are longer."""
_CATEGORY_ROWS = 20
_CATEGORY_SHARE = 0.3
"""A column with fewer different values than this share of its cells is a category, not a title."""

# "Note (0-10)", "note sur 5", "score /10": the range says nothing of what the column is.
_RANGE = re.compile(
    r"\((?:de )?\d+ ?(?:-|–|à|a|to|/) ?\d+\)|(?:/|sur|out of) ?\d+|\b\d+ ?(?:-|–|à|to) ?\d+\b",
    re.IGNORECASE,
)

# Fields whose names overlap with a vaguer one come first.
_ORDER = (
    "id", "turns", "date", "score", "lang", "scale", "kind", "customer", "channel", "agent",
    "team", "product", "segment", "crm_reason",
)  # fmt: skip

_SCORE_KEYS = frozenset(name.replace(" ", "") for name in COLUMN_NAMES["score"])


def recognise_columns(
    header: Sequence[str], sample: Sequence[Sequence[Any]]
) -> dict[str, tuple[str, ...]]:
    """Tie the columns of a table to Motif's fields by their names and first cells.

    Case, accents, spaces, underscores and punctuation do not count. A name that may be
    a number or a text (``note``, ``avis``, ``review``) is settled by its cells; a long
    header (the question of a survey) is matched by what it asks.

    Args:
        header: Column names.
        sample: First rows, cells in the order of the header; may be empty.

    Returns:
        Field -> columns, in the order in which they are to be joined. Several columns
        only for ``text``: strong points before weak points.
    """
    table = _Table(header, sample)
    found: dict[str, tuple[str, ...]] = {}
    text = [*table.take("text"), *table.take("pros"), *table.take("cons")]
    text = text or table.take("text", one_word=True)
    for field in _ORDER:
        if columns := table.take(field):
            found[field] = tuple(columns)
    for field in DURATION_FIELDS:
        if columns := table.take(field):
            found[field] = tuple(columns)
    if "date" not in found and (name := table.other_date()):
        found["date"] = (name,)
    if "score" not in found and (question := table.question(SCORE_QUESTION, "score")):
        found["score"] = (question,)
    if not text and (question := table.question(TEXT_QUESTION, "text")):
        text = [question]
    if text:
        found["text"] = tuple(text)
        if title := table.take("title"):
            found["title"] = tuple(title)
    return found


def other_columns(
    header: Sequence[str], sample: Sequence[Sequence[Any]], used: Sequence[str]
) -> dict[str, list[str]]:
    """Columns left over that would also do as text or score, for the notes.

    Returns:
        ``{"text": [...], "score": [...]}``, in the order of the header.
    """
    table = _Table(header, sample)
    table.free = [name for name in header if name not in used]
    left: dict[str, list[str]] = {"text": [], "score": []}
    for field, pattern in (("text", TEXT_QUESTION), ("score", SCORE_QUESTION)):
        while (names := table.take(field)) or (name := table.question(pattern, field)):
            left[field].extend(names or [name])
        left[field].sort(key=header.index)
    return left


def unread_scores(
    header: Sequence[str], sample: Sequence[Sequence[Any]], used: Sequence[str]
) -> list[tuple[str, int, int]]:
    """Columns named as scores and left aside because too many cells are not scores.

    Returns:
        For each, in the order of the header: its name, how many of its first answers are
        not scores, and how many answers that is out of.
    """
    table = _Table(header, sample)
    return [
        (name, n_other, n_answers)
        for name in header
        if name not in used and table.named_score(name) and not table.scored(name)
        for n_other, n_answers in [table.not_scores(name)]
    ]


class _Table:
    """Header and first cells; each column is taken once."""

    def __init__(self, header: Sequence[str], sample: Sequence[Sequence[Any]]) -> None:
        self.free = list(header)
        self._cells = {
            name: [
                text
                for row in sample[:SAMPLE_ROWS]
                if position < len(row) and not is_missing(text := cell_text(row[position]))
            ]
            for position, name in enumerate(header)
        }

    def take(self, field: str, *, one_word: bool = False) -> list[str]:
        """The best free column that bears one of the field's names, as a list of 0 or 1.

        With ``one_word``, an ambiguous name is text although all its cells are single words.
        """
        durations = field in DURATION_FIELDS
        keys: dict[str, str] = {}
        for name in self.free:
            for key in _keys(name, strip_unit=durations):
                keys.setdefault(key, name)
        for known in COLUMN_NAMES[field]:
            name = keys.get(known.replace(" ", ""), "")
            if name and self._fits(field, name, "" if one_word else known):
                self.free.remove(name)
                return [name]
        return []

    def question(self, pattern: re.Pattern[str], field: str) -> str:
        """The free column whose header asks for a text or a score and whose cells answer."""
        candidates = [
            name
            for name in self.free
            if pattern.search(fold(name))
            and not NOT_AN_ANSWER.search(fold(name))
            and self._cells[name]
            and (self._wordy(name) if field == "text" else self.scored(name))
        ]
        if not candidates:
            return ""
        best = max(candidates, key=self._length) if field == "text" else candidates[0]
        self.free.remove(best)
        return best

    def named_score(self, name: str) -> bool:
        """Whether a header says that the column is a score, and its cells are not sentences.

        The question of a survey counts if some cell answers it by a score.
        """
        if self._wordy(name):
            return False
        if not _SCORE_KEYS.isdisjoint(_keys(name, strip_unit=False)):
            return True
        asks = fold(name)
        rating = SCORE_QUESTION.search(asks) and not TEXT_QUESTION.search(asks)
        n_other, n_answers = self.not_scores(name)
        return bool(rating) and not NOT_AN_ANSWER.search(asks) and n_other < n_answers

    def not_scores(self, name: str) -> tuple[int, int]:
        """How many answers of a column are not scores, and how many answers it has."""
        answers = self._answers(name)
        return sum(parse_score(cell) is None for cell in answers), len(answers)

    def scored(self, name: str) -> bool:
        """Whether most answers of a column are scores; those without an answer do not count."""
        n_other, n_answers = self.not_scores(name)
        return n_answers - n_other >= _MOST * n_answers

    def other_date(self) -> str:
        """The first free column whose header speaks of a date and whose cells are dates."""
        for name in self.free:
            named = DATE_NAME.search(fold(name)) and not OTHER_DATE.search(fold(name))
            if named and _share(self._cells[name], is_date_like) >= _MOST:
                self.free.remove(name)
                return name
        return ""

    def _fits(self, field: str, name: str, known: str) -> bool:
        cells = self._cells[name]
        if not cells:
            return True
        if field in ("text", "pros", "cons"):
            return self._wordy(name) if known in NEEDS_WORDS else not self._all_numbers(name)
        if field == "title":
            return not self._all_numbers(name) and not self._is_category(name)
        if field == "turns":
            return any(cell.startswith(("[", "{")) or ":" in cell for cell in cells)
        if field == "date":
            return _share(cells, is_date_like) >= _MOST or known not in (
                "at",
                "when",
                "jour",
                "day",
            )
        if field == "score":
            return self.scored(name)
        if field == "kind":
            return all(cell.casefold() in ("interaction", "feedback") for cell in cells)
        if field in DURATION_FIELDS:
            return _share(cells, lambda cell: parse_duration(cell) is not None) >= _MOST
        return self._length(name) <= _CODE_CHARS

    def _answers(self, name: str) -> list[str]:
        """The cells but for those that say that there is no answer."""
        return [cell for cell in self._cells[name] if not is_unanswered(cell)]

    def _all_numbers(self, name: str) -> bool:
        cells = self._answers(name)
        return bool(cells) and all(
            parse_score(cell) is not None or is_date_like(cell) for cell in cells
        )

    def _wordy(self, name: str) -> bool:
        cells = [cell for cell in self._cells[name] if has_words(cell)]
        words = sum(len(cell.split()) for cell in cells)
        return bool(cells) and words >= _WORDS_PER_CELL * len(cells) and not self._all_numbers(name)

    def _is_category(self, name: str) -> bool:
        cells = self._cells[name]
        return len(cells) >= _CATEGORY_ROWS and len(set(cells)) < _CATEGORY_SHARE * len(cells)

    def _length(self, name: str) -> float:
        return sum(map(len, self._cells[name])) / max(len(self._cells[name]), 1)


def _keys(name: str, *, strip_unit: bool) -> tuple[str, ...]:
    bare = fold(_RANGE.sub(" ", name))
    keys = [fold(name), bare]
    if strip_unit:
        keys.append(without_unit(bare))
    return tuple(dict.fromkeys(key.replace(" ", "") for key in keys if key))


def _share(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(1 for cell in cells if test(cell)) / max(len(cells), 1)
