import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.discovery import likeness
from nlp.discovery.likeness import blend_likeness, measure_likeness, share_words
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


WORDS = [["chat", "noir"], ["chat", "blanc"], ["dog"], ["dog", "dog"], [], ["service", "dog"]]
LANGS = ["fr", "fr", "en", "en", "fr", "en"]


def pairs(alike):
    return alike[~np.eye(len(alike), dtype=bool)]


@pytest.fixture
def mentions():
    """Parts, whole texts, words and languages of six mentions."""
    whole = to_length_one(np.random.default_rng(3).normal(size=(6, 6)).astype(np.float32))
    return random_parts([2, 1, 3, 1, 1, 2]), whole, WORDS, LANGS


def test_the_blend_is_symmetric_and_standardised(mentions):
    alike = blend_likeness(*mentions)
    assert np.array_equal(alike, alike.T)
    assert pairs(alike).mean() == pytest.approx(0, abs=1e-4)
    assert pairs(alike).std() == pytest.approx(1, abs=1e-4)


@settings(max_examples=15)
@given(st.permutations(range(6)))
def test_the_order_of_mentions_does_not_matter(order):
    parts = random_parts([2, 1, 3, 1, 1, 2])
    whole = to_length_one(np.random.default_rng(3).normal(size=(6, 6)).astype(np.float32))
    rows = np.array(order)
    moved = blend_likeness(
        parts.take(rows), whole[rows], [WORDS[i] for i in order], [LANGS[i] for i in order]
    )
    alike = blend_likeness(parts, whole, WORDS, LANGS)
    assert moved == pytest.approx(alike[np.ix_(rows, rows)], abs=3e-5)


def test_each_term_counts(mentions):
    parts, whole, words, langs = mentions
    alike = blend_likeness(*mentions)
    same = np.tile(whole[:1], (6, 1))
    assert not np.allclose(alike, blend_likeness(parts, same, words, langs))
    assert not np.allclose(alike, blend_likeness(parts, whole, [[]] * 6, langs))
    # Terms that tell no pair from another add nothing.
    flat = blend_likeness(parts, same, [[]] * 6, langs)
    assert flat == pytest.approx(blend_likeness(parts, None, [[]] * 6, langs), abs=2e-5)


def test_a_text_without_a_vector_is_judged_by_its_clauses_and_words(mentions):
    parts, whole, words, langs = mentions
    without = blend_likeness(parts, None, words, langs)
    partly = whole.copy()
    partly[2] = 0
    alike = blend_likeness(parts, partly, words, langs)
    others = np.delete(np.arange(6), 2)
    # All its pairs move together, by the shift and scale of the whole.
    slope, offset = np.polyfit(without[2, others], alike[2, others], 1)
    assert alike[2, others] == pytest.approx(slope * without[2, others] + offset, abs=1e-4)
    assert slope > 0
    assert not np.allclose(alike[0, others], slope * without[0, others] + offset, atol=1e-2)
    assert np.array_equal(blend_likeness(parts, 0 * whole, words, langs), without)


def test_shared_words_are_found_without_accents_and_rare_ones_weigh_more():
    words = [["Réveil"], ["reveil"], ["réveil", "montre"], ["montre"], ["montre"], [], ["montre"]]
    alike = share_words(words)
    assert alike[0, 1] == pytest.approx(1)
    assert 0 < alike[2, 3] < alike[2, 0] < 1
    assert alike[0, 3] == 0
    assert not alike[5].any()
    assert share_words([[], []]).tolist() == [[0, 0], [0, 0]]


def test_words_do_not_part_the_languages():
    """Two topics, each said by the same words within a language and by others in the next."""
    words = [["colis"], ["facture"], ["parcel"], ["bill"]] * 6
    langs = ["fr", "fr", "en", "en"] * 6
    noise = np.random.default_rng(0).normal(size=(24, 200)).astype(np.float32)
    alike = blend_likeness(Parts.whole(to_length_one(noise)), None, words, langs)
    french = np.array([lang == "fr" for lang in langs])
    across = alike[np.ix_(french, ~french)].mean()
    within = pairs(alike[np.ix_(french, french)]).mean()
    assert across == pytest.approx(within, abs=0.1)


def test_mentions_that_are_all_alike_are_told_apart_by_nothing():
    same = Parts.whole(np.ones((5, 4), np.float32) / 2)
    alike = blend_likeness(same, same.vectors, [["ras"]] * 5, ["fr"] * 5)
    assert not alike.any()
