import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.discovery import likeness
from nlp.discovery.likeness import measure_likeness
from nlp.discovery.space import Parts, to_length_one


def random_parts(lengths, seed=0):
    rng = np.random.default_rng(seed)
    vectors = to_length_one(rng.normal(size=(sum(lengths), 6)).astype(np.float32))
    starts = np.cumsum([0, *lengths[:-1]])
    return Parts(vectors, starts, rng.uniform(0.1, 1, sum(lengths)).astype(np.float32))


def slow(parts):
    """The definition, pair by pair."""
    groups = [slice(a, b) for a, b in zip(parts.starts, parts.ends, strict=True)]

    def one_way(a, b):
        nearest = (parts.vectors[a] @ parts.vectors[b].T).max(axis=1)
        return np.average(nearest, weights=parts.weights[a])

    return np.array([[(one_way(a, b) + one_way(b, a)) / 2 for b in groups] for a in groups])


@settings(max_examples=25)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_it_is_what_it_says(lengths):
    parts = random_parts(lengths)
    assert measure_likeness(parts) == pytest.approx(slow(parts), abs=2e-5)


def test_blocks_change_nothing(monkeypatch):
    parts = random_parts([3, 1, 2, 5, 1, 1, 4, 2])
    whole = measure_likeness(parts)
    monkeypatch.setattr(likeness, "_BLOCK_PARTS", 4)
    assert np.array_equal(measure_likeness(parts), whole)


def test_a_complaint_is_found_beside_praise():
    axes = np.eye(3, dtype=np.float32)
    vectors = np.stack([axes[0], axes[1], axes[0], axes[2]])  # complaint+praise, complaint, other
    weights = np.array([1, 0.05, 1, 1], np.float32)
    alike = measure_likeness(Parts(vectors, np.array([0, 2, 3]), weights))
    assert alike[0, 1] > 0.9
    assert alike[0, 2] == pytest.approx(0)
