"""What the contacts about an irritant repeat: words that recur in the evidence for it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nlp.digest.model import Phrase
from nlp.text.function_words import ENGLISH, FRENCH
from nlp.text.redaction.placeholders import PLACEHOLDER
from nlp.text.wordlist import fold, word_set

N_PHRASES = 3
"""Phrases given per language at most."""

MIN_TEXTS = 3
"""Different texts that must hold a phrase: what fewer say is nobody's habit."""

MAX_WORDS = 5
"""A longer phrase hardly recurs."""

HELD = 0.6
"""Share of a shorter phrase's texts from which a longer one that holds it takes its place."""

_TELLING = word_set(
    """
    attente colis commande conseiller conseillere courrier facture fiable livraison livre magasin
    prix qualite rembourse remboursement reponse retard service technicien probleme pb client
    appel argent rapide personne
    bad call called cheap customer delivered fast friendly last late money nobody paid pay poor
    problem quick refund reply rude send sent staff terrible twice wait waited waiting worst wrong
    awful
    """
)
"""Words that tell French from English and still say something of a contact."""

_SHARED = word_set("a on me or but an se te en d l m n s t c j y qu")
"""Small words of either language that the lists of both leave out, and elided ones."""

_EMPTY = {"fr": (FRENCH - _TELLING) | _SHARED, "en": (ENGLISH - _TELLING) | _SHARED}
_OPEN = {"fr": word_set("pas plus jamais aucun aucune rien personne trop sans")}
_OPEN["en"] = word_set("no not never nobody too without still")
"""Small words with which a phrase may begin: they turn its meaning."""

_ENDS = re.compile(r"[.,;:!?…()\[\]{}\"“”«»/|\n\r\t–—]+")
_WORD = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Evidenced:
    """The words of one contact that carry an irritant.

    Attributes:
        lang: Language of the contact.
        words: Those words, redacted; several spans joined by line feeds.
    """

    lang: str
    words: str


def recurring_phrases(evidence: Sequence[Evidenced], known: Iterable[str]) -> tuple[Phrase, ...]:
    """Find what contacts repeat.

    A phrase is a run of two to five words within a clause that neither begins nor ends with a
    small word; a single word tells no cause. It counts once per different text, whatever its
    case and accents: a text sent twice says nothing twice. Among phrases within one another
    the longer one stands, unless it loses too many texts.

    Args:
        evidence: One item per contact.
        known: What readers know already, such as the irritant's name: a phrase that only
            repeats its words is left out.

    Returns:
        Per language the phrases that most texts hold, longer ones first among equals; French,
        then English.
    """
    told = {word for text in known for word in _folded(text)}
    found: list[Phrase] = []
    for lang in ("fr", "en"):
        texts = {fold(e.words): e.words for e in reversed(evidence) if e.lang == lang}
        n_contacts = Counter(fold(e.words) for e in evidence if e.lang == lang)
        holders: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
        for key, words in texts.items():
            for folded, shown in _runs(words, lang):
                holders[folded].setdefault(key, shown)
        recurring = {
            folded: shown
            for folded, shown in holders.items()
            if len(shown) >= MIN_TEXTS and _says_more(folded, told, lang)
        }
        for folded in _chosen(recurring):
            spellings = recurring[folded]
            spelt = Counter(spellings.values())
            best = min(spelt.items(), key=lambda item: (-item[1], item[0]))[0]
            found.append(Phrase(best, lang, sum(n_contacts[key] for key in spellings)))
    return tuple(found)


def _chosen(recurring: dict[tuple[str, ...], dict[str, str]]) -> list[tuple[str, ...]]:
    """The phrases that stand, none of which says what another does."""

    def weight(folded: tuple[str, ...]) -> tuple[int, int, tuple[str, ...]]:
        return -len(recurring[folded]), -len(folded), folded

    standing = [
        phrase
        for phrase in recurring
        if not any(
            len(other) > len(phrase)
            and _holds(other, phrase)
            and len(recurring[other]) >= HELD * len(recurring[phrase])
            for other in recurring
        )
    ]
    chosen: list[tuple[str, ...]] = []
    for phrase in sorted(standing, key=weight):
        if len(chosen) < N_PHRASES and not any(set(phrase) & set(c) for c in chosen):
            chosen.append(phrase)
    return chosen


def _holds(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    n = len(shorter)
    return any(longer[i : i + n] == shorter for i in range(len(longer) - n + 1))


def _says_more(folded: tuple[str, ...], told: set[str], lang: str) -> bool:
    return any(len(w) > 2 and w not in told and w not in _EMPTY[lang] for w in folded)


def _runs(words: str, lang: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every phrase of a text: folded words, and as written."""
    for clause in _ENDS.split(PLACEHOLDER.sub("|", words)):
        spans = [m.span() for m in _WORD.finditer(clause)]
        folded = [fold(clause[a:b]) for a, b in spans]
        for i, first in enumerate(folded):
            if first in _EMPTY[lang] - _OPEN[lang]:
                continue
            for j in range(i + 1, min(len(folded), i + MAX_WORDS)):
                if folded[j] not in _EMPTY[lang] and len(folded[j]) > 1:
                    shown = " ".join(clause[spans[i][0] : spans[j][1]].split())
                    yield tuple(folded[i : j + 1]), shown.lower()


def _folded(text: str) -> list[str]:
    return [fold(m[0]) for m in _WORD.finditer(text)]
