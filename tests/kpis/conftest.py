"""Tables of contacts in few words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

START = datetime(2026, 3, 2, tzinfo=UTC)
"""A Monday; days are counted from it."""


def make_contacts(*rows, **columns):
    """Contacts from dictionaries; ``day`` stands for the date, the rest has usual values."""
    made = []
    for i, row in enumerate(rows):
        day = row.get("day", 10)
        at = None if day is None else START + timedelta(days=day)
        week = "undated" if at is None else f"{at.isocalendar().year}-W{at.isocalendar().week:02d}"
        usual = {
            "contact_id": f"c{i:04d}",
            "occurred_at": at,
            "week": week,
            "kind": "interaction",
            "channel": "call",
            "segment": "home",
            "customer_id": f"only-{i}",
            "reason": "delivery.late",
            "irritants": [],
            "signals": [],
        }
        made.append({**usual, **{k: v for k, v in row.items() if k != "day"}, **columns})
    return pd.DataFrame(made)


@pytest.fixture(scope="session")
def make():
    return make_contacts


@pytest.fixture
def story():
    """Thirty days, every case of coming back; ``name`` says who and when.

    a comes back after 4 days; b after 10, so twice for the first time; c the next day for
    another reason; d too late to be judged, e too early; z opens and closes the data.
    """
    late, refund = {"reason": "delivery.late"}, {"reason": "return.refund"}
    took, longer = {"handling_s": 100, "response_s": 60}, {"handling_s": 200, "response_s": 90}
    again, still = {"signals": ["repeat_contact"]}, {"signals": ["unresolved"]}
    rows = {
        "z0": {"customer_id": "z", "day": 0, **refund},
        "e3": {"customer_id": "e", "day": 3, **late},
        "a10": {"customer_id": "a", "day": 10, **took, **late, **still},
        "b10": {"customer_id": "b", "day": 10, **took, **late, "handling_s": 50, **still},
        "c12": {"customer_id": "c", "day": 12, "handling_s": 70, "response_s": 60, **late},
        "c13": {"customer_id": "c", "day": 13, "handling_s": 30, "response_s": 60, **refund},
        "a14": {"customer_id": "a", "day": 14, **longer, **late, **again},
        "a15": {"customer_id": "a", "day": 15, "kind": "feedback", "channel": "survey", **late},
        "b20": {"customer_id": "b", "day": 20, **late, **again},
        "d26": {"customer_id": "d", "day": 26, "handling_s": 10, "response_s": 60, **late},
        "z30": {"customer_id": "z", "day": 30, **late},
    }  # fmt: skip
    return make_contacts(*({"contact_id": name, **row} for name, row in rows.items()))


@pytest.fixture(scope="session")
def line():
    """A KPI's figure in one line of a report, as a dictionary."""

    def find(report, kpi, **labels):
        rows = report.figures[report.figures["kpi"] == kpi]
        for name, label in labels.items():
            rows = rows[rows[name].isna() if label is None else rows[name] == label]
        assert len(rows) == 1, f"{len(rows)} lines of {kpi}"
        return rows.iloc[0].to_dict()

    return find
