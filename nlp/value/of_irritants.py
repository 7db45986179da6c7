"""Every figure of each irritant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nlp.value.book import Bools, Floats
from nlp.value.context import Context
from nlp.value.effects import ShareEffect, estimate_share_effects
from nlp.value.figures import Absent, Part
from nlp.value.measures import contact_cost, effect_figure, repurchase, value_at_risk
from nlp.value.notes import Note


def irritant_figures(context: Context, irritants: Sequence[str]) -> Part:
    """Compute the figures of irritants.

    Args:
        context: The contacts, with a bool column per irritant.
        irritants: Codes of irritants that contacts mention.

    Returns:
        The figures, and what is absent: once where no irritant has it.
    """
    mentions = {code: context.book.marked(code) for code in irritants}
    return _costs(context, mentions) + _at_risk(context, mentions) + _repurchases(context, mentions)


def _costs(context: Context, mentions: Mapping[str, Bools]) -> Part:
    if not context.costs.cost_per_contact:
        return Part(absent=(Absent("contact_cost", Note("needs_costs")),))
    part = Part()
    for code, chosen in mentions.items():
        part += contact_cost(context.book, context.by_contact, chosen, context.days).of(code)
    return part


def _at_risk(context: Context, mentions: Mapping[str, Bools]) -> Part:
    names = ("churn_effect", "revenue_at_risk", "margin_at_risk")
    part = Part(absent=tuple(context.needs.absences(names)))
    if not context.gives("churn_effect") or not mentions:
        return part
    effects = _effects(context, context.book.left, tuple(mentions), loss=True)
    yearly: list[tuple[str, Floats]] = []
    if context.gives("revenue_at_risk"):
        yearly.append(("revenue_at_risk", context.book.values("revenue")))
    if context.worth.margin is not None:
        yearly.append(("margin_at_risk", context.worth.margin))
    for code, chosen in mentions.items():
        part += effect_figure("churn_effect", effects[code], int(chosen.sum())).of(code)
        for figure, values in yearly:
            part += value_at_risk(context.book, effects[code], chosen, figure, values).of(code)
    return part


def _repurchases(context: Context, mentions: Mapping[str, Bools]) -> Part:
    names = ("repurchase_rate", "repurchase_effect", "repurchase_amount")
    part = Part(absent=tuple(context.needs.absences(names)))
    if not context.gives("repurchase_rate") or not mentions:
        return part
    effects = _effects(context, context.book.rebought, tuple(mentions), loss=False)
    amounts = context.gives("repurchase_amount")
    for code, chosen in mentions.items():
        part += repurchase(context.book, chosen, amounts=amounts).of(code)
        part += effect_figure("repurchase_effect", effects[code], int(chosen.sum())).of(code)
    return part


def _effects(
    context: Context, outcome: Floats, irritants: Sequence[str], *, loss: bool
) -> dict[str, ShareEffect | Note]:
    return estimate_share_effects(
        context.book,
        irritants,
        outcome,
        context.controls,
        loss=loss,
        min_n=context.options.min_n,
        seed=context.options.seed,
    )
