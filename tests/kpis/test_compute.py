import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.errors import EstimationError
from nlp.kpis import DIMENSIONS, FIGURE_COLUMNS, KPIS, KpiOptions, compute_kpis

contacts = st.lists(
    st.fixed_dictionaries(
        {
            "customer_id": st.sampled_from(["a", "b", "c", "d", None]),
            "day": st.sampled_from([0, 1, 3, 8, 9, 15, 22, 30, None]),
            "reason": st.sampled_from(["delivery.late", "return.refund"]),
            "channel": st.sampled_from(["call", "email", "chat"]),
            "segment": st.sampled_from(["home", "pro", None]),
            "kind": st.sampled_from(["interaction", "interaction", "feedback"]),
            "irritants": st.lists(st.sampled_from(["x.a", "x.b"]), max_size=3),
            "signals": st.lists(st.sampled_from(["repeat_contact", "unresolved"]), max_size=2),
            "satisfaction": st.sampled_from([0.0, 7.0, 9.0, 10.0, None]),
            "handling_s": st.sampled_from([10.0, 400.0, None]),
            "waiting_s": st.sampled_from([5.0, 50.0, None]),
        }
    ),
    min_size=1,
    max_size=25,
)


def shown(report, **labels):
    """Figures without those that compare with all contacts."""
    rows = report.figures[report.figures["kpi"] != "contact_share"]
    for name, label in labels.items():
        rows = rows[rows[name] == label]
    return rows.reset_index(drop=True)


@settings(max_examples=15, deadline=None)
@given(contacts)
def test_volumes_add_up(make, rows):
    table = make(*rows, scale="nps")
    for by in DIMENSIONS:
        figures = compute_kpis(table, by=[by], kpis=["contacts", "contact_share"]).figures
        counts = figures[figures["kpi"] == "contacts"]
        if by == "irritant":
            mentions = sum(max(len(set(row["irritants"])), 1) for row in rows)
            assert counts["value"].sum() == mentions
        else:
            assert counts["value"].sum() == len(rows)
            parts = figures[figures["kpi"] == "contact_share"]["value"]
            assert parts.sum() == pytest.approx(1)


@settings(max_examples=20, deadline=None)
@given(contacts, st.sampled_from([(), ("channel",), ("reason", "week")]))
def test_figures_lie_where_they_must(make, rows, by):
    units = {kpi.code: kpi for kpi in KPIS}
    for row in compute_kpis(make(*rows, scale="nps"), by=by).figures.to_dict("records"):
        kpi = units[row["kpi"]]
        bounds = (0, np.inf) if kpi.unit in ("contacts", "ratio", "seconds") else kpi.bounds
        if row["value"] == row["value"]:
            assert bounds[0] <= row["value"] <= bounds[1]
        if row["low"] == row["low"]:
            low, high = row["low"], row["high"]
            assert bounds[0] <= low <= row["value"] + 1e-9
            assert row["value"] - 1e-9 <= high <= bounds[1]
            assert np.isfinite(high)
        assert min(row["n"], row["n_customers"], row["n_left_out"]) >= 0


@settings(max_examples=15, deadline=None)
@given(contacts, st.integers(1, 4))
def test_an_unrelated_customer_changes_nothing_elsewhere(make, rows, n):
    options = KpiOptions(
        observed_from=pd.Timestamp("2026-03-02"), observed_until=pd.Timestamp("2026-04-01")
    )
    stranger = {"customer_id": "new", "channel": "letter", "day": 9}
    before = compute_kpis(make(*rows, scale="nps"), by=["channel"], options=options)
    after = compute_kpis(make(*rows, *[stranger] * n, scale="nps"), by=["channel"], options=options)
    for channel in ("call", "email", "chat"):
        one, other = shown(before, channel=channel), shown(after, channel=channel)
        # A KPI that nobody gave before may be given by the stranger, with nothing here.
        other = other[other["kpi"].isin(set(one["kpi"]))].reset_index(drop=True)
        pd.testing.assert_frame_equal(one, other)


