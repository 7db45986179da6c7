"""Rules for numbers that identify a person or an account by a checksum or a fixed form."""

from __future__ import annotations

import re

from stdnum import iban, luhn
from stdnum.fr import nir

from nlp.text.redaction.rule import Rule, Span, count_digits, is_quantity

_MONTHS = (
    "janv(?:ier)?|f[ée]v(?:rier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[uû]t|sept(?:embre)?|oct(?:obre)?"
    "|nov(?:embre)?|d[ée]c(?:embre)?|jan(?:uary)?|feb(?:ruary)?|march|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|september|october|november|december"
)


def _iban_span(match: re.Match[str]) -> Span | None:
    """The longest run of whole groups from the start that is a valid IBAN."""
    text, start = match.string, match.start()
    for end in range(match.end(), start + 14, -1):
        if text[end - 1].isalnum() and not text[end : end + 1].isalnum():
            candidate = text[start:end]
            if iban.is_valid(candidate, check_country=False):
                return start, end
    return None


IBAN = Rule(
    name="IBAN",
    kind="IBAN",
    needs="long_number",
    pattern=re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}(?!\w)", re.IGNORECASE),
    check=_iban_span,
    examples=(
        ("RIB FR76 3000 6000 0112 3456 7890 189 merci", "RIB <IBAN> merci"),
        ("iban fr7630006000011234567890189", "iban <IBAN>"),
        ("GB82 WEST 1234 5698 7654 32.", "<IBAN>."),
        ("BE68 5390 0754 7034", "<IBAN>"),
    ),
    untouched=("FR76 3000 6000 0112 3456 7890 188", "vol AF12 3456 7890 1234"),
)

CUED_IBAN = Rule(
    name="mistyped IBAN announced in words",
    kind="IBAN",
    needs="long_number",
    pattern=re.compile(
        r"\b(?:iban|rib|bic)\b(?: (?:est|is|le|:))*\s?:?\s?"
        r"(?P<value>(?:[A-Z]{2})?\d{2}(?:[ -]?[A-Z0-9]*\d[A-Z0-9]*){2,12})",
        re.IGNORECASE,
    ),
    check=lambda match: match.span("value") if count_digits(match["value"]) >= 10 else None,
    examples=(("mon iban est FR76 3000 6000 0112 3456 7890 188", "mon iban est <IBAN>"),),
    untouched=("mon RIB a changé le 12/03", "RIB envoyé 3 fois"),
)

_CARD_GROUPS = re.compile(r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}|\d{4}([ -])\d{6}\2\d{5}")


def _card_span(match: re.Match[str]) -> Span | None:
    """Keep what passes the Luhn check, or is grouped as cards are."""
    number = re.sub(r"[ -]", "", match.group())
    if not 13 <= len(number) <= 19 or is_quantity(match.string, *match.span()):
        return None
    grouped = _CARD_GROUPS.fullmatch(match.group()) is not None
    return match.span() if grouped or luhn.is_valid(number) else None


CARD = Rule(
    name="payment card",
    kind="CARD",
    needs="long_number",
    pattern=re.compile(r"(?<![\w+-])[2-6](?:[ -]?\d){12,18}(?![\w-])"),
    check=_card_span,
    examples=(
        ("carte 4970 1000 0000 0055 volée", "carte <CARD> volée"),
        ("5555-5555-5555-4444", "<CARD>"),
        ("378282246310005", "<CARD>"),
        ("4970 1000 0000 0054", "<CARD>"),
    ),
    untouched=("compteur 4970100000000054", "carte finissant par 4321", "2 000 000 000 000 €"),
)


def _nir_span(match: re.Match[str]) -> Span | None:
    return match.span() if nir.is_valid(match.group()) else None


NIR = Rule(
    name="French social security number",
    kind="NIR",
    needs="long_number",
    pattern=re.compile(
        r"(?<!\w)[1-478][ .]?\d\d[ .]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .]?(?:\d\d"
        r"|2[ABab])(?:[ .]?\d{3}){2}[ .]?\d\d(?!\w)"
    ),
    check=_nir_span,
    examples=(
        ("n° sécu 2 95 10 99 126 111 93 ok", "n° sécu <NIR> ok"),
        ("295109912611193", "<NIR>"),
    ),
    untouched=("2 95 10 99 126 111 94", "295109912611190"),
)

