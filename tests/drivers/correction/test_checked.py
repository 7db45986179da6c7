"""Checked contacts: what they correct, exactly, and what is said of what they cannot."""

import numpy as np
import pandas as pd
import pytest

from nlp.drivers import EFFECT_COLUMNS, estimate_effects
from nlp.drivers.correction.correct import CHECKED_COLUMNS
from nlp.drivers.telling.wording import STEPS, step_texts
from nlp.errors import EstimationError

IRRITANTS = ["a", "b", "c"]


def make_contacts(n=900, seed=0):
    """Contacts as read by a model that misses a third and makes up some, and the truth."""
    rng = np.random.default_rng(seed)
    true = pd.DataFrame(rng.random((n, 3)) < 0.25, columns=IRRITANTS)
    frame = (true & (rng.random((n, 3)) < 0.7)) | (rng.random((n, 3)) < 0.05)
    frame["score"] = 8 - 2.0 * true["a"] + rng.normal(0, 1, n)
    frame["channel"] = rng.choice(["call", "email"], n)
    frame["customer"] = rng.integers(0, n // 2, n)
    frame.index = true.index = [f"c{i:04d}" for i in range(n)]
    return frame, true


def estimate(frame, checked, **options):
    options = {"controls": ["channel"], "cluster": "customer"} | options
    effects = estimate_effects(frame, IRRITANTS, "score", checked=checked, **options)
    check_table(effects)
    return effects.set_index("irritant")


def check_table(effects):
    """Every figure finite or absent with a cause, and each left as read is named in a note."""
    assert list(effects.columns) == [*EFFECT_COLUMNS, *CHECKED_COLUMNS]
    shown = effects["verdict"].isin(["costs", "pays", "undetermined"])
    drawn = ["effect_low", "effect", "effect_high", "impact_low", "impact", "impact_high"]
    assert np.isfinite(effects.loc[shown, drawn].to_numpy(float)).all()
    assert effects.loc[~shown, drawn].isna().all(axis=None)
    assert (
        effects["prevalence"].between(effects["prevalence_low"], effects["prevalence_high"]).all()
    )
    notes = {note["code"]: note for note in effects.attrs["model"]["notes"]}
    assert ("corrected" in notes) == (effects["correction"] != "none").any()
    assert "uncorrected" not in notes
    left = effects.loc[shown & (effects["correction"] != "both"), "irritant"]
    named = ", ".join(str(n["values"].get("irritants", "")) for n in notes.values()).split(", ")
    assert set(left) <= set(named)


def notes_of(effects):
    return {note["code"]: note for note in effects.attrs["model"]["notes"]}


def fit_plain(x, y, w):
    x = np.column_stack([np.ones(len(y)), x])
    return np.linalg.solve((x * w[:, None]).T @ x, (x * w[:, None]).T @ y)[1:]


# What is exact


def test_without_checked_contacts_nothing_changes_and_it_is_said():
    frame, _ = make_contacts()
    effects = estimate_effects(frame, IRRITANTS, "score", controls=["channel"])
    assert list(effects.columns) == list(EFFECT_COLUMNS)
    assert list(notes_of(effects)) == ["ordinal_grouped", "uncorrected"]
    assert effects.attrs["model"]["n_checked"] is None


def test_when_all_contacts_are_checked_the_truth_is_estimated():
    frame, true = make_contacts()
    frame.loc[frame.index[::7], "score"] = np.nan
    corrected = estimate(frame, true)
    told = estimate_effects(
        frame.assign(**true), IRRITANTS, "score", controls=["channel"], cluster="customer"
    ).set_index("irritant")
    for column in ("effect", "std_error", "prevalence"):
        np.testing.assert_allclose(corrected[column], told.loc[corrected.index, column], rtol=1e-9)
    assert set(corrected["correction"]) == {"both"}


def test_a_model_that_never_errs_needs_no_correction():
    frame, true = make_contacts()
    frame[IRRITANTS] = true
    corrected = estimate(frame, true.iloc[:400])
    plain = estimate_effects(frame, IRRITANTS, "score", controls=["channel"], cluster="customer")
    plain = plain.set_index("irritant").loc[corrected.index]
    assert ((corrected["effect"] - plain["effect"]).abs() < 0.1 * plain["std_error"]).all()
    np.testing.assert_allclose(corrected["std_error"], plain["std_error"], rtol=0.02)
    np.testing.assert_allclose(corrected["prevalence"], plain["prevalence"], rtol=1e-9)
    assert (corrected["tuning"] > 0.9).all()
    # That no error was found among 400 does not prove that there is none.
    wide = corrected["prevalence_high"] - corrected["prevalence_low"]
    as_read = corrected["prevalence_high_as_read"] - corrected["prevalence_low_as_read"]
    assert (wide > as_read).all()


def test_the_effect_is_that_of_the_three_fits():
    frame, true = make_contacts()
    checked = true.iloc[100:500]
    row = estimate(frame, checked).loc["a"]
    channel = (frame["channel"] == "call").to_numpy(float)
    y, everyone = frame["score"].to_numpy(), np.ones(len(frame))

    def fit(flags, part):
        x = np.column_stack([flags[IRRITANTS].to_numpy(float), channel])[part]
        return fit_plain(x, y[part], everyone[part])[0]

    part = slice(100, 500)
    gap = fit(frame, slice(None)) - fit(frame, part)
    assert row["effect"] == pytest.approx(fit(true, part) + row["tuning"] * gap)
    assert row["effect_as_read"] == pytest.approx(fit(frame, slice(None)))
    assert 0 < row["tuning"] < 1


@pytest.mark.parametrize("size", [3, 40])
def test_the_variance_is_that_of_leaving_out_one_customer_at_a_time(size):
    """Customers of about as many contacts; larger ones than there are parameters too."""
    frame, true = make_contacts(600)
    rng = np.random.default_rng(1)
    frame["customer"] = rng.integers(0, 600 // size, 600)
    frame["weight"] = rng.uniform(0.5, 2, 600)
    checked = true.iloc[:300].assign(sampling_probability=rng.uniform(0.2, 0.9, 300))
    options = {"weights": "weight", "controls": [], "min_n": 5}
    effects = estimate(frame, checked, **options)
    assert (effects["correction"] == "both").all()
    read, found = frame[IRRITANTS].to_numpy(float), true.to_numpy(float)
    y, w = frame["score"].to_numpy(), frame["weight"].to_numpy()
    w_checked = np.zeros(600)
    w_checked[:300] = w[:300] / checked["sampling_probability"].to_numpy()
    tuning = effects.loc[IRRITANTS, "tuning"].to_numpy()

    def corrected(kept):
        of_true = fit_plain(found[kept], y[kept], w_checked[kept])
        gap = fit_plain(read[kept], y[kept], w[kept]) - fit_plain(
            read[kept], y[kept], w_checked[kept]
        )
        return of_true + tuning * gap

    whole = corrected(np.ones(600, bool))
    customers = frame["customer"].to_numpy()
    parts = [corrected(customers != g) for g in np.unique(customers)]
    variance = ((np.array(parts) - whole) ** 2).sum(axis=0)
    np.testing.assert_allclose(effects.loc[IRRITANTS, "effect"], whole, rtol=1e-8)
    np.testing.assert_allclose(effects.loc[IRRITANTS, "std_error"] ** 2, variance, rtol=1e-8)


def test_the_prevalence_is_post_stratified_by_what_was_read():
    frame, true = make_contacts()
    part = slice(0, 300)
    row = estimate(frame, true.iloc[part]).loc["b"]
    read, found = frame["b"].to_numpy(), true["b"].to_numpy()[part]
    where, elsewhere = found[read[part]].mean(), found[~read[part]].mean()
    expected = read.mean() * where + (1 - read.mean()) * elsewhere
    assert row["prevalence"] == pytest.approx(expected)
    assert row["prevalence_as_read"] == pytest.approx(read.mean())
    assert row["impact"] == pytest.approx(row["prevalence"] * row["effect"])
    assert (row["n"], row["n_checked"]) == (read.sum(), found.sum())


def test_contacts_picked_for_what_was_read_in_them_weigh_by_their_chance():
    """Half the contacts where something was read, a tenth of the others."""
    frame, true = make_contacts(6000)
    rng = np.random.default_rng(3)
    chance = np.where(frame[IRRITANTS].any(axis=1), 0.5, 0.1)
    picked = rng.random(len(frame)) < chance
    weighed = estimate(frame, true[picked].assign(sampling_probability=chance[picked]))
    as_if_random = estimate(frame, true[picked])
    for name in IRRITANTS:
        told, low, high = weighed.loc[name, ["prevalence", "prevalence_low", "prevalence_high"]]
        assert low < true[name].mean() < high
        assert abs(told - true[name].mean()) < 0.03
    assert "checked_at_random" not in notes_of(weighed)
    assert "checked_at_random" in notes_of(as_if_random)
    assert weighed.loc["a", "effect_low"] < -2 < weighed.loc["a", "effect_high"]


def test_the_order_of_the_checked_contacts_does_not_matter():
    frame, true = make_contacts()
    checked = true.iloc[:300].assign(sampling_probability=np.linspace(0.1, 1, 300))
    shuffled = checked.sample(frac=1, random_state=1)[["sampling_probability", "c", "a", "b"]]
    pd.testing.assert_frame_equal(estimate(frame, checked), estimate(frame, shuffled), rtol=1e-8)


def test_checked_contacts_without_a_score_correct_the_prevalence_only():
    frame, true = make_contacts()
    frame.loc[frame.index[:200], "score"] = np.nan
    both, scored_only = estimate(frame, true.iloc[:500]), estimate(frame, true.iloc[200:500])
    np.testing.assert_allclose(both["effect"], scored_only.loc[both.index, "effect"], rtol=1e-8)
    assert (both["prevalence"] != scored_only.loc[both.index, "prevalence"]).all()
    model = both.attrs["model"]
    assert (model["n_checked"], model["n_checked_scored"]) == (500, 300)
    note = notes_of(both)["corrected"]
    assert "500 contacts vérifiés" in note["fr"]
    assert "500 checked contacts, 300 of them" in note["en"]
    assert both.loc["a", "n_checked_scored"] == true["a"].iloc[200:500].sum()


# What cannot be corrected


def test_too_few_checked_mentions_leave_the_figure_as_read_and_say_so():
    frame, true = make_contacts()
    frame["c"] = np.arange(len(frame)) % 40 == 0
    true["c"] = frame["c"]
    effects = estimate(frame, true.iloc[:100])
    assert effects["correction"].to_dict() == {"a": "both", "b": "both", "c": "none"}
    assert effects.loc["c", "effect"] == effects.loc["c", "effect_as_read"]
    assert effects.loc["c", "prevalence"] == effects.loc["c", "prevalence_as_read"]
    assert effects.loc["c", "n_checked"] == 3
    notes = notes_of(effects)
    for code in ("prevalence_few_checked", "effect_few_checked"):
        assert notes[code]["values"]["irritants"] == "c"
        assert notes[code]["fr"] != notes[code]["en"]
    assert estimate(frame, true.iloc[:300]).loc["c", "correction"] == "prevalence"


def test_an_irritant_that_was_not_checked_stays_as_read():
    frame, true = make_contacts()
    effects = estimate(frame, true.iloc[:400][["a", "c"]])
    assert effects["correction"].to_dict() == {"a": "both", "b": "none", "c": "both"}
    assert notes_of(effects)["checked_missing"]["values"]["irritants"] == "b"
    assert effects.loc["b", "n_checked"] == 0


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_working_tells_a_corrected_figure_from_one_left_as_read(lang):
    assert step_texts("effect", None) == STEPS["effect"]
    assert "{effect_as_read}" in step_texts("effect", "both")[2][lang]
    left = step_texts("effect", "prevalence")[2][lang]
    assert left.startswith(STEPS["effect"][2][lang])
    assert "{prevalence_as_read}" in step_texts("prevalence", "prevalence")[2][lang]
    assert step_texts("prevalence", "none")[2] != STEPS["prevalence"][2]
    assert step_texts("lmg_share", "both") == STEPS["lmg_share"]


def test_a_handful_of_checked_contacts_helps_nobody():
    frame, true = make_contacts()
    effects = estimate(frame, true.iloc[:8])
    assert set(effects["correction"]) == {"none"}
    assert "checked_of_no_help" in notes_of(effects)
    plain = estimate_effects(frame, IRRITANTS, "score", controls=["channel"], cluster="customer")
    for column in ("impact_low", "impact_high", "p_value", "top5_probability", "rank"):
        np.testing.assert_allclose(
            effects.loc[IRRITANTS, column].to_numpy(float),
            plain.set_index("irritant").loc[IRRITANTS, column].to_numpy(float),
            rtol=1e-9,
        )


def test_checked_contacts_of_one_customer_settle_no_effect():
    frame, true = make_contacts()
    frame.loc[frame.index[:200], "customer"] = -1
    effects = estimate(frame, true.iloc[:200])
    assert set(effects["correction"]) == {"prevalence"}
    assert notes_of(effects)["effect_not_settled"]["values"]["irritants"] == "a, b, c"


def test_checked_contacts_in_which_two_irritants_coincide():
    frame, true = make_contacts()
    true["b"] = true["a"]
    effects = estimate(frame, true.iloc[:400])
    assert effects["correction"].to_dict() == {"a": "prevalence", "b": "prevalence", "c": "both"}


def test_more_columns_than_checked_contacts():
    frame, true = make_contacts(3000)
    rng = np.random.default_rng(0)
    frame["shop"] = [f"s{i:02d}" for i in rng.integers(0, 55, len(frame))]
    effects = estimate(frame, true.iloc[:50], controls=["shop"])
    assert set(effects["correction"]) == {"prevalence"}


def test_an_irritant_with_missing_readings():
    frame, true = make_contacts()
    frame["a"] = frame["a"].astype(object)
    frame.loc[frame.index[3], "a"] = None
    effects = estimate(frame, true.iloc[:400])
    assert effects.loc["a", ["cause", "correction"]].tolist() == ["missing_values", "none"]
    assert effects.loc["b", "correction"] == "both"


@pytest.mark.parametrize("score", ["absent", "missing", "constant", "one"])
def test_without_usable_scores_only_the_prevalences_are_corrected(score):
    frame, true = make_contacts()
    frame = {
        "absent": frame.drop(columns="score"),
        "missing": frame.assign(score=np.nan),
        "constant": frame.assign(score=7.0),
        "one": frame.assign(score=frame["score"].where(frame.index == "c0000")),
    }[score]
    effects = estimate(frame, true.iloc[:300])
    assert set(effects["correction"]) == {"prevalence"}
    assert effects["effect"].isna().all()


def test_twelve_contacts():
    frame, true = make_contacts(12)
    estimate(frame, true, min_n=1)
    estimate(frame, true.iloc[:1], min_n=1)


# What is refused


def broken(**changes):
    return lambda checked: checked.assign(**changes)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda c: c.set_index(np.arange(len(c))), "100 of the 100 checked contacts are not among"),
        (lambda c: pd.concat([c, c.iloc[:2]]), "checked contacts: 2 rows repeat the index"),
        (lambda c: c.iloc[:0], "no checked contacts"),
        (lambda c: c[[]], "hold no irritant"),
        (lambda c: c.rename(columns={"a": "aa"}), "'aa' is neither an irritant"),
        (lambda c: pd.concat([c, c["a"]], axis=1), "several columns are named 'a'"),
        (broken(a=0.5), "'a' must be true or false"),
        (broken(a="yes"), "'a' must be true or false"),
        (broken(a=None), "100 say neither yes nor no for 'a'"),
        (broken(sampling_probability=0.0), "100 checked contacts have a value"),
        (broken(sampling_probability=np.nan), "100 checked contacts have a value"),
        (broken(sampling_probability="often"), "must be numbers"),
    ],
)
def test_checked_contacts_that_make_no_sense_are_refused(spoil, message):
    frame, true = make_contacts(300)
    with pytest.raises(EstimationError, match=message):
        estimate_effects(frame, IRRITANTS, "score", checked=spoil(true.iloc[:100]))


def test_contacts_that_share_an_index_cannot_be_tied():
    frame, true = make_contacts(300)
    frame.index = ["same"] * 300
    with pytest.raises(EstimationError, match=r"^contacts: 299 rows repeat the index"):
        estimate_effects(frame, IRRITANTS, "score", checked=true.iloc[:1].set_axis(["same"]))
