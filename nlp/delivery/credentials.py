"""Secrets: read from the environment when they are used, and never shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from nlp.errors import InputError

USER, PASSWORD = "MOTIF_SMTP_USER", "MOTIF_SMTP_PASSWORD"
"""Variables that hold what the mail server asks for."""

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""Hosts that are this machine, to which a connection needs no encryption."""


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A text that ``repr`` and ``str`` hide.

    Attributes:
        revealed: The text, in clear.
    """

    revealed: str

    def __repr__(self) -> str:
        return "Secret(***)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the mail server asks for.

    Attributes:
        user: The account; often an address, so hidden too.
        password: Its password.
    """

    user: Secret
    password: Secret


def mail_credentials(environment: Mapping[str, str]) -> Credentials | None:
    """Read the account on the mail server.

    Args:
        environment: The environment's variables.

    Returns:
        The account; ``None`` where neither variable is set, for a server that asks for none.

    Raises:
        InputError: Only one of both is set.
    """
    user, password = (environment.get(name, "").strip("\r\n") for name in (USER, PASSWORD))
    if bool(user) != bool(password):
        given, missing = (USER, PASSWORD) if user else (PASSWORD, USER)
        raise InputError(f"{given} is set and {missing} is not: set both, or neither")
    return Credentials(Secret(user), Secret(password)) if user else None


def webhook_address(environment: Mapping[str, str], variable: str) -> Secret:
    """Read the address of a webhook. Who knows it can post: it is a secret.

    Args:
        environment: The environment's variables.
        variable: Name of the one that holds it.

    Returns:
        The address.

    Raises:
        InputError: The variable is not set, or is not an ``https`` address. The message does
            not repeat it.
    """
    given = environment.get(variable, "").strip()
    if not given:
        raise InputError(f"the environment variable {variable} is not set: it holds the webhook")
    try:
        parts = urlsplit(given)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    usable = (
        re.fullmatch(r"[\x21-\x7e]+", given)
        and host
        and parts.username is None
        and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))
    )
    if not usable:
        raise InputError(
            f"the environment variable {variable} is not a webhook's address: expected https://…"
        )
    return Secret(given)