CUED_NIR = Rule(
    name="social security number announced in words",
    kind="NIR",
    needs="number",
    pattern=re.compile(
        r"\b(?:s[ée]cu(?:rit[ée] sociale)?|nir|social security|ssn|national insurance|ni)\b"
        r"(?: (?:number|no|num[ée]ro|n°|est|is|le|:))*\s?:?\s?(?:is |est )?"
        r"(?P<value>\d(?:[ .-]?\d){8,14}|[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D])(?!\w)",
        re.IGNORECASE,
    ),
    examples=(
        ("numéro de sécu 2 95 10 99 126 111", "numéro de sécu <NIR>"),
        ("SSN: 219 09 9999", "SSN: <NIR>"),
        ("my national insurance number is QQ 12 34 56 C", "my national insurance number is <NIR>"),
    ),
    untouched=("la sécu me doit 120,50 €", "sécu depuis 2019"),
)

FOREIGN_IDENTITY = Rule(
    name="British or American identity number",
    kind="NIR",
    needs="number",
    pattern=re.compile(
        r"(?<![\w-])(?:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]"
        r"|(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4})(?![\w-])"
    ),
    examples=(("AB 12 34 56 C please", "<NIR> please"), ("it's 219-09-9999", "it's <NIR>")),
    untouched=("order 000-12-3456", "ref AB-12-34"),
)

_NUMERIC_DATE = r"\d{1,4}[/. -]\d{1,2}[/. -]\d{2,4}"
_WORDED_DATE = (
    rf"\d{{1,2}}(?:er|st|nd|rd|th)? (?:{_MONTHS})\.?,? \d{{2,4}}"
    rf"|(?:{_MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
)

BIRTHDATE = Rule(
    name="date of birth",
    kind="BIRTHDATE",
    needs="digit",
    pattern=re.compile(
        r"\b(?:n[ée]{1,2}e? le|date de naissance|dob|d\.o\.b\.?|date of birth|birth ?date"
        r"|born(?: on)?)"
        rf"(?: est| is| le| the)*\s?:?\s?(?P<value>{_NUMERIC_DATE}|{_WORDED_DATE})(?!\w)",
        re.IGNORECASE,
    ),
    examples=(
        ("né le 12/03/1980 à Lyon", "né le <BIRTHDATE> à Lyon"),
        ("née le 1er août 1975", "née le <BIRTHDATE>"),
        ("DOB: 04-05-1980", "DOB: <BIRTHDATE>"),
        ("my date of birth is 4 May 1980", "my date of birth is <BIRTHDATE>"),
    ),
    untouched=("commande du 12/03/1980", "born in 1980", "colis livré le 12/03/2024"),
)

PLATE = Rule(
    name="vehicle registration",
    kind="PLATE",
    needs="digit",
    pattern=re.compile(
        r"(?<![\w-])(?:[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}(?![\w-])"
        r"|(?i:immatricul\w+|plaque|number plate|licen[cs]e plate|registration(?: number)?"
        r"|reg(?: no| number|\.)?)"
        r"(?: (?:est|is|n°|:))*\s?:?\s?(?P<value>(?=[A-Z0-9 -]*[A-Z])(?=[A-Z -]*\d)"
        r"[A-Z0-9]{2,4}[ -]?[A-Z0-9]{2,4}"
        r"(?:[ -][A-Z0-9]{2,3})?)(?!\w))"
    ),
    check=lambda match: match.span("value") if match["value"] else match.span(),
    examples=(
        ("ma voiture AB-123-CD est au garage", "ma voiture <PLATE> est au garage"),
        ("immatriculée GH 456 JK", "immatriculée <PLATE>"),
        ("reg LK19 ABC", "reg <PLATE>"),
    ),
    untouched=("modèle XR-55A80J", "vol AF-123", "registration fee 45"),
)

SECRET = Rule(
    name="password or code",
    kind="SECRET",
    needs="digit",
    pattern=re.compile(
        r"\b(?:mot de passe|mdp|password|passcode|code (?:pin|secret|confidentiel|d['’]acc[èe]s)"
        r"|pin(?: code| number)?)"
        r"(?: (?:est|is|était|was)(?: le| the)?(?! \d+ (?!\d)[a-zà-ÿ])"
        r"| ?[:=]) ?(?P<value>(?=\S*\d)[^\s<>]{3,}[^\s<>.,;:!?)])",
        re.IGNORECASE,
    ),
    examples=(
        ("mon mot de passe est Soleil2024!", "mon mot de passe est <SECRET>!"),
        ("password: hunter22, thanks", "password: <SECRET>, thanks"),
        ("code pin : 4821", "code pin : <SECRET>"),
    ),
    untouched=(
        "mon mot de passe est incorrect",
        "the password is not working 3 times",
        "mdp oublié 2 fois",
    ),
)

IDENTITY_RULES: tuple[Rule, ...] = (
    IBAN,
    CUED_IBAN,
    NIR,
    CUED_NIR,
    CARD,
    FOREIGN_IDENTITY,
    BIRTHDATE,
    PLATE,
    SECRET,
)
"""Rules that don't need to know which business the text is about."""
