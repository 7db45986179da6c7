from itertools import permutations

import numpy as np
import pytest

from nlp.drivers.fitting.importance import DRAWS, lmg, top_probability


def make_cross(k, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(200, k)) + rng.normal(size=(200, 1))
    y = x @ rng.normal(size=k) + rng.normal(size=200)
    x, y = x - x.mean(axis=0), y - y.mean()
    return x.T @ x, x.T @ y


def explained(cross, cross_y, columns):
    columns = list(columns)
    if not columns:
        return 0.0
    return float(
        cross_y[columns] @ np.linalg.solve(cross[np.ix_(columns, columns)], cross_y[columns])
    )


def test_lmg_is_the_average_over_all_orders():
    cross, cross_y = make_cross(5)
    credit = np.zeros(5)
    orders = list(permutations(range(5)))
    for order in orders:
        for i, j in enumerate(order):
            gain = explained(cross, cross_y, order[: i + 1]) - explained(cross, cross_y, order[:i])
            credit[j] += gain / len(orders)
    found, error = lmg(cross, cross_y, seed=0)
    np.testing.assert_allclose(found, credit, rtol=1e-9)
    assert not error.any()


def test_drawn_orders_agree_with_all_orders_within_their_error():
    cross, cross_y = make_cross(12)
    exact, _ = lmg(cross, cross_y, seed=0)
    # A thirteenth column that is independent of all else changes nothing but the method.
    wider, wider_y = np.eye(13), np.zeros(13)
    wider[:12, :12], wider_y[:12] = cross, cross_y
    drawn, error = lmg(wider, wider_y, seed=0)
    assert (error[:12] > 0).all()
    assert (np.abs(drawn[:12] - exact) < 4 * error[:12]).all()
    assert drawn.sum() == pytest.approx(explained(cross, cross_y, range(12)))
    assert drawn[12] == pytest.approx(0, abs=1e-9)
    np.testing.assert_array_equal(drawn, lmg(wider, wider_y, seed=0)[0])
    assert not np.array_equal(drawn, lmg(wider, wider_y, seed=1)[0])


def test_top_probability_counts_places():
    impacts = np.array([-9.0, -8, -7, -6, -5, -4.99, 3])
    sure = top_probability(impacts, np.zeros((7, 7)), seed=0)
    assert sure.tolist() == [1, 1, 1, 1, 1, 0, 0]
    unsure = top_probability(impacts, np.eye(7) * 0.01, seed=0)
    assert unsure[4] + unsure[5] == pytest.approx(1, abs=0.01)
    assert 0.4 < unsure[5] < unsure[4] < 0.6


def test_top_probability_never_counts_what_does_not_cost():
    assert top_probability(np.array([-1.0, 2.0]), np.zeros((2, 2)), seed=0).tolist() == [1, 0]


def test_top_probability_knows_that_impacts_move_together():
    impacts = np.r_[np.full(4, -9.0), -1.0, -1.1]
    together = np.zeros((6, 6))
    together[4:, 4:] = 1.0
    assert top_probability(impacts, together, seed=0)[4] < 5 / DRAWS
    assert top_probability(impacts, np.diag([0, 0, 0, 0, 1.0, 1.0]), seed=0)[4] > 0.4
