"""Worlds in which irritants drive customers away by known amounts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from nlp.value import Customers, gather_customers

START = 20_000
"""Day of the first contacts (2024-10-04)."""
WINDOW = 30
SPACING = 40
"""Days between the contacts of a customer, more than a window."""

EFFECTS = {"waiting.queue": 0.10, "staff.rude": 0.0, "refund.denied": 0.25, "trust.fraud": 0.15}
PREVALENCE = {
    "waiting.queue": 0.20,
    "staff.rude": 0.10,
    "refund.denied": 0.06,
    "trust.fraud": 0.045,
}
BASE = {"call": 0.10, "chat": 0.03}
"""Chance of leaving of a contact without irritant; callers leave more and complain more."""


@dataclass(frozen=True)
class Leavers:
    """Customers of up to three contacts; at each they leave with a chance that adds up.

    The chance of leaving within the window is the channel's, plus the effect of each irritant
    mentioned, plus the customer's own: linear, so that the projection is what was planted.
    """

    effects: dict[str, float]

    def draw(self, n_customers: int, seed: int) -> tuple[pd.DataFrame, Customers]:
        rng = np.random.default_rng([7, seed])
        own = rng.choice([-0.02, 0.02], n_customers)
        revenue = rng.gamma(1.5, 400, n_customers)
        left = np.full(n_customers, np.nan)
        rows = []
        for i in range(n_customers):
            for turn in range(int(rng.choice([1, 1, 2, 3]))):
                day = START + SPACING * turn + int(rng.integers(5))
                channel = str(rng.choice(["call", "chat"]))
                often = 1.5 if channel == "call" else 0.75
                said = {code: bool(rng.random() < often * p) for code, p in PREVALENCE.items()}
                if said["refund.denied"]:  # said together
                    said["staff.rude"] |= bool(rng.random() < 0.5)
                chance = BASE[channel] + own[i]
                chance += sum(self.effects[code] for code, here in said.items() if here)
                rows.append({"customer_id": f"k{i}", "day": day, "channel": channel, **said})
                if np.isnan(left[i]) and rng.random() < chance:
                    left[i] = day + rng.integers(WINDOW + 1)
        contacts = pd.DataFrame(rows)
        moments = pd.to_datetime(contacts.pop("day"), unit="D", utc=True)
        contacts.insert(0, "contact_id", [f"c{i:05d}" for i in range(len(contacts))])
        contacts["occurred_at"] = moments
        facts = pd.DataFrame(
            {
                "customer_id": [f"k{i}" for i in range(n_customers)],
                "churned_at": left,
                "revenue": revenue,
            }
        )
        return contacts, gather_customers(facts)


@pytest.fixture(scope="session")
def leavers() -> Leavers:
    return Leavers(EFFECTS)


@pytest.fixture(scope="session")
def harmless() -> Leavers:
    return Leavers(dict.fromkeys(EFFECTS, 0.0))


@pytest.fixture
def contacts():
    """A few contacts, as few words as a test needs."""

    def make(*rows, **shared):
        """Rows are (customer, day, irritants...) with days counted from 2026-01-01."""
        base = pd.Timestamp("2026-01-01", tz="UTC")
        made = []
        for i, (customer, day, *said) in enumerate(rows):
            moment = pd.NaT if day is None else base + pd.Timedelta(days=day, hours=11)
            made.append(
                {
                    "contact_id": f"c{i:03d}",
                    "customer_id": customer,
                    "occurred_at": moment,
                    "channel": "call",
                    "churn_intent": "leaves" in said,
                    "delivery.late": "late" in said,
                    "trust.fraud": "fraud" in said,
                    **shared,
                }
            )
        frame = pd.DataFrame(made)
        frame["occurred_at"] = pd.to_datetime(frame["occurred_at"], utc=True)
        return frame

    return make


JANUARY = 20_454
"""Day number of 2026-01-01."""


@pytest.fixture
def customers():
    """Customers from keyword columns; dates counted from 2026-01-01."""

    def make(ids, **columns):
        frame = pd.DataFrame({"customer_id": list(ids), **columns})
        for name in ("churned_at", "repurchased_at", "sale_at"):
            if name in frame:
                frame[name] = frame[name].astype(float) + JANUARY
        return gather_customers(frame.astype(dict.fromkeys(columns, float)))

    return make
