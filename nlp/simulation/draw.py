"""Draw contacts, customers and answers of the company, as arrays, however many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.simulation.corpus import CorpusContact
from nlp.simulation.population import Floats, Ints, Mask, Population
from nlp.simulation.scenario import SCORED_CHANNELS, Scenario

LOWEST, HIGHEST = 0, 10
"""Ends of the answer's scale."""

_SHUFFLES = 20
"""Rounds in which customers who would say the same twice trade contacts with others."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Contacts as parallel arrays, shape (contacts,) unless said.

    Attributes:
        text: Index into the population's contacts.
        week: 0 is the first simulated week.
        customer: Index of the customer, 0 and up.
        segment: Index into :func:`segment_names`.
        score: What the customer would answer, 0 to 10.
        answered: Whether they do; only ever true in a scored channel.
    """

    text: Ints
    week: Ints
    customer: Ints
    segment: Ints
    score: Ints
    answered: Mask


def draw_contacts(
    population: Population, n_contacts: int, rng: np.random.Generator, channels: Sequence[str] = ()
) -> Draw:
    """Draw contacts, give them to customers, and let these answer.

    Args:
        population: The weighted corpus.
        n_contacts: Contacts of the whole company over the period.
        rng: Source of chance.
        channels: Draw these channels only; by default all.

    Returns:
        About ``n_contacts`` contacts (their share of it where ``channels`` is given),
        sorted by week.
    """
    names = channels or tuple(population.scenario.channel_shares)
    drawn = [_draw_channel(population, name, n_contacts, rng) for name in names]
    text, week = (np.concatenate(parts) for parts in zip(*drawn, strict=True))
    order = rng.permutation(text.size)
    order = order[np.argsort(week[order], kind="stable")]
    text, week = text[order], week[order]
    customer, segment, level = _customers(population, text, rng)
    mean = expected_satisfaction(population)[text] + level
    mean += np.array(list(population.scenario.segment_effects.values()))[segment]
    latent = mean + population.scenario.noise_sd * rng.standard_normal(text.size)
    score = np.clip(np.floor(latent + 0.5), LOWEST, HIGHEST).astype(np.int64)
    asked = np.array([c.channel in SCORED_CHANNELS for c in population.contacts])[text]
    answered = asked & (rng.random(text.size) < answer_probability(population.scenario)[score])
    return Draw(text, week, customer, segment, score, answered)


def expected_satisfaction(population: Population) -> Floats:
    """Latent satisfaction of each text for an average customer, segment apart; (texts,)."""
    scenario = population.scenario
    newcomer_effect = scenario.newcomer.effect if scenario.newcomer else 0.0
    return np.array(
        [
            scenario.base
            + scenario.channel_effects.get(contact.channel, 0.0)
            + sum(scenario.irritant_effects[code] for code in contact.irritants)
            + sum(scenario.praise_effects[code] for code in contact.praises)
            + (0.0 if contact.theme is None else newcomer_effect)
            + scenario.unnamed_discontent * _is_vague(contact)
            for contact in population.contacts
        ]
    )


def _is_vague(contact: CorpusContact) -> bool:
    """Whether a contact is negative without naming an irritant ("worst company ever")."""
    return contact.sentiment == "negative" and not contact.irritants and contact.theme is None


def answer_probability(scenario: Scenario) -> Floats:
    """Probability of giving the answer that one has, for 0 to 10; shape (11,)."""
    answers = np.arange(LOWEST, HIGHEST + 1, dtype=np.float64)
    probability: Floats = scenario.answer_base + scenario.answer_slope * answers
    return probability


def segment_names(scenario: Scenario) -> tuple[str, ...]:
    """The segments, in the order of their indices."""
    return tuple(scenario.segment_effects)


def segment_shares(scenario: Scenario) -> Floats:
    """Share of each business' customers in each segment, shape (businesses, segments)."""
    names = segment_names(scenario)
    return np.array([[b.segments.get(name, 0.0) for name in names] for b in scenario.businesses])


