"""The simulated company's contacts as its systems would know them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np

from nlp.simulation.corpus import TURN_JOINT, CorpusContact
from nlp.simulation.draw import Draw, draw_contacts, segment_names
from nlp.simulation.population import Population, build_population
from nlp.simulation.scenario import SCORED_CHANNELS, CrmCoding, Scenario
from nlp.types import Lang, Turn
from nlp.weeks import week_of

SERVED_CHANNELS = ("chat", "call")
"""Corpus channels in which an agent answers at once, with a wait and a handling time."""

AGENTS_PER_TEAM = 5

_SUMMER_TIME_ENDS = datetime(2026, 10, 25, 1, tzinfo=UTC)
"""When Paris leaves summer time; the simulated weeks hold no other change of clocks."""

_OPEN_HOURS = {"chat": (8.5, 20.0), "call": (8.5, 19.5)}
_WAKING_HOURS = (6.5, 22.5)

_SECONDS_PER_WORD = 0.38
_PAUSE_S = 0.9
_AFTER_CALL_S = 60.0
_CHAT_MEDIAN_S, _CHAT_LOG_SD = 520.0, 0.5
_MEAN_WAIT_S = {"chat": 70.0, "call": 150.0}
_MONDAY_WAIT = 1.6
"""How much longer one waits on a Monday."""

_LOCAL_PARTS: dict[Lang, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "fr": (
        ("galet", "sillage", "brume", "tuile", "frelon", "cerfeuil", "lucarne", "roseau"),
        ("bleu", "tranquille", "dore", "vif", "polaire", "sucre", "lointain", "matinal"),
        "courriel.example",
    ),
    "en": (
        ("pebble", "harbour", "thistle", "lantern", "otter", "saddle", "bramble", "kettle"),
        ("quiet", "amber", "early", "northern", "tidy", "silver", "wandering", "plain"),
        "mailbox.example",
    ),
}


@dataclass(frozen=True, slots=True)
class SimulatedContact:
    """A contact of the simulated company.

    Attributes:
        corpus: The hand-written contact whose words and labels it has.
        at: When it happened, with the offset of Paris.
        customer: E-mail address of the customer, on a domain that cannot exist.
        segment, brand, product: Values of the columns.
        score: The answer, 0 to 10; ``None`` if the customer gave none or was not asked.
        team, agent: Who answered, ``None`` where nobody does at once.
        crm_reason: Reason as the agent coded it, right or wrong.
        waiting_s, handling_s: Durations in seconds.
        turns: Turns with their starts, for calls; else empty.
    """

    corpus: CorpusContact
    at: datetime
    customer: str
    segment: str
    brand: str
    product: str
    score: int | None = None
    team: str | None = None
    agent: str | None = None
    crm_reason: str | None = None
    waiting_s: int | None = None
    handling_s: int | None = None
    turns: tuple[Turn, ...] = ()

    @property
    def week(self) -> str:
        """ISO week, such as ``2026-W46``; the same in Paris and UTC."""
        return week_of(self.at)


@dataclass(frozen=True, slots=True)
class Company:
    """A simulated company and the contacts of its sample.

    Attributes:
        population: The weighted corpus that the contacts are drawn from.
        seed: Of the draw.
        contacts: In order of time.
    """

    population: Population
    seed: int
    contacts: tuple[SimulatedContact, ...]


def simulate_company(corpus: Sequence[CorpusContact], scenario: Scenario, seed: int) -> Company:
    """Spread the corpus over the weeks and customers of the scenario.

    Args:
        corpus: The hand-written contacts.
        scenario: The company.
        seed: Of everything left to chance; same corpus, scenario and seed, same contacts.

    Returns:
        The company.

    Raises:
        InputError: The corpus cannot carry the scenario.
    """
    population = build_population(corpus, scenario)
    rng = np.random.default_rng([seed, 1])
    draw = draw_contacts(population, scenario.n_contacts, rng)
    reasons = tuple(sorted({contact.reason for contact in population.contacts}))
    contacts = [_contact(population, draw, index, reasons, rng) for index in range(draw.text.size)]
    contacts.sort(key=lambda contact: contact.at)
    return Company(population, seed, tuple(contacts))


def _contact(
    population: Population,
    draw: Draw,
    index: int,
    reasons: Sequence[str],
    rng: np.random.Generator,
) -> SimulatedContact:
    scenario = population.scenario
    text = int(draw.text[index])
    corpus = population.contacts[text]
    business = population.business(text)
    monday = scenario.first_monday + timedelta(weeks=int(draw.week[index]))
    at = _moment(monday + timedelta(days=_weekday(scenario, rng)), corpus.channel, rng)
    answered = corpus.channel in SCORED_CHANNELS and bool(draw.answered[index])
    contact = SimulatedContact(
        corpus=corpus,
        at=at,
        customer=customer_address(int(draw.customer[index]), corpus.lang),
        segment=segment_names(scenario)[draw.segment[index]],
        brand=business.brands[corpus.lang],
        product=business.product,
        score=int(draw.score[index]) if answered else None,
    )
    if corpus.channel not in SERVED_CHANNELS:
        return contact
    coded = _coded(corpus.reason, reasons, scenario.crm, rng)
    return _served(contact, int(population.business_of[text]), coded, rng)


def _served(
    contact: SimulatedContact, business: int, crm_reason: str, rng: np.random.Generator
) -> SimulatedContact:
    """The contact with what the service's own system adds to it."""
    corpus = contact.corpus
    team = f"T{business + 1}-{corpus.lang.upper()}"
    wait = rng.exponential(_MEAN_WAIT_S[corpus.channel])
    if contact.at.weekday() == 0:
        wait *= _MONDAY_WAIT
    turns, duration = _spoken(corpus) if corpus.channel == "call" else ((), 0.0)
    if corpus.channel == "chat":
        handling = _CHAT_MEDIAN_S * float(np.exp(_CHAT_LOG_SD * rng.standard_normal()))
    else:
        handling = duration + rng.exponential(_AFTER_CALL_S)
    return replace(
        contact,
        team=team,
        agent=f"{team}-{int(rng.integers(AGENTS_PER_TEAM)) + 1:02d}",
        crm_reason=crm_reason,
        waiting_s=round(wait),
        handling_s=round(handling),
        turns=turns,
    )