@settings(max_examples=15, deadline=None)
@given(contacts, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(make, rows, random):
    table = make(*rows, scale="nps")
    within = (table["channel"] != "chat").to_numpy()
    order = list(range(len(table)))
    random.shuffle(order)
    one = compute_kpis(table, by=["segment"], within=within)
    other = compute_kpis(table.iloc[order], by=["segment"], within=within[order])
    pd.testing.assert_frame_equal(one.figures, other.figures)


def test_weeks_come_in_order_other_lines_by_size(make):
    table = make({"day": 15}, {"day": 1}, {"day": 2, "channel": "chat"}, {"day": 3}, {"day": None})
    by_week = compute_kpis(table, by=["week"], kpis=["contacts"]).figures
    assert by_week["week"].tolist() == ["2026-W10", "2026-W12", "undated"]
    by_channel = compute_kpis(table, by=["channel"], kpis=["contacts"]).figures
    assert by_channel["channel"].tolist() == ["call", "chat"]


def test_lines_can_cross(make):
    table = make({"irritants": ["x.a", "x.b"]}, {"irritants": ["x.a"], "channel": "chat"}, {})
    figures = compute_kpis(table, by=["irritant", "channel"], kpis=["contacts"]).figures
    lines = {(row.irritant, row.channel): row.value for row in figures.itertuples()}
    assert lines == {("x.a", "call"): 1, ("x.a", "chat"): 1, ("x.b", "call"): 1, (None, "call"): 1}


def test_the_table_has_its_columns_even_when_empty(make):
    report = compute_kpis(make({}).iloc[:0], by=["channel"])
    assert list(report.figures.columns) == ["channel", *FIGURE_COLUMNS]
    assert report.figures.empty
    assert {"nps", "fcr"} <= {x.kpi for x in report.absent}


def test_every_kpi_is_given_or_absent(make):
    for table in (make({}), make({}).drop(columns=["kind", "reason", "irritants", "signals"])):
        report = compute_kpis(table)
        found = set(report.figures["kpi"]) | {x.kpi for x in report.absent}
        assert found >= {kpi.code for kpi in KPIS} - {"contact_share"}
        for absent in report.absent:
            assert "{" not in absent.note.text("fr") + absent.note.text("en")


def test_no_customers_at_all_is_said(make):
    report = compute_kpis(make({}, {}).drop(columns="customer_id"))
    note = next(note for note in report.notes if note.code == "customers_unknown")
    assert note.text("en").startswith("2 contacts of no known customer")
    assert any(x.kpi == "contacts_per_customer" for x in report.absent)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda t: compute_kpis(t, by=["chanel"]), "Did you mean channel"),
        (lambda t: compute_kpis(t, by=["week", "week"]), "given twice"),
        (lambda t: compute_kpis(t, kpis=["frc"]), "Did you mean fcr"),
        (lambda t: compute_kpis(t.drop(columns="segment"), by=["segment"]), "column 'segment'"),
        (lambda t: compute_kpis(t, within=np.array([True])), "each of the 2 contacts"),
        (lambda t: compute_kpis(pd.concat([t, t])), "2 rows repeat a contact_id"),
        (lambda t: compute_kpis(t.assign(handling_s=-1.0)), "negative"),
        (lambda t: compute_kpis(t.assign(handling_s="long")), "numbers"),
        (lambda t: compute_kpis(t.assign(transferred="maybe")), "true or false"),
        (lambda t: KpiOptions(window_days=0), "window_days"),
        (lambda t: KpiOptions(target=80), "target"),
        (lambda t: KpiOptions(handling="life"), "handling"),
        (lambda t: KpiOptions(reply_within_s=float("nan")), "reply_within_s"),
    ],
)
def test_what_cannot_be_is_refused(make, call, message):
    with pytest.raises(EstimationError, match=message):
        call(make({}, {}))
