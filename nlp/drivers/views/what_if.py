"""What the mean score would become if an irritant fell, and what that takes for granted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd

from nlp.drivers.table.verdicts import CAUSE_TEXTS, VERDICT_TEXTS, Cause
from nlp.drivers.telling.figures import format_range, format_share, point_word
from nlp.drivers.telling.notes import Note
from nlp.errors import EstimationError, did_you_mean
from nlp.formatting import NO_BREAK, number, signed
from nlp.types import SCALE_BOUNDS, SCALES, Lang, Scale, Texts

Unit = Literal[Scale, "nps_points"]
UNITS: tuple[str, ...] = (*SCALES, "nps_points")
"""What the outcome of a table of effects may be counted in: answers of a scale, or answers
turned into NPS points (:func:`nlp.drivers.satisfaction.as_nps_points`)."""

NPS_BOUNDS = (-100.0, 100.0)
"""Lowest and highest NPS."""


SENTENCES: dict[str, Texts] = {
    "change": {
        "fr": "Si l’irritant «\u00a0{name}\u00a0» baissait de {share}, {measure} bougerait de "
        "{change} ({change_range}\u00a0; {n} contacts sur {n_contacts} en parlent, {n_scored} "
        "avec une note).",
        "en": "If the irritant “{name}” fell by {share}, {measure} would move by {change} "
        "({change_range}; {n} contacts of {n_contacts} mention it, {n_scored} with a score).",
    },
    "mean": {
        "fr": "Aujourd’hui\u00a0: {mean}. Alors\u00a0: {mean_range}.",
        "en": "Today: {mean}. Then: {mean_range}.",
    },
}

_MEASURE: dict[bool, Texts] = {
    True: {"fr": "le NPS", "en": "the NPS"},
    False: {"fr": "la note moyenne", "en": "the mean score"},
}

ASSUMPTIONS: Texts = {
    "fr": "Suppose que l’effet mesuré est bien celui de l’irritant\u00a0; que les contacts "
    "épargnés deviennent comme les contacts semblables qui n’en parlent pas, et sont pris au "
    "hasard parmi ceux qui en parlent\u00a0; que ces clients écrivent toujours (sans l’irritant, "
    "certains n’auraient pas pris contact)\u00a0; que rien d’autre ne change, ni les autres "
    "irritants ni qui répond\u00a0; et que ceux qui ne notent pas sont comme ceux qui notent. "
    "L’intervalle dit l’incertitude de la mesure, pas celle de ces suppositions.",
    "en": "Takes for granted that the measured effect is the irritant’s own; that the contacts "
    "spared become like the similar contacts that do not mention it, and are any of those that "
    "do; that these customers still write (without the irritant, some would not have made "
    "contact); that nothing else changes, neither the other irritants nor who answers; and that "
    "those who give no score are like those who do. The interval tells the uncertainty of the "
    "measure, not that of these assumptions.",
}


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What an irritant's fall would do to the mean; figures ``None`` where nothing can be said.

    Attributes:
        irritant: Which.
        share: By how much it falls, in (0, 1]; 1 is its disappearance.
        unit: What the outcome is counted in, ``None`` if not told.
        change: Change of the mean over all contacts, in points of the outcome: -share x
            impact.
        change_low, change_high: The same for the ends of the impact's 95 % interval.
        mean: Mean outcome of the scored contacts as it stands.
        mean_low, mean_high: Range of the mean after the change.
        n: Contacts that mention it.
        n_scored: Those of them with an outcome.
        n_contacts: All contacts.
        cause: Why there is no effect to project
            (:data:`nlp.drivers.table.verdicts.CAUSE_TEXTS`), ``None`` if there is one.
        notes: What should be known of the figures.
    """

    irritant: str
    share: float
    unit: Unit | None
    n: int
    n_scored: int
    n_contacts: int
    cause: Cause | None
    notes: tuple[Note, ...]
    change: float | None = None
    change_low: float | None = None
    change_high: float | None = None
    mean: float | None = None
    mean_low: float | None = None
    mean_high: float | None = None


