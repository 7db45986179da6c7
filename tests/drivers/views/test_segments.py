import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.drivers.fitting.standardise import MIN_CELL, match_cells, standardise
from nlp.drivers.views.segments import (
    MIN_CUSTOMERS,
    SEGMENT_COLUMNS,
    SEGMENT_TEXTS,
    SEGMENT_VERDICTS,
    compare_segments,
)
from nlp.errors import EstimationError
from nlp.intervals import benjamini_hochberg

CHANNELS = ["call", "email", "chat"]
BASE = {"call": 0.20, "email": 0.08, "chat": 0.03}
MORE = {"same": 0.0, "more": 0.06, "rare": 0.0}
SCALE = {"same": 1.0, "more": 1.0, "rare": 0.15}


def draw(n, rng):
    """The segment calls more; ``same`` hangs on the channel alone, ``more`` on both."""
    n_customers = n // 2
    pro = rng.random(n_customers) < 0.3
    temper = rng.normal(0, 0.5, n_customers)
    customer = rng.integers(0, n_customers, n)
    segment = pro[customer]
    p = np.where(segment[:, None], [0.6, 0.25, 0.15], [0.2, 0.3, 0.5]).cumsum(axis=1)
    channel = np.array(CHANNELS)[(rng.random(n)[:, None] > p).sum(axis=1).clip(max=2)]
    frame = pd.DataFrame({"channel": channel, "customer": customer})
    frame["lang"] = rng.choice(["fr", "en"], n)
    frame["segment"] = np.where(segment, "pro", "home")
    base = frame["channel"].map(BASE).to_numpy()
    for name in MORE:
        chance = base * SCALE[name] * np.exp(temper[customer] - 0.125) + MORE[name] * segment
        frame[name] = rng.random(n) < chance
    return frame


def compare(frame, **options):
    options = {"within": ["channel", "lang"], "cluster": "customer"} | options
    table = compare_segments(frame, [*MORE], "segment", **options)
    assert list(table.columns) == list(SEGMENT_COLUMNS)
    assert table.dtypes.astype(str).replace("string", "str").to_dict() == SEGMENT_COLUMNS
    shown = table["verdict"].isin(["more", "less", "undetermined"])
    figures = table[["difference", "difference_low", "difference_high", "p_value", "q_value"]]
    assert np.isfinite(figures[shown].to_numpy(float)).all()
    assert figures[~shown].isna().all(axis=None)
    kept = table[shown]
    assert kept["difference"].between(kept["difference_low"], kept["difference_high"]).all()
    excludes = (kept["difference_low"] > 0) | (kept["difference_high"] < 0)
    assert (excludes == (kept["p_value"] < 0.05)).all()
    return table


def row_of(table, label, segment="pro"):
    return table[(table["label"] == label) & (table["segment"] == segment)].iloc[0]


@pytest.fixture(scope="module")
def frame():
    return draw(6000, np.random.default_rng(0))


def test_what_the_mix_explains_is_taken_away(frame):
    table = compare(frame)
    same, more = row_of(table, "same"), row_of(table, "more")
    assert same["share"] - same["share_rest"] > 0.04
    assert same["difference_low"] < 0 < same["difference_high"]
    assert more["difference_low"] < 0.06 < more["difference_high"]
    assert (more["verdict"], more["rank"]) == ("more", 1)
    assert row_of(table, "more", "home")["verdict"] == "less"
    assert row_of(table, "more", "home")["rank"] == 3


def test_definitions(frame):
    row = row_of(compare(frame), "more")
    inside = frame["segment"] == "pro"
    assert (row["n_segment"], row["n_rest"]) == (inside.sum(), (~inside).sum())
    assert row["n"] == frame.loc[inside, "more"].sum()
    assert row["share_rest"] == pytest.approx(frame.loc[~inside, "more"].mean())
    mix = frame.groupby(["channel", "lang"]).size() / len(frame)
    shares = frame.groupby([inside, "channel", "lang"])["more"].mean().unstack([1, 2])
    assert row["standardised"] == pytest.approx((shares.loc[True] * mix).sum())
    assert row["standardised_rest"] == pytest.approx((shares.loc[False] * mix).sum())
    assert row["difference"] == pytest.approx(row["standardised"] - row["standardised_rest"])


