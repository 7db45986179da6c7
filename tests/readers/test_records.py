from __future__ import annotations

import math
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nlp.errors import UnreadableFileError
from nlp.readers import read_inputs, read_rows


def test_json_lines_of_uneven_keys_make_one_table(write) -> None:
    reading = read_rows(
        write("a.jsonl", '{"text": "un", "id": 1}\n\n{"text": "deux", "lang": "fr"}\n')
    )
    assert reading.header == ("text", "id", "lang")
    assert list(reading.rows) == [
        (1, {"text": "un", "id": 1, "lang": None}),
        (2, {"text": "deux", "id": None, "lang": "fr"}),
    ]


def test_broken_lines_are_rejected_and_numbered(write) -> None:
    content = '{"text": "un"}\n{"text": \n[1]\n"texte"\n{"text": "cinq"}\n' + "[" * 100_000 + "\n"
    reading = read_rows(write("a.jsonl", content))
    assert [row for row, _ in reading.rows] == [1, 5]
    assert [(r.row, r.reason) for r in reading.rejects] == [(n, "broken_row") for n in (2, 3, 4, 6)]


def test_a_line_separator_inside_a_text_does_not_break_the_line(write) -> None:
    assert read_rows(write("a.jsonl", '{"text": "avant\u2028après"}\n')).cells == (
        ("avant\u2028après",),
    )


def test_no_json_at_all_is_an_error(write) -> None:
    with pytest.raises(UnreadableFileError, match="not JSON Lines"):
        read_rows(write("a.jsonl", "id;avis\n1;bien\n"))


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_an_array_of_rows_is_a_table(write, name: str) -> None:
    reading = read_rows(write(name, '[{"text": "un"}, 3, {"text": "deux"}]'))
    assert [cells["text"] for _, cells in reading.rows] == ["un", "deux"]
    assert [(r.row, r.reason) for r in reading.rejects] == [(2, "broken_row")]


def test_broken_json_says_where_without_quoting_it(write) -> None:
    with pytest.raises(UnreadableFileError, match="line 2") as caught:
        read_rows(write("a.json", '[{"text": "secret de famille"},\n{"text": ]'))
    assert "famille" not in str(caught.value)


def test_parquet_keeps_types_and_drops_nan(tmp_path) -> None:
    table = pa.table(
        {
            "verbatim": ["Très lent", None],
            "nps": [9.0, math.nan],
            "created_at": pa.array([1_793_707_200_000_000_000, None], pa.timestamp("ns", "UTC")),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    [reading] = read_inputs([tmp_path / "a.parquet"])
    [contact] = reading.contacts
    assert contact.occurred_at == datetime(2026, 11, 3, 12, tzinfo=UTC)
    assert contact.satisfaction is not None
    assert [(r.row, r.reason) for r in reading.rejects] == [(2, "no_text")]


def test_damaged_parquet_is_one_clear_error(write, tmp_path) -> None:
    pq.write_table(pa.table({"text": ["bonjour"] * 50}), tmp_path / "a.parquet")
    whole = (tmp_path / "a.parquet").read_bytes()
    for content in (whole[:-20], b"PAR1 nothing PAR1", b"avis\nbien\n"):
        with pytest.raises(UnreadableFileError, match="Parquet"):
            read_rows(write("b.parquet", content))


def test_the_same_rows_give_the_same_ids_in_every_format(write, write_xlsx, tmp_path) -> None:
    rows = [{"avis": "Colis jamais reçu", "note": 3}, {"avis": "RAS du tout", "note": 9}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet")
    paths = [
        write("a.csv", "note;avis\n3;Colis jamais reçu\n9;RAS du tout\n"),
        write(
            "a.jsonl",
            '{"avis": "Colis jamais reçu", "note": 3.0}\n{"note": 9, "avis": "RAS du tout"}\n',
        ),
        write_xlsx("a.xlsx", S=[["avis", "note"], *[[r["avis"], r["note"]] for r in rows]]),
        tmp_path / "a.parquet",
    ]
    ids = [[c.contact_id for c in next(iter(read_inputs([path]))).contacts] for path in paths]
    assert all(len(set(found)) == 2 for found in ids)
    assert all(found == ids[0] for found in ids)
