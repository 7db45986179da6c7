"""Texts of the notes on the views beside the ranking, French and English."""

from __future__ import annotations

from nlp.types import Texts

VIEWS: dict[str, Texts] = {
    "no_scores_given": {
        "fr": "Pas de note de satisfaction dans ces contacts\u00a0: indiquer la colonne qui les "
        "porte pour savoir qui répond.",
        "en": "No satisfaction score in these contacts: name the column that holds them to know "
        "who answers.",
    },
    "column_absent": {
        "fr": "{column}\u00a0: colonne absente ou vide, laissée de côté\u00a0; la fournir pour "
        "en tenir compte.",
        "en": "{column}: the column is absent or empty, it is left out; provide it to have it "
        "taken into account.",
    },
    "margin_constant": {
        "fr": "{margin}\u00a0: une seule modalité a assez de réponses, il n’y a rien à recaler.",
        "en": "{margin}: a single level has enough answers, there is nothing to reweight.",
    },
    "levels_merged": {
        "fr": "{margin}\u00a0: modalités avec trop peu de réponses réunies en une seule, qui est "
        "pesée comme un tout ({levels}\u00a0; {n} contacts, {n_scored} notes)\u00a0; ceux qui ne "
        "répondent pas y sont supposés semblables aux autres.",
        "en": "{margin}: levels with too few answers merged into one, weighed as a whole "
        "({levels}; {n} contacts, {n_scored} scores); those in it who do not answer are taken "
        "to be like the others.",
    },
    "no_margins": {
        "fr": "Aucune colonne sur laquelle recaler les répondants\u00a0: seule la moyenne brute "
        "est donnée.",
        "en": "No column to reweight the respondents on: only the raw mean is given.",
    },
    "few_answers": {
        "fr": "{n_scored} notes, moins que les {min_n} demandées\u00a0: pas de moyenne "
        "redressée\u00a0; attendre d’autres réponses ou couvrir plus de semaines.",
        "en": "{n_scored} scores, fewer than the {min_n} asked for: no reweighted mean; wait for "
        "more answers or cover more weeks.",
    },
    "weights_capped": {
        "fr": "{n} poids dépassaient {cap} fois la moyenne et y sont ramenés\u00a0: la structure "
        "des contacts n’est plus reproduite exactement (écart maximal, en points de "
        "pourcentage\u00a0: {gap}).",
        "en": "{n} weights were above {cap} times the mean and are brought back to it: the mix "
        "of contacts is no longer reproduced exactly (largest gap, in percentage points: {gap}).",
    },
    "margins_not_met": {
        "fr": "Les réponses ne permettent pas de reproduire la structure des contacts à la fois "
        "sur toutes les colonnes (écart maximal, en points de pourcentage\u00a0: {gap})\u00a0: "
        "en retirer une.",
        "en": "The answers cannot reproduce the mix of contacts on all columns at once (largest "
        "gap, in percentage points: {gap}): take one away.",
    },
    "missing_at_random": {
        "fr": "Le redressement suppose qu’à {margins} égaux, ceux qui ne répondent pas "
        "noteraient comme ceux qui répondent.",
        "en": "Reweighting assumes that at equal {margins}, those who do not answer would score "
        "as those who do.",
    },
    "segment_unknown": {
        "fr": "{n} contacts sans {column} connu restent hors de la comparaison.",
        "en": "{n} contacts of no known {column} stay out of the comparison.",
    },
    "one_segment": {
        "fr": "{column}\u00a0: une seule modalité, il n’y a rien à comparer.",
        "en": "{column}: a single level, there is nothing to compare.",
    },
    "cells_left_out": {
        "fr": "{segment}\u00a0: {segment_percent}\u00a0% de ses contacts et {rest_percent}\u00a0% "
        "des autres sont dans des cases ({columns}) que l’autre groupe n’a pas ou presque "
        "pas\u00a0; ils restent hors de la comparaison.",
        "en": "{segment}: {segment_percent}% of its contacts and {rest_percent}% of the others "
        "lie in cells ({columns}) that the other group has not, or hardly; they stay out of the "
        "comparison.",
    },
    "standardised": {
        "fr": "Parts comparées à structure égale ({columns})\u00a0: celle de l’ensemble des "
        "contacts comparables.",
        "en": "Shares are compared at an equal mix ({columns}): that of all comparable contacts.",
    },
    "not_standardised": {
        "fr": "Parts comparées telles quelles\u00a0: aucune colonne sur laquelle égaliser.",
        "en": "Shares are compared as they are: no column to make the mix equal on.",
    },
    "too_few_to_shrink": {
        "fr": "{n} effets dans des familles qui en comptent plusieurs\u00a0: il en faut au moins "
        "{needed} pour mesurer leur dispersion\u00a0; rien n’est resserré.",
        "en": "{n} effects in families that count several: at least {needed} are needed to "
        "measure their spread; nothing is shrunk.",
    },
    "shrunk": {
        "fr": "Effets resserrés vers la moyenne de leur famille ({n} effets, {n_families} "
        "familles\u00a0; écart type entre les effets d’une famille, en points\u00a0: "
        "{tau})\u00a0; l’effet mesuré reste dans sa colonne.",
        "en": "Effects shrunk toward their family’s mean ({n} effects, {n_families} families, "
        "standard deviation between effects of a family, in points: {tau}); the measured effect "
        "stays in its column.",
    },
    "alone_in_family": {
        "fr": "Seuls de leur famille à avoir un effet, donc laissés tels quels\u00a0: {irritants}.",
        "en": "The only ones of their family with an effect, so left as they are: {irritants}.",
    },
    "reason_unknown": {
        "fr": "{n} contacts sans motif restent hors de ce classement.",
        "en": "{n} contacts without a reason stay out of this ranking.",
    },
    "family_without_praise": {
        "fr": "Familles sans colonne d’éloges, donc non classées\u00a0: {families}.",
        "en": "Families without a column of praises, so not classified: {families}.",
    },
}
