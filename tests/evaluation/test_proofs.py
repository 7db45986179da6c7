import json
from pathlib import Path

import pytest

from nlp.errors import InputError
from nlp.evaluation.proofs import main, render_page, render_table

PAGE = "# Page\n\n<!-- proof: coverage -->\nold\n<!-- end of proof -->\n\nThe end.\n"


def test_numbers_are_written_short_and_what_is_missing_as_a_dash():
    rows = [{"n": 1234, "share": 0.9501, "bias": -0.0125, "note": None, "met": True}]
    assert render_table(rows).splitlines() == [
        "| n | share | bias | note | met |",
        "| --- | --- | --- | --- | --- |",
        "| 1,234 | 0.95 | \u22120.013 | – | True |",
    ]


@pytest.mark.parametrize("rows", [[], [{"a": 1}, {"b": 1}]])
def test_a_table_without_one_shape_is_refused(rows):
    with pytest.raises(InputError, match="proof"):
        render_table(rows)


def test_a_page_gets_what_was_measured_and_keeps_the_rest(tmp_path):
    (tmp_path / "coverage.json").write_text(json.dumps([{"covered": 0.95}]))
    (tmp_path / "page.md").write_text(PAGE)
    main([str(tmp_path), str(tmp_path)])
    text = (tmp_path / "page.md").read_text()
    assert "| 0.95 |" in text
    assert "old" not in text
    assert text.endswith("The end.\n")
    main([str(tmp_path), str(tmp_path)])
    assert (tmp_path / "page.md").read_text() == text


def test_what_was_not_measured_is_said(tmp_path):
    with pytest.raises(InputError, match=r"coverage\.json does not exist: make prove"):
        render_page(PAGE, tmp_path)


def test_the_pages_show_what_was_measured():
    docs = Path(__file__).parents[2] / "docs"
    for page in docs.glob("*.md"):
        text = page.read_text(encoding="utf-8")
        assert render_page(text, docs / "proofs") == text
