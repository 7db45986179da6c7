import json
from datetime import date

import pytest

from nlp.errors import InputError
from nlp.pipeline.value import ValueInputs, measure_value, value_document, value_records
from nlp.settings import Settings
from nlp.storage import CustomerKey, Workspace
from nlp.taxonomy import load_taxonomy
from nlp.value import ValueOptions
from tests.storage.conftest import Fake, write

OPTIONS = ValueOptions(window_days=14, observed_until=date(2026, 11, 30), min_n=3)


@pytest.fixture(scope="module")
def taxonomy():
    return load_taxonomy(Settings().taxonomy)


@pytest.fixture(scope="module")
def key_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("key") / "customer.key"
    CustomerKey.load_or_create(path)
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory, key_file):
    """Twenty customers from 2026-W40 on, every other of whom complains of a delay."""
    key = CustomerKey.load_or_create(key_file)
    workspace = Workspace.open(tmp_path_factory.mktemp("value") / "w", create=True)
    fakes = [
        Fake(
            f"c{i:02d}",
            week=f"2026-W{40 + i // 5}",
            day=i % 5,
            irritants=("delivery.late",) if i % 2 else (),
            signals=("churn_intent",) if i % 4 == 0 else (),
            contact={"customer_id": key.pseudonym(f"Client-{i}"), "channel": "call"},
        )
        for i in range(20)
    ]
    write(workspace, fakes)
    return workspace


@pytest.fixture
def clients(tmp_path):
    rows = [
        f"client-{i} ;{100 + i};{'15/10/2026' if i in (0, 3, 6, 12) else ''};{10 * i}"
        for i in range(22)
    ]
    path = tmp_path / "clients.csv"
    path.write_text("id_client;ca;date_depart;score_risque\n" + "\n".join(rows), encoding="utf-8")
    return path


@pytest.fixture
def costs(tmp_path):
    path = tmp_path / "costs.toml"
    path.write_text(
        "margin_rate = 0.5\nservice_yearly_cost = 1000\nat_risk_from = 150\n"
        "[cost_per_contact]\ncall = 5\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def measure(store, taxonomy, key_file):
    def run(customers=None, costs=None, key=None, **others):
        inputs = ValueInputs(customers, costs, key or key_file)
        with store.reader() as reader:
            return measure_value(reader, taxonomy, inputs=inputs, options=OPTIONS, **others)

    return run


def records(report, taxonomy, lang="en"):
    return {
        (row["figure"], row["irritant"], row["group"]): row
        for row in value_records(report, taxonomy, lang)
    }


def test_customers_are_recognised_by_the_keyed_hash(measure, taxonomy, clients, costs):
    report = measure(clients, costs)
    found = records(report, taxonomy)
    assert found["contact_cost", "delivery.late", None]["value"] == 50
    at_risk = found["won_back", None, "signal"]
    assert (at_risk["n"], at_risk["value"]) == (5, 4)
    assert found["revenue_at_risk", "delivery.late", None]["currency"] == "EUR"
    assert found["contact_cost", "delivery.late", None]["irritant_name"] == taxonomy.name(
        "irritant", "delivery.late", "en"
    )
    note = next(note.text("en") for note in report.notes if note.code == "matched")
    assert note.startswith("20 of the 20 customers who made contact are in the file (22 customers)")


def test_nothing_that_comes_out_holds_an_identifier(measure, taxonomy, clients, costs):
    for lang in ("fr", "en"):
        document = json.dumps(value_document(measure(clients, costs), taxonomy, lang))
        assert "client-" not in document.casefold().replace("clients.csv", "")


def test_absences_are_records_too(measure, taxonomy, costs):
    found = records(measure(costs=costs), taxonomy, "fr")
    assert "--customers" in found["churn_effect", None, None]["absent"]
    assert found["contact_cost", None, None]["absent"] is None
    assert all(row["name"] for row in found.values())


def test_the_weeks_covered(measure, taxonomy, costs):
    def cost(**others):
        return records(measure(costs=costs, **others), taxonomy)["contact_cost", None, None]["n"]

    assert cost() == 20
    assert cost(week="2026-W41") == 10
    assert cost(week="2026-W42", period_weeks=2) == 10
    with pytest.raises(InputError, match="2026-W40 to 2026-W43"):
        cost(week="2026-W44")


def test_who_made_contact_before_the_weeks_covered_is_no_comparison(
    measure, taxonomy, clients, costs
):
    """Customers 20 and 21 never made contact; 15 to 19 did in the last week."""
    all_weeks = records(measure(clients, costs), taxonomy)
    assert all_weeks["stay_compared", None, "not_contacted"]["n"] == 2
    earlier = records(measure(clients, costs, week="2026-W42"), taxonomy)
    assert "No comparison group" in earlier["stay_gap", None, None]["absent"]


def test_a_file_of_strangers_is_refused(measure, tmp_path):
    path = tmp_path / "others.csv"
    path.write_text("id;revenue\nnobody;12\n", encoding="utf-8")
    with pytest.raises(InputError, match="none of the 1 customers"):
        measure(path)


def test_no_key_is_made_to_compare_with(measure, clients, tmp_path):
    nowhere = tmp_path / "no.key"
    with pytest.raises(InputError, match="does not exist"):
        measure(clients, key=nowhere)
    assert not nowhere.exists()


def test_an_empty_workspace_has_no_figures(tmp_path, taxonomy):
    with Workspace.open(tmp_path / "none", create=True).reader() as reader:
        assert measure_value(reader, taxonomy) is None
