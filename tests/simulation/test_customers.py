"""The customers of the simulated company, and their file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlp.simulation.company import Company, simulate_company
from nlp.simulation.corpus import CorpusContact
from nlp.simulation.customer_files import CUSTOMERS, render_customers, tell_value_truth
from nlp.simulation.customers import Clientele, simulate_customers
from nlp.simulation.economy import DEMO_ECONOMY
from nlp.simulation.sample import write_sample
from nlp.simulation.scenario import DEMO
from nlp.taxonomy import Taxonomy
from nlp.value import read_customers

Row = dict[str, Any]


@pytest.fixture(scope="module")
def company(tiny: list[CorpusContact]) -> Company:
    return simulate_company(tiny, replace(DEMO, n_contacts=3000), seed=5)


@pytest.fixture(scope="module")
def clientele(company: Company) -> Clientele:
    return simulate_customers(company, DEMO_ECONOMY, seed=5)


def test_every_customer_is_there_once(company: Company, clientele: Clientele) -> None:
    addresses = [customer.address for customer in clientele.customers]
    assert len(set(addresses)) == len(addresses)
    met = {contact.customer for contact in company.contacts}
    assert set(addresses[: len(met)]) == met
    assert len(addresses) == len(met) + DEMO_ECONOMY.n_silent


def test_nothing_happens_after_a_customer_left_or_after_the_last_day(clientele: Clientele) -> None:
    for customer in clientele.customers:
        end = customer.left or clientele.last_day
        assert end <= clientele.last_day
        for day, amount in (*customer.purchases, *customer.sales):
            assert clientele.first_day <= day <= end
            assert amount > 0
        assert list(customer.purchases) == sorted(customer.purchases)


def test_customers_leave_as_often_as_the_model_says(clientele: Clientele) -> None:
    """The draw against the exact chance of being there on the last day."""
    n = len(clientele.survival)
    stayed = np.mean([customer.left is None for customer in clientele.customers[:n]])
    chances = clientele.survival[:, -1]
    error = np.sqrt((chances * (1 - chances)).sum()) / n
    assert abs(stayed - chances.mean()) < 3.5 * error


def test_the_score_tells_who_leaves(clientele: Clientele) -> None:
    silent = clientele.customers[len(clientele.survival) :]
    left = {
        risky: np.mean([c.left is not None for c in silent if (c.risk_score >= 80) == risky])
        for risky in (True, False)
    }
    assert left[True] > 2 * left[False]
    assert min(c.risk_score for c in silent) >= 0
    assert max(c.risk_score for c in silent) <= 99


def test_who_is_said_to_be_retained_did_not_leave_at_once(clientele: Clientele) -> None:
    line = clientele.timeline
    for i, customer in enumerate(clientele.customers):
        if customer.retained and customer.left:
            own = line.days[line.rows == i].min()
            assert customer.left > clientele.first_day + timedelta(days=int(own))


def test_the_true_effect_of_a_passenger_is_none(company: Company, clientele: Clientele) -> None:
    truth = tell_value_truth(company, clientele)
    rows = {row["irritant"]: row for row in truth["irritants"]}
    assert rows["effort.paperwork"]["excess"] == 0
    assert abs(rows["effort.paperwork"]["effect"]) < 0.02
    assert rows["waiting.processing"]["effect"] == pytest.approx(
        rows["waiting.processing"]["excess"], abs=0.03
    )
    assert rows["trust.fraud"]["effect"] is None  # nobody mentions it in the tiny corpus


def test_the_file_is_read_as_it_was_meant(clientele: Clientele, tmp_path: Path) -> None:
    path = tmp_path / CUSTOMERS
    path.write_bytes(render_customers(clientele.customers))
    found = read_customers(path, lambda text: text)
    assert len(found.facts) == len(clientele.customers)
    for customer in clientele.customers[::97]:
        facts = found.facts.loc[customer.address]
        assert facts["revenue"] == pytest.approx(customer.revenue or np.nan, nan_ok=True)
        assert facts["at_risk"] == customer.risk_score
        assert np.isnan(facts["churned_at"]) == (customer.left is None)
    assert found.repurchases is not None
    assert found.sales is not None
    bought = [c for c in clientele.customers for _ in c.purchases]
    assert len(bought) - len(found.repurchases) <= 1  # the same twice in a day, but for cents
    assert len(found.sales) == sum(len(c.sales) for c in clientele.customers)


def test_the_command_writes_it_beside_the_sample_and_changes_nothing_there(
    rows: list[Row], write_corpus: Callable[..., Path], tmp_path: Path, taxonomy: Taxonomy
) -> None:
    folder, small = write_corpus(rows), replace(DEMO, n_contacts=400)

    def write(name: str, value: bool) -> dict[str, bytes]:
        files = write_sample(
            folder,
            tmp_path / name / "sample",
            taxonomy=taxonomy,
            scenario=small,
            seed=1,
            check_rows=5_000,
            value=tmp_path / name / "value" if value else None,
            economy=replace(DEMO_ECONOMY, n_silent=30),
        )
        return {path.relative_to(tmp_path / name).as_posix(): path.read_bytes() for path in files}

    plain, one, two = write("plain", False), write("one", True), write("two", True)
    assert one == two
    assert set(one) - set(plain) == {
        "value/customers.csv",
        "value/.truth/truth.json",
        "value/DATASHEET.md",
    }
    assert all(one[name] == plain[name] for name in plain)
