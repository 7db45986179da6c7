import re
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit
from statsmodels.api import OLS, Logit, add_constant

from nlp.drivers import estimate_effects
from nlp.drivers.checks import doubly_robust
from nlp.drivers.checks.doubly_robust import check_effect, e_value
from nlp.drivers.fitting.ascent import Slope, climb
from nlp.drivers.fitting.ridge import draw_folds, fit_linear, fit_logistic, standardise
from nlp.drivers.telling.explain_check import explain_check
from nlp.drivers.telling.note_texts import DOUBLY_ROBUST
from nlp.errors import EstimationError
from nlp.types import LANGS

IRRITANTS = ["target", *(f"other_{j}" for j in range(7))]
COSTS = np.array([3.0, 0, 1.5, 0.7, 0, 1, 2])


def draw(n, rng, cost=1.0, answering=0.8):
    """Contacts and what the target takes from those that mention it, known contact by contact.

    Channel and other irritants lead both to the target and to low scores. It costs more on
    some channels and beside some irritants, scores are cut at 0 and 10, customers come back.
    """
    n_customers = max(int(n * 0.6), 1)
    customer = rng.integers(0, n_customers, n)
    channel = (customer + rng.integers(0, 3, n)) % 4
    habit = rng.standard_normal(n_customers)[customer]
    odds = np.linspace(-3, -1.5, 7) + 0.9 * (channel == 0)[:, None] + 0.5 * habit[:, None]
    others = rng.random((n, 7)) < expit(odds)
    odds = -3.4 + 1.4 * (channel == 0) - 0.8 * (channel == 2)
    target = rng.random(n) < expit(odds + 2.0 * others[:, 6] + 1.2 * others[:, 5])
    mood = rng.normal(0, 0.8, n_customers)[customer]
    level = 9.3 - 1.5 * (channel == 0) + 0.4 * (channel == 2) - others @ COSTS
    level += mood - rng.gamma(1.0, 1.6, n)
    taken = cost * (1.0 + 1.5 * (channel == 0) + 0.5 * others[:, 6])
    without, with_it = (np.clip(np.round(y), 0, 10) for y in (level, level - taken))
    frame = pd.DataFrame(np.column_stack([target, others]), columns=IRRITANTS).astype(bool)
    frame["channel"] = np.array(["call", "email", "survey", "chat"])[channel]
    frame["customer"] = customer
    score = np.where(target, with_it, without)
    frame["score"] = np.where(rng.random(n) < answering, score, np.nan)
    return frame, float((with_it - without)[target].mean())


@cache
def truth(cost=1.0):
    return draw(400_000, np.random.default_rng(99), cost)[1]


def check(frame, irritants=IRRITANTS, controls=("channel",), cluster="customer", **options):
    return check_effect(frame, "target", irritants, "score", controls, cluster, **options)


def check_many(n_sets, n_contacts, cost=1.0, seed=0):
    rows = []
    for i in range(n_sets):
        frame, _ = draw(n_contacts, np.random.default_rng([seed, n_contacts, i]), cost)
        result = check(frame, seed=i)
        scored = frame.dropna(subset="score")
        raw = scored.groupby("target")["score"].mean().diff()[True]
        held = result.effect_low <= truth(cost) <= result.effect_high
        rows.append((result.effect, result.std_error, held, raw, result.n_with))
    return pd.DataFrame(rows, columns=["effect", "std_error", "covered", "raw", "n_with"])


def assert_unbiased(table, cost=1.0, bar=0.02):
    slack = 2.5 * table["effect"].std() / np.sqrt(len(table))
    assert abs(table["effect"].mean() - truth(cost)) <= bar * abs(truth(cost)) + slack


def test_confounding_by_channel_and_other_irritants_is_taken_away():
    table = check_many(n_sets=40, n_contacts=1500)
    assert_unbiased(table)
    assert table["raw"].mean() < 1.8 * truth()
    assert table["covered"].mean() >= 0.95 - 3 * 0.034
    assert table["std_error"].mean() == pytest.approx(table["effect"].std(), rel=0.25)


def test_what_costs_nothing_is_found_to_cost_nothing():
    table = check_many(n_sets=30, n_contacts=1000, cost=0.0)
    assert truth(0.0) == 0
    assert abs(table["effect"].mean()) <= 0.02 + 2.5 * table["effect"].std() / np.sqrt(30)
    assert table["raw"].mean() < -1


