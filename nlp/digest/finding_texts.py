"""What the digest says of movements, topics, actions, owners, proposals and money."""

from __future__ import annotations

FINDINGS: dict[str, tuple[str, str]] = {
    # Whom it is for.
    "title.product": ("Ce que disent les clients · {product}", "What customers say · {product}"),
    "title.direction": ("La voix des clients en dix lignes", "The voice of customers in ten lines"),
    "for.cx": ("Digest CX", "CX digest"),
    "for.product": ("Digest produit · {product}", "Product digest · {product}"),
    "for.direction": ("Digest de direction", "Executive digest"),
    # Movers judged by a watch.
    "movers.watched": (
        "Part des contacts cette semaine, contre ce que les semaines d'avant font attendre. "
        "Signal : plus que le hasard, avec {budget} par mois sur toutes les séries suivies. "
        "Bruit : tout le reste.",
        "Share of contacts this week, against what the weeks before lead to expect. Signal: more "
        "than chance, with {budget} a month over all series watched. Noise: all the rest.",
    ),
    "budget.one": ("une fausse alerte admise", "one false alert allowed"),
    "budget.many": ("{n} fausses alertes admises", "{n} false alerts allowed"),
    "movers.none_watched": (
        "Rien de significatif cette semaine, sur {n} séries suivies. Une hausse de {change} d'une "
        "série médiane (de {usual} à {seen} des contacts) se serait vue huit fois sur dix.",
        "Nothing significant this week, of {n} series watched. A rise of {change} of a median "
        "series (from {usual} to {seen} of contacts) would have been seen eight times in ten.",
    ),
    "movers.none_bare": (
        "Rien de significatif cette semaine, sur {n} séries suivies.",
        "Nothing significant this week, of {n} series watched.",
    ),
    "movers.more": ("Aussi des signaux : {names}.", "Signals too: {names}."),
    "movers.noise": ("Plus grands écarts : du bruit.", "Largest gaps: noise."),
    "move.watched": (
        "{now} des contacts ; attendu {usual}, entre {low} et {high}.",
        "{now} of contacts; expected {usual}, between {low} and {high}.",
    ),
    "move.since": ("Depuis {week}.", "Since {week}."),
    "move.since_between": (
        "Depuis {week} (entre {low} et {high}).",
        "Since {week} (between {low} and {high}).",
    ),
    "move.ongoing": ("Déjà signalé.", "Told before."),
    "move.care": (
        "À lire avec prudence : la semaine se compare mal aux précédentes.",
        "To be read with care: the week does not compare well with those before.",
    ),
    "since": ("depuis {week}", "since {week}"),
    "week": ("la semaine {n}", "week {n}"),
    "week.year": ("la semaine {n} de {year}", "week {n} of {year}"),
    "kind.of.reason": ("motif", "reason"),
    "kind.of.topic": ("sujet", "topic"),
    # Topics.
    "topics": ("Sujets nouveaux", "New topics"),
    "topics.intro": (
        "Ce dont parlent des contacts que la taxonomie n'explique pas.",
        "What contacts speak of that the taxonomy does not explain.",
    ),
    "topics.more": ("Et aussi : {names}.", "Also: {names}."),
    "topics.none": (
        "Aucun sujet nouveau cette semaine hors de la taxonomie.",
        "No new topic this week outside the taxonomy.",
    ),
    "topic.born": ("nouveau", "new"),
    "topic.split": ("détaché d'un autre", "split off another"),
    "topic.grown": ("en croissance", "growing"),
    "topic.continued": ("connu", "known"),
    "topic.merged": ("fondu dans un autre", "merged into another"),
    "topic.died": ("éteint", "gone"),
    "topic.new_irritant": ("nouvel irritant ?", "new irritant?"),
    "topic.number": ("Sujet n° {number}.", "Topic {number}."),
    "topic.words": ("Mots : {words}.", "Words: {words}."),
    "topic.nearest": ("Le plus proche : « {name} ».", "Nearest: “{name}”."),
    # Owners.
    "owner": ("Responsable", "Owner"),
    "owner.unset": ("Responsable : non défini ({names}).", "Owner: not set ({names})."),
    "owner.unset_all": ("Responsable : non défini.", "Owner: not set."),
    # Proposals.
    "proposal": ("Proposition", "Proposal"),
    "proposal.phrases": (
        "S'attaquer à ce que ces contacts répètent : {phrases}.",
        "Go after what these contacts repeat: {phrases}.",
    ),
    "proposal.phrase": ("« {text} » ({n})", "“{text}” ({n})"),
    "proposal.no_phrases": (
        "Aucune formule ne revient dans ces contacts : relire les citations pour en chercher la "
        "cause commune.",
        "No words recur in these contacts: read the quotes for the cause they share.",
    ),
    "proposal.gain": (
        "Si moitié moins de contacts en parlaient : note moyenne {gain}, pour autant que l'effet "
        "mesuré soit bien le sien.",
        "If half as many contacts mentioned it: mean score {gain}, provided that the measured "
        "effect is its own.",
    ),
    "proposal.unsure": ("Le gain n'est pas assuré.", "The gain is not sure."),
    "proposal.no_gain": (
        "Trop peu de notes pour chiffrer ce que cela rapporterait.",
        "Too few scores to tell what that would bring.",
    ),
    # Strengths.
    "strengths.sure": (
        "Ce dont l'éloge va, à coup sûr, avec une meilleure note, tout le reste étant égal.",
        "What goes with a better score for sure when praised, all else being equal.",
    ),
    "strengths.unsure": (
        "Les éloges les plus fréquents ; rien ne montre encore qu'ils élèvent la note.",
        "The most frequent praises; nothing shows yet that they lift the score.",
    ),
    "strength.lift": ("note {lift} quand c'est loué", "score {lift} when praised"),
    # Actions.
    "actions": ("Actions et ce qui a suivi", "Actions and what followed"),
    "actions.intro": (
        "Part des contacts qui parlent de l'irritant depuis l'action, contre ce qu'elle aurait été "
        "au rythme d'avant. Ce qui a suivi, pas la preuve de ce qui l'a causé.",
        "Share of contacts that mention the irritant since the action, against what it would have "
        "been at the earlier pace. What followed, not proof of what caused it.",
    ),
    "actions.more": (
        "Et {n} actions plus anciennes, dans le fichier des actions.",
        "And {n} earlier actions, in the file of actions.",
    ),
    "actions.none": (
        "Aucune action notée ces {n} dernières semaines.",
        "No action noted in the last {n} weeks.",
    ),
    "action": ("{day} : {what}", "{day}: {what}"),
    "action.owner": ("{day}, {owner} : {what}", "{day}, {owner}: {what}"),
    "action.effect": (
        "{after} des contacts depuis ({weeks}), {before} avant ; attendu au rythme d'avant "
        "{expected}, soit un écart de {change}.",
        "{after} of contacts since ({weeks}), {before} before; expected at the earlier pace "
        "{expected}: a gap of {change}.",
    ),
    "action.too_few": (
        "Trop tôt ou trop peu de contacts pour mesurer ({weeks} depuis).",
        "Too early or too few contacts to measure ({weeks} since).",
    ),
    "weeks.one": ("{value} semaine", "{value} week"),
    "weeks.many": ("{value} semaines", "{value} weeks"),
    "action.fell": ("la baisse a suivi", "a fall followed"),
    "action.rose": ("une hausse a suivi", "a rise followed"),
    "action.not_shown": ("pas d'effet démontré", "no effect shown"),
    "action.too_few_chip": ("pas encore mesurable", "not measurable yet"),
    "action.planned": ("prévue", "planned"),
    # Money.
    "money": ("En argent", "In money"),
    "money.intro": (
        "Chaque montant avec son intervalle à 95 % ; ils ne s'ajoutent pas.",
        "Each amount with its 95% interval; they do not add up.",
    ),
    "money.more": (
        "{n} autres montants sont donnés par motif value.",
        "{n} more amounts are given by motif value.",
    ),
    "money.most": ("au plus {amount}", "at most {amount}"),
    "money.named": ("{name} {amount}", "{name} {amount}"),
    "money.assumes": ("{name} : {text}", "{name}: {text}"),
    # The direction's lines.
    "line.contacts": ("Contacts", "Contacts"),
    "line.satisfaction": ("Satisfaction", "Satisfaction"),
    "line.negative": ("{share} de contacts négatifs", "{share} of contacts negative"),
    "line.irritant": ("Irritant {n}", "Irritant {n}"),
    "line.impact": (
        "{impact} sur la note moyenne",
        "{impact} on the mean score",
    ),
    "line.moves": ("Mouvements", "Moves"),
    "line.topics": ("Sujets nouveaux", "New topics"),
    "line.no_topic": ("aucun", "none"),
    "line.actions": ("Actions", "Actions"),
    "line.proposal": ("Proposition", "Proposal"),
    "line.half": (
        "« {name} » dans moitié moins de contacts : note moyenne {gain}",
        "“{name}” in half as many contacts: mean score {gain}",
    ),
    "line.strengths": ("Points forts", "Strengths"),
    "line.money": ("En argent", "In money"),
    "line.more": ("et {n} de plus dans le digest CX", "and {n} more in the CX digest"),
    "line.owner": ("responsable : {owner}", "owner: {owner}"),
    "line.week": ("Semaine", "Week"),
    "line.irritants": ("Irritants", "Irritants"),
    # Method.
    "method.ranges": (
        "Entre parenthèses, l'intervalle à 95 %. Proposition et montants sont des calculs sous "
        "hypothèses, à décider par des personnes.",
        "In parentheses, the 95% interval. Proposal and amounts are calculations under "
        "assumptions, for people to decide on.",
    ),
    "method.watch": (
        "Signal, pour ce qui est suivi chaque semaine : la semaine sort de ce que toutes les "
        "séries ensemble font par hasard, au budget de fausses alertes près. Un intervalle peut "
        "exclure zéro et l'écart rester du bruit.",
        "Signal, for what is watched week by week: the week leaves what all series together do by "
        "chance, within the budget of false alerts. An interval may leave zero out and the gap "
        "still be noise.",
    ),
    "method.gain": (
        "Proposition : un calcul, à décider par des personnes. Il prend l'effet mesuré pour celui "
        "de l'irritant, les contacts épargnés pour semblables aux autres, et laisse tout le reste "
        "en l'état ; l'intervalle ne dit pas le doute sur ces suppositions.",
        "Proposal: a calculation, for people to decide on. It takes the measured effect for the "
        "irritant's own, the contacts spared for like the others, and leaves all else as it is; "
        "the interval does not tell the doubt on these assumptions.",
    ),
    # Links and the PDF.
    "link.irritant": ("Voir ces contacts dans l'explorateur", "See these contacts in the explorer"),
    "link.home": ("Ouvrir la semaine dans l'explorateur", "Open the week in the explorer"),
    "page": ("page {n} sur {total}", "page {n} of {total}"),
    "quotes.cut": (
        "Des citations sont omises pour que le message reste léger : {n} par irritant au plus.",
        "Some quotes are left out to keep the message light: {n} per irritant at most.",
    ),
    "author": ("Motif", "Motif"),
}
