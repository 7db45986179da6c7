from __future__ import annotations

import pytest

from nlp.errors import InputError
from nlp.readers import advice, reason_name, rejects_table
from nlp.schemas import REJECT
from nlp.types import LANGS, REJECT_REASONS, Reject


def test_every_reason_has_a_name_and_advice_in_both_languages() -> None:
    for lang in LANGS:
        assert len({reason_name(reason, lang) for reason in REJECT_REASONS}) == len(REJECT_REASONS)
        assert len({advice(reason, lang) for reason in REJECT_REASONS}) == len(REJECT_REASONS)


def test_french_advice_has_french_typography() -> None:
    for reason in REJECT_REASONS:
        text = advice(reason, "fr")
        assert "'" not in text
        assert " :" not in text
        assert "« " not in text


def test_no_text_speaks_of_calls_too() -> None:
    assert "no customer turn was found" in advice("no_text", "en")
    assert "aucun tour du client" in advice("no_text", "fr")


def test_an_unknown_reason_suggests_the_known() -> None:
    with pytest.raises(InputError, match="Did you mean no_text"):
        advice("notext", "fr")


def test_rejects_become_a_table_of_the_schema() -> None:
    rejects = [
        Reject("a.csv", 3, "no_text"),
        Reject("a.csv", 2**33, "broken_row", "2 cells, 3 columns"),
    ]
    table = rejects_table("r1", rejects)
    assert table.schema.equals(REJECT)
    assert table.column("row").to_pylist() == [3, 2**33]
    assert rejects_table("r1", []).num_rows == 0
