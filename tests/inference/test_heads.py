import numpy as np
import pytest

from nlp.errors import BundleError
from nlp.inference.heads import (
    HeadWeights,
    first_choice,
    load_heads,
    save_heads,
    sigmoid,
    softmax,
)


def test_heads_survive_the_file(tmp_path):
    head = HeadWeights(np.eye(3, dtype=np.float32), np.arange(3, dtype=np.float32))
    save_heads({"reason": head}, tmp_path / "h.safetensors")
    found = load_heads(tmp_path / "h.safetensors")["reason"]
    assert np.array_equal(found.weight, head.weight)
    assert np.array_equal(found.offset, head.offset)


def test_labels_can_be_taken_in_another_order():
    head = HeadWeights(np.eye(3, dtype=np.float32), np.arange(3, dtype=np.float32))
    logits = head.take([2, 0]).logits(np.array([1, 10, 100], np.float32))
    assert logits.tolist() == [102, 1]


def test_a_broken_file_is_one_clear_error(tmp_path):
    (tmp_path / "h.safetensors").write_bytes(b"no")
    with pytest.raises(BundleError, match="cannot be read as safetensors"):
        load_heads(tmp_path / "h.safetensors")


def test_half_a_head_is_refused(tmp_path):
    from safetensors.numpy import save_file

    save_file({"reason.weight": np.eye(2, dtype=np.float32)}, tmp_path / "h.safetensors")
    with pytest.raises(BundleError, match="no weight or no offset for reason"):
        load_heads(tmp_path / "h.safetensors")


def test_probabilities_hold_at_extreme_logits():
    extreme = np.array([-1e4, 0, 1e4], np.float32)
    assert softmax(extreme).tolist() == [0, 0, 1]
    assert sigmoid(extreme).tolist() == [0, 0.5, 1]


def test_a_label_under_its_threshold_gives_way_to_the_next():
    thresholds = np.array([0.0, 0.0, 0.6], np.float32)
    likeliest_is_last = np.array([[0.1, 0.35, 0.55], [0.1, 0.2, 0.7], [0.5, 0.4, 0.1]], np.float32)
    assert first_choice(likeliest_is_last, thresholds).tolist() == [1, 2, 0]
    assert first_choice(likeliest_is_last[0], thresholds) == 1


def test_where_no_label_reaches_its_threshold_the_likeliest_is_chosen():
    assert first_choice(np.array([0.3, 0.4], np.float32), np.full(2, 0.9, np.float32)) == 1
