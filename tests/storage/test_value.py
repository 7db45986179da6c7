from nlp.storage.queries.value import value_contacts
from tests.storage.conftest import Fake


def test_contacts_with_their_customers_irritants_and_signal(reading):
    reader = reading(
        Fake("b", irritants=("delivery.late",), signals=("churn_intent", "unresolved")),
        Fake("a", week="2026-W10", irritants=("refund.late",), contact={"customer_id": None}),
        Fake("c", week="undated"),
    )
    found = value_contacts(reader, ["refund.late", "delivery.late", "refund.late"])
    assert found["contact_id"].tolist() == ["a", "b", "c"]
    assert found["customer_id"].tolist()[1:] == ["hash-of-b", "hash-of-c"]
    assert found["customer_id"].isna().tolist() == [True, False, False]
    assert found["churn_intent"].tolist() == [False, True, False]
    assert found[["refund.late", "delivery.late"]].to_numpy().tolist() == [
        [True, False],
        [False, True],
        [False, False],
    ]
    assert found["occurred_at"].isna().tolist() == [False, False, True]
    assert "text" not in found


def test_an_empty_workspace_has_no_contacts(reading):
    found = value_contacts(reading(), ["refund.late"])
    assert found.empty
    assert {"churn_intent", "refund.late"} <= set(found)