def test_two_segments_mirror_each_other(frame):
    table = compare(frame).set_index(["segment", "label"])
    pro, home = table.loc["pro"], table.loc["home"].loc[table.loc["pro"].index]
    np.testing.assert_allclose(pro["difference"], -home["difference"])
    np.testing.assert_allclose(pro["difference_low"], -home["difference_high"])
    np.testing.assert_allclose(pro["p_value"], home["p_value"])
    np.testing.assert_allclose(table["q_value"], benjamini_hochberg(table["p_value"]))


@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_equal_conditional_rates_give_no_difference(seed, n_cells):
    """Whatever the mix of each group, if in every cell both have the same rate."""
    rng = np.random.default_rng(seed)
    inside, cells, marks = [], [], []
    for cell in range(n_cells):
        rate_of_ten = rng.integers(0, 11)
        for group in (False, True):
            size = 10 * int(rng.integers(1, 8))
            inside += [group] * size
            cells += [cell] * size
            marks += ([True] * rate_of_ten + [False] * (10 - rate_of_ten)) * (size // 10)
    marks = np.array(marks)
    compared = match_cells(np.array(inside), np.array(cells), np.arange(len(marks)))
    found = standardise(compared, marks[compared.used])
    assert found.first - found.second == pytest.approx(0, abs=1e-12)
    assert found.low <= 0 <= found.high
    assert found.p_value > 0.9


def test_without_columns_to_standardise_on_it_is_newcombe_s_interval():
    """One cell: the classical interval of a difference, which needs no model."""
    sm = pytest.importorskip("statsmodels.stats.proportion")
    rng = np.random.default_rng(1)
    inside, marks = rng.random(900) < 0.4, rng.random(900) < 0.1
    compared = match_cells(inside, np.zeros(900, np.intp), np.arange(900))
    found = standardise(compared, marks)
    low, high = sm.confint_proportions_2indep(
        marks[inside].sum(), inside.sum(), marks[~inside].sum(), (~inside).sum(), method="newcomb"
    )
    assert (found.low, found.high) == (pytest.approx(low, abs=3e-4), pytest.approx(high, abs=3e-4))


def test_cells_that_one_group_lacks_are_left_out_and_said(frame):
    frame = frame.assign(channel=frame["channel"].mask(frame["segment"] == "pro", "desk"))
    frame.loc[frame.index % 2 == 0, "channel"] = "call"
    frame.loc[frame.index % 97 == 0, "channel"] = "fax"
    frame = frame[(frame["channel"] != "fax") | (frame["segment"] == "home")]
    table = compare(frame, within=["channel"])
    row = row_of(table, "more")
    calls = frame["channel"] == "call"
    for segment, name in (("pro", "compared"), ("home", "compared_rest")):
        assert row[name] == pytest.approx(calls[frame["segment"] == segment].mean())
    on_calls = frame[calls].groupby("segment")["more"].mean()
    assert row["difference"] == pytest.approx(on_calls["pro"] - on_calls["home"])
    note = next(note for note in table.attrs["notes"] if note["code"] == "cells_left_out")
    assert "%" in note["fr"]
    assert "\u00a0%" in note["fr"]


def test_few_of_a_cell_do_not_count():
    inside = np.repeat([True, False], 50)
    cells = np.where(np.arange(100) % 50 < MIN_CELL - 1, 1, 0)
    compared = match_cells(inside, cells, np.arange(100))
    assert compared.sizes.tolist() == [[46.0], [46.0]]
    assert compared.kept == (0.92, 0.92)
    assert match_cells(inside, np.arange(100), np.arange(100)).n_smaller == 0


def test_too_few_contacts_or_customers():
    frame = draw(400, np.random.default_rng(2))
    assert set(compare(frame, min_n=300)["verdict"]) == {"too_few"}
    few = frame.assign(customer=frame["customer"] % (MIN_CUSTOMERS - 1))
    assert set(compare(few)["verdict"]) == {"too_few"}
    apart = frame.assign(channel=frame["segment"])
    table = compare(apart)
    assert set(table["verdict"]) == {"too_few"}
    assert set(table["compared"]) == {0.0}


def test_missing_values_and_columns_are_told(frame):
    frame = frame.assign(
        never=False,
        holes=frame["same"].astype("boolean").mask(frame.index > 5990),
        segment=frame["segment"].mask(frame.index < 100),
        reason_family=None,
    )
    table = compare_segments(frame, ["never", "holes", "more"], "segment", cluster="customer")
    assert row_of(table, "never")["verdict"] == row_of(table, "holes")["verdict"] == "not_estimable"
    codes = [note["code"] for note in table.attrs["notes"]]
    assert codes[:3] == ["column_absent", "segment_unknown", "standardised"]
    assert table["n_segment"].iloc[0] + table["n_rest"].iloc[0] == len(frame) - 100
    for absent in (frame.drop(columns="segment"), frame.assign(segment=None)):
        assert compare(absent).empty
    assert compare(frame.assign(segment="one")).attrs["notes"][-1]["code"] == "one_segment"
    with pytest.raises(EstimationError, match="Did you mean more"):
        compare_segments(frame, ["mor"], "segment")


def test_a_label_that_one_side_never_has(frame):
    frame = frame.assign(rare=frame["rare"] & (frame["segment"] == "home"))
    row = row_of(compare(frame), "rare")
    assert row["standardised"] == 0
    assert -1 < row["difference_low"] < row["difference"] < row["difference_high"] < 1


def test_customers_who_repeat_themselves_tell_less(frame):
    doubled = pd.concat([frame, frame], ignore_index=True)
    once, twice = compare(frame), compare(doubled)
    naive = compare(doubled, cluster=None)
    for label in MORE:
        width = [
            row_of(t, label)["difference_high"] - row_of(t, label)["difference_low"]
            for t in (once, twice, naive)
        ]
        assert width[1] == pytest.approx(width[0], rel=0.08)
        assert width[2] < 0.8 * width[1]


def test_every_verdict_is_told_in_both_languages():
    assert set(SEGMENT_TEXTS) == set(SEGMENT_VERDICTS)
    assert all(text["fr"] != text["en"] for text in SEGMENT_TEXTS.values())


TRUTH = {"same": 0.0, "more": 0.06, "rare": 0.0}
"""Within a channel being of the segment adds 6 points to ``more`` and nothing to the others."""


def coverage(n_sets, n):
    held = dict.fromkeys(MORE, 0.0)
    for seed in range(n_sets):
        table = compare(draw(n, np.random.default_rng([n, seed])))
        for label in MORE:
            row = row_of(table, label)
            held[label] += row["difference_low"] <= TRUTH[label] <= row["difference_high"]
    return pd.Series(held) / n_sets


def test_intervals_cover_the_standardised_difference():
    held = coverage(60, 800)
    slack = 2 * np.sqrt(0.95 * 0.05 / 60)
    assert held.mean() >= 0.93 - slack / np.sqrt(3)
    assert held.min() >= 0.90 - slack


@pytest.mark.prove
@pytest.mark.parametrize("n", [400, 2000])
def test_prove_the_standardised_difference(n):
    held = coverage(1000, n)
    print(f"\n{n} contacts\n{held.round(3).to_string()}")
    slack = 2 * np.sqrt(0.95 * 0.05 / 1000)
    assert held.min() >= 0.93 - slack
    assert held.max() <= 0.98 + slack
