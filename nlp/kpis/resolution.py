"""Whether one contact was enough: by who comes back, and by what customers say."""

from __future__ import annotations

import numpy as np

from nlp.kpis.definitions import Floats, Kpi, both, interactions
from nlp.kpis.followups import Bools
from nlp.kpis.prepared import Prepared
from nlp.types import Texts

_NEEDED = ("kind", "customer_id", "occurred_at", "reason")
_UNKNOWN = both(
    "enquêtes et avis ; sans client, date ou motif connu",
    "surveys and reviews; no known customer, date or reason",
)


def _first_contacts(data: Prepared) -> Bools:
    """Interactions that may open a request: those known to repeat one are none."""
    found = data.same_reason
    return data.interaction & ~found.preceded


def _first_judged(data: Prepared) -> Bools:
    found = data.same_reason
    return found.known & ~found.preceded & found.history_known & found.window_over


def _where(judged: Bools, values: Bools | Floats) -> Floats:
    return np.where(judged, np.asarray(values, np.float64), np.nan)


def _not_followed(data: Prepared) -> Floats:
    return _where(_first_judged(data), ~data.same_reason.followed)


def _followed(data: Prepared) -> Floats:
    return _where(data.same_reason.window_over, data.same_reason.followed)


def _followed_at_all(data: Prepared) -> Floats:
    return _where(data.any_reason.window_over, data.any_reason.followed)


def _preceded(data: Prepared) -> Floats:
    return _where(data.same_reason.history_known, data.same_reason.preceded)


def _said_again(data: Prepared) -> Floats:
    return _where(data.same_reason.history_known, data.says_again)


def _said_open(data: Prepared) -> Floats:
    return _where(_first_judged(data), data.says_open)


def _again_gap(data: Prepared) -> Floats:
    return _said_again(data) - _preceded(data)


def _open_gap(data: Prepared) -> Floats:
    return _said_open(data) - (1 - _not_followed(data))


def _resolved(data: Prepared) -> Floats:
    return data.flags("resolved")


def _gap(code: str, name: Texts, formula: Texts, left_out: Texts, *, said: bool) -> Kpi:
    return Kpi(
        code, "resolution", "gap", "gap", name, formula, left_out, (*_NEEDED, "signals"),
        interactions if said else _first_contacts, _again_gap if said else _open_gap,
        bounds=(-1.0, 1.0),
    )  # fmt: skip


_OPEN = both(
    "enquêtes et avis ; sans client, date ou motif connu ; fenêtre de {window_days} jours pas "
    "terminée, ou trop près du début des données pour savoir si le contact est le premier",
    "surveys and reviews; no known customer, date or reason; window of {window_days} days not "
    "over, or too near the start of the data to know whether the contact comes first",
)
_AFTER = both(
    f"{_UNKNOWN['fr']} ; fenêtre de {{window_days}} jours pas terminée",
    f"{_UNKNOWN['en']}; window of {{window_days}} days not over",
)
_BEFORE = both(
    f"{_UNKNOWN['fr']} ; moins de {{window_days}} jours de données avant le contact",
    f"{_UNKNOWN['en']}; less than {{window_days}} days of data before the contact",
)

RESOLUTION = (
    Kpi(
        "fcr", "resolution", "share", "share",
        both("Résolution au premier contact", "First-contact resolution"),
        both(
            "premiers contacts qu’aucun autre du même client pour le même motif ne suit dans les "
            "{window_days} jours, tous canaux / premiers contacts",
            "first contacts that no other by the same customer for the same reason follows within "
            "{window_days} days, any channel / first contacts",
        ),
        _OPEN, _NEEDED, _first_contacts, _not_followed,
    ),
    Kpi(
        "repeat_rate", "resolution", "share", "share",
        both("Taux de réitération", "Repeat-contact rate"),
        both(
            "interactions qu’une autre du même client pour le même motif suit dans les "
            "{window_days} jours, tous canaux / interactions",
            "interactions that another by the same customer for the same reason follows within "
            "{window_days} days, any channel / interactions",
        ),
        _AFTER, _NEEDED, interactions, _followed,
    ),
    Kpi(
        "repeat_any_reason", "resolution", "share", "share",
        both("Réitération, tout motif", "Repeat contacts, any reason"),
        both(
            "interactions qu’une autre du même client, quel qu’en soit le motif, suit dans les "
            "{window_days} jours / interactions",
            "interactions that another by the same customer, whatever its reason, follows within "
            "{window_days} days / interactions",
        ),
        _AFTER, _NEEDED, interactions, _followed_at_all,
    ),
    Kpi(
        "repeat_seen", "resolution", "share", "share",
        both("Contacts réitérés (constatés)", "Repeat contacts (seen)"),
        both(
            "interactions qui en suivent une autre du même client pour le même motif de "
            "{window_days} jours au plus / interactions",
            "interactions that come after another by the same customer for the same reason by "
            "{window_days} days at most / interactions",
        ),
        _BEFORE, _NEEDED, interactions, _preceded,
    ),
    Kpi(
        "repeat_said", "resolution", "share", "share",
        both("Contacts réitérés (dits)", "Repeat contacts (said)"),
        both(
            "mêmes interactions où le client dit avoir déjà pris contact (signal repeat_contact) "
            "/ mêmes interactions",
            "same interactions in which the customer says they made contact before (signal "
            "repeat_contact) / same interactions",
        ),
        _BEFORE, (*_NEEDED, "signals"), interactions, _said_again,
    ),
    _gap(
        "repeat_gap",
        both("Écart dit − constaté (réitération)", "Gap said − seen (repeats)"),
        both(
            "contacts réitérés dits − constatés ; au-dessus de zéro : des réitérations que les "
            "données ne relient pas (autre canal, autre identifiant, plus ancien, autre motif)",
            "repeat contacts said − seen; above zero: repeats that the data do not link (other "
            "channel, other identifier, longer ago, other reason)",
        ),
        _BEFORE, said=True,
    ),
    Kpi(
        "unresolved_said", "resolution", "share", "share",
        both("Problème dit encore ouvert", "Problem said to be still open"),
        both(
            "premiers contacts où le client dit que son problème est encore ouvert (signal "
            "unresolved) / mêmes premiers contacts ; un message qui ouvre une demande le dit "
            "souvent",
            "first contacts in which the customer says that the problem is still open (signal "
            "unresolved) / same first contacts; a message that opens a request often says so",
        ),
        _OPEN, (*_NEEDED, "signals"), _first_contacts, _said_open,
    ),
    _gap(
        "unresolved_gap",
        both("Écart dit ouvert − revenu", "Gap said open − came back"),
        both(
            "problèmes dits encore ouverts − (1 − résolution au premier contact) ; au-dessus de "
            "zéro : des problèmes dits ouverts dont le client ne revient pas dans la fenêtre",
            "problems said to be still open − (1 − first-contact resolution); above zero: "
            "problems said to be open whose customer does not come back within the window",
        ),
        _OPEN, said=False,
    ),
    Kpi(
        "resolution_rate", "resolution", "share", "share",
        both("Taux de résolution déclaré", "Stated resolution rate"),
        both(
            "interactions notées résolues (colonne resolved) / interactions notées résolues ou non",
            "interactions marked resolved (column resolved) / interactions marked either way",
        ),
        both(
            "enquêtes et avis ; interactions sans cette indication",
            "surveys and reviews; interactions without that mark",
        ),
        ("kind", "resolved"), interactions, _resolved,
    ),
)  # fmt: skip
"""First-contact resolution, repeats, what customers say of both, and the gaps."""
