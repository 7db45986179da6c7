"""Resemblance on texts where it can be counted by hand."""

from __future__ import annotations

import pytest

from nlp.simulation.overlap import measure_overlap

TEN = "un deux trois quatre cinq six sept huit neuf dix"


def test_a_copy_is_found_whatever_its_case_and_punctuation() -> None:
    overlap = measure_overlap([TEN, TEN.upper().replace(" ", ", ")])
    assert overlap.n_long_runs == 3
    assert overlap.shared_long_share == 1.0
    assert (overlap.nearest_median, overlap.nearest_max) == (1.0, 1.0)
    assert overlap.nearest_pair == (0, 1)


def test_a_shared_half_counts_as_its_runs() -> None:
    # Six runs of five words each, two of them common: 2 / (6 + 6 - 2).
    other = "un deux trois quatre cinq six autre chose tout neuf"
    overlap = measure_overlap([TEN, other, "rien à voir avec le reste du lot"])
    assert overlap.shared_long_share == 0.0
    assert overlap.nearest_max == pytest.approx(0.2)
    assert overlap.nearest_pair == (0, 1)


def test_a_text_that_repeats_itself_resembles_nobody() -> None:
    overlap = measure_overlap([f"{TEN} {TEN}", "all quite different words in this one here"])
    assert overlap.shared_long_share == 0.0
    assert overlap.nearest_max == 0.0
    assert overlap.nearest_pair is None


def test_short_texts_have_no_runs() -> None:
    overlap = measure_overlap(["RAS", "ok", ""])
    assert overlap == type(overlap)(0, 0.0, 0.0, 0.0, None)