def test_held_back_columns_confound():
    """The world confounds: without channel or without the others the check would be wrong."""
    frame, _ = draw(20_000, np.random.default_rng(0))
    assert check(frame, controls=()).effect_high < truth()
    assert check(frame, irritants=["target"]).effect_high < truth()
    assert check(frame).effect_low < truth() < check(frame).effect_high


@pytest.mark.parametrize(
    ("wrong", "unbiased"),
    [(set(), True), ({"score"}, True), ({"mention"}, True), ({"score", "mention"}, False)],
    ids=["both right", "score model wrong", "mention model wrong", "both wrong"],
)
def test_one_right_model_is_enough(monkeypatch, wrong, unbiased):
    right = doubly_robust.cross_predict

    def predict(z, y, mentions, folds):
        score, probability = right(z, y, mentions, folds)
        score = np.full(len(y), y.mean()) if "score" in wrong else score
        return score, np.full(len(y), mentions.mean()) if "mention" in wrong else probability

    monkeypatch.setattr(doubly_robust, "cross_predict", predict)
    frame, _ = draw(30_000, np.random.default_rng(5))
    result = check(frame)
    close = abs(result.effect - truth()) < 3 * result.std_error + 0.05 * abs(truth())
    assert close is unbiased


@pytest.mark.prove
@pytest.mark.parametrize("n_contacts", [600, 2000])
@pytest.mark.parametrize("cost", [0.0, 1.0])
def test_prove_coverage_and_bias_of_the_doubly_robust_check(n_contacts, cost):
    """500 data sets; 600 contacts leave some 65 scored mentions."""
    table = check_many(500, n_contacts, cost, seed=1)
    covered, error = table["covered"].mean(), np.sqrt(0.95 * 0.05 / 500)
    print(
        f"\n{n_contacts} contacts, truth {truth(cost):.3f}: mean {table['effect'].mean():.3f}, "
        f"without adjustment {table['raw'].mean():.3f}, covered {covered:.3f}, spread "
        f"{table['effect'].std():.3f}, mean standard error {table['std_error'].mean():.3f}"
    )
    assert 0.93 - 2 * error <= covered <= 0.97 + 2 * error
    assert_unbiased(table, cost)


def test_contacts_of_a_customer_count_together():
    frame, _ = draw(800, np.random.default_rng(0), answering=1.0)
    frame["customer"] = np.arange(800)
    repeated = frame.loc[frame.index.repeat(4)].reset_index(drop=True)
    once, together, apart = check(frame), check(repeated), check(repeated, cluster=None)
    assert together.std_error == pytest.approx(once.std_error, rel=0.1)
    assert apart.std_error == pytest.approx(once.std_error / 2, rel=0.1)
    assert (together.n_customers, apart.n_customers) == (800, 3200)


def test_the_linear_effect_is_near_where_the_world_is_linear():
    rng = np.random.default_rng(1)
    frame, _ = draw(4000, rng)
    frame["score"] = 7 - 1.5 * frame["target"] - frame["other_6"] + rng.normal(0, 1, 4000)
    linear = estimate_effects(frame, IRRITANTS, "score", controls=["channel"], cluster="customer")
    row = linear.set_index("irritant").loc["target"]
    result = check(frame)
    assert result.effect == pytest.approx(row["effect"], abs=row["std_error"])
    assert result.std_error == pytest.approx(row["std_error"], rel=0.25)


def test_contacts_without_comparable_ones_are_left_out_and_counted():
    frame, _ = draw(4000, np.random.default_rng(2))
    frame["other_0"] = np.random.default_rng(3).random(4000) < 0.3
    bound = np.random.default_rng(4).random(4000) < 0.999
    frame["target"] |= frame["other_0"] & bound
    result = check(frame)
    assert result.n_trimmed == pytest.approx(0.3 * result.n_scored, rel=0.1)
    assert result.n_trimmed - 5 <= result.n_with_trimmed < result.n_trimmed
    assert result.trimmed_share == pytest.approx(result.n_trimmed / result.n_scored)
    assert result.n == result.n_scored - result.n_trimmed
    said = f"({result.n_trimmed:,}, {result.n_with_trimmed:,} that mention it) left out"
    assert said in " ".join(explain_check(result, "en"))
    # Were they kept, all would hang on the few comparable contacts that there are.
    lenient = check(frame, trim=0.0)
    assert lenient.n_trimmed == 0
    assert lenient.notes[-1].code == "check_thin"


