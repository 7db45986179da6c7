"""NPS, CSAT, CES and the other scales; answers of different scales never mix."""

from __future__ import annotations

import numpy as np

from nlp.errors import EstimationError
from nlp.kpis.definitions import Estimator, Floats, Kpi, Unit, both
from nlp.kpis.followups import Bools
from nlp.kpis.notes import Note
from nlp.kpis.prepared import Prepared
from nlp.types import SCALE_BOUNDS, Scale, Texts

PROMOTER = 9.0
"""Lowest answer of a promoter on the 0-10 scale."""

DETRACTOR = 6.0
"""Highest answer of a detractor on the 0-10 scale."""

SATISFIED = 4.0
"""Lowest satisfied answer on the 1-5 scale of a CSAT."""


def _answers(data: Prepared, scale: Scale) -> Floats:
    """Answers on a scale, NaN for other contacts."""
    on_scale = (data.frame["scale"] == scale).to_numpy(bool)
    values = np.where(on_scale, data.numbers("satisfaction"), np.nan)
    low, high = SCALE_BOUNDS[scale]
    if off := int(((values < low) | (values > high)).sum()):
        raise EstimationError(
            f"{off} answers lie off the scale {scale}, which goes from {low:g} to {high:g}"
        )
    return values


def _nps_points(answers: Floats) -> Floats:
    points = 100.0 * ((answers >= PROMOTER).astype(float) - (answers <= DETRACTOR))
    return np.where(np.isnan(answers), np.nan, points)


def _satisfied(answers: Floats) -> Floats:
    return np.where(np.isnan(answers), np.nan, (answers >= SATISFIED).astype(float))


def _kpi(
    code: str,
    scale: Scale,
    estimator: Estimator,
    unit: Unit,
    name: Texts,
    formula: Texts,
    bounds: tuple[float, float] | None = None,
) -> Kpi:
    def values(data: Prepared) -> Floats:
        answers = _answers(data, scale)
        if estimator == "nps":
            return _nps_points(answers)
        return _satisfied(answers) if estimator == "share" else answers

    def base(data: Prepared) -> Bools:
        return ~np.isnan(_answers(data, scale))

    def check(data: Prepared) -> Note | None:
        return None if base(data).any() else Note("scale_missing", {"scale": scale})

    return Kpi(
        code, "satisfaction", unit, estimator, name, formula,
        both(
            "contacts sans réponse ; réponses sur une autre échelle",
            "contacts without an answer; answers on another scale",
        ),
        ("satisfaction", "scale"), base, values, check,
        bounds=bounds or SCALE_BOUNDS[scale],
    )  # fmt: skip


def _mean(code: str, scale: Scale, name: Texts, formula: Texts) -> Kpi:
    return _kpi(code, scale, "mean", "points", name, formula)


SATISFACTION = (
    _kpi(
        "nps", "nps", "nps", "nps",
        both("NPS", "NPS"),
        both(
            "100 × (part des notes 9 et 10 − part des notes 0 à 6)",
            "100 × (share of answers 9 and 10 − share of answers 0 to 6)",
        ),
        (-100.0, 100.0),
    ),
    _kpi(
        "csat", "csat", "share", "share",
        both("CSAT", "CSAT"),
        both("part des notes 4 et 5 sur 5", "share of answers 4 and 5 out of 5"),
    ),
    _mean(
        "csat_mean", "csat",
        both("CSAT moyen", "Mean CSAT"),
        both("moyenne des notes de 1 à 5", "mean answer from 1 to 5"),
    ),
    _mean(
        "ces7", "ces7",
        both("CES (sur 7)", "CES (out of 7)"),
        both(
            "moyenne des notes d’effort de 1 à 7, 7 = le plus facile",
            "mean effort answer from 1 to 7, 7 = the easiest",
        ),
    ),
    _mean(
        "ces5", "ces5",
        both("CES (sur 5)", "CES (out of 5)"),
        both(
            "moyenne des notes d’effort de 1 à 5, 5 = le plus facile",
            "mean effort answer from 1 to 5, 5 = the easiest",
        ),
    ),
    _mean(
        "stars", "stars",
        both("Étoiles", "Stars"),
        both("moyenne des étoiles de 1 à 5", "mean of the stars from 1 to 5"),
    ),
    _mean(
        "percent", "percent",
        both("Note sur 100", "Score out of 100"),
        both("moyenne des notes de 0 à 100", "mean answer from 0 to 100"),
    ),
)  # fmt: skip
"""One KPI per scale, two for a CSAT: both figures circulate under that name."""
