import numpy as np
import pytest

from nlp.arrays import save_arrays
from nlp.discovery.space import (
    FineClasses,
    Parts,
    learn_metric,
    load_metric,
    pool,
    project,
    project_known,
    save_metric,
)
from nlp.errors import BundleError


@pytest.fixture
def parts():
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(7, 5)).astype(np.float32)
    return Parts(vectors, np.array([0, 2, 3]), np.ones(7, np.float32))


def test_mentions_are_taken_with_all_their_parts(parts):
    taken = parts.take(np.array([2, 0]))
    assert np.array_equal(taken.vectors, parts.vectors[[3, 4, 5, 6, 0, 1]])
    assert taken.starts.tolist() == [0, 4]


def test_no_mention_has_no_parts(parts):
    assert len(parts.take(np.zeros(0, np.int64)).vectors) == 0
    assert pool(parts.take(np.zeros(0, np.int64))).shape == (0, 5)


def test_pooling_weighs_the_parts():
    parts = Parts(np.eye(2, dtype=np.float32), np.array([0]), np.array([3, 4], np.float32))
    assert pool(parts) == pytest.approx(np.array([[0.6, 0.8]]))


def test_projected_parts_are_centred_and_of_unit_length(parts):
    shifted = Parts(parts.vectors + 10, parts.starts, parts.weights)
    a, b = project(parts, None).vectors, project(shifted, None).vectors
    assert np.linalg.norm(a, axis=1) == pytest.approx(np.ones(7))
    assert a == pytest.approx(b, abs=1e-4)


def test_rows_without_a_vector_shift_nothing():
    vectors = np.random.default_rng(2).normal(size=(5, 4)).astype(np.float32) + 3
    metric = np.diag(np.arange(1, 5)).astype(np.float32)
    with_gaps = np.insert(vectors, [0, 2], 0, axis=0)
    moved = project_known(with_gaps, metric)
    assert not moved[[0, 3]].any()
    alone = project(Parts.whole(vectors), metric).vectors
    assert np.array_equal(np.delete(moved, [0, 3], axis=0), alone)
    assert project_known(np.zeros((2, 4), np.float32), None).tolist() == [[0] * 4] * 2


def test_the_metric_shrinks_what_varies_within_classes():
    rng = np.random.default_rng(0)
    classes = np.repeat(np.arange(20), 10)
    centers = rng.normal(size=(20, 9))
    tone = rng.normal(size=(200, 1)) * 5  # varies within each class, tells nothing
    vectors = np.hstack([centers[classes] + 0.1 * rng.normal(size=(200, 9)), tone])
    metric = learn_metric([FineClasses(vectors.astype(np.float32), classes)])
    moved = vectors @ metric
    assert moved.shape == (200, 10)

    def separation(points):
        means = np.stack([points[classes == c].mean(axis=0) for c in range(20)])
        return means.var(axis=0).sum() / (points - means[classes]).var(axis=0).sum()

    assert separation(moved) > 3 * separation(vectors)


def test_the_metric_survives_the_bundle(tmp_path):
    assert load_metric(tmp_path) is None
    metric = np.arange(6, dtype=np.float32).reshape(2, 3)
    save_metric(metric, tmp_path)
    assert np.array_equal(load_metric(tmp_path), metric)


def test_a_broken_metric_is_said(tmp_path):
    save_metric(np.eye(2, dtype=np.float32), tmp_path).write_bytes(b"nonsense")
    with pytest.raises(BundleError, match=r"discovery\.safetensors cannot be read"):
        load_metric(tmp_path)
    save_arrays({"other": np.eye(2)}, tmp_path / "discovery.safetensors")
    with pytest.raises(BundleError, match="holds no metric"):
        load_metric(tmp_path)


def test_lone_texts_teach_nothing():
    rng = np.random.default_rng(0)
    vectors, classes = rng.normal(size=(40, 4)), np.repeat(np.arange(10), 4)
    lone = np.vstack([vectors, 100 * rng.normal(size=(5, 4))])
    names = np.append(classes, np.arange(50, 55))
    alone = learn_metric([FineClasses(lone, names)])
    assert np.abs(alone) == pytest.approx(np.abs(learn_metric([FineClasses(vectors, classes)])))
