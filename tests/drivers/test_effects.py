import numpy as np
import pandas as pd
import pytest

from nlp.drivers import EFFECT_COLUMNS, estimate_effects
from nlp.errors import EstimationError

IRRITANTS = ["a", "b", "c", "d"]
MODEL_COLUMNS = [
    "effect", "effect_low", "effect_high", "std_error", "df", "p_value", "q_value", "impact",
    "impact_low", "impact_high", "lmg_share", "top5_probability", "marginal_effect",
]  # fmt: skip


def make_contacts(n=300, seed=0):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.random((n, 4)) < 0.3, columns=IRRITANTS)
    frame["score"] = 8 - 2.0 * frame["a"] + rng.normal(0, 1, n)
    frame["channel"] = rng.choice(["call", "email"], n)
    frame["customer"] = rng.integers(0, n // 2, n)
    return frame


def estimate(frame, irritants=IRRITANTS, **options):
    options = {"controls": ["channel"], "cluster": "customer"} | options
    effects = estimate_effects(frame, irritants, "score", **options)
    check_table(effects, irritants)
    return effects.set_index("irritant")


def check_table(effects, irritants):
    """What must hold of any table: complete, finite, in order, or silent with a cause."""
    assert list(effects.columns) == list(EFFECT_COLUMNS)
    assert sorted(effects["irritant"]) == sorted(irritants)
    assert effects["rank"].tolist() == list(range(1, len(irritants) + 1))
    shown = effects["verdict"].isin(["costs", "pays", "undetermined"])
    assert np.isfinite(effects.loc[shown, MODEL_COLUMNS].to_numpy(float)).all()
    assert effects.loc[~shown, MODEL_COLUMNS].isna().all(axis=None)
    assert effects["cause"].isna().eq(shown).all()
    kept = effects[shown]
    assert kept["effect"].between(kept["effect_low"], kept["effect_high"]).all()
    assert kept["impact"].between(kept["impact_low"], kept["impact_high"]).all()
    assert np.isfinite(effects[["prevalence"]].to_numpy(float)).all()


def test_definitions():
    frame = make_contacts()
    frame.loc[::4, "score"] = np.nan
    row = estimate(frame).loc["a"]
    scored = frame.dropna(subset="score")
    assert row["n"] == frame["a"].sum()
    assert row["n_scored"] == scored["a"].sum()
    assert row["prevalence"] == pytest.approx(frame["a"].mean())
    assert row["prevalence_low"] < row["prevalence"] < row["prevalence_high"]
    assert row["mean_with"] == pytest.approx(scored.loc[scored["a"], "score"].mean())
    assert row["mean_without"] == pytest.approx(scored.loc[~scored["a"], "score"].mean())
    assert row["leave_one_out"] == pytest.approx(scored["score"].mean() - row["mean_without"])
    assert row["impact"] == pytest.approx(row["prevalence"] * row["effect"])
    assert row["verdict"] == "costs"
    assert row["effect_low"] < -2 < row["effect_high"]


def test_weights_count_in_the_means_but_not_in_the_prevalence():
    frame = make_contacts()
    frame["weight"] = np.where(frame["channel"] == "call", 3.0, 1.0)
    row = estimate(frame, weights="weight").loc["a"]
    mentioned = frame[frame["a"]]
    assert row["mean_with"] == pytest.approx(
        np.average(mentioned["score"], weights=mentioned["weight"])
    )
    assert row["prevalence"] == pytest.approx(frame["a"].mean())


def test_the_model_is_described():
    frame = make_contacts()
    frame.loc[:9, "customer"] = np.nan
    model = estimate(frame).attrs["model"]
    assert (model["n_contacts"], model["n_scored"], model["n_parameters"]) == (300, 300, 6)
    assert 0 < model["r_squared_controls"] < model["r_squared"] < 1
    assert {note["code"] for note in model["notes"]} == {
        "cluster_missing",
        "ordinal_grouped",
        "uncorrected",
    }
    assert all(note["fr"] != note["en"] for note in model["notes"])


def test_same_seed_same_table_whatever_the_order_of_rows():
    frame = make_contacts()
    first = estimate(frame, seed=3)
    pd.testing.assert_frame_equal(first, estimate(frame, seed=3))
    shuffled = estimate(frame.sample(frac=1, random_state=1), seed=3)
    pd.testing.assert_frame_equal(first, shuffled, rtol=1e-6)


def test_an_affine_change_of_the_outcome_scales_the_effects():
    frame = make_contacts()
    first = estimate(frame)
    frame["score"] = 10 * frame["score"] + 3
    second = estimate(frame)
    np.testing.assert_allclose(second["impact_low"], 10 * first["impact_low"], rtol=1e-9)
    np.testing.assert_allclose(second["p_value"], first["p_value"], rtol=1e-6)


def test_no_score_column():
    effects = estimate(make_contacts().drop(columns="score"))
    assert set(effects["cause"]) == {"no_outcome_column"}
    assert (effects["n"] > 0).all()


@pytest.mark.parametrize("dtype", ["float64", "object", "Float64"])
def test_nobody_answered(dtype):
    frame = make_contacts().assign(score=pd.Series([None] * 300, dtype=dtype))
    assert set(estimate(frame)["cause"]) == {"no_scores"}


def test_one_score_only():
    frame = make_contacts()
    frame["score"] = frame["score"].where(frame.index == 0)
    assert set(estimate(frame)["verdict"]) == {"too_few"}


def test_all_the_same_score():
    effects = estimate(make_contacts().assign(score=7))
    assert set(effects["cause"]) == {"constant_outcome"}
    assert (effects["mean_with"] == 7).all()


def test_an_irritant_in_all_contacts_or_in_none():
    effects = estimate(make_contacts().assign(b=True, c=False))
    assert effects.loc["b", "cause"] == "always_present"
    assert np.isnan(effects.loc["b", "mean_without"])
    assert effects.loc["c", "cause"] == "never_present"
    assert effects.loc["a", "verdict"] == "costs"


def test_collinear_irritants_are_named_with_their_partners():
    frame = make_contacts()
    frame["b"] = frame["a"]
    frame["d"] = frame["channel"] == frame["channel"].mode()[0]
    effects = estimate(frame)
    assert effects.loc[["a", "b"], "collinear_with"].tolist() == ["b", "a"]
    assert effects.loc["d", "collinear_with"].startswith("channel=")
    assert set(effects.loc[["a", "b", "d"], "cause"]) == {"collinear"}
    assert effects.loc["c", "verdict"] == "undetermined"


def test_an_irritant_that_sums_up_two_others():
    frame = make_contacts()
    frame["a"] &= ~frame["b"]
    frame["d"] = frame["a"] | frame["b"]
    effects = estimate(frame)
    assert effects.loc["d", "collinear_with"] == "a, b"
    assert np.isfinite(effects.loc["c", "effect"])


def test_collinear_irritants_leave_the_others_as_they_were():
    frame = make_contacts()
    before = estimate(frame)
    frame["a_again"] = frame["a"]
    after = estimate(frame, [*IRRITANTS, "a_again"])
    for column in ("effect", "std_error", "df"):
        assert after.loc["c", column] == pytest.approx(before.loc["c", column], rel=1e-9)


def test_missing_values():
    frame = make_contacts()
    frame["a"] = frame["a"].astype(object)
    frame.loc[3, "a"] = None
    frame.loc[:100, "score"] = np.nan
    frame.loc[50:150, "channel"] = None
    frame.loc[::3, "customer"] = np.nan
    effects = estimate(frame)
    assert effects.loc["a", "cause"] == "missing_values"
    assert effects["verdict"].tolist() == ["undetermined"] * 3 + ["not_estimable"]


def test_twelve_contacts():
    assert set(estimate(make_contacts(12))["verdict"]) == {"too_few"}
    estimate(make_contacts(12), min_n=1)  # whatever is said, it is finite or has a cause


def test_more_columns_than_rows():
    rng = np.random.default_rng(0)
    names = [f"i{j}" for j in range(40)]
    frame = make_contacts(30)
    frame[names] = rng.random((30, 40)) < 0.5
    effects = estimate(frame, names, min_n=5)
    assert set(effects["cause"]) <= {"more_columns_than_rows", "few_scored"}
    assert "more_columns_than_rows" in set(effects["cause"])


def test_an_outcome_that_the_irritants_determine():
    frame = make_contacts()
    frame["score"] = 8 - 2.0 * frame["a"]
    assert set(estimate(frame)["cause"]) == {"perfect_fit"}


def test_no_contacts_and_no_irritants():
    assert set(estimate(make_contacts().iloc[:0])["cause"]) == {"never_present"}
    assert estimate(make_contacts(), []).empty


def test_too_few_customers_behind_an_irritant():
    frame = make_contacts()
    frame["b"], frame["c"] = frame["customer"] == 7, frame["customer"].isin([1, 2, 3])
    effects = estimate(frame, min_n=1)
    assert effects.loc["b", "cause"] == "one_customer"
    assert effects.loc["c", "cause"] == "few_customers"
    assert effects.loc["a", "verdict"] == "costs"


def test_below_min_n_nothing_is_said_of_satisfaction():
    frame = make_contacts()
    frame["b"] = frame.index < 15
    effects = estimate(frame)
    assert (effects.loc["b", "n_scored"], effects.loc["b", "verdict"]) == (15, "too_few")
    assert effects.loc["b", ["mean_with", "mean_without", "leave_one_out"]].isna().all()
    assert effects.loc["b", "rank"] == 4
    assert effects.loc["b", "prevalence_low"] > 0
    assert estimate(frame, min_n=15).loc["b", "verdict"] != "too_few"


def test_a_senseless_minimum_is_refused():
    with pytest.raises(EstimationError, match="min_n must be at least 1"):
        estimate_effects(make_contacts(), IRRITANTS, "score", min_n=0)
