"""The truth that an estimate of an irritant's effect is to be compared with.

The answer is rounded, cut off at 0 and 10 and not always given, so no regression can
recover the latent coefficients. What it estimates is the population linear projection of
the answer on all irritants and the controls. Here it is computed exactly, by enumerating
every text and segment with its share and the probability of each answer, and checked on
simulated contacts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from nlp.simulation.draw import (
    HIGHEST,
    LOWEST,
    answer_probability,
    draw_contacts,
    expected_satisfaction,
    segment_shares,
)
from nlp.simulation.population import Floats, Population
from nlp.simulation.scenario import SCORED_CHANNELS

CONTROLS = ("channel", "lang", "product", "segment")
"""Columns beside the irritants; each enters as one indicator per value but the first."""

CHECK_ROWS = 400_000
"""Answers simulated at least, to check the projection."""

_TAIL = np.frompyfunc(math.erfc, 1, 1)
_SINGULAR = 1e-10
"""Relative size under which a direction of the regressors counts as empty."""
_NOT_IDENTIFIED = 1e-6
"""A coefficient is lost when it differs by more from what the cross-products show of it."""


@dataclass(frozen=True, slots=True)
class Projection:
    """Coefficients of the irritants, in the order of the scenario, points of the 0-10 answer.

    Attributes:
        coefficients: Shape (irritants,); NaN where the contacts do not identify one.
        standard_errors: Classical ones, shape (irritants,); zero for an exact projection.
        n_rows: Answers it rests on; 0 for an exact one.
    """

    coefficients: Floats
    standard_errors: Floats
    n_rows: int


def exact_projection(population: Population, *, everyone: bool) -> Projection:
    """Enumerate texts, segments and answers.

    Args:
        population: The weighted corpus.
        everyone: Whether to count the answers that are not given too; otherwise the
            projection is that of the contacts with an answer, which is what can be seen.

    Returns:
        The projection.
    """
    scenario = population.scenario
    scored = np.array([contact.channel in SCORED_CHANNELS for contact in population.contacts])
    shares = (population.shares.sum(axis=0) * scored)[:, None]
    shares = shares * segment_shares(scenario)[population.business_of]
    effects = np.array(list(scenario.segment_effects.values()))
    mean = expected_satisfaction(population)[:, None] + effects
    answers = _answer_distribution(mean, float(np.hypot(scenario.customer_sd, scenario.noise_sd)))
    if not everyone:
        answers = answers * answer_probability(scenario)
    weights = shares * answers.sum(axis=2)
    totals = shares * (answers @ np.arange(HIGHEST + 1.0))
    coefficients, _, _ = _project(population, weights, totals)
    return Projection(coefficients, np.zeros_like(coefficients), 0)


def simulated_projection(population: Population, seed: int, n_rows: int = CHECK_ROWS) -> Projection:
    """Draw contacts with at least ``n_rows`` answers and regress.

    Args:
        population: The weighted corpus.
        seed: Of the draw.
        n_rows: Answers wanted.

    Returns:
        The coefficients with their standard errors.
    """
    scenario = population.scenario
    asked = sum(
        float(population.shares[:, population.channel_texts(channel)].sum())
        for channel in SCORED_CHANNELS
    )
    # The least likely answer bounds how many contacts are needed.
    n_contacts = int(n_rows / (asked * float(answer_probability(scenario).min()))) + 1
    draw = draw_contacts(population, n_contacts, np.random.default_rng(seed), SCORED_CHANNELS)
    score = draw.score[draw.answered].astype(float)
    # Contacts of one text and segment share their regressors: their sums are enough.
    shape = (len(population.contacts), len(scenario.segment_effects))
    cell = np.ravel_multi_index((draw.text[draw.answered], draw.segment[draw.answered]), shape)
    counts = np.bincount(cell, minlength=math.prod(shape)).reshape(shape).astype(float)
    totals = np.bincount(cell, score, minlength=math.prod(shape)).reshape(shape).astype(float)
    coefficients, inverse_diagonal, explained = _project(population, counts, totals)
    residual_variance = (float(np.square(score).sum()) - explained) / score.size
    errors = np.sqrt(residual_variance * inverse_diagonal)
    return Projection(coefficients, errors, score.size)


def _answer_distribution(mean: Floats, sd: float) -> Floats:
    """Probability of each answer on a new last axis: the latent normal, rounded and clipped."""
    cuts = np.arange(LOWEST + 1, HIGHEST + 1) - 0.5
    tails = _TAIL((cuts - mean[..., None]) / (sd * math.sqrt(2)))
    at_least = np.asarray(tails, dtype=np.float64) / 2
    ends = np.ones_like(mean)[..., None]
    probability: Floats = -np.diff(np.concatenate([ends, at_least, 0 * ends], axis=-1), axis=-1)
    return probability


def _project(
    population: Population, weights: Floats, totals: Floats
) -> tuple[Floats, Floats, float]:
    """Regress from the sums of each text and segment.

    Args:
        population: What the texts and segments are.
        weights: Answers, or their share, shape (texts, segments).
        totals: Sum of the answers, same shape.

    Returns:
        Coefficients of the irritants, NaN where not identified; the diagonal of the inverse
        cross-products for them; the sum of squares that all regressors explain.
    """
    of_text = _text_regressors(population)
    n_segments = weights.shape[1]
    width = of_text.shape[1] + n_segments - 1
    xx, xy = np.zeros((width, width)), np.zeros(width)
    for segment in range(n_segments):
        indicator = np.tile(np.eye(n_segments)[segment, 1:], (of_text.shape[0], 1))
        rows = np.hstack([of_text, indicator])
        xx += (rows * weights[:, [segment]]).T @ rows
        xy += rows.T @ totals[:, segment]
    inverse = np.linalg.pinv(xx, rcond=_SINGULAR, hermitian=True)
    coefficients = inverse @ xy
    explained = float(coefficients @ xy)
    lost = np.abs(inverse @ xx - np.eye(width)).max(axis=1) > _NOT_IDENTIFIED
    coefficients[lost] = np.nan
    n = len(population.scenario.irritant_effects)
    return coefficients[:n], np.diag(inverse)[:n].clip(min=0.0), explained


def _text_regressors(population: Population) -> Floats:
    """Irritants, controls that the text settles, intercept; shape (texts, regressors)."""
    contacts, scenario = population.contacts, population.scenario
    position = {code: index for index, code in enumerate(scenario.irritant_effects)}
    irritants = np.zeros((len(contacts), len(position)))
    for row, contact in enumerate(contacts):
        irritants[row, [position[code] for code in contact.irritants]] = 1.0
    channels = np.array([contact.channel for contact in contacts])
    english = np.array([contact.lang == "en" for contact in contacts])
    controls = [
        *(channels == name for name in SCORED_CHANNELS[1:]),
        english,
        *(population.business_of == index for index in range(1, len(scenario.businesses))),
    ]
    return np.column_stack([irritants, *controls, np.ones(len(contacts))])
