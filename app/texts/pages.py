"""Texts of one page each. French, then English."""

from __future__ import annotations

from app.texts.shared import Texts

IRRITANTS: Texts = {
    "irritants.scope_all": ("toutes les semaines", "all weeks"),
    "tile.contacts": ("Contacts", "Contacts"),
    "tile.contacts.note.one": ("dont {n} échange avec le service", "of which {n} interaction"),
    "tile.contacts.note.many": ("dont {n} échanges avec le service", "of which {n} interactions"),
    "tile.mean": ("note moyenne {range}", "mean score, {range}"),
    "tile.mean_of_nps": ("moyenne {mean} sur 10", "mean {mean} out of 10"),
    "tile.satisfaction": ("Satisfaction", "Satisfaction"),
    "tile.no_score": ("aucune note", "no score"),
    "tile.interval_help": (
        "± : demi-largeur de l'intervalle à 95 %, les réponses d'un même client comptées "
        "ensemble. Intervalle : {interval}.",
        "±: half the width of the 95% interval, with a customer's answers taken together. "
        "Interval: {interval}.",
    ),
    "tile.share_help": (
        "Intervalle binomial à 95 % (Wilson) : {interval} %.",
        "95% binomial interval (Wilson): {interval}%.",
    ),
    "tile.negative": ("Négatifs", "Negative"),
    "tile.negative.note": ("et {mixed} de mitigés", "and {mixed} mixed"),
    "tile.without": ("Sans irritant", "Without irritant"),
    "tile.without.note": (
        "modèle en doute sur {doubtful} des contacts",
        "model in doubt on {doubtful} of contacts",
    ),
    "ranking.title": ("Classement des irritants", "Ranking of irritants"),
    "ranking.as_of": (
        "Classement {until}, sur les notes {scale}. Effets ajustés, mesurés par "
        "observation : des associations, pas une preuve de cause.",
        "Ranking {until}, on {scale} scores. Effects are adjusted and observational: associations, "
        "not proof of cause.",
    ),
    "ranking.until": ("arrêté à la {week}", "as of {week}"),
    "ranking.until_n": (
        "de {n} contacts sur {weeks}, arrêté à la {week}",
        "of {n} contacts over {weeks}, as of {week}",
    ),
    "ranking.undated_n": ("de {n} contacts sans date", "of {n} undated contacts"),
    "ranking.undated": ("de tous les contacts, sans date", "of all contacts, undated"),
    "ranking.as_of_unscored": (
        "Classement {until}. Sans note de satisfaction, seuls les volumes sont connus.",
        "Ranking {until}. Without satisfaction scores only volumes are known.",
    ),
    "ranking.uncorrected": (
        "Les irritants sont ceux que le modèle a lus ; ses erreurs de lecture ne sont pas "
        "corrigées.",
        "The irritants are those the model read; its reading errors are not corrected.",
    ),
    "ranking.corrected": (
        "Parts et effets sont corrigés des erreurs de lecture du modèle, sur des contacts "
        "vérifiés par des personnes.",
        "Shares and effects are corrected for the model’s reading errors, on contacts that "
        "people checked.",
    ),
    "ranking.title_group": (
        "Classement des irritants · {column} : {level}",
        "Ranking of irritants · {column}: {level}",
    ),
    "ranking.group": (
        "Classement à part de ces contacts : parts, effets, impacts et évolution portent sur eux "
        "seuls.",
        "A ranking of these contacts by themselves: shares, effects, impacts and changes are "
        "about them alone.",
    ),
    "ranking.groups": (
        "Un seul canal, segment ou produit, ou une seule langue, sans autre filtre, a son "
        "classement à part.",
        "One channel, segment, product or language alone, without another filter, has a ranking "
        "of its own.",
    ),
    "ranking.whole": (
        "Ces contacts sont tous ceux du classement.",
        "These contacts are all those of the ranking.",
    ),
    "ranking.not_ranked": (
        "Aucun classement à part de ces contacts n'est enregistré : relancer l'analyse pour "
        "l'avoir.",
        "No ranking of these contacts by themselves is stored: run the analysis again to get it.",
    ),
    "ranking.too_few.one": (
        "Trop peu de contacts pour un classement à part : {n} sur la période du classement.",
        "Too few contacts for a ranking of their own: {n} over the ranking's period.",
    ),
    "ranking.too_few.many": (
        "Trop peu de contacts pour un classement à part : {n} sur la période du classement.",
        "Too few contacts for a ranking of their own: {n} over the ranking's period.",
    ),
    "ranking.too_few.why": (
        "Il en faut au moins {least} : en dessous, l'effet d'un irritant ne se distingue pas du "
        "hasard. Élargir le choix, ou effacer les filtres pour le classement de tous les contacts.",
        "At least {least} are needed: under that, the effect of an irritant cannot be told from "
        "chance. Widen the choice, or clear the filters for the ranking of all contacts.",
    ),
    "ranking.too_few.read": ("Lire leurs verbatims", "Read their verbatims"),
    "group.channel": ("canal", "channel"),
    "group.segment": ("segment", "segment"),
    "group.product": ("produit", "product"),
    "group.lang": ("langue", "language"),
    "ranking.filtered": (
        "Effets, impacts et évolution portent sur tous les contacts du classement. La colonne "
        "« Retenus » et la tendance suivent les filtres.",
        "Effects, impacts and changes are about all contacts of the ranking. The column “Chosen” "
        "and the trend follow the filters.",
    ),
    "ranking.none": (
        "Aucun classement n'est encore enregistré dans cet espace de travail : relancer l'analyse.",
        "No ranking is stored in this workspace yet: run the analysis again.",
    ),
    "ranking.caption": (
        "Irritants, du plus au moins coûteux pour la satisfaction",
        "Irritants, from the costliest to satisfaction to the least costly",
    ),
    "ranking.caption_volume": (
        "Irritants, du plus au moins fréquent",
        "Irritants, from the most to the least frequent",
    ),
    "ranking.show_all": ("Afficher les {n} irritants", "Show all {n} irritants"),
    "ranking.show_fewer": ("Afficher moins", "Show fewer"),
    "ranking.open": ("Lire ses verbatims", "Read its verbatims"),
    "column.rank": ("Nº", "#"),
    "column.irritant": ("Irritant", "Irritant"),
    "column.n": ("Contacts", "Contacts"),
    "column.share": ("Part", "Share"),
    "column.chosen": ("Retenus", "Chosen"),
    "column.effect": ("Effet", "Effect"),
    "column.impact": ("Impact", "Impact"),
    "column.change": ("Évolution", "Change"),
    "column.verdict": ("Verdict", "Verdict"),
    "unit.contacts": ("IC 95 %", "95% CI"),
    "unit.scored": ("dont notés", "with a score"),
    "cell.scored.one": ("{n} noté", "{n} scored"),
    "cell.scored.many": ("{n} notés", "{n} scored"),
    "unit.chosen": ("part, filtres", "share, filtered"),
    "unit.points": ("points, IC 95 %", "points, 95% CI"),
    "unit.week": ("{week}, en points de %", "{week}, pct points"),
    "define.n": (
        "Contacts qui mentionnent l'irritant, sur la période du classement ; dessous, ceux "
        "d'entre eux qui portent une note de satisfaction, dont l'effet est tiré.",
        "Contacts that mention the irritant, over the ranking's period; below, those among them "
        "that bear a satisfaction score, which the effect is drawn from.",
    ),
    "define.share": (
        "Part des contacts du classement qui mentionnent l'irritant, avec son intervalle à 95 %.",
        "Share of the ranking's contacts that mention the irritant, with its 95% interval.",
    ),
    "define.chosen": (
        "Part des contacts retenus par les filtres qui mentionnent l'irritant.",
        "Share of the contacts chosen by the filters that mention the irritant.",
    ),
    "define.effect": (
        "Différence de satisfaction, en points de l'échelle, entre contacts avec et sans "
        "l'irritant, à autres irritants et contexte égaux (régression conjointe). Négatif : la "
        "satisfaction est plus basse. Intervalle de confiance à 95 %.",
        "Difference in satisfaction, in points of the scale, between contacts with and without "
        "the irritant, other irritants and context held equal (joint regression). Negative: "
        "satisfaction is lower. With its 95% confidence interval.",
    ),
    "define.impact": (
        "Part × effet : les points que l'irritant enlève à la moyenne de tous. Le classement "
        "suit le bout de l'intervalle le plus proche de zéro : ce qu'il coûte au moins.",
        "Share × effect: the points that the irritant takes off everybody's mean. The ranking "
        "goes by the end of the interval nearest zero: what it costs at the least.",
    ),
    "define.change": (
        "Part de la dernière semaine moins la moyenne des huit semaines pleines d'avant, avec "
        "son intervalle à 95 %. En couleur : l'intervalle exclut zéro.",
        "Share in the last week less the mean of the eight whole weeks before, with its 95% "
        "interval. In colour: the interval excludes zero.",
    ),
    "define.verdict": (
        "Coûte : tout l'intervalle de l'effet est sous zéro. Indéterminé : il contient zéro. "
        "Trop peu de notes : pas assez de contacts notés pour conclure.",
        "Costs: the whole interval of the effect is below zero. Undetermined: it holds zero. Too "
        "few scores: not enough scored contacts to conclude.",
    ),
    "define.rank": (
        "Rang dans le classement ; un clic sur un titre trie le tableau.",
        "Rank; a click on a heading sorts the table.",
    ),
    "define.irritant": (
        "Un clic sur le nom ouvre ses verbatims ; sur la ligne, montre sa tendance.",
        "A click on the name opens its verbatims; on the row, shows its trend.",
    ),
    "define.title": ("Comment lire ces chiffres", "How to read these figures"),
    "chart.title": ("Volume et effet", "Volume and effect"),
    "chart.note": (
        "En bas à droite : fréquent et coûteux. Traits : intervalles à 95 %. Un clic sur un "
        "point montre sa tendance.",
        "Bottom right: frequent and costly. Lines: 95% intervals. A click on a point shows its "
        "trend.",
    ),
    "chart.without_effect.one": (
        "{n} irritant sans effet estimé n'y figure pas.",
        "{n} irritant without an estimated effect is not shown.",
    ),
    "chart.without_effect.many": (
        "{n} irritants sans effet estimé n'y figurent pas.",
        "{n} irritants without an estimated effect are not shown.",
    ),
    "chart.no_effect": (
        "Aucun effet n'a pu être estimé : il faut des notes de satisfaction.",
        "No effect could be estimated: satisfaction scores are needed.",
    ),
    "chart.share": (
        "part des contacts, échelle en racine carrée",
        "share of contacts, square-root scale",
    ),
    "chart.effect": ("effet sur la satisfaction, en points", "effect on satisfaction, in points"),
    "chart.alt": (
        "Nuage de points des irritants : part des contacts et effet sur la satisfaction",
        "Scatter plot of irritants: share of contacts and effect on satisfaction",
    ),
    "trend.title": ("Tendance par semaine", "Weekly trend"),
    "trend.choose": ("Irritant suivi", "Irritant followed"),
    "trend.rate": ("part des contacts de la semaine", "share of the week's contacts"),
    "trend.note": (
        "Bande : intervalle binomial à 95 % (Wilson). Trait : part moyenne sur la période.",
        "Band: 95% binomial interval (Wilson). Line: mean share over the period.",
    ),
    "trend.none": ("Aucun contact daté à montrer.", "No dated contact to show."),
    "trend.counts": ("{n} sur {total}", "{n} of {total}"),
    "trend.alt": (
        "Part des contacts qui mentionnent l'irritant, semaine par semaine",
        "Share of contacts that mention the irritant, week by week",
    ),
    "trend.open": ("Lire les verbatims de cet irritant", "Read the verbatims of this irritant"),
    "tooltip.interval": ("Intervalle", "Interval"),
    "tooltip.week": ("Semaine", "Week"),
    "tooltip.contacts": ("Contacts", "Contacts"),
}

