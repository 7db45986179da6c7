import pytest

from nlp.errors import MotifError
from nlp.text import spacy_models


def test_a_missing_model_says_what_to_do(monkeypatch):
    monkeypatch.setitem(spacy_models._MODELS, "fr", ("no_such_model",))
    with pytest.raises(MotifError, match="no_such_model is not installed") as told:
        spacy_models.load_model.__wrapped__("fr", (), "names can't be redacted")
    assert "names can't be redacted without it: reinstall" in str(told.value)


def test_a_use_loads_its_model_once():
    first = spacy_models.load_model("en", ("parser",), "nothing")
    assert spacy_models.load_model("en", ("parser",), "nothing") is first
    assert "parser" not in first.component_names