def _weekday(scenario: Scenario, rng: np.random.Generator) -> int:
    edges = np.cumsum(scenario.weekday_weights)
    return int(np.searchsorted(edges, rng.random() * edges[-1], side="right"))


def _moment(day: date, channel: str, rng: np.random.Generator) -> datetime:
    """A time of day, as the clocks of Paris showed it."""
    opens, closes = _OPEN_HOURS.get(channel, _WAKING_HOURS)
    seconds = round(3600 * (opens + (closes - opens) * rng.random()))
    summer = timezone(timedelta(hours=2))
    at = datetime(day.year, day.month, day.day, tzinfo=summer) + timedelta(seconds=seconds)
    if at < _SUMMER_TIME_ENDS:
        return at
    return at.replace(tzinfo=timezone(timedelta(hours=1)))


def customer_address(customer: int, lang: Lang) -> str:
    """An address that names nobody; unique, since it ends with the customer's number."""
    first, second, domain = _LOCAL_PARTS[lang]
    words = (first[customer % len(first)], second[customer // len(first) % len(second)])
    return f"{'.'.join(words if lang == 'fr' else reversed(words))}{customer + 1000}@{domain}"


def _spoken(corpus: CorpusContact) -> tuple[tuple[Turn, ...], float]:
    """The turns of a call, each with its start, and how long the call lasts in seconds.

    Where the corpus has the customer's words only, so has the recording.
    """
    said = corpus.turns or tuple(
        Turn("customer", part.strip()) for part in corpus.text.split(TURN_JOINT) if part.strip()
    )
    turns: list[Turn] = []
    clock = _PAUSE_S
    for turn in said:
        turns.append(Turn(turn.speaker, turn.text, round(clock, 1)))
        clock += _SECONDS_PER_WORD * len(turn.text.split()) + _PAUSE_S
    return tuple(turns), clock


def _coded(reason: str, reasons: Sequence[str], coding: CrmCoding, rng: np.random.Generator) -> str:
    """The reason as an agent coded it: right, "other", or another one."""
    chance = rng.random()
    if chance < coding.other_share:
        return coding.other_code
    others = [code for code in reasons if code not in (reason, coding.other_code)]
    if chance < coding.other_share + coding.wrong_share and others:
        return others[int(rng.integers(len(others)))]
    return reason
