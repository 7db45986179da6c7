import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.drivers.contacts.columns import read_levels
from nlp.drivers.views.raking import cap_weights, merge_levels
from nlp.drivers.views.response import response_shares, reweight_scores
from nlp.errors import EstimationError

CHANNELS = ["call", "email", "chat"]
ANSWERING = {"call": 0.6, "email": 0.35, "chat": 0.15}
LIKING = {"call": 8.0, "email": 7.0, "chat": 5.0}
MARGINS = ["channel", "lang"]


def draw(n, rng, n_customers=None):
    """Who answers hangs on the channel and the language, and so does the score."""
    n_customers = n_customers or n // 2
    customer = rng.integers(0, n_customers, n)
    mood = rng.normal(0, 1, n_customers)[customer]
    habit = rng.choice(CHANNELS, n_customers, p=[0.3, 0.4, 0.3])
    channel = np.where(rng.random(n) < 0.6, habit[customer], rng.choice(CHANNELS, n))
    lang = rng.choice(["fr", "en"], n, p=[0.7, 0.3])
    score = pd.Series(channel).map(LIKING).to_numpy() - 1.0 * (lang == "en") + mood
    score = score + rng.normal(0, 1, n)
    chance = pd.Series(channel).map(ANSWERING).to_numpy() * np.where(lang == "en", 0.7, 1.0)
    frame = pd.DataFrame({"channel": channel, "lang": lang, "customer": customer})
    frame["everyone"] = score
    frame["score"] = np.where(rng.random(n) < chance, score, np.nan)
    return frame


def codes(notes):
    return [note["code"] for note in notes]


@pytest.fixture(scope="module")
def frame():
    return draw(1500, np.random.default_rng(0))


def test_shares_of_those_who_answer(frame):
    table = response_shares(frame, "score", ["channel", "lang"], cluster="customer")
    assert table["n"].iloc[0] == 1500
    for row in table.iloc[1:].itertuples():
        at = frame[row.dimension] == row.level
        assert (row.n, row.n_scored) == (at.sum(), frame.loc[at, "score"].notna().sum())
        assert row.share == pytest.approx(frame.loc[at, "score"].notna().mean())
        assert 0 <= row.share_low < row.share < row.share_high <= 1
    assert table.groupby("dimension")["n"].sum().nunique() == 1
    assert table.attrs["notes"] == []


def test_what_cannot_be_told_is_said(frame):
    table = response_shares(frame.drop(columns="score"), "score", ["channel", "sentiment"])
    assert table["share"].isna().all()
    assert codes(table.attrs["notes"]) == ["column_absent", "no_scores_given"]
    assert "sentiment" in table.attrs["notes"][0]["fr"]
    assert len(response_shares(frame.iloc[:0], "score", ["channel"])) == 1


def test_missing_levels_are_a_level(frame):
    frame = frame.assign(segment=pd.Series(["pro", None, "home"] * 500))
    table = response_shares(frame, "score", ["segment"])
    assert table["level"].tolist() == ["(all)", "home", "pro", "(missing)"]


def test_weights_reproduce_the_margins(frame):
    found = reweight_scores(frame, "score", MARGINS, cluster="customer")
    scored = frame.loc[found.weights.index]
    assert scored["score"].notna().all()
    assert len(scored) == found.n_scored == frame["score"].notna().sum()
    assert found.weights.mean() == pytest.approx(1)
    for name in MARGINS:
        weighted = found.weights.groupby(scored[name]).sum() / found.weights.sum()
        wanted = frame[name].value_counts(normalize=True)
        np.testing.assert_allclose(weighted, wanted[weighted.index], atol=1e-9)
    assert found.largest_gap < 1e-9
    assert found.n_capped == 0
    assert 1 < found.effective_n < found.n_scored
    assert codes(found.notes) == ["missing_at_random"]


@given(st.integers(0, 2**32 - 1), st.integers(2, 4), st.integers(2, 3))
@settings(max_examples=15, deadline=None)
def test_whatever_the_contacts_margins_are_met_or_the_gap_is_told(seed, n_levels, n_margins):
    rng = np.random.default_rng(seed)
    names = [f"m{i}" for i in range(n_margins)]
    frame = pd.DataFrame({name: rng.integers(0, n_levels, 300).astype(str) for name in names})
    chance = rng.uniform(0.1, 0.9, n_levels)[frame["m0"].astype(int)]
    frame["score"] = np.where(rng.random(300) < chance, rng.normal(5, 2, 300), np.nan)
    found = reweight_scores(frame, "score", names, cap=3.0, min_n=5)
    if found.largest_gap is None:
        assert "no_margins" in codes(found.notes)
        return
    gaps = (found.margins["weighted_share"] - found.margins["population_share"]).abs()
    assert found.largest_gap == pytest.approx(gaps.max(), abs=1e-12)
    assert found.weights.max() <= 3.0 * (1 + 1e-9)
    told = {"weights_capped", "margins_not_met"} & set(codes(found.notes))
    assert bool(told) == (found.largest_gap > 1e-6)


def test_reweighting_undoes_the_choice_of_who_answers(frame):
    found = reweight_scores(frame, "score", MARGINS, cluster="customer")
    assert found.raw.value - frame["everyone"].mean() > 0.4
    assert abs(found.reweighted.value - frame["everyone"].mean()) < 0.2
    assert found.difference.value == pytest.approx(found.reweighted.value - found.raw.value)
    assert found.difference.high < 0