def test_many_contacts_are_drawn_and_their_number_is_said(monkeypatch):
    monkeypatch.setattr(doubly_robust, "MAX_CONTACTS", 1000)
    frame, _ = draw(3000, np.random.default_rng(0), answering=1.0)
    result = check(frame, seed=4)
    assert (result.n, result.n_scored) == (1000, 3000)
    (note,) = result.notes
    assert (note.code, note.values["n"], note.values["seed"]) == ("check_sampled", 1000, 4)
    assert result == check(frame, seed=4)
    assert result.effect != check(frame, seed=5).effect


def test_e_values_are_those_published():
    """VanderWeele & Ding 2017: a risk ratio of 3.9 gives 7.26, its bound of 1.8 gives 3.0."""
    assert e_value(np.log(3.9) / 0.91) == pytest.approx(7.26, abs=0.005)
    assert e_value(-np.log(1.8) / 0.91) == pytest.approx(3.0, abs=0.005)
    assert e_value(0) == 1


def test_e_value_of_a_bound_is_one_when_the_interval_holds_zero():
    sure = check(draw(1500, np.random.default_rng(0))[0])
    assert 1 < sure.e_value_bound < sure.e_value
    assert sure.e_value == pytest.approx(e_value(sure.effect / sure.spread))
    assert sure.e_value_bound == pytest.approx(e_value(sure.effect_high / sure.spread))
    unsure = check(draw(1500, np.random.default_rng(0), cost=0.0)[0])
    assert unsure.effect_low < 0 < unsure.effect_high
    assert unsure.e_value_bound == 1
    assert "holds zero already" in " ".join(explain_check(unsure, "en"))


def thinned(frame, mask):
    return frame.assign(score=frame["score"].where(mask))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda f: f.drop(columns="score"), "check_no_outcome"),
        (lambda f: f.assign(score=np.nan), "check_no_outcome"),
        (lambda f: f.assign(score=7.0), "check_constant"),
        (lambda f: f.assign(target=f["target"].where(f.index > 0, None)), "check_unknown"),
        (lambda f: f.assign(target=False), "check_few_with"),
        (lambda f: f.assign(target=True), "check_few_without"),
        (lambda f: thinned(f, ~f["target"] | (f.index < 30)), "check_few_with"),
        (lambda f: f.assign(customer=f["customer"].where(~f["target"], 1)), "check_few_with"),
        (lambda f: f.assign(customer=1), "check_few_with"),
        (lambda f: f.assign(other_3=f["target"]), "check_collinear"),
        (lambda f: f.assign(other_3=~f["target"]), "check_collinear"),
        (lambda f: f.head(12), "check_few_with"),
        (lambda f: f.head(0), "check_no_outcome"),
    ],
)
def test_what_cannot_be_checked_says_why(change, code):
    frame, _ = draw(600, np.random.default_rng(0))
    result = check(change(frame))
    assert result.notes[-1].code == code
    figures = ("effect", "std_error", "effect_low", "effect_high", "e_value", "e_value_bound")
    assert all(getattr(result, name) is None for name in figures)
    for lang in LANGS:
        *_, said = explain_check(result, lang, {"target": "Retard"})
        assert "{" not in said
        assert said.endswith(".")
        assert "target" not in said.replace("other_3", "")


def test_more_columns_than_contacts_say_so():
    frame, _ = draw(300, np.random.default_rng(0), answering=1.0)
    frame = pd.concat([frame[frame["target"]].head(25), frame[~frame["target"]].head(25)])
    noise = np.random.default_rng(1).random((50, 60)) < 0.5
    more = pd.DataFrame(noise, columns=[f"more_{j}" for j in range(60)], index=frame.index)
    result = check(frame.join(more), [*IRRITANTS, *more], cluster=None)
    assert result.notes[-1].code == "check_collinear"


def test_a_comparison_that_hangs_on_few_customers_is_not_shown(monkeypatch):
    def predict(z, y, mentions, folds):
        heavy = np.flatnonzero(~mentions)[:3]
        return np.zeros(len(y)), np.where(np.isin(np.arange(len(y)), heavy), 0.98, 1e-6)

    monkeypatch.setattr(doubly_robust, "cross_predict", predict)
    result = check(draw(1000, np.random.default_rng(0))[0])
    assert result.effect is None
    assert result.notes[-1].code == "check_thin"


