"""Mails to a real server: what is taken, tried again, refused, or in doubt."""

from __future__ import annotations

import socket
from email import message_from_bytes, policy

import pytest

from nlp.delivery.settings import RetrySettings
from tests.delivery.conftest import (
    ACCOUNT,
    HOST,
    JOHN,
    MARIE,
    PASSWORD,
    QUOTE,
    USER,
    ZOE,
    by_mail,
    free_port,
    hang_up,
    make_settings,
    rendered,
    statuses,
    stay_silent,
)

pytestmark = pytest.mark.allow_hosts([HOST])


def events(journal):
    return [(entry.event, entry.attempt) for entry in journal.entries()]


def test_a_mail_arrives_whole(serve, mailbox, send):
    report = send(make_settings(by_mail(f"Marie <{MARIE}>"), port=serve()))
    assert statuses(report) == ["sent"]
    assert report.is_complete
    (envelope,) = mailbox.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == ("motif@sender.example", [MARIE])
    mail = message_from_bytes(envelope.content, policy=policy.default)
    assert mail["To"] == f"Marie <{MARIE}>"
    assert mail["Message-ID"] == report.outcomes[0].message_id
    text = mail.get_body(("plain",)).get_content()
    assert text.replace("\r\n", "\n") == rendered().text  # its lines of dots, too
    assert QUOTE in mail.get_body(("html",)).get_content()


def test_each_recipient_gets_a_mail_of_their_own(serve, mailbox, send):
    report = send(make_settings(by_mail(MARIE, JOHN), port=serve()))
    assert mailbox.recipients() == [[MARIE], [JOHN]]
    assert len({outcome.message_id for outcome in report.outcomes}) == 2
    assert all(JOHN.encode() not in envelope.content for envelope in mailbox.taken[:1])


def test_nothing_is_sent_twice(serve, mailbox, send, journal):
    settings = make_settings(by_mail(MARIE), port=serve())
    first, second = send(settings), send(settings, resend=True)
    assert (statuses(first), statuses(second)) == (["sent"], ["already_sent"])
    assert first.outcomes[0].message_id == second.outcomes[0].message_id
    assert len(mailbox.taken) == 1
    assert second.is_complete
    # Another week or a recipient added since is another matter.
    settings = make_settings(by_mail(MARIE.upper(), JOHN), port=settings.smtp.port)
    report = send(settings, [rendered(), rendered(week="2026-W48")])
    assert statuses(report) == ["already_sent", "sent", "sent", "sent"]


def test_starttls_and_login(serve, mailbox, send, server_tls, certificate):
    port = serve(
        tls_context=server_tls,
        require_starttls=True,
        authenticator=mailbox.authenticate,
        auth_required=True,
    )
    settings = make_settings(by_mail(MARIE), port=port, security="starttls", ca_file=certificate[0])
    assert statuses(send(settings, environment=ACCOUNT)) == ["sent"]
    assert mailbox.tls == [True]
    assert mailbox.accounts == [("PLAIN", USER, PASSWORD)]


def test_login_where_plain_is_not_offered(serve, mailbox, send, server_tls, certificate):
    port = serve(
        ssl_context=server_tls,
        authenticator=mailbox.authenticate,
        auth_require_tls=False,
        auth_exclude_mechanism=["PLAIN"],
    )
    settings = make_settings(by_mail(MARIE), port=port, security="tls", ca_file=certificate[0])
    assert statuses(send(settings, environment=ACCOUNT)) == ["sent"]
    assert mailbox.accounts == [("LOGIN", USER, PASSWORD)]