VERBATIMS: Texts = {
    "verbatims.legend": ("Mots surlignés", "Highlighted words"),
    "verbatims.range": ("{first}–{last} sur {total}", "{first}–{last} of {total}"),
    "verbatims.previous": ("← Précédents", "← Previous"),
    "verbatims.next": ("Suivants →", "Next →"),
    "verbatims.redacted": (
        "Textes anonymisés : noms, numéros et adresses sont remplacés par des repères tels que "
        "{mark}.",
        "Redacted texts: names, numbers and addresses are replaced by marks such as {mark}.",
    ),
    "verbatims.export": ("Exporter en CSV", "Export as CSV"),
    "verbatims.export_help": (
        "Tous les verbatims trouvés, pas seulement cette page. Sans identifiant de client ; "
        "les cellules qui ressemblent à des formules sont désarmées.",
        "All the verbatims found, not only this page. Without any customer identifier; cells "
        "that look like formulas are defused.",
    ),
    "card.doubt": ("doute : {kinds}", "in doubt: {kinds}"),
    "card.score": ("{value} sur {top}", "{value} out of {top}"),
    "card.percent": ("{value} %", "{value}%"),
    "card.source": ("{source}, ligne {row}", "{source}, row {row}"),
    "card.polarity": ("polarité {value}", "polarity {value}"),
    "card.probability": ("probabilité {value}", "probability {value}"),
    "card.long": ("Texte long : le faire défiler", "Long text: scroll it"),
    "export.contact_id": ("contact", "contact"),
    "export.date": ("date", "date"),
    "export.week": ("semaine", "week"),
    "export.kind": ("type", "type"),
    "export.channel": ("canal", "channel"),
    "export.lang": ("langue", "language"),
    "export.product": ("produit", "product"),
    "export.segment": ("segment", "segment"),
    "export.team": ("équipe", "team"),
    "export.crm_reason": ("motif_crm", "crm_reason"),
    "export.satisfaction": ("satisfaction", "satisfaction"),
    "export.scale": ("échelle", "scale"),
    "export.sentiment": ("sentiment", "sentiment"),
    "export.sentiment_score": ("polarité", "polarity"),
    "export.reasons": ("motifs", "reasons"),
    "export.irritants": ("irritants", "irritants"),
    "export.praises": ("éloges", "praises"),
    "export.signals": ("signaux", "signals"),
    "export.abstained": ("doute", "in_doubt"),
    "export.text": ("verbatim", "verbatim"),
    "export.source": ("fichier", "file"),
    "export.row": ("ligne", "row"),
}

