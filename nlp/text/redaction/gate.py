"""Measure what the gate before the name recogniser costs in missed names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlp.text.redaction.names import find_names, gate_names
from nlp.text.redaction.ner import find_people
from nlp.types import Lang

Sample = tuple[str, Lang, Sequence[str]]
"""A text, its language, and the names of people that stand in it."""


@dataclass(frozen=True, slots=True)
class GateReport:
    """How many names known to stand in texts were let through, and found.

    Attributes:
        n_names: Names that stand in the texts.
        n_gated: Of these, names that the gate settles or asks the recogniser about.
        n_redacted: Names that are redacted in the end.
        n_ungated: Names that the recogniser finds when it reads everything.
    """

    n_names: int
    n_gated: int
    n_redacted: int
    n_ungated: int

    @property
    def gate_miss_share(self) -> float:
        """Share of the names at which the gate never looks, in [0, 1]."""
        return 1.0 - self.n_gated / self.n_names

    @property
    def miss_share(self) -> float:
        """Share of the names that are not redacted, in [0, 1]."""
        return 1.0 - self.n_redacted / self.n_names

    @property
    def ungated_miss_share(self) -> float:
        """Share of the names that the recogniser alone would miss, in [0, 1]."""
        return 1.0 - self.n_ungated / self.n_names


def measure_gate(samples: Iterable[Sample]) -> GateReport:
    """Compare the gate with a recogniser that reads everything.

    Args:
        samples: Texts with the names known to stand in them; at least one name in all.

    Returns:
        The counts, over the first occurrence of each name.

    Raises:
        ValueError: A name doesn't stand in its text, or there is none at all.
    """
    n_names = n_gated = n_redacted = n_ungated = 0
    for text, lang, names in samples:
        gate = gate_names(text)
        gated, found, people = (
            (*gate.sure, *gate.asked),
            find_names(text, lang),
            find_people(text, lang),
        )
        for name in names:
            start = text.find(name)
            if start < 0:
                raise ValueError(f"{name!r} doesn't stand in the text it is said to stand in")
            span = (start, start + len(name))
            n_names += 1
            n_gated += _covered(span, gated)
            n_redacted += _covered(span, found)
            n_ungated += _covered(span, people)
    if not n_names:
        raise ValueError("no name in the samples: nothing to measure")
    return GateReport(n_names, n_gated, n_redacted, n_ungated)


def _covered(span: tuple[int, int], spans: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in spans)
