"""The report as a whole: what is given, what is absent and why, what is said."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.errors import EstimationError
from nlp.value import FIGURE_COLUMNS, SPECS, Costs, ValueOptions, compute_value, gather_customers

IRRITANTS = ["delivery.late", "trust.fraud"]
UNTIL = date(2026, 3, 31)
OPTIONS = ValueOptions(window_days=30, observed_until=UNTIL, min_n=5)
COSTS = Costs(cost_per_contact={"call": 6.0, "chat": 0.0}, margin_rate=0.25)


def value(contacts, customers=None, costs=None, options=OPTIONS, **others):
    return compute_value(
        contacts, IRRITANTS, customers=customers, costs=costs, options=options, **others
    )


def one(report, figure, irritant=None, group=None):
    rows = report.figures[report.figures["figure"] == figure]
    for name, wanted in (("irritant", irritant), ("group", group)):
        rows = rows[rows[name].isna() if wanted is None else rows[name] == wanted]
    assert len(rows) == 1, (figure, irritant, group)
    return rows.iloc[0]


def why(report, figure, lang="en"):
    return next(a.note.text(lang) for a in report.absent if a.figure == figure)


def codes(report):
    return [note.code for note in report.notes]


@pytest.fixture
def shop(contacts, customers):
    """Sixty customers, half of whom complain; half of these leave, two others do, who said so."""
    rows = [(f"k{i}", 1 + i % 20, *(("late",) if i < 30 else ())) for i in range(60)]
    rows += [(f"k{i}", 25, "leaves") for i in range(30, 40)]
    left = [30.0] * 15 + [np.nan] * 15 + [35.0] * 2 + [np.nan] * 28
    return contacts(*rows), customers(
        [f"k{i}" for i in range(60)],
        churned_at=left,
        revenue=[100.0 + i for i in range(60)],
        repurchased_at=[22.0 if i % 3 == 0 else np.nan for i in range(60)],
        repurchase_amount=[10.0 + i for i in range(60)],
        sale_at=[26.0 if i in (0, 45) else np.nan for i in range(60)],
        sale_amount=[80.0] * 60,
    )


def test_every_figure_that_the_columns_give(shop):
    report = value(*shop, COSTS)
    assert list(report.figures.columns) == list(FIGURE_COLUMNS)
    assert one(report, "contact_cost", "delivery.late")["value"] == 180
    assert one(report, "contact_cost")["value"] == 420
    late = one(report, "churn_effect", "delivery.late")
    assert late["verdict"] == "costs"
    assert 0.1 < late["low"] < late["value"] < late["high"] < 0.7
    risk = one(report, "revenue_at_risk", "delivery.late")
    assert risk["value"] == pytest.approx(late["value"] * sum(range(100, 130)))
    assert risk["low"] > 0
    margin = one(report, "margin_at_risk", "delivery.late")
    assert margin["value"] == pytest.approx(risk["value"] / 4)
    rate = one(report, "repurchase_rate", "delivery.late")
    assert (rate["value"], rate["n"]) == (pytest.approx(1 / 3), 30)
    amount = one(report, "repurchase_amount")
    assert amount["value"] == pytest.approx(
        np.mean([10 + i if i % 3 == 0 else 0 for i in range(60)])
    )
    assert report.until == UNTIL
    assert (report.first, report.last) == (date(2026, 1, 2), date(2026, 1, 26))


def test_the_pace_a_week_and_a_year(contacts):
    frame = contacts(*((f"k{i}", i) for i in range(14)))
    found = one(value(frame, costs=COSTS), "contact_cost")
    assert (found["value"], found["per_week"]) == (84, 42)
    assert found["per_year"] == pytest.approx(84 * 365.25 / 14)
    assert found["per_year_low"] / found["low"] == pytest.approx(365.25 / 14)
    short = one(value(contacts(("a", 1), ("b", 2)), costs=COSTS), "contact_cost")
    assert short["per_week"] == 12  # a shorter period counts for a week


def test_gained_and_saved_stand_apart_and_make_the_return(shop):
    costs = Costs(margin_rate=0.25, service_yearly_cost=3652.5)
    report = value(*shop, costs)
    gained, saved = one(report, "gained"), one(report, "saved", group="any")
    assert gained["value"] == pytest.approx(0.25 * 160)
    # Ten said that they leave, and eight of them stayed.
    assert saved["value"] == pytest.approx(0.25 * sum(range(132, 140)))
    cost = one(report, "service_cost")
    assert cost["value"] == pytest.approx(250)
    assert np.isnan(cost["low"])
    roi = one(report, "roi")
    assert roi["value"] == pytest.approx((40 + 271 - 250) / 250)
    assert roi["low"] < roi["value"] < roi["high"]
    assert roi["bound"] == "upper"
    working = next(note.text("en") for note in report.notes if note.code == "roi_working")
    assert "gained €40.00, saved €271, cost €250" in working
    assert "upper_bound" in codes(report)


def test_a_missing_column_is_named_and_takes_nothing_else_away(shop):
    contacts, known = shop
    bare = gather_customers(known.facts[["churned_at"]].rename_axis("customer_id").reset_index())
    report = value(contacts, bare, COSTS)
    given = set(report.figures["figure"])
    assert {"contact_cost", "churn_effect", "won_back", "won_back_rate"} <= given
    assert not {"revenue_at_risk", "repurchase_rate", "gained", "saved", "roi"} & given
    assert "revenue (revenue a year)" in why(report, "revenue_at_risk")
    assert "margin (marge par an) ou revenue" in why(report, "won_back_value", "fr")
    assert "repurchased_at (date of purchase)" in why(report, "repurchase_rate")
    assert "sale_at" in why(report, "sale_rate")
    assert "at_risk" in why(report, "stay_gap")
    assert "churned_at with" in why(report, "roi")


def test_without_files_everything_says_what_it_needs(shop):
    report = value(shop[0])
    assert report.figures.empty
    assert {absent.figure for absent in report.absent} >= {
        spec.code for spec in SPECS if spec.code not in ("gained", "saved")
    }
    assert "--customers" in why(report, "revenue_at_risk")
    assert "cost_per_contact" in why(report, "contact_cost")


def test_costs_alone_are_enough_for_the_cost(shop):
    report = value(shop[0], costs=COSTS)
    assert set(report.figures["figure"]) == {"contact_cost"}


def test_zero_costs_are_zero_and_have_no_return(shop):
    report = value(*shop, Costs(cost_per_contact={"call": 0.0}, margin_rate=0.5))
    found = one(report, "contact_cost")
    assert (found["value"], found["low"], found["high"]) == (0, 0, 0)
    assert "costs nothing" in why(report, "roi")


def test_channels_without_a_cost_are_left_out_and_named(contacts):
    frame = contacts(("a", 1, "late"), ("b", 2), ("c", 3, "fraud"))
    frame["channel"] = ["call", "review", "review"]
    report = value(frame, costs=COSTS)
    assert one(report, "contact_cost")[["n", "n_left_out"]].tolist() == [1, 2]
    note = next(note.text("en") for note in report.notes if note.code == "channels_unpriced")
    assert "2 contacts on channels without a cost (review)" in note
    absent = next(a for a in report.absent if a.irritant == "trust.fraud")
    assert "channels of the contacts: review" in absent.note.text("en")


def test_one_customer_makes_no_effect_and_no_noise(contacts, customers):
    frame = contacts(*(("a", day, "late") for day in range(12)))
    report = value(frame, customers("a", churned_at=[np.nan], revenue=[50]), COSTS)
    assert one(report, "contact_cost")["n"] == 12
    assert "cannot single out" in why(report, "churn_effect")
    assert "nan" not in " ".join(note.text("fr") for note in report.notes)


def test_unknown_amounts_add_nothing_and_are_counted(shop):
    contacts, known = shop
    facts = known.facts.reset_index(names="customer_id")
    facts.loc[:9, "revenue"] = np.nan
    report = value(contacts, gather_customers(facts), COSTS)
    risk = one(report, "revenue_at_risk", "delivery.late")
    assert risk[["n", "n_left_out"]].tolist() == [20, 10]
    assert any("unknown for 10 of the 60" in note.text("en") for note in report.notes)


def test_windows_that_are_not_over_are_counted(shop):
    contacts, known = shop
    report = value(contacts, known, options=ValueOptions(30, date(2026, 2, 11), min_n=5))
    note = next(note.text("en") for note in report.notes if note.code == "windows")
    assert "33 contacts judged; left out, 37 whose window is not over, 0 of no customer" in note
    assert one(report, "churn_effect", "delivery.late")[["n", "n_left_out"]].tolist() == [21, 9]


def test_no_window_over_is_said_with_the_day(shop):
    contacts, known = shop
    report = value(contacts, known, options=ValueOptions(90, date(2026, 2, 1), min_n=5))
    assert "90 days is over by 2026-02-01" in why(report, "repurchase_rate")
    assert "window that is over and a known customer" in why(report, "churn_effect")


def test_undated_contacts_are_left_out_where_others_are_dated(contacts, customers):
    frame = contacts(("a", 1), ("b", None), ("c", 3))
    report = value(frame, costs=COSTS)
    assert report.n_contacts == 2
    assert "1 undated contacts are left out." in [note.text("en") for note in report.notes]
    undated = value(contacts(("a", None), ("b", None)), customers("a", churned_at=[1]), COSTS)
    found = one(undated, "contact_cost")
    assert found["value"] == 12
    assert np.isnan(found["per_year"])
    assert "no date" in why(undated, "churn_effect")


def test_contacts_without_customers_say_so(contacts, customers):
    report = value(contacts((None, 1), (None, 2)), customers("a", churned_at=[1]), COSTS)
    assert "No contact has a customer identifier" in why(report, "churn_effect")
    assert one(report, "contact_cost")["n"] == 2


def test_a_score_needs_a_threshold_and_a_flag_does_not(shop):
    contacts, known = shop
    facts = known.facts.reset_index(names="customer_id")
    facts["at_risk"] = np.arange(60.0)
    report = value(contacts, gather_customers(facts), COSTS)
    assert "at_risk_from" in why(report, "stay_gap")
    scored = Costs(at_risk_from=50.0)
    assert (
        one(value(contacts, gather_customers(facts), scored), "won_back", group="score")["n"] == 10
    )
    facts["at_risk"] = np.arange(60) >= 55
    facts["at_risk"] = facts["at_risk"].astype(float)
    assert (
        one(value(contacts, gather_customers(facts), scored), "won_back", group="score")["n"] == 5
    )


def test_what_the_service_says_it_retained_is_checked(shop):
    contacts, known = shop
    facts = known.facts.reset_index(names="customer_id")
    claimed = facts["customer_id"].isin([f"k{i}" for i in range(20)])
    facts["retained"] = np.where(claimed, 1.0, np.nan)
    report = value(contacts, gather_customers(facts))
    found = one(report, "won_back", group="flag")
    assert (found["value"], found["n"]) == (5, 20)


def test_margin_goes_before_revenue_and_tells_the_rate_of_sales(shop):
    contacts, known = shop
    facts = known.facts.reset_index(names="customer_id")
    facts["margin"] = facts["revenue"] / 5
    sales = known.sales.rename(columns={"day": "sale_at", "amount": "sale_amount"})
    report = value(contacts, gather_customers(pd.concat([facts, sales])))
    assert one(report, "gained")["value"] == pytest.approx(160 / 5)
    ratio = one(report, "margin_at_risk", "delivery.late")["value"] / 5
    assert ratio == pytest.approx(one(report, "revenue_at_risk", "delivery.late")["value"] / 25)
    in_revenue = value(contacts, known)
    assert one(in_revenue, "gained")["value"] == 160
    assert "basis_revenue" in codes(in_revenue)


def test_definitions_carry_the_window_and_the_assumptions(shop):
    report = value(*shop, COSTS)
    for lang in ("fr", "en"):
        for definition in report.definitions(lang):
            shown = " ".join(
                (definition.name, definition.formula, definition.interval, *definition.assumptions)
            )
            assert "{" not in shown
            assert definition.interval
    names = {d.figure: d.name for d in report.definitions("fr")}
    assert names["churn_effect"] == "Effet sur le départ sous 30 jours"
    assert names["gained"] == "Euros gagnés"
    pounds = value(*shop, Costs(currency="GBP", margin_rate=0.2))
    assert {d.figure: d.name for d in pounds.definitions("fr")}["gained"] == "Montants gagnés"


def test_a_missing_column_of_the_contacts_is_refused(contacts):
    with pytest.raises(EstimationError, match="channel"):
        value(contacts(("a", 1)).drop(columns="channel"))


row = st.tuples(
    st.sampled_from(["a", "b", "c", "d", None, "stranger"]),
    st.integers(0, 60),
    st.sampled_from(["late", "fraud", "leaves", "nothing"]),
)
fact = st.fixed_dictionaries(
    {
        "churned_at": st.sampled_from([np.nan, 0.0, 20.0, 59.0]),
        "revenue": st.sampled_from([np.nan, 0.0, 1.0, 900.0]),
        "repurchased_at": st.sampled_from([np.nan, 10.0, 40.0]),
        "repurchase_amount": st.sampled_from([np.nan, 0.0, 12.0]),
        "sale_at": st.sampled_from([np.nan, 12.0]),
        "sale_amount": st.sampled_from([np.nan, 30.0]),
        "at_risk": st.sampled_from([np.nan, 0.0, 1.0]),
        "retained": st.sampled_from([np.nan, 0.0, 1.0]),
    }
)


@settings(max_examples=12, deadline=None)
@given(st.lists(row, min_size=1, max_size=25), st.lists(fact, min_size=5, max_size=5))
def test_figures_lie_where_they_must(rows, facts):
    base = pd.Timestamp("2026-01-01", tz="UTC")
    frame = pd.DataFrame(
        {
            "contact_id": [f"c{i}" for i in range(len(rows))],
            "customer_id": [customer for customer, _, _ in rows],
            "occurred_at": [base + pd.Timedelta(days=day) for _, day, _ in rows],
            "channel": [("call", "chat", "review")[day % 3] for _, day, _ in rows],
            "delivery.late": [said == "late" for *_, said in rows],
            "trust.fraud": [said == "fraud" for *_, said in rows],
            "churn_intent": [said == "leaves" for *_, said in rows],
        }
    )
    table = pd.DataFrame(facts)
    for name in ("churned_at", "repurchased_at", "sale_at"):
        table[name] += 20_454
    table.insert(0, "customer_id", list("abcde"))
    options = ValueOptions(window_days=20, observed_until=UNTIL, min_n=2)
    report = value(frame, gather_customers(table), COSTS, options)
    again = value(frame.iloc[::-1], gather_customers(table.iloc[::-1]), COSTS, options)
    pd.testing.assert_frame_equal(report.figures, again.figures)
    for found in report.figures.to_dict("records"):
        assert found["n"] >= 0
        assert found["n_left_out"] >= 0
        assert np.isfinite(found["value"])
        if not np.isnan(found["low"]):
            assert found["low"] <= found["value"] + 1e-9
            assert found["value"] <= found["high"] + 1e-9
        if found["unit"] == "share":
            assert 0 <= found["low"] <= found["high"] <= 1
    given_and_absent = {(a.figure, a.irritant, a.group) for a in report.absent} & {
        (r["figure"], *(None if x != x else x for x in (r["irritant"], r["group"])))
        for r in report.figures.to_dict("records")
    }
    assert not given_and_absent
