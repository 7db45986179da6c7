"""Names that columns usually bear in French and English exports, folded (see ``cells.fold``).

Only headers are matched here; no verbatim is ever read by keyword.
"""

from __future__ import annotations

import re

from nlp.readers.cells import word_set


def _names(text: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in text.split(","))


COLUMN_NAMES: dict[str, tuple[str, ...]] = {
    "text": _names(
        "verbatim, verbatims, verbatim client, verbatim nps, verbatim csat, verbatim ces,"
        "commentaire, commentaires, commentaire client, commentaire libre, commentaire nps,"
        "comment, comments, customer comment, customer comments, comment text, nps comment,"
        "csat comment, texte, text, texte libre, free text, open text, open ended, open answer,"
        "reponse ouverte, reponse libre, question ouverte, champ libre, expression libre,"
        "avis, avis client, texte avis, texte de l avis, contenu avis, review, review text,"
        "review body, review content, reviews, user review, customer review, customer feedback,"
        "feedback, feedback text, message, messages, texte du message, message client,"
        "customer message, consumer complaint narrative, complaint narrative, narrative,"
        "complaint, complaint text, plainte, reclamation, texte reclamation, temoignage,"
        "description, body, corps, corps du message, content, contenu, retour client, retours,"
        "retour, opinion, tweet, remarque, remarques, observation, observations, suggestion,"
        "suggestions, nps reason, reason for score, raison de la note, pourquoi, why, utterance,"
        "experience, requete, post, details, detail"
    ),
    "title": _names(
        "titre, title, review title, titre avis, titre de l avis, headline, subject, sujet,"
        "objet, objet du message, email subject, summary"
    ),
    "pros": _names(
        "avantages, avantage, points forts, point fort, points positifs, point positif, positif,"
        "positifs, pros, likes, strengths, positive, positives, positive review,"
        "ce que vous avez aime, what did you like, what went well, les plus, aime"
    ),
    "cons": _names(
        "inconvenients, inconvenient, points faibles, point faible, points negatifs,"
        "point negatif, negatif, negatifs, cons, dislikes, weaknesses, negative, negatives,"
        "negative review, ce que vous n avez pas aime, what did you dislike,"
        "what could be improved, axes d amelioration, points a ameliorer, a ameliorer,"
        "les moins, n aime pas"
    ),
    "turns": _names(
        "turns, segments, utterances, tours, tours de parole, transcript, transcripts,"
        "transcription, transcriptions, conversation, dialogue, dialog, echange, echanges,"
        "retranscription"
    ),
    "id": _names(
        "contact id, id contact, id, identifiant, uuid, guid, verbatim id, id verbatim,"
        "review id, id avis, response id, id reponse, complaint id, id reclamation, ticket id,"
        "id ticket, numero ticket, ticket number, ticket, case id, case number, numero dossier,"
        "num dossier, interaction id, call id, id appel, conversation id, conv id, message id,"
        "survey response id, record id, row id, reference, ref, numero, num"
    ),
    "date": _names(
        "occurred at, date contact, date de contact, contact date, date, date heure,"
        "date et heure, date time, datetime, date de l avis, date avis, review date,"
        "date reponse, date de reponse, response date, date enquete, date de l enquete,"
        "survey date, date appel, date de l appel, call date, date creation,"
        "date de creation, creation date, created at, created, created date, created on,"
        "submitted at, submit date, submission date, submitted, date received, received at,"
        "date reception, date de reception, date depot, sent at, sent date, date envoi,"
        "date d envoi, published at, published date, date publication, date de publication,"
        "publication date, posted at, date posted, recorded date, end date, start date,"
        "started at, start time, timestamp, horodatage, horodateur, jour, day, at, when"
    ),
    "channel": _names(
        "canal, channel, canal contact, canal de contact, contact channel, canal d entree,"
        "canal entree, canal d origine, mode de contact, moyen de contact, contact method,"
        "media, type de contact, type contact, contact type, touchpoint, submitted via,"
        "origine, origin, source, medium"
    ),
    "lang": _names("lang, langue, language, locale, language code, code langue, lng"),
    "scale": _names(
        "scale, echelle, satisfaction scale, score type, type de score, type de note,"
        "type note, rating scale, score scale, metric"
    ),
    "kind": _names("kind, contact kind"),
    "customer": _names(
        "customer id, client id, id client, customer, client, numero client, num client,"
        "no client, n client, code client, ref client, reference client, customer number,"
        "customer ref, consumer id, user id, id utilisateur, user, utilisateur, account id,"
        "account number, account, compte, numero compte, adherent, numero adherent, id adherent,"
        "assure, numero assure, member id, abonne, id abonne, respondent id, id repondant,"
        "repondant, contact email, customer email, email client, email, e mail, mail,"
        "adresse mail, adresse email, email address, courriel, from, sender, expediteur,"
        "telephone, phone, phone number, author, auteur, user name, username, pseudo"
    ),
    "product": _names(
        "product, produit, product name, nom produit, nom du produit, libelle produit, offre,"
        "offer, gamme, article, sku, app, application, app name, service"
    ),
    "segment": _names(
        "segment, segment client, customer segment, segmentation, type client, type de client,"
        "customer type, categorie client, profil, profil client, persona, cluster, tier, plan"
    ),
    "crm_reason": _names(
        "crm reason, motif, motif contact, motif de contact, motif d appel, motif appel, motif crm,"
        "contact reason, reason, reason code, call reason, contact driver, raison,"
        "raison de contact, raison du contact, motif principal, categorie, category, theme,"
        "thematique, topic, type de demande, type demande, nature de la demande, issue,"
        "issue type, ticket type, typologie, type de reclamation, disposition"
    ),
    "agent": _names(
        "agent, conseiller, conseillere, nom conseiller, id conseiller, advisor, adviser,"
        "agent name, agent id, nom agent, id agent, teleconseiller, operateur, operator, rep,"
        "representative, csr, advisor name, assignee, assigned to, owner, collaborateur"
    ),
    "team": _names(
        "team, equipe, team name, plateau, queue, file, file d attente, groupe, group, agence,"
        "boutique, magasin, store, branch, department, site, centre, center"
    ),
    "score": _names(
        "nps, nps score, score nps, note nps, recommandation, note recommandation,"
        "note de recommandation, recommendation, likelihood to recommend, ltr,"
        "probabilite de recommandation, intention de recommandation, csat, csat score,"
        "score csat, note csat, ces, ces score, score ces, note ces, effort, customer effort,"
        "customer effort score, score effort, note effort, score d effort,"
        "satisfaction, satisfaction score, score satisfaction, score de satisfaction,"
        "note satisfaction, note de satisfaction, taux de satisfaction, satisfaction client,"
        "customer satisfaction, satisfaction globale, overall satisfaction, satisfaction generale,"
        "etoiles, etoile, nb etoiles, nombre d etoiles, stars, star, star rating, rating stars,"
        "rating, ratings, review rating, review score, overall rating, user rating, note globale,"
        "note client, note, notes, score, scores, evaluation, grade, overall, rate"
    ),
    "handling": _names(
        "handling, handling time, handle time, average handling time, aht, dmt, dmc, talk time,"
        "duree de traitement, duree traitement, duree moyenne de traitement,"
        "temps de traitement, duree appel, duree de l appel, duree d appel, call duration,"
        "call length, duree, duration, duree communication, duree de communication"
    ),
    "waiting": _names(
        "waiting, waiting time, wait time, wait, queue time, time in queue, hold time, attente,"
        "temps attente, temps d attente, duree attente, duree d attente, temps en file"
    ),
    "response": _names(
        "response, response time, first response time, frt, first reply time, reply time,"
        "delai de reponse, delai reponse, temps de reponse, delai de premiere reponse,"
        "resolution time, delai de traitement, delai de resolution"
    ),
}
"""Field -> folded column names, the most telling first."""

