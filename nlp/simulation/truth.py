"""What is true of the sample, written down so that estimates can be compared with it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import numpy as np

from nlp.simulation.company import Company, SimulatedContact
from nlp.simulation.exports import Export
from nlp.simulation.population import Floats, Population
from nlp.simulation.projection import CHECK_ROWS, CONTROLS, exact_projection, simulated_projection
from nlp.simulation.scenario import Scenario
from nlp.weeks import week_of

_DIGITS = 3
"""Decimals of the points and shares written down."""

DEFINITIONS = {
    "latent": "coefficient of the irritant in latent satisfaction, points of the 0-10 answer",
    "projection": "coefficient of the population linear projection of the answer on all irritants "
    "and the controls, among contacts with an answer: what an estimated effect is compared with",
    "projection_everyone": "the same if every customer asked had answered",
    "simulated": "projection, estimated on simulated answers as a check; simulated_se is its "
    "standard error",
    "prevalence": "expected share of all contacts that mention the irritant",
    "n": "contacts of the sample that mention it",
    "n_scored": "those of them with an answer",
}


def tell_truth(
    company: Company, exports: Sequence[Export], check_rows: int = CHECK_ROWS
) -> dict[str, Any]:
    """Gather the model, the effects, the planted events and the planted defects.

    Args:
        company: The simulated company.
        exports: Its files.
        check_rows: Answers simulated at least to check the effects.

    Returns:
        A document of JSON values; an effect that the corpus does not identify is ``None``.
    """
    scenario = company.population.scenario
    check = simulated_projection(company.population, company.seed, check_rows)
    return {
        "seed": company.seed,
        "weeks": week_names(scenario),
        "n_contacts": len(company.contacts),
        "n_answers": sum(contact.score is not None for contact in company.contacts),
        "n_check_answers": check.n_rows,
        "controls": list(CONTROLS),
        "definitions": DEFINITIONS,
        "model": _model(scenario),
        "irritants": _irritants(company, check.coefficients, check.standard_errors),
        "events": _events(company),
        "defects": [asdict(defect) for export in exports for defect in export.defects],
    }


def render_truth(truth: dict[str, Any]) -> str:
    """The document as indented JSON, one irritant, event or defect a line."""
    lines = ["{"]
    for index, (name, value) in enumerate(truth.items()):
        comma = "," if index < len(truth) - 1 else ""
        if isinstance(value, list) and value and isinstance(value[0], dict):
            items = ",\n".join(f"    {json.dumps(item, ensure_ascii=False)}" for item in value)
            lines.append(f"  {json.dumps(name)}: [\n{items}\n  ]{comma}")
        else:
            shown = json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n  ")
            lines.append(f"  {json.dumps(name)}: {shown}{comma}")
    return "\n".join([*lines, "}"]) + "\n"


def render_labels(exports: Iterable[Export]) -> str:
    """The gold labels of every contact, keyed by file and row, as JSON Lines."""
    lines = []
    for export in exports:
        for row in export.rows:
            corpus = row.contact.corpus
            label = {
                "source": row.source,
                "row": row.row,
                "id": row.id,
                "corpus_id": corpus.id,
                "week": row.contact.week,
                "reasons": corpus.reasons,
                "sentiment": corpus.sentiment,
                "irritants": corpus.irritants,
                "praises": corpus.praises,
                "signals": corpus.signals,
                "theme": corpus.theme,
            }
            lines.append(json.dumps(label, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines)


def week_names(scenario: Scenario) -> list[str]:
    """ISO names of the simulated weeks."""
    return [
        week_of(scenario.first_monday + timedelta(weeks=week)) for week in range(scenario.n_weeks)
    ]


def _model(scenario: Scenario) -> dict[str, Any]:
    return {
        "base": scenario.base,
        "customer_sd": scenario.customer_sd,
        "noise_sd": scenario.noise_sd,
        "channel_effects": dict(scenario.channel_effects),
        "segment_effects": dict(scenario.segment_effects),
        "praise_effects": dict(scenario.praise_effects),
        "unnamed_discontent": scenario.unnamed_discontent,
        "answer_base": scenario.answer_base,
        "answer_slope": scenario.answer_slope,
        "contacts_per_customer": list(scenario.contacts_per_customer),
        "crm_other_share": scenario.crm.other_share,
        "crm_wrong_share": scenario.crm.wrong_share,
    }


def _irritants(company: Company, simulated: Floats, errors: Floats) -> list[dict[str, Any]]:
    population = company.population
    seen = exact_projection(population, everyone=False).coefficients
    everyone = exact_projection(population, everyone=True).coefficients
    n: Counter[str] = Counter()
    n_scored: Counter[str] = Counter()
    for contact in company.contacts:
        n.update(contact.corpus.irritants)
        if contact.score is not None:
            n_scored.update(contact.corpus.irritants)
    return [
        {
            "irritant": code,
            "latent": latent,
            "projection": _rounded(seen[index]),
            "projection_everyone": _rounded(everyone[index]),
            "simulated": _rounded(simulated[index]),
            "simulated_se": None if np.isnan(simulated[index]) else _rounded(errors[index]),
            "prevalence": _rounded(_overall(population, code)),
            "n": n[code],
            "n_scored": n_scored[code],
        }
        for index, (code, latent) in enumerate(population.scenario.irritant_effects.items())
    ]


def _events(company: Company) -> list[dict[str, Any]]:
    scenario = company.population.scenario
    weeks = week_names(scenario)
    events: list[dict[str, Any]] = []
    for trend in scenario.trends:
        before, after = _observed(company, trend.irritant, weeks[trend.start], weeks[trend.end])
        events.append(
            {
                "event": "rise" if trend.after > trend.before else "fall",
                "irritant": trend.irritant,
                "first_week": weeks[trend.start],
                "settled_week": weeks[trend.end],
                "share_before": trend.before,
                "share_after": trend.after,
                "observed_before": before,
                "observed_after": after,
            }
        )
    if scenario.newcomer is not None:
        newcomer = scenario.newcomer
        since = weeks[newcomer.start]
        told = [contact for contact in company.contacts if contact.corpus.theme == newcomer.theme]
        n_since = sum(contact.week >= since for contact in company.contacts)
        events.append(
            {
                "event": "newcomer",
                "theme": newcomer.theme,
                "first_week": since,
                "effect": newcomer.effect,
                "share": newcomer.share,
                "n": len(told),
                "observed_share": _rounded(len(told) / n_since),
            }
        )
    passenger = scenario.passenger
    events.append(
        {
            "event": "passenger",
            "irritant": passenger.irritant,
            "host": passenger.host,
            "share_with_host": _rounded(
                passenger.together / (passenger.together + passenger.alone)
            ),
        }
    )
    shift = scenario.channel_shift
    events.append(
        {
            "event": "channel_shift",
            "loses": shift.loses,
            "gains": shift.gains,
            "first_week": weeks[shift.start],
            "settled_week": weeks[shift.end],
            "points": _rounded(2 * shift.points),
        }
    )
    return events


def _observed(company: Company, irritant: str, start: str, end: str) -> tuple[float, float]:
    """Share of the sample's contacts that mention an irritant before and after a trend."""

    def share(contacts: list[SimulatedContact]) -> float:
        mentions = sum(irritant in contact.corpus.irritants for contact in contacts)
        return _rounded(mentions / len(contacts)) or 0.0 if contacts else 0.0

    return (
        share([contact for contact in company.contacts if contact.week < start]),
        share([contact for contact in company.contacts if contact.week >= end]),
    )


def _overall(population: Population, irritant: str) -> float:
    mask = [irritant in contact.irritants for contact in population.contacts]
    return float(population.shares[:, mask].sum())


def _rounded(value: float) -> float | None:
    """A JSON number, ``None`` where nothing is identified; never ``-0.0``."""
    return None if np.isnan(value) else round(float(value), _DIGITS) + 0.0
