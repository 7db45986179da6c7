import numpy as np
import pytest
import torch

from nlp.modeling.encoder import build_encoder, load_encoder, save_encoder
from nlp.modeling.export import export_onnx, quantize_onnx


def inputs(n_windows=3, width=11, n_vectors=5, seed=0):
    random = torch.Generator().manual_seed(seed)
    ids = torch.randint(4, 30, (n_windows, width), generator=random)
    mask = torch.ones_like(ids)
    mask[0, width // 2 :] = 0
    return ids, mask, torch.rand(n_vectors, n_windows * width, generator=random)


def run(path, ids, mask, pooling):
    import onnxruntime as ort

    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    feed = {"input_ids": ids.numpy(), "attention_mask": mask.numpy(), "pooling": pooling.numpy()}
    return session.run(None, feed)[0]


@pytest.fixture(scope="module")
def exported(tiny_checkpoint, tmp_path_factory):
    folder = tmp_path_factory.mktemp("onnx")
    encoder = build_encoder(tiny_checkpoint)
    export_onnx(encoder, folder / "fp32.onnx")
    quantize_onnx(folder / "fp32.onnx", folder / "int8.onnx")
    return encoder, folder


@pytest.mark.parametrize("shape", [(3, 11, 5), (1, 4, 1), (7, 32, 20)])
def test_onnx_equals_torch_at_any_shape(exported, shape):
    encoder, folder = exported
    given = inputs(*shape)
    with torch.no_grad():
        expected = encoder(*given).numpy()
    assert np.abs(run(folder / "fp32.onnx", *given) - expected).max() < 1e-4


def test_int8_stays_close_to_fp32(exported):
    _, folder = exported
    given = inputs()
    full, small = run(folder / "fp32.onnx", *given), run(folder / "int8.onnx", *given)
    cosine = (full * small).sum(1) / np.linalg.norm(full, axis=1) / np.linalg.norm(small, axis=1)
    assert cosine.min() > 0.999


def test_padding_does_not_change_a_vector(exported):
    encoder, _ = exported
    ids, mask, _ = inputs()
    short, pooling = ids[:1, :5], torch.full((1, 5), 0.2)
    padded = torch.nn.functional.pad(short, (0, 6), value=1)
    mask = torch.nn.functional.pad(torch.ones_like(short), (0, 6))
    with torch.no_grad():
        alone = encoder(short, torch.ones_like(short), pooling)
        beside = encoder(padded, mask, torch.nn.functional.pad(pooling, (0, 6)))
    assert torch.allclose(alone, beside, atol=1e-5)


def test_an_encoder_survives_its_folder(exported, tmp_path):
    encoder, _ = exported
    save_encoder(encoder, {"model": {"vocab": []}}, tmp_path / "checkpoint")
    again, tokenizer = load_encoder(tmp_path / "checkpoint")
    assert tokenizer == {"model": {"vocab": []}}
    given = inputs()
    with torch.no_grad():
        assert torch.equal(encoder(*given), again(*given))
