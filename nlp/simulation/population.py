"""Which contact of the corpus is heard how often, week by week and channel by channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.errors import InputError
from nlp.simulation.corpus import CorpusContact
from nlp.simulation.scenario import Business, Scenario, Trend

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

PEAK_WIDTH_WEEKS = 5.0
"""Weeks over which a seasonal peak fades to a third."""

HOLIDAY_WEEKS = (11, 14)
"""First and last week of the August lull (0 is the first simulated week)."""
HOLIDAY_FACTOR = 0.85
"""Contacts during the lull, relative to other weeks."""

_MAX_ROUNDS = 500
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Population:
    """The corpus under a scenario.

    Attributes:
        contacts: The corpus.
        scenario: What the shares follow.
        business_of: Index of each contact's business, shape (contacts,).
        event_group: Contacts with the same number take part in the same planted events,
            shape (contacts,).
        shares: Expected share of all contacts of the period that are this text in this
            week, shape (weeks, contacts), sum 1.
    """

    contacts: tuple[CorpusContact, ...]
    scenario: Scenario
    business_of: Ints
    event_group: Ints
    shares: Floats

    def channel_texts(self, channel: str) -> Ints:
        """Indices of the contacts of a corpus channel."""
        return np.flatnonzero([contact.channel == channel for contact in self.contacts])

    def business(self, text: int) -> Business:
        """The business that a contact of the corpus is addressed to."""
        return self.scenario.businesses[int(self.business_of[text])]

    def prevalence(self, irritant: str) -> Floats:
        """Expected share of each week's contacts that mention an irritant, shape (weeks,)."""
        mask = _mentions(self.contacts, irritant)
        by_week: Floats = self.shares[:, mask].sum(axis=1) / self.shares.sum(axis=1)
        return by_week


def build_population(contacts: Sequence[CorpusContact], scenario: Scenario) -> Population:
    """Weigh the corpus so that channels, seasons and planted events come out as stated.

    Args:
        contacts: The corpus.
        scenario: The company.

    Returns:
        The weighted corpus.

    Raises:
        InputError: A channel has no contact, a label no effect, or an event cannot be
            reached with the contacts there are.
    """
    contacts = tuple(contacts)
    _check_effects(contacts, scenario)
    business_of = _businesses(contacts, scenario)
    channels = _channel_indices(contacts, scenario)
    channel_shares = _channel_shares(scenario)
    written_out = np.array([bool(contact.turns or contact.thread) for contact in contacts])
    weights = _season(scenario)[:, business_of]
    weights[:, written_out] *= scenario.written_out_weight
    targets = _event_targets(contacts, scenario)
    within_week = _with_events(weights, channels, channel_shares, targets)
    memberships = np.column_stack([mask for mask, _ in targets])
    _, event_group = np.unique(memberships, axis=0, return_inverse=True)
    shares = within_week * _week_volumes(scenario)[:, None]
    return Population(contacts, scenario, business_of, event_group.ravel(), shares)


def _check_effects(contacts: Sequence[CorpusContact], scenario: Scenario) -> None:
    known = {
        "irritants": scenario.irritant_effects.keys(),
        "praises": scenario.praise_effects.keys(),
    }
    for kind, codes in known.items():
        found = {code for contact in contacts for code in getattr(contact, kind)}
        if missing := sorted(found - codes):
            raise InputError(
                f"the scenario states no effect for the {kind} {', '.join(missing)}: "
                "add them in nlp/simulation/scenario.py"
            )
    planted = {scenario.newcomer.theme} if scenario.newcomer else set()
    if stray := sorted({contact.theme for contact in contacts if contact.theme} - planted):
        raise InputError(
            f"the scenario plants no theme {', '.join(stray)}: leave these contacts out, or "
            "name it in nlp/simulation/scenario.py"
        )


def _businesses(contacts: Sequence[CorpusContact], scenario: Scenario) -> Ints:
    of_sector = {
        sector.replace("_", " "): index
        for index, business in enumerate(scenario.businesses)
        for sector in business.sectors
    }
    products = [business.product for business in scenario.businesses]
    general = products.index(scenario.general_business)
    sectors = (contact.sector.replace("_", " ") for contact in contacts)
    return np.array([of_sector.get(sector, general) for sector in sectors])


def _channel_indices(contacts: Sequence[CorpusContact], scenario: Scenario) -> list[Ints]:
    given = np.array([contact.channel for contact in contacts])
    indices = [np.flatnonzero(given == channel) for channel in scenario.channel_shares]
    for channel, found in zip(scenario.channel_shares, indices, strict=True):
        if not found.size:
            raise InputError(f"the corpus has no contact of channel {channel!r}, the scenario does")
    return indices


