"""Nothing that Motif writes or raises holds a secret, an address in clear or a quote."""

from __future__ import annotations

import logging
import traceback

import pytest

from nlp.delivery import build_messages
from nlp.delivery.credentials import mail_credentials, webhook_address
from nlp.delivery.settings import RecipientGroup
from nlp.errors import WorkspaceError
from tests.delivery.conftest import (
    ACCOUNT,
    CX_FR,
    HOST,
    JOHN,
    MARIE,
    PASSWORD,
    QUOTE,
    USER,
    by_mail,
    failing_at,
    hang_up,
    make_settings,
    rendered,
    statuses,
)

pytestmark = pytest.mark.allow_hosts([HOST])

LOCAL_PARTS = ("marie", "john", "robot")


def assert_discreet(text, receiver):
    for secret in (PASSWORD, "SeCrEtToKeN", receiver.url, QUOTE, "colis", MARIE, JOHN, USER):
        assert secret not in text
    assert not any(part in text.lower() for part in LOCAL_PARTS)


def test_a_run_with_every_failure_is_discreet(
    receiver, serve, mailbox, send, journal, server_tls, certificate, caplog, capfd
):
    caplog.set_level(logging.DEBUG, "nlp")
    port = serve(ssl_context=server_tls, authenticator=mailbox.authenticate, auth_require_tls=False)
    groups = (by_mail(MARIE, JOHN), RecipientGroup(CX_FR, slack=("A", "B"), teams=("C",)))
    mailbox.on_recipient[JOHN] = [f"550 5.1.1 <{JOHN}>: no {QUOTE} {receiver.url}"]
    mailbox.on_data[MARIE] = [hang_up]
    receiver.answers = [(400, {}, f"{JOHN} {QUOTE}"), (500, {}, MARIE), "silence"]
    settings = make_settings(
        *groups, port=port, security="tls", ca_file=certificate[0], webhook_timeout_s=0.3
    )
    environment = {**ACCOUNT, **dict.fromkeys("ABC", receiver.url)}
    report = send(settings, environment=environment)
    assert statuses(report) == ["uncertain", "refused", "refused", "sent", "uncertain"]
    messages = build_messages([rendered()], settings)
    written = "\n".join([
        *report.lines(), repr(report), journal.path.read_text(), repr(journal.entries()),
        repr(settings), repr(messages), str(messages[0].to),
        repr(mail_credentials(environment)), f"{webhook_address(environment, 'A')}",
        *(record.getMessage() for record in caplog.records if record.name.startswith("nlp")),
        *capfd.readouterr(),
    ])  # fmt: skip
    assert_discreet(written, receiver)
    assert "m***@client.example" in written


def test_errors_are_discreet(receiver, serve, send, journal, monkeypatch):
    """Whole tracebacks, with the errors behind the errors."""
    failing_at(monkeypatch, "sent")
    groups = (by_mail(MARIE), RecipientGroup(CX_FR, slack=("A",)))
    for group in groups:
        with pytest.raises(WorkspaceError) as error:
            send(make_settings(group, port=serve()), environment={"A": receiver.url})
        told = "".join(traceback.format_exception(error.value))
        assert "cannot be written" in told
        assert_discreet(told, receiver)
