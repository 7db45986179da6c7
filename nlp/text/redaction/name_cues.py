"""Where a person's name may stand: titles, greetings, sign-offs, thanks, roles.

What stands just before or just after a candidate is looked at, never the other way
round: candidates are few, so the gate costs little.
"""

from __future__ import annotations

import re

from nlp.text.wordlist import phrases, word_set

CAP = (
    r"(?:[A-ZÀ-ÖØ-Þ]['’])?[A-ZÀ-ÖØ-ÞŒ][a-zà-öø-ÿœ]+(?:[A-Z][a-z]+)?"
    r"(?:-(?!(?:nous|vous|moi|toi|les?|la|lui|leur|tu|ils?|elles?|on|je|ce|ci|y|en|off|up|in|out"
    r"|to)\b)"
    r"[A-ZÀ-ÖØ-Þa-z][a-zà-öø-ÿœ]+)*(?!-)"
)
"""A word as names are written; ``Rendez-nous`` and ``Drop-off`` are not."""

_UPPER = r"[A-ZÀ-ÖØ-Þ]{2,}(?:['’-][A-ZÀ-ÖØ-Þ]{2,})*"
INITIAL = r"[A-ZÀ-ÖØ-Þ](?:\.(?:-?[A-ZÀ-ÖØ-Þ]\.)*|(?= [A-ZÀ-ÖØ-Þ]))"
_PARTICLE = r"(?:(?:de la|de|du|van der|van den|van|von|el|al|ben|le|la|da|di) |d['’])"
_WORD = rf"(?:{_PARTICLE})?(?:{CAP}|{_UPPER})"
RUN = re.compile(
    rf"(?<![\w<@#-])(?<![^dDlLu]['’])(?:(?:{INITIAL} ?){{1,3}}(?:{_PARTICLE})?)?(?:{CAP}"
    rf"|{_UPPER})(?: (?:{INITIAL}(?!\w)|{_WORD}))*(?![\w>])"
)
"""Capitalised words in a row, initials and particles among them."""

TITLE = re.compile(
    r"(?<![\w'’])(?:(?:M|Mr|Mrs|Ms|Dr|Me|Pr|Prof|MM)\.?|(?:[Mm]mes?|[Mm]lles?|mr|mrs|MME|MLLE|MR"
    r"|MRS)\.?"
    r"|(?i:mademoiselle|madame|monsieur|docteur|ma[îi]tre|mister|miss|doctor)) $"
)
"""A name after one of these needs nothing else."""

INTRODUCTIONS = phrases(
    """
    je me nomme, je m'appelle, my name is, my name's, my names, mon nom est, mon prenom est,
    nom, prenom, surname, last name, first name, surname is, surname's, name's, name is, nom
    :, prenom :, name:, name :, nom:, prenom:, au nom de, au nom d', in the name of, signe :,
    signe, signed, a l'attention de, attn, attn:, attention:
    """
)
"""Phrases that say who someone is."""

FORMAL_CLOSINGS = phrases(
    """
    cordialement, cdt, cdlt, bien a vous, bien a toi, sincerement, salutations, distinguees,
    distingues, respectueusement, amicalement, regards, yours faithfully, yours sincerely,
    yours truly, sincerely, respectfully, best wishes, respectueuses, meilleures
    """
)
CASUAL_CLOSINGS = phrases(
    """
    merci, ta, ta very much, d'avance, merci bien, merci beaucoup, thanks, thank you, in
    advance, cheers, best, bonne journee, belle journee, bonne soiree, bonne continuation,
    bonne reception, a bientot, bises, merci a vous
    """
)

BEFORE_NAMES = word_set(
    """
    conseiller conseillere vendeur vendeuse technicien technicienne agent agente livreur
    livreuse chauffeur facteur factrice gestionnaire directeur directrice responsable hotesse
    steward stewardess caissier caissiere interlocuteur interlocutrice operateur operatrice
    collegue employe employee apprenti apprentie stagiaire dame demoiselle homme femme fille
    gars commercial commerciale expert experte depanneur guichetier guichetiere receptionniste
    infirmier infirmiere medecin coursier controleur controleuse prenomme prenommee nomme nommee
    certain certaine denomme denommee mari fils epoux epouse frere soeur standard appelle
    formateur formatrice veilleur serveur serveuse advisor adviser rep reps representative
    assistant manager supervisor engineer technician driver courier teller cashier clerk lady
    gentleman guy girl gal lad chap fella fellow bloke man woman person someone somebody
    colleague conductor purser receptionist nurse officer handler adjuster broker banker host
    waiter waitress developer attendant operator associate specialist husband wife son daughter
    brother sister mate named called porter doctor merci mercii bravo remercie remercier
    remerciements chapeau felicitations salue saluer grace recommande thanks thank thx cheers
    kudos props shoutout out credit hats bonjour bonsoir salut coucou cher chere cheres chers
    hello hi hey dear morning afternoon evening rebonjour asked ask told spoke parle eu avec
    with by par demandez demander tell said
    """
)
"""Words just before which, punctuation aside, a name may stand; accents folded."""

