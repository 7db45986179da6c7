import pandas as pd
import pytest

from nlp.errors import EstimationError
from nlp.kpis import compute_kpis


@pytest.fixture
def contacts(make):
    """Week W10: 3 of home (two by one customer), 1 of pro; W11: 2 of pro; a survey."""
    home, pro = {"segment": "home"}, {"segment": "pro"}
    return make(
        {"day": 0, "customer_id": "a", **home},
        {"day": 1, "customer_id": "a", **home},
        {"day": 2, "customer_id": "b", **home},
        {"day": 3, "customer_id": "c", **pro},
        {"day": 7, "customer_id": "c", **pro},
        {"day": 8, "customer_id": None, **pro},
        {"day": 8, "customer_id": "a", "kind": "feedback", "channel": "survey", **home},
    )


@pytest.fixture
def activity():
    return pd.DataFrame(
        {
            "week": ["2026-W10", "2026-W10", "2026-W11", "2026-W11", "2026-W30"],
            "segment": ["home", "pro", "home", "pro", "pro"],
            "orders": [600, 400, 500, 500, 9999],
        }
    )


def test_volumes_by_hand(contacts, line):
    report = compute_kpis(contacts, by=["segment"])
    assert line(report, "contacts", segment="home")["value"] == 4
    assert line(report, "interactions", segment="home")["value"] == 3
    part = line(report, "contact_share", segment="home")
    assert (part["value"], part["n"]) == (4 / 7, 7)
    per_customer = line(report, "contacts_per_customer", segment="pro")
    assert (per_customer["value"], per_customer["n_left_out"]) == (2, 1)


def test_one_line_has_no_share(contacts):
    assert "contact_share" not in set(compute_kpis(contacts).figures["kpi"])


def test_contacts_per_1000_orders(contacts, activity, line):
    """The orders of the weeks that the contacts cover: 2,000, not those of W30."""
    report = compute_kpis(contacts, activity=activity)
    found = line(report, "contacts_per_1000_orders")
    assert (found["value"], found["n"], found["n_left_out"]) == (pytest.approx(3), 6, 0)
    assert found["low"] < 3 < found["high"]
    by_week = compute_kpis(contacts, by=["week"], activity=activity)
    assert line(by_week, "contacts_per_1000_orders", week="2026-W10")["value"] == pytest.approx(4)
    crossed = compute_kpis(contacts, by=["segment", "week"], activity=activity)
    labels = {"segment": "pro", "week": "2026-W11"}
    assert line(crossed, "contacts_per_1000_orders", **labels)["value"] == pytest.approx(4)


def test_reasons_are_set_against_all_orders(contacts, activity, line):
    contacts.loc[0, "reason"] = "return.refund"
    report = compute_kpis(contacts, by=["reason"], activity=activity)
    found = line(report, "contacts_per_1000_orders", reason="return.refund")
    assert found["value"] == pytest.approx(1 / 2)


def test_weeks_without_known_orders_are_left_out_and_said(contacts, activity, line):
    report = compute_kpis(contacts, activity=activity[activity["week"] == "2026-W10"])
    found = line(report, "contacts_per_1000_orders")
    assert (found["value"], found["n"], found["n_left_out"]) == (pytest.approx(4), 4, 2)
    assert any(note.code == "weeks_not_covered" for note in report.notes)


def test_what_the_activity_lacks_is_named(contacts, activity):
    bare = compute_kpis(contacts)
    absent = {x.kpi: x.note for x in bare.absent}
    assert "réservations" in absent["contacts_per_booking"].text("fr")
    assert "orders" in absent["contacts_per_1000_orders"].text("en")
    total = compute_kpis(contacts, by=["week"], activity=pd.DataFrame({"orders": [2000]}))
    assert "week" in {x.kpi: x.note for x in total.absent}["contacts_per_1000_orders"].text("en")


def test_bookings_of_a_line_without_any_are_no_ratio(contacts):
    activity = pd.DataFrame({"segment": ["home"], "bookings": [3]})
    figures = compute_kpis(contacts, by=["segment"], activity=activity).figures
    ratios = figures[figures["kpi"] == "contacts_per_booking"]
    assert ratios[["segment", "value"]].to_numpy().tolist() == [["home", 1.0]]


@pytest.mark.parametrize(
    "activity",
    [{"sales": [3]}, {"orders": ["many"]}, {"orders": [-1]}],
)
def test_an_activity_that_counts_nothing_is_refused(contacts, activity):
    with pytest.raises(EstimationError, match=r"orders"):
        compute_kpis(contacts, activity=pd.DataFrame(activity))
