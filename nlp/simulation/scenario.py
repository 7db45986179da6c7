"""What is true of the simulated company: every number of its model stands in this file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from nlp.types import Lang

SCORED_CHANNELS = ("survey", "review")
"""Corpus channels whose customers are asked for an answer from 0 to 10."""


@dataclass(frozen=True, slots=True)
class Business:
    """A trade of the group.

    Attributes:
        product: Value of the product column.
        brands: The brand that its customers deal with, per language.
        sectors: Sectors of the corpus that belong to it.
        peak: Week of the year (0 is the first simulated one) with the most contacts.
        peak_lift: Additional share of contacts at the peak, fading over some weeks.
        segments: Share of its customers in each segment.
    """

    product: str
    brands: Mapping[Lang, str]
    sectors: tuple[str, ...]
    peak: int
    peak_lift: float
    segments: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Trend:
    """An irritant whose share of contacts moves.

    Attributes:
        irritant: Its code.
        before: Share of contacts until week ``start`` excluded, in [0, 1].
        after: Share from week ``end`` on; in between it moves in equal steps.
        start, end: Weeks, 0 is the first simulated one.
    """

    irritant: str
    before: float
    after: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An irritant that the taxonomy lacks and that appears from one week to the next.

    Attributes:
        theme: Theme of its contacts.
        effect: Points of a contact with that theme.
        share: Share of contacts from week ``start`` on, in (0, 1); none before.
        start: Week, 0 is the first simulated one.
    """

    theme: str
    effect: float
    share: float
    start: int


@dataclass(frozen=True, slots=True)
class Passenger:
    """An irritant without effect, mostly mentioned together with one that costs.

    Attributes:
        irritant: Its code; its latent effect is 0.
        host: The costly irritant beside it.
        together: Share of contacts that mention both.
        alone: Share of contacts that mention it without its host.
    """

    irritant: str
    host: str
    together: float
    alone: float


@dataclass(frozen=True, slots=True)
class ChannelShift:
    """Contacts that move from one channel to another.

    Attributes:
        loses, gains: Corpus channels.
        points: Half the move: the share of ``gains`` lies this much below its mean
            before week ``start`` and as much above it from week ``end`` on.
        start, end: Weeks, 0 is the first simulated one.
    """

    loses: str
    gains: str
    points: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CrmCoding:
    """How agents code the reason of a chat or call.

    Attributes:
        other_share: Share coded "other".
        wrong_share: Share coded with another reason than the true one.
        other_code: What "other" is coded as.
    """

    other_share: float
    wrong_share: float
    other_code: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """The simulated company.

    Points are those of the 0-10 answer. A customer's latent satisfaction with a contact is
    ``base`` + the customer's own level + the effects of channel and segment + the effect
    of each irritant and praise in the text (or of a discontent that names none) + noise;
    the answer is it, rounded and clipped to 0-10.

    Attributes:
        first_monday: First day of the first week.
        n_weeks: Whole weeks simulated.
        n_contacts: Contacts of the sample, defective rows apart.
        channel_shares: Mean share of contacts per corpus channel; they sum to 1.
        written_out_weight: How much more often a contact comes up whose corpus row holds
            both sides of a call or the whole thread of an e-mail.
        channel_shift: The planted move between channels.
        weekday_weights: Monday to Sunday.
        contacts_per_customer: Share of customers with 1, 2, 3… contacts.
        base: Latent satisfaction of a neutral contact.
        customer_sd: Standard deviation of the customers' own levels.
        noise_sd: Standard deviation of the noise.
        channel_effects: Points per scored channel.
        segment_effects: Points per segment.
        irritant_effects: Points per irritant code; none may be missing.
        praise_effects: Points per praised family; none may be missing.
        unnamed_discontent: Points of a negative contact that names no irritant and has no
            theme.
        answer_base, answer_slope: Probability of answering is
            ``answer_base + answer_slope × answer``.
        trends: Irritants that rise or fall.
        newcomer: The planted irritant that the taxonomy lacks; ``None`` to plant none.
        passenger: The planted passenger.
        businesses: The trades of the group.
        general_business: Product of the business that serves the sectors no business lists.
        crm: How agents code reasons.
    """

    first_monday: date
    n_weeks: int
    n_contacts: int
    channel_shares: Mapping[str, float]
    written_out_weight: float
    channel_shift: ChannelShift
    weekday_weights: tuple[float, ...]
    contacts_per_customer: tuple[float, ...]
    base: float
    customer_sd: float
    noise_sd: float
    channel_effects: Mapping[str, float]
    segment_effects: Mapping[str, float]
    irritant_effects: Mapping[str, float]
    praise_effects: Mapping[str, float]
    unnamed_discontent: float
    answer_base: float
    answer_slope: float
    trends: tuple[Trend, ...]
    newcomer: Newcomer | None
    passenger: Passenger
    businesses: tuple[Business, ...]
    general_business: str
    crm: CrmCoding


