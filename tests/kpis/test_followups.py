import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nlp.kpis.followups import find_followups


def find(times, customers, reasons=None, known=None, window=7, start=0, end=100):
    n = len(times)
    return find_followups(
        np.array(times),
        np.array(customers),
        np.zeros(n, int) if reasons is None else np.array(reasons),
        np.ones(n, bool) if known is None else np.array(known),
        window=window,
        start=start,
        end=end,
    )


def test_a_request_is_a_chain():
    found = find([10, 16, 23, 31, 10], [1, 1, 1, 1, 2])
    assert found.followed.tolist() == [True, True, False, False, False]
    assert found.preceded.tolist() == [False, True, True, False, False]
    assert found.first_of.tolist() == [0, 0, 0, 3, 4]
    assert found.last_of.tolist() == [2, 2, 2, 3, 4]


def test_the_order_of_the_rows_does_not_count():
    found = find([23, 10, 16], [1, 1, 1])
    assert found.first_of.tolist() == [1, 1, 1]
    assert found.last_of.tolist() == [0, 0, 0]


def test_another_reason_or_customer_is_another_request():
    found = find([10, 11, 12], [1, 1, 2], reasons=[0, 1, 0])
    assert not found.followed.any()


def test_contacts_at_one_moment_follow_each_other():
    found = find([10, 10], [1, 1])
    assert found.followed.tolist() == [True, False]


def test_windows_end_with_the_data():
    found = find([6, 7, 93, 94], [1, 2, 3, 4])
    assert found.history_known.tolist() == [False, True, True, True]
    assert found.window_over.tolist() == [True, True, True, False]


def test_contacts_that_are_not_known_are_in_no_request():
    found = find([10, 11], [1, 1], known=[True, False])
    assert not found.followed.any()
    assert found.first_of.tolist() == [0, -1]
    assert found.window_over.tolist() == [True, False]


def test_no_contacts():
    assert find([], []).followed.size == 0


rows = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3), st.integers(0, 1)), max_size=30)


@given(rows, st.integers(1, 20))
def test_requests_hold_together(contacts, window):
    times, customers, reasons = np.array(contacts, int).reshape(-1, 3).T
    found = find(times, customers, reasons, window=window)
    # As many contacts are followed as come after one, and each request opens once.
    assert found.followed.sum() == found.preceded.sum()
    openings = found.first_of == np.arange(len(times))
    assert openings.tolist() == (~found.preceded).tolist()
    # By brute force: someone of the same customer and reason in the window before.
    for i in range(len(times)):
        same = (customers == customers[i]) & (reasons == reasons[i])
        before = same & (times < times[i]) & (times[i] - times <= window)
        at_once = same & (times == times[i]) & (np.arange(len(times)) < i)
        assert found.preceded[i] == (before | at_once).any()
