import numpy as np
import pytest

from nlp.trends.episodes import (
    ADOPT_WEEKS,
    ALERT,
    FALL,
    FALLEN,
    MUTED,
    NO_CONTACTS,
    NORMAL,
    ONGOING,
    TOO_FEW,
)
from nlp.trends.look import MIN_HISTORY, Setup
from nlp.trends.monitor import monitor


def states(rows, *, contacts=300.0, setup=None):
    """States of lists given as counts per series; companions keep the list ordinary."""
    counts = np.asarray(rows, float)[None]
    n = np.broadcast_to(np.asarray(contacts, float), counts.shape[1:][1:])[None]
    return monitor(counts, np.array(n), setup or Setup()).state[0]


def steady(n_weeks, n_series=20):
    rng = np.random.default_rng(4)
    return np.clip(rng.poisson(4.0, (n_series, n_weeks)), 1, 7)


def with_row(row, **more):
    return states(np.vstack([np.asarray(row)[None], steady(len(row))]), **more)[0]


USUAL = [4, 3, 5, 4, 2, 6, 4, 3, 5, 4, 4, 3, 5, 4, 2, 6]


def test_nothing_is_judged_before_there_is_history():
    found = with_row([4] * MIN_HISTORY + [4])
    assert (found[:MIN_HISTORY] == TOO_FEW).all()
    assert found[MIN_HISTORY] == NORMAL


def test_a_rise_alerts_once_goes_on_and_returns():
    found = with_row([*USUAL, 18, 17, 19, 18, 4, 3, 4, 5, 4, 3])
    assert found[16] == ALERT
    assert (found[17:20] == ONGOING).all()
    assert (found[21:] == NORMAL).all()
    assert (found == ALERT).sum() == 1


def test_a_second_rise_after_the_return_is_a_second_alert():
    found = with_row([*USUAL, 18, 17, 19, 4, 3, 4, 5, 4, 3, 18, 19])
    assert (found == ALERT).sum() == 2
    assert found[25] == ALERT


def test_a_rise_that_stays_becomes_what_is_usual():
    found = with_row([*USUAL, *[18, 17, 19, 18, 16, 20] * 5])
    assert (found == ALERT).sum() == 1
    assert (found[16 + ADOPT_WEEKS :] == NORMAL).all()
    fell = with_row([*USUAL, *[18, 17, 19, 18, 16, 20] * 3, 4, 3, 4])
    assert FALL in fell[34:]


def test_a_fall_informs_and_a_rise_may_interrupt_it():
    found = with_row([*[12, 11, 13, 12] * 4, 0, 1, 0, 30, 29])
    assert FALL in found[16:18]
    assert FALLEN in found[17:19]
    assert found[19] == ALERT


def test_weeks_without_contacts_are_neither_judged_nor_learnt_from():
    contacts = np.full(24, 300.0)
    contacts[10:12] = 0
    row = np.array(USUAL + [4] * 8)
    row[10:12] = 0
    rows = np.vstack([row[None], steady(24)])
    rows[:, 10:12] = 0
    found = states(rows, contacts=contacts)
    assert (found[:, 10:12] == NO_CONTACTS).all()
    assert (found[0, 12:] == NORMAL).all()


def test_an_alert_in_a_gap_goes_on_after_it():
    contacts = np.full(21, 300.0)
    contacts[18] = 0
    rows = np.vstack([np.array([*USUAL, 18, 17, 0, 18, 19])[None], steady(21)])
    rows[:, 18] = 0
    found = states(rows, contacts=contacts)[0]
    assert found[16:].tolist() == [ALERT, ONGOING, NO_CONTACTS, ONGOING, ONGOING]


def test_muted_weeks_do_not_alarm_and_leave_no_trace():
    muted = np.zeros(24, bool)
    muted[16] = True
    row = [*USUAL, 40, 4, 3, 4, 5, 4, 3, 4]
    found = with_row(row, setup=Setup(muted=muted))
    assert found[16] == MUTED
    assert (found[17:] == NORMAL).all()
    assert with_row(row)[16] == ALERT


def test_history_begins_anew_where_told():
    row = [*USUAL, *[18, 17, 19, 18, 16, 20] * 3]
    found = with_row(row, setup=Setup(starts=(16,)))
    assert (found[16:24] == TOO_FEW).all()
    assert (found[24:] == NORMAL).all()


def test_the_past_is_not_rewritten():
    counts = np.vstack([np.array([*USUAL, 18, 17, 19, 4, 3, 4, 5, 4, 18, 19])[None], steady(26)])
    whole = states(counts)
    for week in (12, 17, 20, 24):
        assert (states(counts[:, : week + 1]) == whole[:, : week + 1]).all()


def test_the_rate_counts_not_the_number():
    """Three times the contacts and three times the mentions is no news."""
    contacts = np.where(np.arange(22) >= 16, 900.0, 300.0)
    rows = np.vstack([np.array([*USUAL, 12, 11, 13, 12, 12, 11])[None], steady(22)])
    rows[1:, 16:] *= 3
    assert (states(rows, contacts=contacts)[0, 16:] == NORMAL).all()


def test_a_code_that_half_of_all_contacts_carry():
    rng = np.random.default_rng(8)
    quiet = rng.binomial(300, 0.5, (20, 60))
    assert (states(quiet) == ALERT).sum() <= 22  # 52 weeks: 12 are in the budget
    quiet[0, 50:] = rng.binomial(300, 0.68, 10)
    assert ALERT in states(quiet)[0, 50:53]


@pytest.mark.parametrize("shape", [(0, 20), (3, 0), (1, 1)])
def test_empty_and_tiny_lists(shape):
    assert states(np.zeros(shape), contacts=np.full(shape[1], 300.0)).shape == shape
