import numpy as np
import pandas as pd
import pytest

from nlp.drivers.contacts.controls import MAX_LEVELS
from nlp.drivers.contacts.design import BLOCK_ROWS, build_design
from nlp.errors import EstimationError


def make_contacts(n=60, seed=0):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"late": rng.random(n) < 0.3, "rude": rng.random(n) < 0.2})
    frame["score"] = rng.integers(0, 11, n).astype(float)
    frame["channel"] = rng.choice(["call", "email"], n)
    frame["customer"] = rng.integers(0, 25, n).astype(float)
    return frame


def build(frame, controls=(), cluster=None, weights=None, irritants=("late", "rude")):
    return build_design(frame, irritants, "score", controls, cluster, weights)


def test_scored_rows_are_grouped_by_customer_and_customers_by_size():
    frame = make_contacts()
    frame.loc[::5, "score"] = np.nan
    design = build(frame, cluster="customer")
    expected = frame.dropna(subset="score").groupby("customer").size()
    covered, sizes = 0, []
    for start, stop, size in design.cluster_blocks:
        assert start == covered
        groups = design.scored_clusters[start:stop].reshape(-1, size)
        assert (groups == groups[:, :1]).all()
        sizes += [size] * len(groups)
        covered = stop
    assert covered == design.n_scored == frame["score"].notna().sum()
    assert sizes == sorted(expected)
    assert design.n_scored_clusters == len(expected)


def test_a_customer_larger_than_a_block_stays_whole():
    n = BLOCK_ROWS + 10
    frame = pd.DataFrame({"late": np.arange(n) % 3 == 0, "score": np.arange(n) % 11.0})
    frame["customer"] = np.where(np.arange(n) < 5, np.arange(n), 99)
    design = build(frame, cluster="customer", irritants=("late",))
    assert design.cluster_blocks[-1] == (5, n, n - 5)


def test_the_matrix_has_one_column_per_irritant_and_level():
    frame = make_contacts()
    frame["age"] = np.arange(len(frame)) * 1.0
    design = build(frame, controls=["channel", "age"])
    assert design.columns[:2] == ("late", "rude")
    assert {name.partition("=")[0] for name in design.columns[2:]} == {"channel", "age"}
    x = design.matrix(slice(0, design.n_scored))
    np.testing.assert_array_equal(x[:, 0], frame["late"])
    rarest = frame["channel"].value_counts().index[-1]
    np.testing.assert_array_equal(x[:, 2], frame["channel"] == rarest)
    assert x[:, 3].mean() == pytest.approx(0, abs=1e-12)
    assert x[:, 3].std() == pytest.approx(1)


def test_rare_levels_are_pooled_and_said():
    frame = make_contacts()
    frame["channel"] = (
        ["call"] * 40 + ["email"] * 14 + ["fax", "fax", "letter", "visit", "sms", "chat"]
    )
    design = build(frame, controls=["channel"])
    assert design.columns[2:] == ("channel=email", "channel=(other)")
    (note,) = design.notes
    assert note.code == "levels_pooled"
    assert note.values == {"control": "channel", "n_levels": 5, "n": 6}
    assert "5" in note.text("fr")
    assert "channel" in note.text("en")


def test_a_control_with_very_many_levels_is_bounded():
    frame = pd.concat([make_contacts(seed=i) for i in range(20)], ignore_index=True)
    frame["store"] = [f"s{i % 150}" for i in range(len(frame))]
    design = build(frame, controls=["store"])
    assert len(design.columns) == 2 + MAX_LEVELS
    assert design.columns[-1] == "store=(other)"
    assert design.notes[0].values["n_levels"] == 150 - MAX_LEVELS


def test_missing_control_values_are_a_level_or_are_filled_and_flagged():
    frame = make_contacts()
    frame["age"] = np.arange(len(frame)) * 1.0
    frame.loc[:9, ["age", "channel"]] = np.nan
    design = build(frame, controls=["channel", "age"])
    assert "channel=(missing)" in design.columns
    assert design.columns[-2:] == ("age", "age=(missing)")
    assert [note.code for note in design.notes] == ["control_filled"]
    assert design.notes[0].values["n"] == 10
    assert np.isfinite(design.matrix(slice(0, 60))).all()


def test_constant_controls_are_left_out_and_said():
    frame = make_contacts().assign(lang="fr", version=3, empty=np.nan)
    design = build(frame, controls=["lang", "version", "empty"])
    assert design.columns == ("late", "rude")
    assert [note.values["control"] for note in design.notes] == ["lang", "version", "empty"]


def test_unknown_customers_are_customers_of_their_own():
    frame = make_contacts()
    frame.loc[:9, "customer"] = np.nan
    design = build(frame, cluster="customer")
    assert design.n_scored_clusters == 10 + frame["customer"].nunique()
    assert (design.notes[0].code, design.notes[0].values) == ("cluster_missing", {"n": 10})


@pytest.mark.parametrize("dtype", ["bool", "int64", "float64", "boolean", "Int8", "object"])
def test_irritants_may_be_of_any_boolean_kind(dtype):
    frame = make_contacts()
    plain = build(frame)
    frame["late"] = frame["late"].astype(dtype)
    np.testing.assert_array_equal(build(frame).flags, plain.flags)


def test_weights_of_nothing_leave_a_contact_out_of_the_scored_only():
    frame = make_contacts().assign(weight=1.0)
    frame.loc[:4, "weight"] = 0
    design = build(frame, weights="weight")
    assert (design.n_scored, design.n_contacts) == (55, 60)


@pytest.mark.parametrize(
    ("change", "options", "message"),
    [
        ({}, {"controls": ["chanel"]}, "control 'chanel' is not a column.*Did you mean channel"),
        ({}, {"irritants": ["late", "late"]}, "given both as irritant and as irritant"),
        ({}, {"controls": ["score"]}, "column 'score' is given both as control and as outcome"),
        ({"late": "yes"}, {}, "irritant 'late' must be true or false.*'yes'"),
        ({"late": 2}, {}, "irritant 'late' must be true or false"),
        ({"score": "good"}, {}, "outcome 'score' must be numbers"),
        ({"score": np.inf}, {}, "outcome 'score' holds 60 infinite"),
        ({"w": -1.0}, {"weights": "w"}, "weights 'w': 60 scored contacts"),
        ({"w": np.nan}, {"weights": "w"}, "weights 'w': 60 scored contacts"),
        ({"age": np.inf}, {"controls": ["age"]}, "control 'age' holds 60 infinite"),
        ({"day": pd.Timestamp("2026-01-05")}, {"controls": ["day"]}, "control 'day' holds dates"),
    ],
)
def test_wrong_columns_are_named(change, options, message):
    with pytest.raises(EstimationError, match=message):
        build(make_contacts().assign(**change), **options)
