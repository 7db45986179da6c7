"""The customers of the simulated company: what they bring in, buy again, and when they leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from nlp.simulation.company import Company, SimulatedContact, customer_address
from nlp.simulation.draw import segment_names
from nlp.simulation.economy import Economy
from nlp.simulation.population import Floats, Ints

CHURN_INTENT = "churn_intent"
"""Signal of who says they leave."""

_FIRST_SILENT = 20_000
"""Number of the first customer without contact, above those of the others."""
_CLAIM_DAYS = 10
"""Days within which a departure keeps the service from saying that it retained someone."""
_YEAR = 365.25

Event = tuple[date, float]


@dataclass(frozen=True, slots=True)
class SimulatedCustomer:
    """A customer as the company's systems would know them.

    Attributes:
        address: The e-mail address that stands in the contacts.
        revenue, margin: A year's; ``None`` where the company does not know.
        risk_score: The company's score, 0 to 99, given before the first week.
        retained: Whether the service says it retained them; ``None`` where it says nothing.
        left: Day of leaving; ``None`` for who stayed.
        purchases, sales: Dated amounts, in order.
    """

    address: str
    revenue: float | None
    margin: float | None
    risk_score: int
    retained: bool | None
    left: date | None
    purchases: tuple[Event, ...]
    sales: tuple[Event, ...]


@dataclass(frozen=True)
class Timeline:
    """The company's contacts by customer and day.

    Attributes:
        contacts: In order of time.
        rows: Customer of each contact, in the order of their first one; (contacts,).
        days: Day of each contact, 0 is the first simulated day; (contacts,).
        n_days: Simulated days.
        points: Points of satisfaction that the irritants of each contact cost; (contacts,).
        excess: Chance that each contact drives its customer away; (contacts,).
    """

    contacts: tuple[SimulatedContact, ...]
    rows: Ints
    days: Ints
    n_days: int
    points: Floats
    excess: Floats

    @property
    def n_customers(self) -> int:
        """Customers with contacts."""
        return int(self.rows.max()) + 1

    def running(self, amounts: Floats, n_customers: int, delay: int, length: int) -> Floats:
        """Sum of amounts over the contacts of the last ``length`` days, from ``delay`` days on.

        Args:
            amounts: One per contact; (contacts,).
            n_customers: Customers, those without contact last.
            delay: Days after the contact on which its amount begins to count.
            length: Days for which it counts.

        Returns:
            Shape (customers, days).
        """
        steps = np.zeros((n_customers, self.n_days + 1))
        start = np.minimum(self.days + delay, self.n_days)
        np.add.at(steps, (self.rows, start), amounts)
        np.add.at(steps, (self.rows, np.minimum(start + length, self.n_days)), -amounts)
        return np.asarray(steps.cumsum(axis=1)[:, :-1])


@dataclass(frozen=True)
class Clientele:
    """The customers and the model behind them.

    Attributes:
        customers: Those with contacts in order of the first one, then the silent ones.
        economy: The model.
        seed: Of the draw.
        first_day, last_day: Days that the file covers.
        timeline: The contacts.
        survival: Probability that a customer with contacts is still there at the end of each
            day; (customers with contacts, days).
    """

    customers: tuple[SimulatedCustomer, ...]
    economy: Economy
    seed: int
    first_day: date
    last_day: date
    timeline: Timeline
    survival: Floats


def simulate_customers(company: Company, economy: Economy, seed: int) -> Clientele:
    """Give the company's customers revenue, purchases and departures.

    Args:
        company: The company and its contacts.
        economy: The model.
        seed: Of everything left to chance.

    Returns:
        The customers, as the company knows them on the last simulated day.
    """
    rng = np.random.default_rng([seed, 3])
    first_day = company.population.scenario.first_monday
    line = _timeline(company, economy)
    met = list(dict.fromkeys(contact.customer for contact in company.contacts))
    n = len(met) + economy.n_silent
    segments = _segments(company, line, n, rng)
    risk = economy.risk_log_sd * rng.standard_normal(n)
    base = _base_survival(line, risk, economy)
    left = (base >= rng.random(n)[:, None]).sum(axis=1)
    left[: len(met)] = np.minimum(left[: len(met)], _driven_away(line, economy, rng))
    there = np.arange(line.n_days) <= left[:, None]

    def dated(events: Sequence[tuple[int, float]]) -> tuple[Event, ...]:
        return tuple((first_day + timedelta(days=day), amount) for day, amount in sorted(events))

    revenue, margin = _revenue(company, segments, economy, rng)
    scores = _scores(risk, economy, rng)
    retained = _retained(line, left, economy, rng)
    purchases = _purchases(company, line, segments, there, economy, rng)
    sales = _sales(line, there, economy, rng)
    customers = tuple(
        SimulatedCustomer(
            address=met[i] if i < len(met) else _silent_address(i - len(met)),
            revenue=revenue[i],
            margin=margin[i],
            risk_score=int(scores[i]),
            retained=retained.get(i),
            left=first_day + timedelta(days=int(left[i])) if left[i] < line.n_days else None,
            purchases=dated(purchases.get(i, [])),
            sales=dated(sales.get(i, [])),
        )
        for i in range(n)
    )
    survival = base[: len(met)] * _caused_survival(line, economy)
    last_day = first_day + timedelta(days=line.n_days - 1)
    return Clientele(customers, economy, seed, first_day, last_day, line, survival)


def leave_chance(economy: Economy, points: float) -> float:
    """Chance that an irritant drives a customer away, by the satisfaction that it costs."""
    return economy.excess_per_point * points


def _timeline(company: Company, economy: Economy) -> Timeline:
    scenario = company.population.scenario
    place = {c: i for i, c in enumerate(dict.fromkeys(c.customer for c in company.contacts))}
    points, excess = [], []
    for contact in company.contacts:
        costs = [-scenario.irritant_effects[code] for code in contact.corpus.irritants]
        chances = [leave_chance(economy, cost) for cost in costs]
        if CHURN_INTENT in contact.corpus.signals:
            chances.append(economy.intent_excess)
        points.append(sum(costs))
        excess.append(1 - float(np.prod([1 - chance for chance in chances])))
    return Timeline(
        contacts=company.contacts,
        rows=np.array([place[c.customer] for c in company.contacts], dtype=np.int64),
        days=np.array([(c.at.date() - scenario.first_monday).days for c in company.contacts]),
        n_days=7 * scenario.n_weeks,
        points=np.array(points, dtype=np.float64),
        excess=np.array(excess),
    )


def _segments(company: Company, line: Timeline, n: int, rng: np.random.Generator) -> Ints:
    """Segment of each customer; the silent ones as those who make contact."""
    names = segment_names(company.population.scenario)
    known = np.zeros(line.n_customers, dtype=np.int64)
    known[line.rows] = [names.index(contact.segment) for contact in line.contacts]
    silent = known[rng.integers(known.size, size=n - known.size)]
    return np.concatenate([known, silent])


def _base_survival(line: Timeline, risk: Floats, economy: Economy) -> Floats:
    """Probability that no customer's own risk has made them leave by the end of each day."""
    ones = np.ones(line.days.size)
    held = line.running(ones, risk.size, 0, economy.held_days) > 0.5
    rate = economy.leave_rate * np.exp(risk)[:, None] * np.where(held, economy.held_factor, 1.0)
    return np.asarray(np.exp(-rate.cumsum(axis=1)))


