"""Posts to a webhook: what is taken, tried again, refused, or in doubt."""

from __future__ import annotations

import http.server
import json
import ssl
import threading
from datetime import UTC, datetime

import pytest

from nlp.delivery.channels import read_answer
from nlp.delivery.credentials import Secret
from nlp.delivery.post import Answer, post_json
from nlp.delivery.settings import RecipientGroup, RetrySettings
from tests.delivery.conftest import (
    CX_FR,
    HOST,
    MARIE,
    by_mail,
    free_port,
    make_settings,
    statuses,
)

pytestmark = pytest.mark.allow_hosts([HOST])

NAME = "MOTIF_SLACK_CX"
SLACK = RecipientGroup(CX_FR, slack=(NAME,))
TEAMS = RecipientGroup(CX_FR, teams=("MOTIF_TEAMS_CX",))
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def test_a_card_arrives_once(receiver, send):
    settings = make_settings(SLACK, TEAMS)
    environment = {NAME: f"{receiver.url}\n", "MOTIF_TEAMS_CX": receiver.url}
    assert statuses(send(settings, environment=environment)) == ["sent", "sent"]
    assert statuses(send(settings, environment=environment)) == ["already_sent", "already_sent"]
    slack, teams = (json.loads(post) for post in receiver.posts)
    assert slack["blocks"][0]["text"]["text"] == "Semaine 47"
    assert teams["attachments"][0]["content"]["type"] == "AdaptiveCard"
    _, path, headers = receiver.requests[0]
    assert path.endswith("SeCrEtToKeN")
    assert headers["Content-Type"] == "application/json; charset=utf-8"


def test_too_many_then_taken(receiver, send, clock):
    receiver.answers = [(429, {"Retry-After": "90"}, "rate_limited")]
    report = send(make_settings(SLACK), environment={NAME: receiver.url})
    assert statuses(report) == ["sent"]
    assert clock.slept == [90]  # longer than our own 30
    assert len(receiver.posts) == 2


def test_who_asks_for_longer_than_we_wait_is_left_to_the_next_run(receiver, send, clock):
    receiver.answers = [(429, {"Retry-After": "3600"}, "")]
    settings = make_settings(SLACK)
    report = send(settings, environment={NAME: receiver.url})
    assert statuses(report) == ["deferred"]
    assert "asks to wait 3600 s" in report.outcomes[0].told()
    assert clock.slept == []
    assert statuses(send(settings, environment={NAME: receiver.url})) == ["sent"]


def test_errors_of_the_server_to_the_end(receiver, send, clock):
    receiver.answers = [(500, {}, "internal"), (502, {}, ""), (503, {}, "")]
    report = send(make_settings(SLACK), environment={NAME: receiver.url})
    assert statuses(report) == ["deferred"]
    assert report.outcomes[0].reason == "HTTP 503 from the webhook"
    assert clock.slept == [30, 60]
    assert len(receiver.posts) == 3


def test_a_refusal_is_not_tried_again(receiver, send, clock):
    receiver.answers = [(404, {}, "no_service")]
    report = send(make_settings(SLACK), environment={NAME: receiver.url})
    assert statuses(report) == ["refused"]
    assert report.outcomes[0].reason == (
        "HTTP 404 (no_service) from the webhook: check the webhook, or make a new one"
    )
    assert clock.slept == []


def test_a_redirection_is_no_success(receiver, send):
    receiver.answers = [(302, {"Location": receiver.url}, "")]
    report = send(make_settings(SLACK), environment={NAME: receiver.url})
    assert statuses(report) == ["refused"]
    assert len(receiver.requests) == 1  # nobody went to see


def test_no_answer_to_a_post_is_doubt_not_failure(receiver, send):
    receiver.answers = ["silence"]
    settings = make_settings(SLACK, webhook_timeout_s=0.2)
    environment = {NAME: receiver.url}
    report = send(settings, environment=environment)
    assert statuses(report) == ["uncertain"]
    assert "--resend" in report.outcomes[0].told()
    assert statuses(send(settings, environment=environment)) == ["uncertain"]
    assert len(receiver.posts) == 1
    assert statuses(send(settings, environment=environment, resend=True)) == ["sent"]


def test_a_webhook_that_is_down_is_tried_again(send, clock):
    settings = make_settings(SLACK, retry=RetrySettings(attempts=2))
    report = send(settings, environment={NAME: f"http://{HOST}:{free_port()}/T0/SeCrEt"})
    assert statuses(report) == ["deferred"]
    assert report.outcomes[0].reason == "the webhook refuses connections"
    assert clock.slept == [30]


@pytest.mark.parametrize(
    "address",
    ["", "hooks.example.com/T0/SeCrEt", "http://hooks.example.com/T0/SeCrEt", "https://",
     "https://a:SeCrEt@hooks.example.com/", "https://hooks.example.com:x/SeCrEt",
     "https://hooks.example.com/T0/SeCrEt é", "file:///etc/SeCrEt"],
)  # fmt: skip
def test_what_is_no_webhook_is_refused_without_repeating_it(address, send, journal):
    report = send(make_settings(SLACK), environment={NAME: address})
    assert statuses(report) == ["refused"]
    assert NAME in report.outcomes[0].reason
    assert "SeCrEt" not in report.outcomes[0].told() + journal.path.read_text()


def test_mail_and_chat_do_not_wait_for_each_other(receiver, serve, mailbox, send):
    receiver.answers = [(500, {}, "")] * 3
    mixed = RecipientGroup(CX_FR, slack=(NAME, "MOTIF_UNSET"))
    settings = make_settings(mixed, by_mail(MARIE), port=serve())
    report = send(settings, environment={NAME: receiver.url})
    assert statuses(report) == ["deferred", "refused", "sent"]


@pytest.mark.parametrize(
    ("status", "body", "result"),
    [
        (200, "ok", "sent"),
        (202, "", "sent"),
        (200, "1", "sent"),
        (408, "", "deferred"),
        (504, "", "unanswered"),
        (400, "invalid_blocks", "refused"),
        (413, "", "refused"),
    ],
)
def test_answers_are_read(status, body, result):
    assert read_answer(Answer(status, body), NOW).result == result


def test_older_connectors_of_teams_tell_failures_in_a_body_of_200():
    body = "Webhook message delivery failed with error: ... endpoint returned HTTP error {}"
    assert read_answer(Answer(200, body.format("429 with ContextId")), NOW).result == "deferred"
    assert read_answer(Answer(200, body.format("413 with ContextId")), NOW).result == "refused"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7),
        ("Mon, 23 Nov 2026 06:02:00 GMT", 120),
        ("Mon, 23 Nov 2026 05:00:00 GMT", 0),
        ("soon", None),
        ("-5", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header, seconds):
    assert read_answer(Answer(429, "", header), NOW).retry_after_s == seconds


def test_a_body_with_more_than_a_word_is_not_repeated():
    attempt = read_answer(Answer(400, "unknown user marie@client.example"), NOW)
    assert "marie" not in attempt.reason


def test_certificates_of_webhooks_are_checked(certificate, server_tls):
    server = http.server.HTTPServer((HOST, 0), http.server.BaseHTTPRequestHandler)
    server.handle_error = lambda *_: None
    server.socket = server_tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    address = Secret(f"https://{HOST}:{server.server_address[1]}/")
    try:
        attempt = post_json(address, b"{}", timeout_s=5, trust=ssl.create_default_context())
    finally:
        thread.join()
        server.server_close()
    assert attempt.result == "refused"
    assert "not trusted" in attempt.reason
