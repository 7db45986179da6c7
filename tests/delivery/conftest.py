"""A mail server and a webhook receiver on loopback, which do as they are told."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import socket
import ssl
import subprocess
import threading
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from nlp.delivery import Journal, build_messages, deliver
from nlp.delivery import journal as journal_module
from nlp.delivery.addresses import parse_address
from nlp.delivery.model import (
    Card,
    CardFigure,
    CardLine,
    CardLink,
    InlineImage,
    RenderedDigest,
)
from nlp.delivery.settings import (
    DeliverySettings,
    Edition,
    RecipientGroup,
    RetrySettings,
    SmtpSettings,
)

HOST = "127.0.0.1"
SENDER = parse_address("Motif <motif@sender.example>")
QUOTE = "Le colis n'est jamais arrivé, j'attends depuis trois semaines"
PASSWORD = "cléf-très-secrète"
USER = "robot@sender.example"
ACCOUNT = {"MOTIF_SMTP_USER": USER, "MOTIF_SMTP_PASSWORD": PASSWORD}
MARIE, JOHN, ZOE = "marie@client.example", "john@client.example", "zoe@client.example"
CX_FR = Edition("cx", "fr")

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def rendered(edition=CX_FR, **changes):
    values = {
        "week": "2026-W47",
        "edition": edition,
        "subject": "Semaine 47 : ce que disent vos clients",
        "text": f"Livraison en retard\n\n« {QUOTE} »\n.\n..un point en tête\n",
        "html": f'<html lang="fr"><p>« {QUOTE} »</p><img src="cid:impact" alt="Impact"></html>',
        "card": Card(
            "Semaine 47",
            "La satisfaction baisse.",
            (CardFigure("Contacts", "412", "d'habitude 390"),),
            "Ce qui pèse le plus",
            (CardLine("Livraison en retard", "31 contacts"), CardLine("Appli <lente> & *figée*")),
            CardLink("Ouvrir", "https://motif.example.com/irritants?from=2026-W47"),
        ),
        "images": (InlineImage("impact", PNG),),
    }
    return RenderedDigest(**{**values, **changes})


class Clock:
    """A time that passes only by sleeping."""

    def __init__(self):
        self.now = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
        self.slept = []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


class Mailbox:
    """What the mail server has taken, and what it shall answer.

    ``on_recipient`` and ``on_data`` hold answers per recipient, used up one by one; then all
    is taken. An answer may be a function of the session, which can also hang up.
    """

    def __init__(self):
        self.taken = []
        self.tls = []
        self.accounts = []
        self.on_recipient = defaultdict(list)
        self.on_data = defaultdict(list)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.on_recipient[address]:
            return self.on_recipient[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        to = envelope.rcpt_tos[0]
        answer = self.on_data[to].pop(0) if self.on_data[to] else "250 OK"
        if isinstance(answer, str) and not answer.startswith("250"):
            return answer
        self.taken.append(envelope)
        self.tls.append(session.ssl is not None)
        if callable(answer):
            return await answer(server)
        return answer

    def authenticate(self, server, session, envelope, mechanism, data):
        self.accounts.append((mechanism, data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password.decode() == PASSWORD, handled=False)

    def recipients(self):
        return [envelope.rcpt_tos for envelope in self.taken]


async def hang_up(server):
    server.transport.abort()
    return "250 never read"


async def stay_silent(server):
    await asyncio.sleep(0.5)
    return "250 too late"


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def serve(mailbox):
    """Start the mail server; gives its port."""
    started = []

    def start(**options):
        controller = Controller(
            mailbox, hostname=HOST, port=free_port(), server_hostname="mx", **options
        )
        controller.start()
        started.append(controller)
        return controller.port

    yield start
    for controller in started:
        controller.stop()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate for loopback and its key, in one file each."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    folder = tmp_path_factory.mktemp("certificate")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", f"subjectAltName=IP:{HOST},DNS:localhost",
         "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    return cert, key


@pytest.fixture
def server_tls(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


def by_mail(*addresses, edition=CX_FR):
    return RecipientGroup(edition, tuple(parse_address(each) for each in addresses))


def make_settings(*groups, port=1, ca_file=None, retry=None, webhook_timeout_s=5.0, **smtp):
    server = SmtpSettings(
        HOST, SENDER, **{"security": "none", "port": port, "timeout_s": 5.0,
                         "answer_timeout_s": 5.0, **smtp},
    )  # fmt: skip
    return DeliverySettings(
        groups, server, retry or RetrySettings(attempts=3), None, ca_file, webhook_timeout_s
    )


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path)


@pytest.fixture
def send(journal, clock):
    def run(settings, digests=None, environment=None, **options):
        messages = build_messages(digests or [rendered()], settings)
        return deliver(
            messages, journal, settings,
            environment=environment or {}, clock=clock, sleep=clock.sleep, **options,
        )  # fmt: skip

    return run


def statuses(report):
    return [outcome.status for outcome in report.outcomes]


def failing_at(monkeypatch, event):
    append = journal_module._append

    def fail(handle, line):
        if f'"event": "{event}"' in line:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        append(handle, line)

    monkeypatch.setattr(journal_module, "_append", fail)


class Receiver:
    """A webhook: answers are (status, headers, body), used up one by one; then 200."""

    def __init__(self, url):
        self.url = url
        self.posts = []
        self.requests = []
        self.answers = []
        self.release = threading.Event()


@pytest.fixture
def receiver(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            told.requests.append((self.command, self.path, dict(self.headers)))
            told.posts.append(self.rfile.read(int(self.headers["Content-Length"])))
            answer = told.answers.pop(0) if told.answers else (200, {}, "ok")
            if answer == "silence":
                told.release.wait(5)
                self.close_connection = True
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def do_GET(self):
            told.requests.append((self.command, self.path, dict(self.headers)))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer((HOST, 0), Handler)
    told = Receiver(f"http://{HOST}:{server.server_address[1]}/services/T0/B0/SeCrEtToKeN")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield told
    told.release.set()
    server.shutdown()
    server.server_close()
    thread.join()
