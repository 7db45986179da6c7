"""The table ``[delivery]`` of ``motif.toml``: who gets which digest, and by which way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from nlp.delivery.addresses import HOST, Address, parse_address
from nlp.delivery.credentials import LOOPBACK
from nlp.errors import InputError
from nlp.toml_table import TomlTable
from nlp.types import AUDIENCES, LANGS, Audience, Lang

Security = Literal["starttls", "tls", "none"]

_SECURITIES: tuple[Security, ...] = get_args(Security)
_PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_HOUR_S, _DAY_S = 3600, 86_400


@dataclass(frozen=True, slots=True)
class Edition:
    """One digest among those of a week.

    Attributes:
        audience: For whom.
        lang: In which language.
        product: About which product, for the audience ``product``; ``None`` for all.
    """

    audience: Audience
    lang: Lang
    product: str | None = None

    def __str__(self) -> str:
        return ", ".join(part for part in (self.audience, self.product, self.lang) if part)


@dataclass(frozen=True, slots=True)
class RecipientGroup:
    """Who gets an edition.

    Attributes:
        edition: Which one.
        mail: Addresses; each gets a mail of its own.
        slack, teams: Names of the environment variables that hold webhooks.
    """

    edition: Edition
    mail: tuple[Address, ...] = ()
    slack: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """The mail server.

    Attributes:
        host: Its name, which its certificate must bear.
        sender: Whom the mails come from.
        security: ``starttls`` (encrypted after the greeting), ``tls`` (from the start), or
            ``none``, which is allowed to this machine only.
        port: Its port.
        timeout_s: Seconds without an answer after which a step has failed.
        answer_timeout_s: The same once a mail is handed over. Long, as the standard asks
            (RFC 5321, 4.5.3.2.6): who hangs up before the answer does not know whether the
            mail was taken.
    """

    host: str
    sender: Address
    security: Security = "starttls"
    port: int = 587
    timeout_s: float = 60.0
    answer_timeout_s: float = 600.0


@dataclass(frozen=True, slots=True)
class RetrySettings:
    """How often to try when a failure is temporary.

    Attributes:
        attempts: At most, the first included.
        first_wait_s: Before the second; doubles each time.
        longest_wait_s: At most, between two. Who asks for longer is left to the next run.
    """

    attempts: int = 5
    first_wait_s: float = 30.0
    longest_wait_s: float = 900.0

    def wait_s(self, attempt: int) -> float:
        """Seconds to wait after an attempt, counted from 1."""
        return min(self.first_wait_s * 2.0 ** (attempt - 1), self.longest_wait_s)


@dataclass(frozen=True, slots=True)
class DeliverySettings:
    """Everything that sending needs and that is no secret.

    Attributes:
        recipients: Who gets what.
        smtp: The mail server; ``None`` if nobody gets mail.
        retry: How often to try.
        explorer: Base address of the explorer, for links; ``None`` for no links.
        ca_file: Certificates to trust beside the system's, PEM; ``None`` for none.
        webhook_timeout_s: Seconds without an answer after which a post has failed.
    """

    recipients: tuple[RecipientGroup, ...] = ()
    smtp: SmtpSettings | None = None
    retry: RetrySettings = field(default_factory=RetrySettings)
    explorer: str | None = None
    ca_file: Path | None = None
    webhook_timeout_s: float = 30.0

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The digests that somebody gets, each once, in the order of the file."""
        return tuple(dict.fromkeys(group.edition for group in self.recipients))


def read_delivery_settings(
    table: Mapping[str, Any], where: str = "motif.toml"
) -> DeliverySettings | None:
    """Read the table ``[delivery]``.

    Args:
        table: As parsed from TOML: ``Settings.delivery``.
        where: The file, for messages.

    Returns:
        The settings; ``None`` if the table is absent or empty: nothing is to be sent.

    Raises:
        InputError: A setting is unknown, missing or cannot be. Messages name its place and
            never repeat an address.
    """
    if not table:
        return None
    top = TomlTable(table, f"{where} [delivery]")
    top.check_names(("recipients", "smtp", "retry", "explorer", "ca_file", "webhook_timeout_s"))
    recipients = tuple(_group(each) for each in top.tables("recipients"))
    if not recipients:
        raise InputError(f"{top.where}: nobody to send to; write [[delivery.recipients]]")
    _check_once(recipients, top.where)
    smtp = _smtp(top.table("smtp"))
    if smtp is None and any(group.mail for group in recipients):
        raise InputError(f"{top.where}: mail needs a server; write [delivery.smtp] with its host")
    return DeliverySettings(
        recipients,
        smtp,
        _retry(top.table("retry")),
        _explorer(top),
        _ca_file(top),
        top.number("webhook_timeout_s", 30.0, 1, _HOUR_S),
    )


