import pytest

from nlp.errors import InputError, TaxonomyError
from nlp.kpis import KpiOptions
from nlp.pipeline.kpis import (
    KpiInputs,
    kpi_document,
    kpi_records,
    load_activity,
    load_codes,
    measure_kpis,
)
from nlp.settings import Settings
from nlp.storage import Workspace
from nlp.taxonomy import load_taxonomy
from tests.storage.conftest import Fake, reject_rows, run_row, tables

MAPPING = '{"calls.csv": {"response": "Délai de traitement (h)"}, "chats.csv": {"response": "frt"}}'


def call(name, week, day=0, **contact):
    usual = {
        "kind": "interaction",
        "channel": "call",
        "customer_id": name[0],
        "source": "calls.csv",
        "crm_reason": "Retard",
        "handling_s": 60.0,
    }
    return Fake(name, week=week, day=day, contact={**usual, **contact})


CALLS = (
    call("a1", "2026-W44", response_s=7200.0),
    call("a2", "2026-W44", day=3, response_s=3600.0),
    call("b1", "2026-W45", channel="chat", source="chats.csv", response_s=30.0),
    call("c1", "2026-W46", response_s=1800.0),
    call("d1", "2026-W43"),
    call("e1", "2026-W48"),
)


@pytest.fixture(scope="module")
def taxonomy():
    return load_taxonomy(Settings().taxonomy)


@pytest.fixture
def store(tmp_path):
    workspace = Workspace.open(tmp_path / "w", create=True)
    run = run_row(len(CALLS), mapping=MAPPING)
    workspace.write_run(run, *tables(CALLS), reject_rows())
    return workspace


@pytest.fixture
def measure(store, taxonomy):
    def run(**options):
        with store.reader() as reader:
            return measure_kpis(reader, taxonomy, **options)

    return run


def figures(report):
    return {row["kpi"]: row for row in kpi_records(report, "en")}


def test_the_kpis_of_a_workspace(measure):
    found = figures(measure())
    assert found["contacts"]["value"] == 6
    # d1 is too near the start, e1 too near the end; a1 comes back, b1 and c1 do not.
    assert (found["fcr"]["value"], found["fcr"]["n"]) == (pytest.approx(2 / 3), 3)
    assert found["nps"]["absent"].startswith("It needs satisfaction")


def test_columns_that_no_file_can_bring_are_named(measure):
    report = measure()
    note = next(note for note in report.notes if note.code == "not_stored")
    absent = {x.kpi for x in report.absent}
    assert {"service_level", "transfer_rate", "resolution_rate"} <= absent
    assert note.values["columns"] == "resolved, answered, transferred"


def test_one_week_still_sees_who_comes_back_in_the_next_days(measure):
    found = figures(measure(week="2026-W44"))
    assert found["contacts"]["value"] == 2
    assert (found["fcr"]["value"], found["repeat_rate"]["value"]) == (0, 0.5)


def test_an_unknown_week_is_refused_with_those_there_are(measure):
    with pytest.raises(InputError, match="2026-W43 to 2026-W48"):
        measure(week="2026-W47")


def test_an_empty_workspace_has_no_kpis(tmp_path, taxonomy):
    with Workspace.open(tmp_path / "none", create=True).reader() as reader:
        assert measure_kpis(reader, taxonomy) is None


def test_what_durations_measure_is_read_from_their_header_and_said(measure):
    """The file of calls measures the life of requests; the one of chats, left out, does not."""
    report = measure()
    found = figures(report)
    whole = found["request_response_time"]
    assert (whole["value"], whole["n"]) == (pytest.approx((7200 + 3600 + 1800) / 3), 3)
    assert "whole life of the request" in found["response_time"]["absent"]
    notes = [note.text("en") for note in report.notes]
    assert "Response time: definition in use, whole life of the request (by the column’s header)." \
        in notes  # fmt: skip
    assert "Handling time: definition in use, time on the contact (assumed)." in notes
    assert any("1 values of chats.csv follow the other definition" in note for note in notes)


def test_what_durations_measure_can_be_stated(measure):
    found = figures(measure(inputs=KpiInputs(response="contact")))
    assert found["response_time"]["n"] == 4


def test_reasons_keyed_in_are_tied_by_a_file(measure, tmp_path):
    assert figures(measure())["coded_wrongly"]["absent"]
    codes = tmp_path / "codes.yaml"
    codes.write_text("Retard: return.refund\n", encoding="utf-8")
    report = measure(inputs=KpiInputs(codes=codes))
    assert figures(report)["coded_wrongly"]["value"] == 1
    assert report.confused.to_dict("records")[0]["n"] == 6


def test_codes_that_are_none_are_refused(tmp_path, taxonomy):
    path = tmp_path / "codes.yaml"
    path.write_text("Retard: delivery.lat\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"Did you mean delivery\.late"):
        load_codes(path, taxonomy)
    path.write_text("- Retard\n", encoding="utf-8")
    with pytest.raises(InputError, match="expected lines such as"):
        load_codes(path, taxonomy)
    with pytest.raises((InputError, TaxonomyError), match="cannot be read"):
        load_codes(tmp_path / "nowhere.yaml", taxonomy)


def test_orders_come_from_a_file(measure, tmp_path):
    path = tmp_path / "activite.csv"
    path.write_text("Semaine;Commandes\n2026-S44;1 000\n2026-W45;500,0\n", encoding="utf-8")
    table = load_activity(path)
    assert table.to_dict("list") == {"week": ["2026-W44", "2026-W45"], "orders": [1000.0, 500.0]}
    found = figures(measure(inputs=KpiInputs(activity=path)))["contacts_per_1000_orders"]
    assert (found["value"], found["n_left_out"]) == (pytest.approx(2), 3)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("week;visits\n2026-W44;3\n", "counts nothing"),
        ("week;orders\nlundi;3\n", "row 1: 'lundi' is no ISO week"),
        ("week;orders\n2026-W44;trois\n", "row 1: 'trois' is no number of orders"),
    ],
)
def test_an_activity_that_says_nothing_is_refused(tmp_path, content, message):
    path = tmp_path / "activity.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_activity(path)


def test_records_are_plain_and_complete(measure):
    report = measure(by=["channel"], options=KpiOptions(target=0.9))
    records = kpi_records(report, "fr")
    assert all(value == value for record in records for value in record.values())
    assert {record["channel"] for record in records if not record["absent"]} == {"call", "chat"}
    assert next(r for r in records if r["kpi"] == "contacts")["unit"] == "contacts"
    document = kpi_document(report, "fr")
    assert document["options"]["target"] == 0.9
    codes = {definition["kpi"] for definition in document["definitions"]}
    assert codes == {record["kpi"] for record in records}
