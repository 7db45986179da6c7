import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.miscmodels.ordinal_model import OrderedModel

from nlp.drivers import estimate_effects
from nlp.drivers.checks import ordinal
from nlp.drivers.checks.ordinal import MAX_LEVELS, check_ordinal, group_levels
from nlp.drivers.contacts.design import build_design
from nlp.drivers.fitting import ascent
from nlp.drivers.telling.note_texts import ORDINAL
from nlp.types import LANGS

IRRITANTS = ["late", "rude", "price"]
SLOPES = {"late": -1.5, "rude": -0.6, "price": 0.0}


def make_contacts(n=800, seed=0, n_levels=5):
    """Answers 1 to ``n_levels`` drawn from a proportional-odds model; customers come back."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.random((n, 3)) < [0.2, 0.3, 0.15], columns=IRRITANTS)
    frame["channel"] = rng.choice(["call", "email", "survey"], n)
    frame["age"] = rng.normal(45, 12, n)
    frame["customer"] = rng.integers(0, n // 2, n)
    frame["weight"] = rng.integers(1, 4, n)
    latent = frame[IRRITANTS] @ pd.Series(SLOPES) + 0.5 * (frame["channel"] == "email")
    latent += rng.normal(0, 0.7, n // 2)[frame["customer"]] + rng.logistic(size=n)
    cuts = np.quantile(latent, np.linspace(0, 1, n_levels + 1)[1:-1] ** 1.5)
    frame["score"] = 1.0 + np.searchsorted(cuts, latent)
    return frame


def check(frame, controls=("channel", "age"), cluster="customer", weights=None, effects=None):
    irritants = [name for name in frame.columns if name in IRRITANTS or name.startswith("twin")]
    design = build_design(frame, irritants, "score", controls, cluster, weights)
    if effects is None:
        effects = estimate_effects(
            frame, irritants, "score", controls=controls, cluster=cluster, weights=weights
        )
    return check_ordinal(design, effects, seed=0)


def by_irritant(result):
    return result.table.set_index("irritant")


def codes(result):
    return {note.code: note.values for note in result.notes}


@pytest.mark.parametrize("n_levels", [2, 5, 7, 11])
def test_coefficients_and_errors_are_those_of_statsmodels(n_levels):
    frame = make_contacts(n_levels=n_levels)
    dummies = pd.get_dummies(frame["channel"], drop_first=True)
    x = pd.concat([frame[IRRITANTS], dummies, (frame["age"] - 45) / 12], axis=1).astype(float)
    model = OrderedModel(frame["score"].astype(int), x, distr="logit")
    groups = frame["customer"].to_numpy()
    reference = model.fit(
        method="newton", disp=0, cov_type="cluster", cov_kwds={"groups": groups, "df_correction": 0}
    )
    # Their cluster correction counts parameters too, ours customers only.
    n, p = x.shape[0], len(reference.params)
    errors = reference.bse * np.sqrt((n - p) / (n - 1))
    found = by_irritant(check(frame)).loc[IRRITANTS]
    np.testing.assert_allclose(found["log_odds"], reference.params[IRRITANTS], atol=1e-3)
    np.testing.assert_allclose(found["std_error"], errors[IRRITANTS], rtol=1e-3)


def test_a_weight_counts_as_so_many_contacts():
    frame = make_contacts()
    weighted = by_irritant(check(frame, weights="weight"))
    repeated = by_irritant(check(frame.loc[frame.index.repeat(frame["weight"])]))
    figures = ["log_odds", "std_error", "log_odds_low", "log_odds_high"]
    np.testing.assert_allclose(
        weighted.loc[IRRITANTS, figures], repeated.loc[IRRITANTS, figures], rtol=1e-5
    )


def test_signs_agree_where_something_costs_and_are_left_open_where_nothing_does():
    result = check(make_contacts(2000))
    agrees = by_irritant(result)["agrees"]
    assert agrees["late"]
    assert agrees["rude"]
    assert agrees["price"] is pd.NA
    assert (result.n, result.n_scored, result.n_levels, result.notes) == (2000, 2000, 5, ())


def test_an_effect_that_hangs_on_the_distance_between_answers_is_told():
    """Most answers rise a little, a few fall far: lower on average, higher in order."""
    frame = make_contacts(1500)
    rng = np.random.default_rng(1)
    told = np.where(rng.random(1500) < 0.75, rng.choice([9.0, 10], 1500), 0.0)
    frame["score"] = np.where(frame["late"], told, rng.choice([7.0, 8, 9], 1500))
    effects = estimate_effects(frame, IRRITANTS, "score", cluster="customer")
    result = by_irritant(check(frame, controls=(), effects=effects))
    assert effects.set_index("irritant").loc["late", "effect_high"] < 0
    assert result.loc["late", "log_odds_low"] > 0
    assert not result.loc["late", "agrees"]


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        ((-1.0, -1.5, -0.5), True),
        ((-1.0, -2.5, 0.5), True),
        ((1.0, 0.5, 1.5), False),
        ((np.nan, np.nan, np.nan), pd.NA),
    ],
)
def test_one_interval_without_zero_is_enough_to_compare(effect, expected):
    columns = ["effect", "effect_low", "effect_high"]
    effects = pd.DataFrame([effect], columns=columns).assign(irritant="late")
    (agrees,) = check(make_contacts(), effects=effects).table["agrees"]
    assert agrees is expected or agrees == expected


def test_an_effect_that_only_the_linear_model_is_sure_of_is_compared():
    columns = ["irritant", "effect", "effect_low", "effect_high"]
    frame = make_contacts(300, seed=3)
    unsure = by_irritant(check(frame)).loc["price"]
    assert unsure["log_odds_low"] < 0 < unsure["log_odds_high"]
    way = np.sign(unsure["log_odds"])
    for sign, expected in ((way, True), (-way, False)):
        effects = pd.DataFrame([["price", sign, sign * 1 - 0.1, sign * 1 + 0.1]], columns=columns)
        assert by_irritant(check(frame, effects=effects)).loc["price", "agrees"] == expected


def test_continuous_answers_are_grouped_and_said():
    frame = make_contacts()
    frame["score"] = SLOPES["late"] * frame["late"] + np.random.default_rng(0).normal(size=800)
    result = check(frame)
    assert result.n_levels == MAX_LEVELS
    assert codes(result)["ordinal_grouped"] == {"n_values": 800, "n_levels": MAX_LEVELS}
    assert by_irritant(result).loc["late", "agrees"]


@given(
    st.lists(st.integers(-60, 60) | st.floats(-60, 60), min_size=1, max_size=200),
    st.integers(0, 300),
)
def test_levels_keep_the_order_and_stay_few(values, n_more):
    y = np.r_[np.array(values, float), np.full(n_more, values[0], float)]
    level, n_values = group_levels(y)
    assert set(level) == set(range(level.max() + 1))
    assert level.max() < MAX_LEVELS
    assert (n_values == 1) == (level.max() == 0)
    order = np.argsort(y, kind="stable")
    assert (np.diff(level[order]) >= 0).all()
    assert (np.diff(level[order])[np.diff(y[order]) == 0] == 0).all()


def test_many_contacts_are_drawn_and_their_number_is_said(monkeypatch):
    monkeypatch.setattr(ordinal, "MAX_CONTACTS", 500)
    frame = make_contacts(3000)
    result = check(frame)
    assert (result.n, result.n_scored) == (500, 3000)
    assert codes(result)["ordinal_sampled"] == {"n": 500, "n_scored": 3000, "seed": 0}
    assert 60 < by_irritant(result).loc["late", "n_mentions"] < 140
    pd.testing.assert_frame_equal(result.table, check(frame).table)
    customers = frame["customer"].nunique()
    assert 300 < result.n_clusters < min(500, customers)


def test_a_separated_irritant_is_left_open_and_the_others_are_not_disturbed():
    frame = make_contacts()
    frame.loc[frame["price"], "score"] = 1.0
    result = check(frame)
    found = by_irritant(result)
    assert found.loc["price", ["log_odds", "std_error", "agrees"]].isna().all()
    assert codes(result)["ordinal_separated"]["irritants"] == "price"
    # At the limit, contacts that are told with certainty say nothing of the others.
    rest = frame[~frame["price"]].drop(columns="price")
    figures = ["log_odds", "std_error"]
    np.testing.assert_allclose(
        found.loc[["late", "rude"], figures],
        by_irritant(check(rest)).loc[["late", "rude"], figures],
        rtol=2e-3,
    )


def test_separation_by_columns_together_is_seen():
    """Neither irritant tells the answer; one without the other does, in opposite directions."""
    frame = make_contacts()
    late, rude = frame["late"], frame["rude"]
    frame.loc[late & ~rude, "score"] = 1.0
    frame.loc[rude & ~late, "score"] = 5.0
    assert frame.loc[late, "score"].nunique() == frame.loc[rude, "score"].nunique() == 5
    result = check(frame, controls=())
    assert by_irritant(result)["log_odds"].isna().to_dict() == {
        "late": True, "rude": True, "price": False,
    }  # fmt: skip
    assert codes(result)["ordinal_separated"]["irritants"] == "late, rude"


def test_answers_told_with_certainty_leave_all_open():
    frame = make_contacts()
    frame["score"] = np.where(frame["late"], 1.0, np.where(frame["rude"], 3.0, 5.0))
    effects = pd.DataFrame({"irritant": IRRITANTS, "effect": -1.0})
    result = check(frame, controls=(), effects=effects.assign(effect_low=-2.0, effect_high=-0.1))
    assert result.table["log_odds"].isna().all()
    assert codes(result)["ordinal_separated"]["irritants"] == "late, rude, price"


def test_an_ascent_that_does_not_end_says_so(monkeypatch):
    monkeypatch.setattr(ascent, "MAX_STEPS", 1)
    result = check(make_contacts())
    assert result.n == 0
    assert result.table[["log_odds", "agrees"]].isna().all(axis=None)
    assert codes(result) == {"ordinal_not_converged": {"n": 800}}


def test_an_irritant_of_few_customers_is_left_open():
    frame = make_contacts()
    frame["price"] = frame["customer"].isin(range(9))
    frame["late"] = frame["late"].where(frame["customer"] != 3, other=True)
    effects = pd.DataFrame({"irritant": IRRITANTS, "effect": -1.0})
    result = check(frame, effects=effects.assign(effect_low=-2.0, effect_high=-0.1))
    assert by_irritant(result)["log_odds"].isna().to_dict() == {
        "late": False, "rude": False, "price": True,
    }  # fmt: skip
    assert codes(result)["ordinal_rare"]["irritants"] == "price"


def test_collinear_irritants_are_left_open():
    frame = make_contacts()
    frame["twin"] = frame["late"]
    effects = pd.DataFrame({"irritant": [*IRRITANTS, "twin"], "effect": -1.0})
    result = check(frame, effects=effects.assign(effect_low=-2.0, effect_high=-0.1))
    assert by_irritant(result).loc[["late", "twin"], "log_odds"].isna().all()
    assert by_irritant(result).loc["rude", "log_odds"] < 0
    assert codes(result)["ordinal_collinear"]["irritants"] == "late, twin"


@pytest.mark.parametrize(
    "change",
    [
        {"score": np.nan},
        {"score": 4.0},
        {"customer": 1},
        {"late": False, "rude": False, "price": False},
        {"late": True, "rude": True, "price": True},
        {"late": np.nan, "rude": np.nan, "price": np.nan},
    ],
)
@pytest.mark.parametrize("n", [1, 12, 60])
def test_degenerate_contacts_give_nulls(change, n):
    result = check(make_contacts(60).head(n).assign(**change))
    assert result.table[["log_odds", "std_error", "agrees"]].isna().all(axis=None)
    assert result.n == 0


@pytest.mark.parametrize("n", [6, 12, 25, 40])
def test_hardly_any_contacts_give_finite_figures_or_none(n):
    for seed in range(5):
        frame = make_contacts(60, seed=seed).head(n)
        effects = pd.DataFrame({"irritant": IRRITANTS, "effect": -1.0})
        result = check(frame, effects=effects.assign(effect_low=-2.0, effect_high=-0.1))
        figures = result.table[["log_odds", "std_error"]].to_numpy(float)
        assert (np.abs(figures[~np.isnan(figures)]) < 30).all()


def test_the_order_of_rows_changes_nothing():
    frame = make_contacts()
    shuffled = frame.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(check(frame).table, check(shuffled).table, rtol=1e-6)


def test_as_many_columns_as_the_taxonomy_has_take_seconds():
    rng = np.random.default_rng(0)
    n, k = 20_000, 46
    flags = rng.random((n, k)) < np.linspace(0.005, 0.12, k)
    frame = pd.DataFrame(flags, columns=[f"twin{j}" for j in range(k)])
    frame["channel"] = rng.integers(0, 5, n).astype(str)
    frame["week"] = rng.integers(0, 27, n).astype(str)
    frame["customer"] = rng.integers(0, 12_000, n)
    level = 9.3 - flags @ np.resize([3.0, 0, 1.5, 0.7, 0], k)
    frame["score"] = np.clip(np.round(level - rng.gamma(1, 1.6, n)), 0, 10)
    effects = pd.DataFrame({"irritant": list(frame.columns[:k]), "effect": -1.0})
    effects = effects.assign(effect_low=-2.0, effect_high=0.5)
    started = time.process_time()
    result = check(frame, controls=("channel", "week"), effects=effects)
    assert time.process_time() - started < 10
    assert result.table["log_odds"].notna().all()


def test_notes_speak_both_languages():
    values = dict.fromkeys(("n", "n_scored", "n_values", "n_levels", "min_customers", "seed"), 20)
    for texts in ORDINAL.values():
        for lang in LANGS:
            text = texts[lang].format(irritants="late", **values)
            assert "{" not in text
            assert text.endswith(".")
