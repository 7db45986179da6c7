"""A proposal per irritant: what its contacts repeat, and what its fall would bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nlp.digest.model import Estimate, IrritantRow, Proposal
from nlp.digest.phrases import Evidenced, recurring_phrases
from nlp.drivers import what_if
from nlp.storage import ContactFilter, Reader, queries
from nlp.taxonomy import Taxonomy
from nlp.types import Scale

FALL = 0.5
"""Share of an irritant's contacts that a proposal takes away."""

N_READ = 300
"""Contacts in which phrases are looked for, those with the strongest evidence."""


def propose(
    reader: Reader,
    row: IrritantRow,
    taxonomy: Taxonomy,
    chosen: ContactFilter,
    effect: tuple[Mapping[Any, Any], Mapping[str, Any]] | None,
    scale: Scale | None,
) -> IrritantRow:
    """Add a proposal to an irritant.

    Args:
        reader: The state to read.
        row: The irritant.
        taxonomy: Names it, so that its name's own words are not told again.
        chosen: Contacts in which phrases are looked for: those the effect is estimated on.
        effect: Its row of the ranking and the ranking's model; ``None`` projects no gain.
        scale: Scale of the satisfaction.

    Returns:
        The irritant with its proposal.
    """
    page = queries.verbatims(
        reader, chosen, label=("irritant", row.code), order="strongest", limit=N_READ
    )
    evidence = [
        Evidenced(
            verbatim.lang,
            "\n".join(
                verbatim.text[e.start : e.end]
                for e in verbatim.evidence
                if (e.kind, e.label) == ("irritant", row.code)
            ),
        )
        for verbatim in page.rows
        if "irritant" not in verbatim.abstained
    ]
    known = taxonomy.irritants[row.code].names.values()
    proposal = Proposal(recurring_phrases(evidence, known), FALL, _gain(effect, scale))
    return replace(row, proposal=proposal)


def _gain(
    effect: tuple[Mapping[Any, Any], Mapping[str, Any]] | None, scale: Scale | None
) -> Estimate | None:
    if effect is None or scale is None:
        return None
    projected = what_if(*effect, FALL, scale)
    if projected.change is None:
        return None
    return Estimate(projected.change, projected.change_low, projected.change_high)
