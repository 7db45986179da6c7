"""Show the working behind one line of the ranking: numbers, formula, assumptions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from nlp.drivers.table.verdicts import CAUSE_TEXTS, VERDICT_TEXTS
from nlp.drivers.telling import wording
from nlp.drivers.telling.figures import (
    format_p,
    format_points,
    format_range,
    format_share,
)
from nlp.errors import EstimationError
from nlp.formatting import number
from nlp.intervals import t_quantile
from nlp.types import Lang


@dataclass(frozen=True, slots=True)
class Step:
    """One figure and how it is worked out.

    Attributes:
        quantity: Column of the table of effects.
        label: Its name for people.
        formula: How it is worked out, in words and symbols.
        working: The formula with this line's numbers.
        value: The figure, unrounded.
    """

    quantity: str
    label: str
    formula: str
    working: str
    value: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The working of one line of the ranking.

    Attributes:
        irritant: Its code.
        verdict: The verdict's code.
        conclusion: The verdict in a sentence or two, with the reason where nothing is shown.
        steps: The figures, in the order in which they build on each other; those that
            the line lacks are left out.
        assumptions: What the figures take for granted.
        notes: What was said of the data when the model was fitted.
    """

    irritant: str
    verdict: str
    conclusion: str
    steps: tuple[Step, ...]
    assumptions: tuple[str, ...]
    notes: tuple[str, ...]


NAMED_BELOW = 0.10
"""q-value at or above which a significant effect is said to be possibly due to chance."""


def explain(
    row: Mapping[str, Any],
    model: Mapping[str, Any],
    lang: Lang,
    names: Mapping[str, str] | None = None,
) -> Explanation:
    """Explain one line of a table of effects.

    Args:
        row: The line, with the columns of :data:`nlp.drivers.table.description.EFFECT_COLUMNS`
            (a dict, or a row of the table).
        model: The table's ``attrs["model"]``.
        lang: Language of the texts.
        names: Names to show for codes of irritants and controls; a code that is not there
            is shown as it is.

    Returns:
        The working; figures that the line lacks have no step.

    Raises:
        EstimationError: The model behind the line is not given.
    """
    if not model:
        raise EstimationError(
            "the working of a line needs the model it comes from: pass the table's attrs['model']"
        )
    figures = _figures(row, model, lang) | _checked_figures(row, model, lang)
    texts = {name: wording.step_texts(name, row.get("correction")) for name in wording.STEPS}
    steps = tuple(
        Step(
            quantity=name,
            label=label[lang],
            formula=formula[lang].format(**figures),
            working=working[lang].format(**figures),
            value=float(row[name]),
        )
        for name, (label, formula, working) in texts.items()
        if not pd.isna(row.get(name))
    )
    return Explanation(
        irritant=str(row["irritant"]),
        verdict=str(row["verdict"]),
        conclusion=_conclusion(row, figures, lang, names or {}),
        steps=steps,
        assumptions=_assumptions(model, figures, lang, names or {}),
        notes=tuple(str(note[lang]) for note in model["notes"]),
    )


_BESIDE = ("effect_same_reason", "effect_reweighted", "effect_shrunk")
"""Figures of other models, in the tables that have them."""


def _direction(agrees: Any, lang: Lang) -> str:
    return "–" if agrees is None or pd.isna(agrees) else wording.ORDINAL[bool(agrees)][lang]


def _figures(row: Mapping[str, Any], model: Mapping[str, Any], lang: Lang) -> dict[str, str]:
    """Every figure a text may ask for, written out; a dash for what is missing."""
    write = _writer(lang)

    def interval(name: str, form: Any, **options: int) -> str:
        low = write(row[f"{name}_low"], form, **options)
        return format_range(low, write(row[f"{name}_high"], form, **options), lang)

    of_model = ("n_contacts", "n_clusters", "n_tested")
    counts = {name: model[name] for name in of_model} | {
        "n": row["n"],
        "n_scored": row["n_scored"],
        "n_scored_all": model["n_scored"],
    }
    plain = ("mean_with", "mean_without", "effect")
    points = ("leave_one_out", "marginal_effect")
    shares = ("prevalence", "top5_probability", "lmg_share")
    beside = [name for name in _BESIDE if name in row]
    quantile = None if pd.isna(row["df"]) else float(t_quantile(row["df"]))
    return (
        {name: write(value, number) for name, value in counts.items()}
        | {name: write(row[name], number, digits=2) for name in plain}
        | {name: write(row[name], format_points) for name in points}
        | {name: write(row[name], number, digits=2) for name in beside}
        | {f"{name}_range": interval(name, number, digits=2) for name in beside}
        | {name: write(row[name], format_p) for name in ("p_value", "q_value")}
        | {name: write(row[name], format_share) for name in shares}
        | {
            "r_squared": write(model["r_squared"], format_share),
            "std_error": write(row["std_error"], number, digits=3),
            "df": write(row["df"], number),
            "quantile": write(quantile, number, digits=2),
            "impact": write(row["impact"], number, digits=3),
            "prevalence_range": interval("prevalence", format_share),
            "ordinal_agrees": _direction(row.get("ordinal_agrees"), lang),
            "effect_range": interval("effect", number, digits=2),
            "impact_range": interval("impact", number, digits=3),
        }
    )


def _checked_figures(
    row: Mapping[str, Any], model: Mapping[str, Any], lang: Lang
) -> dict[str, str]:
    """Those that only a line corrected by checked contacts has."""
    if row.get("correction") is None:
        return {}
    write = _writer(lang)
    counts = {name: row[name] for name in ("n_checked", "n_checked_scored")} | {
        "n_checked_all": model["n_checked"],
        "n_checked_scored_all": model["n_checked_scored"],
    }
    return {name: write(value, number) for name, value in counts.items()} | {
        "prevalence_as_read": write(row["prevalence_as_read"], format_share),
        "effect_as_read": write(row["effect_as_read"], number, digits=2),
        "tuning": write(row["tuning"], number, digits=2),
    }


def _writer(lang: Lang) -> Callable[..., str]:
    def write(value: Any, form: Any, **options: int) -> str:
        return "–" if value is None or pd.isna(value) else str(form(value, lang, **options))

    return write


def _conclusion(
    row: Mapping[str, Any], figures: Mapping[str, str], lang: Lang, names: Mapping[str, str]
) -> str:
    text = VERDICT_TEXTS[row["verdict"]][lang]
    if not pd.isna(row["cause"]):
        text += " " + CAUSE_TEXTS[row["cause"]][lang]
    if not pd.isna(row["collinear_with"]):
        text += wording.TIED_TO[lang].format(
            ties=", ".join(names.get(code, code) for code in row["collinear_with"].split(", "))
        )
    if not pd.isna(row["passenger_of"]):
        text += wording.PASSENGER[lang].format(
            host=names.get(row["passenger_of"], row["passenger_of"])
        )
    if row["verdict"] in {"costs", "pays"} and row["q_value"] >= NAMED_BELOW:
        text += wording.COULD_BE_CHANCE[lang].format(**figures)
    return text


def _assumptions(
    model: Mapping[str, Any], figures: Mapping[str, str], lang: Lang, names: Mapping[str, str]
) -> tuple[str, ...]:
    controls = ", ".join(names.get(code, code) for code in model["controls"])
    codes = (
        "association",
        "held_equal" if controls else "no_controls",
        "clustered" if model["cluster"] else "independent",
        "respondents",
    )
    return tuple(
        wording.ASSUMPTIONS[code][lang].format(controls=controls, **figures) for code in codes
    )