def _season(scenario: Scenario) -> Floats:
    """Contacts of each business relative to its quiet weeks, shape (weeks, businesses)."""
    weeks = np.arange(scenario.n_weeks)[:, None]
    peaks = np.array([business.peak for business in scenario.businesses])
    lifts = np.array([business.peak_lift for business in scenario.businesses])
    season: Floats = 1 + lifts * np.exp(-(((weeks - peaks) / PEAK_WIDTH_WEEKS) ** 2))
    return season


def _week_volumes(scenario: Scenario) -> Floats:
    """Share of the period's contacts in each week, shape (weeks,)."""
    volumes = _season(scenario).mean(axis=1)
    volumes[HOLIDAY_WEEKS[0] : HOLIDAY_WEEKS[1] + 1] *= HOLIDAY_FACTOR
    shares: Floats = volumes / volumes.sum()
    return shares


def _ramp(scenario: Scenario, start: int, end: int) -> Floats:
    """0 before week ``start``, 1 from week ``end`` on, equal steps between; shape (weeks,)."""
    weeks = np.arange(scenario.n_weeks)
    steps: Floats = np.clip((weeks - start + 1) / (end - start + 1), 0.0, 1.0)
    return steps


def _channel_shares(scenario: Scenario) -> Floats:
    """Share of each channel in each week's contacts, shape (weeks, channels)."""
    names = list(scenario.channel_shares)
    mean = np.array(list(scenario.channel_shares.values()))
    shares = np.tile(mean / mean.sum(), (scenario.n_weeks, 1))
    shift = scenario.channel_shift
    moved = shift.points * (2 * _ramp(scenario, shift.start, shift.end) - 1)
    shares[:, names.index(shift.gains)] += moved
    shares[:, names.index(shift.loses)] -= moved
    return shares


def _with_events(
    weights: Floats,
    channels: list[Ints],
    channel_shares: Floats,
    targets: list[tuple[Mask, Floats]],
) -> Floats:
    """Share of each week's contacts per text, the planted events included.

    Raking: the odds of each event's contacts are scaled in turn until every event has
    its stated share in every week.
    """

    def within_channels() -> Floats:
        shares = np.zeros_like(weights)
        for position, texts in enumerate(channels):
            total = weights[:, texts].sum(axis=1, keepdims=True)
            shares[:, texts] = channel_shares[:, [position]] * weights[:, texts] / total
        return shares

    weights = weights.copy()
    for _ in range(_MAX_ROUNDS):
        gap = 0.0
        for mask, target in targets:
            now = within_channels()[:, mask].sum(axis=1)
            gap = max(gap, float(np.abs(now - target).max()))
            odds = np.divide(target * (1 - now), now * (1 - target), where=now > 0, out=now.copy())
            weights[:, mask] *= odds[:, None]
        if gap < _TOLERANCE:
            return within_channels()
    raise InputError(
        "the planted events cannot be reached with these contacts: some irritant stands in too "
        "few of them, or only in rare channels; add contacts or change nlp/simulation/scenario.py"
    )


def _event_targets(
    contacts: Sequence[CorpusContact], scenario: Scenario
) -> list[tuple[Mask, Floats]]:
    """Which contacts must come to which share of each week."""
    passenger = scenario.passenger
    mentioned, hosted = (_mentions(contacts, c) for c in (passenger.irritant, passenger.host))
    targets = [
        (mentioned & hosted, np.full(scenario.n_weeks, passenger.together)),
        (mentioned & ~hosted, np.full(scenario.n_weeks, passenger.alone)),
    ]
    for trend in scenario.trends:
        targets.append((_mentions(contacts, trend.irritant), _trend_shares(scenario, trend)))
    newcomer = scenario.newcomer
    if newcomer is not None:
        themed = np.array([contact.theme == newcomer.theme for contact in contacts])
        since = _ramp(scenario, newcomer.start, newcomer.start)
        targets.append((themed, newcomer.share * since))
    for mask, _ in targets:
        if not mask.any():
            theme = f", the theme {newcomer.theme}" if newcomer else ""
            raise InputError(
                "the corpus has no contact for a planted event: the scenario needs "
                f"{', '.join(trend.irritant for trend in scenario.trends)}, "
                f"{passenger.irritant} with and without {passenger.host}{theme}"
            )
    return targets


def _trend_shares(scenario: Scenario, trend: Trend) -> Floats:
    """Share of each week's contacts that a trend's irritant is planted at, shape (weeks,)."""
    ramp = _ramp(scenario, trend.start, trend.end)
    shares: Floats = trend.before + (trend.after - trend.before) * ramp
    return shares


def _mentions(contacts: Sequence[CorpusContact], irritant: str) -> Mask:
    return np.array([irritant in contact.irritants for contact in contacts])
