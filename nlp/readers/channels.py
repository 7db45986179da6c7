"""Channels, kinds and languages, from the words that files use for them."""

from __future__ import annotations

from functools import lru_cache

from nlp.readers.cells import fold
from nlp.types import Kind

_CHANNEL_WORDS = {
    "survey": "survey, surveys, enquete, enquetes, questionnaire, sondage, enquete satisfaction, "
    "enquete de satisfaction, nps, csat, poll, post call survey, enquete a chaud, "
    "satisfaction survey, borne de satisfaction",
    "review": "review, reviews, avis, avis en ligne, avis client, avis clients, google, "
    "google reviews, google my business, avis google, trustpilot, avis verifies, tripadvisor, "
    "app store, google play, play store, store, stores, online review, site d avis",
    "email": "email, emails, e mail, mail, mails, courriel, courriels, mel, "
    "messagerie electronique",
    "call": "call, calls, phone, telephone, tel, appel, appels, appel entrant, appel telephonique, "
    "voice, voix, vocal, vocale, telephonie, hotline, inbound call, phone call, "
    "entretien telephonique",
    "chat": "chat, chats, tchat, live chat, livechat, messagerie, messagerie instantanee, "
    "messaging, whatsapp, chatbot, web chat, webchat, bot, sms, messenger, clavardage",
    "social": "social, social media, reseaux sociaux, reseau social, twitter, x, facebook, "
    "instagram, tweet, tiktok, linkedin, youtube",
    "letter": "letter, letters, courrier, courriers, lettre, lettres, courrier postal, postal, "
    "post, postal mail, fax, poste",
    "visit": "visit, visits, visite, agence, boutique, magasin, accueil, guichet, in person, "
    "in store, store visit, branch, face a face, accueil physique, en agence, en magasin, "
    "en boutique, sur place, counter, walk in, rendez vous",
    "form": "form, forms, formulaire, formulaire web, formulaire de contact, formulaire en ligne, "
    "web form, webform, web, site web, site internet, site, internet, contact form, en ligne, "
    "demarche en ligne, online, espace client, portal, portail, website",
}
CHANNELS = tuple(_CHANNEL_WORDS)
"""Motif's own channels."""
CHANNEL_WORDS = tuple(
    word.strip() for words in _CHANNEL_WORDS.values() for word in words.split(",")
)
"""Every word known for one of them, folded."""
_CHANNELS = {
    word.replace(" ", ""): channel
    for channel, words in _CHANNEL_WORDS.items()
    for word in words.split(",")
}
_FEEDBACK = frozenset({"survey", "review"})
_LANGUAGES = {
    "french": "fr", "francais": "fr", "francaise": "fr", "fre": "fr", "fra": "fr", "vf": "fr",
    "english": "en", "anglais": "en", "anglaise": "en", "eng": "en",
    "spanish": "es", "espagnol": "es", "german": "de", "allemand": "de", "italian": "it",
    "italien": "it", "dutch": "nl", "neerlandais": "nl", "portuguese": "pt", "portugais": "pt",
}  # fmt: skip


def known_channel(word: str) -> str | None:
    """One of Motif's channels, ``None`` if the word is not known."""
    return _CHANNELS.get(fold(word).replace(" ", ""))


@lru_cache(maxsize=1024)
def normalise_channel(word: str) -> str:
    """One of Motif's channels where the word is known, else the word in lower case."""
    return known_channel(word) or " ".join(word.casefold().split())


def kind_of_channel(channel: str, *, has_scores: bool) -> Kind:
    """Feedback for surveys and reviews, interaction for the other known channels.

    An unknown channel is feedback if its file has a satisfaction score.
    """
    if channel in _FEEDBACK:
        return "feedback"
    if channel in _CHANNEL_WORDS:
        return "interaction"
    return "feedback" if has_scores else "interaction"


@lru_cache(maxsize=1024)
def normalise_language(word: str) -> str:
    """``fr-FR``, ``French`` and ``Français`` become ``fr``; other languages their own code."""
    folded = fold(word)
    return _LANGUAGES.get(folded) or folded.split(" ")[0]
