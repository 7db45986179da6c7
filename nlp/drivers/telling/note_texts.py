"""Texts of the notes on an estimate and on its checks, French and English."""

from __future__ import annotations

from nlp.types import Texts

ESTIMATE: dict[str, Texts] = {
    "levels_pooled": {
        "fr": "Variable de contrôle {control}\u00a0: {n_levels} modalités rares ({n} contacts) "
        "regroupées en une seule.",
        "en": "Control {control}: {n_levels} rare levels ({n} contacts) pooled into one.",
    },
    "control_constant": {
        "fr": "Variable de contrôle {control}\u00a0: la même valeur partout (une fois les "
        "modalités rares regroupées), sans effet sur le calcul.",
        "en": "Control {control}: the same value throughout (once rare levels are pooled), "
        "it changes nothing.",
    },
    "control_filled": {
        "fr": "Variable de contrôle {control}\u00a0: {n} valeurs manquantes remplacées par la "
        "moyenne et signalées au modèle par un indicateur.",
        "en": "Control {control}: {n} missing values filled with the mean and told to the model "
        "by an indicator.",
    },
    "cluster_missing": {
        "fr": "{n} contacts sans client connu\u00a0: chacun compte pour un client à lui seul.",
        "en": "{n} contacts of no known customer: each counts as a customer of its own.",
    },
    "uncorrected": {
        "fr": "Les irritants sont ceux que le modèle a lus\u00a0: les erreurs de lecture ne sont "
        "pas corrigées.",
        "en": "The irritants are those that the model read: its reading errors are not corrected.",
    },
    "corrected": {
        "fr": "Erreurs de lecture du modèle corrigées sur {n} contacts vérifiés, dont {n_scored} "
        "notés\u00a0: parts, effets, impacts et rangs. Le reste (moyennes, note sans ces contacts, "
        "effet apparent, LMG, passagers, nombres de contacts) est tel que lu.",
        "en": "The model’s reading errors are corrected on {n} checked contacts, {n_scored} of "
        "them with a score: shares, effects, impacts and ranks. All else (means, score without "
        "these contacts, apparent effect, LMG, passengers, numbers of contacts) is as read.",
    },
    "checked_of_no_help": {
        "fr": "Erreurs de lecture non corrigées\u00a0: les {n} contacts vérifiés, dont {n_scored} "
        "notés, ne suffisent pour aucun irritant.",
        "en": "Reading errors are not corrected: the {n} checked contacts, {n_scored} of them with "
        "a score, are not enough for any irritant.",
    },
    "checked_at_random": {
        "fr": "Les contacts vérifiés sont supposés tirés au hasard parmi tous\u00a0; sinon, donner "
        "leur probabilité de tirage (sampling_probability).",
        "en": "The checked contacts are taken to be drawn at random from all; if they were not, "
        "give the chance each had of being drawn (sampling_probability).",
    },
    "checked_missing": {
        "fr": "Irritants sans vérification, part et effet tels que lus\u00a0: {irritants}. Pour "
        "les corriger, une colonne par irritant dans les contacts vérifiés.",
        "en": "Irritants that were not checked, share and effect as read: {irritants}. To correct "
        "them, a column for each in the checked contacts.",
    },
    "prevalence_few_checked": {
        "fr": "Part non corrigée, telle que lue\u00a0: {irritants}. Il faudrait au moins {n_min} "
        "contacts vérifiés où l’irritant a été lu, et autant où il ne l’a pas été.",
        "en": "Share not corrected, as read: {irritants}. It would take at least {n_min} checked "
        "contacts in which the irritant was read, and as many in which it was not.",
    },
    "effect_few_checked": {
        "fr": "Effet non corrigé, tel que lu\u00a0: {irritants}. Il faudrait au moins {n_min} "
        "contacts vérifiés et notés où l’irritant est présent, {n_min} où il est lu, et "
        "autant sans lui.",
        "en": "Effect not corrected, as read: {irritants}. It would take at least {n_min} checked "
        "contacts with a score in which the irritant is there, {n_min} in which it was read, and "
        "as many without it.",
    },
    "effect_not_settled": {
        "fr": "Effet non corrigé, tel que lu\u00a0: {irritants}. Les contacts vérifiés et notés "
        "n’isolent pas son effet (trop peu de clients, ou autant de colonnes que de contacts)"
        "\u00a0: en vérifier davantage.",
        "en": "Effect not corrected, as read: {irritants}. The checked contacts with a score "
        "cannot single it out (too few customers, or as many columns as contacts): check "
        "more of them.",
    },
    "scale_chosen": {
        "fr": "Plusieurs échelles de satisfaction\u00a0: les effets sont estimés sur {scale} "
        "({n} réponses), la plus fréquente. {n_left} réponses sur d’autres échelles "
        "restent à part.",
        "en": "Several satisfaction scales: effects are estimated on {scale} ({n} answers), the "
        "most frequent. {n_left} answers on other scales stay apart.",
    },
    "scale_given": {
        "fr": "Effets estimés sur l’échelle demandée, {scale} ({n} réponses). {n_left} réponses "
        "sur d’autres échelles restent à part.",
        "en": "Effects are estimated on the scale asked for, {scale} ({n} answers). {n_left} "
        "answers on other scales stay apart.",
    },
}

