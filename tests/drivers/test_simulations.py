"""Known truth: what is estimated, against the population projection of the world it comes from."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from nlp.drivers import estimate_effects

POPULATION_SEED = 20_000


def estimate_many(world, n_sets, n_contacts, controls=("channel",)):
    """Effects of ``n_sets`` samples, with the truth of their world beside."""
    tables = []
    for seed in range(n_sets):
        frame = world.draw(n_contacts, np.random.default_rng([n_contacts, seed]))
        table = estimate_effects(
            frame, world.names, "score", controls=controls, cluster="customer", seed=seed
        )
        tables.append(table.assign(sample=seed))
    return pd.concat(tables, ignore_index=True)


@cache
def truth_of(world, rows):
    parts = [
        world.truth(np.random.default_rng(POPULATION_SEED + i)) for i in range(rows // 400_000)
    ]
    effects, prevalences = (sum(each) / len(parts) for each in zip(*parts, strict=True))
    return effects, prevalences


def coverage(table, effects, prevalences):
    """Per irritant: share of the samples whose interval holds the truth, and mean estimate."""
    shown = table[table["effect"].notna()].copy()
    truth = shown["irritant"].map(effects)
    impact = truth * shown["irritant"].map(prevalences)
    shown["covered"] = truth.between(shown["effect_low"], shown["effect_high"])
    shown["impact_covered"] = impact.between(shown["impact_low"], shown["impact_high"])
    by_irritant = shown.groupby("irritant")
    return pd.DataFrame(
        {
            "truth": effects,
            "mean": by_irritant["effect"].mean(),
            "mc_error": by_irritant["effect"].std() / np.sqrt(by_irritant.size()),
            "covered": by_irritant["covered"].mean(),
            "impact_covered": by_irritant["impact_covered"].mean(),
            "n_sets": by_irritant.size(),
        }
    ).dropna()


def check_coverage(table, n_sets):
    """93 to 97 % on average over irritants, none under 90 %, plus two Monte Carlo errors."""
    error = np.sqrt(0.95 * 0.05 / n_sets)
    for column in ("covered", "impact_covered"):
        slack = 2 * error / np.sqrt(len(table))
        assert 0.93 - slack <= table[column].mean() <= 0.97 + slack
        assert table[column].min() >= 0.90 - 2 * error


def check_bias(table, bar):
    """Bias under ``bar`` of the effect plus two Monte Carlo errors, where there is an effect."""
    real = table[table["truth"].abs() > 0.3]
    assert len(real) > len(table) / 3
    slack = bar * real["truth"].abs() + 2 * real["mc_error"]
    # Two errors are exceeded by chance once in 22 irritants.
    assert ((real["mean"] - real["truth"]).abs() <= slack).mean() >= 0.9
    assert abs((real["mean"] / real["truth"] - 1).mean()) < bar


def test_intervals_cover_the_projection(make_world):
    world = make_world(8, rarest=0.06)
    table = estimate_many(world, n_sets=80, n_contacts=800)
    found = coverage(table, *truth_of(world, 400_000))
    check_coverage(found, n_sets=80)
    check_bias(found, bar=0.03)


def test_without_the_controls_the_channel_is_mistaken_for_the_irritants(make_world):
    """The world confounds: were it not for the controls, coverage would fail."""
    world = make_world(8, rarest=0.06)
    table = estimate_many(world, n_sets=15, n_contacts=4000, controls=())
    found = coverage(table, *truth_of(world, 400_000))
    assert found["covered"].mean() < 0.93


def test_when_nothing_has_an_effect_little_is_named(make_world):
    table = estimate_many(make_world(8, no_effect=True), n_sets=40, n_contacts=600)
    named = table[table["q_value"] < 0.10].groupby("sample").size()
    assert len(named) / 40 <= 0.10 + 2 * np.sqrt(0.1 * 0.9 / 40)


@pytest.mark.prove
def test_prove_coverage_and_bias(make_world, proved):
    """500 data sets of 2,000 contacts, 30 irritants, against 2,000,000 rows."""
    world = make_world(30)
    table = estimate_many(world, n_sets=500, n_contacts=2000)
    found = coverage(table, *truth_of(world, 2_000_000))
    print(f"\n{found.round(3).to_string()}\n{found.mean().round(4).to_string()}")
    real = found[found["truth"].abs() > 0.3]
    bias = float((real["mean"] / real["truth"] - 1).mean())
    kinds = {"covered": "effect", "impact_covered": "impact"}
    proved(
        "effects-coverage",
        [
            {
                "figure": kind,
                "covered, mean of 30 irritants": float(found[name].mean()),
                "covered, worst irritant": float(found[name].min()),
                "mean bias, share of the effect": bias if kind == "effect" else None,
                "data sets": 500,
            }
            for name, kind in kinds.items()
        ],
    )
    check_coverage(found, n_sets=500)
    check_bias(found, bar=0.02)


@pytest.mark.prove
def test_prove_that_nothing_is_made_of_nothing(make_world, proved):
    table = estimate_many(make_world(30, no_effect=True), n_sets=500, n_contacts=2000)
    named = table[table["q_value"] < 0.10].groupby("sample").size()
    print(f"\nruns that name an irritant where none has an effect: {len(named) / 500:.3f}")
    row = {"irritants": 30, "runs that name one at q < 0.10": len(named) / 500, "runs": 500}
    proved("effects-nothing", [row])
    assert len(named) / 500 <= 0.10 + 2 * np.sqrt(0.1 * 0.9 / 500)


@pytest.mark.prove
@pytest.mark.parametrize("n_contacts", [400, 2000])
def test_prove_the_passenger(passengers, n_contacts, proved):
    """500 samples; the bars are set for 2,000 contacts, 400 is shown beside."""
    irritants = ["host", "noise", "passenger", "rare"]
    counts = dict.fromkeys(["flagged", "wrongly", "outranks", "outranks by leave-one-out"], 0)
    for seed in range(500):
        frame = passengers(n_contacts, np.random.default_rng(seed))
        rows = estimate_effects(frame, irritants, "score", cluster="customer", min_n=5)
        rows = rows.set_index("irritant")
        counts["flagged"] += bool(rows.loc["passenger", "passenger_of"] == "host")
        counts["wrongly"] += rows.loc[["host", "rare"], "passenger_of"].notna().any()
        counts["outranks"] += rows.loc["passenger", "rank"] < rows.loc["rare", "rank"]
        alone = rows["leave_one_out"]
        counts["outranks by leave-one-out"] += alone["passenger"] < alone["rare"]
    shares = {name: float(count) / 500 for name, count in counts.items()}
    print(f"\n{n_contacts} contacts: {shares}")
    told = {
        "contacts": n_contacts,
        "passenger flagged": shares["flagged"],
        "real cause flagged": shares["wrongly"],
        "passenger outranks the rare cause": shares["outranks"],
        "the same by leave-one-out": shares["outranks by leave-one-out"],
        "samples": 500,
    }
    proved(f"effects-passenger-{n_contacts}", [told])
    if n_contacts == 2000:
        assert shares["flagged"] >= 0.90
        assert shares["wrongly"] <= 0.05
        assert shares["outranks"] <= 0.05
