"""Rules for postal addresses in France, Britain and North America."""

from __future__ import annotations

import re

from nlp.text.redaction.rule import Rule, Span
from nlp.text.redaction.street_rules import CAP, FRENCH_CITY, STREET_WITHOUT_CAPITALS

_LINK = r"(?:de la|de l['’]|des|de|du|d['’]|la|les?|l['’]|et)"
_SURE_STREET = (
    r"rue|avenue|av\.?|ave|boulevard|boul\.?|bld|bd\.?|all[ée]es?|impasse|imp\."
    r"|faubourg|fbg|chaussée|venelle|ruelle"
)
_OTHER_STREET = (
    r"place|pl\.|cours|passage|chemin|che\.|route|rte\.?|quai|square|sentier|villa|r[ée]sidence"
    r"|lotissement|lot\."
    r"|hameau|esplanade|promenade|mail|mont[ée]e|traverse|rond-point|clos|domaine|cit[ée]|lieu-dit"
)
_NUMBER_FR = r"(?<![\w,.€-])\d{1,4}(?: ?(?:bis|ter|quater|[A-Da-d](?![\w'’])))?,?"
_INSIDE_FR = (
    r"(?:(?:appt?|appartement|b[âa]t(?:iment)?|esc(?:alier)?|[ée]tage|porte"
    r"|r[ée]sidence)\.? ?[A-Z\d]{1,4},? )*"
)
_NOT_A_NAME = (
    r"(?!(?:sur|en|et|ou|plus|moins|pas|par|pour|avec|dans|trop|qui|que|est|a|mais|donc|entre"
    r"|tr[èe]s|vide|plein"
    r"|gratuite?|disponibles?|libres?|assises?|restante?s?|parking|par)\b)"
)

FRENCH_ADDRESS = Rule(
    name="French postal address",
    kind="ADDRESS",
    needs="digit",
    pattern=re.compile(
        rf"{_INSIDE_FR}{_NUMBER_FR} (?:"
        rf"(?i:{_SURE_STREET}) (?:{_LINK}[ ]?)*(?:(?:{CAP}"
        rf"|\d{{1,2}})(?:[ -](?:{_LINK}[ ]?)*{CAP}|-[a-zà-ÿ]+){{0,5}}"
        rf"|{_NOT_A_NAME}[a-zà-ÿ'’-]{{3,}}(?: {CAP})?)"
        rf"|(?i:{_OTHER_STREET}) (?:(?:{_LINK}[ ]?)*{CAP}(?:[ -](?:{_LINK}[ ]?)*{CAP}){{0,5}}"
        rf"|(?:[a-zà-ÿ'’-]+ ){{1,5}}(?=\d{{5}}))"
        rf"){FRENCH_CITY}?(?!\w)"
    ),
    examples=(
        ("livrer au 14 rue des Tanneurs à Lille", "livrer au <ADDRESS> à Lille"),
        (
            "j'habite 12 bis, avenue de la République 75011 Paris depuis",
            "j'habite <ADDRESS> depuis",
        ),
        ("12 rue de la paix svp", "<ADDRESS> svp"),
        ("Je quitte le 3, impasse des Lilas", "Je quitte le <ADDRESS>"),
        ("7 place du Marché, 31000 Toulouse.", "<ADDRESS>."),
        ("appt 4, 22 bd Victor Hugo", "<ADDRESS>"),
        ("5 chemin des vignes 34000 montpellier", "<ADDRESS>"),
    ),
    untouched=(
        "1 place de parking",
        "2 cours de yoga",
        "quai 4, voie 12",
        "la rue de la Paix",
        "12 avenues fermées",
        "3 places gratuites",
        "1 route sur deux",
        "en 2 passages",
    ),
)

