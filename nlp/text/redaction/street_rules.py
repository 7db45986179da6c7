"""The rule for French streets written without capitals, as in messages and transcripts.

Without capitals nothing shows where the name of a street ends, so it is taken as far as
the person goes after whom it is called, or as far as the town.
"""

from __future__ import annotations

import re
from typing import Final

from nlp.text.redaction.first_names import DOUBTFUL_FIRST_NAMES, FIRST_NAMES
from nlp.text.redaction.name_words import NOT_NAMES
from nlp.text.redaction.rule import Rule, Span
from nlp.text.wordlist import fold, word_set

MAX_STREET_WORDS: Final = 3
"""Words of a street in lower case that is called after nobody, small words apart."""

CAP = r"[A-ZÀ-ÖØ-ÞŒ][\wÀ-ÿ'’-]*"
"""A word with a capital."""

_CITY_LINK = r"(?:de la|de|du|la|les?|l['’]|en|sur|sous|lès|lez)"
FRENCH_CITY = (
    rf"(?:,? ?(?:\n)?(?:F-)?\d{{5}}(?: {CAP}(?:[ -](?:{_CITY_LINK}[ -])?{CAP}){{0,4}}"
    rf"| (?!(?:aux|des|les|une|dans|pour|avec|depuis|sur|sous|qui|que|mais|svp|merci|car|est)\b)"
    r"[a-zà-ÿ-]{3,})?)"
)
"""A French postcode, perhaps with its town, after a street."""

MIN_NAME_LETTERS: Final = 2
"""Letters of a word of a street's name."""

_WORD = r"[a-zà-öø-ÿœ][a-zà-öø-ÿœ-]*"
_LINK = r"(?:de la|de l['’]|des|de|du|d['’]|la|les?|l['’])"
_SURE_STREET = r"rue|avenue|av\.?|boulevard|bld|bd\.?|all[ée]es?|impasse|faubourg"
_OTHER_STREET = r"place|chemin|route|quai|square|cours|esplanade|promenade"
_TOWN = re.compile(r" [àa] (?!c[ôo]t[ée]\b|partir\b|cause\b|la\b|l['’])[^\W\d_]{3}|,? \d{5}(?!\d)")
_HONOURED = (
    FIRST_NAMES
    | DOUBTFUL_FIRST_NAMES
    | word_set(
        """
        general marechal docteur colonel capitaine president abbe saint sainte st ste professeur
        commandant amiral victor emile jean frere soeur pere anatole jules leon aristide
        ferdinand gambetta
        """
    )
)
_CITY_AFTER = re.compile(FRENCH_CITY)
_NOT_IN_STREETS = NOT_NAMES | word_set("demain matin soir midi jusqu direction situe situee")
_SMALL = word_set("de du la")


def _street_span(match: re.Match[str]) -> Span | None:
    """Say where a street in several words ends, if its words are a name's."""
    text, offset = match.string, match.start("words")
    words = [
        (offset + word.start(), offset + word.end()) for word in re.finditer(_WORD, match["words"])
    ]
    folded = [fold(text[start:end]) for start, end in words]
    if folded[0] in _HONOURED:
        length = _person_length(folded)
    else:
        length = _length_before_town(text, words, folded) if match["sure"] else 0
    if length < 2:
        return None
    end = words[length - 1][1]
    city = _CITY_AFTER.match(text, end)
    return match.start(), city.end() if city else end


def _person_length(folded: list[str]) -> int:
    """How many words name the person: ``jean jaurès``, ``général de gaulle``."""
    length = 0
    for number, word in enumerate(folded):
        if word in _SMALL:
            continue
        if len(word) < MIN_NAME_LETTERS or (word in _NOT_IN_STREETS and word not in _HONOURED):
            break
        length = number + 1
        if word not in _HONOURED:
            break
    return length


def _length_before_town(text: str, words: list[Span], folded: list[str]) -> int:
    """How many words stand before ``à lille`` or a postcode; 0 if neither follows soon."""
    for number in range(1, MAX_STREET_WORDS):
        if (
            number >= len(words)
            or folded[number] in _NOT_IN_STREETS
            or len(folded[number]) < MIN_NAME_LETTERS
        ):
            return 0
        if _TOWN.match(text, words[number][1]):
            return number + 1
    return 0


STREET_WITHOUT_CAPITALS = Rule(
    name="French street in several words without capitals",
    kind="ADDRESS",
    needs="digit",
    pattern=re.compile(
        rf"(?<![\w,.€-])\d{{1,4}}(?: ?(?:bis|ter|quater))?,? "
        rf"(?:(?P<sure>(?i:{_SURE_STREET}))|(?i:{_OTHER_STREET}))"
        rf" (?:{_LINK} ?)*(?P<words>{_WORD}(?: {_WORD}){{1,4}})(?![\w'’])"
    ),
    check=_street_span,
    examples=(
        ("au 14 rue victor hugo à lille", "au <ADDRESS> à lille"),
        ("c'est 3 bis place jean jaurès merci", "c'est <ADDRESS> merci"),
        ("12 avenue du général de gaulle toujours rien", "<ADDRESS> toujours rien"),
        ("9 rue des petits champs à dijon", "<ADDRESS> à dijon"),
        ("22 rue saint honoré", "<ADDRESS>"),
        ("3 bis rue saint michel, 75005 paris svp", "<ADDRESS> svp"),
    ),
    untouched=(
        "12 rue pasteur toujours pas livré",
        "2 place assises à paris",
        "1 place de parking à lyon",
        "2 cours de yoga à lille",
        "2 cours particuliers annulés à lille",
        "3 rue pasteur demain à lyon",
        "1 route sur deux à nantes",
        "la rue victor hugo à lille",
        "8 rue pasteur à lille",
    ),
)
