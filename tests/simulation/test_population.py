"""The corpus, weighted: channels, events, and what cannot be carried."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nlp.errors import InputError
from nlp.simulation.corpus import CorpusContact
from nlp.simulation.population import Population, build_population
from nlp.simulation.scenario import DEMO
from nlp.taxonomy import Taxonomy


def test_shares_are_a_distribution(population: Population) -> None:
    assert population.shares.min() >= 0
    assert population.shares.sum() == pytest.approx(1.0)


def test_channels_come_out_as_stated_and_shift(population: Population) -> None:
    by_week = population.shares / population.shares.sum(axis=1, keepdims=True)
    chat = by_week[:, population.channel_texts("chat")].sum(axis=1)
    call = by_week[:, population.channel_texts("call")].sum(axis=1)
    survey = by_week[:, population.channel_texts("survey")].sum(axis=1)
    shift, shares = DEMO.channel_shift, DEMO.channel_shares
    assert survey == pytest.approx(shares["survey"])
    assert chat[: shift.start] == pytest.approx(shares["chat"] - shift.points)
    assert chat[shift.end :] == pytest.approx(shares["chat"] + shift.points)
    assert chat + call == pytest.approx(shares["chat"] + shares["call"])
    assert (np.diff(chat) >= -1e-12).all()


def test_planted_irritants_have_their_share_in_every_week(population: Population) -> None:
    rise, fall = DEMO.trends
    login = population.prevalence(rise.irritant)
    assert login[: rise.start] == pytest.approx(rise.before)
    assert login[rise.end :] == pytest.approx(rise.after)
    assert DEMO.n_weeks - rise.start == 3
    queue = population.prevalence(fall.irritant)
    assert queue[: fall.start] == pytest.approx(fall.before)
    assert queue[fall.end :] == pytest.approx(fall.after)


def test_the_newcomer_appears_in_its_week_and_not_before(population: Population) -> None:
    newcomer = DEMO.newcomer
    assert newcomer is not None
    planted = np.array([contact.theme == newcomer.theme for contact in population.contacts])
    by_week = population.shares[:, planted].sum(axis=1) / population.shares.sum(axis=1)
    assert (by_week[: newcomer.start] == 0).all()
    assert by_week[newcomer.start :] == pytest.approx(newcomer.share)
    assert (population.shares[:, ~planted] > 0).all()


def test_a_company_may_have_no_newcomer(tiny: list[CorpusContact]) -> None:
    known = [contact for contact in tiny if contact.theme is None]
    population = build_population(known, replace(DEMO, newcomer=None))
    assert population.shares.sum() == pytest.approx(1.0)


def test_a_theme_that_the_scenario_does_not_plant_is_an_error(tiny: list[CorpusContact]) -> None:
    with pytest.raises(InputError, match="plants no theme cash_refused"):
        build_population(tiny, replace(DEMO, newcomer=None))


def test_the_passenger_rides_with_its_host(population: Population) -> None:
    passenger = DEMO.passenger
    carries = np.array([passenger.irritant in c.irritants for c in population.contacts])
    hosted = np.array([passenger.host in c.irritants for c in population.contacts])
    both = population.shares[:, carries & hosted].sum()
    alone = population.shares[:, carries & ~hosted].sum()
    assert both == pytest.approx(passenger.together)
    assert alone == pytest.approx(passenger.alone)
    assert DEMO.irritant_effects[passenger.irritant] == 0
    assert DEMO.irritant_effects[passenger.host] < -1


def test_a_sector_that_no_business_lists_goes_to_the_general_one(
    tiny: list[CorpusContact],
) -> None:
    population = build_population([*tiny, replace(tiny[0], sector="zeppelins")], DEMO)
    assert population.business(len(tiny)).product == DEMO.general_business
    assert population.business(0).product != DEMO.general_business


def test_a_sector_may_be_written_with_underscore_or_space(tiny: list[CorpusContact]) -> None:
    with_space = build_population([*tiny, replace(tiny[0], sector="public service")], DEMO)
    underscored = build_population([*tiny, replace(tiny[0], sector="public_service")], DEMO)
    assert with_space.business_of[-1] == underscored.business_of[-1]


def test_a_channel_without_contacts_is_an_error(tiny: list[CorpusContact]) -> None:
    with pytest.raises(InputError, match="no contact of channel 'chat'"):
        build_population([c for c in tiny if c.channel != "chat"], DEMO)


def test_an_event_without_contacts_is_an_error(tiny: list[CorpusContact]) -> None:
    with pytest.raises(InputError, match=r"digital\.login"):
        build_population([c for c in tiny if "digital.login" not in c.irritants], DEMO)


def test_an_event_out_of_reach_is_an_error(tiny: list[CorpusContact]) -> None:
    # The only contacts are tweets, which are fewer than the event asks for.
    tweets_only = [
        replace(c, channel="tweet") if "digital.login" in c.irritants else c for c in tiny
    ]
    too_much = replace(DEMO, trends=(replace(DEMO.trends[0], after=0.2), DEMO.trends[1]))
    with pytest.raises(InputError, match="cannot be reached"):
        build_population(tweets_only, too_much)


def test_a_label_without_effect_is_an_error(tiny: list[CorpusContact]) -> None:
    effects = {k: v for k, v in DEMO.irritant_effects.items() if k != "waiting.queue"}
    with pytest.raises(InputError, match=r"irritants waiting\.queue"):
        build_population(tiny, replace(DEMO, irritant_effects=effects))


def test_the_scenario_has_an_effect_for_every_label(taxonomy: Taxonomy) -> None:
    assert set(DEMO.irritant_effects) == set(taxonomy.irritants.codes)
    assert set(DEMO.praise_effects) == set(taxonomy.irritants.families)
    assert sum(DEMO.channel_shares.values()) == pytest.approx(1.0)
    for business in DEMO.businesses:
        assert sum(business.segments.values()) == pytest.approx(1.0)
        assert set(business.segments) == set(DEMO.segment_effects)
