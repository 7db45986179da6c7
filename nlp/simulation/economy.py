"""What is true of the money of the simulated customers: every number of their model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Economy:
    """How customers of the simulated company buy, stay and leave.

    A customer leaves at a base rate of their own, and because of contacts: each contact
    drives them away with the chances of its irritants, some days later. For a while after a
    contact the base rate is lower: the service holds them back. Days are whole days.

    Attributes:
        n_silent: Customers who never make contact.
        revenue: Median revenue a year per segment.
        revenue_log_sd: Spread of the logarithm of revenue.
        margin_rate, margin_sd: Mean and spread of the margin for one unit of revenue.
        unknown_revenue: Share of customers whose revenue the company does not know.
        leave_rate: Base rate of leaving a day, of a customer of average risk.
        risk_log_sd: Spread of the logarithm of the customers' own risk.
        score_noise: Spread of the error of the company's score, in that logarithm.
        excess_per_point: Chance to leave because of an irritant, for each point of
            satisfaction that it costs; nothing for one that costs none.
        intent_excess: Chance to leave of who says so (the signal of churn intent).
        delay_days: Mean days from a contact to the departure it causes.
        held_factor: What the base rate is multiplied by after a contact.
        held_days: Days for which it is.
        purchases_per_year: Per segment.
        purchase_median, purchase_log_sd: Of the amounts.
        drop_per_point: Logarithm by which the rate of purchases drops after a contact, for each
            point of satisfaction that its irritants cost.
        drop_days: Days for which it does.
        sale_chance: Chance of an additional sale after a contact, per channel.
        sale_median, sale_log_sd: Of the amounts.
        sale_delay_days: Mean days from the contact to the sale.
        retained_share: Share of those who say they leave and whom the service says it retained.
    """

    n_silent: int
    revenue: Mapping[str, float]
    revenue_log_sd: float
    margin_rate: float
    margin_sd: float
    unknown_revenue: float
    leave_rate: float
    risk_log_sd: float
    score_noise: float
    excess_per_point: float
    intent_excess: float
    delay_days: float
    held_factor: float
    held_days: int
    purchases_per_year: Mapping[str, float]
    purchase_median: float
    purchase_log_sd: float
    drop_per_point: float
    drop_days: int
    sale_chance: Mapping[str, float]
    sale_median: float
    sale_log_sd: float
    sale_delay_days: float
    retained_share: float


DEMO_ECONOMY = Economy(
    n_silent=1200,
    revenue=MappingProxyType({"Essentiel": 310.0, "Premium": 840.0, "Pro": 2100.0}),
    revenue_log_sd=0.55,
    margin_rate=0.34,
    margin_sd=0.05,
    unknown_revenue=0.02,
    leave_rate=0.0004,
    risk_log_sd=1.3,
    score_noise=0.5,
    excess_per_point=0.045,
    intent_excess=0.15,
    delay_days=20.0,
    held_factor=0.2,
    held_days=120,
    purchases_per_year=MappingProxyType({"Essentiel": 1.4, "Premium": 2.2, "Pro": 3.0}),
    purchase_median=58.0,
    purchase_log_sd=0.7,
    drop_per_point=0.15,
    drop_days=90,
    sale_chance=MappingProxyType({"chat": 0.05, "call": 0.08, "email": 0.02}),
    sale_median=120.0,
    sale_log_sd=0.6,
    sale_delay_days=6.0,
    retained_share=0.6,
)
"""The customers of the sample's company."""