IMPORTS: Texts = {
    "imports.run": ("Import", "Import"),
    "imports.when": ("{when} · {duration}", "{when} · {duration}"),
    "imports.last": ("{when} (le dernier)", "{when} (the last)"),
    "imports.read": ("Lignes lues", "Rows read"),
    "imports.kept": ("Gardées", "Kept"),
    "imports.rejected": ("Rejetées", "Rejected"),
    "imports.balance": (
        "{read} lues = {kept} gardées + {rejected} rejetées",
        "{read} read = {kept} kept + {rejected} rejected",
    ),
    "imports.share": ("{share} des lignes lues", "{share} of the rows read"),
    "imports.took": ("Durée", "Time taken"),
    "imports.versions": (
        "Modèle {model} · taxinomie {taxonomy}",
        "Model {model} · taxonomy {taxonomy}",
    ),
    "imports.files": ("Fichiers et colonnes", "Files and columns"),
    "imports.no_mapping": (
        "Aucune colonne à reconnaître dans ce type de fichier.",
        "No columns to recognise in this kind of file.",
    ),
    "imports.field": ("Champ de Motif", "Motif's field"),
    "imports.column": ("Colonne lue", "Column read"),
    "imports.notes": ("Ce que Motif a trouvé ou décidé", "What Motif found out or decided"),
    "imports.no_notes": ("Rien à signaler.", "Nothing to report."),
    "imports.rejects": ("Lignes rejetées", "Rejected rows"),
    "imports.no_rejects": ("Aucune ligne rejetée.", "No row was rejected."),
    "imports.reason": ("Raison", "Reason"),
    "imports.rows": ("Lignes", "Rows"),
    "imports.advice": ("Que faire", "What to do"),
    "imports.file": ("Fichier", "File"),
    "imports.row": ("Ligne", "Row"),
    "imports.whole_file": ("tout le fichier", "whole file"),
    "imports.detail": ("Détail", "Detail"),
    "imports.list": ("Liste des lignes", "List of the rows"),
    "imports.listed": (
        "Les {shown} premières lignes sur {total} ; l'export les contient toutes.",
        "The first {shown} rows of {total}; the export has them all.",
    ),
    "imports.export": ("Exporter les rejets en CSV", "Export the rejects as CSV"),
    "imports.content": ("Contacts de ces fichiers", "Contacts of these files"),
    "imports.content_of": (
        "{n} contacts sous ces noms de fichiers ; l'import en a gardé {kept}. Les deux diffèrent "
        "quand un contact a été relu depuis, ou vient d'un dossier de messages.",
        "{n} contacts under these file names; the import kept {kept}. The two differ where a "
        "contact was read again since, or comes from a folder of messages.",
    ),
    "imports.langs": ("Langues", "Languages"),
    "imports.channels": ("Canaux", "Channels"),
    "imports.earlier": ("Tous les imports", "All imports"),
    "imports.started": ("Début", "Started"),
}