def what_if(
    row: Mapping[str, Any], model: Mapping[str, Any], share: float, unit: Unit | None = None
) -> WhatIf:
    """Project the mean outcome if an irritant fell by a share.

    For NPS points, estimate the effects on answers counted in them, with
    :func:`nlp.drivers.satisfaction.as_nps_points`, and give ``"nps_points"`` as unit.

    Args:
        row: A row of a table of effects.
        model: The ``attrs["model"]`` of the table.
        share: Share of its mentions that would go, in (0, 1].
        unit: What the outcome of the table is counted in, which bounds the mean;
            ``None`` sets no bound.

    Returns:
        The projection: a range from the impact's interval, cut at the ends of the scale,
        with ``None`` where the row has no effect.

    Raises:
        EstimationError: ``share`` is out of range, or ``unit`` is unknown or not the outcome's.
    """
    _check_options(share, unit)
    result = WhatIf(
        str(row["irritant"]), share, unit, int(row["n"]), int(row["n_scored"]),
        int(model["n_contacts"]), None if pd.isna(row["cause"]) else row["cause"], (),
    )  # fmt: skip
    if pd.isna(row["impact"]):
        return replace(result, notes=(Note("what_if_nothing", {"irritant": result.irritant}),))
    # By definition, leave_one_out is the mean of all less the mean without the irritant.
    mean = float(row["mean_without"] + row["leave_one_out"])
    lowest, highest = _bounds(unit)
    if not lowest <= mean <= highest:
        raise EstimationError(
            f"the mean outcome, {mean:.4g}, lies off the unit given, {unit}, which goes from "
            f"{lowest:g} to {highest:g}: give the unit of the outcome behind the effects"
        )
    moves = tuple(-share * float(row[x]) for x in ("impact", "impact_high", "impact_low"))
    change, low, high = cut = tuple(min(max(x, lowest - mean), highest - mean) for x in moves)
    notes = [Note("what_if_not_nps", {})] if unit == "nps" else []
    if cut != moves:
        notes.append(Note("what_if_capped", {"lowest": lowest, "highest": highest}))
    return replace(
        result,
        change=change,
        change_low=low,
        change_high=high,
        mean=mean,
        mean_low=mean + low,
        mean_high=mean + high,
        notes=tuple(notes),
    )


def explain_what_if(
    result: WhatIf, lang: Lang, names: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Tell a projection in sentences.

    Args:
        result: The projection.
        lang: Language.
        names: Names for people, by irritant; the code stands where one is missing.

    Returns:
        The change, the mean, what the interval leaves open, the assumptions and the notes; where
        there is nothing to project, why.
    """
    name = (names or {}).get(result.irritant, result.irritant)
    notes = tuple(note.text(lang, names) for note in result.notes)
    if result.change is None or result.change_low is None or result.change_high is None:
        return (*notes, *((CAUSE_TEXTS[result.cause][lang],) if result.cause else ()))
    in_nps = result.unit == "nps_points"
    digits = 1 if in_nps else 3
    ends = [signed(end, lang, digits=digits) for end in (result.change_low, result.change_high)]
    counts = {"n": result.n, "n_scored": result.n_scored, "n_contacts": result.n_contacts}
    told = [
        SENTENCES["change"][lang].format(
            name=name,
            share=format_share(result.share, lang, digits=0),
            measure=_MEASURE[in_nps][lang],
            change=_signed_points(result.change, lang, digits, in_nps=in_nps),
            change_range=format_range(ends[0], ends[1], lang),
            **{key: number(count, lang) for key, count in counts.items()},
        )
    ]
    if result.mean is not None and result.mean_low is not None and result.mean_high is not None:
        digits = 1 if in_nps else 2
        ends = [number(end, lang, digits=digits) for end in (result.mean_low, result.mean_high)]
        mean_range = format_range(ends[0], ends[1], lang)
        mean = number(result.mean, lang, digits=digits)
        told.append(SENTENCES["mean"][lang].format(mean=mean, mean_range=mean_range))
    if result.change_low <= 0 <= result.change_high:
        told.append(VERDICT_TEXTS["undetermined"][lang])
    return (*told, ASSUMPTIONS[lang], *notes)


def _check_options(share: float, unit: str | None) -> None:
    if not 0 < share <= 1:
        raise EstimationError(
            f"share must be above 0 and at most 1 (the irritant disappears), got {share}"
        )
    if unit is not None and unit not in UNITS:
        raise EstimationError(
            f"unknown unit {unit!r}: expected one of {', '.join(UNITS)}.{did_you_mean(unit, UNITS)}"
        )


def _bounds(unit: Unit | None) -> tuple[float, float]:
    if unit is None:
        return -math.inf, math.inf
    return NPS_BOUNDS if unit == "nps_points" else SCALE_BOUNDS[unit]


def _signed_points(value: float, lang: Lang, digits: int, *, in_nps: bool) -> str:
    words = [signed(value, lang, digits=digits), point_word(value, lang, digits)]
    if in_nps:
        words.append("de NPS" if lang == "fr" else "of NPS")
    return NO_BREAK.join(words)
