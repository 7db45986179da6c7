"""Rules for the ways to reach a person: phones, personal links, e-mail, handles."""

from __future__ import annotations

import re
from urllib.parse import unquote

import phonenumbers

from nlp.text.redaction.email_rules import EMAIL_RULES
from nlp.text.redaction.online_rules import ONLINE_RULES
from nlp.text.redaction.rule import Rule, Span, count_digits, is_quantity, value_span
from nlp.text.redaction.spoken_numbers import SPOKEN_PHONE

_DATE_INSIDE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d|(?:19|20)\d\d[/.-]\d{1,2}[/.-]")


def _phone_span(match: re.Match[str]) -> Span | None:
    """Keep what isn't a date, an amount or a measure."""
    start, end = value_span(match)
    number = match.string[start:end]
    if _DATE_INSIDE.search(number) or is_quantity(match.string, start, end):
        return None
    return start, end


def _international_span(match: re.Match[str]) -> Span | None:
    """Keep what the numbering plan of its country allows."""
    span = _phone_span(match)
    if span is None:
        return None
    number = re.sub(r"^00", "+", match.group()).replace("(0)", "")
    try:
        possible = phonenumbers.is_possible_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return None
    return span if possible else None


INTERNATIONAL_PHONE = Rule(
    name="international phone number",
    kind="PHONE",
    needs="long_number",
    pattern=re.compile(
        r"(?<![\w+.,/-])(?:\+|00)[1-9]\d{0,2}(?:[ ./()-]{0,2}\d){6,12}(?![\w]|[.,]\d)"
    ),
    check=_international_span,
    examples=(
        ("Appelez le +33 6 12 34 56 78 merci", "Appelez le <PHONE> merci"),
        ("+33(0)612345678", "<PHONE>"),
        ("0033 1 99 00 12 34", "<PHONE>"),
        ("call +44 7700 900123.", "call <PHONE>."),
        ("mobile: +1 (212) 555-0142", "mobile: <PHONE>"),
    ),
    untouched=("+2 000 000 €", "+1500 points d'un coup", "+38% sur mon abonnement"),
)

_END = r"(?!\w|[.,:/-]\d| \d)"

FRENCH_PHONE = Rule(
    name="ten-digit phone number",
    kind="PHONE",
    needs="long_number",
    pattern=re.compile(rf"(?<![\w+.,/-])(?<!\d[ :])(?:\(0\)|0) ?[1-9](?:[ .\-/]?\d){{8}}{_END}"),
    check=_phone_span,
    examples=(
        ("mon numéro 06 12 34 56 78 svp", "mon numéro <PHONE> svp"),
        ("tél:0612345678", "tél:<PHONE>"),
        ("au 01.99.00.12.34.", "au <PHONE>."),
        ("(06-12-34-56-78)", "(<PHONE>)"),
        ("0 800 12 34 56 payant", "<PHONE> payant"),
    ),
    untouched=(
        "le 01/02/2024 10:30",
        "le 01 02 2024 10h",
        "05 12 2024 à 14 30",
        "06 12 34 56 78 90 12",
        "1 234 567,89 €",
        "de 0.123456789 à 1",
    ),
)

BRITISH_PHONE = Rule(
    name="eleven-digit British phone number",
    kind="PHONE",
    needs="long_number",
    pattern=re.compile(rf"(?<![\w+.,/-])(?<!\d[ :])\(?0[1-378](?:[ -]?\)?[ -]?\d){{9}}{_END}"),
    check=_phone_span,
    examples=(
        ("ring 07700 900123 please", "ring <PHONE> please"),
        ("on (020) 7946 0018", "on <PHONE>"),
        ("01632960983", "<PHONE>"),
    ),
    untouched=("0123 4567", "le 01 02 2024 10h30"),
)

AMERICAN_PHONE = Rule(
    name="North American phone number",
    kind="PHONE",
    needs="long_number",
    pattern=re.compile(
        r"(?<![\w+.,/-])(?<!\d )(?:1[ .-])?(?:\([2-9]\d\d\) ?"
        r"|[2-9]\d\d[ .-])[2-9]\d\d[.-]\d{4}(?!\w|[.,-]\d)"
        r"|(?<![\w+.,/-])555-01\d\d(?![\w-])"
    ),
    check=_phone_span,
    examples=(
        ("call me at (212) 555-0142", "call me at <PHONE>"),
        ("312-555-0188 after 5", "<PHONE> after 5"),
        ("my number's 555-0142", "my number's <PHONE>"),
    ),
    untouched=("order 112-4459871-2290", "between 200-300", "ref 555-0542-7"),
)

_CALL_ME = (
    r"t[ée]l(?:[ée]phone)?\.?|portable|mobile|cell|phone(?: number)?|(?:call|ring|text|reach) me"
    r"(?: back)?(?: on| at)?|(?:joindre|joignable|appelez?(?:[ -]moi)?|rappelez?(?:[ -]moi)?"
    r"|rappeler|contacter)(?: au| sur le)?"
)

CUED_PHONE = Rule(
    name="phone number announced in words",
    kind="PHONE",
    needs="long_number",
    pattern=re.compile(
        rf"\b(?:{_CALL_ME})(?: (?:number|is|est|le|n°|:))*\s?[:.]?\s?"
        r"(?P<value>\(?\d(?:[ .()/-]{0,2}\d){5,13})(?!\w|[.,]\d)",
        re.IGNORECASE,
    ),
    check=lambda match: _phone_span(match) if count_digits(match["value"]) >= 7 else None,
    examples=(
        ("tél : 4 79 12 34 56", "tél : <PHONE>"),
        ("call me on 7946 0018", "call me on <PHONE>"),
        ("rappelez-moi au 2 1234 5678 svp", "rappelez-moi au <PHONE> svp"),
    ),
    untouched=("mon portable 128 Go", "mobile 12 34", "téléphone à 1 299 999,00 €", "tel 3949"),
)


def _personal_link(match: re.Match[str]) -> Span | None:
    """Keep links that carry a token: an address of a site is no one's personal data."""
    start = match.start()
    link = match.group().rstrip(".,;:!?)»\"'")
    path = unquote(link.split("//", 1)[-1].partition("/")[2])
    tokens = re.split(r"[/?&=#]", path)
    personal = "@" in path or any(
        (len(token) >= 16 and count_digits(token) >= 3)
        or (len(token) >= 8 and count_digits(token) >= 6)
        for token in tokens
    )
    return (start, start + len(link)) if personal else None


PERSONAL_LINK = Rule(
    name="link that carries a personal token",
    kind="URL",
    needs="link",
    pattern=re.compile(r"(?:https?://|www\.)[^\s<>]+", re.IGNORECASE),
    check=_personal_link,
    examples=(
        ("voir https://suivi.exemple.fr/c/8L00417733 svp", "voir <URL> svp"),
        ("https://x.example/reset?token=a81b2c33d4e5f6a7.", "<URL>."),
        ("www.exemple.fr/?mail=a%40b.fr", "<URL>"),
    ),
    untouched=("sur www.exemple.fr/aide", "https://shop.example/sofas?page=2&color=blue"),
)

CONTACT_RULES: tuple[Rule, ...] = (PERSONAL_LINK, *EMAIL_RULES, *ONLINE_RULES)
"""Rules that go before those for numbers of every kind."""

PHONE_RULES: tuple[Rule, ...] = (
    INTERNATIONAL_PHONE,
    FRENCH_PHONE,
    BRITISH_PHONE,
    AMERICAN_PHONE,
    CUED_PHONE,
    SPOKEN_PHONE,
)
