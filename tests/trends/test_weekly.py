from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import EstimationError, InputError, MappingError
from nlp.trends import weekly_counts
from nlp.trends.weekly import check_counts


@pytest.fixture
def contacts():
    return pd.DataFrame(
        {
            "week": ["2026-W01", "2026-W01", "2026-W03", "2026-W04", "undated"],
            "irritants": [["a", "b", "a"], [], ["b"], ["a", "other"], ["a"]],
            "reason": ["x", "y", "x", "x", "y"],
        }
    )


def test_counts_contacts_not_words_and_keeps_empty_weeks(contacts):
    weekly = weekly_counts(contacts, ["a", "b", "never"], column="irritants")
    assert list(weekly.counts.index) == ["2026-W01", "2026-W02", "2026-W03", "2026-W04"]
    assert weekly.counts["a"].tolist() == [1, 0, 0, 1]
    assert weekly.counts["b"].tolist() == [1, 0, 1, 0]
    assert weekly.counts["never"].tolist() == [0, 0, 0, 0]
    assert weekly.contacts.tolist() == [2, 0, 1, 1]
    assert (weekly.n_undated, weekly.n_gaps, weekly.n_unfinished) == (1, 1, 0)


def test_columns_of_zero_and_one_count_alike(contacts):
    lists = weekly_counts(contacts, ["a", "b"], column="irritants")
    for code in ("a", "b"):
        contacts[code] = [code in said for said in contacts["irritants"]]
    pd.testing.assert_frame_equal(weekly_counts(contacts, ["a", "b"]).counts, lists.counts)


def test_a_single_code_a_contact(contacts):
    weekly = weekly_counts(contacts, ["x", "y"], column="reason")
    assert weekly.counts.sum().tolist() == [3, 1]


def test_the_current_week_and_cut_weeks_are_left_out_and_said(contacts):
    weekly = weekly_counts(contacts, ["a"], column="irritants", today=date(2026, 1, 25))
    assert list(weekly.counts.index) == ["2026-W01", "2026-W02", "2026-W03"]
    assert weekly.n_unfinished == 1
    cut = weekly_counts(contacts, ["a"], column="irritants", incomplete=["2026-W01"])
    assert list(cut.counts.index) == ["2026-W03", "2026-W04"]
    assert cut.n_unfinished == 2


def test_nothing_dated_gives_no_rows(contacts):
    weekly = weekly_counts(contacts.iloc[[4]], ["a"], column="irritants")
    assert weekly.counts.shape == (0, 1)
    assert weekly.n_undated == 1


@given(st.lists(st.tuples(st.integers(1, 6), st.sets(st.sampled_from("abc"))), min_size=1))
def test_no_contact_is_lost(rows):
    table = pd.DataFrame(
        {"week": [f"2026-W{w:02d}" for w, _ in rows], "said": [sorted(s) for _, s in rows]}
    )
    weekly = weekly_counts(table, list("abc"), column="said")
    assert weekly.contacts.sum() == len(rows)
    assert weekly.counts.to_numpy().sum() == sum(len(said) for _, said in rows)
    check_counts(weekly.counts, weekly.contacts)


def test_bad_tables_are_refused(contacts):
    with pytest.raises(MappingError, match="irritants"):
        weekly_counts(contacts, ["a"], column="iritants")
    with pytest.raises(EstimationError, match="more than once: a"):
        weekly_counts(contacts, ["a", "a"], column="irritants")
    with pytest.raises(InputError, match="ISO week"):
        weekly_counts(contacts.assign(week="soon"), ["a"], column="irritants")


def test_impossible_counts_are_refused(make_weekly):
    weekly = make_weekly([3.0], n_weeks=5)
    with pytest.raises(EstimationError, match="none left"):
        check_counts(weekly.counts.drop("2026-W03"), weekly.contacts.drop("2026-W03"))
    with pytest.raises(EstimationError, match="same weeks"):
        check_counts(weekly.counts, weekly.contacts.iloc[1:])
    with pytest.raises(EstimationError, match="2026-W01: 301 contacts of 300"):
        check_counts(weekly.counts + 301 - weekly.counts.iloc[0], weekly.contacts)
