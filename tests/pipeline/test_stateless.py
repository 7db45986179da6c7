import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from nlp.errors import InputError, MappingError
from nlp.pipeline.stateless import annotate_file, annotate_texts, redact_file, redact_text

TEXTS = [
    "Bonjour,\n\nmon n° est le 06 12 34 56 78. Colis jamais reçu 😡 !!",
    "=cmd|' /C calc'!A0 is what the agent typed, terrible service",
    "",
    "Todavía no he recibido mi pedido y nadie contesta al teléfono desde hace semanas.",
]


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "in.jsonl"
    rows = [{"id": f"r{i}", "text": text} for i, text in enumerate(TEXTS)]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_row_comes_out_in_order_with_every_field(source, tmp_path, annotator):
    report = annotate_file(source, tmp_path / "out.jsonl", annotator)
    rows = read(tmp_path / "out.jsonl")
    assert [row["id"] for row in rows] == ["r0", "r1", "r2", "r3"]
    assert (report.n_read, report.n_written, report.n_without_text) == (4, 4, 1)
    assert report.n_other_language == 1
    for row in rows:
        assert list(row) == [
            "id",
            "reason",
            "reasons",
            "sentiment",
            "sentiment_score",
            "irritants",
            "praises",
            "signals",
            "evidence",
            "scores",
            "abstained",
        ]
        assert row["reason"] == row["reasons"][0]
        assert set(row["scores"]) == {"reason", "irritant", "signal", "sentiment"}


def test_offsets_count_code_points_of_the_text_that_came_in(source, tmp_path, annotator):
    annotate_file(source, tmp_path / "out.jsonl", annotator)
    for text, row in zip(TEXTS, read(tmp_path / "out.jsonl"), strict=True):
        for evidence in row["evidence"]:
            assert text[evidence["start"] : evidence["end"]] == evidence["text"]


def test_evidence_can_be_written_redacted(tmp_path, annotator):
    path = tmp_path / "in.csv"
    path.write_text("text\nAppelez le 06 12 34 56 78 svp\n", encoding="utf-8")
    annotate_file(path, tmp_path / "out.jsonl", annotator, redacted=True)
    written = (tmp_path / "out.jsonl").read_text(encoding="utf-8")
    assert "06 12 34 56 78" not in written
    assert "<PHONE>" in written


def test_no_words_and_foreign_words_are_doubted(source, tmp_path, annotator):
    annotate_file(source, tmp_path / "out.jsonl", annotator)
    rows = read(tmp_path / "out.jsonl")
    assert rows[2]["reason"] == "other.none"
    assert rows[2]["abstained"] == rows[3]["abstained"] == ["reason", "sentiment", "irritant"]


def test_csv_defuses_formulas(source, tmp_path, annotator):
    redact_file(source, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows[1]["text"].startswith("'=")
    assert "<PHONE>" in rows[0]["text"]
    annotate_file(source, tmp_path / "annotated.csv", annotator)
    with (tmp_path / "annotated.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert json.loads(next(csv.DictReader(stream))["evidence"])


def test_parquet_has_typed_columns(source, tmp_path, annotator):
    annotate_file(source, tmp_path / "out.parquet", annotator)
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.num_rows == 4
    assert table["reasons"].to_pylist()[2] == ["other.none"]


def test_a_file_without_text_column_lists_its_columns(tmp_path, annotator):
    path = tmp_path / "in.csv"
    path.write_text("note;verbatim\n3;bonjour\n", encoding="utf-8")
    with pytest.raises(MappingError, match="note, verbatim"):
        annotate_file(path, tmp_path / "out.jsonl", annotator)


@pytest.mark.parametrize(
    ("name", "message"),
    [("out.xlsx", "must be one of"), ("nowhere/out.csv", "does not exist")],
)
def test_a_bad_output_is_refused_before_any_work(source, tmp_path, annotator, name, message):
    with pytest.raises(InputError, match=message):
        annotate_file(source, tmp_path / name, annotator)
    assert annotator.n_read == 0


def test_a_failed_run_leaves_the_old_output(source, tmp_path):
    class Failing:
        def annotate(self, texts, mentions):
            raise RuntimeError("no")

    output = tmp_path / "out.jsonl"
    output.write_text("before", encoding="utf-8")
    with pytest.raises(RuntimeError):
        annotate_file(source, output, Failing())
    assert output.read_text(encoding="utf-8") == "before"
    assert sorted(p.name for p in Path(tmp_path).iterdir()) == ["in.jsonl", "out.jsonl"]


def test_redaction_keeps_every_other_cell(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text(
        "client;verbatim;note\n7;Écrivez à jean.martin@exemple.fr;3\n8;;4\n", encoding="utf-8"
    )
    report = redact_file(path, tmp_path / "out.jsonl")
    rows = read(tmp_path / "out.jsonl")
    assert rows[0] == {"client": "7", "verbatim": "Écrivez à <EMAIL>", "note": "3"}
    assert rows[1]["client"] == "8"
    assert report.columns == ("verbatim",)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_redacted_table_keeps_its_delimiter(tmp_path, delimiter):
    path = tmp_path / "in.csv"
    path.write_text(
        f'id{delimiter}verbatim\n1{delimiter}"Bonjour ; merci, à vous"\n', encoding="utf-8"
    )
    redact_file(path, tmp_path / "out.csv")
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == f"id{delimiter}verbatim"
    assert next(csv.reader(lines[1:], delimiter=delimiter)) == ["1", "Bonjour ; merci, à vous"]


def test_texts_in_memory_give_the_same_as_a_file(source, tmp_path, annotator):
    annotate_file(source, tmp_path / "out.jsonl", annotator)
    from_file = read(tmp_path / "out.jsonl")
    from_memory = annotate_texts(TEXTS, annotator)
    for a, b in zip(from_file, from_memory, strict=True):
        assert {**a, "id": ""} == {**b, "id": ""}


def test_redact_text():
    assert redact_text("Mail: jean.martin@exemple.fr") == "Mail: <EMAIL>"
