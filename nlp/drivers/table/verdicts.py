"""What is said of each irritant, and why nothing more is when it is not; French and English."""

from __future__ import annotations

from typing import Literal, get_args

from nlp.types import Texts

Verdict = Literal["costs", "undetermined", "pays", "not_estimable", "too_few"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""The verdicts, in the order in which they rank."""

VERDICT_TEXTS: dict[Verdict, Texts] = {
    "costs": {
        "fr": "Fait baisser la satisfaction\u00a0: l’intervalle entier est sous zéro.",
        "en": "Lowers satisfaction: the whole interval is below zero.",
    },
    "undetermined": {
        "fr": "Indéterminé\u00a0: l’intervalle contient zéro, les données ne disent pas le sens.",
        "en": "Undetermined: the interval holds zero, the data do not tell the direction.",
    },
    "pays": {
        "fr": "Va avec une satisfaction plus haute\u00a0: l’intervalle entier est au-dessus "
        "de zéro.",
        "en": "Goes with higher satisfaction: the whole interval is above zero.",
    },
    "not_estimable": {
        "fr": "Non estimable\u00a0: les données ne permettent pas d’isoler son effet.",
        "en": "Not estimable: the data cannot single out its effect.",
    },
    "too_few": {
        "fr": "Trop peu de contacts notés pour conclure.",
        "en": "Too few scored contacts to conclude.",
    },
}

Cause = Literal[
    "missing_values",
    "never_present",
    "no_outcome_column",
    "no_scores",
    "few_scored",
    "constant_outcome",
    "always_present",
    "more_columns_than_rows",
    "collinear",
    "perfect_fit",
    "one_customer",
    "few_customers",
]

CAUSE_TEXTS: dict[Cause, Texts] = {
    "missing_values": {
        "fr": "Des contacts ne disent ni oui ni non pour cet irritant\u00a0: compléter la colonne.",
        "en": "Some contacts say neither yes nor no for this irritant: fill its column in.",
    },
    "never_present": {
        "fr": "Aucun contact n’en parle.",
        "en": "No contact mentions it.",
    },
    "no_outcome_column": {
        "fr": "Il n’y a pas de colonne de satisfaction\u00a0: en indiquer une.",
        "en": "There is no satisfaction column: name one.",
    },
    "no_scores": {
        "fr": "Aucun contact n’a de note de satisfaction.",
        "en": "No contact has a satisfaction score.",
    },
    "few_scored": {
        "fr": "Moins de contacts notés qui en parlent que le minimum demandé.",
        "en": "Fewer scored contacts mention it than the minimum asked for.",
    },
    "constant_outcome": {
        "fr": "Toutes les notes sont les mêmes\u00a0: il n’y a rien à expliquer.",
        "en": "All scores are the same: there is nothing to explain.",
    },
    "always_present": {
        "fr": "Tous les contacts notés en parlent\u00a0: il n’y a personne à qui les comparer.",
        "en": "Every scored contact mentions it: there is nobody to compare them with.",
    },
    "more_columns_than_rows": {
        "fr": "Le modèle a autant de colonnes que de contacts notés\u00a0: attendre d’autres "
        "notes, ou retirer des irritants ou des variables de contrôle.",
        "en": "The model has as many columns as scored contacts: wait for more scores, or take "
        "irritants or controls away.",
    },
    "collinear": {
        "fr": "Il se déduit exactement d’autres colonnes\u00a0: leurs effets ne se séparent pas.",
        "en": "It follows exactly from other columns: their effects cannot be told apart.",
    },
    "perfect_fit": {
        "fr": "Le modèle reproduit les notes sans aucun écart\u00a0: aucune incertitude "
        "ne se mesure.",
        "en": "The model reproduces the scores without any gap: no uncertainty can be measured.",
    },
    "one_customer": {
        "fr": "Son effet ne tient qu’à un seul client.",
        "en": "Its effect hangs on a single customer.",
    },
    "few_customers": {
        "fr": "Son effet repose sur trop peu de clients pour un intervalle fiable.",
        "en": "Its effect rests on too few customers for an interval to be trusted.",
    },
}
