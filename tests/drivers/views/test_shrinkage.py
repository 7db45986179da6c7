import numpy as np
import pandas as pd
import pytest

from nlp.drivers import estimate_effects
from nlp.drivers.views.shrinkage import MIN_SPARE, SHRUNK_COLUMNS, shrink_effects
from nlp.errors import EstimationError
from nlp.intervals import Z

SIZES = (6, 4, 4, 3, 3, 2, 1)


def effects_table(effect, error, names):
    effect, error = np.asarray(effect, float), np.asarray(error, float)
    frame = pd.DataFrame({"irritant": names, "effect": effect})
    return frame.assign(effect_low=effect - Z * error, effect_high=effect + Z * error)


def draw(between, seed, sizes=SIZES):
    """True effects around their family's mean, measured with errors of all sizes."""
    rng = np.random.default_rng(seed)
    names = [f"f{i}.{j}" for i, size in enumerate(sizes) for j in range(size)]
    centre = np.repeat(rng.normal(-1, 1, len(sizes)), sizes)
    truth = centre + rng.normal(0, between, len(names))
    error = rng.uniform(0.1, 0.8, len(names))
    return effects_table(truth + rng.normal(0, error), error, names), truth


def test_nothing_takes_the_place_of_the_effect():
    effects, _ = draw(0.3, 0)
    effects.attrs["model"] = {"outcome": "score"}
    out = shrink_effects(effects)
    pd.testing.assert_frame_equal(out[effects.columns], effects)
    assert tuple(out.columns[-4:]) == SHRUNK_COLUMNS
    assert set(out.attrs) == {"model", "shrinkage"}
    assert "shrinkage" not in effects.attrs


def test_each_effect_moves_toward_its_family_the_unsure_ones_more():
    effects, _ = draw(0.3, 1)
    out = shrink_effects(effects)
    family = out["irritant"].str.partition(".")[0]
    for _, rows in out.groupby(family):
        if len(rows) == 1:
            continue
        w = rows["shrinkage_weight"].to_numpy()
        centre = (rows["effect_shrunk"] - w * rows["effect"]) / (1 - w)
        # One centre for all, and an effect between it and the estimate.
        np.testing.assert_allclose(centre, centre.iloc[0])
        order = np.argsort((rows["effect_high"] - rows["effect_low"]).to_numpy())
        assert (np.diff(w[order]) < 0).all()
    assert out["shrinkage_weight"].between(0, 1).all()


def test_alone_in_its_family_an_effect_is_left_as_it_is():
    out = shrink_effects(draw(0.3, 2)[0]).set_index("irritant").loc["f6.0"]
    assert out["shrinkage_weight"] == 1
    shrunk = out[["effect_shrunk", "effect_shrunk_low", "effect_shrunk_high"]].to_numpy(float)
    plain = out[["effect", "effect_low", "effect_high"]].to_numpy(float)
    np.testing.assert_allclose(shrunk, plain)


def test_very_precise_effects_are_hardly_moved():
    names = [f"a.{i}" for i in range(6)]
    effects = effects_table([-3, -1, 0, 1, 2, 4], [1e-4] * 6, names)
    out = shrink_effects(effects)
    np.testing.assert_allclose(out["effect_shrunk"], out["effect"], atol=1e-6)
    assert out.attrs["shrinkage"]["between"] == pytest.approx(
        np.std([-3, -1, 0, 1, 2, 4], ddof=1), rel=0.3
    )


def test_points_of_another_scale_change_nothing_else():
    effects, _ = draw(0.4, 3)
    scaled = effects.copy()
    scaled[["effect", "effect_low", "effect_high"]] *= 10
    first, second = shrink_effects(effects), shrink_effects(scaled)
    np.testing.assert_allclose(second["effect_shrunk"], 10 * first["effect_shrunk"], rtol=1e-4)
    np.testing.assert_allclose(
        second["effect_shrunk_low"], 10 * first["effect_shrunk_low"], rtol=1e-4
    )


def test_rows_without_an_effect_stay_without():
    effects, _ = draw(0.3, 4)
    effects.loc[3, ["effect", "effect_low", "effect_high"]] = np.nan
    out = shrink_effects(effects.sample(frac=1, random_state=0))
    assert out.loc[3, list(SHRUNK_COLUMNS)].isna().all()
    rest = shrink_effects(effects.drop(index=3))
    np.testing.assert_allclose(
        out["effect_shrunk"].drop(index=3).sort_index(), rest["effect_shrunk"]
    )


def test_too_few_effects_to_measure_their_spread():
    effects = effects_table([-1, 0, 1], [0.2] * 3, ["a.x", "a.y", "b.z"])
    out = shrink_effects(effects)
    assert out[list(SHRUNK_COLUMNS)].isna().all(axis=None)
    note = out.attrs["shrinkage"]["notes"][0]
    assert note["code"] == "too_few_to_shrink"
    assert note["values"] == {"n": 2, "needed": 1 + MIN_SPARE}
    assert shrink_effects(effects.iloc[:0]).empty


def test_families_can_be_given():
    effects, _ = draw(0.3, 5)
    one = shrink_effects(effects, dict.fromkeys(effects["irritant"], "all"))
    assert one["shrinkage_weight"].max() < 1
    with pytest.raises(EstimationError, match="without a family"):
        shrink_effects(effects, {"f0.0": "f0"})
    with pytest.raises(EstimationError, match="effect_high"):
        shrink_effects(effects.drop(columns="effect_high"))


def test_on_a_table_of_effects(make_world):
    frame = make_world(8, rarest=0.06).draw(600, np.random.default_rng(0))
    names = [f"irritant_{j:02d}" for j in range(8)]
    effects = estimate_effects(frame, names, "score", controls=["channel"], cluster="customer")
    out = shrink_effects(effects, {name: f"f{j % 2}" for j, name in enumerate(names)})
    assert out["effect_shrunk"].notna().equals(effects["effect"].notna())
    assert "model" in out.attrs


def over(between, n_sets):
    """Coverage of the shrunk interval and of the plain one, and the gain in squared error."""
    covered, plain, errors, raw = [], [], [], []
    for seed in range(n_sets):
        effects, truth = draw(between, [int(100 * between), seed])
        out = shrink_effects(effects)
        covered.append(
            ((out["effect_shrunk_low"] <= truth) & (truth <= out["effect_shrunk_high"])).mean()
        )
        plain.append(((out["effect_low"] <= truth) & (truth <= out["effect_high"])).mean())
        errors.append(((out["effect_shrunk"] - truth) ** 2).mean())
        raw.append(((out["effect"] - truth) ** 2).mean())
    return np.mean(covered), np.mean(plain), np.mean(errors) / np.mean(raw)


@pytest.mark.parametrize("between", [0.0, 0.3, 1.0])
def test_shrunk_intervals_cover_and_errors_shrink(between):
    covered, plain, ratio = over(between, 60)
    assert covered >= 0.93 - 0.02
    assert plain == pytest.approx(0.95, abs=0.02)
    assert ratio < (0.75 if between < 0.5 else 1.0)


@pytest.mark.prove
def test_prove_the_shrinkage():
    for between in (0.0, 0.1, 0.3, 0.6, 1.0, 2.0):
        covered, plain, ratio = over(between, 2000)
        print(
            f"\nbetween {between}: covered {covered:.3f} (plain {plain:.3f}), error x {ratio:.2f}"
        )
        assert covered >= 0.93
        assert ratio < 1.01
