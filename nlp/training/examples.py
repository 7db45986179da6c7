"""Labelled contacts, prepared as the engine prepares them, with targets for every head.

A file of labelled contacts is JSON Lines. A field that is absent is *unknown*, not
negative: its head learns nothing from that contact (``mask`` 0), so a source may
teach one head only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.errors import UnreadableFileError
from nlp.inference.windows import Span
from nlp.taxonomy import Taxonomy
from nlp.text import PreparedText, prepare_text
from nlp.types import SENTIMENTS

Targets = npt.NDArray[np.float32]


@dataclass(frozen=True)
class LabelledContact:
    """A contact with the labels a person gave it.

    Attributes:
        id: Its identifier, unique within its source.
        source: Where it comes from: a corpus sector or a data set.
        lang: ``fr`` or ``en``.
        channel: Its channel, empty if unknown.
        text: Cleaned and redacted.
        mentions: Code points [start, end) of its mentions.
        reasons, irritants, praises, signals: Codes; ``None`` where not labelled.
        sentiment: Its class; ``None`` where not labelled.
        evidence: Per irritant, the code points of its evidence in ``text``.
        intent: Its label in a public set with labels of its own; ``None`` elsewhere.
    """

    id: str
    source: str
    lang: str
    channel: str
    text: str
    mentions: tuple[Span, ...]
    reasons: tuple[str, ...] | None
    sentiment: str | None
    irritants: tuple[str, ...] | None
    praises: tuple[str, ...] | None
    signals: tuple[str, ...] | None
    evidence: dict[str, Span]
    intent: str | None = None


def read_labelled(path: Path, *, source: str | None = None) -> list[LabelledContact]:
    """Read and prepare a file of labelled contacts.

    Args:
        path: JSON Lines.
        source: Name of the source; by default each row's ``source``, ``sector`` or the file's name.

    Returns:
        The contacts, in order.

    Raises:
        UnreadableFileError: A line is not a JSON object with ``id``, ``lang`` and ``text``.
    """
    contacts = []
    for number, row in _rows(path):
        try:
            name = source or row.get("source") or row.get("sector") or path.stem
            contacts.append(contact_from_row(row, name))
        except KeyError as error:
            raise UnreadableFileError(f"{path}, line {number}: no field {error}") from error
    return contacts


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield number, json.loads(line)
            except json.JSONDecodeError as error:
                raise UnreadableFileError(f"{path}, line {number}: not JSON: {error}") from error


def contact_from_row(row: dict[str, Any], source: str) -> LabelledContact:
    """Prepare one labelled row as the engine prepares contacts.

    Args:
        row: ``id``, ``lang``, ``text`` and the labels that are known.
        source: Name of its source.

    Returns:
        The contact; a field the row lacks is unknown.
    """
    raw = row["text"]
    prepared = prepare_text(raw, lang=row["lang"])

    def codes(field: str) -> tuple[str, ...] | None:
        return tuple(row[field]) if row.get(field) is not None else None

    return LabelledContact(
        id=row["id"],
        source=source,
        lang=row["lang"],
        channel=row.get("channel") or "",
        text=prepared.text,
        mentions=tuple((m.start, m.end) for m in prepared.mentions),
        reasons=codes("reasons"),
        sentiment=row.get("sentiment"),
        irritants=codes("irritants"),
        praises=codes("praises"),
        signals=codes("signals"),
        evidence=_locate(row.get("evidence") or {}, raw, prepared),
    )


def _locate(evidence: dict[str, str], raw: str, prepared: PreparedText) -> dict[str, Span]:
    """Find each evidence, given as words of the raw text, in the prepared text."""
    found = {}
    for code, words in evidence.items():
        start = raw.find(words)
        if start < 0:
            continue
        aligned = prepared.aligned
        kept = np.flatnonzero((aligned.starts < start + len(words)) & (aligned.ends > start))
        if len(kept):
            found[code] = (int(kept[0]), int(kept[-1]) + 1)
    return found


@dataclass(frozen=True)
class HeadTargets:
    """Targets of one head.

    Attributes:
        values: float32 (rows, labels), 0 to 1.
        mask: float32 (rows, labels), 1 where the target is known.
    """

    values: Targets
    mask: Targets


@dataclass(frozen=True)
class Vocabulary:
    """The labels of every head, in the order of their rows."""

    reason: tuple[str, ...]
    sentiment: tuple[str, ...]
    signal: tuple[str, ...]
    irritant: tuple[str, ...]
    praise: tuple[str, ...]

    @classmethod
    def of(cls, taxonomy: Taxonomy) -> Vocabulary:
        """The labels of a taxonomy."""
        return cls(
            reason=taxonomy.reasons.codes,
            sentiment=SENTIMENTS,
            signal=taxonomy.signals.codes,
            irritant=taxonomy.irritants.codes,
            praise=tuple(taxonomy.irritants.families),
        )

    def codes(self, head: str) -> tuple[str, ...]:
        """Labels of a head; the head ``mention`` has the irritants' labels."""
        return self.irritant if head == "mention" else getattr(self, head)


