"""The exact truth against simulation, and against a case where it is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nlp.simulation.corpus import CorpusContact
from nlp.simulation.population import Population, build_population
from nlp.simulation.projection import exact_projection, simulated_projection
from nlp.simulation.scenario import DEMO

CODES = tuple(DEMO.irritant_effects)
MENTIONED = ("digital.login", "waiting.queue", "waiting.processing", "effort.paperwork")


def test_enumeration_agrees_with_simulation(population: Population) -> None:
    exact = exact_projection(population, everyone=False)
    simulated = simulated_projection(population, seed=1, n_rows=150_000)
    known = ~np.isnan(exact.coefficients)
    gap = simulated.coefficients[known] - exact.coefficients[known]
    assert simulated.n_rows >= 150_000
    assert np.abs(gap / simulated.standard_errors[known]).max() < 4
    assert simulated.standard_errors[known].max() < 0.05


def test_only_irritants_that_are_mentioned_are_identified(population: Population) -> None:
    exact = exact_projection(population, everyone=False)
    known = {code for code, x in zip(CODES, exact.coefficients, strict=True) if not np.isnan(x)}
    assert known == set(MENTIONED)


def test_far_from_the_ends_of_the_scale_the_projection_is_the_latent_effect(
    tiny: list[CorpusContact],
) -> None:
    # Nothing is cut off, praise and theme weigh nothing; rounding alone biases nobody.
    assert DEMO.newcomer is not None
    gentle = replace(
        DEMO,
        base=5.0,
        noise_sd=0.9,
        customer_sd=0.3,
        praise_effects=dict.fromkeys(DEMO.praise_effects, 0.0),
        newcomer=replace(DEMO.newcomer, effect=0.0),
        irritant_effects={code: effect / 4 for code, effect in DEMO.irritant_effects.items()},
    )
    exact = exact_projection(build_population(tiny, gentle), everyone=True)
    for code in MENTIONED:
        found = exact.coefficients[CODES.index(code)]
        assert found == pytest.approx(gentle.irritant_effects[code], abs=0.005)


def test_irritants_that_always_come_together_are_not_told_apart(
    tiny: list[CorpusContact],
) -> None:
    tied = [
        replace(c, irritants=(*c.irritants, "place.access"))
        if "waiting.queue" in c.irritants
        else c
        for c in tiny
    ]
    exact = exact_projection(build_population(tied, DEMO), everyone=False)
    assert np.isnan(exact.coefficients[CODES.index("place.access")])
    assert np.isnan(exact.coefficients[CODES.index("waiting.queue")])
    assert not np.isnan(exact.coefficients[CODES.index("digital.login")])


def test_who_answers_moves_the_projection_a_little(population: Population) -> None:
    seen = exact_projection(population, everyone=False).coefficients
    everyone = exact_projection(population, everyone=True).coefficients
    gap = np.nanmax(np.abs(seen - everyone))
    assert 0 < gap < 0.1
