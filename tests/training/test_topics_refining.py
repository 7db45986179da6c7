import numpy as np
import pytest
import torch

from nlp.discovery.space import FineClasses
from nlp.training.topics_refining import refine_metric

DIM = 24


def make_table(seed, n_classes=12, per_class=4):
    """Texts of known classes: what tells them apart is drowned by what any text may say."""
    rng = np.random.default_rng(seed)
    told = rng.normal(size=(n_classes, 6))
    classes = np.repeat(np.arange(n_classes), per_class)
    tells = told[classes] + 0.2 * rng.normal(size=(len(classes), 6))
    noise = 1.5 * rng.normal(size=(len(classes), DIM - 6))
    return FineClasses(np.hstack([tells, noise]).astype(np.float32), classes)


def separation(table, metric):
    """Mean cosine of pairs of one class over that of the others."""
    points = (table.vectors - table.vectors.mean(axis=0)) @ metric
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    cosines = points @ points.T
    same = table.classes[:, None] == table.classes[None]
    return cosines[same & ~np.eye(len(same), dtype=bool)].mean() - cosines[~same].mean()


@pytest.fixture
def identity():
    return np.eye(DIM, dtype=np.float32)


def test_classes_never_seen_come_apart(identity):
    metric = refine_metric(identity, [make_table(1), make_table(2)])
    unseen = make_table(3)
    assert separation(unseen, metric) > 1.05 * separation(unseen, identity)
    assert metric.dtype == np.float32


def test_no_step_changes_nothing(identity):
    assert np.array_equal(refine_metric(identity, [make_table(1)], steps=0), identity)


def test_a_table_without_a_pair_teaches_nothing(identity):
    lone = FineClasses(make_table(1).vectors, np.arange(48))
    assert np.array_equal(refine_metric(identity, [lone]), identity)
    both = refine_metric(identity, [lone, make_table(2)])
    assert np.array_equal(both, refine_metric(identity, [make_table(2)]))


def test_a_text_alone_in_its_class_pushes(identity):
    given = make_table(1)
    far = np.vstack([given.vectors, given.vectors[:5] + 0.1])
    named = np.append(given.classes, np.arange(50, 55))
    with_lone = refine_metric(identity, [FineClasses(far, named)])
    assert not np.allclose(with_lone, refine_metric(identity, [given]))


def test_tables_are_told_apart_within_themselves_only(identity):
    """The same names in another table, or another centre, mean nothing."""
    first, second = make_table(1), make_table(2)
    elsewhere = FineClasses(second.vectors + 5, second.classes + 100)
    assert refine_metric(identity, [first, second]) == pytest.approx(
        refine_metric(identity, [first, elsewhere]), abs=1e-4
    )


def test_the_metric_stays_near_where_it_was(identity):
    metric = refine_metric(identity, [make_table(1)])
    assert 0 < np.abs(metric - identity).max() < 0.1


def test_seeds_and_threads_of_others_are_left_alone(identity):
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    threads = torch.get_num_threads()
    first = refine_metric(identity, [make_table(1)])
    assert torch.equal(torch.rand(3), expected)
    assert torch.get_num_threads() == threads
    assert np.array_equal(first, refine_metric(identity, [make_table(1)]))


RUN = """
import hashlib
import numpy as np
from nlp.discovery.space import FineClasses
from nlp.training.topics_refining import refine_metric
rng = np.random.default_rng(0)
table = FineClasses(rng.normal(size=(300, 64)).astype(np.float32), np.repeat(np.arange(100), 3))
metric = refine_metric(np.eye(64, dtype=np.float32), [table])
print(hashlib.sha256(metric.tobytes()).hexdigest())
"""


def test_the_same_on_any_number_of_threads(printed_on_threads):
    found = set(printed_on_threads(RUN))
    assert len(found) == 1
