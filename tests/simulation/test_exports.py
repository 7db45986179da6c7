"""Each export, read back with nothing but the standard library."""

from __future__ import annotations

import csv
import io
import json
import mailbox
import re
from collections import Counter
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from nlp.simulation.company import Company, simulate_company
from nlp.simulation.corpus import CorpusContact
from nlp.simulation.interactions import export_calls, export_chats
from nlp.simulation.mailbox import export_mailbox
from nlp.simulation.scenario import DEMO
from nlp.simulation.surveys import CHANNELS, HEADER, N_DEFECTS, export_surveys
from nlp.types import REJECT_REASONS


@pytest.fixture(scope="module")
def company(tiny: list[CorpusContact]) -> Company:
    return simulate_company(tiny, replace(DEMO, n_contacts=600), seed=4)


def of_channels(company: Company, *channels: str) -> int:
    return sum(contact.corpus.channel in channels for contact in company.contacts)


def test_surveys_hold_every_contact_and_every_defect(company: Company) -> None:
    export = export_surveys(company.contacts, seed=4)
    assert export.content.startswith(b"\xef\xbb\xbfid_verbatim;date;canal;")
    read = list(csv.reader(io.StringIO(export.content.decode("utf-8-sig")), delimiter=";"))
    assert tuple(read[0]) == HEADER
    records = read[1:]
    assert len(records) == of_channels(company, *CHANNELS) + N_DEFECTS
    for row in export.rows:
        record = dict(zip(HEADER, records[row.row - 1], strict=True))
        assert record["id_verbatim"] == row.id
        assert record["verbatim"] == row.contact.corpus.text
        assert record["client"] == row.contact.customer
        assert record["date"] == row.contact.at.strftime("%d/%m/%Y")
        expected = "" if row.contact.score is None else str(row.contact.score)
        assert record["note_recommandation"] == expected
    places = {row.row for row in export.rows} | {defect.row for defect in export.defects}
    assert places == set(range(1, len(records) + 1))


def test_survey_defects_are_what_they_say(company: Company) -> None:
    export = export_surveys(company.contacts, seed=4)
    read = list(csv.reader(io.StringIO(export.content.decode("utf-8-sig")), delimiter=";"))[1:]
    first_seen = {row.id: row.row for row in export.rows}
    assert {defect.reason for defect in export.defects} < set(REJECT_REASONS)
    for defect in export.defects:
        record = read[defect.row - 1]
        if defect.reason == "broken_row":
            assert len(record) < len(HEADER)
            continue
        cells = dict(zip(HEADER, record, strict=True))
        if defect.reason == "duplicate_id":
            assert first_seen[cells["id_verbatim"]] < defect.row
        else:
            assert cells["id_verbatim"] not in first_seen
        if defect.reason == "no_text":
            assert not re.search(r"\w", cells["verbatim"])
        if defect.reason == "score_off_scale":
            score = float(cells["note_recommandation"].replace(",", "."))
            assert not 0 <= score <= 10


def test_chats_and_calls_are_json_lines(company: Company) -> None:
    chats, calls = export_chats(company.contacts), export_calls(company.contacts)
    for export in (chats, calls):
        lines = [json.loads(line) for line in export.content.decode().splitlines()]
        assert len(lines) == len(export.rows)
        for row in export.rows:
            line = lines[row.row - 1]
            assert line["id"] == row.id
            assert re.fullmatch(r"\d\d:\d\d:\d\d", line["handling_time"])
            assert line["agent"] == row.contact.agent
    assert len(chats.rows) == of_channels(company, "chat")
    assert len(calls.rows) == of_channels(company, "call")
    turns = json.loads(calls.content.decode().splitlines()[0])["turns"]
    assert turns[0].keys() == {"speaker", "text", "start"}


def test_the_mailbox_holds_every_email(company: Company, tmp_path: Path) -> None:
    export = export_mailbox(company.contacts, seed=4)
    path = tmp_path / export.name
    path.write_bytes(export.content)
    box = mailbox.mbox(path, create=False)
    messages = list(box)
    box.close()
    assert len(messages) == len(export.rows) == of_channels(company, "email")
    formats: Counter[str] = Counter()
    for message, row in zip(messages, export.rows, strict=True):
        assert message["Message-ID"] == row.id
        assert message["From"] == f"<{row.contact.customer}>"
        assert parsedate_to_datetime(message["Date"]) == row.contact.at
        formats[message.get_content_type()] += 1
        corpus = row.contact.corpus
        body = corpus.thread if corpus.thread is not None else corpus.text
        for part in message.walk():
            payload = part.get_payload(decode=True)
            if part.get_content_type() == "text/plain":
                assert isinstance(payload, bytes)
                assert payload.decode().removesuffix("\n") == body
    assert set(formats) == {"text/plain", "text/html", "multipart/alternative"}
    assert len({row.id for row in export.rows}) == len(export.rows)


def test_a_line_that_begins_with_from_does_not_cut_the_mailbox(company: Company) -> None:
    content = export_mailbox(company.contacts, seed=4).content.decode()
    assert "=46rom now on please write to me." in content


def test_html_keeps_depth_of_quotes_and_escapes(company: Company) -> None:
    content = export_mailbox(company.contacts, seed=4).content.decode()
    assert "<div>Dear customer, =C3=A9 &lt;b&gt;</div>" in content
    assert content.count("<blockquote>") == content.count("</blockquote>") > 0
