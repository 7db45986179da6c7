"""What the digest says, in French and English, and French typography."""

from __future__ import annotations

import re

from nlp.digest.finding_texts import FINDINGS
from nlp.naming import texts_of
from nlp.types import Lang

NBSP = "\u00a0"
NARROW = "\u202f"

_TEXTS: dict[str, tuple[str, str]] = {
    # The head of the page.
    "title": ("Ce que disent vos clients", "What your customers say"),
    "footer": (
        "Composé par Motif à partir des contacts importés. Citations expurgées des données "
        "personnelles.",
        "Composed by Motif from the contacts imported. Quotes are stripped of personal data.",
    ),
    "preheader": ("{n} contacts. {brief}", "{n} contacts. {brief}"),
    # The sum-up.
    "empty": (
        "Aucun contact cette semaine : il n'y a rien à raconter. Vérifier que l'import a bien eu "
        "lieu.",
        "No contact this week: there is nothing to tell. Check that the import took place.",
    ),
    "brief.up": ("En hausse : {names}.", "Up: {names}."),
    "brief.down": ("En baisse : {names}.", "Down: {names}."),
    "brief.quiet": (
        "Semaine calme : rien de significatif n'a bougé.",
        "A quiet week: nothing significant moved.",
    ),
    "brief.no_move": (
        "Aucun irritant n'a bougé significativement.",
        "No irritant moved significantly.",
    ),
    "brief.no_history": (
        "Trop peu de semaines d'historique pour dire ce qui bouge.",
        "Too few weeks of history to tell what moves.",
    ),
    "brief.score": (
        "La satisfaction ({scale}) {direction} : {change}.",
        "Satisfaction ({scale}) {direction}: {change}.",
    ),
    "score.up": ("monte", "is up"),
    "score.down": ("baisse", "is down"),
    "brief.cost": (
        "Ce qui pèse le plus sur la satisfaction : « {name} » ({impact} sur la note moyenne).",
        "What weighs most on satisfaction: “{name}” ({impact} on the mean score).",
    ),
    "brief.no_cost": (
        "Aucun irritant ne pèse nettement sur la satisfaction.",
        "No irritant clearly weighs on satisfaction.",
    ),
    "brief.no_score": (
        "Sans note de satisfaction, les irritants sont classés par volume.",
        "Without satisfaction scores, irritants are ranked by volume.",
    ),
    "brief.few_scores": (
        "Trop peu de notes par irritant pour en mesurer l'effet : ils sont classés par volume.",
        "Too few scores per irritant to measure its effect: they are ranked by volume.",
    ),
    "brief.chance": (
        "Peu de mouvement, pas plus que le hasard n'en donne. {moves}",
        "Little movement, no more than chance brings. {moves}",
    ),
    # Headline figures.
    "tile.contacts": ("Contacts", "Contacts"),
    "tile.usual": (
        "d'habitude {usual} (de {low} à {high} sur {n} semaines)",
        "usually {usual} ({low} to {high} over {n} weeks)",
    ),
    "tile.usual_one": ("{usual} la semaine d'avant", "{usual} the week before"),
    "tile.first": ("première semaine connue", "first week known"),
    "tile.satisfaction": ("Satisfaction, {scale}", "Satisfaction, {scale}"),
    "tile.no_scale": ("Satisfaction", "Satisfaction"),
    "tile.answers": ("{n} réponses", "{n} answers"),
    "tile.answer": ("{n} réponse", "{n} answer"),
    "tile.mean": ("note moyenne {mean}", "mean score {mean}"),
    "tile.no_answer": ("aucune note cette semaine", "no score this week"),
    "tile.negative": ("Négatifs", "Negative"),
    "tile.mixed": ("et {share} de mitigés", "and {share} mixed"),
    "tile.change": (
        "{change} contre les {n_weeks} semaines d'avant",
        "{change} against the {n_weeks} weeks before",
    ),
    "tile.no_change": ("évolution : trop peu d'historique", "change: too little history"),
    "langs": ("Langues", "Languages"),
    "channels": ("Canaux", "Channels"),
    "other_scales": ("Autres échelles", "Other scales"),
    # What moved.
    "movers": ("Ce qui a bougé", "What moved"),
    "movers.intro": (
        "Part des contacts qui en parlent, cette semaine contre la moyenne des {n_weeks} "
        "précédentes. Signal : l'intervalle à 95 % de l'écart exclut zéro ; les plus grands des "
        "autres, du bruit, suivent.",
        "Share of contacts that mention it, this week against the mean of the {n_weeks} before. "
        "Signal: the 95% interval of the gap leaves zero out; the largest of the others, noise, "
        "follow.",
    ),
    "movers.chance": (
        "Sur {n} irritants suivis, le hasard seul peut en faire ressortir {chance} par semaine : "
        "regarder si l'écart dure.",
        "Of {n} irritants watched, chance alone can bring up {chance} in a week: see whether the "
        "gap lasts.",
    ),
    "movers.none": (
        "Rien de significatif : aucun des {n} irritants suivis ne sort de ses variations "
        "ordinaires. Un écart de {change} ou plus se serait vu quatre fois sur cinq.",
        "Nothing significant: none of the {n} irritants watched leaves its ordinary range. A gap "
        "of {change} or more would have been seen four times in five.",
    ),
    "movers.no_history": (
        "Il faut au moins {n} semaines d'historique pour distinguer un changement du hasard.",
        "At least {n} weeks of history are needed to tell a change from chance.",
    ),
    "move": (
        "{now} des contacts, contre {usual} d'habitude : {change}",
        "{now} of contacts, usually {usual}: {change}",
    ),
    # The irritants.
    "top": ("Ce qui pèse le plus sur la satisfaction", "What weighs most on satisfaction"),
    "top.volume": ("Les irritants les plus fréquents", "The most frequent irritants"),
    "top.intro": (
        "Classés par ce qu'ils coûtent au moins : le bout de l'intervalle de l'impact le plus "
        "proche de zéro. Effet et impact, en points de note {unit}, sont mesurés sur les {weeks} ; "
        "contacts et évolution sont ceux de cette semaine.",
        "Ranked by what they cost at the least: the end of the impact's interval nearest zero. "
        "Effect and impact, in points of score {unit}, are measured over {weeks}; contacts and "
        "change are this week's.",
    ),
    "top.none": ("Aucun irritant dans ces contacts.", "No irritant in these contacts."),
    "chart.title": ("Impact sur la note moyenne", "Impact on the mean score"),
    "chart.axis": (
        "points de note {unit}, intervalle à 95 %",
        "points of score {unit}, 95% interval",
    ),
    "chart.sure": ("coûte", "costs"),
    "chart.unsure": ("indéterminé", "undetermined"),
    "chart.alt": (
        "Graphique : impact de chaque irritant sur la note moyenne, avec son intervalle. {rows}.",
        "Chart: impact of each irritant on the mean score, with its interval. {rows}.",
    ),
    "figure.week": ("Cette semaine", "This week"),
    "figure.change": ("Évolution", "Change"),
    "figure.effect": ("Effet par contact", "Effect per contact"),
    "figure.impact": ("Impact sur la moyenne", "Impact on the mean"),
    "contacts.one": ("{value}\u00a0contact", "{value}\u00a0contact"),
    "contacts.many": ("{value}\u00a0contacts", "{value}\u00a0contacts"),
    "of_contacts": ("{share} du total", "{share} of all"),
    "signal": ("signal", "signal"),
    "noise": ("bruit", "noise"),
    "no_history": ("pas assez d'historique", "too little history"),
    "no_quote": (
        "Personne n'en parle cette semaine.",
        "Nobody mentions it this week.",
    ),
    "same_quotes": (
        "Mêmes verbatims que ceux cités ailleurs.",
        "The same verbatims as quoted elsewhere.",
    ),
    "verdict.undetermined": ("indéterminé", "undetermined"),
    "verdict.not_estimable": ("non estimable", "not estimable"),
    "verdict.too_few": ("trop peu de notes", "too few scores"),
    # Strengths.
    "strengths": ("Ce qui plaît", "What pleases"),
    "strengths.none": (
        "Aucun compliment repéré cette semaine.",
        "No praise found this week.",
    ),
    # Coverage and method.
    "coverage": ("Sur quoi repose ce digest", "What this digest rests on"),
    "cover.import": ("Dernier import", "Last import"),
    "cover.rows": (
        "{day} : {read} lignes lues = {kept} gardées + {rejected} rejetées",
        "{day}: {read} rows read = {kept} kept + {rejected} rejected",
    ),
    "cover.rejects": ("Rejets", "Rejects"),
    "cover.scored": ("Avec une note", "With a score"),
    "cover.scored_share": (
        "{n} contacts sur {total} ({share})",
        "{n} contacts of {total} ({share})",
    ),
    "cover.doubt": ("Modèle en doute", "Model in doubt"),
    "cover.no_doubt": ("sur aucun contact", "on no contact"),
    "cover.undated": ("Sans date", "Undated"),
    "cover.undated_n": (
        "{n} contacts, absents de toute semaine",
        "{n} contacts, absent from every week",
    ),
    "cover.unread": ("Non lus", "Not read"),
    "cover.unread_n": (
        "{n} contacts stockés que ce modèle n'a pas lus : relancer l'analyse",
        "{n} contacts stored that this model has not read: run the analysis again",
    ),
    "cover.versions": ("Versions", "Versions"),
    "cover.versions_text": (
        "modèle {model}, taxonomie {taxonomy}",
        "model {model}, taxonomy {taxonomy}",
    ),
    "kind.reason": ("motif sur {share} des contacts", "reason on {share} of contacts"),
    "kind.irritant": ("irritants sur {share}", "irritants on {share}"),
    "kind.sentiment": ("sentiment sur {share}", "sentiment on {share}"),
    "kind.signal": ("signaux sur {share}", "signals on {share}"),
    "kind.praise": ("compliments sur {share}", "praises on {share}"),
    "method": ("Comment lire", "How to read"),
    "method.effect": (
        "Effet : points de note en plus ou en moins quand un contact parle de l'irritant, à "
        "autres irritants, canal, langue, segment et semaine égaux. Une association, pas une "
        "preuve de cause.",
        "Effect: points of score gained or lost when a contact mentions the irritant, other "
        "irritants, channel, language, segment and week being equal. An association, not a proof "
        "of cause.",
    ),
    "method.impact": (
        "Impact : part des contacts × effet, soit ce que l'irritant enlève à la note moyenne de "
        "tous.",
        "Impact: share of contacts × effect: what the irritant takes off everybody's mean score.",
    ),
    "method.signal": (
        "Signal : l'intervalle à 95 % exclut zéro. Bruit : il le contient, le hasard suffit à "
        "l'expliquer. Les deux nombres entre parenthèses sont toujours cet intervalle.",
        "Signal: the 95% interval leaves zero out. Noise: it holds zero, chance is enough to "
        "explain it. The two numbers in parentheses are always that interval.",
    ),
    # Units, scales, words.
    "points.one": ("{value}\u00a0pt", "{value}\u00a0pt"),
    "points.many": ("{value}\u00a0pts", "{value}\u00a0pts"),
    "score_points.one": ("{value}\u00a0point", "{value}\u00a0point"),
    "score_points.many": ("{value}\u00a0points", "{value}\u00a0points"),
    "range": ("{low}\u00a0à\u00a0{high}", "{low}\u00a0to\u00a0{high}"),
    "unit": ("sur {top}", "out of {top}"),
    "scale.nps": ("NPS", "NPS"),
    "scale.csat": ("CSAT", "CSAT"),
    "scale.ces7": ("CES", "CES"),
    "scale.ces5": ("CES", "CES"),
    "scale.stars": ("étoiles", "stars"),
    "scale.percent": ("pourcentage", "percentage"),
    "scored": ("note {score}", "score {score}"),
    **FINDINGS,
    **texts_of("lang", "channel"),
    "more": ("{names} et {n} autres", "{names} and {n} more"),
    "separator": (" ; ", "; "),
    "colon": (" : ", ": "),
    "quote": ("« {text} »", "“{text}”"),
}

KEYS = tuple(_TEXTS)
"""Every text there is."""


def say(key: str, lang: Lang, **values: object) -> str:
    """One of the digest's texts.

    Args:
        key: Which one.
        lang: In which language.
        **values: What fills its braces; left as they are.

    Returns:
        The text, with French typography in French.
    """
    text = _TEXTS[key][0 if lang == "fr" else 1]
    return typeset(text, lang).format(**values)


def word(kind: str, code: str, lang: Lang) -> str:
    """The word for a channel or language, or the code itself where there is none."""
    key = f"{kind}.{code}"
    return say(key, lang) if key in _TEXTS else code


def typeset(text: str, lang: Lang) -> str:
    """Give our own words (never a customer's) their apostrophes and no-break spaces."""
    text = text.replace("'", "’")
    if lang != "fr":
        return text
    text = re.sub(r"[ \u00a0](?=[;!?%])", NARROW, text)
    text = re.sub(r"[ \u202f](?=[:»])", NBSP, text)
    return re.sub(r"(?<=«)[ \u202f]", NBSP, text)