def test_when_all_answer_nothing_changes(frame):
    frame = frame.assign(score=frame["everyone"])
    found = reweight_scores(frame, "score", MARGINS, cluster="customer")
    np.testing.assert_allclose(found.weights, 1.0)
    assert found.reweighted.value == pytest.approx(found.raw.value)
    assert found.reweighted.std_error == pytest.approx(found.raw.std_error, rel=0.01)
    assert found.difference.value == pytest.approx(0, abs=1e-9)


def test_capped_weights_are_seen(frame):
    frame = frame.assign(channel=np.where(np.arange(1500) % 5, "call", "chat"))
    silent = (frame["channel"] == "chat") & (np.arange(1500) % 50 != 0)
    frame["score"] = frame["everyone"].mask(silent)
    found = reweight_scores(frame, "score", ["channel"], cap=2.0)
    at_cap = frame.loc[found.weights.index, "channel"] == "chat"
    assert found.n_capped == at_cap.sum() == 30
    np.testing.assert_allclose(found.weights[at_cap], 2.0)
    assert found.weights.mean() == pytest.approx(1)
    assert found.largest_gap > 0.1
    note = next(note for note in found.notes if note["code"] == "weights_capped")
    assert "30 weights" in note["en"]


def test_cap_keeps_the_mean():
    weights, n = cap_weights(np.array([0.1, 0.2, 0.3, 3.4]), 1.2)
    assert (weights.mean(), weights.max()) == (pytest.approx(1), 1.2)
    # Once the last is brought back the others grow, and the third passes the cap itself.
    assert n == 2
    with pytest.raises(EstimationError, match="above 1"):
        reweight_scores(pd.DataFrame({"score": [1.0]}), "score", [], cap=1.0)


def test_levels_without_answers_are_merged_and_said(frame):
    frame = frame.assign(channel=frame["channel"].where(frame.index % 100 != 0, "letter"))
    frame.loc[frame["channel"] == "letter", "score"] = np.nan
    found = reweight_scores(frame, "score", ["channel"])
    note = next(note for note in found.notes if note["code"] == "levels_merged")
    assert note["values"]["levels"] == "chat, letter"
    assert note["values"]["n"] == frame["channel"].isin(["chat", "letter"]).sum()
    assert "chat + letter" in set(found.margins["level"])
    assert found.largest_gap < 1e-9


def test_merged_levels_all_have_answers():
    column = pd.Series(list("aaaaaaaaaabbbbcde"))
    margin = merge_levels("m", read_levels(column), np.ones(17, bool))
    assert margin.merged == ("b", "c", "d", "e")
    alone = merge_levels("m", read_levels(pd.Series(list("ab"))), np.array([True, True]))
    assert alone.levels.names == ("a + b",)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"score": np.nan}, "no_scores_given"),
        ({"score": lambda f: f["score"].where(f.index < 20)}, "few_answers"),
        ({"channel": "call", "lang": None}, "no_margins"),
    ],
)
def test_no_reweighted_mean_without_a_reason(frame, change, code):
    found = reweight_scores(frame.assign(**change), "score", MARGINS)
    assert code in codes(found.notes)
    assert found.reweighted.value is None
    assert found.weights.empty
    assert (found.raw.value is None) == (code == "no_scores_given")
    assert all(note["fr"] != note["en"] for note in found.notes)


def test_margins_that_contradict_the_answers_are_told(capsys):
    """Every answer on a call is in French, contacts are not: no weights can do it."""
    frame = pd.DataFrame({"channel": ["call", "email"] * 100, "lang": ["fr", "en"] * 100})
    frame["score"] = np.tile([1.0, 2.0, 4.0, 3.0], 50)
    frame = pd.concat([frame, pd.DataFrame({"channel": ["call"] * 60, "lang": ["en"] * 60})])
    found = reweight_scores(frame.reset_index(drop=True), "score", MARGINS)
    assert "margins_not_met" in codes(found.notes)
    assert found.largest_gap > 0.01
    assert capsys.readouterr().out == ""


def coverage(n_sets, n):
    """Share of the samples whose intervals hold the mean of a large population, and bias."""
    rng = np.random.default_rng(99)
    truth = np.mean([draw(200_000, rng)["everyone"].mean() for _ in range(2)])
    held, gaps = np.zeros((2, n_sets)), np.zeros(n_sets)
    for i in range(n_sets):
        found = reweight_scores(
            draw(n, np.random.default_rng([n, i])), "score", MARGINS, cluster="customer"
        )
        held[:, i] = [e.low <= truth <= e.high for e in (found.raw, found.reweighted)]
        gaps[i] = found.reweighted.value - truth
    return held.mean(axis=1), gaps.mean()


def test_the_reweighted_interval_covers_the_mean_of_all_contacts():
    (raw, reweighted), bias = coverage(150, 500)
    assert reweighted >= 0.93 - 2 * np.sqrt(0.95 * 0.05 / 150)
    assert raw < 0.2
    assert abs(bias) < 0.03


@pytest.mark.prove
@pytest.mark.parametrize("n", [300, 2000])
def test_prove_the_reweighted_mean(n):
    (raw, reweighted), bias = coverage(1000, n)
    print(f"\n{n} contacts: raw {raw:.3f}, reweighted {reweighted:.3f}, bias {bias:.4f}")
    slack = 2 * np.sqrt(0.95 * 0.05 / 1000)
    assert 0.93 - slack <= reweighted <= 0.97 + slack
    assert abs(bias) < 0.02
