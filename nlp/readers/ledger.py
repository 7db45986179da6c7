"""The reject ledger: the name of each reason, what to do about it, and its table."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from nlp.errors import InputError, did_you_mean
from nlp.schemas import REJECT
from nlp.types import REJECT_REASONS, Lang, Reject

_NAMES: dict[str, dict[Lang, str]] = {
    "no_text": {"fr": "Pas de texte", "en": "No text"},
    "unreadable_date": {"fr": "Date illisible", "en": "Unreadable date"},
    "score_off_scale": {"fr": "Note hors de son échelle", "en": "Score off its scale"},
    "duplicate_id": {"fr": "Identifiant déjà vu", "en": "Duplicate id"},
    "unsupported_language": {"fr": "Ni français ni anglais", "en": "Neither French nor English"},
    "cell_too_large": {"fr": "Cellule trop grande", "en": "Cell too large"},
    "broken_row": {"fr": "Ligne abîmée", "en": "Broken row"},
}

_ADVICE: dict[str, dict[Lang, str]] = {
    "no_text": {
        "fr": "Rien à lire dans cette ligne. Dans un tableau, si les verbatims sont dans une autre "
        "colonne, la nommer sous «\u00a0text\u00a0» dans un fichier de correspondance. Dans un "
        "appel, aucun tour du client n’a été trouvé\u00a0: vérifier les noms des locuteurs.",
        "en": "There is nothing to read in this row. In a table, if the verbatims are in another "
        "column, name it under “text” in a mapping file. In a call, no customer turn was found: "
        "check the names of the speakers.",
    },
    "unreadable_date": {
        "fr": "Corriger la date, ou la vider\u00a0: un contact sans date est gardé. Si toute la "
        "colonne est concernée, donner son ordre par «\u00a0date_format\u00a0» (iso, day_first, "
        "month_first).",
        "en": "Correct the date, or empty it: a contact without a date is kept. If the whole "
        "column is concerned, state its order with “date_format” (iso, day_first, month_first).",
    },
    "score_off_scale": {
        "fr": "Corriger la note, ou la vider. Si toutes sont refusées, l’échelle trouvée n’est pas "
        "la bonne\u00a0: la donner par «\u00a0scale\u00a0» dans un fichier de correspondance.",
        "en": "Correct the score, or empty it. If all are refused, the scale found is not the "
        "right one: state it with “scale” in a mapping file.",
    },
    "duplicate_id": {
        "fr": "Un contact de même identifiant, ou de contenu en tout point égal dans un autre "
        "fichier, a déjà été lu (fichier et ligne en détail). S’il s’agit d’un autre contact, lui "
        "donner un identifiant propre, ou une date.",
        "en": "A contact with the same id, or wholly equal in another file, was read before (its "
        "file and row are in the detail). If this is another contact, give it an id of its own, or "
        "a date.",
    },
    "unsupported_language": {
        "fr": "Motif lit le français et l’anglais. Traduire le texte, ou le laisser de côté.",
        "en": "Motif reads French and English. Translate the text, or leave it aside.",
    },
    "cell_too_large": {
        "fr": "La cellule dépasse la taille permise, souvent à cause d’un guillemet non fermé ou "
        "d’un document collé. Corriger le fichier, ou relever le réglage max_cell_chars.",
        "en": "The cell is larger than allowed, often because of an unclosed quote or a pasted "
        "document. Correct the file, or raise the setting max_cell_chars.",
    },
    "broken_row": {
        "fr": "La ligne n’a pas la forme des autres (nombre de cellules, guillemets, JSON), ou, à "
        "la ligne 0, le fichier entier est illisible. Corriger le fichier, ou l’exporter de "
        "nouveau, un tableau en XLSX ou Parquet.",
        "en": "The row is not shaped like the others (number of cells, quotes, JSON) or, where the "
        "row is 0, the whole file cannot be read. Correct the file, or export it again, a table "
        "as XLSX or Parquet.",
    },
}


def reason_name(reason: str, lang: Lang) -> str:
    """The name of a reject reason, for people.

    Raises:
        InputError: The reason is not one of :data:`nlp.types.REJECT_REASONS`.
    """
    return _NAMES[_known(reason)][lang]


def advice(reason: str, lang: Lang) -> str:
    """What to do about rows rejected for a reason.

    Raises:
        InputError: The reason is not one of :data:`nlp.types.REJECT_REASONS`.
    """
    return _ADVICE[_known(reason)][lang]


def rejects_table(run_id: str, rejects: Iterable[Reject]) -> pa.Table:
    """The rejects of a run as a table.

    Args:
        run_id: The run.
        rejects: Its rejects, in any order; the order is kept.

    Returns:
        One row per reject, under :data:`nlp.schemas.REJECT`.
    """
    rows = [
        {
            "run_id": run_id,
            "source": reject.source,
            "row": reject.row,
            "reason": reject.reason,
            "detail": reject.detail,
        }
        for reject in rejects
    ]
    return pa.Table.from_pylist(rows, schema=REJECT)


def _known(reason: str) -> str:
    if reason not in REJECT_REASONS:
        raise InputError(
            f"unknown reject reason {reason!r}: expected one of {', '.join(REJECT_REASONS)}."
            f"{did_you_mean(reason, REJECT_REASONS)}"
        )
    return reason
