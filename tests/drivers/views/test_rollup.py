import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.drivers import EFFECT_COLUMNS, estimate_effects
from nlp.drivers.contacts.families import any_of
from nlp.drivers.views.rollup import roll_up_families
from nlp.errors import EstimationError

FAMILIES = {"price": ["price.error", "price.high", "price.hidden"], "staff": ["staff.rude"]}


def draw(n, seed):
    """Two irritants of a family cost no more than one."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {"customer": rng.integers(0, n // 2, n), "channel": rng.choice(["a", "b"], n)}
    )
    shared = rng.standard_normal(n)
    for members in FAMILIES.values():
        for name in members:
            frame[name] = 0.6 * shared + 0.8 * rng.standard_normal(n) > 1.3
    frame["price"] = rng.choice(["low", "high"], n)
    mood = rng.normal(0, 0.7, n)[frame["customer"]]
    cost = 2.0 * frame[FAMILIES["price"]].any(axis=1) + 1.0 * frame["staff.rude"]
    return frame.assign(score=8 - cost + mood + rng.normal(0, 1.5, n))


def roll_up(frame, **options):
    options = {"controls": ["channel"], "cluster": "customer"} | options
    return roll_up_families(frame, FAMILIES, "score", **options).set_index("family")


@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(1, 60))
@settings(max_examples=40, deadline=None)
def test_a_family_lies_between_its_largest_member_and_their_sum(seed, k, n):
    rng = np.random.default_rng(seed)
    names = [f"f.{j}" for j in range(k)]
    frame = pd.DataFrame(rng.random((n, k)) < rng.random(k), columns=names)
    row = roll_up_families(frame, {"f": names}, "score").iloc[0]
    counts = frame.sum()
    assert counts.max() <= row["n"] <= min(counts.sum(), n)
    assert row["n_mentions"] == counts.sum()
    assert row["prevalence"] == pytest.approx(row["n"] / n)


def test_the_columns_are_those_of_effects():
    table = roll_up(draw(600, 0)).reset_index()
    wanted = ["family", *list(EFFECT_COLUMNS)[1:]]
    assert [name for name in table.columns if name in wanted] == wanted
    assert table.columns[-2:].tolist() == ["n_irritants", "n_mentions"]
    assert table["rank"].tolist() == [1, 2]
    assert table.attrs["model"]["controls"] == ("channel",)
    with_seed = roll_up_families(draw(600, 0), FAMILIES, "score", seed=3)
    assert with_seed.attrs["model"]["seed"] == 3


def test_the_effect_is_that_of_mentioning_the_family_at_all():
    frame = draw(800, 1)
    table = roll_up(frame)
    either = frame.assign(f0=frame[FAMILIES["price"]].any(axis=1), f1=frame["staff.rude"])
    same = estimate_effects(either, ["f0", "f1"], "score", controls=["channel"], cluster="customer")
    same = same.set_index("irritant").rename(index={"f0": "price", "f1": "staff"})
    columns = ["n", "n_scored", "effect", "effect_low", "impact_high", "p_value", "lmg_share"]
    pd.testing.assert_frame_equal(table[columns], same[columns], check_names=False)


def test_a_family_may_bear_the_name_of_a_control():
    table = roll_up(draw(600, 2), controls=["price"])
    assert set(table.index) == {"price", "staff"}
    frame = draw(600, 2).assign(
        price=lambda f: np.where(f[FAMILIES["price"]].any(axis=1), "x", "y")
    )
    row = roll_up(frame, controls=["price"]).loc["price"]
    assert (row["cause"], row["collinear_with"]) == ("collinear", "price=x")


def test_one_is_enough_whatever_is_missing():
    frame = pd.DataFrame({"x": [True, False, None, None], "y": [None, False, False, True]})
    assert any_of(frame, ["x", "y"]).tolist() == [True, False, pd.NA, True]
    assert any_of(frame.iloc[[1]], ["x", "y"]).dtype == bool
    holed = draw(600, 3)
    holed["staff.rude"] = holed["staff.rude"].astype("boolean").mask(holed.index == 4)
    assert roll_up(holed).loc["staff", "cause"] == "missing_values"


def test_a_family_is_corrected_when_all_its_irritants_were_checked():
    """The model misses two mentions in five of ``price.high`` and of ``staff.rude``."""
    frame, rng = draw(3000, 5), np.random.default_rng(5)
    names = [*FAMILIES["price"], *FAMILIES["staff"]]
    true = frame[FAMILIES["price"]].any(axis=1).mean()
    truth = frame[names].sample(800, random_state=0)
    for name in ("price.high", "staff.rude"):
        frame[name] &= rng.random(3000) < 0.6
    row = roll_up(frame, checked=truth).loc["price"]
    assert frame[FAMILIES["price"]].any(axis=1).mean() < row["prevalence_low"]
    assert row["prevalence_low"] < true < row["prevalence_high"]
    part = roll_up(frame, checked=truth[FAMILIES["price"]].assign(sampling_probability=0.25))
    note = next(n for n in part.attrs["model"]["notes"] if n["code"] == "checked_missing")
    assert note["values"]["irritants"] == "staff"
    assert "family:" not in note["fr"]
    assert part.loc["staff", "prevalence"] == pytest.approx(frame["staff.rude"].mean())


def test_families_that_make_no_sense():
    frame = draw(100, 4)
    with pytest.raises(EstimationError, match="families without irritants: empty"):
        roll_up_families(frame, {"empty": []}, "score")
    with pytest.raises(EstimationError, match="plays one part"):
        roll_up_families(frame, {"a": ["staff.rude"], "b": ["staff.rude"]}, "score")
    with pytest.raises(EstimationError, match="Did you mean"):
        roll_up_families(frame, {"a": ["staff.rud"]}, "score")


def coverage(n_sets, n):
    held, estimates = np.zeros((2, n_sets, 2))
    for i in range(n_sets):
        table = roll_up(draw(n, [n, i])).loc[["price", "staff"]]
        held[i] = (table["effect_low"] <= [-2, -1]) & (table["effect_high"] >= [-2, -1])
        estimates[i] = table["effect"]
    return held.mean(axis=0), estimates.mean(axis=0)


def test_intervals_cover_what_the_family_costs():
    held, mean = coverage(40, 400)
    assert held.mean() >= 0.93 - 2 * np.sqrt(0.95 * 0.05 / 80)
    np.testing.assert_allclose(mean, [-2, -1], atol=0.12)


@pytest.mark.prove
def test_prove_the_families():
    held, mean = coverage(500, 2000)
    print(f"\ncovered {held}, mean {mean}")
    slack = 2 * np.sqrt(0.95 * 0.05 / 500)
    assert held.min() >= 0.93 - slack
    np.testing.assert_allclose(mean, [-2, -1], rtol=0.02)
