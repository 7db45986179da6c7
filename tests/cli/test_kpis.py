import csv
import io
import json

import pytest
from click.testing import CliRunner

from nlp.cli.kpi_tables import format_value
from nlp.cli.kpis import command
from nlp.errors import EstimationError, InputError, WorkspaceError
from nlp.storage import Workspace
from tests.storage.conftest import Fake, write


def contact(i):
    kind = "feedback" if i % 5 == 0 else "interaction"
    row = {
        "kind": kind,
        "channel": "survey" if i % 5 == 0 else ("call", "chat")[i % 2],
        "customer_id": f"customer {i // 2}",
        "segment": ("home", None)[i % 2],
        "crm_reason": ("delivery.late", "Autre", "return.refund")[i % 3],
        "waiting_s": None if i % 4 else 12.0,
    }
    if i % 5 == 0:
        row |= {"satisfaction": float(i % 11), "scale": "nps"}
    else:
        row["handling_s"] = 30.0 * (1 + i % 7)
    reasons = (("delivery.late",), ("delivery.late", "refund.late"))[i % 2]
    week, day = f"2026-W{40 + i // 20}", i % 7
    return Fake(f"c{i:03d}", week=week, day=day, reasons=reasons, contact=row,
                irritants=("refund.late",) if i % 3 else ())  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kpis") / "w"
    write(Workspace.open(folder, create=True), [contact(i) for i in range(80)])
    return folder


@pytest.fixture
def run(workspace):
    def call(*args):
        done = CliRunner().invoke(command, ["--workspace", str(workspace), *args])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    return call


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(
    "by", [[], ["--by", "channel"], ["--by", "irritant", "--by", "week"]], ids=str
)
def test_the_table_holds_figures_definitions_and_what_is_absent(run, lang, by):
    out = run("--lang", lang, *by).output
    told = {
        "fr": ("Résolution au premier contact", "Définitions en usage", "Indicateurs absents"),
        "en": ("First-contact", "Definitions in use", "KPIs that are absent"),
    }[lang]
    for text in told:
        assert text in out
    assert "{" not in out
    assert "nan" not in out.lower().split()
    assert {"fr": "temps passé sur le contact", "en": "time on the contact"}[lang] in out


def test_groups_bear_their_names(run):
    assert "Remboursement" in run("--by", "irritant", "--lang", "fr").output
    assert "(none)" in run("--by", "segment").output
    assert "2026-W43" in run("--by", "week").output


def test_json_is_one_document(run):
    document = json.loads(run("--format", "json", "--by", "reason", "--window-days", "3").output)
    assert document["by"] == ["reason"]
    assert document["options"]["window_days"] == 3
    rows = [row for row in document["figures"] if row["kpi"] == "contacts"]
    assert sum(row["value"] for row in rows) == 80
    assert document["confused"]
    assert document["notes"]


def test_csv_has_one_row_per_figure_and_per_absence(run):
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv", "--by", "week").output)))
    contacts = [row for row in rows if row["kpi"] == "contacts"]
    assert [row["week"] for row in contacts] == [f"2026-W{week}" for week in range(40, 44)]
    assert [row["value"] for row in contacts] == ["20.0"] * 4
    absent = next(row for row in rows if row["kpi"] == "transfer_rate")
    assert "transferred" in absent["absent"]
    assert absent["value"] == ""


def test_one_week(run):
    rows = json.loads(run("--format", "json", "--week", "2026-W41").output)["figures"]
    assert next(row for row in rows if row["kpi"] == "contacts")["value"] == 20


def test_wrong_usage_and_wrong_input(run, tmp_path):
    assert run("--by", "colour").exit_code == 2
    assert run("--window-days", "0").exit_code == 2
    with pytest.raises(InputError, match="no week with contacts"):
        run("--week", "2026-W10")
    with pytest.raises(EstimationError, match="given twice"):
        run("--by", "week", "--by", "week")
    with pytest.raises(InputError, match="no KPIs"):
        run("--workspace", str(Workspace.open(tmp_path / "empty", create=True).folder))
    with pytest.raises(WorkspaceError):
        run("--workspace", str(tmp_path / "nowhere"))


@pytest.mark.parametrize(
    ("value", "unit", "french", "english"),
    [
        (1234.4, "contacts", "1\u202f234", "1,234"),
        (0.125, "share", "12,5\u202f%", "12.5%"),
        (-0.02, "gap", "−2,0\u00a0pts", "−2.0\u00a0pts"),
        (42.25, "seconds", "42,2\u00a0s", "42.2\u00a0s"),
        (3599.6, "seconds", "1\u00a0h\u00a000\u00a0min", "1\u00a0h\u00a000\u00a0min"),
        (312, "seconds", "5\u00a0min\u00a012\u00a0s", "5\u00a0min\u00a012\u00a0s"),
        (266_400, "seconds", "3\u00a0j\u00a002\u00a0h", "3\u00a0d\u00a002\u00a0h"),
        (-20.66, "nps", "−20,7", "−20.7"),
        (0.0123, "ratio", "0,012", "0.012"),
        (4.256, "points", "4,26", "4.26"),
    ],
)
def test_figures_are_written_in_their_unit(value, unit, french, english):
    assert format_value(value, unit, "fr") == french
    assert format_value(value, unit, "en") == english
