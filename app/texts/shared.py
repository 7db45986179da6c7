"""Texts that more than one page uses: states, filters, names of values. French, then English."""

from __future__ import annotations

from nlp.naming import texts_of

Texts = dict[str, tuple[str, str]]

SCREEN: Texts = {
    "page.irritants": ("Irritants", "Irritants"),
    "page.verbatims": ("Verbatims", "Verbatims"),
    "page.imports": ("Import", "Import"),
    "language": ("Langue de l'écran", "Screen language"),
    "reload": ("Recharger", "Reload"),
    "contacts.one": ("{n} contact", "{n} contact"),
    "contacts.many": ("{n} contacts", "{n} contacts"),
    "weeks.one": ("{n} semaine", "{n} week"),
    "weeks.many": ("{n} semaines", "{n} weeks"),
    "verbatims.one": ("{n} verbatim", "{n} verbatim"),
    "verbatims.many": ("{n} verbatims", "{n} verbatims"),
    "answers.one": ("{n} réponse", "{n} answer"),
    "answers.many": ("{n} réponses", "{n} answers"),
}

STATES: Texts = {
    "state.missing": ("Aucun espace de travail ici", "No workspace here"),
    "state.missing.body": (
        "Rien n'existe encore à cet endroit : {folder}. Pour créer un espace de travail, analyser "
        "un fichier :",
        "There is nothing yet at this place: {folder}. To make a workspace, analyse a file:",
    ),
    "state.foreign": ("Ce dossier n'est pas un espace de travail", "Not a workspace"),
    "state.foreign.body": (
        "{folder} existe, mais Motif ne l'a pas créé. Rien n'a été modifié. Indiquer un autre "
        "dossier :",
        "{folder} exists, but Motif did not make it. Nothing was changed. Name another folder:",
    ),
    "state.broken": ("Espace de travail illisible", "Workspace unreadable"),
    "state.broken.body": (
        "L'espace de travail {folder} n'a pas pu être ouvert. Détail (en anglais) : {detail}",
        "The workspace {folder} could not be opened. Detail: {detail}",
    ),
    "state.options": ("Lancement impossible", "Cannot start"),
    "state.options.body": (
        "Une option de lancement est fautive. Détail (en anglais) : {detail}",
        "An option of the command is at fault. Detail: {detail}",
    ),
    "state.empty": ("L'espace de travail est vide", "The workspace is empty"),
    "state.empty.body": (
        "Aucun contact n'a encore été analysé dans {folder}. Pour commencer :",
        "No contact has been analysed in {folder} yet. To begin:",
    ),
    "state.first_run": ("Premier import en cours", "First import under way"),
    "state.first_run.body": (
        "Motif analyse les fichiers depuis le {since}. Les résultats s'afficheront dès la fin.",
        "Motif has been analysing the files since {since}. Results will show as soon as it ends.",
    ),
    "state.writing": (
        "Un import est en cours depuis le {since} : l'écran montre le dernier import terminé.",
        "An import has been running since {since}: the screen shows the last one that ended.",
    ),
    "state.all_rejected.body": (
        "Le dernier import n'a gardé aucune ligne. La page Import dit pourquoi.",
        "The last import kept no row. The Import page says why.",
    ),
    "state.no_result": ("Aucun contact ne correspond", "No contact matches"),
    "state.no_result.body": (
        "Les filtres choisis ne laissent aucun contact. En retirer un, ou les effacer tous.",
        "The filters chosen leave no contact. Remove one, or clear them all.",
    ),
    "state.link_ignored": (
        "Le lien demandait aussi {ignored} : inconnu ici, donc pas appliqué.",
        "The link also asked for {ignored}: unknown here, so not applied.",
    ),
    "state.taxonomy_differs": (
        "Les contacts ont été lus avec une autre version de la taxinomie ({stored}) que celle-ci "
        "({given}) : certains noms peuvent manquer.",
        "The contacts were read with another version of the taxonomy ({stored}) than this one "
        "({given}): some names may be missing.",
    ),
    "state.other_model": (
        "Contacts que le modèle en vigueur n'a pas lus, absents de l'écran : {n}. Les analyser de "
        "nouveau pour les voir.",
        "Contacts that the model in force has not read, absent from the screen: {n}. Analyse them "
        "again to see them.",
    ),
}

