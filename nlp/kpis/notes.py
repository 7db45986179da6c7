"""What the KPIs say aloud about the data they were given, in French and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nlp.formatting import fill
from nlp.types import LANGS, Lang, Texts

NOTE_TEXTS: dict[str, Texts] = {
    "column_missing": {
        "fr": "Il manque {columns}\u00a0: cette colonne le donnerait.",
        "en": "It needs {columns}: that column would give it.",
    },
    "not_stored": {
        "fr": "Un espace de travail ne garde pas {columns}\u00a0: les indicateurs qui en dépendent "
        "ne se calculent que sur un tableau donné au module.",
        "en": "A workspace does not keep {columns}: KPIs that need them are computed only on a "
        "table given to the module.",
    },
    "scale_missing": {
        "fr": "Aucune réponse sur l’échelle {scale}\u00a0: une colonne satisfaction sur cette "
        "échelle le donnerait.",
        "en": "No answer on the scale {scale}: a column satisfaction on that scale would give it.",
    },
    "measures_request": {
        "fr": "La colonne {columns} mesure la vie entière de la demande\u00a0: une colonne du "
        "temps passé sur chaque contact le donnerait.",
        "en": "The column {columns} measures the whole life of the request: a column of the time "
        "on each contact would give it.",
    },
    "activity_missing": {
        "fr": "Il manque le nombre de {what} de la période\u00a0: un tableau d’activité avec "
        "une colonne {columns} le donnerait.",
        "en": "The number of {what} of the period is missing: a table of activity with a "
        "column {columns} would give it.",
    },
    "activity_not_split": {
        "fr": "Le tableau d’activité n’est pas ventilé\u00a0: il lui faut une colonne {columns}.",
        "en": "The table of activity is not broken down: it needs a column {columns}.",
    },
    "codes_unmatched": {
        "fr": "Aucun des motifs saisis (colonne crm_reason) ne porte le nom d’un motif de la "
        "taxonomie\u00a0: une table de correspondance le donnerait.",
        "en": "None of the reasons keyed in (column crm_reason) bears the name of a reason of the "
        "taxonomy: a table of correspondence would give it.",
    },
    "windows": {
        "fr": "Contacts suivis du {first} au {last}, fenêtre de {days} jours\u00a0: {n_open} "
        "interactions dont la fenêtre n’est pas terminée et {n_early} trop proches du début pour "
        "savoir si elles sont les premières sont mises à part et comptées\u00a0; {n_unknown} "
        "autres n’ont pas de client, de date ou de motif.",
        "en": "Contacts followed from {first} to {last}, window of {days} days: {n_open} "
        "interactions whose window is not over and {n_early} too near the start to know whether "
        "they come first are left out and counted; {n_unknown} others have no customer, date or "
        "reason.",
    },
    "reason_read": {
        "fr": "Le motif est celui que le modèle a lu, ses erreurs ne sont pas corrigées\u00a0: "
        "deux contacts sur le même sujet lus sous deux motifs ne comptent pas comme une "
        "réitération. «\u00a0Réitération, tout motif\u00a0» en donne la borne haute.",
        "en": "The reason is the one the model read, its errors are not corrected: two contacts "
        "on one subject read under two reasons do not count as a repeat. “Repeat contacts, any "
        "reason” gives the upper bound.",
    },
    "codes_judged": {
        "fr": "Motifs saisis\u00a0: {n} contacts comparés\u00a0; mis à part {n_doubt} où le modèle "
        "doute ou ne lit aucun motif, {n_other} saisis «\u00a0autre\u00a0» et {n_unmatched} dont "
        "le motif saisi n’a pas de correspondance{examples}. Les erreurs de lecture du modèle "
        "comptent comme celles des conseillers.",
        "en": "Reasons keyed in: {n} contacts compared; left out {n_doubt} where the model doubts "
        "or reads no reason, {n_other} keyed in as “other” and {n_unmatched} whose code has no "
        "counterpart{examples}. The model’s reading errors count as the agents’.",
    },
    "customers_unknown": {
        "fr": "{n} contacts sans client connu\u00a0: chacun compte pour un client à lui seul dans "
        "les intervalles.",
        "en": "{n} contacts of no known customer: each counts as a customer of its own in the "
        "intervals.",
    },
    "irritants_overlap": {
        "fr": "Un contact compte sous chacun de ses irritants\u00a0: les lignes ne s’additionnent "
        "pas.",
        "en": "A contact counts under each of its irritants: the lines do not add up.",
    },
    "weeks_not_covered": {
        "fr": "{n} interactions hors des semaines du tableau d’activité sont laissées hors des "
        "contacts par commande et par réservation.",
        "en": "{n} interactions outside the weeks of the table of activity are left out of the "
        "contacts per order and per booking.",
    },
    "basis": {
        "fr": "{what}\u00a0: définition en usage, {basis} ({origin}).",
        "en": "{what}: definition in use, {basis} ({origin}).",
    },
    "basis_mixed": {
        "fr": "{what}\u00a0: {n} valeurs de {sources} suivent l’autre définition et sont mises à "
        "part.",
        "en": "{what}: {n} values of {sources} follow the other definition and are left out.",
    },
}

COLUMN_TEXTS: dict[str, Texts] = {
    "kind": {"fr": "interaction ou enquête", "en": "interaction or feedback"},
    "customer_id": {"fr": "identifiant du client", "en": "the customer’s identifier"},
    "occurred_at": {"fr": "date du contact", "en": "date of the contact"},
    "week": {"fr": "semaine du contact", "en": "week of the contact"},
    "reason": {"fr": "motif lu par le modèle", "en": "reason read by the model"},
    "signals": {"fr": "signaux lus par le modèle", "en": "signals read by the model"},
    "satisfaction": {"fr": "note donnée par le client", "en": "the customer’s answer"},
    "scale": {"fr": "échelle de cette note", "en": "scale of that answer"},
    "crm_reason": {"fr": "motif saisi par le conseiller", "en": "reason keyed in by the agent"},
    "handling_s": {"fr": "durée de traitement", "en": "handling time"},
    "response_s": {"fr": "délai de réponse", "en": "response time"},
    "waiting_s": {"fr": "durée d’attente", "en": "waiting time"},
    "answered": {"fr": "contact décroché, oui ou non", "en": "answered, yes or no"},
    "transferred": {"fr": "contact transféré, oui ou non", "en": "transferred, yes or no"},
    "resolved": {"fr": "demande résolue, oui ou non", "en": "resolved, yes or no"},
}
"""Columns, as people call them."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader of a KPI should know.

    Attributes:
        code: Key of :data:`NOTE_TEXTS`.
        values: Numbers and names that fill its text; one that differs between languages
            is a dictionary with a text per language.
    """

    code: str
    values: Mapping[str, Any]

    def text(self, lang: Lang) -> str:
        """The note in a language."""
        return fill(NOTE_TEXTS[self.code], self.values, lang)


def columns_missing(columns: Sequence[str]) -> Note | None:
    """What to say of the columns that a KPI lacks; ``None`` if it lacks none."""
    if not columns:
        return None
    named = {
        lang: ", ".join(f"{name} ({COLUMN_TEXTS[name][lang]})" for name in columns)
        for lang in LANGS
    }
    return Note("column_missing", {"columns": named})
