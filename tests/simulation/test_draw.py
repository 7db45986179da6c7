"""Draws: fair to every text, true to every customer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.simulation.corpus import CorpusContact
from nlp.simulation.draw import draw_contacts, expected_satisfaction
from nlp.simulation.population import Population, build_population
from nlp.simulation.scenario import DEMO, SCORED_CHANNELS


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), n=st.integers(50, 1500))
def test_invariants(population: Population, seed: int, n: int) -> None:
    draw = draw_contacts(population, n, np.random.default_rng(seed))
    assert abs(draw.text.size - n) <= len(DEMO.channel_shares)
    assert (np.diff(draw.week) >= 0).all()
    assert draw.week.min() >= 0
    assert draw.week.max() < DEMO.n_weeks
    assert draw.score.min() >= 0
    assert draw.score.max() <= 10

    said = np.column_stack([draw.customer, draw.text])
    assert len(np.unique(said, axis=0)) == draw.text.size, "a customer says the same twice"

    _, sizes = np.unique(draw.customer, return_counts=True)
    assert sizes.max() <= len(DEMO.contacts_per_customer)

    english = np.array([c.lang == "en" for c in population.contacts])[draw.text]
    business = population.business_of[draw.text]
    traits = np.column_stack([draw.customer, english, business, draw.segment])
    assert len(np.unique(traits, axis=0)) == sizes.size, "a customer changes"

    scored = np.array([c.channel in SCORED_CHANNELS for c in population.contacts])[draw.text]
    assert not draw.answered[~scored].any()


def test_each_text_comes_up_as_often_as_its_share_says(population: Population) -> None:
    n = 3000
    draw = draw_contacts(population, n, np.random.default_rng(5))
    drawn = np.bincount(draw.text, minlength=len(population.contacts))
    expected = n * population.shares.sum(axis=0)
    assert np.abs(drawn - expected).max() < 5


def test_planted_shares_are_kept_week_by_week(population: Population) -> None:
    n = 20_000
    draw = draw_contacts(population, n, np.random.default_rng(6))
    login = np.array(["digital.login" in c.irritants for c in population.contacts])[draw.text]
    early = login[draw.week < DEMO.trends[0].start].mean()
    late = login[draw.week >= DEMO.trends[0].end].mean()
    assert abs(early - DEMO.trends[0].before) < 0.002
    assert abs(late - DEMO.trends[0].after) < 0.004
    newcomer = DEMO.newcomer
    assert newcomer is not None
    themed = np.array([contact.theme is not None for contact in population.contacts])[draw.text]
    assert not themed[draw.week < newcomer.start].any()
    assert abs(themed[draw.week >= newcomer.start].mean() - newcomer.share) < 0.004


def test_a_theme_costs_what_the_scenario_says(population: Population) -> None:
    points = expected_satisfaction(population)
    (index,) = [
        index
        for index, contact in enumerate(population.contacts)
        if contact.theme and contact.channel == "survey"
    ]
    newcomer = DEMO.newcomer
    assert newcomer is not None
    assert points[index] == pytest.approx(DEMO.base + newcomer.effect)


def test_answering_depends_mildly_on_the_answer(population: Population) -> None:
    draw = draw_contacts(population, 60_000, np.random.default_rng(7), SCORED_CHANNELS)
    low = draw.answered[draw.score <= 4].mean()
    high = draw.answered[draw.score >= 9].mean()
    assert 0.6 < low < high < 0.82
    assert 0.65 < draw.answered.mean() < 0.78


def test_customers_differ_by_their_own_level(tiny: list[CorpusContact]) -> None:
    # Enough to say for one kind of customer, so that each may say several things.
    plain = next(contact for contact in tiny if contact.channel == "survey")
    many = [replace(plain, id=f"many-{number}") for number in range(200)]
    population = build_population([*tiny, *many], DEMO)
    draw = draw_contacts(population, 30_000, np.random.default_rng(8), SCORED_CHANNELS)
    said = np.flatnonzero(draw.text >= len(tiny))
    said = said[np.argsort(draw.customer[said], kind="stable")]
    customer, score = draw.customer[said], draw.score[said]
    pairs = customer[1:] == customer[:-1]
    within = np.corrcoef(score[1:][pairs], score[:-1][pairs])[0, 1]
    strangers = np.corrcoef(score[1:][~pairs], score[:-1][~pairs])[0, 1]
    assert within > 0.15
    assert abs(strangers) < 0.05


def test_the_same_seed_draws_the_same(population: Population) -> None:
    one, two = (draw_contacts(population, 500, np.random.default_rng(9)) for _ in range(2))
    other = draw_contacts(population, 500, np.random.default_rng(10))
    assert (one.text == two.text).all()
    assert (one.score == two.score).all()
    assert not (one.text == other.text).all()
