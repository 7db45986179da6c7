"""The words in which the working of a line is told; French and English."""

from __future__ import annotations

from nlp.types import Texts

STEPS: dict[str, tuple[Texts, Texts, Texts]] = {
    "prevalence": (
        {"fr": "Part des contacts", "en": "Share of contacts"},
        {
            "fr": "contacts qui en parlent / tous les contacts",
            "en": "contacts that mention it / all contacts",
        },
        {
            "fr": "{n} / {n_contacts} = {prevalence} ({prevalence_range})",
            "en": "{n} / {n_contacts} = {prevalence} ({prevalence_range})",
        },
    ),
    "mean_with": (
        {"fr": "Notes avec et sans", "en": "Scores with and without"},
        {
            "fr": "moyenne des contacts notés qui en parlent, puis des autres",
            "en": "mean of the scored contacts that mention it, then of the others",
        },
        {
            "fr": "{mean_with} ({n_scored} notes) contre {mean_without} (les autres)",
            "en": "{mean_with} ({n_scored} scores) against {mean_without} (the others)",
        },
    ),
    "leave_one_out": (
        {
            "fr": "Note sans ces contacts (méthode du marché)",
            "en": "Score without these contacts (market’s method)",
        },
        {
            "fr": "moyenne de tous − moyenne sans les contacts qui en parlent\u00a0; compte "
            "aussi les autres irritants de ces contacts",
            "en": "mean of all − mean without the contacts that mention it; also counts the "
            "other irritants of those contacts",
        },
        {"fr": "{leave_one_out}", "en": "{leave_one_out}"},
    ),
    "marginal_effect": (
        {"fr": "Effet apparent, pris seul", "en": "Apparent effect, taken alone"},
        {
            "fr": "coefficient avec les variables de contrôle, sans les autres irritants",
            "en": "coefficient with the controls, without the other irritants",
        },
        {"fr": "{marginal_effect}", "en": "{marginal_effect}"},
    ),
    "effect": (
        {
            "fr": "Effet, toutes choses du modèle égales",
            "en": "Effect, all else in the model equal",
        },
        {
            "fr": "coefficient de la régression sur tous les irritants et contrôles, "
            "± quantile de Student × erreur type (CR3, par client)",
            "en": "coefficient of the regression on all irritants and controls, "
            "± Student quantile × standard error (CR3, by customer)",
        },
        {
            "fr": "{effect} ± {quantile} × {std_error} ({df} degrés de liberté)\u00a0: "
            "{effect_range}",
            "en": "{effect} ± {quantile} × {std_error} ({df} degrees of freedom): {effect_range}",
        },
    ),
    "p_value": (
        {"fr": "Hasard", "en": "Chance"},
        {
            "fr": "p\u00a0: test de Student d’un effet nul\u00a0; q\u00a0: p corrigé des "
            "{n_tested} irritants testés (Benjamini-Hochberg)",
            "en": "p: Student’s test of no effect; q: p corrected for the {n_tested} irritants "
            "tested (Benjamini-Hochberg)",
        },
        {"fr": "p {p_value}\u00a0; q {q_value}", "en": "p {p_value}; q {q_value}"},
    ),
    "impact": (
        {"fr": "Impact sur la note moyenne", "en": "Impact on the mean score"},
        {
            "fr": "part des contacts × effet\u00a0; l’intervalle réunit les deux "
            "incertitudes (PropImp)",
            "en": "share of contacts × effect; the interval joins both uncertainties (PropImp)",
        },
        {
            "fr": "{prevalence} × ({effect}) = {impact} ({impact_range})",
            "en": "{prevalence} × ({effect}) = {impact} ({impact_range})",
        },
    ),
    "effect_same_reason": (
        {
            "fr": "Effet à famille de motif égale",
            "en": "Effect with the reason’s family held equal",
        },
        {
            "fr": "même régression, la famille du motif en plus parmi les contrôles\u00a0; tel que "
            "lu, jamais utilisé pour classer",
            "en": "same regression, the reason’s family among the controls too; as read, never "
            "used to rank",
        },
        {
            "fr": "{effect_same_reason} ({effect_same_reason_range})",
            "en": "{effect_same_reason} ({effect_same_reason_range})",
        },
    ),
    "effect_reweighted": (
        {
            "fr": "Effet une fois les répondants redressés",
            "en": "Effect once respondents are reweighted",
        },
        {
            "fr": "même régression, les répondants pesés pour ressembler à l’ensemble des "
            "contacts\u00a0; tel que lu, jamais utilisé pour classer",
            "en": "same regression, respondents weighed to resemble all contacts; as read, never "
            "used to rank",
        },
        {
            "fr": "{effect_reweighted} ({effect_reweighted_range})",
            "en": "{effect_reweighted} ({effect_reweighted_range})",
        },
    ),
    "effect_shrunk": (
        {
            "fr": "Effet resserré vers sa famille",
            "en": "Effect shrunk toward its family",
        },
        {
            "fr": "moyenne de l’effet et de celui de sa famille, chacun pesé par sa "
            "précision\u00a0; jamais utilisé pour classer",
            "en": "mean of the effect and of its family’s, each weighed by its precision; never "
            "used to rank",
        },
        {
            "fr": "{effect_shrunk} ({effect_shrunk_range})",
            "en": "{effect_shrunk} ({effect_shrunk_range})",
        },
    ),
    "ordinal_agrees": (
        {"fr": "Sens selon le modèle ordinal", "en": "Direction by the ordinal model"},
        {
            "fr": "notes prises comme des réponses ordonnées, non comme des distances "
            "(cotes proportionnelles)",
            "en": "scores taken as ordered answers, not as distances (proportional odds)",
        },
        {"fr": "{ordinal_agrees}", "en": "{ordinal_agrees}"},
    ),
    "top5_probability": (
        {"fr": "Chances d’être dans les cinq premiers", "en": "Chance of being in the top five"},
        {
            "fr": "part des tirages de tous les impacts ensemble (loi normale jointe) où il est "
            "l’un des cinq plus coûteux",
            "en": "share of the draws of all impacts together (joint normal) in which it is one "
            "of the five costliest",
        },
        {"fr": "{top5_probability}", "en": "{top5_probability}"},
    ),
    "lmg_share": (
        {"fr": "Part de la variance expliquée (LMG)", "en": "Share of explained variance (LMG)"},
        {
            "fr": "part de ce que les irritants expliquent au-delà des autres colonnes, moyenne "
            "sur les ordres d’entrée\u00a0; créditée aussi aux passagers, jamais utilisée "
            "pour classer",
            "en": "share of what the irritants explain beyond the other columns, averaged over the "
            "orders of entry; credits passengers too, never used to rank",
        },
        {
            "fr": "{lmg_share} (R² du modèle\u00a0: {r_squared})",
            "en": "{lmg_share} (the model’s R²: {r_squared})",
        },
    ),
}
"""Per figure: its name, how it is worked out, and the template of its working."""

