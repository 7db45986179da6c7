import numpy as np
import pandas as pd
import pytest

from nlp.drivers import estimate_effects
from nlp.drivers.views.reasons import (
    PAIR_COLUMNS,
    REASON_COLUMNS,
    rank_reason_irritants,
    rank_reasons,
)
from nlp.errors import EstimationError

SHARES = {"billing": 0.45, "delivery": 0.3, "tech": 0.15, "advice": 0.1}
LEVEL = {"billing": 0.0, "delivery": -1.5, "tech": -3.0, "advice": 1.0}
IRRITANTS = ["late", "rude"]
COST = {"late": {"delivery": -2.0}, "rude": {"billing": -1.0, "tech": -1.0}}


def draw(n, seed):
    """Reasons differ in score, channel and in what their irritants cost."""
    rng = np.random.default_rng(seed)
    reason = rng.choice([*SHARES], n, p=[*SHARES.values()])
    call = rng.random(n) < np.where(reason == "tech", 0.8, 0.3)
    frame = pd.DataFrame({"reason": reason, "channel": np.where(call, "call", "email")})
    frame["customer"] = rng.integers(0, n * 6 // 10, n)
    score = 7 - 1.0 * call + frame["reason"].map(LEVEL) + rng.normal(0, 0.7, n)[frame["customer"]]
    for name in IRRITANTS:
        frame[name] = rng.random(n) < 0.15
        score = score + frame[name] * frame["reason"].map(COST[name]).fillna(0)
    return frame.assign(score=score + rng.normal(0, 1.5, n))


def true_effect(reason):
    """Difference to all other contacts at equal channel, irritants aside."""
    total = {r: LEVEL[r] + 0.15 * sum(COST[x].get(r, 0) for x in IRRITANTS) for r in SHARES}
    others = sum(SHARES[r] * total[r] for r in SHARES if r != reason) / (1 - SHARES[reason])
    return total[reason] - others


def rank(frame, **options):
    options = {"controls": ["channel"], "cluster": "customer"} | options
    table = rank_reasons(frame, "reason", "score", **options)
    check_table(table, REASON_COLUMNS)
    return table.set_index("reason")


def check_table(table, columns):
    assert tuple(table.columns) == columns
    assert table["rank"].tolist() == list(range(1, len(table) + 1))
    shown = table["verdict"].isin(["costs", "pays", "undetermined"])
    figures = ["effect", "effect_low", "effect_high", "p_value", "q_value", "impact_low"]
    assert np.isfinite(table.loc[shown, figures].to_numpy(float)).all()
    assert table.loc[~shown, figures].isna().all(axis=None)
    assert table["cause"].isna().eq(shown).all()
    assert (
        table.loc[shown, "impact"]
        .between(table.loc[shown, "impact_low"], table.loc[shown, "impact_high"])
        .all()
    )


def test_reasons_are_ranked_by_what_they_cost():
    frame = draw(4000, 0)
    table = rank(frame)
    assert table["verdict"].to_dict() == {
        "tech": "costs", "delivery": "costs", "billing": "pays", "advice": "pays"
    }  # fmt: skip
    for reason, row in table.iterrows():
        at = frame["reason"] == reason
        assert row["effect_low"] < true_effect(reason) < row["effect_high"]
        assert row["n"] == at.sum()
        assert row["mean"] == pytest.approx(frame.loc[at, "score"].mean())
        assert row["mean_low"] < row["mean"] < row["mean_high"]
        assert row["impact"] == pytest.approx(row["prevalence"] * row["effect"])
    assert table["prevalence"].sum() == pytest.approx(1)


def test_without_controls_the_effect_is_the_gap_between_means():
    frame = draw(900, 1)
    for row in rank(frame, controls=[]).itertuples():
        at = frame["reason"] == row.Index
        gap = frame.loc[at, "score"].mean() - frame.loc[~at, "score"].mean()
        assert row.effect == pytest.approx(gap)


def test_the_contrasts_are_those_of_least_squares():
    sm = pytest.importorskip("statsmodels.api")
    frame = draw(900, 2)
    names = list(SHARES)
    x = pd.get_dummies(frame["reason"])[names].astype(float)
    p = x.mean().to_numpy()
    x = x.assign(call=(frame["channel"] == "call").astype(float))
    fit = sm.OLS(frame["score"], x).fit(cov_type="HC3")
    level = fit.params.to_numpy()[:4]
    table = rank(frame, cluster=None).loc[names]
    for j, name in enumerate(names):
        wanted = fit.t_test(np.r_[(np.eye(4)[j] - p) / (1 - p[j]), 0])
        assert table.loc[name, "effect"] == pytest.approx(wanted.effect.item(), abs=1e-8)
        # Which reasons the others have is a matter of chance too.
        others = level[frame.loc[frame["reason"] != name, "reason"].map(names.index)]
        error = np.hypot(wanted.sd.item(), others.std(ddof=1) / np.sqrt(len(others)))
        half = (table.loc[name, "effect_high"] - table.loc[name, "effect_low"]) / 2
        assert half / error == pytest.approx(1.96, abs=0.02)


def test_without_controls_the_error_is_that_of_two_means():
    frame = draw(900, 1)
    table = rank(frame, controls=[], cluster=None)
    for reason, row in table.iterrows():
        at = frame["reason"] == reason
        error = np.hypot(frame.loc[at, "score"].sem(), frame.loc[~at, "score"].sem())
        assert (row["effect_high"] - row["effect_low"]) / 2 / error == pytest.approx(1.97, abs=0.03)


def test_rare_reasons_are_counted_and_held_equal():
    frame = draw(900, 3)
    frame.loc[:9, "reason"] = "other"
    frame.loc[10:15, "reason"] = None
    table = rank(frame)
    assert table.loc["other", ["verdict", "cause"]].tolist() == ["too_few", "few_scored"]
    assert np.isnan(table.loc["other", "mean"])
    assert table.loc["tech", "verdict"] == "costs"
    assert table.attrs["notes"][0]["values"] == {"n": 6}
    one = rank(frame.assign(reason=np.where(frame.index < 3, "tech", "billing")))
    assert one.loc["tech", "cause"] == "few_scored"


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"reason": "billing"}, "always_present"),
        ({"score": np.nan}, "no_scores"),
        ({"score": 5.0}, "constant_outcome"),
        ({"customer": 1}, "one_customer"),
        ({"channel": lambda f: f["reason"]}, "collinear"),
    ],
)
def test_each_reason_not_to_tell_is_told(change, cause):
    assert set(rank(draw(300, 4).assign(**change))["cause"]) == {cause}


