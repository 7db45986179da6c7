import json

import pytest

from nlp.bundle import BundleInfo, HeadInfo, open_bundle, write_info, write_manifest
from nlp.errors import BundleError


@pytest.fixture
def folder(tmp_path):
    for name in ("encoder.onnx", "tokenizer.json", "heads.safetensors"):
        (tmp_path / name).write_text(name)
    info = BundleInfo("b", "1", "base", "query: ", 256, 384, {"reason": HeadInfo(["a"], 1.5)})
    write_info(tmp_path, info)
    write_manifest(tmp_path)
    return tmp_path


def test_a_sealed_bundle_opens_as_written(folder):
    bundle = open_bundle(folder)
    assert bundle.info.heads["reason"] == HeadInfo(["a"], 1.5)
    assert bundle.encoder.read_text() == "encoder.onnx"


def test_a_changed_byte_is_found(folder):
    (folder / "encoder.onnx").write_text("encoder.onny")
    with pytest.raises(BundleError, match="sha256 differ"):
        open_bundle(folder)


def test_a_missing_file_is_named(folder):
    (folder / "heads.safetensors").unlink()
    with pytest.raises(BundleError, match=r"heads\.safetensors is missing"):
        open_bundle(folder)


def test_a_folder_that_is_no_bundle(tmp_path):
    with pytest.raises(BundleError, match=r"not a Motif bundle: it has no manifest\.json"):
        open_bundle(tmp_path / "nowhere")


def test_a_foreign_manifest(folder):
    (folder / "manifest.json").write_text('{"files": {"model.bin": {}}}')
    with pytest.raises(BundleError, match="must list"):
        open_bundle(folder)


@pytest.mark.parametrize("text", ["[]", "{", '{"format": 99}'])
def test_a_broken_description(folder, text):
    (folder / "bundle.json").write_text(text)
    write_manifest(folder)
    with pytest.raises(BundleError):
        open_bundle(folder)


def test_unknown_fields_are_refused(folder):
    content = json.loads((folder / "bundle.json").read_text())
    (folder / "bundle.json").write_text(json.dumps({**content, "surprise": 1}))
    write_manifest(folder)
    with pytest.raises(BundleError, match="expected fields"):
        open_bundle(folder)
