import numpy as np
import pytest

from nlp.arrays import load_arrays, save_arrays
from nlp.errors import BundleError


def test_arrays_survive_the_file(tmp_path):
    transposed = np.arange(6, dtype=np.float64).reshape(2, 3).T  # neither contiguous nor float32
    save_arrays({"a": transposed, "b": np.zeros(0)}, tmp_path / "x.safetensors")
    found = load_arrays(tmp_path / "x.safetensors")
    assert found.keys() == {"a", "b"}
    assert np.array_equal(found["a"], transposed)
    assert found["a"].dtype == np.float32


def test_others_may_read_the_file(tmp_path):
    save_arrays({"a": np.zeros(1)}, tmp_path / "x.safetensors")
    assert (tmp_path / "x.safetensors").stat().st_mode & 0o044 == 0o044


@pytest.mark.parametrize("content", [None, b"", b"\x80\x04no pickle"])
def test_what_is_no_safetensors_is_said(content, tmp_path):
    path = tmp_path / "x.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BundleError, match=r"x\.safetensors cannot be read as safetensors"):
        load_arrays(path)
