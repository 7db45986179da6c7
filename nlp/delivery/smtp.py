"""One connection to a mail server, step by step, so that each failure is known for what it is."""

from __future__ import annotations

import base64
import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress

from nlp.delivery.attempt import SENT, Attempt, read_connection_error
from nlp.delivery.credentials import PASSWORD, USER, Credentials
from nlp.delivery.settings import SmtpSettings

_ENHANCED = re.compile(rb"([245]\.\d{1,3}\.\d{1,3})\b")
_CLOSING = 421  # the server says so and hangs up
_WORDS = {
    421: "the server is not available",
    450: "the mailbox is busy, or the server wants a second try",
    451: "the server had an error",
    452: "the server has no room, or too many mails at once",
    454: "the server cannot authenticate now",
    530: f"the server asks for an account: set {USER} and {PASSWORD}",
    534: "the server asks for another kind of authentication",
    535: f"the server does not accept {USER} and {PASSWORD}",
    550: "the mailbox is unknown, or the server's rules refuse the mail",
    552: "the mail is larger than the server takes",
    553: "the address is refused",
    554: "the server's rules refuse the mail",
}


class MailSession:
    """A connection to the mail server, made when first needed.

    Args:
        settings: The server.
        credentials: The account; ``None`` for a server that asks for none.
        trust: Certificates to trust.
    """

    def __init__(
        self, settings: SmtpSettings, credentials: Credentials | None, trust: ssl.SSLContext
    ) -> None:
        self._settings = settings
        self._credentials = credentials
        self._trust = trust
        self._server: smtplib.SMTP | None = None
        self._failure: Attempt | None = None

    def ready(self) -> Attempt | None:
        """Connect, encrypt and log in, unless done.

        A connection that failed is not tried again by this session: the others who wait for
        it would each wait in vain.

        Returns:
            ``None`` when a mail can be sent, else why not.
        """
        if self._server is None and self._failure is None:
            self._failure = self._connect()
        return self._failure

    def send(self, sender: str, recipient: str, content: bytes) -> Attempt:
        """Send one mail over the connection that is ready.

        Args:
            sender: Address of the envelope.
            recipient: Likewise.
            content: The mail, lines ended by CR LF, the last too.

        Returns:
            What came of it.
        """
        if self._server is None:
            raise RuntimeError("no connection: ready() was not called, or its answer ignored")
        server = self._server
        try:
            failure = _offer(server, sender, recipient, len(content))
            if failure is None:
                # All but the closing dot: until that has gone, the server takes nothing.
                server.send(re.sub(rb"(?m)^\.", b"..", content))
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            return _read_error(error)
        if failure is None:
            return self._finish(server)
        self._begin_anew(server)
        return failure

    def close(self) -> None:
        """Take leave of the server and hang up."""
        if self._server is not None:
            with suppress(smtplib.SMTPException, OSError):  # what was sent is sent
                self._server.docmd("QUIT")
        self._hang_up()

    def _hang_up(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def _connect(self) -> Attempt | None:
        settings = self._settings
        if self._credentials is not None and settings.security == "none":
            return Attempt(
                "refused",
                f'{USER} and {PASSWORD} are set, and security = "none" would show them: use '
                "starttls or tls, or unset them",
            )
        try:
            self._server = self._greet()
            if settings.security == "starttls":
                self._server.starttls(context=self._trust)
            self._server.ehlo_or_helo_if_needed()
            failure = _log_in(self._server, self._credentials)
        except smtplib.SMTPNotSupportedError:
            failure = Attempt(
                "refused",
                'the mail server offers no STARTTLS: set security = "tls" if it has a port for it',
            )
        except smtplib.SMTPResponseException as error:
            failure = _read_reply(error.smtp_code, _bytes(error.smtp_error), "the connection")
        except (smtplib.SMTPException, OSError) as error:
            failure = _read_error(error)
        if failure is not None:
            self._hang_up()
        return failure

    def _greet(self) -> smtplib.SMTP:
        settings = self._settings
        where = (settings.host, settings.port)
        if settings.security == "tls":
            return smtplib.SMTP_SSL(*where, timeout=settings.timeout_s, context=self._trust)
        return smtplib.SMTP(*where, timeout=settings.timeout_s)

    def _finish(self, server: smtplib.SMTP) -> Attempt:
        """Send the closing dot and read the answer."""
        try:
            if server.sock is not None:
                server.sock.settimeout(self._settings.answer_timeout_s)
            server.send(b".\r\n")
            code, reply = server.getreply()
            if server.sock is not None:
                server.sock.settimeout(self._settings.timeout_s)
        except (smtplib.SMTPException, OSError):
            code, reply = 0, b""
        if code // 100 == 2:
            return SENT
        if code == _CLOSING or code // 100 not in (4, 5):
            self._hang_up()
        if code // 100 in (4, 5):
            return _read_reply(code, reply, "the mail")
        return Attempt("unanswered", "the mail was handed over and the server did not answer")

    def _begin_anew(self, server: smtplib.SMTP) -> None:
        """Leave the connection ready for the next mail, or hang up where it cannot be."""
        try:
            code, _ = server.rset()
        except (smtplib.SMTPException, OSError):
            code = _CLOSING
        if code != 250:
            self._hang_up()


def _offer(server: smtplib.SMTP, sender: str, recipient: str, size: int) -> Attempt | None:
    """Everything before the mail itself."""
    options = [f"size={size}"] if server.has_extn("size") else []
    steps: list[tuple[str, Callable[[], tuple[int, bytes]], int]] = [
        ("the sender", lambda: server.mail(sender, options), 2),
        ("the recipient", lambda: server.rcpt(recipient), 2),
        ("the mail", lambda: server.docmd("DATA"), 3),
    ]
    for about, step, expected in steps:
        code, reply = step()
        if code // 100 != expected:
            return _read_reply(code, reply, about)
    return None


def _log_in(server: smtplib.SMTP, credentials: Credentials | None) -> Attempt | None:
    """Authenticate with PLAIN or LOGIN, in UTF-8: the standard library sends ASCII only."""
    if credentials is None:
        return None
    offered = server.esmtp_features.get("auth", "").upper().split()
    user, password = (
        secret.revealed.encode() for secret in (credentials.user, credentials.password)
    )
    if "PLAIN" in offered:
        words = ["AUTH PLAIN " + _base64(b"\0" + user + b"\0" + password)]
    elif "LOGIN" in offered:
        words = ["AUTH LOGIN " + _base64(user), _base64(password)]
    else:
        names = ", ".join(name for name in offered if name.isascii() and len(name) < 20) or "none"
        return Attempt(
            "refused",
            f"the mail server offers no authentication by password (PLAIN, LOGIN), but: {names}",
        )
    code, reply = 0, b""
    for word in words:
        code, reply = server.docmd(word)
        if code != 334:
            break
    return None if code == 235 else _read_reply(code, reply, "the account")


def _read_error(error: Exception) -> Attempt:
    """Tell why the connection failed; smtplib hides a timeout behind a lost connection."""
    hidden = error.__context__ if isinstance(error, smtplib.SMTPServerDisconnected) else None
    return read_connection_error(hidden or error, "the mail server")


def _read_reply(code: int, reply: bytes, about: str) -> Attempt:
    """Tell a server's no by its numbers: its words may hold an address or quote the mail."""
    temporary = not 500 <= code < 600
    found = _ENHANCED.match(reply)
    number = f"{code} {found[1].decode('ascii')}" if found else str(code)
    words = _WORDS.get(code, "refused for now" if temporary else "refused")
    return Attempt("deferred" if temporary else "refused", f"SMTP {number} about {about}: {words}")


def _bytes(reply: bytes | str) -> bytes:
    return reply if isinstance(reply, bytes) else reply.encode()


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
