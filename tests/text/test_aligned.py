"""An aligned text never loses track of its source."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text import AlignedText


@st.composite
def edited(draw):
    source = draw(st.text(max_size=30))
    aligned = AlignedText.of(source)
    for _ in range(draw(st.integers(0, 3))):
        size = len(aligned.text)
        marks = sorted(draw(st.lists(st.integers(0, size), min_size=2, max_size=6)))
        edits = [
            (start, end, draw(st.text(max_size=4)))
            for start, end in zip(marks[::2], marks[1::2], strict=False)
        ]
        aligned = aligned.replace(edits)
    return source, aligned


def assert_aligned(source, aligned):
    assert len(aligned.starts) == len(aligned.ends) == len(aligned.text)
    assert aligned.source_length == len(source)
    assert (np.diff(aligned.starts) >= 0).all()
    assert (np.diff(aligned.ends) >= 0).all()
    assert (aligned.starts >= 0).all()
    assert (aligned.starts <= aligned.ends).all()
    assert (aligned.ends <= len(source)).all()
    assert aligned.starts.dtype == aligned.ends.dtype == np.int32


@given(edited())
def test_alignment_is_monotone_and_within_bounds(case):
    assert_aligned(*case)


@given(edited(), st.data())
def test_any_span_has_a_source_span(case, data):
    source, aligned = case
    start = data.draw(st.integers(0, len(aligned.text)))
    end = data.draw(st.integers(start, len(aligned.text)))
    low, high = aligned.source_span(start, end)
    assert 0 <= low <= high <= len(source)


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30), st.text(max_size=5))
def test_unchanged_regions_map_to_themselves(before, cut, after, new):
    source = before + cut + after
    aligned = AlignedText.of(source).replace([(len(before), len(before) + len(cut), new)])
    assert aligned.text == before + new + after
    if before:
        low, high = aligned.source_span(0, len(before))
        assert source[low:high] == before
    if after:
        low, high = aligned.source_span(len(before) + len(new), len(aligned.text))
        assert source[low:high] == after


def test_replacement_stands_for_the_whole_of_what_it_replaces():
    aligned = AlignedText.of("appelez le 0612345678 svp").replace([(11, 21, "<PHONE>")])
    assert aligned.text == "appelez le <PHONE> svp"
    assert aligned.source_span(11, 18) == (11, 21)
    assert aligned.source_span(13, 14) == (11, 21)
    assert aligned.source_span(19, 22) == (22, 25)


def test_deletions_inside_a_span_belong_to_it_but_not_at_its_edges():
    aligned = AlignedText.of("a--b--c").delete([(1, 3), (4, 6)])
    assert aligned.text == "abc"
    assert aligned.source_span(0, 2) == (0, 4)
    assert aligned.source_span(1, 2) == (3, 4)
    assert aligned.source_span(0, 3) == (0, 7)


@given(st.lists(edited(), max_size=4))
def test_joined_parts_keep_their_sources(cases):
    joined = AlignedText.join([aligned for _, aligned in cases], "\n")
    source = "\n".join(source for source, _ in cases)
    assert joined.text == "\n".join(aligned.text for _, aligned in cases)
    assert_aligned(source, joined)


@pytest.mark.parametrize(
    "edits", [[(2, 1, "")], [(0, 3, ""), (2, 4, "")], [(0, 9, "")], [(-1, 1, "")]]
)
def test_impossible_edits_are_refused(edits):
    with pytest.raises(ValueError, match="edit"):
        AlignedText.of("abcd").replace(edits)


def test_impossible_span_is_refused():
    with pytest.raises(ValueError, match="0 <= start <= end"):
        AlignedText.of("abcd").source_span(3, 5)