def _caused_survival(line: Timeline, economy: Economy) -> Floats:
    """Probability that no contact has driven a customer away by the end of each day."""
    survival = np.ones((line.n_customers, line.n_days))
    by_then = 1 - np.exp(-np.arange(1, line.n_days + 1) / economy.delay_days)
    for row, day, chance in zip(line.rows, line.days, line.excess, strict=True):
        survival[row, day:] *= 1 - chance * by_then[: line.n_days - day]
    return survival


def _driven_away(line: Timeline, economy: Economy, rng: np.random.Generator) -> Ints:
    """Day on which each customer leaves because of a contact; far away for who does not."""
    leaves = rng.random(line.days.size) < line.excess
    delay = np.floor(economy.delay_days * rng.standard_exponential(line.days.size)).astype(np.int64)
    left = np.full(line.n_customers, line.n_days, dtype=np.int64)
    np.minimum.at(left, line.rows[leaves], (line.days + delay)[leaves])
    return left


def _revenue(
    company: Company, segments: Ints, economy: Economy, rng: np.random.Generator
) -> tuple[list[float | None], list[float | None]]:
    names = segment_names(company.population.scenario)
    median = np.array([economy.revenue[name] for name in names])[segments]
    revenue = median * np.exp(economy.revenue_log_sd * rng.standard_normal(segments.size))
    rate = economy.margin_rate + economy.margin_sd * rng.standard_normal(segments.size)
    unknown = rng.random(segments.size) < economy.unknown_revenue
    return _cents(revenue, unknown), _cents(revenue * rate.clip(min=0.05), unknown)


