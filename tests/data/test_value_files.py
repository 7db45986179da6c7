"""The customers of the sample as committed: made by the simulator, true to their truth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from nlp.readers import read_inputs
from nlp.settings import Settings
from nlp.simulation.company import simulate_company
from nlp.simulation.customer_files import CUSTOMERS, VALUE_SHEET, VALUE_TRUTH, write_customers
from nlp.simulation.economy import DEMO_ECONOMY
from nlp.simulation.sample import LABELS
from nlp.simulation.sample import read_contacts
from nlp.simulation.scenario import DEMO, DEMO_SEED
from nlp.taxonomy import load_taxonomy
from nlp.value import ValueOptions, ValueReport, compute_value, load_costs, read_customers

SAMPLE = Settings().sample
VALUE = SAMPLE.parent / "value"


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((VALUE / VALUE_TRUTH).read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def report() -> ValueReport:
    """Figures of the sample on its gold labels."""
    with (SAMPLE / LABELS).open(encoding="utf-8") as lines:
        labels = {(row["source"], row["row"]): row for row in map(json.loads, lines)}
    codes = load_taxonomy(Settings().taxonomy).irritants.codes
    rows = []
    for reading in read_inputs([SAMPLE]):
        for contact in reading.contacts:
            label = labels.get((contact.source, contact.row))
            if label is None:
                continue
            rows.append(
                {
                    "contact_id": contact.contact_id,
                    "week": label["week"],
                    "occurred_at": contact.occurred_at,
                    "channel": contact.channel,
                    "lang": contact.lang,
                    "segment": contact.segment,
                    "customer_id": contact.customer,
                    "churn_intent": "churn_intent" in label["signals"],
                    **{code: code in label["irritants"] for code in codes},
                }
            )
    return compute_value(
        pd.DataFrame(rows),
        list(codes),
        customers=read_customers(VALUE / CUSTOMERS, lambda text: text),
        costs=load_costs(VALUE / "costs.toml"),
        options=ValueOptions(window_days=90),
    )


def test_the_simulator_makes_it_again_byte_for_byte(tmp_path: Path) -> None:
    labels = load_taxonomy(Settings().taxonomy)
    corpus = Settings().corpus
    contacts = read_contacts(corpus, labels, corpus.parent / "newcomer")
    company = simulate_company(contacts, DEMO, DEMO_SEED)
    write_customers(company, tmp_path, DEMO_ECONOMY, DEMO_SEED)
    for name in (CUSTOMERS, VALUE_TRUTH, VALUE_SHEET):
        assert (tmp_path / name).read_bytes() == (VALUE / name).read_bytes(), (
            f"{name} has changed; run: make sample"
        )


def test_its_customers_are_those_of_the_sample(report: ValueReport, truth: dict[str, Any]) -> None:
    matched = next(note for note in report.notes if note.code == "matched")
    assert matched.values["n_known"] == matched.values["n_customers"]
    assert matched.values["n_file"]["en"] == f"{truth['n_customers']:,}"
    assert report.until is not None
    assert report.until.isoformat() == truth["last_day"]


def test_effects_on_leaving_meet_the_truth(report: ValueReport, truth: dict[str, Any]) -> None:
    found = report.figures[report.figures["figure"] == "churn_effect"].set_index("irritant")
    expected = pd.Series({row["irritant"]: row["effect"] for row in truth["irritants"]})
    expected = expected[found.index].astype(float)
    assert len(found) > 35
    covered = expected.between(found["low"], found["high"])
    assert covered.mean() >= 0.85
    errors = (found["high"] - found["low"]) / 4
    assert ((found["value"] - expected).abs() / errors).max() < 4.5
    assert (found["verdict"] == "costs").sum() >= 3


def test_the_return_names_its_inputs(report: ValueReport) -> None:
    figures = report.figures.set_index("figure")["value"]
    returned = (figures["gained"] + figures["saved"]) / figures["service_cost"] - 1
    assert figures["roi"] == pytest.approx(returned)
    assert np.isfinite(figures["roi"])
    assert not {absent.figure for absent in report.absent} & set(figures.index) - {
        "churn_effect", "revenue_at_risk", "margin_at_risk", "repurchase_effect"
    }  # fmt: skip