def test_without_columns():
    frame = draw(300, 5)
    assert set(rank(frame.drop(columns="score"))["cause"]) == {"no_outcome_column"}
    for absent in (frame.drop(columns="reason"), frame.assign(reason=None)):
        table = rank_reasons(absent, "reason", "score")
        assert table.empty
        assert table.attrs["notes"][0]["code"] == "column_absent"
        assert rank_reason_irritants(absent, "reason", IRRITANTS, "score").empty
    with pytest.raises(EstimationError, match="Did you mean channel"):
        rank(frame, controls=["chanel"])
    with pytest.raises(EstimationError, match="Did you mean late"):
        rank_reason_irritants(frame, "reason", ["lat"], "score")


def rank_pairs(frame, **options):
    options = {"controls": ["channel"], "cluster": "customer"} | options
    table = rank_reason_irritants(frame, "reason", IRRITANTS, "score", **options)
    check_table(table, PAIR_COLUMNS)
    return table.set_index(["reason", "irritant"])


def test_irritants_within_reasons():
    frame = draw(5000, 6)
    table = rank_pairs(frame)
    assert len(table) == 8
    assert set(table.index[:3]) == {("delivery", "late"), ("billing", "rude"), ("tech", "rude")}
    assert table.index[0] == ("delivery", "late")
    within = frame[frame["reason"] == "delivery"]
    row = table.loc["delivery", "late"]
    assert row["n"] == within["late"].sum()
    assert row["share_of_contacts"] == pytest.approx(within["late"].sum() / len(frame))
    assert row["prevalence"] == pytest.approx(within["late"].mean())
    assert row["impact"] == pytest.approx(row["share_of_contacts"] * row["effect"])
    assert row["mean"] == pytest.approx(within.loc[within["late"], "score"].mean())
    same = estimate_effects(within, IRRITANTS, "score", controls=["channel"], cluster="customer")
    same = same.set_index("irritant").loc["late"]
    columns = ["effect", "effect_low", "effect_high", "p_value"]
    np.testing.assert_allclose(row[columns].to_numpy(float), same[columns].to_numpy(float))
    assert row["impact_low"] == pytest.approx(same["impact_low"] * len(within) / len(frame))


def test_pairs_that_nobody_mentions_are_not_there():
    frame = draw(900, 7)
    frame["late"] &= frame["reason"] == "delivery"
    advice = frame.index[frame["reason"] == "advice"]
    frame.loc[advice, "rude"] = np.arange(len(advice)) < 4
    table = rank_pairs(frame)
    assert [reason for reason, irritant in table.index if irritant == "late"] == ["delivery"]
    few = table.loc["advice", "rude"]
    assert (few["verdict"], few["cause"]) == ("too_few", "few_scored")
    assert np.isnan(few["mean"])
    codes = {"delivery": "late", "billing": "rude × late"}
    odd = frame.rename(columns={"rude": "rude × late"}).assign(
        reason=frame["reason"].replace(codes)
    )
    table = rank_reason_irritants(odd, "reason", ["late", "rude × late"], "score")
    assert set(table["irritant"]) == {"late", "rude × late"}


def coverage(n_sets, n):
    held = dict.fromkeys(SHARES, 0)
    for i in range(n_sets):
        table = rank(draw(n, [n, i]))
        for reason in SHARES:
            row = table.loc[reason]
            held[reason] += row["effect_low"] <= true_effect(reason) <= row["effect_high"]
    return pd.Series(held) / n_sets


def test_intervals_cover_the_gap_to_the_other_reasons():
    held = coverage(40, 500)
    assert held.mean() >= 0.93 - 2 * np.sqrt(0.95 * 0.05 / 160)
    assert held.min() >= 0.90 - 2 * np.sqrt(0.95 * 0.05 / 40)


@pytest.mark.prove
@pytest.mark.parametrize("n", [400, 2000])
def test_prove_the_reasons(n):
    held = coverage(1000, n)
    print(f"\n{n} contacts\n{held.round(3).to_string()}")
    slack = 2 * np.sqrt(0.95 * 0.05 / 1000)
    assert held.min() >= 0.93 - slack
    assert held.max() <= 0.97 + slack
