"""Which column of the customers' file holds what: usual French and English headers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from nlp.errors import MappingError
from nlp.readers.cells import fold
from nlp.readers.headers import named_column, shown_columns
from nlp.readers.vocabulary import COLUMN_NAMES


def _names(text: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in text.split(","))


_HEADERS: dict[str, tuple[str, ...]] = {
    "customer_id": (*COLUMN_NAMES["customer"], "id", "identifiant", "identifiant client"),
    "revenue": _names(
        "revenue, annual revenue, yearly revenue, revenue per year, customer revenue, arr,"
        "annual spend, yearly spend, spend, turnover, ca, ca annuel, ca client, ca par an,"
        "chiffre d affaires, chiffre d affaires annuel, revenu, revenu annuel, revenus annuels,"
        "depense annuelle, valeur annuelle, annual value, customer value, valeur client"
    ),
    "margin": _names(
        "margin, annual margin, yearly margin, gross margin, margin per year, contribution,"
        "contribution margin, marge, marge annuelle, marge brute, marge brute annuelle,"
        "marge client, marge par an"
    ),
    "churned_at": _names(
        "churned at, churn date, churned on, date churn, date de churn, left at, left on,"
        "date left, cancelled at, canceled at, cancellation date, cancelled on, terminated at,"
        "termination date, closed account at, date resiliation, date de resiliation, resilie le,"
        "resiliation, date depart, date de depart, parti le, date de fin de contrat,"
        "date fin contrat, date de cloture du compte"
    ),
    "repurchased_at": _names(
        "repurchased at, repurchase date, purchased at, purchase date, date of purchase,"
        "ordered at, order date, date achat, date d achat, date reachat, date de reachat,"
        "date rachat, date de rachat, achete le, rachete le, date commande, date de commande,"
        "date de la commande"
    ),
    "repurchase_amount": _names(
        "repurchase amount, purchase amount, purchase value, order amount, order value,"
        "order total, montant achat, montant d achat, montant de l achat, montant reachat,"
        "montant de reachat, montant du reachat, montant rachat, montant de rachat,"
        "montant commande, montant de commande, montant de la commande"
    ),
    "at_risk": _names(
        "at risk, is at risk, churn risk, churn score, risk score, attrition score, risk,"
        "a risque, client a risque, risque, score risque, score de risque, risque de depart,"
        "score churn, score de churn, score attrition, score d attrition, risque churn,"
        "risque de churn, risque d attrition"
    ),
    "retained": _names(
        "retained, retained by service, retained by the service, saved, saved by service, retenu,"
        "retenu par le service, client retenu, retenue, sauve, sauve par le service, fidelise"
    ),
    "sale_at": _names(
        "sale at, sale date, sold at, additional sale date, upsell date, upsold at, upgrade date,"
        "upgraded at, cross sell date, date vente, date de vente, date de la vente,"
        "date vente additionnelle, date de vente additionnelle, vendu le, date montee en gamme,"
        "date de montee en gamme, date upgrade"
    ),
    "sale_amount": _names(
        "sale amount, sale value, additional sale amount, upsell amount, upgrade amount,"
        "cross sell amount, montant vente, montant de vente, montant de la vente,"
        "montant vente additionnelle, montant de vente additionnelle, montant montee en gamme,"
        "montant de la montee en gamme"
    ),
}
"""Field -> folded headers, the most telling first."""

FIELDS = tuple(_HEADERS)
"""Fields that a column of the customers' file can be."""

AMOUNTS = ("revenue", "margin", "repurchase_amount", "sale_amount")
DATES = ("churned_at", "repurchased_at", "sale_at")
EVENTS = {"repurchased_at": "repurchase_amount", "sale_at": "sale_amount"}
"""Events of which a customer may have several: the date, and the amount beside it."""

# "CA annuel (€ HT)": what an amount is written in says nothing of what it is. Thousands do.
_UNIT = re.compile(r"( (eur|euros?|usd|gbp|chf|ht|ttc|excl vat|incl vat))+$")


def tie_columns(header: Sequence[str], stated: Mapping[str, str], source: str) -> dict[str, str]:
    """Tie columns to fields: those stated by name, the others by their headers.

    Args:
        header: The file's column names.
        stated: Column by field, where the company names it.
        source: The file's name, for messages.

    Returns:
        Column by field, in the order of :data:`FIELDS`; there is always ``customer_id``.

    Raises:
        MappingError: A column that is named is not there, or none holds the customers.
    """
    found = {
        field: named_column(name, field, header, source=source, named_in="the file of costs")
        for field, name in stated.items()
    }
    free = [name for name in header if name not in found.values()]
    folded = {_UNIT.sub("", fold(name)): name for name in reversed(free)}
    for field, known in _HEADERS.items():
        if field not in found and (column := next(filter(None, map(folded.get, known)), None)):
            found[field] = column
            folded = {key: name for key, name in folded.items() if name != column}
    if "customer_id" not in found:
        raise MappingError(
            f"{source} has no column recognised as the customer's identifier, such as customer_id "
            f"or id_client. Its columns: {shown_columns(header)}. Name it in the file of costs:\n"
            '[customers]\ncustomer_id = "<column>"'
        )
    return {field: found[field] for field in FIELDS if field in found}
