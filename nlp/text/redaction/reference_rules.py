"""Rules for the numbers that point to a customer's business: orders, files, contracts.

A number alone says little, so most rules ask for a word that announces it; only shapes
that nothing else has (carriers' codes, very long runs of digits) go without.
"""

from __future__ import annotations

import re

from nlp.text.redaction.placeholders import RedactionKind
from nlp.text.redaction.rule import Rule, Span, count_digits, is_quantity

_SIGN = (
    r"n[°ºo]s?\.?|nº|num(?:[ée]ro)?\.?|number|nbr|no\.|nr\.?|#|id|identifiant|code"
    r"|r[ée]f(?:[ée]rence)?\.?|:|="
)
_FILLER = (
    r"(?:d['’])?(?!(?:de|du|des|d|[àa]|au|depuis|avec|sous|pour|pendant|en|dans|of|for|with"
    r"|since|in|from|at|was|is|est"
    r"|et|and|ou|or|plus|over|under|les?|la|un|une|the|by|par|on|sur|after|apr[èe]s|before"
    r"|avant)\b)[^\W\d_]+"
)
_SHAPE = (
    r"(?:[A-Z]{1,5}[-/]?)?\d(?:[\dA-Z]|[-/._](?=[\dA-Z]*\d))*(?:-[A-Z]{1,4}(?![\w]))?"
    r"|[A-Z]{1,5}(?:-[A-Z]{1,5})?-?\d[\dA-Z-]*[\dA-Z]|[A-Z\d]*\d[A-Z\d]*"
)
_VALUE = (
    rf"(?<![^\W_])(?P<value>(?:{_SHAPE})(?: \d{{3,4}}(?!\d)(?: \d{{2,4}}(?!\d))*)?"
    rf"|[a-z]{{1,3}}\d{{4,}})(?![\w])"
)
_DATE = re.compile(
    r"\d{1,2}[/.-]\d{1,2}(?:[/.-](?:\d\d|(?:19|20)\d\d))?|(?:19"
    r"|20)\d\d[/.-]\d{1,2}(?:[/.-]\d{1,2})?"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_BOOKING = re.compile(r"(?=.*\d)[A-Z\d]{6}")
_TIME = re.compile(r"\d{1,2}[hH:]\d{0,2}")

MIN_DIGITS = 4
"""Digits of a number that a word announces, without a sign such as ``n°``."""

MIN_SIGNED_DIGITS = 3
"""The same after a sign."""


def _announced(cues: str) -> re.Pattern[str]:
    """A cue word, perhaps a sign (``n°``, ``:``, ``ref``), then a value in capitals or digits."""
    return re.compile(
        rf"(?i:(?<![\w<])(?:{cues}))(?![\w>])"
        rf"(?:[ ,(]{{0,2}}(?i:{_FILLER}){{0,1}}(?:[ ,(]{{1,2}}(?i:{_FILLER})){{0,2}}?"
        rf"(?P<sign>(?:[ (]{{0,2}}(?i:{_SIGN}))+)|(?: (?i:{_FILLER}))?(?: (?i:is|est"
        rf"|le))*) ?{_VALUE}"
    )


def _reference_span(match: re.Match[str]) -> Span | None:
    """Keep what can't be a date, a year, an hour or a quantity."""
    start, end = match.span("value")
    value = match["value"]
    if " " in value and is_quantity(match.string, start, end):
        # "dossier 40817 120 euros": the last group belongs to what follows.
        end = start + value.rindex(" ")
        value = match.string[start:end]
    if _DATE.fullmatch(value) or _TIME.fullmatch(value) or is_quantity(match.string, start, end):
        return None
    n_digits = count_digits(value)
    lettered = any(character.isalpha() for character in value)
    if lettered and (_BOOKING.fullmatch(value) or (len(value) >= 5 and n_digits >= 2)):
        return start, end
    if match["sign"]:
        return (start, end) if n_digits >= MIN_SIGNED_DIGITS else None
    return (start, end) if n_digits >= MIN_DIGITS and not _YEAR.fullmatch(value) else None


def _signed_span(match: re.Match[str]) -> Span | None:
    """The same, where a bare number would rather be a reading or an amount."""
    bare = not match["sign"] and match["value"].replace(" ", "").isdigit()
    if bare and count_digits(match["value"]) < 9:
        return None
    return _reference_span(match)


def _rule(
    name: str,
    kind: RedactionKind,
    cues: str,
    examples: tuple[tuple[str, str], ...],
    untouched: tuple[str, ...],
    *,
    needs_sign: bool = False,
) -> Rule:
    return Rule(
        name=name,
        kind=kind,
        needs="number",
        pattern=_announced(cues),
        check=_signed_span if needs_sign else _reference_span,
        examples=examples,
        untouched=untouched,
    )


TRACKING = _rule(
    "parcel or shipment number",
    "TRACKING",
    r"(?:num[ée]ro|n°|code) de (?:suivi|colis)|suivi|colis|coli|tracking|parcel|package|shipment"
    r"|waybill"
    r"|consignment|letter|recommand[ée]|tag|bagage",
    (
        ("le colis 8L00417733 a quitté", "le colis <TRACKING> a quitté"),
        ("Tracking number ZW4471 009 23 has shown", "Tracking number <TRACKING> has shown"),
        ("suivi n° 6A12345678901.", "suivi n° <TRACKING>."),
        ("my suitcase, tag 0884213.", "my suitcase, tag <TRACKING>."),
    ),
    (
        "colis de 12 kg",
        "colis 1200 g",
        "parcel since 12/03/2024",
        "colis perdu 3 fois",
        "colis en 2024",
    ),
)

ORDER = _rule(
    "order, booking or return number",
    "ORDER",
    r"commandes?|cmde?|cde|orders?|booking|r[ée]servation|r[ée]sa|reservation|billet|achat"
    r"|purchase|returned?"
    r"|retour|bon de commande|panier|rdv|rendez-vous|PNR|confirmation",
    (
        ("commande n° FR-77120 au 14 rue", "commande n° <ORDER> au 14 rue"),
        ("my order 88213? moved", "my order <ORDER>? moved"),
        ("ma commande 5580931 svp", "ma commande <ORDER> svp"),
        ("(cde 30077, passée ce matin)", "(cde <ORDER>, passée ce matin)"),
        ("commande 88213 12 jours de retard", "commande <ORDER> 12 jours de retard"),
        ("Order 60-1187.", "Order <ORDER>."),
        ("booking QX7PLD instead", "booking <ORDER> instead"),
        ("Référence RDV-7730", "Référence RDV-7730"),
        ("numéro de commande : 402-1234567-1234567", "numéro de commande : <ORDER>"),
        ("order number is 88213", "order number is <ORDER>"),
    ),
    (
        "commande de 1200 €",
        "commande 2024 jamais reçue",
        "une commande 1 234,56 €",
        "commande du 12/03/2024",
        "commande passée le 12 mars",
        "order 2 pizzas",
        "commande 12/03",
        "retour 15h30",
        "order of 12500 units",
        "commandé 3 articles",
        "billet 149,90 €",
        "achat de 12 000 €",
        "2 commandes <ORDER>",
    ),
)

CUSTOMER = _rule(
    "customer or account number",
    "CUSTOMER",
    r"clients?|customer|comptes?|accounts?|acct|adh[ée]rents?|soci[ée]taire|abonn[ée]|membership"
    r"|member|loyalty"
    r"|fid[ée]lit[ée]|allocataire|usager|matricule",
    (
        ("Réf. client 4409871.", "Réf. client <CUSTOMER>."),
        ("Account 0099-41187.", "Account <CUSTOMER>."),
        ("contract end acct 20918847", "contract end acct <CUSTOMER>"),
        ("mon numéro client est le 123456", "mon numéro client est le <CUSTOMER>"),
        ("account 771-0092.", "account <CUSTOMER>."),
    ),
    (
        "client depuis 2012",
        "client 10 ans",
        "compte à 15000 €",
        "account over 12000 dollars",
        "clients 24/24",
        "fidélité 2000 points",
    ),
)

CONTRACT = _rule(
    "contract or policy number",
    "CONTRACT",
    r"contrats?|contracts?|police|policy|abonnement|mandat|mutuelle|avenant|pr[êe]t|loan"
    r"|mortgage|devis|quote",
    (
        ("Contrat auto n° 7741-20 au nom", "Contrat auto n° <CONTRACT> au nom"),
        ("contrat moto 55-2071-M", "contrat moto <CONTRACT>"),
        ("Policy no. TRV-88213-K", "Policy no. <CONTRACT>"),
        ("police d'assurance n°12345678", "police d'assurance n°<CONTRACT>"),
    ),
    (
        "contrat de 12 mois",
        "contrat 24 mois",
        "abonnement 2023",
        "prêt 15000 euros",
        "loan of 20000",
    ),
)

CLAIM = _rule(
    "claim, ticket or file number",
    "CLAIM",
    r"dossiers?|sinistres?|tickets?|incidents?|r[ée]clamations?|cases?|claims?|complaints?"
    r"|reports?|PV|plainte"
    r"|demandes?|requ[êe]te|request|enqu[êe]te",
    (
        ("dossier SAV 88-20417", "dossier SAV <CLAIM>"),
        ("ticket 40817 was closed", "ticket <CLAIM> was closed"),
        ("Re claim 90-3317.", "Re claim <CLAIM>."),
        ("Claim FR-20931, lodged", "Claim <CLAIM>, lodged"),
        ("(claim HX-20713)", "(claim <CLAIM>)"),
        ("Report LGW-55102 opened", "Report <CLAIM> opened"),
        ("PV n° 2024/01877", "PV n° <CLAIM>"),
        ("for ticket 099-2201 in", "for ticket <CLAIM> in"),
        ("dossier 40817 120 euros", "dossier <CLAIM> 120 euros"),
    ),
    (
        "ticket à 12 500 €",
        "dossier depuis 2021",
        "in any case 10 people",
        "demande du 03/04",
        "dossier 24/24",
        "sinistre déclaré le 3 avril 2024",
        "ticket 14h30",
    ),
)

INVOICE = _rule(
    "invoice number",
    "INVOICE",
    r"factures?|invoice|avoir|credit note",
    (
        ("our invoice INV-2291 shows", "our invoice <INVOICE> shows"),
        ("facture n° 2024-00187", "facture n° <INVOICE>"),
    ),
    (
        "facture 1250 €",
        "facture de 12500",
        "facture 2024",
        "une facture 45870 en trop",
        "avoir 12000",
    ),
    needs_sign=True,
)

METER = _rule(
    "meter or delivery point number",
    "METER",
    r"compteur|meter|PDL|PRM|PCE|MPAN|MPRN|point de (?:livraison|comptage)",
    (
        ("mon PDL 19123456789012", "mon PDL <METER>"),
        ("compteur n° 0412-887", "compteur n° <METER>"),
        ("PCE : GI123456", "PCE : <METER>"),
    ),
    ("mon compteur affiche 35 960", "compteur à 38412", "meter reads 45120"),
    needs_sign=True,
)

_PRODUCT = re.compile(
    r"(?i:produit|article|mod[èe]le|product|item|model|pi[èe]ce|part|coloris|taille)\W{0,3}$"
)


def _plain_reference_span(match: re.Match[str]) -> Span | None:
    """Leave the reference of a product."""
    if _PRODUCT.search(match.string, max(0, match.start() - 12), match.start()):
        return None
    named = re.search(r"(?i:produit|article|mod[èe]le|product|item|model|couleur)", match.group())
    return None if named else _reference_span(match)


REFERENCE = Rule(
    name="any other reference",
    kind="REFERENCE",
    needs="number",
    pattern=_announced(
        r"r[ée]f(?:[ée]rence)?s?\.?|transactions?|virements?|confirmation|imei"
        r"|num[ée]ro de s[ée]rie"
        r"|serial(?: number)?|s/n|identifiant|num[ée]ro fiscal|siret|siren"
    ),
    check=_plain_reference_span,
    examples=(
        ("(réf. 20933)", "(réf. <REFERENCE>)"),
        ("Transaction 88-1047.", "Transaction <REFERENCE>."),
        ("(ref R-40917) on", "(ref <REFERENCE>) on"),
        ("référence N-55102", "référence <REFERENCE>"),
        ("IMEI 356938035643809", "IMEI <REFERENCE>"),
    ),
    untouched=(
        "article réf. 402104",
        "référence produit 402104",
        "virement de 12 000 pour",
        "virement 12000 €",
        "en référence à 2024",
    ),
)

CARRIER_CODE = Rule(
    name="code of a carrier or long identifier",
    kind="REFERENCE",
    needs="number",
    pattern=re.compile(
        r"(?<![\w.,+/-])(?:[A-Z]{2}\d{9}[A-Z]{2}|1Z[0-9A-Z]{16}|\d{3}-\d{7}-\d{7}|#\d{5,}"
        r"|(?=[A-Z\d]{8,})(?=(?:[A-Z]*\d){7})[A-Z\d]*[A-Z][A-Z\d]*|\d{9,}"
        r"|\d(?:[ -]?\d){12,})(?![\w]|[.,-]\d)"
    ),
    check=lambda match: None if is_quantity(match.string, *match.span()) else match.span(),
    examples=(
        ("RR123456785FR perdu", "<REFERENCE> perdu"),
        ("8L00417733", "<REFERENCE>"),
        ("amazon 402-1234567-1234567", "amazon <REFERENCE>"),
        ("about #88213 again", "about <REFERENCE> again"),
        ("19123456789012", "<REFERENCE>"),
    ),
    untouched=(
        "100000000 €",
        "WH-1000XM4",
        "UE55AU7105KXXC",
        "SM-G998B",
        "TGV 6612",
        "#2024",
        "1 000 000 000 €",
        "2024-01-02",
        "3.14159265358979",
    ),
)

REFERENCE_RULES: tuple[Rule, ...] = (
    TRACKING,
    ORDER,
    CONTRACT,
    CUSTOMER,
    CLAIM,
    INVOICE,
    METER,
    REFERENCE,
)
"""Rules that a word announces."""

LAST_RULES: tuple[Rule, ...] = (CARRIER_CODE,)
"""Shapes tried when nothing else explains a number."""
