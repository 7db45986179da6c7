"""How far the reasons keyed in by agents can be trusted."""

from __future__ import annotations

import numpy as np

from nlp.kpis.definitions import Floats, Kpi, both
from nlp.kpis.followups import Bools
from nlp.kpis.notes import Note
from nlp.kpis.prepared import Prepared

_NEEDED = ("crm_reason", "reason")
_LEFT_OUT = both(
    "motif saisi «\u00a0autre\u00a0» ou sans correspondance dans la taxonomie ; contacts dont le "
    "modèle doute du motif ou n’en lit aucun",
    "reason keyed in as “other” or without counterpart in the taxonomy; contacts where the model "
    "doubts of the reason or reads none",
)


def _coded(data: Prepared) -> Bools:
    return data.coding.coded


def _said_nothing(data: Prepared) -> Floats:
    return data.coding.other.astype(np.float64)


def _judged(data: Prepared, values: Bools) -> Floats:
    return np.where(data.coding.compared, values.astype(np.float64), np.nan)


def _wrong(data: Prepared) -> Floats:
    return _judged(data, ~data.coding.found)


def _agrees(data: Prepared) -> Floats:
    return _judged(data, data.coding.agrees)


def _matched(data: Prepared) -> Note | None:
    return None if data.coding.compared.any() else Note("codes_unmatched", {})


CODED = (
    Kpi(
        "coded_other", "coding", "share", "share",
        both("Saisis «\u00a0autre\u00a0»", "Keyed in as “other”"),
        both(
            "contacts dont le motif saisi (colonne crm_reason) est «\u00a0autre\u00a0» ou n’en dit "
            "rien / contacts avec un motif saisi",
            "contacts whose reason keyed in (column crm_reason) is “other” or says nothing / "
            "contacts with a reason keyed in",
        ),
        both("contacts sans motif saisi", "contacts without a reason keyed in"),
        ("crm_reason",), _coded, _said_nothing,
    ),
    Kpi(
        "coded_wrongly", "coding", "share", "share",
        both("Saisis autrement que lu", "Keyed in otherwise than read"),
        both(
            "contacts dont le motif saisi n’est aucun des motifs lus / contacts comparés ; borne "
            "haute, les erreurs de lecture du modèle y comptent",
            "contacts whose reason keyed in is none of the reasons read / contacts compared; an "
            "upper bound, the model’s reading errors count in it",
        ),
        _LEFT_OUT, _NEEDED, _coded, _wrong, _matched,
    ),
    Kpi(
        "coding_agreement", "coding", "share", "share",
        both("Accord saisi − lu", "Agreement keyed in − read"),
        both(
            "contacts dont le motif saisi est le motif principal lu / contacts comparés",
            "contacts whose reason keyed in is the main reason read / contacts compared",
        ),
        _LEFT_OUT, _NEEDED, _coded, _agrees, _matched,
    ),
    Kpi(
        "coding_kappa", "coding", "kappa", "kappa",
        both("Accord au-delà du hasard (kappa)", "Agreement beyond chance (kappa)"),
        both(
            "(accord − accord attendu au hasard) / (1 − accord attendu au hasard), par motif, ou "
            "par famille si un motif saisi correspond à une famille entière",
            "(agreement − agreement expected by chance) / (1 − agreement expected by chance), by "
            "reason, or by family if a code stands for a whole family",
        ),
        _LEFT_OUT, _NEEDED, _coded, _agrees, _matched, bounds=(-1.0, 1.0),
    ),
)  # fmt: skip
"""Share coded "other" or wrongly, and agreement."""