def contact_targets(
    contacts: Sequence[LabelledContact], vocabulary: Vocabulary
) -> dict[str, HeadTargets]:
    """Targets of the heads that read contacts.

    Args:
        contacts: Labelled contacts.
        vocabulary: The heads' labels.

    Returns:
        Per head, targets of shape (contacts, labels). A contact's reasons share one
        unit of mass, most of it on the primary one.
    """
    return {
        "reason": _targets([_reason_mass(c.reasons) for c in contacts], vocabulary.reason),
        "sentiment": _targets(
            [None if c.sentiment is None else {c.sentiment: 1.0} for c in contacts],
            vocabulary.sentiment,
        ),
        "signal": _targets([_ones(c.signals) for c in contacts], vocabulary.signal),
        "irritant": _targets([_ones(c.irritants) for c in contacts], vocabulary.irritant),
        "praise": _targets([_ones(c.praises) for c in contacts], vocabulary.praise),
    }


def mention_targets(contacts: Sequence[LabelledContact], vocabulary: Vocabulary) -> HeadTargets:
    """Targets of the head that finds irritants on mentions.

    A mention carries an irritant when it holds the evidence, or most of it. A label
    whose evidence could not be located is unknown on every mention of its contact.

    Args:
        contacts: Labelled contacts.
        vocabulary: The heads' labels.

    Returns:
        Targets of shape (mentions of all contacts in order, irritants).
    """
    index = {code: i for i, code in enumerate(vocabulary.irritant)}
    n = sum(len(c.mentions) for c in contacts)
    values = np.zeros((n, len(index)), np.float32)
    mask = np.ones((n, len(index)), np.float32)
    row = 0
    for contact in contacts:
        rows = slice(row, row + len(contact.mentions))
        row = rows.stop
        if contact.irritants is None:
            mask[rows] = 0
            continue
        for code in contact.irritants:
            span = contact.evidence.get(code)
            if span is None:
                mask[rows, index[code]] = 0
            else:
                values[rows, index[code]] = _carries(contact.mentions, span)
    return HeadTargets(values, mask)


def _carries(mentions: Sequence[Span], evidence: Span) -> Targets:
    overlap = np.array(
        [max(0, min(end, evidence[1]) - max(start, evidence[0])) for start, end in mentions]
    )
    share = overlap / max(1, evidence[1] - evidence[0])
    return np.asarray((share >= 0.4) | ((overlap == overlap.max()) & (overlap > 0)), np.float32)


def _reason_mass(reasons: tuple[str, ...] | None) -> dict[str, float] | None:
    if reasons is None:
        return None
    others = reasons[1:]
    mass = {code: 0.25 / len(others) for code in others}
    return {reasons[0]: 1 - sum(mass.values()), **mass}


def _ones(codes: tuple[str, ...] | None) -> dict[str, float] | None:
    return None if codes is None else dict.fromkeys(codes, 1.0)


def _targets(rows: Sequence[dict[str, float] | None], codes: Sequence[str]) -> HeadTargets:
    index = {code: i for i, code in enumerate(codes)}
    values = np.zeros((len(rows), len(codes)), np.float32)
    mask = np.zeros_like(values)
    for i, row in enumerate(rows):
        if row is None:
            continue
        mask[i] = 1
        for code, value in row.items():
            values[i, index[code]] = value
    return HeadTargets(values, mask)
