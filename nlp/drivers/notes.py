"""What an estimate says aloud about the data it was given, in French and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nlp.types import Lang

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
