"""What the figures in money say aloud about the data they were given, in French and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nlp.formatting import fill
from nlp.types import LANGS, Lang, Texts

_ABSENCES: dict[str, Texts] = {
    "needs_columns": {
        "fr": "Il manque {columns} au fichier des clients\u00a0: cette colonne le donnerait.",
        "en": "The customers’ file lacks {columns}: that column would give it.",
    },
    "needs_file": {
        "fr": "Il faut un fichier des clients (--customers) avec {columns}.",
        "en": "It needs a customers’ file (--customers) with {columns}.",
    },
    "needs_costs": {
        "fr": "Il manque le coût d’un contact par canal\u00a0: un fichier de coûts (--costs) avec "
        "une table [cost_per_contact] le donnerait.",
        "en": "The cost of a contact by channel is missing: a file of costs (--costs) with a "
        "table [cost_per_contact] would give it.",
    },
    "no_channel_priced": {
        "fr": "Aucun contact n’est sur un canal dont le coût est donné\u00a0: compléter "
        "[cost_per_contact] (canaux des contacts\u00a0: {channels}).",
        "en": "No contact is on a channel whose cost is given: complete [cost_per_contact] "
        "(channels of the contacts: {channels}).",
    },
    "needs_service_cost": {
        "fr": "Il manque le coût du service\u00a0: service_yearly_cost ou [cost_per_contact] "
        "dans le fichier de coûts le donnerait.",
        "en": "The cost of the service is missing: service_yearly_cost or [cost_per_contact] in "
        "the file of costs would give it.",
    },
    "needs_margin_rate": {
        "fr": "Il manque le taux de marge\u00a0: margin_rate dans le fichier de coûts le "
        "donnerait.",
        "en": "The margin rate is missing: margin_rate in the file of costs would give it.",
    },
    "needs_until": {
        "fr": "Le fichier des clients n’a aucune date\u00a0: dire jusqu’à quel jour il est à jour "
        "(--until).",
        "en": "The customers’ file has no date: say up to which day it is complete (--until).",
    },
    "needs_dates": {
        "fr": "Les contacts n’ont pas de date\u00a0: une colonne date des contacts le donnerait.",
        "en": "The contacts have no date: a date column of the contacts would give it.",
    },
    "needs_customers": {
        "fr": "Aucun contact n’a d’identifiant de client\u00a0: une colonne client des contacts "
        "le donnerait.",
        "en": "No contact has a customer identifier: a customer column of the contacts would "
        "give it.",
    },
    "needs_threshold": {
        "fr": "La colonne at_risk porte un score\u00a0: at_risk_from dans le fichier de coûts "
        "dirait à partir de quel score un client est à risque.",
        "en": "The column at_risk holds a score: at_risk_from in the file of costs would say "
        "from which score a customer is at risk.",
    },
    "no_window_over": {
        "fr": "Aucune fenêtre de {days} jours n’est terminée au {until}\u00a0: attendre, ou "
        "choisir une fenêtre plus courte (--window).",
        "en": "No window of {days} days is over by {until}: wait, or choose a shorter window "
        "(--window).",
    },
    "nobody_at_risk": {
        "fr": "Aucun client à risque dont la fenêtre de {days} jours est terminée.",
        "en": "No customer at risk whose window of {days} days is over.",
    },
    "no_comparison": {
        "fr": "Pas de groupe de comparaison\u00a0: il faudrait des clients à risque selon le score "
        "de l’entreprise (colonne at_risk) qui n’ont pas pris contact.",
        "en": "No comparison group: it would take customers at risk by the company’s score "
        "(column at_risk) who made no contact.",
    },
    "nothing_known": {
        "fr": "Aucun des clients concernés n’a cette valeur dans le fichier.",
        "en": "None of the customers concerned has that value in the file.",
    },
    "no_cost": {
        "fr": "Le coût du service est nul\u00a0: le rapport n’a pas de sens.",
        "en": "The service costs nothing: the ratio has no meaning.",
    },
    "no_gain": {
        "fr": "Ni gagnés ni sauvegardés ne sont connus\u00a0: il faut churned_at avec "
        "revenue ou margin, ou sale_at avec sale_amount.",
        "en": "Neither gained nor saved money is known: it needs churned_at with revenue or "
        "margin, or sale_at with sale_amount.",
    },
    "too_few": {
        "fr": "Moins de {min_n} contacts qui en parlent ont une fenêtre terminée.",
        "en": "Fewer than {min_n} contacts that mention it have a window that is over.",
    },
    "not_estimable": {
        "fr": "Les données ne permettent pas d’isoler son effet\u00a0: {cause}.",
        "en": "The data cannot single out its effect: {cause}.",
    },
}

_SAID: dict[str, Texts] = {
    "read_as": {
        "fr": "{source}\u00a0: {columns}.",
        "en": "{source}: {columns}.",
    },
    "read": {"fr": "{text}.", "en": "{text}."},
    "columns_unused": {
        "fr": "Colonnes non utilisées\u00a0: {columns}\u00a0; en nommer une sous [customers] dans "
        "le fichier de coûts pour l’utiliser.",
        "en": "Columns not used: {columns}; name one under [customers] in the file of costs to "
        "use it.",
    },
    "blank_customers": {
        "fr": "{n} ligne(s) du fichier des clients sans identifiant\u00a0: laissées de côté.",
        "en": "{n} row(s) of the customers’ file without identifier: left out.",
    },
    "events_twice": {
        "fr": "{n} {what} figuraient deux fois (même client, même jour, même montant)\u00a0: "
        "comptés une fois.",
        "en": "{n} {what} stood there twice (same customer, day and amount): counted once.",
    },
    "far_dates": {
        "fr": "«\u00a0{column}\u00a0»\u00a0: {n} date(s) si lointaines (9999) qu’elles valent "
        "«\u00a0aucune\u00a0».",
        "en": "“{column}”: {n} date(s) so far away (9999) that they stand for none.",
    },
    "matched": {
        "fr": "{n_known} des {n_customers} clients qui ont pris contact sont dans le fichier "
        "({n_file} clients)\u00a0; {n_anonymous} contacts n’ont pas de client connu.",
        "en": "{n_known} of the {n_customers} customers who made contact are in the file "
        "({n_file} customers); {n_anonymous} contacts have no known customer.",
    },
    "undated": {
        "fr": "{n} contacts sans date sont laissés de côté.",
        "en": "{n} undated contacts are left out.",
    },
    "period": {
        "fr": "Contacts du {first} au {last}\u00a0: {days} jours, ramenés à une semaine et à une "
        "année de 365,25 jours au même rythme.",
        "en": "Contacts from {first} to {last}: {days} days, scaled to a week and to a year of "
        "365.25 days at the same pace.",
    },
    "channels_unpriced": {
        "fr": "{n} contacts sans coût donné pour leur canal ({channels})\u00a0: hors des coûts. "
        "Écrire 0 si un contact n’y coûte rien.",
        "en": "{n} contacts on channels without a cost ({channels}): left out of the costs. "
        "Write 0 where a contact costs nothing.",
    },
    "windows": {
        "fr": "Fenêtre de {days} jours, client suivi jusqu’au {until} ({origin})\u00a0: {n} "
        "contacts jugés\u00a0; laissés de côté, {n_open} dont la fenêtre n’est pas terminée, "
        "{n_unknown} sans client connu du fichier, {n_left} de clients déjà partis.",
        "en": "Window of {days} days, customers followed until {until} ({origin}): {n} contacts "
        "judged; left out, {n_open} whose window is not over, {n_unknown} of no customer known "
        "to the file, {n_left} of customers who had already left.",
    },
    "overlap": {
        "fr": "Un contact (un client) compte sous chacun de ses irritants\u00a0: les lignes ne "
        "s’additionnent pas.",
        "en": "A contact (a customer) counts under each of its irritants: the lines do not add up.",
    },
    "uncorrected": {
        "fr": "Les irritants et les signaux sont ceux que le modèle a lus\u00a0; ses erreurs ne "
        "sont pas corrigées et n’entrent pas dans les intervalles.",
        "en": "Irritants and signals are those the model read; its errors are not corrected and "
        "do not enter the intervals.",
    },
    "amounts_missing": {
        "fr": "{field}\u00a0: inconnu pour {n} des {n_known} clients qui ont pris contact\u00a0; "
        "ils ne comptent pour rien dans les montants.",
        "en": "{field}: unknown for {n} of the {n_known} customers who made contact; they add "
        "nothing to the amounts.",
    },
    "upper_bound": {
        "fr": "Clients reconquis et montants sauvegardés sont des bornes hautes\u00a0: sans groupe "
        "de comparaison, tous ceux qui sont restés comptent, même ceux qui seraient restés "
        "sans rien.",
        "en": "Customers won back and money saved are upper bounds: without a comparison group "
        "all who stayed count, even those who would have stayed anyway.",
    },
    "compared": {
        "fr": "Groupe de comparaison\u00a0: {n} clients à risque selon le score de l’entreprise "
        "qui n’ont pas pris contact, suivis depuis les mêmes jours que les {n_contacted} qui ont "
        "pris contact. Ceux qui prennent contact peuvent différer des autres\u00a0: un écart, "
        "pas une preuve de cause.",
        "en": "Comparison group: {n} customers at risk by the company’s score who made no "
        "contact, followed from the same days as the {n_contacted} who did. Those who make "
        "contact may differ from the others: a difference, not a proof of cause.",
    },
    "risk_dated": {
        "fr": "at_risk est supposé connu avant le contact\u00a0: un score calculé après coup "
        "verrait déjà les départs.",
        "en": "at_risk is taken to be known before the contact: a score computed afterwards "
        "would already see who left.",
    },
    "basis_margin": {
        "fr": "Gagnés et sauvegardés sont en marge ({how}).",
        "en": "Gained and saved are in margin ({how}).",
    },
    "basis_revenue": {
        "fr": "Gagnés et sauvegardés sont en chiffre d’affaires, faute de marge\u00a0: le retour "
        "sur investissement est surestimé\u00a0; margin_rate dans le fichier de coûts le "
        "corrigerait.",
        "en": "Gained and saved are in revenue, for lack of a margin: the return on investment "
        "is overstated; margin_rate in the file of costs would correct it.",
    },
    "roi_working": {
        "fr": "Retour sur investissement = (gagnés + sauvegardés − coût) / coût, sur les contacts "
        "du {first} au {last} (fenêtres terminées)\u00a0: gagnés {gained}, sauvegardés {saved}, "
        "coût {cost}.",
        "en": "Return on investment = (gained + saved − cost) / cost, over the contacts from "
        "{first} to {last} (windows over): gained {gained}, saved {saved}, cost {cost}.",
    },
    "cost_stated": {
        "fr": "Coût du service\u00a0: son coût annuel, au prorata des jours dont la fenêtre est "
        "terminée.",
        "en": "Cost of the service: its yearly cost, prorated to the days whose window is over.",
    },
    "cost_of_contacts": {
        "fr": "Coût du service, faute de service_yearly_cost\u00a0: somme des coûts des contacts "
        "dont la fenêtre est terminée.",
        "en": "Cost of the service, for lack of service_yearly_cost: sum of the costs of the "
        "contacts whose window is over.",
    },
    "roi_part": {
        "fr": "Le retour sur investissement est compté sans les montants {what}, qui ne sont pas "
        "connus.",
        "en": "The return on investment is counted without the money {what}, which is not known.",
    },
}

CAUSE_TEXTS: dict[str, Texts] = {
    "missing_values": {
        "fr": "des contacts ne disent ni oui ni non pour cet irritant",
        "en": "some contacts say neither yes nor no for this irritant",
    },
    "never_present": {"fr": "aucun contact n’en parle", "en": "no contact mentions it"},
    "no_outcome_column": {
        "fr": "ce que font les clients n’est pas connu",
        "en": "what customers do is not known",
    },
    "no_scores": {
        "fr": "aucun contact n’a de fenêtre terminée avec un client connu",
        "en": "no contact has a window that is over and a known customer",
    },
    "constant_outcome": {
        "fr": "tous les contacts finissent de la même façon",
        "en": "all contacts end the same way",
    },
    "always_present": {
        "fr": "tous les contacts jugés en parlent, il n’y a personne à qui les comparer",
        "en": "every judged contact mentions it, there is nobody to compare them with",
    },
    "more_columns_than_rows": {
        "fr": "le modèle a autant de colonnes que de contacts jugés",
        "en": "the model has as many columns as judged contacts",
    },
    "collinear": {
        "fr": "il se déduit exactement d’autres colonnes",
        "en": "it follows exactly from other columns",
    },
    "perfect_fit": {
        "fr": "le modèle reproduit ce que font les clients sans aucun écart",
        "en": "the model reproduces what customers do without any gap",
    },
    "one_customer": {
        "fr": "il ne tient qu’à un seul client",
        "en": "it hangs on a single customer",
    },
    "few_customers": {
        "fr": "il repose sur trop peu de clients pour un intervalle fiable",
        "en": "it rests on too few customers for an interval to be trusted",
    },
}
"""Why the drivers give no effect, told of what customers do within a window."""

NOTE_TEXTS: dict[str, Texts] = _ABSENCES | _SAID
"""Text of every note, by code and language."""

FIELD_TEXTS: dict[str, Texts] = {
    "revenue": {"fr": "chiffre d’affaires par an", "en": "revenue a year"},
    "margin": {"fr": "marge par an", "en": "margin a year"},
    "churned_at": {"fr": "date de départ", "en": "date of leaving"},
    "repurchased_at": {"fr": "date d’achat", "en": "date of purchase"},
    "repurchase_amount": {"fr": "montant de l’achat", "en": "amount of the purchase"},
    "at_risk": {
        "fr": "client à risque, oui ou non, ou score",
        "en": "at risk, yes or no, or score",
    },
    "retained": {
        "fr": "retenu par le service, oui ou non",
        "en": "retained by the service, yes or no",
    },
    "sale_at": {"fr": "date de vente additionnelle", "en": "date of an additional sale"},
    "sale_amount": {"fr": "montant de la vente", "en": "amount of the sale"},
}
"""Fields of the customers' file, as people call them."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader of a figure should know.

    Attributes:
        code: Key of :data:`NOTE_TEXTS`.
        values: Numbers and names that fill its text; one that differs between languages
            is a dictionary with a text per language.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def text(self, lang: Lang) -> str:
        """The note in a language."""
        return fill(NOTE_TEXTS[self.code], self.values, lang)


def fields_named(names: Sequence[str], joint: Texts | None = None) -> Texts:
    """Fields with what people call them, such as ``margin (margin a year)``."""
    joint = joint or {"fr": ", ", "en": ", "}
    return {
        lang: joint[lang].join(f"{name} ({FIELD_TEXTS[name][lang]})" for name in names)
        for lang in LANGS
    }
