from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

from nlp.storage import ContactFilter, Workspace
from nlp.storage.queries.explorer import (
    export_rows,
    irritant_coverage,
    present_writer,
    score_answers,
)
from tests.storage.conftest import Fake

SCORED = {"satisfaction": 3.0, "scale": "nps"}
FAKES = (
    Fake("a", irritants=("delivery.late",), contact=SCORED),
    Fake("b", abstained=("irritant",), contact=SCORED),
    Fake("c", irritants=("refund.late",), abstained=("irritant",), contact={"lang": "en"}),
    Fake("d", day=3, abstained=("reason",), contact={"satisfaction": 9.0, "scale": "nps"}),
)


def test_coverage_counts_contacts_without_irritant_and_doubts(reading):
    found = irritant_coverage(reading(*FAKES))
    assert (found.n_contacts, found.n_without, found.n_doubtful) == (4, 2, 2)


def test_coverage_follows_the_filter(reading):
    found = irritant_coverage(reading(*FAKES), ContactFilter(langs=("en",)))
    assert (found.n_contacts, found.n_without, found.n_doubtful) == (1, 0, 1)


def test_coverage_of_nothing_is_zero(reading):
    found = irritant_coverage(reading())
    assert (found.n_contacts, found.n_without, found.n_doubtful) == (0, 0, 0)


def test_answers_come_with_scale_and_customer(reading):
    rows = score_answers(reading(*FAKES)).to_dict("records")
    assert rows == [
        {"scale": "nps", "value": value, "customer": f"hash-of-{name}"}
        for name, value in (("a", 3.0), ("b", 3.0), ("d", 9.0))
    ]


def test_export_has_every_contact_recent_first_and_no_pseudonym(reading):
    rows = export_rows(reading(*FAKES))
    assert rows["contact_id"].to_pylist() == ["d", "a", "b", "c"]
    assert not {"customer_id", "agent"} & set(rows.column_names)
    assert "hash-of" not in str(rows.to_pylist())


def test_export_follows_the_filter(reading):
    chosen = ContactFilter(irritants=("refund.late",))
    assert export_rows(reading(*FAKES), chosen)["contact_id"].to_pylist() == ["c"]


def test_writer_is_seen_while_it_writes_only(workspace: Workspace):
    assert present_writer(workspace) is None
    with workspace.writing():
        writer = present_writer(workspace)
        assert writer is not None
        assert writer.pid == os.getpid()
        assert writer.since.tzinfo is not None
    assert present_writer(workspace) is None


def test_signature_of_a_killed_writer_is_not_believed(workspace: Workspace):
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"],
                           capture_output=True, text=True, check=True)  # fmt: skip
    signed = {
        "pid": int(ended.stdout),
        "host": socket.gethostname(),
        "since": "2026-11-20T08:00:00+00:00",
    }
    workspace.layout.lock.write_text(json.dumps(signed))
    assert present_writer(workspace) is None


def test_writer_on_another_machine_is_believed(workspace: Workspace):
    signed = {"pid": 1, "host": "elsewhere", "since": "2026-11-20T08:00:00+00:00"}
    workspace.layout.lock.write_text(json.dumps(signed))
    assert present_writer(workspace) is not None


def test_unreadable_signature_is_nobody(workspace: Workspace):
    workspace.layout.lock.write_text("{")
    assert present_writer(workspace) is None
