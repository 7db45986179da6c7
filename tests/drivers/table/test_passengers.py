import numpy as np
import pytest

from nlp.drivers import estimate_effects
from nlp.drivers.contacts.design import build_design
from nlp.drivers.fitting.projection import fit_projection
from nlp.drivers.table.passengers import trace_borrowed

IRRITANTS = ["host", "noise", "passenger", "rare"]


def test_the_split_of_an_apparent_effect_adds_up(passengers):
    frame = passengers(1500, np.random.default_rng(0)).assign(channel="call")
    frame.loc[::3, "channel"] = "email"
    design = build_design(frame, IRRITANTS, "score", ["channel"], None, None)
    fit = fit_projection(design)
    borrowed = trace_borrowed(fit, len(IRRITANTS))
    effects = fit.coefficients[: len(IRRITANTS)]
    np.testing.assert_allclose(borrowed.marginal, effects + borrowed.owed.sum(axis=0), rtol=1e-9)
    alone = estimate_effects(frame, ["passenger"], "score", controls=["channel"])
    assert borrowed.marginal[2] == pytest.approx(alone["effect"].iloc[0], rel=1e-9)


def test_the_passenger_is_found_out_where_leave_one_out_is_fooled(passengers):
    """The trap, on 40 samples of 2,000 contacts: bars are those the product promises."""
    flagged = wrongly = outranked = fooled = 0
    for seed in range(40):
        frame = passengers(2000, np.random.default_rng(seed))
        effects = estimate_effects(frame, IRRITANTS, "score", cluster="customer")
        effects = effects.set_index("irritant")
        flagged += effects.loc["passenger", "passenger_of"] == "host"
        wrongly += effects.loc[["host", "rare"], "passenger_of"].notna().any()
        outranked += effects.loc["passenger", "rank"] < effects.loc["rare", "rank"]
        fooled += effects.loc["passenger", "leave_one_out"] < effects.loc["rare", "leave_one_out"]
    assert flagged >= 0.9 * 40
    assert wrongly <= 0.05 * 40
    assert outranked <= 0.05 * 40
    assert fooled >= 0.9 * 40