def _draw_channel(
    population: Population, channel: str, n_contacts: int, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Texts and weeks of a channel's contacts.

    What a text was owed and did not get in one week is added to the next, so that over
    the period each text comes up as often as its share says, give or take one: plain
    chance would repeat some ten times and others never. The planted events come first:
    each week is shared out among their groups of texts, then within each.
    """
    texts = population.channel_texts(channel)
    expected = n_contacts * population.shares[:, texts]
    _, group = np.unique(population.event_group[texts], return_inverse=True)
    members = [np.flatnonzero(group == number) for number in range(int(group.max()) + 1)]
    of_groups = np.column_stack([expected[:, inside].sum(axis=1) for inside in members])
    totals = np.diff(np.floor(np.cumsum(expected.sum(axis=1)) + 0.5), prepend=0.0).astype(int)
    owed_groups = np.zeros(len(members))
    owed = [np.zeros(inside.size) for inside in members]
    chosen: list[Ints] = []
    weeks: list[int] = []
    for week, total in enumerate(totals):
        of_group = _share_out(owed_groups, of_groups[week], int(total), rng)
        for inside, owed_inside, n in zip(members, owed, of_group, strict=True):
            times = _share_out(owed_inside, expected[week, inside], int(n), rng)
            chosen.append(np.repeat(texts[inside], times))
        weeks += [week] * int(total)
    return np.concatenate(chosen), np.array(weeks, dtype=np.int64)


def _share_out(owed: Floats, expected: Floats, n: int, rng: np.random.Generator) -> Ints:
    """How often each of several things comes up among ``n``, by systematic sampling.

    Args:
        owed: What each was owed before; changed to what it is owed after.
        expected: What each is owed newly.
        n: How many are wanted; about the sum of ``expected``.
        rng: Source of chance.

    Returns:
        Counts, summing to ``n``.
    """
    owed += expected
    weights = np.maximum(owed, 0.0)
    if not weights.any():
        weights = expected
    order = rng.permutation(weights.size)
    edges = np.cumsum(weights[order])
    points = (np.arange(n) + rng.random()) / max(n, 1) * edges[-1]
    picked = order[np.searchsorted(edges, points, side="right").clip(max=weights.size - 1)]
    times = np.bincount(picked, minlength=weights.size)
    owed -= times
    return times


def _customers(
    population: Population, text: Ints, rng: np.random.Generator
) -> tuple[Ints, Ints, Floats]:
    """Customer, segment and the customer's own level of each contact.

    A customer speaks one language, deals with one business and never says the same twice.
    """
    scenario = population.scenario
    english = np.array([contact.lang == "en" for contact in population.contacts])[text]
    business = population.business_of[text]
    customer = np.empty(text.size, dtype=np.int64)
    n_customers = 0
    for stratum in np.unique(2 * business + english):
        members = np.flatnonzero(2 * business + english == stratum)
        owners = _owners(text[members], scenario.contacts_per_customer, rng)
        customer[members] = n_customers + owners
        n_customers += int(owners.max()) + 1
    business_of_customer = np.zeros(n_customers, dtype=np.int64)
    business_of_customer[customer] = business
    edges = np.cumsum(segment_shares(scenario), axis=1)[business_of_customer]
    segment: Ints = (rng.random(n_customers)[:, None] >= edges[:, :-1]).sum(axis=1)
    level = scenario.customer_sd * rng.standard_normal(n_customers)
    return customer, segment[customer], level[customer]


def _owners(text: Ints, sizes: Sequence[float], rng: np.random.Generator) -> Ints:
    """Give contacts to customers of random size, none of whom says the same text twice."""
    n = text.size
    n_contacts = np.searchsorted(np.cumsum(sizes)[:-1], rng.random(n), side="right") + 1
    owner = rng.permutation(np.repeat(np.arange(n), n_contacts)[:n])
    for _ in range(_SHUFFLES):
        twice = _said_before(owner, text)
        if not twice.size:
            break
        traded = np.union1d(twice, rng.integers(n, size=twice.size))
        owner[traded] = owner[rng.permutation(traded)]
    twice = _said_before(owner, text)
    owner[twice] = owner.max() + 1 + np.arange(twice.size)
    _, owner = np.unique(owner, return_inverse=True)
    return owner.astype(np.int64)


def _said_before(owner: Ints, text: Ints) -> NDArray[np.int64]:
    """Positions at which a customer repeats a text they already said."""
    _, first = np.unique(owner * (int(text.max()) + 1) + text, return_index=True)
    return np.setdiff1d(np.arange(text.size), first)