def test_a_mention_model_that_does_not_settle_is_said(monkeypatch):
    monkeypatch.setattr("nlp.drivers.fitting.ascent.MAX_STEPS", 1)
    result = check(draw(1000, np.random.default_rng(0))[0])
    assert result.effect is None
    assert result.notes[-1].code == "check_not_converged"


def test_others_with_missing_values_are_not_held_equal_and_said():
    frame, _ = draw(1000, np.random.default_rng(0))
    frame["other_2"] = frame["other_2"].astype("boolean").where(frame.index > 3)
    result = check(frame)
    assert result.effect is not None
    assert result.notes[-1].values == {"irritants": "other_2"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"irritant": "targett"}, "'targett', is not among the 8 irritants.*mean target"),
        ({"trim": 0.5}, "trim must be at least 0 and below 0.5, got 0.5"),
        ({"folds": 1}, "folds must be at least 2, got 1"),
        ({"controls": ["chanel"]}, "control 'chanel' is not a column"),
    ],
)
def test_options_out_of_range(options, message):
    frame, _ = draw(100, np.random.default_rng(0))
    arguments = {"irritant": "target", "irritants": IRRITANTS, "outcome": "score"}
    with pytest.raises(EstimationError, match=message):
        check_effect(frame, **(arguments | options))


def test_a_check_is_told_in_both_languages():
    result = check(draw(1500, np.random.default_rng(0))[0])
    french, english = (
        " ".join(explain_check(result, lang, {"target": "Retard"})) for lang in LANGS
    )
    assert "Retard, effet moyen sur les contacts qui en parlent (ATT)\u00a0: −" in french
    assert "average effect on the contacts that mention it (ATT): −" in english
    assert "Valeur E" in french
    assert "E-value" in english
    assert "0,0\u00a0% des contacts" in french
    assert "99%" in english
    assert not any(word in french + english for word in ("None", "nan", "{"))


def test_every_note_speaks_both_languages():
    for texts in DOUBLY_ROBUST.values():
        assert set(texts) == set(LANGS)
        assert not re.search(r" [:;?!%]", texts["fr"])


@given(st.integers(2, 8), st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1))
def test_folds_keep_customers_whole_and_share_mentions_out(n_folds, contacts):
    customers, mentions = (np.array(each) for each in zip(*contacts, strict=True))
    folds = draw_folds(customers, mentions, n_folds, seed=[0])
    assert all(len(set(folds[customers == c])) == 1 for c in customers)
    for chosen in (np.ones(len(customers), bool), mentions):
        known = {(c, f) for c, f in zip(customers[chosen], folds[chosen], strict=True)}
        sizes = np.bincount([f for _, f in known], minlength=n_folds)
        assert np.ptp(sizes) <= 1


def test_with_many_contacts_ridge_is_plain_regression():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(4000, 5)) * [1, 2, 5, 0.1, 1] + 3
    z = standardise(np.column_stack([x, np.ones(4000)]))
    y = x @ [1, 0, -0.5, 2, 0] + rng.normal(size=4000)
    mentions = rng.random(4000) < expit(x[:, 0] - 4 - 0.5 * (x[:, 1] - 3))
    plain = add_constant(standardise(x)[:, 1:])
    np.testing.assert_allclose(fit_linear(z, y)[:6], OLS(y, plain).fit().params, atol=5e-3)
    reference = Logit(mentions.astype(float), plain).fit(disp=0).params
    np.testing.assert_allclose(fit_logistic(z, mentions)[:6], reference, atol=2e-2)
    assert (z[:, -1] == 0).all()


def test_with_few_contacts_and_nothing_to_find_ridge_predicts_the_mean():
    rng = np.random.default_rng(2)
    z = standardise(rng.normal(size=(60, 40)))
    mentions = rng.random(60) < 0.3
    assert np.abs(fit_logistic(z, mentions)[1:]).max() < 0.05
    assert np.abs(fit_linear(z, rng.normal(size=60))[1:]).max() < 0.1


def test_an_ascent_ends_at_the_maximum_even_from_afar():
    """log cosh is concave when negated; full Newton steps overshoot and run away."""

    def slope_at(x):
        return Slope(float(-np.logaddexp(x, -x).sum()), -np.tanh(x), np.diag(1 - np.tanh(x) ** 2))

    at, here, settled = climb(np.array([2.0, -3.0]), slope_at)
    assert settled
    np.testing.assert_allclose(at, 0, atol=1e-4)
    assert here.value == pytest.approx(-2 * np.log(2))