_STREET_EN = (
    r"Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Crescent|Cres"
    r"|Gardens|Gdns|Way|Place|Pl"
)
_STREET_EN += (
    r"|Terrace|Boulevard|Blvd|Square|Sq|Hill|Mews|Grove|Row|Parkway|Pkwy|Highway|Hwy"
    r"|Circle|Cir|Walk|Rise"
)
_POSTCODE_GB = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
_CITY_EN = (
    rf"(?:,? ?(?:Apt|Unit|Suite"
    rf"|#) ?\w{{1,5}})?(?:,? {CAP}(?: {CAP}){{0,2}},? (?:[A-Z]{{2}},? \d{{5}}(?:-\d{{4}})?"
    rf"|{_POSTCODE_GB})|,? {_POSTCODE_GB}|,? [A-Z]{{2}} \d{{5}}(?:-\d{{4}})?)?"
)

ENGLISH_ADDRESS = Rule(
    name="British or North American postal address",
    kind="ADDRESS",
    needs="digit",
    pattern=re.compile(
        rf"(?:(?i:flat|apt|apartment|unit|suite) \w{{1,4}},? )?(?<![\w,.€£$-])\d{{1,5}}[A-Za-z]?,? "
        rf"(?:(?:[NSEW]\.? )?(?:{CAP} ){{1,4}}?(?:{_STREET_EN})\b\.?{_CITY_EN}"
        rf"|(?!(?:hour|minute|mile|day|lane|way|more|busy|whole|other"
        rf"|block)s?\b)[a-z]{{3,}} (?:street|avenue|crescent|lane|road|close)\b)"
        rf"(?!\w)"
    ),
    examples=(
        ("I live at 14 Rushmoor Close please", "I live at <ADDRESS> please"),
        ("to Flat 2, 118 High Street, Leeds LS1 4AB.", "to <ADDRESS>."),
        ("1600 Pennsylvania Avenue, Washington, DC 20500", "<ADDRESS>"),
        ("deliver to 22 mill lane thanks", "deliver to <ADDRESS> thanks"),
        ("9 N. Elm St Apt 4", "<ADDRESS>"),
    ),
    untouched=(
        "a 2 lane road",
        "30 minute drive",
        "5 mile road",
        "gate 12 on High Street",
        "3 Way call",
        "2 New Orders",
        "7 Days Inn",
    ),
    check=lambda match: None if re.match(r"\d+ Way\b", match.group()) else match.span(),
)


def _postcode_span(match: re.Match[str]) -> Span | None:
    return match.span("value") if match["value"] else match.span()


BRITISH_POSTCODE = Rule(
    name="British postcode",
    kind="ADDRESS",
    needs="digit",
    pattern=re.compile(
        r"(?<![\w-])(?:(?:[A-PR-UWYZ][A-HK-Y]?\d{1,2}|[A-PR-UWYZ][A-HK-Y]\d[A-HJKM-Z]"
        r"|[A-PR-UWYZ]\d[A-HJKM-Z])"
        r" \d[ABD-HJLNP-UW-Z]{2}|(?i:post ?code)(?i: is"
        r"|:)* (?P<value>(?i:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})))(?![\w-])"
    ),
    check=_postcode_span,
    examples=(
        ("I'm at SW1A 1AA, no parcel", "I'm at <ADDRESS>, no parcel"),
        ("my postcode is ls14ab", "my postcode is <ADDRESS>"),
    ),
    untouched=("vol BA2 490", "le 75011 Paris", "coach C 31K"),
)

POST_BOX = Rule(
    name="post box",
    kind="ADDRESS",
    needs="digit",
    pattern=re.compile(
        r"(?<!\w)(?:(?i:p\.? ?o\.? box) \d{1,6}|B\.?P\.? ?\d{1,5},? \d{5} [A-ZÀ-Þ]\w+)(?!\w)"
    ),
    examples=(("write to PO Box 4417", "write to <ADDRESS>"), ("BP 12, 69003 Lyon", "<ADDRESS>")),
    untouched=("a box 12 metres", "50 BP par an"),
)

ADDRESS_RULES: tuple[Rule, ...] = (
    STREET_WITHOUT_CAPITALS,
    FRENCH_ADDRESS,
    ENGLISH_ADDRESS,
    BRITISH_POSTCODE,
    POST_BOX,
)
"""Rules for addresses; they go before those for numbers."""