FILTERS: Texts = {
    "filter.title": ("Contacts retenus", "Contacts chosen"),
    "filter.from": ("De la semaine", "From week"),
    "filter.to": ("À la semaine", "To week"),
    "filter.first": ("la première", "the first"),
    "filter.last": ("la dernière", "the last"),
    "filter.dates_help": (
        "Les contacts sans date ne sont gardés que si aucune semaine n'est choisie.",
        "Contacts without a date are kept only while no week is chosen.",
    ),
    "filter.backwards": (
        "La première semaine est après la dernière : aucun contact ne peut correspondre.",
        "The first week is after the last: no contact can match.",
    ),
    "filter.kinds": ("Type", "Type"),
    "filter.channels": ("Canal", "Channel"),
    "filter.langs": ("Langue", "Language"),
    "filter.products": ("Produit", "Product"),
    "filter.segments": ("Segment", "Segment"),
    "filter.teams": ("Équipe", "Team"),
    "filter.sources": ("Fichier", "File"),
    "filter.sentiments": ("Sentiment", "Sentiment"),
    "filter.reasons": ("Motif de contact", "Contact reason"),
    "filter.irritants": ("Irritant", "Irritant"),
    "filter.praises": ("Éloge", "Praise"),
    "filter.signals": ("Signal", "Signal"),
    "filter.search": ("Recherche", "Search"),
    "filter.search_hint": ('colis "jamais reçu"', 'parcel "never arrived"'),
    "filter.search_help": (
        "Mots à trouver tous, sans égard aux accents ni aux majuscules ; entre guillemets "
        "droits, mots qui se suivent.",
        "Words that must all be found, whatever the accents and capitals; between quotes, words "
        "that follow each other.",
    ),
    "filter.any": ("Tous", "Any"),
    "filter.any_her": ("Toutes", "Any"),
    "filter.clear": ("Effacer les filtres", "Clear the filters"),
    "filter.order": ("Ordre", "Order"),
    "filter.page": ("Page", "Page"),
    "filter.focus": ("Irritant suivi", "Irritant followed"),
    "filter.asked": ("{name} « {value} »", "{name} “{value}”"),
    "filter.searched": ("« {value} »", "“{value}”"),
    "filter.weeks_between": ("{first} → {last}", "{first} → {last}"),
    "filter.order_help": (
        "« Les plus nets » classe par probabilité de l'étiquette, quand un seul irritant, motif, "
        "éloge ou signal est choisi ; sinon par date.",
        "“Clearest” sorts by the probability of the label when exactly one irritant, reason, "
        "praise or signal is chosen; otherwise by date.",
    ),
    "order.recent": ("Les plus récents", "Most recent"),
    "order.oldest": ("Les plus anciens", "Oldest"),
    "order.unhappiest": ("Les plus mécontents", "Unhappiest"),
    "order.strongest": ("Les plus nets", "Clearest"),
}

NAMES: Texts = {
    **texts_of("channel", "lang", "sentiment"),
    "kind.interaction": ("échange avec le service", "interaction"),
    "kind.feedback": ("enquête ou avis", "feedback"),
    "label.reason": ("Motif", "Reason"),
    "label.irritant": ("Irritant", "Irritant"),
    "label.praise": ("Éloge", "Praise"),
    "label.signal": ("Signal", "Signal"),
    "label.sentiment": ("Sentiment", "Sentiment"),
    "speaker.customer": ("Client", "Customer"),
    "speaker.agent": ("Conseiller", "Agent"),
    "verdict.costs": ("coûte", "costs"),
    "verdict.undetermined": ("indéterminé", "undetermined"),
    "verdict.pays": ("va de pair avec mieux", "goes with better"),
    "verdict.not_estimable": ("non estimable", "not estimable"),
    "verdict.too_few": ("trop peu de notes", "too few scores"),
    "scale.nps": ("NPS", "NPS"),
    "scale.csat": ("CSAT", "CSAT"),
    "scale.ces7": ("CES", "CES"),
    "scale.ces5": ("CES", "CES"),
    "scale.stars": ("Étoiles", "Stars"),
    "scale.percent": ("Satisfaction", "Satisfaction"),
    "range.nps": ("de 0 à 10", "0 to 10"),
    "range.csat": ("de 1 à 5", "1 to 5"),
    "range.ces7": ("de 1 à 7", "1 to 7"),
    "range.ces5": ("de 1 à 5", "1 to 5"),
    "range.stars": ("de 1 à 5", "1 to 5"),
    "range.percent": ("de 0 à 100", "0 to 100"),
    "field.text": ("Texte", "Text"),
    "field.title": ("Titre", "Title"),
    "field.id": ("Identifiant", "Identifier"),
    "field.date": ("Date", "Date"),
    "field.score": ("Note de satisfaction", "Satisfaction score"),
    "field.scale": ("Échelle", "Scale"),
    "field.channel": ("Canal", "Channel"),
    "field.kind": ("Type", "Type"),
    "field.lang": ("Langue", "Language"),
    "field.customer": ("Client (haché)", "Customer (hashed)"),
    "field.product": ("Produit", "Product"),
    "field.segment": ("Segment", "Segment"),
    "field.crm_reason": ("Motif du CRM", "CRM reason"),
    "field.agent": ("Conseiller (haché)", "Agent (hashed)"),
    "field.team": ("Équipe", "Team"),
    "field.handling": ("Durée de traitement", "Handling time"),
    "field.waiting": ("Attente", "Waiting time"),
    "field.response": ("Délai de réponse", "Response time"),
    "field.turns": ("Tours de parole", "Turns"),
}