ORDINAL: dict[bool, Texts] = {
    True: {"fr": "le même", "en": "the same"},
    False: {"fr": "contraire\u00a0: prudence", "en": "opposite: beware"},
}

_CHECKED_STEPS: dict[str, tuple[Texts, Texts]] = {
    "prevalence": (
        {
            "fr": "part de tous les contacts où le modèle l’a lu, corrigée de ses erreurs dans les "
            "contacts vérifiés (moyenne assistée par prédiction)",
            "en": "share of all contacts in which the model read it, corrected by its errors in "
            "the checked contacts (prediction-powered mean)",
        },
        {
            "fr": "lu dans {n} / {n_contacts} = {prevalence_as_read}\u00a0; présent dans "
            "{n_checked} contacts vérifiés sur {n_checked_all}\u00a0; corrigée\u00a0: {prevalence} "
            "({prevalence_range})",
            "en": "read in {n} / {n_contacts} = {prevalence_as_read}; found in {n_checked} of "
            "{n_checked_all} checked contacts; corrected: {prevalence} ({prevalence_range})",
        },
    ),
    "effect": (
        {
            "fr": "effet vrai dans les contacts vérifiés + {tuning} × (effet lu dans tous les "
            "contacts − effet lu dans les vérifiés), ± quantile de Student × erreur type "
            "(jackknife par client)",
            "en": "true effect in the checked contacts + {tuning} × (effect read in all contacts "
            "− effect read in the checked ones), ± Student quantile × standard error "
            "(jackknife by customer)",
        },
        {
            "fr": "tel que lu {effect_as_read}\u00a0; présent dans {n_checked_scored} contacts "
            "vérifiés et notés sur {n_checked_scored_all}\u00a0; corrigé\u00a0: {effect} ± "
            "{quantile} × {std_error} ({df} degrés de liberté)\u00a0: {effect_range}",
            "en": "as read {effect_as_read}; found in {n_checked_scored} of {n_checked_scored_all} "
            "checked contacts with a score; corrected: {effect} ± {quantile} × {std_error} "
            "({df} degrees of freedom): {effect_range}",
        },
    ),
}
"""Formula and working of the figures that checked contacts correct."""

