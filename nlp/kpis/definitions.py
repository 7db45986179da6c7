"""What a KPI is: how it is named, worked out and estimated, and what it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nlp.formatting import number, share, short_number
from nlp.kpis.followups import Bools
from nlp.kpis.notes import Note, columns_missing
from nlp.kpis.options import Basis, KpiOptions
from nlp.kpis.prepared import Prepared
from nlp.types import LANGS, Lang, Texts

Floats = NDArray[np.float64]

Theme = Literal["volume", "satisfaction", "resolution", "time", "coding"]

Unit = Literal["contacts", "ratio", "share", "gap", "nps", "points", "seconds", "kappa"]
"""``share`` is in [0, 1] and read as a percentage, ``gap`` a difference of two of them;
``ratio`` is contacts per customer, booking or 1,000 orders."""

Estimator = Literal[
    "count", "part", "per_customer", "rate", "share", "mean", "gap", "nps", "duration", "kappa"
]

THEME_TEXTS: dict[Theme, Texts] = {
    "volume": {"fr": "Volumes", "en": "Volumes"},
    "satisfaction": {"fr": "Satisfaction", "en": "Satisfaction"},
    "resolution": {"fr": "Résolution et réitération", "en": "Resolution and repeat contacts"},
    "time": {"fr": "Temps et qualité de service", "en": "Times and service level"},
    "coding": {"fr": "Motifs saisis par les conseillers", "en": "Reasons keyed in by agents"},
}

UNIT_TEXTS: dict[Unit, Texts] = {
    "contacts": {"fr": "contacts", "en": "contacts"},
    "ratio": {"fr": "rapport", "en": "ratio"},
    "share": {"fr": "%", "en": "%"},
    "gap": {"fr": "points de pourcentage", "en": "percentage points"},
    "nps": {"fr": "points de NPS, de −100 à 100", "en": "NPS points, −100 to 100"},
    "points": {"fr": "points de l’échelle", "en": "points of the scale"},
    "seconds": {"fr": "secondes", "en": "seconds"},
    "kappa": {"fr": "de −1 à 1", "en": "−1 to 1"},
}

INTERVAL_TEXTS: dict[Estimator, Texts] = {
    "count": {
        "fr": "loi de Poisson par client (Fay et Feuer)\u00a0: ce que donnerait une autre période "
        "pareille",
        "en": "Poisson by customer (Fay & Feuer): what another such period would give",
    },
    "rate": {
        "fr": "loi de Poisson par client (Fay et Feuer), dénominateur tenu pour exact",
        "en": "Poisson by customer (Fay & Feuer), denominator taken as exact",
    },
    "share": {"fr": "Wilson, par client", "en": "Wilson, by customer"},
    "part": {"fr": "Wilson, par client", "en": "Wilson, by customer"},
    "mean": {"fr": "Student, par client", "en": "Student, by customer"},
    "gap": {
        "fr": "Student, différence sur les mêmes contacts, par client",
        "en": "Student, difference on the same contacts, by customer",
    },
    "nps": {"fr": "score d’une différence de parts, par client", "en": "score interval of a "
            "difference of shares, by customer"},
    "duration": {
        "fr": "Student corrigé de l’asymétrie (Hall), par client",
        "en": "Student corrected for skewness (Hall), by customer",
    },
    "per_customer": {
        "fr": "Student corrigé de l’asymétrie (Hall), sur les clients",
        "en": "Student corrected for skewness (Hall), over customers",
    },
    "kappa": {"fr": "Student, par client", "en": "Student, by customer"},
}  # fmt: skip

BASIS_TEXTS: dict[Basis, Texts] = {
    "contact": {"fr": "temps passé sur le contact", "en": "time on the contact"},
    "request": {"fr": "vie entière de la demande", "en": "whole life of the request"},
}


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI.

    Attributes:
        code: Its name in tables.
        theme: Where it stands among the others.
        unit: What its figures are in.
        estimator: How figure and interval come from ``values``.
        name, formula, left_out: Texts for people; ``{window_days}``, ``{answer_within}``,
            ``{reply_within}`` and ``{target}`` are filled from the options.
        columns: Columns it needs.
        base: The contacts it is about.
        values: What each of them counts for; NaN for those that cannot be judged, which
            are left out and counted.
        check: Why it cannot be given although its columns are there; ``None`` if it can.
        activity: Column of the table of activity that it is divided by; empty for none.
        per: How many of those the figure is for.
        bounds: Lowest and highest value there can be.
        has_target: Whether it is held against the target.
        if_request: Formula and exclusions where its column measures the whole life of the
            request; ``None`` if they stay the same.
    """

    code: str
    theme: Theme
    unit: Unit
    estimator: Estimator
    name: Texts
    formula: Texts
    left_out: Texts
    columns: tuple[str, ...]
    base: Callable[[Prepared], Bools]
    values: Callable[[Prepared], Floats]
    check: Callable[[Prepared], Note | None] = lambda _: None
    activity: str = ""
    per: float = 1.0
    bounds: tuple[float, float] = (0.0, 1.0)
    has_target: bool = False
    if_request: tuple[Texts, Texts] | None = None

    def absence(self, data: Prepared) -> Note | None:
        """Why the contacts cannot give it, and what would; ``None`` if they can."""
        missing = columns_missing([name for name in self.columns if not data.has(name)])
        return missing or self.check(data)


@dataclass(frozen=True, slots=True)
class Definition:
    """The definition of a KPI as it is in use.

    Attributes:
        kpi: Its code.
        theme: Code of its theme.
        name: What it is called.
        formula: How it is worked out, thresholds included.
        unit: What its figures are in.
        left_out: What does not count.
        interval: How its interval is worked out.
    """

    kpi: str
    theme: Theme
    name: str
    formula: str
    unit: str
    left_out: str
    interval: str


def define(kpi: Kpi, options: KpiOptions, lang: Lang) -> Definition:
    """Write out the definition of a KPI with the options in use."""
    formula, left_out = kpi.formula, kpi.left_out
    measured = "response_s" if "response_s" in kpi.columns else "handling_s"
    if kpi.if_request is not None and options.measures_request(measured):
        formula, left_out = kpi.if_request
    filled = {
        "window_days": short_number(options.window_days, lang),
        "answer_within": number(options.answer_within_s, lang),
        "reply_within": _hours(options.reply_within_s, lang),
        "target": share(options.target, lang, digits=0),
    }
    return Definition(
        kpi.code,
        kpi.theme,
        kpi.name[lang].format(**filled),
        formula[lang].format(**filled),
        UNIT_TEXTS[kpi.unit][lang],
        left_out[lang].format(**filled),
        INTERVAL_TEXTS[kpi.estimator][lang],
    )


def interactions(data: Prepared) -> Bools:
    """The contacts that KPIs of service are about: calls, e-mails, chats."""
    return data.interaction


def both(fr: str, en: str) -> Texts:
    """A text in both languages, French first; a space before ``: ; ?`` is made unbreakable."""
    return dict(zip(LANGS, (_unbreakable(fr), en), strict=True))


def _unbreakable(text: str) -> str:
    for mark in (":", ";", "?", "»", "%"):
        text = text.replace(f" {mark}", f"\u00a0{mark}")
    return text.replace("« ", "«\u00a0")


def _hours(seconds: float, lang: Lang) -> str:
    hours = seconds / 3600
    if hours >= 1:
        return f"{short_number(hours, lang)}\u00a0h"
    return f"{number(seconds, lang)}\u00a0s"
