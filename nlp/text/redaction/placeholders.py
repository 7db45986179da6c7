"""The typed placeholders that stand for personal data."""

from __future__ import annotations

import re
from typing import Literal, get_args

RedactionKind = Literal[
    "EMAIL",
    "PHONE",
    "IBAN",
    "CARD",
    "NIR",
    "NAME",
    "ADDRESS",
    "BIRTHDATE",
    "PLATE",
    "SECRET",
    "URL",
    "ORDER",
    "CUSTOMER",
    "CONTRACT",
    "CLAIM",
    "INVOICE",
    "TRACKING",
    "METER",
    "REFERENCE",
]
"""What was redacted.

``NIR`` is a national identity number (French NIR, UK National Insurance, US Social
Security); ``CONTRACT`` covers insurance policies, ``CLAIM`` files, tickets and cases,
``PLATE`` vehicle registrations, ``SECRET`` passwords and codes, ``URL`` links that
carry a personal token, and ``REFERENCE`` any other number that points to one person's
business.
"""

REDACTION_KINDS: tuple[RedactionKind, ...] = get_args(RedactionKind)

PLACEHOLDER = re.compile(f"<(?:{'|'.join(REDACTION_KINDS)})>")
"""Matches a placeholder; upper case only, so that ``<address>`` stays HTML."""


def placeholder(kind: RedactionKind) -> str:
    """The placeholder of a kind, such as ``<EMAIL>``."""
    return f"<{kind}>"
