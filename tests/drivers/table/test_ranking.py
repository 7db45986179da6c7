import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.drivers import rank_frictions
from nlp.drivers.table.verdicts import CAUSE_TEXTS, VERDICT_TEXTS, VERDICTS, Cause, get_args
from nlp.errors import EstimationError

ROWS = [
    # irritant, n, impact, impact_low, impact_high, verdict
    ("large_but_loose", 90, -0.50, -0.95, -0.05, "costs"),
    ("small_but_sure", 300, -0.20, -0.25, -0.15, "costs"),
    ("tie_b", 50, -0.1, -0.15, -0.05, "costs"),
    ("unclear_large", 40, -0.3, -0.7, 0.1, "undetermined"),
    ("unclear_small", 60, 0.1, -0.2, 0.4, "undetermined"),
    ("praise_like", 500, 0.4, 0.2, 0.6, "pays"),
    ("tied", 80, np.nan, np.nan, np.nan, "not_estimable"),
    ("rare_b", 7, np.nan, np.nan, np.nan, "too_few"),
    ("rare_a", 7, np.nan, np.nan, np.nan, "too_few"),
    ("less_rare", 12, np.nan, np.nan, np.nan, "too_few"),
    ("never", 0, np.nan, np.nan, np.nan, "not_estimable"),
]
COLUMNS = ["irritant", "n", "impact", "impact_low", "impact_high", "verdict"]
ORDER = [
    "small_but_sure", "large_but_loose", "tie_b", "unclear_large", "unclear_small", "praise_like",
    "tied", "less_rare", "rare_a", "rare_b", "never",
]  # fmt: skip


@given(st.permutations(ROWS))
def test_the_order_is_total_and_does_not_hang_on_that_of_the_rows(rows):
    ranked = rank_frictions(pd.DataFrame(rows, columns=COLUMNS))
    assert ranked["irritant"].tolist() == ORDER
    assert ranked["rank"].tolist() == list(range(1, len(ROWS) + 1))


def test_attributes_and_other_columns_are_kept():
    frame = pd.DataFrame(ROWS, columns=COLUMNS).assign(note="x", rank=0)
    frame.attrs["model"] = {"n_scored": 5}
    ranked = rank_frictions(frame)
    assert ranked.attrs == frame.attrs
    assert (ranked["note"] == "x").all()
    assert (frame["rank"] == 0).all()


def test_nothing_to_rank():
    assert rank_frictions(pd.DataFrame([], columns=COLUMNS)).empty


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame(ROWS, columns=COLUMNS).drop(columns="impact"), "needs the columns impact"),
        (pd.DataFrame(ROWS, columns=COLUMNS).assign(verdict="cost"), "unknown verdicts"),
        (pd.DataFrame(ROWS + ROWS[:1], columns=COLUMNS), "more than once: large_but_loose"),
    ],
)
def test_what_cannot_be_ranked_is_refused(frame, message):
    with pytest.raises(EstimationError, match=message):
        rank_frictions(frame)


def test_every_verdict_and_cause_is_worded_in_both_languages():
    assert set(VERDICT_TEXTS) == set(VERDICTS)
    assert set(CAUSE_TEXTS) == set(get_args(Cause))
    for texts in [*VERDICT_TEXTS.values(), *CAUSE_TEXTS.values()]:
        assert texts["fr"] != texts["en"]
        for mark in ":;?!":
            assert f" {mark}" not in texts["fr"], "French wants a no-break space before it"
        assert "'" not in texts["fr"] + texts["en"]
