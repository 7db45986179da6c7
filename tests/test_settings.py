from pathlib import Path

import pytest

from nlp.errors import InputError
from nlp.settings import Settings, load_settings


def test_defaults_point_into_the_project():
    settings = load_settings(Path("/nonexistent"))
    assert settings.taxonomy.is_dir()
    assert settings == Settings()


def test_the_file_is_overruled_by_the_environment(tmp_path, monkeypatch):
    (tmp_path / "motif.toml").write_text('workspace = "here"\nmin_n = 30\n')
    monkeypatch.setenv("MOTIF_MIN_N", "40")
    settings = load_settings(tmp_path)
    assert settings.workspace == Path("here")
    assert settings.min_n == 40


def test_an_unknown_setting_is_answered_with_a_suggestion(tmp_path):
    (tmp_path / "motif.toml").write_text("min_m = 3")
    with pytest.raises(InputError, match="Did you mean min_n"):
        load_settings(tmp_path)


def test_a_number_must_be_one(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTIF_THREADS", "many")
    with pytest.raises(InputError, match="threads: expected a whole number, got 'many'"):
        load_settings(tmp_path)


def test_broken_toml_names_the_file(tmp_path):
    (tmp_path / "motif.toml").write_text("= 3")
    with pytest.raises(InputError, match=r"motif\.toml is not valid TOML"):
        load_settings(tmp_path)