ORDINAL: dict[str, Texts] = {
    "ordinal_sampled": {
        "fr": "Sens des effets vérifié par un modèle ordinal sur {n} contacts notés, tirés au "
        "sort parmi {n_scored} (graine {seed}).",
        "en": "Direction of the effects checked by an ordinal model on {n} scored contacts, drawn "
        "from {n_scored} (seed {seed}).",
    },
    "ordinal_grouped": {
        "fr": "Modèle ordinal\u00a0: {n_values} notes différentes regroupées par quantiles en "
        "{n_levels} niveaux.",
        "en": "Ordinal model: {n_values} different scores grouped by quantiles into {n_levels} "
        "levels.",
    },
    "ordinal_constant": {
        "fr": "Pas de modèle ordinal\u00a0: il faut au moins deux notes différentes, données par "
        "au moins deux clients.",
        "en": "No ordinal model: it takes at least two different scores, given by at least two "
        "customers.",
    },
    "ordinal_not_converged": {
        "fr": "Le modèle ordinal n’a pas abouti sur {n} contacts notés\u00a0: le sens des effets "
        "n’est pas vérifié. Retirer des variables de contrôle ou attendre d’autres notes.",
        "en": "The ordinal model did not settle on {n} scored contacts: the direction of the "
        "effects is not checked. Take controls away or wait for more scores.",
    },
    "ordinal_separated": {
        "fr": "Sens non vérifié par le modèle ordinal pour {irritants}\u00a0: les notes des "
        "contacts qui en parlent sont toutes d’un même côté, aucun coefficient fini ne s’y "
        "ajuste. D’autres notes le permettraient.",
        "en": "Direction not checked by the ordinal model for {irritants}: the scores of the "
        "contacts that mention it all lie on one side, no finite coefficient fits them. More "
        "scores would allow it.",
    },
    "ordinal_rare": {
        "fr": "Sens non vérifié par le modèle ordinal pour {irritants}\u00a0: moins de "
        "{min_customers} clients qui en parlent (ou n’en parlent pas) parmi les {n} contacts "
        "du modèle. Davantage de contacts notés le permettraient.",
        "en": "Direction not checked by the ordinal model for {irritants}: fewer than "
        "{min_customers} customers who mention it (or do not) among the model’s {n} contacts. "
        "More scored contacts would allow it.",
    },
    "ordinal_collinear": {
        "fr": "Sens non vérifié par le modèle ordinal pour {irritants}\u00a0: sur les {n} "
        "contacts du modèle, il se déduit exactement d’autres colonnes. Retirer l’une d’elles "
        "le permettrait.",
        "en": "Direction not checked by the ordinal model for {irritants}: among the model’s {n} "
        "contacts it follows exactly from other columns. Taking one of them away would allow it.",
    },
}

