"""Contacts of our own corpus that a bundle reads wrongly: what a card shows of its failures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from nlp.pipeline.annotation import TextAnnotator
from nlp.pipeline.preparation import split_chunks
from nlp.pipeline.stateless import annotate_texts
from nlp.simulation.corpus import CorpusContact
from nlp.types import LANGS

_CHUNK = 256
_LONGEST = 240
"""Characters of an example: a card shows short ones whole, and leaves long ones out."""


@dataclass(frozen=True)
class Failure:
    """A contact whose first reason is wrong.

    Attributes:
        contact_id, lang, text: The contact, of our own corpus.
        labelled: Its reasons, as people labelled it.
        given: The reason given.
        probability: Of the reason given.
    """

    contact_id: str
    lang: str
    text: str
    labelled: tuple[str, ...]
    given: str
    probability: float


def find_failures(
    corpus: Sequence[CorpusContact],
    annotator: TextAnnotator,
    *,
    n: int = 10,
    sample: int = 1500,
    seed: int = 0,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> dict[str, Any]:
    """Read a sample of the corpus and keep the surest mistakes, of different kinds.

    The bundle has learnt from these contacts: what it still gets wrong it gets wrong for good.

    Args:
        corpus: The corpus.
        annotator: The bundle.
        n: Failures kept, half of them French.
        sample: Contacts read.
        seed: Of the sample.
        on_progress: Told how far it is.

    Returns:
        ``read`` and ``wrong`` (contacts), and ``examples``: the failures as dicts, one for
        a pair of reasons, surest first within each language.
    """
    tell = on_progress or (lambda *_: None)
    rows = np.random.default_rng(seed).permutation(len(corpus))[:sample]
    chosen = [corpus[int(i)] for i in rows]
    wrong: list[Failure] = []
    done = 0
    for chunk in split_chunks(chosen, _CHUNK):
        found = annotate_texts([c.text for c in chunk], annotator, langs=[c.lang for c in chunk])
        done += len(found)
        tell("annotate", done, len(chosen))
        wrong += [
            Failure(
                contact.id,
                contact.lang,
                contact.text,
                tuple(contact.reasons),
                row["reason"],
                round(float(row["scores"]["reason"].get(row["reason"], 0.0)), 3),
            )
            for contact, row in zip(chunk, found, strict=True)
            if row["reason"] not in contact.reasons
        ]
    examples = [failure for lang in LANGS for failure in _surest(wrong, lang, n // 2)]
    return {
        "read": len(chosen),
        "wrong": len(wrong),
        "examples": [asdict(failure) for failure in examples],
    }


def _surest(wrong: Sequence[Failure], lang: str, n: int) -> list[Failure]:
    kept: dict[tuple[str, str], Failure] = {}
    ordered = sorted(wrong, key=lambda f: (-f.probability, f.contact_id))
    for failure in ordered:
        if failure.lang == lang and len(failure.text) <= _LONGEST:
            kept.setdefault((failure.labelled[0], failure.given), failure)
    return list(kept.values())[:n]
