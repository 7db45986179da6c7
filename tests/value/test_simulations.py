"""Known truth: effects on leaving, and what they put at risk, against what was planted."""

import numpy as np
import pandas as pd
import pytest

from nlp.value import Note, ValueOptions
from nlp.value.book import open_book
from nlp.value.cells import as_day
from nlp.value.effects import estimate_share_effects
from nlp.value.measures import value_at_risk
from tests.value.conftest import EFFECTS, START, WINDOW

OPTIONS = ValueOptions(window_days=WINDOW, observed_until=as_day(START + 400))


def estimate_many(world, n_sets, n_customers, controls=("channel",)):
    """Effects and revenue at risk of ``n_sets`` samples, a row per sample and irritant."""
    rows = []
    for seed in range(n_sets):
        contacts, customers = world.draw(n_customers, seed)
        book = open_book(contacts, customers, OPTIONS)
        found = estimate_share_effects(
            book, list(EFFECTS), book.left, controls, loss=True, min_n=20, seed=seed
        )
        for code, effect in found.items():
            if isinstance(effect, Note):
                continue
            mentions = book.frame[code].to_numpy(bool)
            part = value_at_risk(book, effect, mentions, "revenue_at_risk", book.values("revenue"))
            risk = part.figures[0]
            rows.append(
                {
                    "irritant": code,
                    "effect": effect.value,
                    "low": effect.low,
                    "high": effect.high,
                    "q": effect.q_value,
                    "sample": seed,
                    "concerned": risk.value / effect.value,
                    "risk_low": risk.low,
                    "risk_high": risk.high,
                }
            )
    return pd.DataFrame(rows)


def coverage(table, effects):
    """Per irritant: how often the intervals hold the effect and the mean value at risk."""
    truth = table["irritant"].map(effects)
    # What samples put at risk in the mean: the effect x the mean revenue concerned.
    at_risk = truth * table.groupby("irritant")["concerned"].transform("mean")
    shown = table.assign(
        truth=truth,
        covered=truth.between(table["low"], table["high"]),
        risk_covered=at_risk.between(table["risk_low"], table["risk_high"]),
    )
    names = ["truth", "effect", "covered", "risk_covered"]
    found = shown.groupby("irritant")[names].mean()
    return found.assign(
        mc_error=shown.groupby("irritant")["effect"].std() / np.sqrt(shown["sample"].nunique()),
        n_sets=shown.groupby("irritant").size(),
    )


def check(found, lowest):
    for name in ("covered", "risk_covered"):
        assert (found[name] >= lowest).all(), found
        assert found[name].mean() >= 0.93 - 2 * np.sqrt(0.05 / found["n_sets"].sum()), found
    assert ((found["effect"] - found["truth"]).abs() <= 3 * found["mc_error"]).all(), found


def test_intervals_hold_what_was_planted(leavers):
    check(coverage(estimate_many(leavers, 40, 350), EFFECTS), lowest=0.85)


def test_without_the_channel_the_callers_are_mistaken_for_the_irritants(leavers):
    """The world confounds: were the channel not held equal, the estimate would be off."""
    with_it = estimate_many(leavers, 6, 900)
    without = estimate_many(leavers, 6, 900, controls=())
    mean = {
        name: table[table["irritant"] == "staff.rude"]["effect"].mean()
        for name, table in (("with", with_it), ("without", without))
    }
    assert mean["without"] > mean["with"] + 0.005


def test_a_rare_irritant_after_which_nobody_left_is_not_sure_to_be_harmless(contacts, customers):
    """Plain regressions see no variance there, and an interval of nearly no width."""
    ids = [f"k{i}" for i in range(400)]
    frame = contacts(*((name, 1, *(["late"] if i < 22 else [])) for i, name in enumerate(ids)))
    left = [5.0 if i % 12 == 1 and i > 22 else np.nan for i in range(400)]
    book = open_book(frame, customers(ids, churned_at=left), ValueOptions(30, as_day(START + 900)))
    found = estimate_share_effects(
        book, ["delivery.late"], book.left, (), loss=True, min_n=20, seed=0
    )["delivery.late"]
    assert not isinstance(found, Note)
    assert found.value < 0
    assert found.verdict == "undetermined"
    assert found.high > 0.02


@pytest.mark.prove
def test_prove_coverage_of_effects_and_of_value_at_risk(leavers, proved):
    """500 samples of 600 customers, some thousand contacts each."""
    found = coverage(estimate_many(leavers, 500, 600), EFFECTS)
    print(f"\n{found.round(4).to_string()}")
    proved(
        "value-coverage",
        [
            {
                "chance of leaving that is planted": row["truth"],
                "mean estimate": row["effect"],
                "covered, effect": row["covered"],
                "covered, revenue at risk": row["risk_covered"],
                "data sets": int(row["n_sets"]),
            }
            for row in found.sort_values("truth").to_dict("records")
        ],
    )
    check(found, lowest=0.92)


@pytest.mark.prove
def test_prove_that_nothing_is_made_of_nothing(harmless, proved):
    """Where no irritant drives anyone away, at most a tenth of the runs name one."""
    table = estimate_many(harmless, 500, 600)
    named = table[table["q"] < 0.10].groupby("sample").size()
    print(f"\nruns that name an irritant where none has an effect: {len(named) / 500:.3f}")
    row = {"irritants": 4, "runs that name one at q < 0.10": len(named) / 500, "runs": 500}
    proved("value-nothing", [row])
    assert len(named) / 500 <= 0.10 + 2 * np.sqrt(0.1 * 0.9 / 500)
