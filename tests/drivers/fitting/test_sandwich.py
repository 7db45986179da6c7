import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from nlp.drivers.contacts.design import build_design
from nlp.drivers.effects import estimate_effects
from nlp.drivers.fitting import sandwich
from nlp.drivers.fitting.projection import fit_projection
from nlp.drivers.fitting.sandwich import (
    CR3,
    ClusterVariance,
    cluster_variance,
    prevalence_covariance,
)

IRRITANTS = ["a", "b", "c"]


def make_contacts(n=150, n_customers=60, seed=0, giant=0):
    """Contacts of repeat customers; the first ``giant`` of them all from one customer."""
    rng = np.random.default_rng(seed)
    customer = rng.integers(0, n_customers, n)
    customer[:giant] = 0
    frame = pd.DataFrame(rng.random((n, 3)) < [0.2, 0.3, 0.15], columns=IRRITANTS)
    frame["channel"] = rng.choice(["call", "email", "survey"], n)
    frame["age"] = rng.normal(45, 12, n)
    frame["customer"] = customer
    frame["weight"] = rng.uniform(0.5, 2, n)
    own = rng.normal(0, 1, n_customers)[customer]
    frame["score"] = 7 - 2 * frame["a"] - frame["c"] + own + rng.normal(0, 1, n) * (1 + frame["a"])
    return frame


def dense_design(frame, weights=None):
    """The same regression written out in full, in the contacts' own order."""
    dummies = pd.get_dummies(frame["channel"], drop_first=True)
    x = np.column_stack([np.ones(len(frame)), frame[IRRITANTS], dummies, frame["age"]]).astype(
        float
    )
    w = np.ones(len(frame)) if weights is None else frame[weights].to_numpy()
    return x * np.sqrt(w)[:, None], frame["score"].to_numpy() * np.sqrt(w)


def fit(frame, cluster, weights=None, power=CR3) -> ClusterVariance:
    design = build_design(frame, IRRITANTS, "score", ["channel", "age"], cluster, weights)
    return cluster_variance(design, fit_projection(design), np.arange(3), power=power)


def dense_variance(x, y, clusters, power=CR3):
    """CR2 or CR3 and its degrees of freedom from the textbook definition, with n x n matrices."""
    bread = np.linalg.inv(x.T @ x)
    maker = np.eye(len(y)) - x @ bread @ x.T
    e = maker @ y
    labels = np.unique(clusters)
    adjusted = []
    for label in labels:
        rows = np.flatnonzero(clusters == label)
        values, vectors = np.linalg.eigh(maker[np.ix_(rows, rows)])
        adjusted.append((rows, vectors @ np.diag(values**-power) @ vectors.T))
    scores = np.array([x[rows].T @ a @ e[rows] for rows, a in adjusted])
    df = []
    for j in range(1, 4):
        p = np.column_stack([maker[:, rows] @ a @ x[rows] @ bread[:, j] for rows, a in adjusted])
        gram = p.T @ p
        df.append(np.trace(gram) ** 2 / (gram**2).sum())
    return (bread @ scores.T @ scores @ bread)[1:4, 1:4], np.array(df)


@pytest.mark.parametrize("giant", [0, 40], ids=["small customers", "one larger than the model"])
@pytest.mark.parametrize("weights", [None, "weight"])
@pytest.mark.parametrize("power", [0.5, 1.0], ids=["CR2", "CR3"])
def test_variances_and_degrees_of_freedom_are_those_of_the_definition(giant, weights, power):
    frame = make_contacts(giant=giant)
    variance = fit(frame, "customer", weights, power)
    customers = frame["customer"].to_numpy()
    covariance, df = dense_variance(*dense_design(frame, weights), customers, power)
    np.testing.assert_allclose(variance.effects, covariance, rtol=1e-8)
    np.testing.assert_allclose(variance.df, df, rtol=1e-8)
    np.testing.assert_allclose(variance.seen, 1, atol=1e-12)


def test_cr3_is_the_jackknife_over_customers():
    frame = make_contacts(n_customers=40)
    x, y = dense_design(frame)
    whole = np.linalg.lstsq(x, y)[0]
    moved = []
    for customer in frame["customer"].unique():
        kept = (frame["customer"] != customer).to_numpy()
        moved.append(np.linalg.lstsq(x[kept], y[kept])[0] - whole)
    expected = (np.array(moved).T @ np.array(moved))[1:4, 1:4]
    np.testing.assert_allclose(fit(frame, "customer").effects, expected, rtol=1e-8)