BETWEEN = word_set(
    """
    a de pour to for you u la so much beaucoup again encore infiniment with avec at tout
    """
)
"""Words that may part a cue from the name: ``merci beaucoup à``, ``thanks again to``."""

AFTER_NAMES = re.compile(
    r",?['’]? ?(?:(?:m['’]|nous |vous |l['’]|s['’])(?:a|avait|est|affirme|assure|ont|aide"
    r"|explique|apporte|[ée]crit)"
    r"|a (?:[ée]t[ée]|su|pris|tout|fait|r[ée]gl[ée]|r[ée]pondu|trouv[ée]|rappel[ée]|tr[èe]s"
    r"|vraiment|bien|fini)"
    r"|est (?:tr[èe]s|super|adorable|vraiment|venue?|pass[ée]e?|au top|g[ée]niale?)|fut|connaît"
    r"|m[ée]rite"
    r"|du (?:service|magasin|rayon|sav|support|standard)|au (?:guichet|standard|rayon"
    r"|t[ée]l[ée]phone|support|sav|comptoir)"
    r"|(?:de|[àa]) l['’](?:accueil|agence)|rayon|je crois|sur le badge|surtout|si tu|du rayon"
    r"|qui (?:m['’]|nous |a )"
    r"|was|is (?:amazing|brilliant|great|wasted|lovely)|has been|helped|did|told|called|phoned"
    r"|picked|walked"
    r"|sorted|fixed|answered|remembered|showed|explained|stopped|spent|deserves?|said|says"
    r"|promised|swore"
    r"|replied|actually|asked|assured|handled|talked|speaking|[àa] l['’]appareil"
    r"|on (?:reception|the (?:phone|desk|chat|counter|line|support|till|help))|at (?:the (?:desk"
    r"|counter|branch)|door|gate|reception)"
    r"|in (?:lending|billing|support|sales|claims|customer|accounts)|from (?:customer|support"
    r"|the (?:shop|store|branch))"
    r"|i think|who|(?:our|your|their) \w+ (?:officer|adviser|advisor|rep|manager|agent)"
    r"|her badge|his badge|if you read)(?!\w)",
    re.IGNORECASE,
)
"""What a person does or where one works, matched right after a name."""

SPOKEN_INTRODUCED = re.compile(
    r"(?<!\w)(?:my name(?:['’]?s| is)|i am|i['’]?m|this is|myself|name is|name|je m['’]appelle"
    r"|je suis|c['’]est|nom|pr[ée]nom)"
    r"(?: est| is)? ?:? ?(?P<first>[a-zà-öø-ÿœ]{3,})(?: (?P<second>[a-zà-öø-ÿœ]{3,}))?(?![\w'’>])",
    re.IGNORECASE,
)
"""Someone who says their name, without capitals."""

SPOKEN_ALONE = re.compile(
    r"^(?:(?:yes|yeah|sure|ok|okay|hi|oui|alors|voil[àa]|this is|it['’]?s"
    r"|my name is)[ ,]+(?:of course )?)?"
    r"(?P<first>[a-zà-öø-ÿœ]{3,})(?: (?P<second>[a-zà-öø-ÿœ]{3,}))?"
    r"(?=[ .,]*(?P<after>\n+\W*\d{3}| *\d{3}|$))",
    re.MULTILINE | re.IGNORECASE,
)
"""A turn that is one or two words, perhaps before a number: the answer to "your name?"."""

SPOKEN_TITLED = re.compile(
    r"(?<!\w)(?P<cue>madame|monsieur|mademoiselle|mme|mlle|mr|mrs|ms|je m['’]appelle"
    r"|my name(?:['’]?s| is)|au nom de) "
    r"(?P<name>[a-zà-öø-ÿœ]{3,}(?:-[a-zà-öø-ÿœ]+)?)(?![\w'’>])",
    re.IGNORECASE,
)
"""A name in lower case after a title or an introduction, as call transcripts have it."""

SURE_SPOKEN_TITLES = word_set(
    """
    mme mlle mr mrs ms
    """
)
"""Of these, those that only a name follows."""

REFERRING = word_set(
    "avec par de certaine certain conseillere conseiller c'est encore votre chez ici suis dame"
)
"""Words before ``madame`` or ``monsieur`` that speak of someone rather than to someone."""

PLACES = word_set(
    """
    rue avenue av boulevard bd place square quai allee impasse chemin route cours pont lycee
    college ecole hopital clinique stade gare metro station parc jardin centre aeroport saint
    sainte st ste san santa mount port fort lac lake musee theatre salle residence tour villa
    quartier loi prix rond-point domaine chateau porte chez
    """
)
"""A given name after one of these is a place's or a shop's; accents folded."""
