from __future__ import annotations

from pathlib import Path

import pytest

from app.options import read_options
from nlp.errors import InputError


def test_options_are_read():
    options = read_options(["--workspace", "w", "--taxonomy", "t", "--lang", "fr"])
    assert (options.workspace, options.taxonomy, options.lang) == (Path("w"), Path("t"), "fr")


def test_what_is_left_out_comes_from_the_settings(monkeypatch):
    monkeypatch.setenv("MOTIF_WORKSPACE", "/elsewhere")
    options = read_options([])
    assert (options.workspace, options.lang) == (Path("/elsewhere"), None)


@pytest.mark.parametrize("wrong", [["--lang", "de"], ["--workspace"], ["--colour", "red"], ["x"]])
def test_a_wrong_option_is_an_error_and_not_the_end_of_the_server(wrong):
    with pytest.raises(InputError, match="usage"):
        read_options(wrong)