_AS_READ: Texts = {
    "fr": "\u00a0; tel que lu, non corrigé par les contacts vérifiés",
    "en": "; as read, not corrected by the checked contacts",
}


def step_texts(quantity: str, correction: str | None) -> tuple[Texts, Texts, Texts]:
    """Name, formula and working of a figure.

    Args:
        quantity: Key of :data:`STEPS`.
        correction: What checked contacts correct on the line, the column of
            :data:`nlp.drivers.correction.correct.CHECKED_COLUMNS`; ``None`` where none were given.

    Returns:
        The texts; those of a figure left as read beside checked contacts say so.
    """
    label, formula, working = STEPS[quantity]
    if correction is None or quantity not in _CHECKED_STEPS:
        return label, formula, working
    if correction == "both" or correction == quantity:
        return label, *_CHECKED_STEPS[quantity]
    flagged: Texts = {lang: working[lang] + _AS_READ[lang] for lang in working}
    return label, formula, flagged


PASSENGER: Texts = {
    "fr": " Passager de {host}\u00a0: ce qu’il semble coûter seul s’explique par les contacts où "
    "l’on parle aussi de {host}.",
    "en": " Passenger of {host}: what it seems to cost alone is explained by the contacts that "
    "mention {host} too.",
}
COULD_BE_CHANCE: Texts = {
    "fr": " Prudence\u00a0: parmi tous les irritants testés, un tel écart peut être dû au hasard "
    "(q {q_value}).",
    "en": " Beware: among all the irritants tested, such a gap may be due to chance (q {q_value}).",
}
TIED_TO: Texts = {"fr": " Liés à lui\u00a0: {ties}.", "en": " Tied to it: {ties}."}

ASSUMPTIONS: dict[str, Texts] = {
    "association": {
        "fr": "L’effet compare des contacts semblables sur le reste du modèle\u00a0: c’est une "
        "association, pas la promesse de ce que rapporterait sa disparition.",
        "en": "The effect compares contacts alike in the rest of the model: it is an "
        "association, not a promise of what removing it would bring.",
    },
    "held_equal": {
        "fr": "Tenus égaux\u00a0: tous les autres irritants et {controls}.",
        "en": "Held equal: all other irritants and {controls}.",
    },
    "no_controls": {
        "fr": "Tenus égaux\u00a0: tous les autres irritants\u00a0; aucune variable de contrôle.",
        "en": "Held equal: all other irritants; no controls.",
    },
    "clustered": {
        "fr": "Les clients sont indépendants les uns des autres, pas les contacts d’un même "
        "client ({n_clusters} clients).",
        "en": "Customers are independent of each other, contacts of one customer are not "
        "({n_clusters} customers).",
    },
    "independent": {
        "fr": "Les {n_scored_all} contacts notés sont indépendants les uns des autres "
        "(clients inconnus).",
        "en": "The {n_scored_all} scored contacts are independent of each other "
        "(customers unknown).",
    },
    "respondents": {
        "fr": "{n_scored_all} contacts notés sur {n_contacts}\u00a0: l’effet vaut pour qui répond.",
        "en": "{n_scored_all} scored contacts of {n_contacts}: the effect holds for those "
        "who answer.",
    },
}
