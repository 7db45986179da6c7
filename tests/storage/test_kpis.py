from nlp.storage import ContactFilter
from nlp.storage.queries.kpis import kpi_contacts
from tests.storage.conftest import Fake

FAKES = (
    Fake("b", signals=("unresolved",), irritants=("refund.late",), abstained=("reason",)),
    Fake("a", contact={"channel": "call", "handling_s": 60.0, "crm_reason": "Retard"}),
    Fake("c", week="undated"),
)


def test_one_row_per_contact_by_identifier(reading):
    rows = kpi_contacts(reading(*FAKES))
    assert rows["contact_id"].tolist() == ["a", "b", "c"]
    a, b, c = rows.to_dict("records")
    assert (a["channel"], a["handling_s"], a["crm_reason"]) == ("call", 60, "Retard")
    assert (list(b["signals"]), list(b["irritants"])) == (["unresolved"], ["refund.late"])
    assert list(b["abstained"]) == ["reason"]
    assert (c["week"], c["occurred_at"]) == ("undated", c["occurred_at"])
    assert a["reason"] == "delivery.late"
    assert str(rows["occurred_at"].dt.tz) == "UTC"


def test_neither_words_nor_advisers_are_read(reading):
    assert not {"text", "turns", "agent"} & set(kpi_contacts(reading(*FAKES)).columns)


def test_the_filter_holds(reading):
    chosen = ContactFilter(channels=("call",))
    assert kpi_contacts(reading(*FAKES), chosen)["contact_id"].tolist() == ["a"]


def test_an_empty_workspace_has_no_rows(reading):
    assert kpi_contacts(reading()).empty