DOUBLY_ROBUST: dict[str, Texts] = {
    "check_sampled": {
        "fr": "Vérification faite sur {n} contacts notés, tirés au sort parmi {n_scored} "
        "(graine {seed}).",
        "en": "Check made on {n} scored contacts, drawn from {n_scored} (seed {seed}).",
    },
    "check_others_unknown": {
        "fr": "Non tenus égaux, faute de valeurs pour tous les contacts\u00a0: {irritants}.",
        "en": "Not held equal, for want of values for all contacts: {irritants}.",
    },
    "check_no_outcome": {
        "fr": "Pas d’estimation\u00a0: aucun contact n’a de note dans {outcome}. Indiquer une "
        "colonne de satisfaction remplie.",
        "en": "No estimate: no contact has a score in {outcome}. Name a satisfaction column that "
        "is filled in.",
    },
    "check_unknown": {
        "fr": "Pas d’estimation\u00a0: des contacts ne disent ni oui ni non pour {irritant}. "
        "Compléter la colonne.",
        "en": "No estimate: some contacts say neither yes nor no for {irritant}. Fill its column "
        "in.",
    },
    "check_few_with": {
        "fr": "Pas d’estimation\u00a0: {n} contacts comparables notés parlent de {irritant} "
        "({n_customers} clients)\u00a0; il en faut {min_n}, de {min_customers} clients.",
        "en": "No estimate: {n} comparable scored contacts mention {irritant} ({n_customers} "
        "customers); it takes {min_n}, from {min_customers} customers.",
    },
    "check_few_without": {
        "fr": "Pas d’estimation\u00a0: à peine de quoi comparer, {n} contacts notés ne parlent "
        "pas de {irritant} ({n_customers} clients)\u00a0; il en faut {min_n}, de "
        "{min_customers} clients.",
        "en": "No estimate: hardly anything to compare with, {n} scored contacts do not mention "
        "{irritant} ({n_customers} customers); it takes {min_n}, from {min_customers} customers.",
    },
    "check_thin": {
        "fr": "Pas d’estimation\u00a0: la comparaison repose sur trop peu de clients, l’équivalent "
        "de {n_customers} ({min_customers} au moins). Davantage de contacts notés la "
        "permettraient.",
        "en": "No estimate: the comparison rests on too few customers, the equivalent of "
        "{n_customers} (at least {min_customers}). More scored contacts would allow it.",
    },
    "check_constant": {
        "fr": "Pas d’estimation\u00a0: les notes des contacts comparés ne varient pas. Il faut "
        "des notes différentes.",
        "en": "No estimate: the scores of the contacts compared do not vary. It takes different "
        "scores.",
    },
    "check_collinear": {
        "fr": "Pas d’estimation\u00a0: {irritant} se déduit exactement d’autres colonnes "
        "({columns}). Les retirer, ou attendre des contacts où ils ne vont pas ensemble.",
        "en": "No estimate: {irritant} follows exactly from other columns ({columns}). Take them "
        "away, or wait for contacts where they do not go together.",
    },
    "check_not_converged": {
        "fr": "Pas d’estimation\u00a0: le modèle des mentions de {irritant} n’a pas abouti. "
        "Retirer des variables de contrôle.",
        "en": "No estimate: the model of the mentions of {irritant} did not settle. Take controls "
        "away.",
    },
}

WHAT_IF: dict[str, Texts] = {
    "what_if_capped": {
        "fr": "Le calcul sortait de l’échelle, qui va de {lowest} à {highest}\u00a0: il s’arrête "
        "à son bout.",
        "en": "The working went off the scale, which goes from {lowest} to {highest}: it stops at "
        "its end.",
    },
    "what_if_not_nps": {
        "fr": "En points de la réponse moyenne (de 0 à 10). Pour des points de NPS, estimer les "
        "effets sur des réponses comptées en points de NPS.",
        "en": "In points of the mean answer (0 to 10). For NPS points, estimate the effects on "
        "answers counted in NPS points.",
    },
    "what_if_nothing": {
        "fr": "Pas de projection\u00a0: il faut un effet estimé, et il n’y en a pas pour "
        "{irritant}.",
        "en": "No projection: it takes an estimated effect, and there is none for {irritant}.",
    },
}