DURATION_FIELDS = ("handling", "waiting", "response")

NEEDS_WORDS = word_set(
    "avis,review,reviews,feedback,note,notes,reclamation,complaint,plainte,experience,requete,"
    "retour,retours,opinion,details,detail,post,observation,observations,raison,reason,"
    "pourquoi,why,positif,negatif,positive,negative,positives,negatives,likes,dislikes,pros,cons,"
    "satisfaction,evaluation,content,contenu,summary,conversation,transcript,echange,echanges,"
    "description,messages,body"
)
"""Names that numbers and codes bear as often: text only where the cells hold words."""

TEXT_QUESTION = re.compile(
    r"\b(pourquoi|verbatims?|commentaires?|comments?|avis|feedback|remarques?|suggestions?|"
    r"temoignages?|precisez|expliquez|detaillez|racontez|dites nous|tell us|why|explain|"
    r"describe|decrivez|que pourrions nous|how could we|how can we|what could|what can|"
    r"what did|qu est ce (?:qui|que)|raisons?|reasons?|texte|text|messages?|narrative|reviews?|"
    r"reclamation|complaint|ameliorer|improve)\b"
)
"""What the header of an open question says."""

SCORE_QUESTION = re.compile(
    r"\b(nps|csat|ces|notes?|scores?|ratings?|satisfaction|satisf\w+|recommand\w+|recommend\w*|"
    r"etoiles?|stars?|effort|rate)\b"
)
"""What the header of a rating question says."""

NOT_AN_ANSWER = re.compile(
    r"\b(id|ids|identifiant|date|dates|nb|nombre|count|number|langue|lang|language|length|longueur|"
    r"auteur|author|statut|status|url|lien|link|interne|internal|agent|conseiller|reponse de|"
    r"reponse du|response from|owner response|canal|channel|type|code|categorie|category)\b"
)
"""What keeps a long header from being the customer's own words or score."""

DATE_NAME = re.compile(r"\b(?:dates?|horodatage|horodateur|timestamp|datetime)\b")
"""What the header of a date says when it is none of the usual names."""

OTHER_DATE = re.compile(
    r"\b(?:naissance|birth|birthday|echeance|due|expir\w*|prevue|expected|souscription|adhesion|"
    r"inscription|signup|renewal|renouvellement|resolution|resolved|cloture|closed|fermeture)\b"
)
"""What makes a date another one than that of the contact."""
