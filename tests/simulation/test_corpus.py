"""Every rule of the corpus, broken once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nlp.errors import InputError
from nlp.simulation.corpus import SHOWN_PROBLEMS, read_corpus
from nlp.taxonomy import Taxonomy

Row = dict[str, Any]
Write = Callable[..., Path]

QUEUE_TEXT = "Quarante minutes de queue en caisse"


def test_reads_what_was_written(rows: list[Row], write_corpus: Write, taxonomy: Taxonomy) -> None:
    contacts = read_corpus(write_corpus(rows), taxonomy)
    assert [contact.id for contact in contacts] == [row["id"] for row in rows]
    assert [contact.text for contact in contacts] == [row["text"] for row in rows]
    assert [list(contact.irritants) for contact in contacts] == [row["irritants"] for row in rows]
    call = next(contact for contact in contacts if contact.turns)
    assert [turn.speaker for turn in call.turns] == ["customer", "agent", "customer"]
    assert contacts[0].reason == "relationship.praise"


def test_files_are_read_in_the_order_of_their_names(
    rows: list[Row], write_corpus: Write, taxonomy: Taxonomy
) -> None:
    write_corpus(rows[3:], "b.jsonl")
    folder = write_corpus(rows[:3], "a.jsonl")
    assert [c.id for c in read_corpus(folder, taxonomy)] == [row["id"] for row in rows]


BROKEN: list[tuple[dict[str, Any], str]] = [
    ({"reason": "claim.follow_upp", "reasons": ["claim.follow_upp"]}, "Did you mean claim.follow"),
    ({"reasons": ["billing.price"]}, "the primary reason first"),
    ({"reasons": []}, "expected 1 to 3"),
    ({"reasons": ["relationship.complaint"] * 2}, "stands there twice"),
    ({"irritants": ["waiting.queues"], "evidence": {"waiting.queues": "queue"}}, "waiting.queue"),
    ({"irritants": []}, "its keys must be the irritants"),
    ({"evidence": {"waiting.queue": "cinquante minutes"}}, "do not stand in the text"),
    ({"evidence": {"waiting.queue": "  "}}, "do not stand in the text"),
    ({"praises": ["staf"]}, "Did you mean staff"),
    ({"signals": ["churn"]}, "'churn' is not in the taxonomy"),
    ({"lang": "es"}, "expected one of fr, en"),
    ({"channel": "fax"}, "expected one of survey"),
    ({"sentiment": "angry"}, "expected one of negative"),
    ({"text": "  "}, "text: expected a text"),
    ({"irritants": "waiting.queue"}, "irritants: expected a list"),
    ({"evidence": []}, "evidence: expected an object"),
    ({"turn": []}, "Did you mean turns"),
    ({"thread": QUEUE_TEXT}, "only an e-mail has one"),
    ({"channel": "email", "thread": "something else"}, "every line of the text"),
    ({"channel": "call", "turns": [{"speaker": "client", "text": "x"}]}, "customer|agent"),
    ({"channel": "call", "turns": [{"speaker": "customer", "text": "x"}]}, "are not the text"),
    ({"theme": 3}, "theme: expected a text"),
    ({"id": "t-01"}, "already used in tiny.jsonl:1 (t-01)"),
]


@pytest.mark.parametrize(("change", "said"), BROKEN)
def test_a_broken_row_is_named_with_file_and_line(
    change: dict[str, Any],
    said: str,
    rows: list[Row],
    write_corpus: Write,
    taxonomy: Taxonomy,
) -> None:
    line = next(i for i, row in enumerate(rows, start=1) if row["text"] == QUEUE_TEXT)
    rows[line - 1] |= change
    with pytest.raises(InputError) as caught:
        read_corpus(write_corpus(rows), taxonomy)
    assert f"tiny.jsonl:{line}" in str(caught.value)
    assert said in str(caught.value)
    assert QUEUE_TEXT not in str(caught.value)


def test_a_missing_field_is_named(rows: list[Row], write_corpus: Write, taxonomy: Taxonomy) -> None:
    del rows[2]["evidence"], rows[2]["praises"]
    with pytest.raises(InputError, match=r"tiny.jsonl:3 \(t-03\): missing: praises, evidence"):
        read_corpus(write_corpus(rows), taxonomy)


def test_no_two_texts_begin_alike(rows: list[Row], write_corpus: Write, taxonomy: Taxonomy) -> None:
    rows[3]["text"] = "RIEN à redire : tout va mal"
    with pytest.raises(InputError, match=r"same 4 words as tiny.jsonl:1 \(t-01\)"):
        read_corpus(write_corpus(rows), taxonomy)


def test_short_texts_may_begin_alike(
    rows: list[Row], write_corpus: Write, taxonomy: Taxonomy
) -> None:
    rows[3]["text"] = rows[4]["text"] = "RAS"
    assert len(read_corpus(write_corpus(rows), taxonomy)) == len(rows)


def test_all_problems_are_told_at_once(
    rows: list[Row], write_corpus: Write, taxonomy: Taxonomy
) -> None:
    for row in rows:
        row["sentiment"] = "angry"
    with pytest.raises(InputError) as caught:
        read_corpus(write_corpus(rows), taxonomy)
    assert str(caught.value).count("sentiment: expected") == SHOWN_PROBLEMS
    assert f"and {len(rows) - SHOWN_PROBLEMS} more" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"id": \n', "tiny.jsonl:1: not JSON"),
        (b"[1, 2]\n", "tiny.jsonl:1: expected a JSON object"),
        (b'{"id": "\xe9"}', "tiny.jsonl: not UTF-8"),
        (b"\n\n", "its files are empty"),
    ],
)
def test_a_file_that_is_no_corpus(
    content: bytes, said: str, tmp_path: Path, taxonomy: Taxonomy
) -> None:
    (tmp_path / "tiny.jsonl").write_bytes(content)
    with pytest.raises(InputError, match="corpus") as caught:
        read_corpus(tmp_path, taxonomy)
    assert said in str(caught.value)


def test_an_empty_folder_is_said_to_be_one(tmp_path: Path, taxonomy: Taxonomy) -> None:
    with pytest.raises(InputError, match=r"expected files named \*\.jsonl"):
        read_corpus(tmp_path, taxonomy)
