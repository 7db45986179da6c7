from datetime import date

import numpy as np
import pytest

from nlp.errors import EstimationError
from nlp.value import ValueOptions
from nlp.value.book import Events, open_book

UNTIL = date(2026, 3, 31)  # day 89


@pytest.fixture
def book(contacts, customers):
    def make(rows, known, until=UNTIL, window=30, met=None):
        options = ValueOptions(window_days=window, observed_until=until)
        return open_book(contacts(*rows), known, options, met)

    return make


def outcome(book):
    return dict(zip(book.frame["contact_id"], book.left.tolist(), strict=True))


def test_who_leaves_within_the_window(book, customers):
    known = customers("abcde", churned_at=[10, 40, 41, 9, np.nan])
    found = outcome(book([(name, 10) for name in "abcde"], known))
    # The same day counts, the last day of the window too; who left the day before was gone.
    assert found == pytest.approx(
        {"c000": 1, "c001": 1, "c002": 0, "c003": np.nan, "c004": 0}, nan_ok=True
    )


def test_a_window_that_is_not_over_is_left_out_whatever_happened(book, customers):
    known = customers("ab", churned_at=[70, np.nan])
    one = book([("a", 59), ("a", 60), ("b", 59), ("b", 60)], known)
    assert one.over.tolist() == [True, True, False, False]
    assert outcome(one) == pytest.approx(
        {"c000": 1, "c001": np.nan, "c002": 0, "c003": np.nan}, nan_ok=True
    )


def test_unknown_customers_are_left_out_and_each_their_own(book, customers):
    one = book([("a", 1), (None, 1), (None, 2), ("z", 3)], customers("a", churned_at=[np.nan]))
    assert one.known.tolist() == [True, False, False, False]
    assert len(set(one.clusters.tolist())) == 4
    assert np.isnan(one.left[1:]).all()


def test_without_a_stated_day_the_last_event_counts(book, customers):
    known = customers("ab", churned_at=[35, np.nan], sale_at=[np.nan, 38])
    assert book([("a", 5), ("b", 9)], known, until=None).over.tolist() == [True, False]
    nothing = customers("ab", churned_at=[np.nan, np.nan])
    assert book([("a", 5)], nothing, until=None).until is None


def test_the_first_contact_of_each_customer_who_is_still_there(book, customers):
    known = customers("ab", churned_at=[4, np.nan])
    one = book([("b", 9), ("b", 2), ("a", 5), ("a", 3), ("z", 1)], known)
    first = one.frame.loc[one.first_of(np.ones(5, bool)), "contact_id"].tolist()
    assert first == ["c001", "c003"]  # a's second contact came after they had left


def test_purchases_count_from_the_next_day(book, customers):
    known = customers(
        "aaab", repurchased_at=[10, 11, 40, np.nan], repurchase_amount=[1, 10, 100, np.nan]
    )
    one = book([("a", 10), ("b", 10)], known)
    n, amounts = one.purchases_after(np.array([0, 1]))
    assert (n.tolist(), amounts.tolist()) == ([2, 0], [110, 0])
    assert one.rebought.tolist() == [1, 0]


def test_an_unknown_amount_makes_the_sum_unknown(book, customers):
    known = customers("aab", repurchased_at=[11, 12, 13], repurchase_amount=[5, np.nan, 7])
    _, amounts = book([("a", 10), ("b", 10)], known).purchases_after(np.array([0, 1]))
    assert amounts.tolist() == pytest.approx([np.nan, 7], nan_ok=True)


def test_a_sale_counts_after_any_contact_and_once(customers):
    known = customers("aaab", sale_at=[10, 19, 60, 12], sale_amount=[1, 2, 4, 8])
    events = Events.of(known.sales, known.facts.index)
    contacts = np.array([10, 15, 40]) + 20_454  # all of the first customer
    assert events.after(contacts, 10).tolist() == [True, True, False, False]


def test_the_order_of_the_rows_changes_nothing(contacts, customers):
    rows = [("a", 5), ("b", 5), (None, 4), ("a", 1)]
    frame, known = contacts(*rows), customers("ab", churned_at=[6, np.nan])
    options = ValueOptions(window_days=10, observed_until=UNTIL)
    one, other = (open_book(x, known, options) for x in (frame, frame.iloc[::-1]))
    assert one.frame.equals(other.frame)
    assert np.array_equal(one.left, other.left, equal_nan=True)


def test_a_window_has_bounds():
    for days in (0, 732):
        with pytest.raises(EstimationError, match="window_days"):
            ValueOptions(window_days=days)
