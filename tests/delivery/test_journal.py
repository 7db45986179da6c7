"""The journal: what a kill, a full disk, a second process or a damaged file leave behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from nlp.delivery import Journal, build_messages
from nlp.errors import WorkspaceError
from tests.delivery.conftest import (
    HOST,
    JOHN,
    MARIE,
    by_mail,
    failing_at,
    make_settings,
    rendered,
    statuses,
)

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.allow_hosts([HOST])

KILLED = """
import os, signal, sys
from pathlib import Path
from nlp.delivery import Journal, build_messages, deliver
from nlp.delivery.journal import JournalWriter
from tests.delivery.conftest import JOHN, MARIE, by_mail, make_settings, rendered

record = JournalWriter.record
def record_or_die(self, message, event, *rest):
    if event == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)
    record(self, message, event, *rest)
JournalWriter.record = record_or_die
settings = make_settings(by_mail(MARIE, JOHN), port=int(sys.argv[2]))
messages = build_messages([rendered()], settings)
deliver(messages, Journal(Path(sys.argv[1])), settings, environment={})
"""


@pytest.mark.parametrize("event", ["sent", "intent"])
def test_killed_between_send_and_record(event, serve, mailbox, send, tmp_path):
    port = serve()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), str(port), event],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    settings = make_settings(by_mail(MARIE, JOHN), port=port)
    report = send(settings)
    if event == "intent":  # before its intent stands on the disk, nothing leaves
        assert statuses(report) == ["sent", "sent"]
    else:
        assert statuses(report) == ["uncertain", "sent"]
        told = report.outcomes[0].told()
        assert "ended before the answer" in told
        assert "--resend" in told
    assert mailbox.recipients() == [[MARIE], [JOHN]]


def test_a_disk_full_before_sending_sends_nothing(serve, mailbox, send, monkeypatch):
    settings = make_settings(by_mail(MARIE), port=serve())
    with monkeypatch.context() as full:
        failing_at(full, "intent")
        with pytest.raises(WorkspaceError, match=r"No space left.*was not sent"):
            send(settings)
    assert not mailbox.taken
    assert statuses(send(settings)) == ["sent"]


def test_a_disk_full_after_sending_leaves_doubt(serve, mailbox, send, monkeypatch):
    settings = make_settings(by_mail(MARIE, JOHN), port=serve())
    with monkeypatch.context() as full:
        failing_at(full, "sent")
        with pytest.raises(WorkspaceError, match=r"m\*\*\*@client.example was sent and is not rec"):
            send(settings)
    assert mailbox.recipients() == [[MARIE]]
    assert statuses(send(settings)) == ["uncertain", "sent"]
    assert mailbox.recipients() == [[MARIE], [JOHN]]


def test_two_at_once_send_once(serve, mailbox, send, journal, clock):
    settings = make_settings(by_mail(MARIE), port=serve())
    with (
        journal.writing(clock),
        pytest.raises(WorkspaceError, match=f"nothing was sent: .* process {os.getpid()} "),
    ):
        send(settings)
    assert not mailbox.taken
    assert statuses(send(settings)) == ["sent"]


def test_the_file_is_locked_while_waiting_too(serve, mailbox, send, journal, clock, monkeypatch):
    mailbox.on_recipient[MARIE] = ["450 later"]
    settings = make_settings(by_mail(MARIE), port=serve())
    refused = []

    def sleep(seconds):
        with pytest.raises(WorkspaceError) as error, journal.writing(clock):
            pass
        refused.append(error.value)

    monkeypatch.setattr(clock, "sleep", sleep)
    assert statuses(send(settings)) == ["sent"]
    assert len(refused) == 1


@pytest.fixture
def sent(serve, send):
    """A settings object whose only mail has been sent."""
    settings = make_settings(by_mail(MARIE), port=serve())
    assert statuses(send(settings)) == ["sent"]
    return settings


def test_a_torn_last_line_is_what_it_was_before(sent, send, journal, mailbox):
    whole = journal.path.read_bytes()
    lines = whole.splitlines(keepends=True)
    assert len(lines) == 3  # beginning, intent, sent
    last = len(lines[-1])
    for cut in (2, last // 2, last - 1):
        journal.path.write_bytes(whole[:-cut])
        assert [entry.event for entry in journal.entries()] == ["intent"]
        assert statuses(send(sent)) == ["uncertain"]
        assert journal.path.read_bytes() == b"".join(lines[:2])
    journal.path.write_bytes(whole + b"\0\0\0\0")  # what a power cut may leave
    assert statuses(send(sent)) == ["already_sent"]
    assert journal.path.read_bytes() == whole
    assert len(mailbox.taken) == 1


def test_only_the_newline_missing_loses_nothing(sent, send, journal):
    whole = journal.path.read_bytes()
    journal.path.write_bytes(whole[:-1])
    assert statuses(send(sent)) == ["already_sent"]
    assert journal.path.read_bytes() == whole


def test_a_beginning_that_was_cut_begins_anew(tmp_path, clock):
    journal = Journal(tmp_path)
    journal.path.parent.mkdir()
    journal.path.write_bytes(b'{"event": "beg')
    with journal.writing(clock):
        pass
    assert json.loads(journal.path.read_text())["event"] == "begin"
    assert journal.entries() == ()


@pytest.mark.parametrize(
    "line",
    [b"not json", b"[]", b"{}", b'{"at": "2026-11-23T06:00:00+00:00", "event": "intent"}', b""],
)
def test_a_damaged_middle_sends_nothing(line, sent, send, journal, mailbox):
    first, *rest = journal.path.read_bytes().splitlines()
    damaged = b"\n".join([first, line, *rest, b""])
    journal.path.write_bytes(damaged)
    with pytest.raises(WorkspaceError, match="line 2, is not what Motif wrote"):
        send(sent)
    assert journal.path.read_bytes() == damaged
    assert len(mailbox.taken) == 1


def test_a_workspace_that_is_missing_is_told(tmp_path, clock):
    with (
        pytest.raises(WorkspaceError, match="nothing was sent: cannot write to the workspace"),
        Journal(tmp_path / "absent").writing(clock),
    ):
        pass


def test_keys_differ_by_workspace_and_by_each_part(tmp_path, clock):
    groups = by_mail(MARIE, JOHN)
    (marie, john) = build_messages([rendered()], make_settings(groups))
    (later, _) = build_messages([rendered(week="2026-W48")], make_settings(groups))
    keys = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for _ in range(2):  # the same when opened again
            with Journal(tmp_path / name).writing(clock) as writer:
                keys.append([writer.key(each) for each in (marie, john, later)])
    assert keys[0] == keys[1]
    assert keys[2] == keys[3]
    assert len({*keys[0], *keys[2]}) == 6


def test_a_journal_says_when_and_masks_who(sent, journal, clock):
    intent, done = journal.entries()
    assert (intent.to, done.event, done.at) == ("m***@client.example", "sent", clock.now)
    assert (done.week, done.audience, done.lang, done.channel) == ("2026-W47", "cx", "fr", "mail")


def test_the_same_digest_twice_to_one_recipient_is_refused(send, journal):
    settings = make_settings(by_mail(MARIE))
    with pytest.raises(ValueError, match="same digest to the same recipient"):
        send(settings, [rendered(), rendered(subject="Another")])
    assert journal.entries() == ()
