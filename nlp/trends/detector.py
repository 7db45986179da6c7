"""How strongly the latest weeks speak for a change of rate: a Shiryaev-Roberts statistic.

The statistic sums, over every week in which a change may have begun (this one and the five
before), the likelihood of the weeks since under a changed rate over that under the old one.
It is the quickest on average among rules with a given rate of false alarms, and it grows by
one a week when nothing happens, whatever the series: one threshold fits all, but for
the steps of small counts, which :mod:`nlp.trends.budget` accounts for (Pollak 1985, *Annals
of Statistics* 13; Shiryaev 1963).

The old rate is not taken as known: given the baseline's mentions it is gamma-distributed, and
both likelihoods are averages over it (gamma-Poisson). Over-dispersed counts weigh less: both
counts and contacts are divided by the dispersion.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Direction = Literal["rise", "fall"]

WINDOW = 6
"""Weeks, the latest included, in which a change may have begun."""

MIN_MENTIONS = 3
"""Mentions in the last three weeks below which no rise is told: fewer are worth nobody's time."""

RECENT = 3
"""Weeks in which :data:`MIN_MENTIONS` are looked for."""

SHIFTS = (1.4, 2.5, 4.3)
"""Sizes of change looked for, in standard deviations of a week's count (after square roots,
which make them alike for rare and frequent codes): from 3 mentions a week to 6, 9 and 15."""

SHIFT_WEIGHTS = (0.4, 0.4, 0.2)
"""Their prior probabilities."""

PRIOR_MENTIONS = 0.5
"""What the baseline's mentions are raised by (Jeffreys): a code never seen may yet be."""

_MOST = 200.0
"""Cap on a logarithm, far above every threshold, so that its exponential stays finite."""

_LOWEST_ROOT = 0.1
"""A fall leaves at least the square of it of the rate: no shift goes below zero."""


@dataclass(frozen=True, slots=True)
class Windows:
    """The latest weeks and what stood before them, for windows of 1 to :data:`WINDOW` weeks.

    Attributes:
        mentions: Mentions in each window; shape (..., W).
        exposure: Contacts in it, times known factors; shape (..., W).
        base_mentions: Mentions in the baseline weeks before it; shape (..., W).
        base_exposure: Contacts of those; shape (..., W).
        opens: Whether the window's first week counts; if not, the window repeats a shorter
            one and is left out; shape (..., W).
        dispersion: Variance of a week's count over its mean; shape (...).
        doubt: Squared relative error of the known factors; shape (...).
        usual_exposure: Contacts of an ordinary week now; shape (...).
    """

    mentions: Floats
    exposure: Floats
    base_mentions: Floats
    base_exposure: Floats
    opens: Bools
    dispersion: Floats
    doubt: Floats
    usual_exposure: Floats


def posterior(
    base_mentions: Floats, base_exposure: Floats, dispersion: Floats, doubt: Floats
) -> tuple[Floats, Floats]:
    """The baseline's rate as a gamma distribution.

    Args:
        base_mentions: Mentions in the baseline; any shape.
        base_exposure: Its contacts; same shape.
        dispersion: Variance over mean of a week's count; same shape.
        doubt: Squared relative error of the factors in the exposure; same shape.

    Returns:
        Shape and inverse scale (contacts over the dispersion); their ratio is the mean rate.
    """
    exact = (base_mentions + PRIOR_MENTIONS) / dispersion
    shape = 1.0 / (1.0 / exact + doubt)
    scale = base_exposure / dispersion * shape / exact
    return shape, np.maximum(scale, 1e-12)


def log_evidence(windows: Windows, direction: Direction) -> tuple[Floats, NDArray[np.intp]]:
    """Logarithm of the Shiryaev-Roberts statistic, and where a change most likely began.

    Args:
        windows: What to judge.
        direction: Whether a rise or a fall is looked for.

    Returns:
        The statistic, minus infinity where nothing can be told, and the length in weeks of
        the likeliest window, at least 1; each of shape (...).
    """
    dispersion, doubt = windows.dispersion[..., None], windows.doubt[..., None]
    shape, scale = posterior(windows.base_mentions, windows.base_exposure, dispersion, doubt)
    seen, exposed = windows.mentions / dispersion, windows.exposure / dispersion
    multiples = shift_multiples(windows, direction)
    likelihood = np.zeros_like(seen)
    for i, weight in enumerate(SHIFT_WEIGHTS):
        multiple = multiples[..., i, None]
        # Marginal likelihood of each window at a multiple of the rate over that at the rate.
        ratio = seen * np.log(multiple) - (shape + seen) * np.log(
            (scale + multiple * exposed) / (scale + exposed)
        )
        likelihood += weight * np.exp(np.minimum(ratio, _MOST))
    likelihood = np.where(windows.opens & (windows.base_exposure > 0), likelihood, 0.0)
    total = likelihood.sum(axis=-1)
    if direction == "rise":
        total = np.where(windows.mentions[..., RECENT - 1] >= MIN_MENTIONS, total, 0.0)
    with np.errstate(divide="ignore"):
        return np.log(total), likelihood.argmax(axis=-1) + 1


def weekly_information(windows: Windows) -> Floats:
    """Mentions expected in an ordinary week over the dispersion; shape (...)."""
    usual = (windows.base_mentions[..., -1] + PRIOR_MENTIONS) / np.maximum(
        windows.base_exposure[..., -1], 1e-12
    )
    return np.maximum(usual * windows.usual_exposure / windows.dispersion, 1e-6)


def shift_multiples(windows: Windows, direction: Direction) -> Floats:
    """Multiples of the rate that :data:`SHIFTS` come to; shape (..., shifts)."""
    root = np.array(SHIFTS) / (2.0 * np.sqrt(weekly_information(windows)))[..., None]
    if direction == "rise":
        return np.asarray((1.0 + root) ** 2)
    return np.asarray(np.maximum(1.0 - root, _LOWEST_ROOT) ** 2)
