import csv
import io
import json

import pytest
from click.testing import CliRunner

from nlp.cli.value import command
from nlp.cli.value_tables import format_figure
from nlp.errors import InputError, WorkspaceError
from nlp.storage import CustomerKey, Workspace
from tests.storage.conftest import Fake, write


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Sixty customers of whom those who complain leave more often; files beside."""
    root = tmp_path_factory.mktemp("value")
    key = CustomerKey.load_or_create(root / "customer.key")
    fakes, rows = [], []
    for i in range(60):
        late = i % 2 == 0
        fakes.append(
            Fake(
                f"c{i:02d}",
                week=f"2026-W{30 + i // 10}",
                day=i % 7,
                irritants=("refund.late",) if late else (),
                signals=("churn_intent",) if i % 6 == 0 else (),
                contact={
                    "customer_id": key.pseudonym(f"k{i}"),
                    "channel": ("call", "chat", "review")[i % 3],
                    "segment": ("home", "pro")[i % 2 ^ i % 3 % 2],
                },
            )
        )
        left = "2026-09-08" if i % 6 in (0, 2) and i > 30 else ""
        sale = ("2026-08-20", "40") if i % 5 == 0 else ("", "")
        rows.append(f"k{i};{200 + i};{left};{'oui' if i % 4 == 0 else 'non'};{sale[0]};{sale[1]}")
    rows += [f"s{i};150;;oui;;" for i in range(12)]
    header = "id_client;ca_annuel;date_resiliation;a_risque;date_vente;montant_vente\n"
    (root / "clients.csv").write_text(header + "\n".join(rows), encoding="utf-8")
    (root / "costs.toml").write_text(
        "margin_rate = 0.3\n[cost_per_contact]\ncall = 6\nchat = 3.5\n", encoding="utf-8"
    )
    write(Workspace.open(root / "w", create=True), fakes)
    return root


@pytest.fixture
def run(folder, monkeypatch):
    monkeypatch.setenv("MOTIF_KEY_FILE", str(folder / "customer.key"))

    def call(*args, files=True):
        given = ["--workspace", str(folder / "w")]
        if files:
            given += ["--customers", str(folder / "clients.csv")]
            given += ["--costs", str(folder / "costs.toml")]
            given += ["--window", "30", "--until", "2026-12-31"]
        done = CliRunner().invoke(command, [*given, *args])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    return call


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_table_holds_figures_assumptions_and_what_is_absent(run, lang):
    out = run("--lang", lang).output
    told = {
        "fr": (
            "Par irritant", "Pour l’ensemble du service", "Chiffres absents", "Suppose\u00a0:",
            "Clients reconquis", "borne haute", "Euros gagnés", "Euros sauvegardés", "par an",
            "\u202f€", "date d’achat",
        ),
        "en": (
            "By irritant", "For the service as a whole", "Figures that are absent", "Assumes:",
            "Customers won back", "upper bound", "Money gained", "Money saved", "a year", "€",
            "date of purchase",
        ),
    }[lang]  # fmt: skip
    for text in told:
        assert text in out
    assert "{" not in out
    assert "nan" not in out.lower().split()
    assert "None" not in out
    assert "k12" not in out


def test_without_files_it_says_what_they_would_give(run):
    out = run(files=False).output
    assert "--customers" in out
    assert "--costs" in out
    assert "For the service as a whole" not in out


def test_json_is_one_document(run):
    document = json.loads(run("--format", "json").output)
    assert (document["currency"], document["window_days"]) == ("EUR", 30)
    assert document["until"] == "2026-12-31"
    figures = {row["figure"] for row in document["figures"]}
    assert {"contact_cost", "revenue_at_risk", "stay_gap", "roi"} <= figures
    assert all(d["interval"] and d["formula"] for d in document["definitions"])
    assert document["notes"]


def test_csv_has_one_row_per_figure_and_per_absence(run):
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv").output)))
    cost = next(r for r in rows if r["figure"] == "contact_cost" and r["irritant"] == "refund.late")
    assert float(cost["low"]) < float(cost["value"]) < float(cost["high"])
    assert float(cost["per_year"]) > float(cost["value"])
    absent = next(r for r in rows if r["figure"] == "repurchase_rate")
    assert "repurchased_at" in absent["absent"]
    assert absent["value"] == ""


def test_the_window_changes_who_is_judged(run):
    def n(window):
        args = ("--format", "json", "--until", "2026-09-30", "--window", window)
        rows = json.loads(run(*args).output)["figures"]
        return next(r["n"] for r in rows if r["figure"] == "sale_rate")

    assert n("30") > n("60")


def test_wrong_usage_and_wrong_input(run, folder, tmp_path):
    assert run("--window", "0").exit_code == 2
    assert run("--until", "31/12/2026").exit_code == 2
    with pytest.raises(InputError, match="no week of the workspace"):
        run("--week", "2026-W10")
    with pytest.raises(InputError, match=r"clients.csv|does not exist"):
        run("--customers", str(folder / "client.csv"))
    with pytest.raises(InputError, match="no figures"):
        run("--workspace", str(Workspace.open(tmp_path / "empty", create=True).folder))
    with pytest.raises(WorkspaceError):
        run("--workspace", str(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    ("value", "unit", "french", "english"),
    [
        (12345.6, "money", "12\u202f346\u202f€", "€12,346"),
        (0.1234, "share", "12,3\u202f%", "12.3%"),
        (0.041, "gap", "+4,1\u00a0pts", "+4.1\u00a0pts"),
        (-0.63, "ratio", "\u221263\u202f%", "\u221263%"),
        (1234.4, "customers", "1\u202f234", "1,234"),
    ],
)
def test_figures_in_their_unit(value, unit, french, english):
    record = {"unit": unit, "currency": "EUR"}
    assert format_figure(value, record, "fr") == french
    assert format_figure(value, record, "en") == english
