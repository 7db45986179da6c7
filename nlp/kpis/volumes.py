"""How many contacts there are, alone and beside customers, bookings and orders."""

from __future__ import annotations

import numpy as np

from nlp.kpis.definitions import Floats, Kpi, both, interactions
from nlp.kpis.followups import Bools
from nlp.kpis.prepared import Prepared
from nlp.types import Texts


def _everything(data: Prepared) -> Bools:
    return np.ones(len(data.frame), bool)


def _ones(data: Prepared) -> Floats:
    return np.ones(len(data.frame))


def _of_known_customers(data: Prepared) -> Floats:
    return np.where(data.known_customer, 1.0, np.nan)


def _in_covered_weeks(data: Prepared) -> Floats:
    """Contacts of the weeks whose orders and bookings are known."""
    if data.covered is None:
        return _ones(data)
    weeks = data.frame["week"] if "week" in data.frame.columns else None
    inside = _everything(data) & False if weeks is None else weeks.isin(data.covered).to_numpy()
    return np.where(inside, 1.0, np.nan)


def _ratio(code: str, activity: str, per: float, name: Texts, formula: Texts) -> Kpi:
    return Kpi(
        code, "volume", "ratio", "rate", name, formula,
        both(
            "réponses aux enquêtes et avis ; interactions hors des semaines du tableau d’activité",
            "survey answers and reviews; interactions outside the weeks of the table of activity",
        ),
        ("kind",), interactions, _in_covered_weeks, activity=activity, per=per,
    )  # fmt: skip


VOLUMES = (
    Kpi(
        "contacts", "volume", "contacts", "count",
        both("Contacts", "Contacts"),
        both(
            "nombre de contacts, enquêtes et avis compris",
            "number of contacts, survey answers and reviews included",
        ),
        both("rien", "nothing"),
        (), _everything, _ones,
    ),
    Kpi(
        "interactions", "volume", "contacts", "count",
        both("Interactions", "Interactions"),
        both(
            "nombre d’appels, e-mails, chats et autres échanges",
            "number of calls, e-mails, chats and other exchanges",
        ),
        both("réponses aux enquêtes et avis", "survey answers and reviews"),
        ("kind",), interactions, _ones,
    ),
    Kpi(
        "contact_share", "volume", "share", "part",
        both("Part des contacts", "Share of contacts"),
        both("contacts de la ligne / tous les contacts", "contacts of the line / all contacts"),
        both("rien", "nothing"),
        (), _everything, _ones,
    ),
    Kpi(
        "contacts_per_customer", "volume", "ratio", "per_customer",
        both("Contacts par client", "Contacts per customer"),
        both(
            "interactions / clients qui en ont au moins une dans la ligne",
            "interactions / customers who have at least one in the line",
        ),
        both(
            "réponses aux enquêtes et avis ; contacts sans client connu ; clients sans contact",
            "survey answers and reviews; contacts of no known customer; customers without contact",
        ),
        ("kind", "customer_id"), interactions, _of_known_customers,
    ),
    _ratio(
        "contacts_per_booking", "bookings", 1.0,
        both("Contacts par réservation", "Contacts per booking"),
        both("interactions / réservations de la période", "interactions / bookings of the period"),
    ),
    _ratio(
        "contacts_per_1000_orders", "orders", 1000.0,
        both("Contacts pour 1\u202f000 commandes", "Contacts per 1,000 orders"),
        both(
            "1\u202f000 × interactions / commandes de la période",
            "1,000 × interactions / orders of the period",
        ),
    ),
)  # fmt: skip
"""Volumes and ratios."""
