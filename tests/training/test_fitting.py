import numpy as np
import pytest
import torch

from nlp.modeling.heads import MENTION_HEAD
from nlp.training.examples import HeadTargets
from nlp.training.fitting import HEADS, VectorSet, fit_heads, head_logits, head_loss

DIM = 16


@pytest.fixture
def data(vocabulary, random):
    """Contacts whose vectors tell the reason and whose mentions tell the irritant."""
    n = 120
    contacts = random.normal(size=(n, DIM)).astype(np.float32)
    owner = np.repeat(np.arange(n), 2)
    mentions = random.normal(size=(2 * n, DIM)).astype(np.float32)
    targets = {}
    for name in HEADS:
        vectors = mentions if name == MENTION_HEAD else contacts
        values = np.zeros((len(vectors), len(vocabulary.codes(name))), np.float32)
        values[np.arange(len(vectors)), (vectors[:, 0] > 0).astype(int)] = 1
        targets[name] = HeadTargets(values, np.ones_like(values))
    return VectorSet(contacts, mentions, owner, targets, np.ones(n, np.float32))


def test_the_heads_learn_what_the_vectors_tell(data, vocabulary):
    heads = fit_heads(data, vocabulary, decay=dict.fromkeys(HEADS, 1e-4))
    logits = head_logits(heads.export(), data)
    for name in HEADS:
        truth = data.targets[name].values.argmax(axis=1)
        assert (logits[name].argmax(axis=1) == truth).mean() > 0.95, name


def test_fitting_is_deterministic(data, vocabulary):
    one, two = (fit_heads(data, vocabulary, decay=dict.fromkeys(HEADS, 1e-2)) for _ in range(2))
    for a, b in zip(one.parameters(), two.parameters(), strict=True):
        assert torch.equal(a, b)


def test_masked_rows_teach_nothing():
    logits = torch.tensor([[2.0, -1.0], [0.0, 3.0]], requires_grad=True)
    values = torch.tensor([[1.0, 0.0], [1.0, 0.0]])
    mask = torch.tensor([[1.0, 1.0], [0.0, 0.0]])
    for name in ("reason", "signal"):
        (gradient,) = torch.autograd.grad(
            head_loss(name, logits, values, mask, torch.ones(2)), logits
        )
        assert gradient[0].any()
        assert not gradient[1].any()


def test_nothing_labelled_is_no_loss():
    zero = torch.zeros(2, 3)
    assert head_loss("signal", torch.ones(2, 3), zero, zero, torch.ones(2)) == 0


def test_taking_rows_keeps_mentions_with_their_contact(data):
    rows = np.array([5, 2, 9])
    part = data.take(rows)
    assert np.array_equal(part.contacts, data.contacts[rows])
    assert part.owner.tolist() == [0, 0, 1, 1, 2, 2]
    for i, row in enumerate(rows):
        assert np.array_equal(part.mentions[part.owner == i], data.mentions[data.owner == row])


def test_smoothing_spreads_a_share_of_the_target_over_all_labels():
    logits = torch.tensor([[4.0, 0.0, 0.0]])
    values, mask, weights = torch.tensor([[1.0, 0.0, 0.0]]), torch.ones(1, 3), torch.ones(1)
    spread = 0.7 * values + 0.3 / 3
    expected = -(spread * torch.log_softmax(logits, dim=1)).sum()
    assert head_loss("reason", logits, values, mask, weights, 0.3) == pytest.approx(float(expected))
    certain = head_loss("signal", logits, values, mask, weights)
    assert head_loss("signal", logits, values, mask, weights, 0.3) == certain