def _group(table: TomlTable) -> RecipientGroup:
    table.check_names(("audience", "lang", "product", "mail", "slack", "teams"))
    edition = Edition(
        table.choice("audience", AUDIENCES), table.choice("lang", LANGS), table.text("product")
    )
    if edition.product is not None and edition.audience != "product":
        raise InputError(
            f"{table.where}: product is for the audience product, not for {edition.audience}"
        )
    group = RecipientGroup(
        edition,
        tuple(_address(table, "mail", i, text) for i, text in enumerate(table.texts("mail"), 1)),
        _variables(table, "slack"),
        _variables(table, "teams"),
    )
    if not (group.mail or group.slack or group.teams):
        raise InputError(f"{table.where}: nobody in it; give mail, slack or teams")
    return group


def _address(table: TomlTable, name: str, position: int, text: str) -> Address:
    address = parse_address(text)
    if address is None:
        raise InputError(
            f"{table.where}: {name}, entry {position}, is not a mail address: expected one such as "
            '"cx@example.com" or "CX team <cx@example.com>", without accents before the @'
        )
    return address


def _variables(table: TomlTable, name: str) -> tuple[str, ...]:
    found = table.texts(name)
    for variable in found:
        if not _VARIABLE.fullmatch(variable):
            raise InputError(
                f"{table.where}: {name} takes the name of an environment variable, such as "
                f"MOTIF_{name.upper()}_CX, that holds the webhook's address. The address itself is "
                "a secret: if it stood in a shared file, make a new webhook."
            )
    return found


def _check_once(groups: tuple[RecipientGroup, ...], where: str) -> None:
    seen: set[tuple[Edition, str, str]] = set()
    for group in groups:
        targets = [("mail", each.mailbox.lower(), each.masked) for each in group.mail]
        targets += [("slack", name, name) for name in group.slack]
        targets += [("teams", name, name) for name in group.teams]
        for channel, target, shown in targets:
            key = (group.edition, channel, target)
            if key in seen:
                raise InputError(f"{where}: {shown} would get twice the digest {group.edition}")
            seen.add(key)


def _smtp(table: TomlTable | None) -> SmtpSettings | None:
    if table is None:
        return None
    table.check_names(("host", "port", "security", "sender", "timeout_s", "answer_timeout_s"))
    host = table.needed("host")
    if host != "::1" and not HOST.fullmatch(host):
        raise InputError(f"{table.where}: host must be a server's name, such as smtp.example.com")
    security = table.choice("security", _SECURITIES, "starttls")
    if security == "none" and host not in LOOPBACK:
        raise InputError(
            f'{table.where}: security = "none" is for a server on this machine only '
            f"({', '.join(LOOPBACK)}): a digest quotes customers and does not cross a network in "
            "clear. Use starttls or tls."
        )
    return SmtpSettings(
        host,
        _address(table, "sender", 1, table.needed("sender")),
        security,
        table.whole("port", _PORTS[security], 1, 65_535),
        table.number("timeout_s", 60.0, 1, _HOUR_S),
        table.number("answer_timeout_s", 600.0, 1, _HOUR_S),
    )


def _retry(table: TomlTable | None) -> RetrySettings:
    if table is None:
        return RetrySettings()
    table.check_names(("attempts", "first_wait_s", "longest_wait_s"))
    return RetrySettings(
        table.whole("attempts", 5, 1, 100),
        table.number("first_wait_s", 30.0, 0, _DAY_S),
        table.number("longest_wait_s", 900.0, 0, _DAY_S),
    )


def _explorer(table: TomlTable) -> str | None:
    given = table.text("explorer")
    if given is None:
        return None
    try:
        parts = urlsplit(given)
        plain = parts.scheme in ("http", "https") and parts.hostname and parts.username is None
    except ValueError:
        plain = False
    if not plain or re.search(r"[\s?#\"<>]", given):
        raise InputError(
            f"{table.where}: explorer must be the address at which people open it, such as "
            "https://motif.example.com, without account, ? or #"
        )
    return given.rstrip("/")


def _ca_file(table: TomlTable) -> Path | None:
    given = table.text("ca_file")
    path = None if given is None else Path(given).expanduser()
    if path is not None and not path.is_file():
        raise InputError(f"{table.where}: ca_file {path} is not there; it holds certificates (PEM)")
    return path
