"""How far two readers agree who label the same contacts blind, by the same rules."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from nlp.errors import InputError
from nlp.evaluation import Score, evaluate
from nlp.simulation.corpus import CorpusContact

SECOND_READING = "second_reading/labels.jsonl"
"""Labels of the second reader, within the corpus folder: JSON Lines keyed by ``id``."""

_FIELDS = ("id", "reason", "reasons", "sentiment", "irritants", "signals")


def measure_agreement(contacts: Sequence[CorpusContact], folder: Path) -> dict[str, Score] | None:
    """Compare the corpus' labels with a second reader's.

    Args:
        contacts: The corpus, as first labelled.
        folder: The corpus' folder.

    Returns:
        The measures of :func:`nlp.evaluation.evaluate`, the first reader's labels taken
        as truth; ``None`` when nothing was read a second time.

    Raises:
        InputError: A line is no object with the fields, or is of no contact.
    """
    path = folder / SECOND_READING
    if not path.exists():
        return None
    first = {contact.id: asdict(contact) | {"reason": contact.reasons[0]} for contact in contacts}
    second = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{path}, line {number}: not JSON: {error}") from error
        if not isinstance(row, dict) or any(field not in row for field in _FIELDS):
            raise InputError(f"{path}, line {number}: expected the fields {', '.join(_FIELDS)}")
        if row["id"] not in first:
            raise InputError(f"{path}, line {number}: the corpus has no contact {row['id']!r}")
        second.append(row)
    return evaluate([first[row["id"]] for row in second], second)
