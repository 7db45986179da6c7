import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.discovery.clustering import (
    AverageLink,
    assign_nearest,
    cut_by_average,
    dissolve_small,
    join_languages,
    nearest_rows,
)
from nlp.discovery.settings import DiscoverySettings
from nlp.errors import InputError


def blocks(sizes, inside=0.9, outside=0.1):
    group = np.repeat(np.arange(len(sizes)), sizes)
    return np.where(group[:, None] == group[None], inside, outside).astype(np.float32)


def test_blocks_are_found():
    groups = cut_by_average(blocks([3, 4, 2]), 3)
    assert len(set(groups[:3].tolist())) == len(set(groups[3:7].tolist())) == 1
    assert len(set(groups.tolist())) == 3


@given(st.integers(0, 1000), st.floats(-3, 3), st.floats(0.5, 4))
def test_the_scale_of_likeness_does_not_matter(seed, shift, factor):
    half = np.random.default_rng(seed).random((9, 9))
    alike = half + half.T
    groups = cut_by_average(alike, 4)
    assert cut_by_average(factor * alike + shift, 4).tolist() == groups.tolist()


def test_small_groups_are_dissolved_and_the_rest_numbered_anew():
    assert dissolve_small(np.array([0, 1, 1, 2, 3, 3]), 2).tolist() == [-1, 0, 0, -1, 1, 1]


@settings(max_examples=30)
@given(st.lists(st.integers(-1, 3), min_size=1, max_size=12), st.integers(0, 12))
def test_no_more_stay_outside_than_allowed(given_labels, allowed):
    labels = dissolve_small(np.array(given_labels) + 1, 1) - 1  # numbered without gaps
    alike = np.round(np.random.default_rng(0).random((len(labels), len(labels))), 3)
    assigned = assign_nearest(labels, alike.astype(np.float32), allowed)
    stayed = labels >= 0
    assert np.array_equal(assigned[stayed], labels[stayed])
    if stayed.any():
        assert (assigned < 0).sum() == min((labels < 0).sum(), allowed)


def test_the_nearest_are_assigned_first():
    alike = blocks([2, 2, 1, 1], outside=0.0)
    alike[4, :2] = alike[:2, 4] = 0.5
    alike[5, 2:4] = alike[2:4, 5] = 0.2
    labels = np.array([0, 0, 1, 1, -1, -1])
    assert assign_nearest(labels, alike, 1).tolist() == [0, 0, 1, 1, 0, -1]
    assert assign_nearest(labels, alike, 0).tolist() == [0, 0, 1, 1, 0, 1]


def test_the_model_keeps_its_promises():
    model = AverageLink(blocks([5, 5, 1]), ["en"] * 11, n_groups=3, min_size=2, max_unassigned=1)
    labels = model.fit(np.zeros((11, 2), np.float32)).labels_
    assert labels.tolist() == [0] * 5 + [1] * 5 + [-1] or labels.tolist() == [1] * 5 + [0] * 5 + [
        -1
    ]


def test_vectors_of_other_mentions_are_refused():
    with pytest.raises(ValueError, match="2 vectors for 3 mentions"):
        AverageLink(blocks([3]), ["fr"] * 3, n_groups=1, min_size=2, max_unassigned=0).fit(
            np.zeros((2, 2))
        )


def test_nearest_rows_do_not_depend_on_the_block():
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(50, 4)).astype(np.float32)
    centers = rng.normal(size=(6, 4)).astype(np.float32)
    whole, cosine = nearest_rows(vectors, centers)
    by_seven, cosine_by_seven = nearest_rows(vectors, centers, block=7)
    assert np.array_equal(whole, by_seven)
    assert np.array_equal(cosine, cosine_by_seven)


@given(st.integers(12, 400_000))
def test_topics_are_never_more_than_a_third_of_the_mentions(n):
    assert 1 <= DiscoverySettings().topics_for(n) <= n / 3


def test_settings_out_of_range_are_said():
    with pytest.raises(InputError, match="0 to 1"):
        DiscoverySettings(max_unassigned_share=1.5)
    with pytest.raises(InputError, match="min_size: expected 2 or more, got 1"):
        DiscoverySettings(min_size=1)
    with pytest.raises(InputError, match="link or density"):
        DiscoverySettings(method="kmeans")


def test_the_french_and_english_halves_of_a_topic_are_joined():
    topic, french = np.repeat(np.arange(6), 4), np.tile([True, True, False, False], 6)
    alike = 0.2 + 0.3 * (topic[:, None] == topic) + 0.3 * (french[:, None] == french)
    np.fill_diagonal(alike, 1)
    halves = 2 * topic + ~french
    langs = ["fr" if own else "en" for own in french]
    joined = join_languages(halves, alike.astype(np.float32), langs)
    assert joined.tolist() == (2 * topic).tolist()


def test_one_language_is_left_as_it_is():
    groups = np.array([0, 0, 1])
    assert join_languages(groups, blocks([2, 1]), ["fr"] * 3).tolist() == [0, 0, 1]


def test_languages_that_say_other_things_are_not_joined():
    alike = blocks([2, 2, 2, 2], outside=0.1)
    langs = ["fr", "fr", "en", "en"] * 2
    groups = np.repeat(np.arange(4), 2)
    assert join_languages(groups, alike, langs).tolist() == groups.tolist()
