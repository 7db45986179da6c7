"""What a watch says aloud, in French and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nlp.formatting import number, share
from nlp.types import LANGS, Lang, Texts

_MUTED: Texts = {
    "fr": " La semaine n’est pas comparable aux précédentes\u00a0: aucune alerte n’en est tirée.",
    "en": " The week does not compare with those before: nothing is alerted from it.",
}
_CARE: Texts = {
    "fr": " Les évolutions de la semaine sont à lire avec prudence.",
    "en": " Read the week’s changes with care.",
}
_MIXES: dict[str, Texts] = {
    "kind": {"fr": "type de contact", "en": "kind of contact"},
    "channel": {"fr": "canal", "en": "channel"},
    "lang": {"fr": "langue", "en": "language"},
    "source": {"fr": "source", "en": "source"},
}
_SHARES: dict[str, Texts] = {
    "rejected": {"fr": "lignes rejetées", "en": "rows rejected"},
    "without_text": {"fr": "lignes sans texte", "en": "rows without text"},
}


def _drift_texts() -> dict[str, Texts]:
    texts: dict[str, Texts] = {}
    for outcome, ending in (("muted", _MUTED), ("care", _CARE)):
        for name, words in _MIXES.items():
            texts[f"drift_{name}_{outcome}"] = {
                "fr": f"{{week}}\u00a0: répartition par {words['fr']} changée ({{group}}\u00a0: "
                f"{{before}} → {{after}}).{ending['fr']}",
                "en": f"{{week}}: the mix by {words['en']} shifted ({{group}}: {{before}} → "
                f"{{after}}).{ending['en']}",
            }
        for name, words in _SHARES.items():
            texts[f"drift_{name}_{outcome}"] = {
                "fr": f"{{week}}\u00a0: {{after}} de {words['fr']}, contre {{before}} "
                f"d’ordinaire.{ending['fr']}",
                "en": f"{{week}}: {{after}} of {words['en']}, usually {{before}}.{ending['en']}",
            }
    return texts


NOTE_TEXTS: dict[str, Texts] = _drift_texts() | {
    "drift_model_version": {
        "fr": "Modèle changé en {week} (version {group})\u00a0: les semaines d’avant ne sont plus "
        "comparables, les alertes reprendront avec assez de recul. Ré-analyser l’historique avec "
        "ce modèle les rétablit aussitôt.",
        "en": "The model changed in {week} (version {group}): earlier weeks no longer compare, "
        "alerts resume once there is history enough. Analysing the past again with this model "
        "brings them back at once.",
    },
    "drift_taxonomy_version": {
        "fr": "Taxonomie changée en {week} (version {group})\u00a0: les semaines d’avant ne sont "
        "plus comparables, les alertes reprendront avec assez de recul. Ré-analyser l’historique "
        "avec cette taxonomie les rétablit aussitôt.",
        "en": "The taxonomy changed in {week} (version {group}): earlier weeks no longer compare, "
        "alerts resume once there is history enough. Analysing the past again with this taxonomy "
        "brings them back at once.",
    },
    "nothing_significant": {
        "fr": "Rien de significatif cette semaine. Séries jugées\u00a0: {n}. Nous aurions vu, 8 "
        "fois sur 10, une hausse de {rise} des contacts sur une série médiane (de {usual} à "
        "{seen}).",
        "en": "Nothing significant this week. Series judged: {n}. Eight times in ten we would "
        "have seen a median series rise by {rise} of contacts (from {usual} to {seen}).",
    },
    "not_judged": {
        "fr": "Cette semaine n’est pas jugée. Semaines comparables avant elle\u00a0: {n_weeks}, il "
        "en faut {n_min}.",
        "en": "This week is not judged. Comparable weeks before it: {n_weeks}, {n_min} are needed.",
    },
    "no_contacts": {
        "fr": "Aucun contact cette semaine\u00a0: rien à juger.",
        "en": "No contacts this week: nothing to judge.",
    },
    "muted": {
        "fr": "Cette semaine n’est pas comparable aux précédentes\u00a0: elle n’est pas jugée.",
        "en": "This week does not compare with those before: it is not judged.",
    },
    "gaps": {
        "fr": "Semaines sans aucun contact dans l’historique\u00a0: {n}. Ni jugées, ni comptées "
        "dans l’habituel.",
        "en": "Weeks without any contact in the history: {n}. Neither judged nor part of what is "
        "usual.",
    },
    "unfinished": {
        "fr": "Contacts laissés de côté, d’une semaine inachevée ou incomplète\u00a0: {n}.",
        "en": "Contacts left out, of a week that had not ended or is cut: {n}.",
    },
    "undated": {
        "fr": "Contacts sans date, dans aucune semaine\u00a0: {n}.",
        "en": "Contacts without a date, in no week: {n}.",
    },
    "too_few_series": {
        "fr": "Séries qui ont trop peu de recul pour être jugées\u00a0: {n} sur {n_all}.",
        "en": "Series with too little history to be judged: {n} of {n_all}.",
    },
}


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader of a trend should know.

    Attributes:
        code: Key of :data:`NOTE_TEXTS`.
        values: What fills its text: shares in [0, 1] as ``float``, numbers as ``int``.
    """

    code: str
    values: Mapping[str, Any]

    def text(self, lang: Lang) -> str:
        """The note in a language, numbers written as it does."""
        words = {key: _word(value, lang) for key, value in self.values.items()}
        return NOTE_TEXTS[self.code][lang].format(**words)


def as_records(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Notes as plain records, each with ``code``, ``values`` and its text in ``fr`` and ``en``."""
    return [
        {"code": note.code, "values": dict(note.values)} | {x: note.text(x) for x in LANGS}
        for note in notes
    ]


def _word(value: Any, lang: Lang) -> str:
    if isinstance(value, float):
        return share(value, lang, digits=1 if value >= 0.001 or value == 0 else 2)
    return number(value, lang) if isinstance(value, int) else str(value)