_BUSINESSES = (
    Business(
        product="Banque et assurance",
        brands={"fr": "Banque Valmarin", "en": "Larkfield Bank"},
        sectors=(
            "bank", "insurance", "credit union", "credit_union", "crypto kiosk", "health", "card",
            "online broker", "payment app", "atm", "fintech", "loan", "mortgage", "mutual",
            "broker",
        ),
        peak=18,
        peak_lift=0.15,
        segments={"Essentiel": 0.60, "Premium": 0.25, "Pro": 0.15},
    ),
    Business(
        product="Achats",
        brands={"fr": "Cabas & Cie", "en": "Nettleby"},
        sectors=(
            "e-commerce", "retail", "shop", "marketplace", "electronics", "clothing", "furniture",
            "grocery", "private_sales", "diy", "beauty", "sport", "second_hand", "books", "toys",
            "pets", "jewellery", "optics", "food_delivery", "parcel", "parcels", "garden",
            "pharmacy", "restaurant", "supermarket", "appliances", "shoes", "bakery", "florist",
            "flowers",
        ),
        peak=25,
        peak_lift=0.30,
        segments={"Essentiel": 0.75, "Premium": 0.20, "Pro": 0.05},
    ),
    Business(
        product="Maison et télécom",
        brands={"fr": "Foyer Lumen", "en": "Hollins Home"},
        sectors=(
            "energy", "telecom", "water", "software", "app", "housing", "internet", "gas",
            "mobile", "tv", "streaming", "security", "heating", "real_estate", "home services",
            "home_services", "waste", "media", "moving",
        ),
        peak=23,
        peak_lift=0.35,
        segments={"Essentiel": 0.65, "Premium": 0.15, "Pro": 0.20},
    ),
    Business(
        product="Voyages et services",
        brands={"fr": "Cap Mistral", "en": "Wayfarer & Co"},
        sectors=(
            "airline", "train", "hotel", "travel", "car_rental", "public_service", "agency",
            "bus", "cruise", "camping", "school", "automotive", "leisure", "gym", "taxi",
            "parking", "transport", "ferry", "events", "cinema", "museum", "hospital", "culture",
            "education", "driving_school", "salon", "garage", "services", "tourism",
        ),
        peak=11,
        peak_lift=0.45,
        segments={"Essentiel": 0.55, "Premium": 0.35, "Pro": 0.10},
    ),
)  # fmt: skip

_IRRITANT_EFFECTS = {
    "waiting.processing": -1.9,
    "waiting.queue": -0.9,
    "waiting.disruption": -1.4,
    "waiting.luggage": -1.2,
    "reach.no_answer": -1.7,
    "reach.bot_maze": -0.9,
    "staff.rude": -2.2,
    "staff.no_empathy": -1.3,
    "staff.incompetent": -1.2,
    "staff.contradictory": -0.8,
    "staff.not_informed": -0.6,
    "effort.repeat_contact": -1.0,
    "effort.passed_around": -1.1,
    "effort.paperwork": 0.0,
    "resolution.unresolved": -2.5,
    "resolution.promise_broken": -1.8,
    "resolution.refusal": -1.6,
    "refund.late": -1.5,
    "refund.denied": -2.8,
    "price.too_high": -0.7,
    "price.increase": -1.0,
    "price.hidden_fees": -1.6,
    "price.billing_error": -1.5,
    "price.promotion": -0.5,
    "contract.misleading": -2.1,
    "contract.hard_to_leave": -1.7,
    "contract.unfair_treatment": -1.9,
    "digital.bug": -1.0,
    "digital.login": -1.3,
    "digital.usability": -0.4,
    "digital.missing_feature": -0.2,
    "digital.intrusive": -0.3,
    "product.defect": -1.3,
    "product.quality": -1.1,
    "product.not_as_described": -1.4,
    "product.unavailable": -0.7,
    "product.outage": -1.5,
    "delivery.late": -1.2,
    "delivery.not_received": -2.2,
    "delivery.damaged": -1.4,
    "delivery.wrong_item": -1.1,
    "delivery.carrier": -0.9,
    "place.access": -0.5,
    "place.premises": -0.6,
    "trust.fraud": -3.5,
    "trust.privacy": -1.8,
}

_PRAISE_EFFECTS = {
    "waiting": 0.5,
    "reach": 0.4,
    "staff": 0.7,
    "effort": 0.4,
    "resolution": 0.7,
    "refund": 0.5,
    "price": 0.3,
    "contract": 0.3,
    "digital": 0.3,
    "product": 0.5,
    "delivery": 0.5,
    "place": 0.3,
    "trust": 0.4,
}

DEMO = Scenario(
    first_monday=date(2026, 5, 18),
    n_weeks=26,
    n_contacts=6000,
    channel_shares=MappingProxyType(
        {
            "survey": 0.317,
            "review": 0.325,
            "tweet": 0.075,
            "chat": 0.157,
            "call": 0.060,
            "email": 0.066,
        }
    ),
    written_out_weight=3.0,
    channel_shift=ChannelShift(loses="call", gains="chat", points=0.04, start=12, end=20),
    weekday_weights=(1.25, 1.15, 1.05, 1.05, 1.0, 0.65, 0.45),
    contacts_per_customer=(0.62, 0.20, 0.09, 0.05, 0.025, 0.015),
    base=8.2,
    customer_sd=0.9,
    noise_sd=1.4,
    channel_effects=MappingProxyType({"survey": 0.0, "review": -0.6}),
    segment_effects=MappingProxyType({"Essentiel": 0.0, "Premium": 0.5, "Pro": -0.5}),
    irritant_effects=MappingProxyType(_IRRITANT_EFFECTS),
    praise_effects=MappingProxyType(_PRAISE_EFFECTS),
    unnamed_discontent=-3.5,
    answer_base=0.62,
    answer_slope=0.016,
    trends=(
        Trend("digital.login", before=0.01, after=0.04, start=23, end=23),
        Trend("waiting.queue", before=0.045, after=0.015, start=12, end=20),
    ),
    newcomer=Newcomer("cash_refused", effect=-1.6, share=0.04, start=20),
    passenger=Passenger("effort.paperwork", host="waiting.processing", together=0.035, alone=0.010),
    businesses=_BUSINESSES,
    general_business="Voyages et services",
    crm=CrmCoding(other_share=0.15, wrong_share=0.12, other_code="other.none"),
)
"""The company of the sample: ISO weeks 2026-W21 to 2026-W46."""

DEMO_SEED = 20261116
"""Seed of the sample that is committed."""
