"""Every figure: its name, its unit, how it is computed and what it assumes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nlp.types import Lang
from nlp.value.definition_texts import ASSUMPTIONS, FORMULAS, NAMES

Unit = Literal["money", "share", "gap", "customers", "ratio"]
"""Amounts of money; shares in [0, 1]; differences of shares in [-1, 1]; numbers of customers;
ratios (1 is 100 %)."""

Subject = Literal["irritant", "service"]

Counted = Literal["contacts", "customers"]
"""What ``n`` counts."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A figure as it is built in.

    Attributes:
        code: Its code.
        unit: Unit of the value and of the interval.
        counts: What ``n`` and ``n_left_out`` count.
        subjects: What it is given for.
        assumes: Codes of what it assumes.
    """

    code: str
    unit: Unit
    counts: Counted
    subjects: tuple[Subject, ...]
    assumes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure as people read it, in one language.

    Attributes:
        figure: Its code.
        name: Its name.
        formula: How it is computed.
        assumptions: What it takes for granted.
        interval: Where its 95 % interval comes from.
    """

    figure: str
    name: str
    formula: str
    assumptions: tuple[str, ...]
    interval: str


SPECS: tuple[Spec, ...] = (
    Spec("contact_cost", "money", "contacts", ("irritant", "service"),
         ("full_cost", "stated_costs", "poisson")),
    Spec("churn_effect", "gap", "contacts", ("irritant",), ("joint", "observed", "linear")),
    Spec("revenue_at_risk", "money", "customers", ("irritant",),
         ("joint", "observed", "one_year", "same_effect", "product")),
    Spec("margin_at_risk", "money", "customers", ("irritant",),
         ("joint", "observed", "one_year", "same_effect", "product")),
    Spec("repurchase_rate", "share", "customers", ("irritant", "service"),
         ("next_day", "not_caused", "wilson")),
    Spec("repurchase_effect", "gap", "contacts", ("irritant",), ("joint", "next_day", "linear")),
    Spec("repurchase_amount", "money", "customers", ("irritant", "service"),
         ("next_day", "not_caused", "hall")),
    Spec("won_back", "customers", "customers", ("service",), ("upper", "risk_known", "wilson")),
    Spec("won_back_rate", "share", "customers", ("service",), ("upper", "risk_known", "wilson")),
    Spec("won_back_value", "money", "customers", ("service",),
         ("upper", "risk_known", "one_year", "poisson")),
    Spec("stay_compared", "share", "customers", ("service",), ("same_days", "wilson_effective")),
    Spec("stay_gap", "gap", "customers", ("service",),
         ("same_days", "risk_known", "alike", "newcombe")),
    Spec("sale_rate", "share", "customers", ("service",), ("same_day", "not_caused", "wilson")),
    Spec("sale_amount", "money", "customers", ("service",), ("same_day", "caused", "poisson")),
    Spec("service_cost", "money", "contacts", ("service",), ("prorated", "spent")),
    Spec("gained", "money", "customers", ("service",), ("caused", "same_day", "poisson")),
    Spec("saved", "money", "customers", ("service",), ("saved_kind", "one_year", "saved_interval")),
    Spec("roi", "ratio", "customers", ("service",), ("apart", "mover")),
)  # fmt: skip
"""Every figure, in the order in which they are shown; the last assumption of each says where
its interval comes from."""

BY_CODE = {spec.code: spec for spec in SPECS}


def define(spec: Spec, window_days: int, currency: str, lang: Lang) -> Definition:
    """A figure's definition in a language, with the window and the currency in use."""
    money = "Euros" if currency == "EUR" else "Montants"
    told = [ASSUMPTIONS[code][lang].format(days=window_days) for code in spec.assumes]
    return Definition(
        figure=spec.code,
        name=NAMES[spec.code][lang].format(days=window_days, money=money),
        formula=FORMULAS[spec.code][lang].format(days=window_days),
        assumptions=tuple(told[:-1]),
        interval=told[-1],
    )
