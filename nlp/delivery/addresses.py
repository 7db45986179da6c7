"""Mail addresses, which are shown masked everywhere but in the mail itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.headerregistry import Address as HeaderAddress

_NAMED = re.compile(r"\s*(?P<name>[^<>\r\n]*?)\s*<(?P<mailbox>[^<>\s]+)>\s*")
_MAILBOX = re.compile(
    r"(?P<local>[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*)"
    r"@(?P<domain>[^@\s]+)"
)
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
"""A host name or IPv4 address in ASCII."""


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """A mail address; ``repr`` and ``str`` mask it.

    Attributes:
        local: What stands before the ``@``.
        domain: What stands after it, in lower case and ASCII.
        name: Name to show beside it; may be empty.
    """

    local: str
    domain: str
    name: str = ""

    @property
    def mailbox(self) -> str:
        """The address itself, in clear."""
        return f"{self.local}@{self.domain}"

    @property
    def masked(self) -> str:
        """The address as it may be shown: ``m***@example.com``."""
        return f"{self.local[0]}***@{self.domain}"

    @property
    def header(self) -> HeaderAddress:
        """The address for the head of a mail."""
        return HeaderAddress(self.name, self.local, self.domain)

    def __repr__(self) -> str:
        return f"Address({self.masked!r})"

    def __str__(self) -> str:
        return self.masked


def parse_address(given: str) -> Address | None:
    """Read ``marie@example.com`` or ``Marie <marie@example.com>``.

    Args:
        given: What was written. A domain with accents becomes its ASCII form; a part
            before the ``@`` with accents is no address that every server takes.

    Returns:
        The address; ``None`` if it is none.
    """
    named = _NAMED.fullmatch(given)
    name = named["name"].strip('"') if named else ""
    found = _MAILBOX.fullmatch(named["mailbox"] if named else given.strip())
    if found is None:
        return None
    try:
        domain = found["domain"].encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    return Address(found["local"], domain, name) if HOST.fullmatch(domain) else None
