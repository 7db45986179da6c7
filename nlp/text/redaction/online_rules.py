"""Rules for what points to a person online: IP addresses, handles that a word announces."""

from __future__ import annotations

import ipaddress
import re
from typing import Final

from nlp.text.redaction.rule import Rule, Span, count_digits, is_quantity

_OWN_NETWORKS: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
    )
)
_VERSION = re.compile(
    r"(?<!\w)(?:v|version|firmware|ios|android|update|maj|build|release)[ .:]*$", re.IGNORECASE
)
_CUE = re.compile(
    r"(?<!\w)(?:ip|ipv4|adresse|address|connexion|connect\w*|log(?:in|ged)|depuis|from)"
    r"\W.{0,18}$",
    re.IGNORECASE,
)

LOOK_BACK: Final = 30
"""Characters before an address in which a word may say what it is."""

MIN_IP_DIGITS: Final = 9
"""Digits of an address that nothing announces; fewer are a version's as well."""


def _ip_span(match: re.Match[str]) -> Span | None:
    """Keep an address that could be a person's: no router's page, resolver or version."""
    text, (start, end) = match.string, match.span()
    try:
        address = ipaddress.IPv4Address(match.group())
    except ipaddress.AddressValueError:
        return None
    resolver = len(set(address.packed)) == 1  # 1.1.1.1, 8.8.8.8
    if resolver or any(address in network for network in _OWN_NETWORKS):
        return None
    before = text[max(0, start - LOOK_BACK) : start]
    if _VERSION.search(before) or is_quantity(text, start, end):
        return None
    likely = _CUE.search(before) or count_digits(match.group()) >= MIN_IP_DIGITS
    return (start, end) if likely else None


IP_ADDRESS = Rule(
    name="IPv4 address",
    kind="REFERENCE",
    needs="digit",
    pattern=re.compile(r"(?<![\w.,/-])\d{1,3}(?:\.\d{1,3}){3}(?!\w|[.,/-]\d)"),
    check=_ip_span,
    examples=(
        ("connexion depuis 203.0.113.77.", "connexion depuis <REFERENCE>."),
        ("connecté depuis l'adresse 2.10.33.4", "connecté depuis l'adresse <REFERENCE>"),
        ("my IP is 198.51.100.24, check", "my IP is <REFERENCE>, check"),
    ),
    untouched=(
        "la page 192.168.1.1 ne s'ouvre pas",
        "DNS 8.8.8.8",
        "firmware 4.12.100.3",
        "watch updated to 1.0.12.26",
        "le 01.99.00.12.34",
        "999.12.13.14",
        "12.03.2024",
    ),
)

HANDLE = Rule(
    name="handle that its owner announces",
    kind="NAME",
    needs="at",
    pattern=re.compile(
        r"\b(?:my|mon)(?: (?:twitter|x|insta(?:gram)?|tiktok|user|snap(?:chat)?|facebook|paypal"
        r"|telegram|discord))?(?: (?:handle|username|user|pseudo|identifiant|compte|account|insta"
        r"|twitter|instagram|tiktok|snap))(?: (?:is|est|c['’]est|:))*\s?:? ?"
        r"(?P<value>@\w(?:[\w.]{1,28}\w))(?![\w@])",
        re.IGNORECASE,
    ),
    examples=(
        ("my handle is @ottoline_f92 if needed", "my handle is <NAME> if needed"),
        ("mon pseudo c'est @ysoline.t", "mon pseudo c'est <NAME>"),
        ("my insta account: @farrow_o", "my insta account: <NAME>"),
    ),
    untouched=(
        "@NorviaAir my account is locked",
        "shoutout to my @SwiftMoor courier",
        "mon compte chez @Kalibank",
        "merci @LiaisonSud",
    ),
)

ONLINE_RULES: tuple[Rule, ...] = (IP_ADDRESS, HANDLE)
"""A handle that nothing announces stays: nothing tells a person's from a brand's."""
