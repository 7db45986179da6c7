"""How long it takes: handling, replies and waits, transfers and service levels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nlp.kpis.definitions import Floats, Kpi, both, interactions
from nlp.kpis.followups import Bools
from nlp.kpis.notes import Note, columns_missing
from nlp.kpis.prepared import Prepared
from nlp.types import Texts

_OF_REQUESTS = ("customer_id", "occurred_at", "reason")
_NO_DURATION = both(
    "enquêtes et avis ; interactions sans cette durée",
    "surveys and reviews; interactions without that duration",
)
_INCOMPLETE = both(
    "enquêtes et avis ; demandes dont un contact n’a pas de durée, pas terminées depuis "
    "{window_days} jours, ou commencées trop près du début des données ; sans client, date ou "
    "motif connu",
    "surveys and reviews; requests of which a contact has no duration, not over for "
    "{window_days} days, or begun too near the start of the data; no known customer, date or "
    "reason",
)


def _openings(data: Prepared) -> Bools:
    """Contacts that stand for a request: its first; every contact if a column measures them."""
    found = data.same_reason
    rows = np.arange(len(data.frame))
    return np.asarray(data.interaction & (~found.known | (found.first_of == rows)))


def _complete(data: Prepared) -> Bools:
    """First contacts of requests seen from beginning to end."""
    found = data.same_reason
    first = found.known & (found.first_of == np.arange(len(data.frame)))
    ended = np.zeros(len(first), bool)
    ended[first] = found.window_over[found.last_of[first]]
    return np.asarray(first & found.history_known & ended)


def _summed(data: Prepared, spent: Floats) -> Floats:
    """Handling time of all contacts of a request, on its first contact."""
    found, n = data.same_reason, len(data.frame)
    total = np.bincount(found.first_of[found.known], spent[found.known], minlength=n)
    return np.where(_complete(data), total, np.nan)


def _until_replied(data: Prepared, took: Floats) -> Floats:
    """From the first contact of a request to the reply to its last, on its first contact."""
    whole = _complete(data)
    last = data.same_reason.last_of[whole]
    lasted = np.full(len(took), np.nan)
    lasted[whole] = (data.times[last] - data.times[whole]) / 1e6 + took[last]
    return lasted


def _contact_time(code: str, column: str, name: Texts, formula: Texts) -> Kpi:
    """A duration of each contact, which its column must measure."""

    def check(data: Prepared) -> Note | None:
        whole = data.options.measures_request(column)
        return Note("measures_request", {"columns": column}) if whole else None

    return Kpi(
        code, "time", "seconds", "duration", name, formula, _NO_DURATION, ("kind", column),
        interactions, lambda data: data.numbers(column), check,
    )  # fmt: skip


def _request_time(
    code: str,
    column: str,
    worked_out: Callable[[Prepared, Floats], Floats],
    name: Texts,
    formula: Texts,
) -> Kpi:
    """A duration of whole requests: what its column measures, else worked out from contacts."""

    def base(data: Prepared) -> Bools:
        return data.interaction if data.options.measures_request(column) else _openings(data)

    def values(data: Prepared) -> Floats:
        recorded = data.numbers(column)
        whole = data.options.measures_request(column)
        return recorded if whole else worked_out(data, recorded)

    def check(data: Prepared) -> Note | None:
        if data.options.measures_request(column):
            return None
        return columns_missing([name for name in _OF_REQUESTS if not data.has(name)])

    as_recorded = both(
        f"moyenne de la colonne {column}, qui mesure la vie entière de chaque demande",
        f"mean of the column {column}, which measures the whole life of each request",
    )
    return Kpi(
        code, "time", "seconds", "duration", name, formula, _INCOMPLETE, ("kind", column),
        base, values, check, if_request=(as_recorded, _NO_DURATION),
    )  # fmt: skip


def _within(values: Floats, limit: float) -> Floats:
    return np.where(np.isnan(values), np.nan, (values <= limit).astype(float))


def _answered(data: Prepared) -> Bools:
    """Interactions that were answered; where abandoned ones are not told apart, all."""
    return np.asarray(data.interaction & (data.flags("answered") != 0))


def _answered_in_time(data: Prepared) -> Floats:
    return _within(data.numbers("waiting_s"), data.options.answer_within_s)


def _offered_in_time(data: Prepared) -> Floats:
    """1 answered in time, 0 late or abandoned, NaN where that is unknown."""
    answered = data.flags("answered")
    return np.where(answered == 1, _answered_in_time(data), answered)


def _replied_in_time(data: Prepared) -> Floats:
    return _within(data.numbers("response_s"), data.options.reply_within_s)


def _waiting(data: Prepared) -> Floats:
    return data.numbers("waiting_s")


def _transferred(data: Prepared) -> Floats:
    return data.flags("transferred")


TIMES = (
    _contact_time(
        "handling_time", "handling_s",
        both("Temps de traitement du contact", "Handling time of the contact"),
        both(
            "moyenne du temps passé sur chaque contact (colonne handling_s)",
            "mean time spent on each contact (column handling_s)",
        ),
    ),
    _request_time(
        "request_handling_time", "handling_s", _summed,
        both("Temps de traitement de la demande", "Handling time of the request"),
        both(
            "temps de traitement cumulé des contacts d’une demande (même client, même motif, "
            "{window_days} jours au plus d’un contact à l’autre), moyenne sur les demandes, "
            "chacune à la ligne de son premier contact",
            "handling time summed over the contacts of a request (same customer, same reason, "
            "{window_days} days at most between contacts), mean over requests, each on the "
            "line of its first contact",
        ),
    ),
    _contact_time(
        "response_time", "response_s",
        both("Délai de première réponse", "First response time"),
        both(
            "moyenne du temps entre l’arrivée d’un contact et sa réponse (colonne response_s)",
            "mean time from a contact’s arrival to its reply (column response_s)",
        ),
    ),
    _request_time(
        "request_response_time", "response_s", _until_replied,
        both("Délai de réponse de la demande", "Response time of the request"),
        both(
            "temps entre le premier contact d’une demande (même client, même motif, {window_days} "
            "jours au plus d’un contact à l’autre) et la réponse au dernier, moyenne sur les "
            "demandes, chacune à la ligne de son premier contact",
            "time from the first contact of a request (same customer, same reason, {window_days} "
            "days at most between contacts) to the reply to the last, mean over requests, each on "
            "the line of its first contact",
        ),
    ),
    Kpi(
        "waiting_time", "time", "seconds", "duration",
        both("Attente moyenne", "Mean wait"),
        both(
            "moyenne de l’attente (colonne waiting_s), contacts abandonnés compris s’ils sont "
            "enregistrés",
            "mean wait (column waiting_s), abandoned contacts included where recorded",
        ),
        _NO_DURATION, ("kind", "waiting_s"), interactions, _waiting,
    ),
    Kpi(
        "answered_within", "time", "share", "share",
        both("Décrochés en {answer_within} s", "Answered within {answer_within} s"),
        both(
            "contacts décrochés après {answer_within} s d’attente au plus / contacts décrochés ; "
            "objectif {target}",
            "contacts answered after a wait of {answer_within} s at most / contacts answered; "
            "target {target}",
        ),
        both(
            "enquêtes et avis ; contacts abandonnés (colonne answered ; sans elle, ils comptent "
            "s’ils sont enregistrés) ; attente inconnue",
            "surveys and reviews; abandoned contacts (column answered; without it they count "
            "where recorded); unknown wait",
        ),
        ("kind", "waiting_s"), _answered, _answered_in_time, has_target=True,
    ),
    Kpi(
        "service_level", "time", "share", "share",
        both("Niveau de service", "Service level"),
        both(
            "contacts décrochés en {answer_within} s au plus / contacts présentés, abandonnés "
            "compris ; objectif {target}",
            "contacts answered within {answer_within} s / contacts offered, abandoned ones "
            "included; target {target}",
        ),
        both(
            "enquêtes et avis ; contacts dont on ne sait s’ils ont été décrochés, ou en combien "
            "de temps",
            "surveys and reviews; contacts of which it is unknown whether they were answered, or "
            "how soon",
        ),
        ("kind", "waiting_s", "answered"), interactions, _offered_in_time, has_target=True,
    ),
    Kpi(
        "reply_within", "time", "share", "share",
        both("Réponses en {reply_within}", "Replies within {reply_within}"),
        both(
            "contacts dont la réponse (colonne response_s) vient en {reply_within} au plus / "
            "contacts qui en ont une ; objectif {target}",
            "contacts whose reply (column response_s) comes within {reply_within} / contacts that "
            "have one; target {target}",
        ),
        _NO_DURATION, ("kind", "response_s"), interactions, _replied_in_time, has_target=True,
    ),
    Kpi(
        "transfer_rate", "time", "share", "share",
        both("Taux de transfert", "Transfer rate"),
        both(
            "interactions transférées (colonne transferred) / interactions notées transférées ou "
            "non",
            "interactions transferred (column transferred) / interactions marked either way",
        ),
        both(
            "enquêtes et avis ; interactions sans cette indication",
            "surveys and reviews; interactions without that mark",
        ),
        ("kind", "transferred"), interactions, _transferred,
    ),
)  # fmt: skip
"""Times, in both of the definitions that circulate, and service levels."""