def test_coefficients_and_cr1_errors_agree_with_statsmodels():
    frame = make_contacts(n=400, n_customers=150, giant=50)
    x, y = dense_design(frame)
    reference = sm.OLS(y, x).fit(cov_type="cluster", cov_kwds={"groups": frame["customer"]})
    g, n, k = frame["customer"].nunique(), *x.shape
    cr1 = fit(frame, "customer", power=0.0).effects * g / (g - 1) * (n - 1) / (n - k)
    np.testing.assert_allclose(np.sqrt(np.diag(cr1)), reference.bse[1:4], rtol=1e-6)
    effects = estimate_effects(frame, IRRITANTS, "score", controls=["channel", "age"]).set_index(
        "irritant"
    )
    np.testing.assert_allclose(effects.loc[IRRITANTS, "effect"], reference.params[1:4], rtol=1e-6)
    assert effects.attrs["model"]["r_squared"] == pytest.approx(reference.rsquared, rel=1e-6)


@pytest.mark.parametrize(("power", "name"), [(0.0, "HC0"), (0.5, "HC2"), (1.0, "HC3")])
def test_independent_contacts_agree_with_statsmodels(power, name):
    frame = make_contacts()
    x, y = dense_design(frame)
    reference = sm.OLS(y, x).fit(cov_type=name)
    errors = np.sqrt(np.diag(fit(frame, None, power=power).effects))
    np.testing.assert_allclose(errors, reference.bse[1:4], rtol=1e-6)


def test_weighted_coefficients_agree_with_statsmodels():
    frame = make_contacts()
    x, y = dense_design(frame)
    reference = sm.WLS(y, x, weights=frame["weight"]).fit()
    effects = estimate_effects(
        frame, IRRITANTS, "score", controls=["channel", "age"], weights="weight"
    ).set_index("irritant")
    np.testing.assert_allclose(effects.loc[IRRITANTS, "effect"], reference.params[1:4], rtol=1e-6)


@pytest.mark.parametrize(("n", "n_customers"), [(150, 60), (1500, 1400)])
def test_bounded_degrees_of_freedom_err_downwards_and_little(monkeypatch, n, n_customers):
    """What stands in for the exact figure when customers are many: cautious, and close."""
    monkeypatch.setattr(sandwich, "EXACT_CLUSTERS", 0)
    frame = make_contacts(n, n_customers)
    _, exact = dense_variance(*dense_design(frame), frame["customer"].to_numpy())
    bounded = fit(frame, "customer").df
    assert (bounded <= exact * (1 + 1e-9)).all()
    assert (bounded >= 0.9 * exact).all()


def test_prevalence_varies_by_customer():
    frame = make_contacts(n=400)
    frame["a"] = frame["customer"] % 2 == 0  # a customer mentions it always or never
    designs = [build_design(frame, IRRITANTS, "score", [], c, None) for c in ("customer", None)]
    by_customer, alone = (prevalence_covariance(design)[0, 0] for design in designs)
    sums = (frame["a"] - frame["a"].mean()).groupby(frame["customer"]).sum()
    expected = (sums**2).sum() / len(frame) ** 2 * len(sums) / (len(sums) - 1)
    assert by_customer == pytest.approx(expected, rel=1e-9)
    p = frame["a"].mean()
    assert alone == pytest.approx(p * (1 - p) / (len(frame) - 1), rel=1e-9)
    assert by_customer > 2 * alone


def test_a_coefficient_that_hangs_on_one_customer_is_seen():
    frame = make_contacts()
    frame["b"] = frame["customer"] == 7
    assert fit(frame, "customer").seen[1] < 0.99
    assert fit(frame, "customer").seen[0] == pytest.approx(1)


def test_the_order_of_rows_changes_nothing():
    frame = make_contacts()
    shuffled = frame.sample(frac=1, random_state=1)
    first, second = fit(frame, "customer"), fit(shuffled, "customer")
    np.testing.assert_allclose(first.effects, second.effects, rtol=1e-9)
    np.testing.assert_allclose(first.df, second.df, rtol=1e-9)