def _cents(amounts: Floats, unknown: NDArray[np.bool_]) -> list[float | None]:
    return [
        None if hidden else round(float(amount), 2)
        for amount, hidden in zip(amounts, unknown, strict=True)
    ]


def _scores(risk: Floats, economy: Economy, rng: np.random.Generator) -> Ints:
    """The company's score: the rank of the risk, seen through noise."""
    seen = risk + economy.score_noise * rng.standard_normal(risk.size)
    spread = float(np.hypot(economy.risk_log_sd, economy.score_noise))
    return np.asarray(np.floor(100 * ndtr(seen / spread)).clip(max=99).astype(np.int64))


def _retained(
    line: Timeline, left: Ints, economy: Economy, rng: np.random.Generator
) -> dict[int, bool]:
    """What the service says of those who said that they leave, by customer."""
    said: dict[int, bool] = {}
    for row, day, contact in zip(line.rows.tolist(), line.days, line.contacts, strict=True):
        if CHURN_INTENT in contact.corpus.signals and row not in said and left[row] >= day:
            claims = rng.random() < economy.retained_share
            said[row] = bool(claims and left[row] > day + _CLAIM_DAYS)
    return said


def _purchases(
    company: Company,
    line: Timeline,
    segments: Ints,
    there: NDArray[np.bool_],
    economy: Economy,
    rng: np.random.Generator,
) -> dict[int, list[tuple[int, float]]]:
    """Purchases by customer, as (day, amount)."""
    names = segment_names(company.population.scenario)
    daily = np.array([economy.purchases_per_year[name] for name in names])[segments] / _YEAR
    cost = line.running(line.points, segments.size, 1, economy.drop_days)
    rate = daily[:, None] * np.exp(-economy.drop_per_point * cost) * there
    found: dict[int, list[tuple[int, float]]] = {}
    for row, day in zip(*np.nonzero(rng.random(rate.shape) < rate), strict=True):
        amount = economy.purchase_median * np.exp(economy.purchase_log_sd * rng.standard_normal())
        found.setdefault(int(row), []).append((int(day), round(float(amount), 2)))
    return found


def _sales(
    line: Timeline, there: NDArray[np.bool_], economy: Economy, rng: np.random.Generator
) -> dict[int, list[tuple[int, float]]]:
    """Additional sales by customer, as (day, amount)."""
    found: dict[int, list[tuple[int, float]]] = {}
    for row, day, contact in zip(
        line.rows.tolist(), line.days.tolist(), line.contacts, strict=True
    ):
        chance = economy.sale_chance.get(contact.corpus.channel, 0.0)
        draw, delay, size = rng.random(), rng.standard_exponential(), rng.standard_normal()
        when = day + int(economy.sale_delay_days * delay)
        if draw < chance and when < line.n_days and there[row, when]:
            amount = economy.sale_median * np.exp(economy.sale_log_sd * size)
            found.setdefault(row, []).append((when, round(float(amount), 2)))
    return found


def _silent_address(number: int) -> str:
    return customer_address(_FIRST_SILENT + number, "en" if number % 2 else "fr")
