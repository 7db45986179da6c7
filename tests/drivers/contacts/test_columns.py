import numpy as np
import pandas as pd
import pytest

from nlp.drivers.contacts.columns import (
    model_parts,
    read_customers,
    read_levels,
    read_marks,
    read_scores,
    require_columns,
    split_present,
)
from nlp.errors import EstimationError


def test_levels_do_not_hang_on_the_order_of_rows():
    column = pd.Series(["b", None, "a", "b", "c"])
    levels = read_levels(column)
    assert levels.names == ("a", "b", "c", "(missing)")
    assert [levels.names[i] for i in levels.codes] == ["b", "(missing)", "a", "b", "c"]
    again = read_levels(column[::-1])
    assert again.names == levels.names
    np.testing.assert_array_equal(again.codes[::-1], levels.codes)
    assert read_levels(pd.Series([2, 1, 2])).names == ("1", "2")
    assert read_levels(pd.Series(["x", None], dtype="category")).names == ("x", "(missing)")


def test_marks_are_true_or_false():
    frame = pd.DataFrame({"x": [True, False], "y": [1, 0], "z": [True, None], "bad": ["yes", "no"]})
    marks, unknown = read_marks(frame, ["x", "y", "z"])
    assert marks.tolist() == [[True, True, True], [False, False, False]]
    assert unknown.tolist() == [False, False, True]
    with pytest.raises(EstimationError, match="'bad' must be true or false"):
        read_marks(frame, ["bad"])


def test_scores_are_finite_numbers():
    frame = pd.DataFrame(
        {"ok": [1, None], "void": [None, None], "text": ["a", 1], "far": [np.inf, 1]}
    )
    frame["when"] = pd.Timestamp("2026-01-01")
    assert read_scores(frame, "ok")[0] == 1
    for name in ("void", "absent"):
        assert np.isnan(read_scores(frame, name)).all()
    for name, message in (("text", "got text"), ("far", "1 infinite"), ("when", "must be numbers")):
        with pytest.raises(EstimationError, match=message):
            read_scores(frame, name)


def test_a_missing_customer_is_one_of_its_own():
    frame = pd.DataFrame({"customer": ["x", None, "x", None]})
    codes, notes = read_customers(frame, "customer")
    assert codes.tolist() == [0, 1, 0, 2]
    assert notes[0].values == {"n": 2}
    assert read_customers(frame, None)[0].tolist() == [0, 1, 2, 3]


def test_each_column_is_there_once_and_plays_one_part():
    frame = pd.DataFrame([[1, 2, 3]], columns=["channel", "twice", "twice"])
    require_columns(frame, [("control", "channel")])
    for parts, message in (
        ([("control", "chanel")], "Did you mean channel"),
        ([("control", "twice")], "name of 2 columns"),
        ([("control", "channel"), ("cluster", "channel")], "both as control and as cluster"),
    ):
        with pytest.raises(EstimationError, match=message):
            require_columns(frame, parts)


def test_the_outcome_alone_may_be_absent():
    frame = pd.DataFrame({"score": [1.0], "empty": [None]})
    assert model_parts(frame, "score", ["c"], "k", "w") == [
        ("control", "c"), ("cluster", "k"), ("weights", "w"), ("outcome", "score")
    ]  # fmt: skip
    assert model_parts(frame, "absent") == []
    assert split_present(frame, ["score", "empty", "no"]) == (["score"], ["empty", "no"])
