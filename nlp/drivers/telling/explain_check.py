"""Tell a doubly robust check in sentences, French and English."""

from __future__ import annotations

from collections.abc import Mapping

from nlp.drivers.checks.doubly_robust import REPEATS, DoublyRobustCheck
from nlp.drivers.telling.figures import format_points, format_range, format_share
from nlp.formatting import number
from nlp.types import Lang, Texts

ESTIMAND: Texts = {
    "fr": "effet moyen sur les contacts qui en parlent (ATT)",
    "en": "average effect on the contacts that mention it (ATT)",
}

SENTENCES: dict[str, Texts] = {
    "estimate": {
        "fr": "{name}, {estimand}\u00a0: {effect} ({range}), mesuré sur {n_with} contacts qui en "
        "parlent parmi {n} comparés{customers}.",
        "en": "{name}, {estimand}: {effect} ({range}), measured on {n_with} contacts that mention "
        "it among {n} compared{customers}.",
    },
    "method": {
        "fr": "Estimation doublement robuste (AIPW)\u00a0: juste si l’un au moins des deux modèles "
        "l’est, celui de la note sans l’irritant ou celui de la probabilité d’en parler, "
        "étant donnés les autres irritants et les variables de contrôle\u00a0; chaque client est "
        "prédit par des modèles ajustés sur d’autres ({folds} groupes, tirés {repeats} fois).",
        "en": "Doubly robust estimate (AIPW): right if at least one of two models is, that of the "
        "score without the irritant or that of the probability to mention it, given the other "
        "irritants and the controls; each customer is predicted by models fitted on others "
        "({folds} groups, drawn {repeats} times).",
    },
    "overlap": {
        "fr": "{trimmed} des contacts ({n_trimmed}, dont {n_with_trimmed} qui en parlent) laissés "
        "de côté faute de contact comparable (probabilité d’en parler au-dessus de {limit})\u00a0; "
        "la comparaison vaut {n_comparison} contacts sans l’irritant.",
        "en": "{trimmed} of the contacts ({n_trimmed}, {n_with_trimmed} that mention it) left out "
        "for want of a comparable contact (probability to mention it above {limit}); the "
        "comparison is worth {n_comparison} contacts without the irritant.",
    },
    "e_value": {
        "fr": "Valeur E\u00a0: pour expliquer à elle seule cette estimation, une cause non mesurée "
        "devrait multiplier par {e_value} au moins à la fois la probabilité d’en parler et celle "
        "d’une note plus {direction}, au-delà des colonnes tenues égales\u00a0; {bound}.",
        "en": "E-value: to explain this estimate away alone, an unmeasured cause would have to "
        "multiply both the probability to mention it and that of a {direction} score by at "
        "least {e_value}, beyond the columns held equal; {bound}.",
    },
    "assumption": {
        "fr": "L’effet n’est causal que si rien d’autre que les colonnes tenues égales ne mène à "
        "la fois à l’irritant et à la note\u00a0; il vaut pour qui répond, et pour l’irritant tel "
        "qu’il a été lu.",
        "en": "The effect is causal only if nothing but the columns held equal leads both to the "
        "irritant and to the score; it holds for those who answer, and for the irritant as it "
        "was read.",
    },
}

_CUSTOMERS: Texts = {"fr": " ({n_customers} clients)", "en": " ({n_customers} customers)"}
_DIRECTION: dict[bool, Texts] = {
    True: {"fr": "basse", "en": "lower"},
    False: {"fr": "haute", "en": "higher"},
}
_BOUND: dict[bool, Texts] = {
    True: {
        "fr": "par {e_value_bound} au moins pour que l’intervalle touche zéro",
        "en": "by at least {e_value_bound} for the interval to reach zero",
    },
    False: {
        "fr": "l’intervalle contient déjà zéro (1 pour sa borne)",
        "en": "the interval holds zero already (1 for its bound)",
    },
}


def explain_check(
    check: DoublyRobustCheck, lang: Lang, names: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Tell a check in sentences.

    Args:
        check: The check.
        lang: Language.
        names: Names for people, by irritant; the code stands where one is missing.

    Returns:
        Estimand and figure, method, overlap, E-value and assumption, then the notes; the
        notes alone where there is no estimate.
    """
    known = names or {}
    notes = tuple(note.text(lang, known) for note in check.notes)
    if check.effect is None or check.effect_low is None or check.effect_high is None:
        return notes
    low, high = (number(end, lang, digits=2) for end in (check.effect_low, check.effect_high))
    bound = number(check.e_value_bound or 1.0, lang, digits=2)
    holds_zero = check.effect_low <= 0 <= check.effect_high
    n_customers = number(check.n_customers, lang)
    figures = {
        "name": known.get(check.irritant, check.irritant),
        "estimand": ESTIMAND[lang],
        "effect": format_points(check.effect, lang),
        "range": format_range(low, high, lang),
        "trimmed": format_share(check.trimmed_share or 0.0, lang),
        "limit": format_share(1 - check.trim, lang, digits=0 if check.trim >= 0.01 else 1),
        "direction": _DIRECTION[check.effect < 0][lang],
        "e_value": number(check.e_value or 1.0, lang, digits=2),
        "bound": _BOUND[not holds_zero][lang].format(e_value_bound=bound),
    }
    # Customers who are not told apart, or never come back, are no news beside the contacts.
    repeat = check.n_customers < check.n
    figures["customers"] = _CUSTOMERS[lang].format(n_customers=n_customers) if repeat else ""
    counts = ("n", "n_with", "n_comparison", "n_trimmed", "n_with_trimmed", "folds")
    figures["repeats"] = str(REPEATS)
    figures |= {name: number(getattr(check, name), lang) for name in counts}
    return (*(texts[lang].format(**figures) for texts in SENTENCES.values()), *notes)