def test_a_wrong_password_is_tried_once_for_all(serve, mailbox, send, server_tls, certificate):
    port = serve(ssl_context=server_tls, authenticator=mailbox.authenticate, auth_require_tls=False)
    settings = make_settings(
        by_mail(MARIE, JOHN), port=port, security="tls", ca_file=certificate[0]
    )
    wrong = {**ACCOUNT, "MOTIF_SMTP_PASSWORD": "guess"}
    report = send(settings, environment=wrong)
    assert statuses(report) == ["refused", "refused"]
    assert "SMTP 535 5.7.8" in report.outcomes[0].reason
    assert len(mailbox.accounts) == 1  # more would lock the account
    assert statuses(send(settings, environment=ACCOUNT)) == ["sent", "sent"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_of_a_stranger_ends_it(security, serve, mailbox, send, server_tls):
    secured = "tls_context" if security == "starttls" else "ssl_context"

    port = serve(**{secured: server_tls})
    report = send(make_settings(by_mail(MARIE), port=port, security=security))
    assert statuses(report) == ["refused"]
    assert "not trusted" in report.outcomes[0].reason
    assert "ca_file" in report.outcomes[0].reason
    assert not mailbox.taken


def test_a_server_without_starttls_gets_nothing_in_clear(serve, mailbox, send):
    report = send(
        make_settings(by_mail(MARIE), port=serve(), security="starttls"), environment=ACCOUNT
    )
    assert statuses(report) == ["refused"]
    assert "no STARTTLS" in report.outcomes[0].reason
    assert not mailbox.taken
    assert not mailbox.accounts


def test_tls_to_a_port_without_it_says_so(serve, send):
    report = send(make_settings(by_mail(MARIE), port=serve(), security="tls"))
    assert statuses(report) == ["refused"]
    assert "check the port" in report.outcomes[0].reason


def test_a_password_never_crosses_in_clear(serve, mailbox, send):
    report = send(make_settings(by_mail(MARIE), port=serve()), environment=ACCOUNT)
    assert statuses(report) == ["refused"]
    assert not mailbox.taken


def test_half_an_account_is_refused_before_any_connection(send):
    settings = make_settings(by_mail(MARIE), port=1)
    report = send(settings, environment={"MOTIF_SMTP_USER": USER})
    assert "MOTIF_SMTP_PASSWORD is not" in report.outcomes[0].reason


def test_a_server_that_is_down_is_tried_again_later(send, clock, journal, serve):
    settings = make_settings(by_mail(MARIE, JOHN), port=free_port())
    report = send(settings)
    assert statuses(report) == ["deferred", "deferred"]
    assert "refuses connections" in report.outcomes[0].reason
    assert clock.slept == [30, 60]
    # Nothing left, so nothing is in doubt: the next run sends.
    assert not any(entry.is_uncertain for entry in journal.entries())
    settings = make_settings(by_mail(MARIE, JOHN), port=serve())
    assert statuses(send(settings)) == ["sent", "sent"]


def test_a_server_that_never_greets(send, clock):
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        settings = make_settings(
            by_mail(MARIE),
            port=listener.getsockname()[1],
            timeout_s=0.1,
            retry=RetrySettings(attempts=2),
        )
        report = send(settings)
    assert statuses(report) == ["deferred"]
    assert "did not answer in time" in report.outcomes[0].reason
    assert report.outcomes[0].attempts == 2


def test_busy_then_taken(serve, mailbox, send, clock, journal):
    mailbox.on_recipient[MARIE] = ["450 4.2.1 try later"]
    mailbox.on_data[MARIE] = ["451 4.3.0 local error"]
    report = send(make_settings(by_mail(MARIE), port=serve()))
    assert statuses(report) == ["sent"]
    assert clock.slept == [30, 60]
    assert events(journal) == [
        ("intent", 1), ("deferred", 1), ("intent", 2), ("deferred", 2), ("intent", 3), ("sent", 3),
    ]  # fmt: skip
    assert len(mailbox.taken) == 1


def test_busy_to_the_end_is_left_to_the_next_run(serve, mailbox, send):
    mailbox.on_recipient[MARIE] = ["450 4.2.1 try later"] * 3
    settings = make_settings(by_mail(MARIE), port=serve())
    report = send(settings)
    assert statuses(report) == ["deferred"]
    assert report.outcomes[0].attempts == 3
    assert "SMTP 450 4.2.1 about the recipient" in report.outcomes[0].reason
    assert statuses(send(settings)) == ["sent"]


def test_some_recipients_refused_are_told_and_the_others_served(serve, mailbox, send, clock):
    mailbox.on_recipient[JOHN] = [f"550 5.1.1 <{JOHN}> unknown here"]
    report = send(make_settings(by_mail(MARIE, JOHN, ZOE), port=serve()))
    assert statuses(report) == ["sent", "refused", "sent"]
    assert report.outcomes[1].reason == (
        "SMTP 550 5.1.1 about the recipient: "
        "the mailbox is unknown, or the server's rules refuse the mail"
    )
    assert not report.is_complete
    assert clock.slept == []  # a refusal is not tried again
    assert mailbox.recipients() == [[MARIE], [ZOE]]


def test_refused_after_the_content(serve, mailbox, send, clock):
    mailbox.on_data[MARIE] = ["554 5.7.1 looks like spam"]
    report = send(make_settings(by_mail(MARIE, JOHN), port=serve()))
    assert statuses(report) == ["refused", "sent"]
    assert clock.slept == []


def test_larger_than_the_server_takes(serve, mailbox, send):
    report = send(
        make_settings(by_mail(MARIE), port=serve(data_size_limit=3000)),
        [rendered(pdf=b"%PDF" + b"x" * 4000)],
    )
    assert statuses(report) == ["refused"]
    assert "larger than the server takes" in report.outcomes[0].reason


@pytest.mark.parametrize("end", [hang_up, stay_silent])
def test_no_answer_to_a_mail_handed_over_is_doubt_not_failure(
    end, serve, mailbox, send, clock, journal
):
    mailbox.on_data[MARIE] = [end]
    settings = make_settings(by_mail(MARIE, JOHN), port=serve(), answer_timeout_s=0.1)
    report = send(settings)
    assert statuses(report) == ["uncertain", "sent"]
    assert clock.slept == []
    told = report.outcomes[0].told()
    assert "--resend" in told
    assert report.outcomes[0].message_id in told
    # It did arrive: sent again by itself, it would be doubled.
    assert statuses(send(settings)) == ["uncertain", "already_sent"]
    assert mailbox.recipients() == [[MARIE], [JOHN]]
    # A person who knows better decides, once.
    assert statuses(send(settings, resend=True)) == ["sent", "already_sent"]
    assert statuses(send(settings, resend=True)) == ["already_sent", "already_sent"]
    assert mailbox.recipients() == [[MARIE], [JOHN], [MARIE]]
    first, again = mailbox.taken[0], mailbox.taken[2]
    ids = {message_from_bytes(e.content)["Message-ID"] for e in (first, again)}
    assert len(ids) == 1


def test_a_connection_lost_on_the_way_keeps_nobody_from_their_mail(serve, mailbox, send):
    mailbox.on_recipient[MARIE] = ["421 4.3.2 going down"]
    report = send(make_settings(by_mail(MARIE, JOHN), port=serve()))
    assert statuses(report) == ["sent", "sent"]
    assert [outcome.attempts for outcome in report.outcomes] == [2, 1]
