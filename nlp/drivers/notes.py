"""What an estimate says aloud about the data it was given, in French and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nlp.types import LANGS, Lang

Texts = dict[Lang, str]

NOTE_TEXTS: dict[str, Texts] = {
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


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader of an estimate should know.

    Attributes:
        code: Key of :data:`NOTE_TEXTS`.
        values: Numbers and names that fill its text.
    """

    code: str
    values: Mapping[str, Any]

    def text(self, lang: Lang) -> str:
        """The note in a language."""
        return NOTE_TEXTS[self.code][lang].format(**self.values)


def as_records(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Notes as plain records, each with ``code``, ``values`` and its text in ``fr`` and ``en``."""
    return [
        {"code": note.code, "values": dict(note.values)} | {x: note.text(x) for x in LANGS}
        for note in notes
    ]
