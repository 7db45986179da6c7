"""Names that follow a self-introduction, whatever their case: ``je m'appelle bérengère lacombe``.

Transcripts have no capitals and many names are on no list, so the cue settles that a name
follows; which words it takes is settled by where ordinary words start again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nlp.text.redaction.brands import BRAND, ORGANISATION_WORDS
from nlp.text.redaction.first_names import DOUBTFUL_FIRST_NAMES, FIRST_NAMES, SURE_FIRST_NAMES
from nlp.text.redaction.name_words import NOT_NAMES
from nlp.text.wordlist import fold, word_set

Span = tuple[int, int]

MAX_INTRODUCED_WORDS: Final = 3
"""Words of an introduced name, particles apart."""

_FILLER = r"(?:[ ,:]+(?:euh|heu|uh|um|er|donc|so))*[ ,:]+(?:«\s?|[\"“])?"
_TITLE = r"(?:(?:madame|monsieur|mademoiselle|mme|mlle|mrs|mr|ms|miss)\.? )"
_INTRODUCED = re.compile(
    r"(?<![\w'’])(?:my (?:(?:full|first|last|family|maiden) )?(?:name|surname)(?: is|['’]?s)"
    r"|the (?:name|surname)(?: is|['’]s)|in the name of|(?:last|family|maiden) name is"
    r"|surname(?: is|['’]s)"
    r"|je (?:m['’]|me )appelle|je me nomme|(?:c['’]est )?au nom de"
    r"|mon (?:pr[ée])?nom(?: de famille)?,? (?:c['’]est|est)|le (?:pr[ée])?nom,? c['’]est"
    r"|nom de famille(?: c['’]est| est)?|nom de jeune fille(?: c['’]est| est| ?:)"
    rf"){_FILLER}{_TITLE}?",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"(?<![\w'’])(?:c['’]est|je suis|ici|de la part de|this is|it['’]?s|i['’]?m|i am)"
    rf"(?: encore| again)? {_TITLE}",
    re.IGNORECASE,
)
_PRESENTED = re.compile(
    r"(?<![\w'’])(?:this is|it['’]?s|i['’]?m|i am|c['’]est|je suis|ici) ", re.IGNORECASE
)
_CONFIRMED = re.compile(
    r",? (?:speaking|calling|à l['’]appareil|au bout du fil)\b|,? <(?:PHONE|EMAIL)>", re.IGNORECASE
)
"""What makes a name of two words after a mere ``it's`` or ``c'est``."""

_WORD = re.compile(r"(?:o['’])?[^\W\d_]{2,}(?:-[^\W\d_]+)*(?![\w'’>])", re.IGNORECASE)
_GAP = re.compile(r" +")
_PARTICLES = word_set("da di dos del della van von der den el al ben bin mc mac abu ait ould")
_DE_NAMES = word_set("sousa souza carvalho castro vries jong boer wit groot smet")
_LE_NAMES = word_set(
    """
    goff gall bihan roux bras guen berre gac floch corre dantec duff fur gallic goffic guennec
    hir meur moal pen roy saux tallec
    """
)
_VOWELS = frozenset("aeiouy")
_VERBAL_ENDINGS = ("ed", "ing", "ly", "tion", "able", "ible", "é", "ée", "és", "ées")
MIN_VERBAL_LETTERS: Final = 6
"""A shorter word with the ending of a participle, an adverb or a noun may well be a name."""

_STOPS = word_set(
    """
    misspelt mispelt spelt printed shown hidden blank empty clear mud unknown different similar
    identical common unusual foreign unique long short private confidential required optional
    visible nowhere everywhere double dirt bond public invalid valid field only box spelling
    number customer account postcode address phone mobile booking policy reference date born
    born lives living live calling ringing phoning speaking ordered bought purchased booked
    received regarding concerning trying looking hoping wondering writing contacting ending
    here there today mine ours theirs what nee ne habite habitant habitants domicilie
    domiciliee titulaire residant joignable compose composee complet complete errone absent
    absente inscrit inscrite different differente erronee nomme exact exacte vide inconnu
    inconnue commun courant illisible tronque interdit obligatoire feu jesus dieu liberte
    principe clients parents enfants locataires proprietaires locataire proprietaire client
    cliente titulaires voisin voisine epoux epouse conjoint conjointe copain copine gerante
    belle-mere beau-pere association entreprise eurl sci sarl sas copropriete syndicat collectif
    anonyme autrui mineur is on at an in it to of by up so no ok uh um er eh hm oh ah my we he
    me vu du eu pu su lu el it's numero mail code contrat reference telephone appareil banal
    appelait contacte habitais travaille vis voulais voudrais souhaite aimerais pense viens
    whatever irrelevant enough accurate inaccurate dob ssn son patron
    patronne god checking savings main
    claims billing returns collections banking broadband helpline hotline sales
    """
)
_ANY_GIVEN = FIRST_NAMES | DOUBTFUL_FIRST_NAMES | SURE_FIRST_NAMES
_BRAND = re.compile(BRAND.pattern, re.IGNORECASE)


def introduced_names(text: str) -> Iterator[Span]:
    """Find the names that people give of themselves, or that a file stands under.

    Args:
        text: A clean text.

    Yields:
        Spans in code points, end excluded, titles left out; they may overlap.
    """
    for cue in (_INTRODUCED, _TITLED):
        for match in cue.finditer(text):
            span = _name_from(text, match.end(), titled=cue is _TITLED)
            if span is not None:
                yield span
    for match in _PRESENTED.finditer(text):
        span = _name_from(text, match.end(), titled=False)
        if span is not None and _CONFIRMED.match(text, span[1]):
            yield span


def _name_from(text: str, start: int, *, titled: bool) -> Span | None:
    """The name that starts at a place, if one does."""
    words = _run(text, start)
    names = [span for span in words if fold(text[slice(*span)]) not in _PARTICLES]
    if not names or _BRAND.match(text, start):
        return None
    if any(fold(text[slice(*span)]) in ORGANISATION_WORDS for span in words):
        return None
    first = text[slice(*names[0])].lower()
    if not titled and fold(first) not in _ANY_GIVEN and _looks_verbal(first):
        return None
    if len(names) > MAX_INTRODUCED_WORDS:
        # So many unknown words in a row: the sentence has gone on after the name.
        names = names[: MAX_INTRODUCED_WORDS - 1]
    if titled:
        names = names[:1] if len(names) > MAX_INTRODUCED_WORDS - 1 else names
    return words[0][0], names[-1][1]


def _run(text: str, start: int) -> list[Span]:
    """The words in a row that may be a name's, its particles among them."""
    words: list[Span] = []
    position = start
    while match := _WORD.match(text, position):
        if not (_may_be_name(match) or _is_particle(text, match, inside=bool(words))):
            break
        words.append(match.span())
        gap = _GAP.match(text, match.end())
        if gap is None:
            break
        position = gap.end()
    while words and fold(text[slice(*words[-1])]) in _PARTICLES | {"de", "le"}:
        words.pop()
    return words


def _may_be_name(match: re.Match[str]) -> bool:
    word = fold(match.group())
    if word in _ANY_GIVEN and word not in NOT_NAMES:
        return True
    masked = not word.strip("x")
    return not (masked or word in NOT_NAMES or word in _STOPS or word.endswith("ment"))


def _is_particle(text: str, match: re.Match[str], *, inside: bool) -> bool:
    """Whether a small word goes with the name after it: ``le goff``, ``de oliveira``.

    Before a vowel French writes ``d'``, so a ``de`` there is a name's.
    """
    word = fold(match.group())
    following = _WORD.match(text, match.end() + 1)
    if following is None or not _GAP.match(text, match.end()):
        return False
    after = fold(following.group())
    if word == "le":
        return after in _LE_NAMES
    if word == "de":
        return after in _DE_NAMES or (after[0] in _VOWELS and _may_be_name(following))
    return word in _PARTICLES and (inside or _may_be_name(following))


def _looks_verbal(word: str) -> bool:
    """Whether a word has the ending of ``spelled``, ``missing``, ``écorchée``."""
    return len(word) >= MIN_VERBAL_LETTERS and word.endswith(_VERBAL_ENDINGS)
