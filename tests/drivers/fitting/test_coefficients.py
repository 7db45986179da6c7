import numpy as np
import pandas as pd
import pytest

from nlp.drivers import estimate_effects
from nlp.drivers.fitting.coefficients import add_standing, estimate_coefficients

NAMES = ["a", "b", "c", "d", "e"]


@pytest.fixture
def frame():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.random((500, 5)) < 0.25, columns=NAMES)
    frame["d"] = frame.index < 6
    frame["e"] = frame["a"] | frame["b"]
    frame["c"] &= frame.index != 1
    frame["customer"] = rng.integers(0, 250, 500)
    frame["channel"] = rng.choice(["call", "email"], 500)
    frame["weight"] = rng.uniform(0.5, 2, 500)
    frame["score"] = 8 - 2.0 * frame["a"] + rng.normal(0, 1, 500)
    frame.loc[::7, "score"] = np.nan
    return frame


def test_the_same_figures_as_the_ranking(frame):
    frame["e"] &= frame.index % 2 == 0
    options = {"controls": ["channel"], "cluster": "customer", "weights": "weight"}
    wanted = estimate_effects(frame, NAMES, "score", **options).set_index("irritant").loc[NAMES]
    found = estimate_coefficients(frame, NAMES, "score", **options)
    table = add_standing(found.table.set_index("name"))
    shared = [name for name in table.columns if name in wanted.columns]
    assert {"effect_low", "impact_high", "q_value", "verdict", "cause"} <= set(shared)
    pd.testing.assert_frame_equal(table[shared], wanted[shared], check_names=False)
    assert table.loc["d", "cause"] == "few_scored"
    error = np.sqrt(np.diag(found.covariance))
    np.testing.assert_allclose(error, table["std_error"])
    assert (found.n_contacts, found.n_scored) == (500, frame["score"].notna().sum())


def test_the_covariance_is_that_of_a_sum(frame):
    """The variance of b_a + b_c is that of the coefficient where both are replaced by their sum."""
    sm = pytest.importorskip("statsmodels.api")
    found = estimate_coefficients(frame, ["a", "b", "c"], "score")
    scored = frame.dropna(subset="score")
    x = sm.add_constant(scored[["a", "b", "c"]].astype(float))
    fit = sm.OLS(scored["score"], x).fit(cov_type="HC3")
    np.testing.assert_allclose(found.covariance, fit.cov_params().iloc[1:, 1:], rtol=1e-8)
    assert found.spread == pytest.approx(scored["score"].std(ddof=0))


def test_what_hangs_together_is_told(frame):
    frame["c"] = ~frame["a"]
    found = estimate_coefficients(frame, NAMES, "score")
    causes = found.table.set_index("name")["cause"]
    assert causes[["a", "c"]].tolist() == ["collinear"] * 2
    assert np.isnan(found.covariance[0]).all()
    assert pd.isna(causes["b"])
    one = estimate_coefficients(frame.assign(customer=1), ["a", "b"], "score", cluster="customer")
    assert set(one.table["cause"]) == {"one_customer"}
