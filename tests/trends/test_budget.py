import numpy as np
import pytest

from nlp.errors import InputError
from nlp.trends import Budgets
from nlp.trends.budget import onset_rates, shared_threshold
from nlp.trends.calendar import WEEKS_A_MONTH
from nlp.trends.calibrate import DISPERSION, INFORMATION, THRESHOLDS, WEEKS, simulate_point


def rates(n_series, information=3.0, direction="rise", dispersion=1.0):
    flat = np.ones(n_series)
    return onset_rates().at(information * flat, dispersion * flat, 26 * flat, direction)


def test_the_table_has_the_grid_it_says():
    table = onset_rates()
    shape = (len(INFORMATION), len(DISPERSION), len(WEEKS), len(THRESHOLDS))
    assert table.log_rates["rise"].shape == table.log_rates["fall"].shape == shape
    assert (table.log_rates["rise"] < 0).all()


def test_grid_points_are_given_back_exactly():
    table = onset_rates()
    found = table.at(np.array([10.0]), np.array([1.5]), np.array([20.0]), "fall")[0]
    assert np.log(found) == pytest.approx(table.log_rates["fall"][5, 1, 1])


def test_the_table_is_what_the_script_makes():
    """One point, simulated anew with another seed and fewer weeks."""
    again = simulate_point(3.0, 1.0, 20, n_series=600, n_weeks=60, seed=99)
    held = onset_rates().log_rates
    for direction in ("rise", "fall"):
        shipped = held[direction][INFORMATION.index(3.0), 0, 1]
        assert again[direction][4:9] == pytest.approx(shipped[4:9], abs=0.35)


@pytest.mark.parametrize("budget", [0.5, 1.0, 4.0])
def test_the_rates_of_a_list_add_up_to_its_budget(budget):
    table = onset_rates()
    listed = np.concatenate([rates(30), rates(30, 0.2), rates(10, 50.0, dispersion=2.0)])
    threshold = shared_threshold(listed[None], table.thresholds, budget)[0]
    total = [np.interp(threshold, table.thresholds, np.log(r)) for r in listed]
    assert np.exp(total).sum() * WEEKS_A_MONTH == pytest.approx(budget, rel=0.1)


def test_longer_lists_and_smaller_budgets_ask_for_more():
    grid = onset_rates().thresholds
    short, long = (shared_threshold(rates(n)[None], grid, 1.0)[0] for n in (20, 200))
    strict = shared_threshold(rates(20)[None], grid, 0.1)[0]
    beyond = shared_threshold(rates(20000)[None], grid, 0.001)[0]
    assert short < min(long, strict)
    assert beyond > grid[-1]


def test_doubt_about_the_scatter_asks_for_more():
    table, flat = onset_rates(), np.ones(60)
    found = [
        shared_threshold(
            table.expected(2 * flat, 1.5 * flat, doubt * flat, 26 * flat, "rise")[None],
            table.thresholds,
            1.0,
        )[0]
        for doubt in (0.0, 0.3)
    ]
    assert found[0] + 0.2 < found[1]


def test_budgets_that_mean_nothing_are_refused():
    with pytest.raises(InputError, match="reasons"):
        Budgets(reasons=0.0)
    with pytest.raises(InputError, match="got nan"):
        Budgets(irritants=float("nan"))
